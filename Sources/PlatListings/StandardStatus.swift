/// The words of RESO's StandardStatus, as stored in listings.
public enum StandardStatus {
  /// On the market.
  public static let active = "Active"
  /// On the market, with an accepted offer.
  public static let activeUnderContract = "ActiveUnderContract"
  /// Taken off the market permanently.
  public static let canceled = "Canceled"
  /// Sold or leased.
  public static let closed = "Closed"
  /// Not on the market yet.
  public static let comingSoon = "ComingSoon"
  /// To be removed.
  public static let delete = "Delete"
  /// The listing contract ran out.
  public static let expired = "Expired"
  /// Off the market for a while.
  public static let hold = "Hold"
  /// Not entered completely.
  public static let incomplete = "Incomplete"
  /// Under contract.
  public static let pending = "Pending"
  /// Taken off the market before the contract ran out.
  public static let withdrawn = "Withdrawn"

  /// The closed list of the lookup.
  public static let all = [
    active, activeUnderContract, canceled, closed, comingSoon, delete, expired, hold, incomplete,
    pending, withdrawn,
  ]
}
