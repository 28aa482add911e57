public import PlatGeometry
public import PlatJSON

/// What a change did to a listing, as far as a reader can see.
public enum ChangeKind: String, Sendable, CaseIterable {
  /// The listing is new, or can be seen now.
  case added
  /// The listing has another document.
  case replaced
  /// The listing has another status, and perhaps more.
  case status
  /// The listing is gone, or cannot be seen any more.
  case deleted
  /// A build put other listings in the place of all.
  case build
}

/// A change of a listing, with the public fields before and after it.
public struct ListingChange: Equatable, Sendable {
  /// The change number.
  public let change: UInt64
  /// The time in milliseconds since 1970.
  public let time: Int64
  /// The listing's key.
  public let key: String
  /// What the change did.
  public let kind: ChangeKind
  /// The public document before it, as ``ListingsDatabase/publicDocument(of:)`` gives one; nil
  /// where the listing could not be seen.
  ///
  /// Its slug is without the mark that distinguishes listings with the same slug.
  public let before: [UInt8]?
  /// The public document after it; nil where the listing cannot be seen.
  public let after: [UInt8]?
  /// The position before it: the map's tiles there have changed.
  public let oldPosition: Coordinate?
  /// The position after it.
  public let newPosition: Coordinate?

  /// Writes the change as an object, a line of `/api/changes`.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("change")
      writer.integer(change)
      writer.member("time", ChangeTime.text(time))
      writer.member("listingKey", key)
      writer.member("kind", kind.rawValue)
      Self.write("oldPosition", oldPosition, to: &writer)
      Self.write("newPosition", newPosition, to: &writer)
      writer.key("before")
      Self.write(before, to: &writer)
      writer.key("after")
      Self.write(after, to: &writer)
    }
  }

  private static func write(
    _ name: StaticString, _ position: Coordinate?, to writer: inout JSONWriter
  ) {
    writer.key(name)
    guard let position else { return writer.null() }
    writer.object { writer in
      writer.member("latitude", fixed: Int64(position.latitude), decimals: 7)
      writer.member("longitude", fixed: Int64(position.longitude), decimals: 7)
    }
  }

  /// Writes a document; null where there is none.
  static func write(_ document: [UInt8]?, to writer: inout JSONWriter) {
    if let document { writer.raw(document.span) } else { writer.null() }
  }
}

/// A part of the changes, in their order.
public struct ChangePage: Equatable, Sendable {
  /// The changes that can be seen.
  public var changes: [ListingChange] = []
  /// The number to ask for the changes after.
  public var next: UInt64
  /// Whether the changes do not go back so far, or a build has put other listings in the place of
  /// all: the reader must read all listings, and go on after ``next``.
  public var startsAnew = false
  /// The number of the last change that the database shows; a reader that is at it knows all.
  public let changeNumber: UInt64

  /// Writes the changes as newline-delimited JSON; an object with `startsAnew` stands for changes
  /// that are not there, and the last line tells where to go on.
  public func writeLines(to writer: inout JSONWriter) {
    if startsAnew {
      writer.object { writer in
        writer.member("startsAnew", true)
        writer.key("next")
        writer.integer(next)
      }
      return writer.newline()
    }
    for change in changes {
      change.write(to: &writer)
      writer.newline()
    }
    writer.object { writer in
      writer.key("next")
      writer.integer(next)
    }
    writer.newline()
  }
}
