import FrameSim
import Scenario
import Testing

/// Random sections, written in many styles by a writer of the tests, come back as they were.
@Suite struct FirmwareRoundTripTests {
  #if DEBUG
    private static let rounds = 12
  #else
    private static let rounds = 250
  #endif

  @Test(arguments: 1...8)
  func intelHexComesBack(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, stream: "firmware.hex")
    for round in 0..<Self.rounds {
      let style = FirmwareWriter.Style.random(&generator)
      let sections = FirmwareSection.random(
        below: style.hasSegments ? 1 << 20 : 1 << 32, atMost: 700, &generator)
      var writer = FirmwareWriter(style: style, seed: seed)
      let text = writer.intelHex(sections)
      let image = try IntelHexReader.read(text)
      let isSame = image.sections == sections
      #expect(isSame, "seed \(seed), round \(round): \(style)")
      #expect(image.notes.count == (style.hasStart ? 1 : 0) + (style.hasByteOrderMark ? 1 : 0))
      try Self.expectMoved(sections, &generator) { try IntelHexReader.read(text, offset: $0) }
    }
  }

  @Test(arguments: 1...8)
  func srecordsComeBack(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, stream: "firmware.srec")
    for round in 0..<Self.rounds {
      let style = FirmwareWriter.Style.random(&generator)
      let bits = style.addressBytes == 0 ? 32 : 8 * style.addressBytes
      let sections = FirmwareSection.random(below: 1 << bits, atMost: 700, &generator)
      var writer = FirmwareWriter(style: style, seed: seed)
      let text = writer.srecords(sections)
      let image = try SRecordReader.read(text)
      let isSame = image.sections == sections
      #expect(isSame, "seed \(seed), round \(round): \(style)")
      #expect(image.notes.count == (style.hasStart ? 1 : 0) + (style.hasByteOrderMark ? 1 : 0))
      try Self.expectMoved(sections, &generator) { try SRecordReader.read(text, offset: $0) }
    }
  }

  @Test func tablesComeBack() throws {
    var generator = SeededGenerator(seed: 1, stream: "firmware.swft")
    for _ in 0..<200 {
      let files = (0..<Int.random(in: 1...8, using: &generator)).map { index in
        (
          vendor: UInt16.random(in: 0...3, using: &generator),
          id: UInt32(index) << UInt32.random(in: 0...28, using: &generator) | UInt32(index),
          version: UInt16.random(in: 0...0xFFFF, using: &generator),
          data: (0..<Int.random(in: 1...40, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
          }
        )
      }
      let swfs = files.map { FirmwareWriter.swf(vendor: $0.vendor, id: $0.id, version: $0.version, $0.data) }
      let table = try SoftwareFileTable(FirmwareWriter.swft(swfs.flatMap { $0 }))
      for (file, swf) in zip(files, swfs) where files.count(where: { $0.id == file.id }) == 1 {
        let found = try table.file(id: file.id, vendorId: Bool.random(using: &generator) ? file.vendor : nil)
        #expect(found.vendorId == file.vendor && found.fileId == file.id && found.version == file.version)
        #expect(found.data == file.data)
        #expect(try SoftwareFile.read(swf) == found)
      }
    }
  }

  /// An offset moves every section, as far as 32 bits go.
  private static func expectMoved(
    _ sections: [FirmwareSection], _ generator: inout SeededGenerator,
    read: (Int) throws -> FirmwareImage
  ) throws {
    let first = Int(sections[0].address)
    let last = sections[sections.count - 1]
    let room = (1 << 32) - Int(last.address) - last.bytes.count
    for offset in [-first, room, Int.random(in: -first...room, using: &generator)] {
      let moved = try read(offset).sections
      let isMoved = moved.map { Int($0.address) } == sections.map { Int($0.address) + offset }
      let isSame = moved.map(\.bytes) == sections.map(\.bytes)
      #expect(isMoved && isSame)
    }
    #expect(throws: FirmwareError.self) { try read(-first - 1) }
    #expect(throws: FirmwareError.self) { try read(room + 1) }
  }
}
