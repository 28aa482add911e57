import Testing

@testable import PlatSnapshot

@Suite(.timeLimit(.minutes(30))) struct RoundTripTests {
  @Test(arguments: [Snapshot.Residence.mapped, .memory])
  func everyTypeComesBack(residence: Snapshot.Residence) throws {
    let scratch = try Scratch()
    let path = scratch.file("a.plat")
    try writeSample(to: path)
    let snapshot = try Snapshot.open(path: path, residence: residence)
    #expect(snapshot.changeNumber == 7)
    #expect(snapshot.formatVersion == SnapshotFormat.current)
    #expect(snapshot.sections.map(\.name).prefix(3) == ["u8", "u16", "u32"])
    #expect(snapshot.verify() == [])
    func elements<T: ColumnElement>(_ name: String, _ type: T.Type) throws -> [T?] {
      let column = try snapshot.column(name, of: type)
      #expect(column.paddedCount == (column.count + 63) / 64 * 64)
      #expect(UInt(bitPattern: unsafe column.unsafeBaseAddress) % 64 == 0)
      return (0...column.count).map { column[$0] }
    }
    #expect(try elements("u8", UInt8.self) == [1, 2, 3, nil])
    #expect(try elements("u16", UInt16.self) == [1, .max, nil])
    #expect(try elements("u32", UInt32.self) == (0..<65).map { UInt32($0) * 1_000_003 } + [nil])
    #expect(try elements("u64", UInt64.self) == [0, 1, .max, nil])
    #expect(try elements("i8", Int8.self) == [-1, 0, 1, nil])
    #expect(try elements("i16", Int16.self) == [.min, 0, .max, nil])
    #expect(try elements("i32", Int32.self) == [.min, 0, .max, nil])
    #expect(try elements("i64", Int64.self) == [.min, 0, .max, nil])
    #expect(try elements("f32", Float.self) == [-0.5, 0, .infinity, nil])
    #expect(try elements("f64", Double.self) == [-0.5, 0, .pi, nil])
    #expect(try elements("none", Int32.self) == [nil])
    let text = try snapshot.bytes("text")
    #expect(text.span.array == Array("{\"a\":1}".utf8))
    let cities = try StringTable("city", in: snapshot)
    #expect(
      (-1...cities.count).map(cities.string(at:)) == [
        "", "Palm Springs", "", "La Quinta", "Cañon", "",
      ])
    #expect(readEverything(snapshot) != 0)
    #expect(scratch.names == ["a.plat"])
  }
}
