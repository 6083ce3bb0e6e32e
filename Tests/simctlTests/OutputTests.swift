import Foundation
import Testing

/// Design of the output: data on stdout or whole in a file, talk on stderr.
@Suite struct OutputTests {
  private let folder: TemporaryFolder
  private let block = ["bra", "decode", "CA03123456781908EDD1EAD908"]

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.url.appendingPathComponent(name).path }

  @Test(arguments: [["--output", "block.txt"], ["-o", "block.txt"], ["--output=block.txt"]])
  func fileInsteadOfStdout(option: [String]) throws {
    let plain = try Simctl(block)
    let run = try Simctl(block + option, directory: folder.url)
    #expect(run.exitCode == 0)
    #expect(run.stdout.isEmpty)
    #expect(run.stderr.isEmpty)
    #expect(try String(contentsOfFile: path("block.txt"), encoding: .utf8) == plain.stdout)
    #expect(folder.names == ["block.txt"])
  }

  @Test func dashIsStdout() throws {
    #expect(try Simctl(block + ["--output", "-"], directory: folder.url).stdout == Simctl(block).stdout)
    #expect(folder.names.isEmpty)
  }

  /// A damaged block is explained all the same; wrong usage leaves the old file alone.
  @Test func wholeOrNotAtAll() throws {
    try Data("old".utf8).write(to: folder.url.appendingPathComponent("out"))
    #expect(try Simctl(["bra", "decode", "XY", "-o", "out"], directory: folder.url).exitCode == 64)
    #expect(try String(contentsOfFile: path("out"), encoding: .utf8) == "old")
    #expect(try Simctl(["bra", "decode", "CA", "-o", "out"], directory: folder.url).exitCode == 65)
    #expect(try String(contentsOfFile: path("out"), encoding: .utf8) != "old")
    #expect(folder.names == ["out"])
  }

  @Test func linksAndModesStay() throws {
    let manager = FileManager.default
    try Data("old".utf8).write(to: folder.url.appendingPathComponent("real"))
    try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path("real"))
    try manager.createSymbolicLink(atPath: path("link"), withDestinationPath: "real")
    #expect(try Simctl(block + ["-o", "link"], directory: folder.url).exitCode == 0)
    #expect(try manager.destinationOfSymbolicLink(atPath: path("link")) == "real")
    #expect(try String(contentsOfFile: path("real"), encoding: .utf8) == Simctl(block).stdout)
    let mode = try manager.attributesOfItem(atPath: path("real"))[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  @Test(arguments: ["/dev/full", "/dev/null/x", "missing/x", ".", ""])
  func unwritable(target: String) throws {
    let run = try Simctl(block + ["--output", target], directory: folder.url)
    #expect(run.exitCode == 74)
    #expect(run.stdout.isEmpty)
    #expect(run.stderr.hasPrefix("simctl: error: cannot write \"\(target)\": "))
    #expect(run.stderr.split(separator: "\n").count == 1)
    #expect(folder.names.isEmpty)
  }

  /// A path below a regular file.
  @Test func belowAFile() throws {
    try Data("old".utf8).write(to: folder.url.appendingPathComponent("file"))
    let run = try Simctl(block + ["--output", "file/x"], directory: folder.url)
    #expect(run.exitCode == 74)
    #expect(run.stderr == "simctl: error: cannot write \"file/x\": Not a directory\n")
    #expect(folder.names == ["file"])
  }

  @Test func deviceIsWrittenDirectly() throws {
    #expect(try Simctl(block + ["--output", "/dev/null"]).exitCode == 0)
    let run = try Simctl(script: "\"$SIMCTL\" \(block.joined(separator: " ")) -o /dev/stdout | cat")
    #expect(run.stdout == (try Simctl(block).stdout))
  }

  @Test(arguments: ["bra decode CA03123456781908EDD1EAD908", "--help", "--version"])
  func fullStdout(call: String) throws {
    let run = try Simctl(script: "\"$SIMCTL\" \(call) > /dev/full")
    #expect(run.exitCode == 74)
    #expect(run.stderr == "simctl: error: cannot write standard output: No space left on device\n")
  }

  @Test func closedStdout() throws {
    let run = try Simctl(script: "\"$SIMCTL\" --help >&-")
    #expect(run.exitCode == 74)
    #expect(run.stderr == "simctl: error: cannot write standard output: Bad file descriptor\n")
  }

  /// A reader that has had enough: no words, and code 74 where something was left to write.
  @Test func readerLeavesEarly() throws {
    let zeros = "head -c 800000 /dev/zero | tr '\\0' 0"
    let early = try Simctl(
      script: "\(zeros) | { \"$SIMCTL\" bra decode -; echo $? >&2; } | head -n 1")
    #expect(early.stderr == "74\n")
    #expect(early.stdout == "Idle BRA block\n")
    let gone = try Simctl(script: "{ sleep 0.2; \"$SIMCTL\" --help; echo $? >&2; } | true")
    #expect(gone.stderr == "74\n")
  }

  /// Megabytes pass whole, to a slow reader too.
  @Test func muchOutput() throws {
    let zeros = String(repeating: "00", count: 300_000)
    let run = try Simctl(["bra", "decode", "-", "--format", "json"], input: zeros)
    #expect(run.exitCode == 0)
    #expect(run.stdout.utf8.count > 1_000_000)
    let pipe = try Simctl(
      script:
        "head -c 600000 /dev/zero | tr '\\0' 0 | \"$SIMCTL\" bra decode - --format json | { sleep 0.2; cat; }"
    )
    #expect(pipe.stdout == run.stdout)
  }

  /// That nobody hears the talk is no failure.
  @Test func fullStderr() throws {
    #expect(try Simctl(script: "\"$SIMCTL\" bra 2> /dev/full").exitCode == 64)
    #expect(try Simctl(script: "\"$SIMCTL\" bra 2>&-").exitCode == 64)
  }

  @Test func quietKeepsErrors() throws {
    let long = ["bra", "encode", "--device", "1", "--address", "0", "--read", "480"]
    #expect(try Simctl(long).stderr.hasPrefix("simctl: warning: "))
    #expect(try Simctl(long + ["--quiet"]).stderr.isEmpty)
    #expect(try Simctl(long + ["--quiet", "--nonsense"]).stderr.hasPrefix("simctl: error: "))
  }
}
