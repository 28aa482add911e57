internal import PlatCommon
public import PlatListings

extension FeedSummary {
  /// A name of an input that is not a field.
  public struct UnknownName: Sendable, Equatable {
    /// The name as given.
    public let name: String
    /// The number of records with a value for it.
    public let count: Int
    /// The field with a similar name, if any.
    public let nearest: Field?
  }

  /// The columns and keys that are not fields: first those with a name similar to a field's, then
  /// those that most records have.
  public var unknownNames: [UnknownName] {
    let names = observations.unknownNames.filter { !$0.name.hasPrefix("@") }.map {
      UnknownName(name: $0.name, count: $0.count, nearest: Field.nearest(to: $0.name))
    }
    return names.sorted {
      ($0.nearest == nil ? 1 : 0, -$0.count, $0.name)
        < ($1.nearest == nil ? 1 : 0, -$1.count, $1.name)
    }
  }

  /// Likely mistakes in the inputs as a whole, one sentence each.
  public var warnings: [String] {
    let seen = observations
    guard seen.listings > 0 else { return [] }
    var warnings: [String] = []
    if seen.withStatus == 0 {
      warnings.append(
        "no listing has a status, and searches look at Active ones unless told otherwise:"
          + " --map COLUMN=standardStatus, or --set standardStatus=Active")
    }
    if seen.withPrice == 0 { warnings.append("no listing has a price: --map COLUMN=listPrice") }
    if seen.withPosition == 0 {
      warnings.append(
        "no listing has a position, so none is on the map: --map COLUMN=latitude"
          + " --map COLUMN=longitude")
    }
    warnings += absentColumns.map {
      "no record has the key \($0) that --map names; inner keys are written with points, such as"
        + " address.city"
    }
    if seen.unsignedLongitudes > 0 {
      warnings.append(
        "\(seen.unsignedLongitudes) longitudes seem to lack their minus sign: their states are in"
          + " North America")
    }
    if seen.exchangedPositions > 0 {
      warnings.append(
        "\(seen.exchangedPositions) positions seem to have latitude and longitude exchanged")
    }
    return warnings
  }
}
