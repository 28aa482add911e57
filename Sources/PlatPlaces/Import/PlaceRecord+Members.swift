internal import PlatGeometry
package import PlatJSON

extension PlaceRecord {
  /// The members that places data adds to a city or a subdivision.
  package static let describedMembers = DescribedObject<PlaceRecord>([
    .written("latitude", .number(), when: { $0.coordinate != nil }) { record, writer in
      writer.fixed(Int64(record.coordinate?.latitude ?? 0), decimals: 7)
    },
    .written("longitude", .number(), when: { $0.coordinate != nil }) { record, writer in
      writer.fixed(Int64(record.coordinate?.longitude ?? 0), decimals: 7)
    },
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
