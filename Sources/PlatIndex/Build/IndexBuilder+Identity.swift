public import PlatListings

extension IndexBuilder {
  /// The result of offering a listing.
  public enum Placement: Sendable, Equatable {
    /// It got the record number; no listing had its key before.
    case new(Int)
    /// It replaced the listing with its key.
    case replaced(Int)
    /// The listing with its key was changed later and stays.
    case outdated(Int)
    /// The listing with its key belongs to another listing service; nothing was done.
    case ofOtherSource(Int)
  }

  /// Adds a listing, unless the listing with its key belongs to another service or was changed
  /// later.
  ///
  /// Of two listings of one service with the same key, the one with the later
  /// `modificationTimestamp` wins; with equal or missing timestamps, the one that comes later. A
  /// listing without a service matches every service.
  ///
  /// - Parameters:
  ///   - listing: A listing that has a key.
  /// - display: The parts of the listing that the public may see.
  /// - Complexity: As ``add(_:display:)``.
  public mutating func place(
    _ listing: borrowing Listing, display: ListingDisplay = .whole
  ) throws(Full) -> Placement {
    if let known = keys.known(listing.bytes(of: .listingKey)) {
      let record = Int(known) - 1
      if isOfOtherSource(listing, record) { return .ofOtherSource(record) }
      let modified = listing.numbers[Field.modificationTimestamp.ordinal]
      if modified != Listing.missing, record < modifiedTimes.count,
        modified < modifiedTimes[record]
      {
        return .outdated(record)
      }
    }
    let added = try add(listing, display: display)
    return added.replaced ? .replaced(added.record) : .new(added.record)
  }

  /// Whether a record is known to belong to another listing service than a listing.
  private func isOfOtherSource(_ listing: borrowing Listing, _ record: Int) -> Bool {
    let source = listing.bytes(of: .mlsSource)
    guard source.count > 0, let column = Self.codeFields.firstIndex(of: .mlsSource) else {
      return false
    }
    if let own = hiddenSources[UInt32(record)] { return !source.hasSameElements(as: own) }
    let code = codes[column][record]
    return code != 0 && dictionaries[column].known(source) != code
  }

  /// Stores the data of an added record that ``place(_:display:)`` needs.
  mutating func noteIdentity(
    of record: Int, _ listing: borrowing Listing, _ display: ListingDisplay, replaced: Bool
  ) {
    let modified = listing.numbers[Field.modificationTimestamp.ordinal]
    if !replaced {
      modifiedTimes.append(modified)
    } else if modified != Listing.missing {
      modifiedTimes[record] = modified
    }
    if display == .hidden {
      let source = listing.bytes(of: .mlsSource)
      if source.count > 0 { hiddenSources[UInt32(record)] = source.indices.map { source[$0] } }
    } else if replaced, !hiddenSources.isEmpty {
      hiddenSources[UInt32(record)] = nil
    }
  }
}

extension Span<UInt8> {
  fileprivate func hasSameElements(as other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }
}
