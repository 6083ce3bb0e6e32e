import Foundation
import Testing

/// `simctl run` and `simctl check`, as a user calls them.
@Suite struct RunTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let scenarios = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/scenarios").path()

  private func shipped(_ name: String) -> String { "\(Self.scenarios)/\(name).json5" }

  private func simctl(_ arguments: String...) throws -> Simctl {
    try Simctl(arguments, directory: folder.url)
  }

  @discardableResult
  private func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: folder.url.appending(path: name))
    return name
  }

  private func contents(_ name: String) throws -> String {
    try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
  }

  /// A scenario of one transfer; `expect` is put in as it stands.
  private func small(_ expect: String = "") -> String {
    """
    { format: "simctl-scenario/1", name: "small", bus: { clockHz: 4800000, rows: 50, columns: 4 },
      peripherals: [{ device: 1, memory: [{ address: 0x2000, bytes: 64 }], dp0: {} }],
      transfers: [{ name: "t", via: "bra", op: "write", device: 1, address: 0x2000,
                    data: { pattern: "counter", bytes: 20 } }],
      expect: [\(expect)] }
    """
  }

  @Test func textAndJSON() throws {
    let text = try simctl("run", shipped("register-burst"))
    #expect(text.exitCode == 0)
    #expect(text.stdout.hasPrefix("A burst of 16 registers, 50x4 at 4.8 MHz\n"))
    let json = try simctl("run", "--format", "json", shipped("register-burst"))
    #expect(json.stdout.hasPrefix("{\n"))
    #expect(try JSONSerialization.jsonObject(with: Data(json.stdout.utf8)) is [String: Any])
    #expect(json.stderr.isEmpty)
  }

  /// Design section 6: several FILEs give JSON Lines, one document each, and nothing else on stdout.
  @Test func severalFilesAreJSONLines() throws {
    let run = try simctl("run", shipped("read-back"), "--format=json", shipped("absent-device"))
    let lines = run.stdout.split(separator: "\n")
    #expect(lines.count == 2)
    for line in lines {
      #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
    }
  }

  /// Byte for byte the same with and without trace options, whatever the engine, and each time.
  @Test(arguments: [["--engine", "slot"], ["--engine", "both"], ["--levels", "l"], ["--vcd", "v"], []])
  func sameBytes(options: [String]) throws {
    let plain = try simctl("run", "--format", "json", shipped("read-back"))
    let other = try Simctl(
      ["run", "--format", "json", shipped("read-back")] + options, directory: folder.url)
    #expect(other.stdout == plain.stdout)
    #expect(other.exitCode == 0)
  }

  /// --levels and --vcd hold the same line; --events a line per frame.
  @Test func traces() throws {
    let run = try simctl(
      "run", "--quiet", "--format", "json", shipped("spec-example-block"), "--levels", "levels", "--vcd",
      "vcd",
      "--vcd-annotate", "--events", "events")
    #expect(run.exitCode == 0)
    let levels = try contents("levels")
    #expect(levels.count == 769)
    #expect(levels.allSatisfy { "01\n".contains($0) })
    // F5's payload word of row 1, 100010010001101, after a released [1,0]: transitions in the levels.
    let bits = Array(levels.dropLast().map { $0 == "1" })
    let row = (16..<32).map { bits[$0] != bits[$0 - 1] ? "1" : "0" }.joined()
    #expect(row == "0100010010001101")
    let events = try contents("events").split(separator: "\n")
    #expect(events.count == 1)
    #expect(events[0].contains(#""headerResponse":8"#))
    #expect(try contents("vcd").contains("$scope module soundwire $end"))
  }

  @Test func traceOptionsTakeOneFile() throws {
    let run = try simctl("run", shipped("read-back"), shipped("absent-device"), "--levels", "l")
    #expect(run.exitCode == 64)
    #expect(run.stderr.contains("the trace options take one FILE only"))
    #expect(folder.names.isEmpty)
  }

  @Test(arguments: [
    ["--trace-from", "3"], ["--vcd-annotate"], ["--vcd", "a", "--trace-from", "5", "--trace-to", "4"],
    ["--vcd", "a", "--levels", "a"], ["--seed", "x"], ["--engine", "fast"], ["--format", "xml"],
  ])
  func wrongUsage(options: [String]) throws {
    let run = try Simctl(["run", shipped("read-back")] + options, directory: folder.url)
    #expect(run.exitCode == 64)
    #expect(run.stdout.isEmpty)
    #expect(run.stderr.hasPrefix("simctl: error: "))
    #expect(folder.names.isEmpty)
  }

  @Test func failedExpectation() throws {
    try write(small(#"{ transfer: "t", frames: 3 }"#), to: "s.json5")
    let run = try simctl("run", "s.json5")
    #expect(run.exitCode == 1)
    #expect(run.stdout.contains("not so: t: frames is 42, expected 3"))
  }

  /// A refused transfer is a result with a warning, not a file error; unexpected, it is exit 1.
  @Test func refusedTransfer() throws {
    let absent = small().replacingOccurrences(of: "dp0: {}", with: #"name: "no port""#)
    try write(absent, to: "s.json5")
    let run = try simctl("run", "s.json5")
    #expect(run.exitCode == 1)
    #expect(run.stderr.contains("EINVAL: device 1 has no DP0"))
    #expect(run.stdout.contains("failed, EINVAL"))
  }

  @Test func badAndMissingFiles() throws {
    try write(small().replacingOccurrences(of: "rows: 50", with: "rows: 49"), to: "bad.json5")
    let bad = try simctl("run", "bad.json5")
    #expect(bad.exitCode == 65)
    #expect(bad.stderr.hasPrefix("bad.json5:1:"))
    #expect(bad.stdout.isEmpty)
    #expect(try simctl("run", "missing.json5").exitCode == 66)
    // Every error of every file is told before anything runs.
    let both = try simctl("run", shipped("read-back"), "bad.json5", "missing.json5")
    #expect(both.exitCode == 65)
    #expect(both.stderr.contains("missing.json5"))
    #expect(both.stdout.isEmpty)
    let data = small().replacingOccurrences(
      of: #"{ pattern: "counter", bytes: 20 }"#, with: #"{ file: "gone.bin" }"#)
    try write(data, to: "data.json5")
    #expect(try simctl("run", "data.json5").exitCode == 66)
  }

  /// Design section 10: an unwritable output, as root too: below a regular file, and a full device.
  @Test(arguments: ["--output", "--vcd", "--levels", "--events"])
  func unwritable(option: String) throws {
    try write(small(), to: "s.json5")
    for target in ["s.json5/x", "/dev/full"] {
      let run = try simctl("run", "s.json5", option, target)
      #expect(run.exitCode == 74, "\(option) \(target)")
      #expect(run.stderr.contains("cannot write"))
    }
    #expect(folder.names == ["s.json5"])
  }

  @Test func seedReplacesTheScenarios() throws {
    let random = small().replacingOccurrences(of: "counter", with: "random")
    try write(random, to: "s.json5")
    let one = try simctl("run", "--format", "json", "--seed", "7", "s.json5", "--levels", "a")
    let two = try simctl("run", "--format", "json", "--seed", "8", "s.json5", "--levels", "b")
    #expect(one.stdout.contains(#""seed": 7,"#))
    #expect(two.exitCode == 0)
    #expect(try contents("a") != contents("b"))
  }

  @Test func statistics() throws {
    let run = try simctl("run", "--stats", "--engine", "both", shipped("read-back"))
    #expect(run.stdout.contains("engine both: 1124 frames"))
    let json = try simctl("run", "--stats", "--format", "json", shipped("read-back"))
    #expect(json.stdout.contains(#""engine": "frame""#))
  }

  @Test func checkExpands() throws {
    let path = try write(small(), to: "s.json5")
    let plain = try simctl("check", path)
    #expect(plain.exitCode == 0)
    #expect(plain.stdout.isEmpty)
    let expanded = try simctl("check", "--expand", path)
    #expect(expanded.stdout.contains(#""blockAlignment": 1"#))
    // The expansion is a scenario that means the same.
    try write(expanded.stdout, to: "e.json5")
    #expect(try simctl("check", "--expand", "e.json5").stdout == expanded.stdout)
    #expect(try simctl("check", "nowhere.json5").exitCode == 66)
  }
}

/// No output is an input, or another output, however it is spelt.
@Suite struct OutputPathTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let scenario = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
        peripherals: [{ device: 1, memory: [{ address: 0x2000, bytes: 64 }], dp0: {} }],
        transfers: [{ via: "bra", op: "write", device: 1, address: 0x2000, data: { file: "d.bin" } }],
        breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: 100 },
        sweep: { seed: [1, 2] } }
      """
    try Data(scenario.utf8).write(to: folder.url.appending(path: "sweep.json5"))
    let plain = scenario.replacingOccurrences(of: "sweep: { seed: [1, 2] }", with: "")
    try Data(plain.utf8).write(to: folder.url.appending(path: "s.json5"))
    try Data([1, 2, 3]).write(to: folder.url.appending(path: "d.bin"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "link").path(), withDestinationPath: "s.json5")
  }

  @Test(arguments: [
    "run s.json5 -o s.json5", "run s.json5 -o ./s.json5", "run s.json5 -o link", "run s.json5 --vcd s.json5",
    "run s.json5 --levels d.bin", "run s.json5 --vcd x -o ./x", "run s.json5 --levels x --events ././x",
    "run s.json5 --vcd -", "check --expand s.json5 -o s.json5", "check s.json5 -o x",
    "sweep sweep.json5 -o sweep.json5", "breakeven s.json5 -o s.json5", "breakeven s.json5 --plot s.json5",
    "breakeven s.json5 --plot p -o ./p",
  ])
  func refused(call: String) throws {
    let before = folder.names
    let run = try Simctl(call.split(separator: " ").map(String.init), directory: folder.url)
    #expect(run.exitCode == 64, "\(call): \(run.stderr)")
    #expect(folder.names == before)
    #expect(try Data(contentsOf: folder.url.appending(path: "d.bin")) == Data([1, 2, 3]))
    #expect(
      try String(contentsOf: folder.url.appending(path: "s.json5"), encoding: .utf8).hasPrefix("{ format"))
  }
}
