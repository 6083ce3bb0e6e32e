import BRAEncoder
import Testing

/// Protocol reference section 11.7, host reference 2.2 to 2.4.
@Suite struct BRASplitterTests {
  private func section(_ address: UInt32, _ count: Int) throws -> BRASection {
    try #require(BRASection(address: address, byteCount: count))
  }

  @Test func limits() {
    #expect(BRALimits.lane0 == 256 * 15 / 8 - BRALimits.overhead)
    #expect(BRALimits.extraLane == 256 * 16 / 8 - BRALimits.overhead)
    #expect(BRALimits.field == 511)
  }

  /// Host reference 2.4 and section 11.7: shape, data bytes with all columns but the first.
  @Test(
    arguments: [
      (48, 2, nil), (50, 2, nil), (60, 2, nil), (80, 2, nil), (96, 2, 2), (125, 2, 5), (250, 2, 21),
      (48, 4, 8),
      (50, 4, 8), (60, 4, 12), (64, 4, 14), (125, 4, 36), (48, 6, 20), (50, 6, 21), (48, 8, 32), (50, 8, 33),
      (64, 8, 46), (125, 8, 99), (192, 8, 158), (50, 10, 46), (60, 10, 57), (48, 16, 80), (50, 16, 83),
      (64, 16, 110), (125, 16, 224), (250, 16, 458), (256, 2, 22), (256, 16, 470),
    ] as [(Int, Int, Int?)])
  func bytesPerFrame(rows: Int, columns: Int, expected: Int?) {
    #expect(BRASplitter.bytesPerFrame(payloadBits: rows * (columns - 1)) == expected)
  }

  /// A 1-byte transfer needs 11 bytes.
  @Test func smallestFrame() {
    #expect(BRASplitter.bytesPerFrame(payloadBits: Int.min) == nil)
    #expect(BRASplitter.bytesPerFrame(payloadBits: 0) == nil)
    #expect(BRASplitter.bytesPerFrame(payloadBits: 87) == nil)
    #expect(BRASplitter.bytesPerFrame(payloadBits: 88) == 1)
    #expect(BRASplitter.bytesPerFrame(payloadBits: 95) == 1)
    #expect(BRASplitter.bytesPerFrame(payloadBits: 256 * 16) == BRALimits.extraLane)
  }

  @Test func dataBytes() throws {
    #expect(try BRASplitter.dataBytes(capacity: 33) == 33)
    #expect(try BRASplitter.dataBytes(capacity: 33, alignment: 4) == 32)
    #expect(try BRASplitter.dataBytes(capacity: 33, alignment: 0) == 33)
    #expect(try BRASplitter.dataBytes(capacity: 33, alignment: 33) == 33)
    #expect(try BRASplitter.dataBytes(capacity: 33, peripheralMaximum: 30, alignment: 4) == 28)
    #expect(try BRASplitter.dataBytes(capacity: 600) == 511)
    #expect(try BRASplitter.dataBytes(capacity: 600, alignment: 4) == 508)
    #expect(try BRASplitter.dataBytes(capacity: 600, peripheralMaximum: BRALimits.lane0) == 470)
    #expect(throws: BRASplitterError.noCapacity(0)) { try BRASplitter.dataBytes(capacity: 0) }
    #expect(throws: BRASplitterError.peripheralMaximum(0)) {
      try BRASplitter.dataBytes(capacity: 8, peripheralMaximum: 0)
    }
    #expect(throws: BRASplitterError.peripheralMaximum(512)) {
      try BRASplitter.dataBytes(capacity: 8, peripheralMaximum: 512)
    }
    #expect(throws: BRASplitterError.alignment(-1)) { try BRASplitter.dataBytes(capacity: 8, alignment: -1) }
    #expect(throws: BRASplitterError.capacityBelowAlignment(dataBytes: 8, alignment: 16)) {
      try BRASplitter.dataBytes(capacity: 8, alignment: 16)
    }
    #expect(throws: BRASplitterError.capacityBelowAlignment(dataBytes: 3, alignment: 4)) {
      try BRASplitter.dataBytes(capacity: 100, peripheralMaximum: 3, alignment: 4)
    }
  }

  /// Host reference section 7, golden vector B.
  @Test func twentyBytesAt50x4() throws {
    let splitter = try BRASplitter(sections: [section(0x4401_0000, 20)], capacity: 8)
    #expect(
      Array(splitter) == [
        BRAExtent(section: 0, offset: 0, address: 0x4401_0000, byteCount: 8),
        BRAExtent(section: 0, offset: 8, address: 0x4401_0008, byteCount: 8),
        BRAExtent(section: 0, offset: 16, address: 0x4401_0010, byteCount: 4),
      ])
    #expect(splitter.blockCount == 3)
  }

  /// The last block is free of the alignment.
  @Test func alignment() throws {
    let splitter = try BRASplitter(sections: [section(0x2000, 71)], capacity: 33, alignment: 4)
    #expect(splitter.map(\.byteCount) == [32, 32, 7])
    let exact = try BRASplitter(sections: [section(0x2000, 64)], capacity: 33, alignment: 4)
    #expect(exact.map(\.byteCount) == [32, 32])
    let short = try BRASplitter(sections: [section(0x2000, 3)], capacity: 33, alignment: 4)
    #expect(short.map(\.byteCount) == [3])
  }

  @Test func everySectionStartsABlock() throws {
    let sections = [
      try section(0x100, 0), try section(0x1000, 9), try section(0x3000, 0), try section(0x2000, 8),
      try section(0x4000, 1), try section(0x5000, 0),
    ]
    let splitter = try BRASplitter(sections: sections, capacity: 8)
    #expect(
      Array(splitter) == [
        BRAExtent(section: 1, offset: 0, address: 0x1000, byteCount: 8),
        BRAExtent(section: 1, offset: 8, address: 0x1008, byteCount: 1),
        BRAExtent(section: 3, offset: 0, address: 0x2000, byteCount: 8),
        BRAExtent(section: 4, offset: 0, address: 0x4000, byteCount: 1),
      ])
    #expect(splitter.blockCount == 4)
    #expect(try BRASplitter(sections: [], capacity: 8).blockCount == 0)
    #expect(try Array(BRASplitter(sections: [], capacity: 8)).isEmpty)
  }

  /// Open point A28.
  @Test func addressesWrap() throws {
    let splitter = try BRASplitter(sections: [section(0xFFFF_FFFA, 20)], capacity: 8)
    #expect(splitter.map(\.address) == [0xFFFF_FFFA, 0x0000_0002, 0x0000_000A])
  }

  @Test func roomThatVaries() throws {
    var cursor = BRACursor(sections: [try section(0x2000, 10), try section(0x3000, 600)])
    #expect(cursor.next(upTo: 4)?.byteCount == 4)
    #expect(cursor.next(upTo: 0) == nil)
    #expect(cursor.next(upTo: -1) == nil)
    #expect(!cursor.isAtEnd)
    #expect(cursor.next(upTo: 5) == BRAExtent(section: 0, offset: 4, address: 0x2004, byteCount: 5))
    #expect(cursor.next(upTo: 5) == BRAExtent(section: 0, offset: 9, address: 0x2009, byteCount: 1))
    // NumBytes bounds a block whatever room there is.
    #expect(cursor.next(upTo: 9999) == BRAExtent(section: 1, offset: 0, address: 0x3000, byteCount: 511))
    #expect(cursor.next(upTo: 9999) == BRAExtent(section: 1, offset: 511, address: 0x31FF, byteCount: 89))
    #expect(cursor.isAtEnd)
    #expect(cursor.next(upTo: 9999) == nil)
  }

  @Test func blocksCoverEveryByteOnce() throws {
    var generator = SeededGenerator(state: 7)
    for _ in 0..<300 {
      let sections = try (0..<Int.random(in: 0...5, using: &generator)).map { _ in
        try section(UInt32(truncatingIfNeeded: generator.next()), Int.random(in: 0...2000, using: &generator))
      }
      let capacity = Int.random(in: 1...600, using: &generator)
      let alignment = Int.random(in: 1...min(capacity, 64), using: &generator)
      let splitter = try BRASplitter(sections: sections, capacity: capacity, alignment: alignment)
      var done = [Int](repeating: 0, count: sections.count)
      var count = 0
      for extent in splitter {
        count += 1
        #expect(extent.offset == done[extent.section])
        #expect(extent.address == sections[extent.section].address &+ UInt32(extent.offset))
        done[extent.section] += extent.byteCount
        let isLast = done[extent.section] == sections[extent.section].byteCount
        #expect(extent.byteCount == splitter.dataBytes || isLast && extent.byteCount < splitter.dataBytes)
      }
      #expect(done == sections.map(\.byteCount))
      #expect(count == splitter.blockCount)
      #expect(splitter.dataBytes % alignment == 0)
    }
  }

  @Test func sectionsOutOfRange() {
    #expect(BRASection(address: 0, byteCount: -1) == nil)
    #expect(BRASection(address: 0, byteCount: Int.max) == nil)
    #expect(BRASection(address: 0, byteCount: 1 << 32) != nil)
  }
}
