import Foundation
import FrameSim
import Testing

/// `simctl sweep` as a user calls it, and as a machine that goes down in the middle of it.
@Suite struct SweepTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let scenario = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
        peripherals: [{ device: 1, memory: [{ address: 0x2000, bytes: 4096 }], dp0: {} }],
        transfers: [
          { name: "a", via: "bra", op: "write", device: 1, address: 0x2000, data: { pattern: "random", bytes: 64 } },
          { name: "b", via: "column0", op: "read", device: 1, address: 0x2000, bytes: 64 }],
        sweep: { "transfers[0].data.bytes": [1, 16, 64, 256, 1000, 4096],
                 "host.syncWaitFrames": [0, 3, 6, 9, 12, 15],
                 "bus.rows,columns": [[50, 4], [48, 8], [64, 16]] } }
      """
    try Data(scenario.utf8).write(to: folder.url.appending(path: "s.json5"))
  }

  private func simctl(_ arguments: String...) throws -> Simctl {
    try Simctl(arguments, directory: folder.url)
  }

  private func contents(_ name: String) throws -> String {
    try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
  }

  /// 108 points, two transfers each, and the header.
  @Test(arguments: ["csv", "json"])
  func sameBytesWhateverTheJobs(format: String) throws {
    let one = try simctl("sweep", "s.json5", "--format", format, "--jobs", "1")
    #expect(one.exitCode == 0)
    #expect(one.stdout.split(separator: "\n").count == 216 + (format == "csv" ? 1 : 0))
    #expect(try simctl("sweep", "s.json5", "--format", format, "--jobs", "2").stdout == one.stdout)
    let shards = try (1...5).map {
      try simctl("sweep", "s.json5", "--format", format, "--shard", "\($0)/5").stdout
    }
    #expect(shards.joined() == one.stdout)
    #expect(try simctl("sweep", "s.json5", "--format", format, "--output", "rows").exitCode == 0)
    #expect(try contents("rows") == one.stdout)
    #expect(folder.names == ["rows", "s.json5"])
  }

  /// Killed where so many bytes are written, many times, and resumed: the bytes of an undisturbed run.
  @Test func killedAndResumed() throws {
    // Long enough to be killed in the middle.
    #if DEBUG
      let engine = "frame"
    #else
      let engine = "slot"
    #endif
    let whole = try simctl("sweep", "s.json5", "--engine", engine).stdout
    var generator = SeededGenerator(seed: 20_261_128, stream: "kills")
    var kills = 0
    for round in 0..<4 {
      let name = "rows\(round)"
      let places = (0..<4).map { _ in Int.random(in: 0..<whole.utf8.count, using: &generator) }.sorted()
      for place in places {
        if try kill(sweepTo: name, engine: engine, at: place) { kills += 1 }
      }
      if !exists(name) {
        let isLeft = exists(name + ".partial")
        let run = try Simctl(
          ["sweep", "s.json5", "--engine", engine, "--output", name] + (isLeft ? ["--resume"] : []),
          directory: folder.url)
        #expect(run.exitCode == 0)
      }
      #expect(try contents(name) == whole)
    }
    #expect(kills > 0)
  }

  /// Starts a sweep, or goes on with it, and kills it once its file has so many bytes; false if it came to its end before.
  private func kill(sweepTo name: String, engine: String, at size: Int) throws -> Bool {
    if exists(name) { return false }
    let process = Process()
    process.executableURL = URL(filePath: Simctl.path)
    process.arguments =
      ["sweep", "s.json5", "--quiet", "--engine", engine, "--jobs", "2", "--output", name]
      + (exists(name + ".partial") ? ["--resume"] : [])
    process.currentDirectoryURL = folder.url
    process.standardError = FileHandle.nullDevice
    try process.run()
    let partial = folder.url.appending(path: name + ".partial").path()
    func length() -> Int {
      var status = stat()
      return stat(partial, &status) == 0 ? Int(status.st_size) : -1
    }
    while process.isRunning && length() < size { usleep(100) }
    let isRunning = process.isRunning
    if isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return isRunning
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.url.appending(path: name).path())
  }

  @Test func leftoverIsNotOverwritten() throws {
    try Data("precious".utf8).write(to: folder.url.appending(path: "rows.partial"))
    let run = try simctl("sweep", "s.json5", "--output", "rows")
    #expect(run.exitCode == 74)
    #expect(run.stderr.contains("holds the rows of an interrupted sweep"))
    #expect(try contents("rows.partial") == "precious")
    let resumed = try simctl("sweep", "s.json5", "--output", "rows", "--resume")
    #expect(resumed.exitCode == 65)
    #expect(try contents("rows.partial") == "precious")
  }

  @Test(arguments: [
    ["--shard", "0/3"], ["--shard", "4/3"], ["--shard", "x"], ["--jobs", "0"], ["--resume"],
    ["--format", "xml"],
  ])
  func wrongUsage(options: [String]) throws {
    let run = try Simctl(["sweep", "s.json5"] + options, directory: folder.url)
    #expect(run.exitCode == 64)
    #expect(run.stdout.isEmpty)
  }

  /// One clear error each, before anything runs.
  @Test(arguments: [
    (#""bus.rowz": [50]"#, "rowz"), (#""bus.rows": []"#, "empty"), (#""bus.rows": [50, 51]"#, "51"),
    (#""seed": [1], "bus.rows,columns": [[50]]"#, "bus.rows,columns"),
  ])
  func wrongSweeps(sweep: String, word: String) throws {
    let text = try contents("s.json5")
    let start = try #require(text.range(of: "sweep: {"))
    let bad = text[..<start.upperBound] + " \(sweep) } }"
    try Data(bad.utf8).write(to: folder.url.appending(path: "bad.json5"))
    let run = try simctl("sweep", "bad.json5", "--output", "rows")
    #expect(run.exitCode == 65)
    #expect(run.stderr.contains(word), "\(run.stderr)")
    // The message, the line of the text, the mark under it, and how many errors there are.
    #expect(run.stderr.split(separator: "\n").count == 4)
    #expect(run.stderr.split(separator: "\n").filter { $0.contains("error: ") }.count == 2)
    #expect(folder.names == ["bad.json5", "s.json5"])
  }

  @Test func millionMillionPoints() throws {
    let values = "[" + (0..<1000).map(String.init).joined(separator: ",") + "]"
    let sweep = ["seed", "transfers[0].address", "transfers[1].bytes", "host.syncWaitFrames"]
      .map { "\"\($0)\": \(values)" }.joined(separator: ",")
    let text = try contents("s.json5")
    let start = try #require(text.range(of: "sweep: {"))
    let bad = text[..<start.upperBound] + " \(sweep) } }"
    try Data(bad.utf8).write(to: folder.url.appending(path: "bad.json5"))
    let run = try simctl("sweep", "bad.json5")
    #expect(run.exitCode == 65)
    #expect(run.stdout.isEmpty)
  }
}
