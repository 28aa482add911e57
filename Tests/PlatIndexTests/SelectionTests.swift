import PlatGeometry
import PlatKernels
import PlatListings
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

/// Selections against sets of rows.
@Suite(.timeLimit(.minutes(30))) struct SelectionTests {
  static let fixtures: [Fixture] = [
    .mixed, .globe, .none, .one, .rows63, .rows64, .rows65, .rows128, .nowhere, .bare,
  ]

  /// A `RankedRow` has the layout of the kernels' `plat_ranked`.
  @Test func aRankedRowIsLaidOutAsTheKernelsHaveIt() {
    #expect(MemoryLayout<RankedRow>.size == MemoryLayout<plat_ranked>.size)
    #expect(MemoryLayout<RankedRow>.stride == MemoryLayout<plat_ranked>.stride)
    #expect(MemoryLayout<RankedRow>.alignment == MemoryLayout<plat_ranked>.alignment)
    #expect(
      MemoryLayout<RankedRow>.offset(of: \.key) == MemoryLayout<plat_ranked>.offset(of: \.key))
    #expect(
      MemoryLayout<RankedRow>.offset(of: \.rank) == MemoryLayout<plat_ranked>.offset(of: \.rank))
    #expect(
      MemoryLayout<RankedRow>.offset(of: \.row) == MemoryLayout<plat_ranked>.offset(of: \.row))
  }

  @Test(arguments: fixtures) func everythingSelectsEachRowOnce(_ fixture: Fixture) throws {
    let index = try fixture.world.index
    index.withSelection { selection in
      selection.selectAll(of: index)
      #expect(
        selection.rowCount == index.rows && selection.rows() == (0..<UInt32(index.rows)).map { $0 })
      selection.selectAll(of: index, locatedOnly: true)
      #expect(selection.rows() == (0..<UInt32(index.located)).map { $0 })
      for rows in [0, 1, 63, 64, 65, index.rows] where rows <= index.rows {
        selection.selectAll(of: index)
        selection.cutOff(at: rows)
        #expect(selection.rowCount == rows, "\(fixture), cut off at \(rows)")
      }
      selection.clear()
      #expect(selection.rowCount == 0 && selection.rows().isEmpty && selection.block(at: 0) == 0)
      #expect(selection.word(at: 0) == 0 && selection.word(at: -1) == 0)
    }
  }

  /// Given rows in any order, repeated and out of range.
  @Test(arguments: fixtures) func givenRows(_ fixture: Fixture) throws {
    let index = try fixture.world.index
    for seed in TestCases.seeds(20) {
      var draw = SeededGenerator(seed: seed)
      var rows = (0..<draw.int(0...200)).map { _ in UInt32(draw.int(0...index.rows + 20)) }
      if draw.percent(30) { rows += [.max, .max - 1, UInt32(index.rows)] }
      try index.withSelection { selection in
        selection.select(rows: rows, limit: index.rows)
        let expected = Set(rows).filter { Int($0) < index.rows }.sorted()
        #expect(selection.rows() == expected, "\(fixture), seed \(seed)")
        try selection.keep([Box.world], of: index)
        let pruned = selection.rows().count
        selection.compact()
        #expect(selection.rows().count == pruned, "\(fixture), seed \(seed)")
      }
    }
  }

  /// Ranges and bitmaps of stored numbers, over the whole list and over part of it.
  @Test(arguments: fixtures) func columnsKeepTheRowsInTheirRanges(_ fixture: Fixture) throws {
    let index = try fixture.world.index
    let columns = [
      index.numbers(.listPrice)?.column, index.numbers(.beds)?.column, index.codes(.city)?.column,
    ]
    .compactMap { $0 }
    for seed in TestCases.seeds(30) {
      var draw = SeededGenerator(seed: seed)
      let column = draw.one(of: columns)
      let stored = (0..<index.rows).map { column.stored($0) }
      let known = stored + [1, 2, .max]
      let window = draw.percent(50) ? nil : draw.int(-2...index.blocks)..<index.blocks + 3
      let affected = { (row: Int) in window.map { $0.contains(row / 64) } ?? true }
      let note: Comment = "\(fixture), seed \(seed), \(column.name)"
      try index.withSelection { selection in
        selection.selectAll(of: index)
        let ranges = (0..<draw.int(0...3)).map { _ in
          let (a, b) = (max(1, draw.one(of: known)), max(1, draw.one(of: known)))
          return min(a, b)...max(a, b)
        }
        selection.keep(column, in: ranges, window: window)
        let inRanges = { (row: Int) in
          !affected(row) || ranges.contains { $0.contains(stored[row]) }
        }
        #expect(selection.rows() == (0..<index.rows).filter(inRanges).map(UInt32.init), note)

        selection.selectAll(of: index)
        var bitmap = [UInt64](repeating: 0, count: draw.int(1...3))
        for _ in 0..<draw.int(0...30) {
          bitmap[draw.int(0...bitmap.count - 1)] |= 1 << UInt64(draw.int(0...63))
        }
        if draw.percent(40) { bitmap[0] |= 1 }
        selection.keep(column, bitmap: bitmap, window: window)
        let inBitmap = { (row: Int) in
          let number = stored[row]
          return !affected(row)
            || (number < UInt64(bitmap.count * 64)
              && bitmap[Int(number / 64)] >> (number % 64) & 1 == 1)
        }
        let left = (0..<index.rows).filter(inBitmap)
        #expect(selection.rows() == left.map(UInt32.init), note)
        #expect(try selection.gather(column) == left.map { stored[$0] }, note)
        let tally = try selection.tally(column, bins: 9)
        #expect(
          tally == (0..<9).map { bin in UInt32(left.count { stored[$0] == UInt64(bin) }) }, note)

        selection.select(blocksOf: column, in: ranges)
        let selected = Set(selection.rows())
        #expect(
          selected.isSuperset(
            of: (0..<index.rows).filter { row in ranges.contains { $0.contains(stored[row]) } }.map(
              UInt32.init)), note)
      }
    }
  }

  @Test func sortKeys() {
    for descending in [false, true] {
      var keys: [UInt64] = []
      for stored in [UInt64(1), 2, 77, .max - 1, .max, 0] {
        let key = SortKey.of(stored, descending: descending)
        #expect(SortKey.stored(key, descending: descending) == stored)
        keys.append(key)
      }
      // Missing values come last, the others in either direction.
      #expect(keys.last == UInt64.max)
      let valued = keys.dropLast()
      #expect(Array(valued) == (descending ? valued.sorted(by: >) : valued.sorted()))
    }
  }

  /// Buffers of finished queries are reused, emptied; nested queries get their own.
  @Test func buffersOfFinishedQueriesAreLentAgain() throws {
    let index = try Fixture.rows65.world.index
    index.withSelection { outer in
      outer.selectAll(of: index)
      index.withSelection { inner in
        #expect(inner.count == 0 && inner.blocksRead == 0 && inner !== outer)
        inner.selectAll(of: index)
        inner.clear()
      }
      #expect(outer.rowCount == 65)
    }
    index.withSelection { #expect($0.count == 0 && $0.bytesRead == 0) }
  }
}
