import Foundation
import Testing

/// The tool in hostile hands: whatever is asked of it, and however it ends, nothing is lost and nothing is left.
@Suite struct HostileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try write(
      "s.json5", Self.scenario(data: "{ pattern: 'counter', bytes: 64 }", sweep: "{ seed: [1, 2, 3] }"))
  }

  /// A scenario with one transfer.
  static func scenario(data: String, via: String = "bra", sweep: String? = nil, more: String = "") -> String {
    """
    { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
      peripherals: [{ device: 1, memory: [{ address: 0x2000, bytes: 0x200000 }], dp0: {} }],
      transfers: [{ via: "\(via)", op: "write", device: 1, address: 0x2000, data: \(data) }],
      \(sweep.map { "sweep: \($0)," } ?? "")\(more) }
    """
  }

  /// A scenario that the slot engine needs minutes for.
  static let long = scenario(data: "{ pattern: 'counter', bytes: 1000000 }", via: "column0")

  /// A sweep of which a point takes a moment, and all of it minutes.
  static let longSweep = scenario(
    data: "{ pattern: 'counter', bytes: 500 }", via: "column0",
    sweep: "{ seed: [\((0..<3000).map(String.init).joined(separator: ","))] }")

  /// What `breakeven` wants, beside a transfer.
  static let question = "breakeven: { device: 1, op: 'write', address: 0x2000, maxBytes: 64 }"
  static let breakeven = scenario(data: "{ hex: '00' }", more: question)
  /// What every command takes.
  static let everything = scenario(data: "{ hex: '00' }", sweep: "{ seed: [1, 2] }", more: question)

  /// A sweep of a million points.
  static let manyPoints: String = {
    let values = "[" + (0..<1000).map(String.init).joined(separator: ",") + "]"
    return scenario(
      data: "{ hex: '00' }", sweep: "{ seed: \(values), 'host.syncWaitFrames': \(values) }")
  }()

  func url(_ name: String) -> URL { folder.url.appending(path: name) }
  func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: url(name)) }
  func text(_ name: String) throws -> String { try String(contentsOf: url(name), encoding: .utf8) }

  /// Runs a script in the folder, in which `$SIMCTL` is the binary.
  func script(_ script: String) throws -> Simctl { try Simctl(script: script, directory: folder.url) }
  func simctl(_ arguments: String...) throws -> Simctl { try Simctl(arguments, directory: folder.url) }
}
