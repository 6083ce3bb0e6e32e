import Foundation
import FrameSim
import Scenario
import Testing

/// Transfers whose data is a firmware file.
@Suite struct FirmwareScenarioTests {
  private static let base = 0x4401_0000

  #if DEBUG
    private static let isDebugBuild = true
  #else
    private static let isDebugBuild = false
  #endif

  /// An image of 200 KiB in 60 pieces, with gaps of all lengths between them.
  private static func image() -> [FirmwareSection] {
    var generator = SeededGenerator(seed: 60, stream: "image")
    var cuts = Set<Int>()
    while cuts.count < 59 { cuts.insert(.random(in: 1..<200 << 10, using: &generator)) }
    let ends = cuts.sorted() + [200 << 10]
    var address = base
    return zip([0] + ends, ends).map { start, end in
      let bytes = (start..<end).map { _ in UInt8.random(in: 0...255, using: &generator) }
      defer { address += bytes.count + .random(in: 1...3000, using: &generator) }
      return FirmwareSection(address: UInt32(address), bytes: bytes)
    }
  }

  private static func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "firmware-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private static func load(_ transfer: String, in folder: URL) throws -> ScenarioFile {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 9600000, rows: 50, columns: 8 },
        peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x44010000, bytes: 0x80000 }] }],
        transfers: [\(transfer)] }
      """
    return try ScenarioLoader.load(bytes: Array(text.utf8), name: "t.json5", folder: folder.path).scenario
  }

  /// Intel HEX, S-records and a table of 60 software files under 60 sections leave the memory that the flat binary does; over
  /// Column 0, too.
  @Test func everyFormatLeavesTheSameMemory() throws {
    let image = Self.image()
    let last = try #require(image.last)
    var flat = [UInt8](repeating: 0, count: Int(last.address) + last.bytes.count - Self.base)
    for section in image {
      flat.replaceSubrange(
        Int(section.address) - Self.base..<Int(section.address) - Self.base + section.bytes.count,
        with: section.bytes)
    }
    try Self.withFolder { folder in
      var hex = FirmwareWriter(style: FirmwareWriter.Style(isShuffled: true), seed: 1)
      try Data(hex.intelHex(image)).write(to: folder.appending(path: "image.hex"))
      var srec = FirmwareWriter(style: FirmwareWriter.Style(recordLength: 32), seed: 2)
      try Data(srec.srecords(image)).write(to: folder.appending(path: "image.srec"))
      let files = image.enumerated().map {
        FirmwareWriter.swf(vendor: 0x1FA, id: UInt32($0.offset + 1), version: 3, $0.element.bytes)
      }
      try Data(FirmwareWriter.swft(files.flatMap { $0 })).write(to: folder.appending(path: "image.swft"))
      try Data(flat).write(to: folder.appending(path: "flat.bin"))
      let sections = image.enumerated().map {
        "{ address: \($0.element.address), data: { swft: \"image.swft\", fileId: \($0.offset + 1) } }"
      }
      for content in [
        "data: { intelHex: \"image.hex\" }", "data: { srec: \"image.srec\" }",
        "sections: [\(sections.joined(separator: ", "))]",
        "address: 0x44010000, data: { file: \"flat.bin\" }",
      ] {
        // A byte takes a frame over Column 0: a second of each format in a debug build is enough.
        let ways = Self.isDebugBuild && !content.contains("srec") ? ["bra"] : ["bra", "column0"]
        for way in ways {
          let scenario = try Self.load(
            "{ via: \"\(way)\", op: \"write\", device: 1, \(content) }", in: folder)
          var simulation = Simulation(
            shape: scenario.bus.shape, peripherals: scenario.peripherals, host: HostConfiguration())
          let result = try simulation.run(scenario.transfers[0].request(seed: 1))
          #expect(result.error == nil && result.isIntact == true)
          let isSame = simulation.bus.peripherals[0].memory.holds(flat, at: UInt32(Self.base))
          #expect(isSame, "\(way), \(content.prefix(30))")
          if !content.hasPrefix("address") { #expect(result.sections.count == 60) }
        }
      }
    }
  }

  /// A file that changes between reading the scenario and running it is exit code 65, one that is gone 66.
  @Test func aFileThatChangesIsNoticed() throws {
    try Self.withFolder { folder in
      let file = folder.appending(path: "a.hex")
      let record = FirmwareWriter.hex(0, 0x10, [1, 2, 3])
      let other = FirmwareWriter.hex(0, 0x11, [1, 2, 3])
      let end = FirmwareWriter.hex(1, 0)
      func write(_ lines: [String]) throws {
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
      }
      try write([record, end])
      let scenario = try Self.load(
        "{ via: \"bra\", op: \"write\", device: 1, data: { intelHex: \"a.hex\", offset: 0x44010000 } }",
        in: folder)
      let request = try scenario.transfers[0].request(seed: 1)
      #expect(request.address == 0x4401_0010 && request.data == [1, 2, 3])
      for lines in [[other, end], [record, record, end], [record]] {
        try write(lines)
        let failure = #expect(throws: DataSourceError.self) { try scenario.transfers[0].request(seed: 1) }
        #expect(failure?.exitCode == 65)
      }
      try FileManager.default.removeItem(at: file)
      let failure = #expect(throws: DataSourceError.self) { try scenario.transfers[0].request(seed: 1) }
      #expect(failure?.exitCode == 66)
    }
  }

  /// The files that a scenario names are known to be its data, so that no output replaces them.
  @Test func filesAreKnown() throws {
    try Self.withFolder { folder in
      try Data((FirmwareWriter.hex(0, 0, [1]) + "\n" + FirmwareWriter.hex(1, 0)).utf8).write(
        to: folder.appending(path: "a.hex"))
      try Data(FirmwareWriter.swf(vendor: 1, id: 2, version: 3, [4])).write(
        to: folder.appending(path: "b.swf"))
      let scenario = try Self.load(
        """
        { via: "bra", op: "write", device: 1, data: { intelHex: "a.hex", offset: 0x44010000 } },
        { via: "bra", op: "write", device: 1, sections: [{ address: 0x44010000, data: { swf: "b.swf" } }] }
        """, in: folder)
      let names = scenario.dataFilePaths.map { URL(filePath: $0).lastPathComponent }
      #expect(names.sorted() == ["a.hex", "b.swf"])
    }
  }
}
