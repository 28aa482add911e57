package import PlatJSON

extension PlaceRecord {
  /// The members that places data adds to a city or a subdivision.
  ///
  /// Its position is a member of the place itself.
  package static let describedMembers = DescribedObject<PlaceRecord>([
    .optional("population", "From places data, as all that follows.") { $0.population },
    .written("medianIncome", .number(), when: { $0.medianIncome != nil }) { record, writer in
      writer.shortest(record.medianIncome ?? 0)
    },
    .optional("url") { $0.url },
    .optional("description") { $0.caption },
    .optional("credit") { $0.credit },
  ])
  /// The member with a place's boundary, which is stored apart from the record.
  package static let boundary = MemberDescription(
    "boundary", .map(of: nil), "A GeoJSON geometry.", isRequired: false)
}
