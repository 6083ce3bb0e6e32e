import Foundation
import FrameSim
import Scenario
import Testing

/// Where the bytes of a write come from.
@Suite struct DataSourceTests {
  static func transfers(_ data: String..., folder: String = "", seed: String = "") throws
    -> [ScenarioTransfer]
  {
    let list = data.map { "{ via: 'bra', op: 'write', device: 1, address: 0, data: \($0) }" }
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 1, rows: 48, columns: 2 }, peripherals: [{ device: 1 }],
        transfers: [\(list.joined(separator: ","))] }
      """
    return try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: folder).scenario.transfers
  }

  @Test func patternsAreWhatTheySay() throws {
    let transfers = try Self.transfers(
      "{ pattern: 'zeros', bytes: 3 }", "{ pattern: 'ones', bytes: 3 }", "{ pattern: 'counter', bytes: 300 }",
      "{ hex: 'dE ad\\tBEef' }")
    let data = try transfers.map { try $0.request(seed: 1).data }
    #expect(data[0] == [0, 0, 0])
    #expect(data[1] == [0xFF, 0xFF, 0xFF])
    #expect(data[2] == (0..<300).map { UInt8($0 % 256) })
    #expect(data[3] == [0xDE, 0xAD, 0xBE, 0xEF])
  }

  @Test func randomBytesComeFromTheNamedStream() throws {
    let transfers = try Self.transfers(
      "{ pattern: 'random', bytes: 20 }", "{ pattern: 'random', bytes: 20 }",
      "{ pattern: 'random', bytes: 20, seed: 7 }", "{ pattern: 'random', bytes: 20, seed: 7 }")
    let data = try transfers.map { try $0.request(seed: 1).data }
    var generator = SeededGenerator(seed: 1, stream: "data:transfer1")
    let words = (0..<3).map { _ in generator.next() }
    #expect(data[0] == (0..<20).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64($0 % 8 * 8)) })
    #expect(data[0] != data[1])
    #expect(data[2] == data[3])
    #expect(try transfers[0].request(seed: 2).data != data[0])
    #expect(try transfers[2].request(seed: 2).data == data[2])
  }

  @Test func hugeLengthsAreNotMade() throws {
    for pattern in ["zeros", "ones", "counter", "random"] {
      let transfer = try Self.transfers("{ pattern: '\(pattern)', bytes: 1e18 }")[0]
      let request = try transfer.request(seed: 1)
      #expect(request.bytes == 1_000_000_000_000_000_000)
      #expect(request.data.isEmpty)
    }
    let most = try Self.transfers(
      "{ pattern: 'ones', bytes: 1048576 }", "{ pattern: 'ones', bytes: 1048577 }")
    #expect(try most.map { try $0.request(seed: 1).data.count } == [1_048_576, 0])
    let source = DataSource.pattern(.ones, bytes: 1_048_577, seed: nil)
    #expect(throws: DataSourceError.self) { try source.load(seed: 1, transfer: "t") }
  }

  @Test func aLongDataFileIsMeasuredNotRead() throws {
    try withSparseFile(bytes: 1 << 40) { path in
      let request = try Self.transfers("{ file: '\(path)' }")[0].request(seed: 1)
      #expect(request.bytes == 1 << 40)
      #expect(request.data.isEmpty)
    }
  }

  @Test func relativeFilesAreInTheScenariosFolder() throws {
    let folder = Golden.fixtures.path + "/good"
    let transfer = try Self.transfers("{ file: 'five.bin' }", folder: folder)[0]
    #expect(try transfer.request(seed: 1).data == [0xDE, 0xAD, 0xBE, 0xEF, 0x00])
    #expect(transfer.bytes == 5)
    let absolute = try Self.transfers("{ file: '\(folder)/five.bin', bytes: 5 }", folder: "/nowhere")[0]
    #expect(try absolute.request(seed: 1).data == [0xDE, 0xAD, 0xBE, 0xEF, 0x00])
  }

  @Test func aFileThatChangesAfterTheCheckIsNoticed() throws {
    try withSparseFile(bytes: 10) { path in
      let transfer = try Self.transfers("{ file: '\(path)' }")[0]
      try Data([1, 2, 3]).write(to: URL(filePath: path))
      let changed = #expect(throws: DataSourceError.self) { try transfer.request(seed: 1) }
      #expect(changed?.exitCode == 65)
      #expect(changed?.message.hasSuffix("had 10 bytes and now has 3") == true)
      try FileManager.default.removeItem(atPath: path)
      let gone = #expect(throws: DataSourceError.self) { try transfer.request(seed: 1) }
      #expect(gone?.exitCode == 66)
      #expect(gone?.message.hasSuffix("does not exist") == true)
    }
  }

  @Test func scenariosComeThroughPipes() throws {
    let text = try String(
      decoding: Data(contentsOf: Golden.fixtures.appending(path: "good/minimal.json5")), as: UTF8.self)
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try pipe.fileHandleForWriting.close()
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    #expect(try ScenarioLoader.load(path: path).scenario.bus.clockHz == 9_600_000)
  }
}
