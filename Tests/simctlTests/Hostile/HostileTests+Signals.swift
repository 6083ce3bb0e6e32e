import Foundation
import Testing

/// Signals, and readers who leave.
extension HostileTests {
  /// A run in its middle: its files go, and it ends by the signal.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aRunIsStopped(signal: Int32) throws {
    try write("long.json5", Self.long)
    let names = folder.names
    let tool = try RunningSimctl(
      ["run", "long.json5", "--engine", "slot", "-o", "out", "--vcd", "v", "--quiet"], directory: folder.url)
    #expect(try tool.wait { folder.names.count { $0.hasSuffix(".tmp") } == 2 })
    tool.send(signal)
    let end = try #require(try tool.end())
    #expect(end.signal == signal)
    #expect(tool.stderr.isEmpty)
    #expect(folder.names.filter { !$0.hasPrefix("stderr") } == names)
  }

  /// A sweep in its middle: what it has stays, and the tool says how to go on.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aSweepIsStopped(signal: Int32) throws {
    try write("long.json5", Self.longSweep)
    let tool = try RunningSimctl(
      ["sweep", "long.json5", "--engine", "slot", "-o", "rows"], directory: folder.url)
    #expect(try tool.wait { (try? text("rows.partial").count { $0 == "\n" }) ?? 0 > 4 })
    tool.send(signal)
    #expect(try tool.end()?.signal == signal)
    let words = "simctl: stopped; the rows so far are in \"rows.partial\"; go on with --resume\n"
    #expect(tool.stderr.hasSuffix(words), "\(tool.stderr)")
    // What is there is the beginning of the table, and goes on to the same bytes: here its first tenth of a percent.
    let few = ["sweep", "long.json5", "--shard", "1/1000"]
    let beginning = try Simctl(few, directory: folder.url).stdout
    let partial = try text("rows.partial")
    #expect(partial.hasPrefix(beginning))
    try write("rows.partial", String(beginning.dropLast(20)))
    #expect(try Simctl(few + ["-o", "rows", "--resume"], directory: folder.url).exitCode == 0)
    #expect(try text("rows") == beginning)
  }

  /// With `--quiet` nothing is said, and what was ignored when the tool was started stays ignored (`nohup`).
  @Test func quietAndIgnoredSignals() throws {
    try write("long.json5", Self.longSweep)
    let tool = try RunningSimctl(
      ["sweep", "long.json5", "--engine", "slot", "-o", "rows", "--quiet"], directory: folder.url,
      ignoring: "HUP")
    func rows() -> Int { (try? text("rows.partial").count { $0 == "\n" }) ?? 0 }
    #expect(try tool.wait { rows() > 1 })
    tool.send(SIGHUP)
    let before = rows()
    #expect(try tool.wait { rows() > before + 1 })
    tool.send(SIGTERM)
    #expect(try tool.end()?.signal == SIGTERM)
    #expect(tool.stderr.isEmpty)
  }

  /// The tool waits for a pipe that nobody reads: a signal ends it all the same.
  @Test func stoppedWhileItWrites() throws {
    try write("long.json5", Self.long)
    let pipe = Pipe()
    let tool = try RunningSimctl(
      ["run", "long.json5", "-o", "out", "--levels", "/dev/stdout"], directory: folder.url,
      stdout: pipe.fileHandleForWriting)
    // A pipe that takes not even one more page is full.
    #expect(try tool.wait { poll(pipe.fileHandleForWriting, POLLOUT) == 0 })
    tool.send(SIGTERM)
    #expect(try tool.end()?.signal == SIGTERM)
    #expect(!folder.names.contains { $0.hasSuffix(".tmp") || $0 == "out" })
  }

  /// On a terminal the line that is drawn again and again is taken away first.
  @Test func theLineOnATerminalGoes() throws {
    try write("long.json5", Self.longSweep)
    var terminal: Int32 = -1
    var end: Int32 = -1
    guard openpty(&terminal, &end, nil, nil, nil) == 0 else { return }
    defer { close(terminal) }
    let other = FileHandle(fileDescriptor: end, closeOnDealloc: true)
    let tool = try RunningSimctl(
      ["sweep", "long.json5", "--engine", "slot", "-o", "rows"], directory: folder.url, stderr: other)
    let shown = FileHandle(fileDescriptor: terminal, closeOnDealloc: false)
    var said = ""
    func read() {
      while poll(shown, POLLIN) > 0 { said += String(decoding: shown.availableData, as: UTF8.self) }
    }
    #expect(
      try tool.wait {
        read()
        return said.contains("sweep [")
      })
    tool.send(SIGINT)
    #expect(try tool.end()?.signal == SIGINT)
    read()
    let line = "\r\u{1B}[Ksimctl: stopped; the rows so far are in \"rows.partial\"; go on with --resume"
    #expect(said.hasSuffix(line + "\r\n"))
  }

  /// A reader who leaves: the work stops at once, also where it has nothing to write; no words, code 74, nothing left.
  @Test(arguments: [
    "run long.json5 --engine slot", "run long.json5 --engine slot --vcd v",
    "sweep longsweep.json5 --engine slot",
    "run long.json5 --engine slot -o /dev/null --levels /dev/stdout",
    "sweep longsweep.json5 -o /dev/fd/1 --engine slot",
    "check --expand many.json5", "sweep many.json5", "check --expand s.json5", "schema", "help", "--help",
    "--version", "bra decode 00", "run s.json5",
    "breakeven even.json5", "run s.json5 --format csv", "help sweep",
  ])
  func theReaderLeft(call: String) throws {
    try write("long.json5", Self.long)
    try write("longsweep.json5", Self.longSweep)
    try write("many.json5", Self.manyPoints)
    try write("even.json5", Self.breakeven)
    let names = folder.names
    let arguments = ["--quiet"] + call.split(separator: " ").map(String.init)
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let tool = try RunningSimctl(arguments, directory: folder.url, stdout: pipe.fileHandleForWriting)
    #expect(try tool.end()?.code == 74)
    #expect(tool.stderr.isEmpty, "\(tool.stderr)")
    #expect(folder.names.filter { !$0.hasPrefix("stderr") } == names)
  }

  /// The first row is there at once, and the reader of it ends the rest.
  @Test func headOfALongSweep() throws {
    try write("long.json5", Self.longSweep)
    let run = try script("{ \"$SIMCTL\" sweep long.json5 --engine slot --quiet; echo $? >&2; } | head -n 2")
    #expect(run.stderr == "74\n")
    #expect(run.stdout.split(separator: "\n").count == 2)
  }

  /// Whoever does not read standard output does not end what goes elsewhere.
  @Test func theReaderIsNotNeeded() throws {
    let run = try script("{ \"$SIMCTL\" sweep s.json5 -o rows; echo $? >&2; } | true")
    #expect(run.stderr == "0\n")
    #expect(try text("rows") == simctl("sweep", "s.json5").stdout)
  }

  /// What `poll` says of a descriptor, at once.
  private func poll(_ handle: FileHandle, _ events: Int32) -> Int32 {
    var descriptor = pollfd(fd: handle.fileDescriptor, events: Int16(events), revents: 0)
    return Foundation.poll(&descriptor, 1, 0)
  }
}
