import BRAEncoder
import FrameSim
import Testing

/// Host reference 1.8: AMD's geometry, its descriptor and its page table.
@Suite struct AMDTests {
  /// The shapes that the reference names: 50x10 carries 40, 64x8 22, 125x2 5.
  @Test(arguments: [
    (50, 10, 1, 10, 40), (64, 8, 2, 16, 22), (125, 2, 8, 16, 5), (256, 16, 1, 16, 246), (48, 16, 1, 16, 38),
    (60, 4, 3, 12, 10), (48, 6, 2, 12, 14), (250, 4, 5, 20, 40),
  ])
  func geometry(rows: Int, columns: Int, k: Int, interval: Int, bytes: Int) throws {
    let geometry = try AMDGeometry(rows: rows, columns: columns)
    #expect(geometry.rowsPerWord == k)
    #expect(geometry.sampleInterval == interval)
    #expect(geometry.bytesPerFrame == bytes)
    #expect(geometry.hStart == 1)
    #expect(geometry.hStop == columns - 1)
  }

  /// 50x4 is impossible: 3 columns and a divisor of 50 give k = 5, and 10 bytes. 147x6 has none of 2 to 8 but 3 and 7, 125x4
  /// 5, which give 49 and 25 words; 48x2 has 6.
  @Test func impossibleShapes() throws {
    for (rows, columns) in [(50, 4), (48, 2), (80, 2), (0, 4), (50, 1), (50, 17)] {
      let error = #expect(throws: TransferError.self) { try AMDGeometry(rows: rows, columns: columns) }
      #expect(error?.errno == .invalid, "\(rows)x\(columns)")
    }
    #expect(try AMDGeometry(rows: 147, columns: 6).rowsPerWord == 3)
    #expect(try AMDGeometry(rows: 125, columns: 4).bytesPerFrame == 15)
    let noRows = #expect(throws: TransferError.self) { try AMDGeometry(rows: 121, columns: 4) }
    #expect(noRows?.message.contains("divide") == true)
    #expect(throws: TransferError.self) { try AMDGeometry(rows: 50, columns: 10, hStart: 4, hStop: 3) }
  }

  /// The definition of host reference 1.8 over all shapes, worked out without the type.
  @Test func allShapes() {
    var possible = 0
    for shape in FrameShape.all {
      let width = shape.columns - 1
      var k: Int?
      if width >= 8 {
        k = 1
      } else if width == 1 {
        k = 8
      } else {
        for candidate in 2...8 where k == nil {
          if candidate * width >= 8, shape.rows.isMultiple(of: candidate) { k = candidate }
        }
      }
      let words = k.map { shape.rows * shape.columns / (shape.columns * $0) } ?? 0
      let geometry = try? AMDGeometry(rows: shape.rows, columns: shape.columns)
      #expect(geometry?.bytesPerFrame == (words > 10 ? min(511, words - 10) : nil), "\(shape)")
      if geometry != nil { possible += 1 }
    }
    #expect(possible > 100)
  }

  private func descriptor(_ operation: BRAOperation = .write) throws -> AMDDescriptor {
    let section = try #require(BRASection(address: 0x4401_0000, byteCount: 600))
    return try #require(
      AMDDescriptor(operation, section, device: 3, geometry: AMDGeometry(rows: 50, columns: 10)))
  }

  /// Bits 7:2 word length less one, 10 write, 19:11 bytes per frame, 23:20 device; then interval, columns, 0, 8, first
  /// address, base, length.
  @Test func registers() throws {
    let write = try descriptor()
    let format: UInt32 = 7 << 2 | 1 << 10 | 40 << 11 | 3 << 20
    #expect(write.registers == [format, 9, 0x19, 0, 8, 0x4401_0000, 0x0400_0000, 600])
    #expect(write.registers[0] == 0x0031_441C)
    #expect(try descriptor(.read).registers[0] == 0x0031_401C)
    #expect(write.frames == 15)
    #expect(write.findings.isEmpty)
  }

  @Test func comesBack() throws {
    for operation in BRAOperation.allCases {
      let descriptor = try descriptor(operation)
      #expect(AMDDescriptor(registers: descriptor.registers) == descriptor)
    }
    #expect(AMDDescriptor(registers: [0, 1, 2]) == nil)
    var dice = SeededGenerator(seed: 1, stream: "amd")
    for _ in 0..<500 {
      let words = (0..<8).map { _ in UInt32.random(in: 0...UInt32.max, using: &dice) }
      let read = try #require(AMDDescriptor(registers: words))
      // What belongs to a field comes back, and what does not is said.
      let stray = AMDDescriptor.Register.allCases.map { read.strayBits[$0] ?? 0 }
      #expect(zip(read.registers, stray).map { $0 | $1 } == words)
      #expect(!read.findings.isEmpty)
      _ = read.frames
    }
  }

  @Test func findings() throws {
    func messages(_ register: AMDDescriptor.Register, _ value: UInt32) throws -> [String] {
      var words = try descriptor().registers
      words[register.rawValue] = value
      let found = try #require(AMDDescriptor(registers: words)).findings
      #expect(found.allSatisfy { $0.register == register })
      return found.map(\.message)
    }
    #expect(try messages(.frameFormat, 0x0131_441C) == ["bits 0x01000000 belong to no field"])
    #expect(try messages(.frameFormat, 0x0031_4418) == ["word length is 7, should be 8"])
    #expect(try messages(.frameFormat, 0x0030_041C) == ["a frame has no data bytes"])
    #expect(
      try messages(.frameFormat, 0x00C1_441C) == ["device 12 is not an enumerated Peripheral (1 to 11)"])
    #expect(try messages(.sampleInterval, 0x1_0009) == ["bits 0x00010000 belong to no field"])
    #expect(try messages(.hCtrl, 0x91) == ["the first column, 9, is after the last, 1"])
    #expect(try messages(.offset, 1) == ["is 0x00000001, should be 0"])
    #expect(try messages(.channelEnable, 1).first?.hasPrefix("is 0x00000001, should be 8") == true)
    #expect(try messages(.baseAddress, 0).count == 1)
    #expect(try messages(.transferSize, 15).count == 1)
    #expect(try messages(.transferSize, 2 << 20).isEmpty)
    #expect(try messages(.transferSize, 2 << 20 + 1).count == 1)
  }

  @Test func pages() throws {
    let table = try #require(AMDPageTable(address: 0x1_2345_6000, byteCount: 4097))
    #expect(table.words == [0x2345_6000, 0x8000_0001, 0x2345_7000, 0x8000_0001])
    #expect(AMDPageTable(words: table.words) == table)
    #expect(table.entries.map(\.address) == [0x1_2345_6000, 0x1_2345_7000])
    #expect(table.findings(byteCount: 4097).isEmpty)
    #expect(table.findings(byteCount: 4096).map(\.message) == ["has 2 entries, should have 1 for 4096 bytes"])
    #expect(AMDPageTable(address: 0, byteCount: 2 << 20)?.entries.count == 512)
    #expect(AMDPageTable(address: 0, byteCount: 2 << 20 + 1) == nil)
    let bad = AMDPageTable(words: [0x1001, 0x8000_0000, 0x2000])
    #expect(bad.findings(byteCount: 8192).map(\.entry) == [0, 1])
  }
}
