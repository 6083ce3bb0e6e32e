import Foundation
import Testing

/// What is said before, and while, something takes long; and what is refused because it would never fit.
@Suite struct LongRunTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func scenario(
    _ name: String, host: String = "{}", transfers: String, memory: String = "0x100000", rest: String = ""
  ) throws {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 }, host: \(host),
        peripherals: [{ device: 1, memory: [{ address: 0x2000, bytes: \(memory) }], dp0: {} }],
        transfers: [\(transfers)] \(rest) }
      """
    try Data(text.utf8).write(to: folder.url.appending(path: name))
  }

  private func write(_ bytes: Int, at address: Int = 0x2000, via: String = "column0") -> String {
    "{ via: \"\(via)\", op: \"write\", device: 1, address: \(address), data: { pattern: \"random\", bytes: \(bytes) } },"
  }

  private func simctl(_ arguments: String...) throws -> Simctl {
    try Simctl(arguments, directory: folder.url)
  }

  // MARK: Dry runs

  @Test func dryRunSaysWhatARunTakes() throws {
    try scenario("a.json5", transfers: write(100) + write(33, via: "bra"))
    try scenario("b.json5", transfers: write(7))
    let one = try simctl("run", "--dry-run", "-o", "out", "--vcd", "v", "a.json5")
    #expect(one.exitCode == 0)
    #expect(folder.names == ["a.json5", "b.json5"])
    let frames = try #require(try frames("a.json5"))
    #expect(one.stdout == "1 point, \(frames) frames, 133 bytes\n")
    #expect(one.stderr.contains("about"))
    let two = try simctl("run", "--dry-run", "a.json5", "b.json5", "--quiet")
    #expect(
      two.stdout == "a.json5: 1 point, \(frames) frames, 133 bytes\nb.json5: 1 point, 7 frames, 7 bytes\n")
    #expect(two.stderr.isEmpty)
    #expect(try simctl("run", "--dry-run", "--format", "json", "a.json5").exitCode == 64)
  }

  private func frames(_ name: String) throws -> Int? {
    let run = try simctl("run", "--format", "json", name)
    let object = try JSONSerialization.jsonObject(with: Data(run.stdout.utf8)) as? [String: Any]
    let transfers = object?["transfers"] as? [[String: Any]]
    return transfers?.reduce(0) { $0 + ((($1["frames"] as? [String: Any])?["total"] as? Int) ?? 0) }
  }

  @Test func dryRunOfASweepLooksAtEveryPoint() throws {
    try scenario(
      "s.json5", transfers: write(10), rest: ", sweep: { \"transfers[0].data.bytes\": [1, 10, 200] }")
    let run = try simctl("sweep", "--dry-run", "-o", "rows", "s.json5")
    #expect(run.stdout == "3 points, 211 frames, 211 bytes\n")
    #expect(
      try simctl("sweep", "--dry-run", "--shard", "2/3", "s.json5").stdout == "1 point, 10 frames, 10 bytes\n"
    )
    #expect(folder.names == ["s.json5"])
  }

  /// Of ten thousand million transfers only some are looked at, a million, and the line says so. Without optimization that takes
  /// longer than a test may.
  #if !DEBUG
    @Test func dryRunOfASweepWithoutEndLooksAtSomePoints() throws {
      let axes =
        "'transfers[0].bytes': [\((1...1000).map(String.init).joined(separator: ","))], "
        + "'transfers[1].bytes': [\((1...1000).map(String.init).joined(separator: ","))]"
      let transfers = (0..<10_000).map { _ in
        "{ via: 'column0', op: 'read', device: 1, address: 0x2000, bytes: 1 }"
      }
      try scenario("s.json5", transfers: transfers.joined(separator: ","), rest: ", sweep: { \(axes) }")
      let run = try simctl("sweep", "--dry-run", "s.json5")
      #expect(run.exitCode == 0)
      #expect(run.stdout.hasPrefix("1000000 points, about "))
      let numbers = run.stdout.split(separator: " ").compactMap { Double($0) }
      // 9998 bytes, and twice 1 to 1000, the mean of which is 500.5; so many frames as well, without set-up.
      #expect(abs((numbers.last ?? 0) / 1e6 - 10_999) < 50)
    }
  #endif

  @Test func dryRunOfACheckCountsPoints() throws {
    try scenario(
      "s.json5", transfers: write(10), rest: ", sweep: { \"transfers[0].data.bytes\": [1, 10, 200, 300] }")
    try scenario("t.json5", transfers: write(10))
    let run = try simctl("check", "--dry-run", "s.json5", "t.json5")
    #expect(run.stdout == "s.json5: 4 points, 0 frames, 0 bytes\nt.json5: 1 point, 0 frames, 0 bytes\n")
    #expect(run.exitCode == 0)
  }

  @Test func dryRunOfABreakevenNamesPhasesAndBranches() throws {
    try scenario(
      "b.json5", host: "{ setup: \"minimal\", syncWaitFrames: { intervalFrames: 7, phase: \"random\" } }",
      transfers: write(1),
      rest: ", breakeven: { device: 1, op: \"write\", address: 0x2000, maxBytes: 64, seeds: 500 }")
    let run = try simctl("breakeven", "--dry-run", "b.json5")
    #expect(run.exitCode == 0)
    #expect(run.stdout.hasPrefix("1 point, 7 phases, "), "\(run.stdout)")
    #expect(run.stdout.hasSuffix(" frames, 64 bytes\n") && run.stdout.contains(" branches, "))
  }

  // MARK: Warnings and progress

  /// A thousand transfers of 1 MiB over Column 0: a thousand million frames.
  private func writeLongScenario() throws {
    try scenario("long.json5", transfers: String(repeating: write(1 << 20), count: 1000))
  }

  @Test func longRunsAreSaidBefore() throws {
    try writeLongScenario()
    let dry = try simctl("run", "--dry-run", "--engine", "slot", "long.json5")
    #expect(dry.stdout.hasPrefix("1 point, 104"), "\(dry.stdout)")
    #expect(dry.stderr.contains("min") || dry.stderr.contains(" h:") || dry.stderr.contains("days"))
    let run = try Simctl(
      script: "timeout -s KILL 3 \"$SIMCTL\" run --engine slot long.json5", directory: folder.url)
    #expect(run.stderr.contains("warning: this will take about "), "\(run.stderr)")
    #expect(run.stderr.contains("--dry-run"))
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")),
    arguments: ["frame", "slot"])
  func aLongRunShowsHowFarItIs(engine: String) throws {
    try writeLongScenario()
    let run = try Simctl(
      script:
        "TERM=xterm timeout -s KILL 4 script -qec '\"'$SIMCTL'\" run --engine \(engine) long.json5' /dev/null < /dev/null",
      directory: folder.url)
    #expect(run.stdout.contains("\r\u{1B}[Krun [...................."), "\(run.stdout.prefix(500))")
    #expect(run.stdout.contains(" left"))
  }

  @Test func nothingMovesInAFile() throws {
    try writeLongScenario()
    let run = try Simctl(script: "timeout -s KILL 2 \"$SIMCTL\" run long.json5", directory: folder.url)
    #expect(!run.stderr.contains("\u{1B}"))
  }

  // MARK: Traces

  @Test(arguments: [
    ["--vcd", "v"], ["--vcd", "v", "--vcd-annotate"], ["--levels", "v"], ["--events", "v"],
    ["--vcd", "v", "--trace-from", "100", "--trace-to", "250"],
  ])
  func traceSizesAreAboutRight(options: [String]) throws {
    try scenario("t.json5", transfers: write(300) + write(2000, via: "bra"))
    let dry = try Simctl(["run", "t.json5", "--dry-run"] + options, directory: folder.url)
    let words =
      dry.stderr.components(separatedBy: "becomes about ").last?.split(whereSeparator: \.isWhitespace) ?? []
    let number = try #require(words.first.flatMap { Double($0) }, "\(dry.stderr)")
    let units: [String: Double] = ["byte": 1, "bytes": 1, "KiB": 1024, "MiB": 1_048_576]
    let unit = try #require(units[String(words[1])])
    #expect(try Simctl(["run", "t.json5", "-o", "o"] + options, directory: folder.url).exitCode == 0)
    let size = try Data(contentsOf: folder.url.appending(path: "v")).count
    let ratio = number * unit / Double(size)
    #expect(ratio > 0.75 && ratio < 1.35, "\(number * unit) and \(size)")
  }

  @Test func hugeTracesAreRefused() throws {
    try writeLongScenario()
    for option in ["--vcd", "--levels", "--events"] {
      let run = try simctl("run", "long.json5", option, "trace")
      #expect(run.exitCode == 74)
      #expect(
        run.stderr.contains("becomes about ") && run.stderr.contains("more than 4 GiB"), "\(run.stderr)")
      // Only a VCD need not hold all frames.
      #expect(run.stderr.contains("--trace-from") == (option == "--vcd"))
      #expect(run.stderr.contains("--force"))
      #expect(try simctl("run", "long.json5", "--dry-run", option, "trace", "--force").exitCode == 0)
    }
    #expect(folder.names == ["long.json5"])
    // A window is small; what is no file takes any length; who insists may.
    let window = try simctl(
      "run", "long.json5", "--dry-run", "--vcd", "v", "--trace-from", "5", "--trace-to", "99")
    #expect(window.exitCode == 0)
    #expect(try simctl("run", "long.json5", "--dry-run", "--vcd", "/dev/null").exitCode == 0)
    #expect(try simctl("run", "long.json5", "--dry-run", "--vcd", "v", "--force").exitCode == 0)
  }

  // MARK: Memory

  @Test func memoryThatIsNotToBeHad() throws {
    let writes = (0..<64).map { write(1 << 20, at: 0x10_0000 + $0 << 20, via: "bra") }.joined()
    try scenario("m.json5", transfers: writes, memory: "0x20000000")
    let run = try simctl("run", "m.json5", "--memory-limit", "32MiB")
    #expect(run.exitCode == 65)
    #expect(run.stdout.isEmpty)
    #expect(
      run.stderr.contains("64 MiB of simulated memory") && run.stderr.contains("--memory-limit"),
      "\(run.stderr)")
    let both = try simctl("run", "m.json5", "--memory-limit", "100MiB", "--engine", "both", "--dry-run")
    #expect(both.exitCode == 65)
    #expect(try simctl("run", "m.json5", "--memory-limit", "64MiB", "--dry-run").exitCode == 0)
    for size in ["0", "-1", "x", "1.5GiB", "99999999TiB", ""] {
      #expect(try simctl("run", "m.json5", "--memory-limit", size).exitCode == 64)
    }
  }

  @Test func memoryOfPointsOfASweep() throws {
    try scenario(
      "s.json5", transfers: write(1), memory: "0x20000000",
      rest: ", sweep: { \"transfers[0].data.bytes\": [1, 4096, 4097, 8193] }")
    let run = try simctl("sweep", "s.json5", "--memory-limit", "8192", "--jobs", "4")
    #expect(run.exitCode == 65)
    #expect(run.stderr.contains("point 4 of the sweep"), "\(run.stderr)")
    #expect(try simctl("sweep", "s.json5", "--memory-limit", "12KiB", "--jobs", "4").exitCode == 0)
  }
}
