import Foundation
import Testing

/// A scenario that comes from standard input.
@Suite struct StandardInputTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "data"), withIntermediateDirectories: true)
    try Data(repeating: 7, count: 24).write(to: folder.url.appending(path: "data/a.bin"))
    try Data(Self.scenario.utf8).write(to: folder.url.appending(path: "data/s.json5"))
  }

  private static let scenario = """
    { format: "simctl-scenario/1", name: "s", bus: { clockHz: 4800000, rows: 50, columns: 4 },
      peripherals: [{ device: 1, memory: [{ address: 0x2000, bytes: 64 }], dp0: {} }],
      transfers: [{ name: "t", via: "bra", op: "write", device: 1, address: 0x2000, data: { file: "a.bin" } }],
      breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: 64 },
      sweep: { "seed": [1, 2, 3] } }
    """

  private func simctl(_ arguments: String..., input: String = Self.scenario) throws -> Simctl {
    try Simctl(arguments, input: input, directory: folder.url)
  }

  /// Every command gives what it gives for the file.
  @Test(arguments: [
    ["run", "--format", "json"], ["sweep"], ["breakeven", "--format", "json"], ["check", "--expand"],
  ])
  func isLikeAFile(command: [String]) throws {
    let file = try Simctl(command + ["data/s.json5"], directory: folder.url)
    #expect(file.exitCode == 0)
    for words in [["-", "--base", "data"], ["--base=data/", "--", "-"]] {
      let input = try Simctl(command + words, input: Self.scenario, directory: folder.url)
      #expect(input.exitCode == 0)
      #expect(input.stdout == file.stdout, "\(words)")
    }
    let data = folder.url.appending(path: "data")
    let inside = try Simctl(command + ["-"], input: Self.scenario, directory: data)
    #expect(inside.stdout == file.stdout)
  }

  @Test func resumes() throws {
    let whole = try simctl("sweep", "-", "--base", "data").stdout
    let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
    let part = lines.prefix(2).joined(separator: "\n") + "\n"
    try Data(part.utf8).write(to: folder.url.appending(path: "out.csv.partial"))
    let run = try simctl("sweep", "-", "--base", "data", "-o", "out.csv", "--resume")
    #expect(run.exitCode == 0)
    #expect(run.stderr == "1 of 3 points were there already\n")
    #expect(try String(contentsOf: folder.url.appending(path: "out.csv"), encoding: .utf8) == whole)
  }

  @Test func messagesNameIt() throws {
    let bad = try simctl("check", "-", input: "{ seed: 'x' }")
    #expect(bad.exitCode == 65)
    #expect(bad.stderr.contains("<stdin>:1:9: error: seed: "))
    let missing = try simctl("check", "-")
    #expect(missing.exitCode == 66)
    #expect(missing.stderr.contains("\"a.bin\" does not exist; it is looked for in the current folder\n"))
    let empty = try simctl("run", "-", input: "")
    #expect(empty.exitCode == 65)
    #expect(empty.stderr.hasPrefix("<stdin>:1:1: error: the file is empty"))
    let nameless = try simctl(
      "check", "--expand", "-", "--base", "data", input: Self.scenario.replacing("name: \"s\", ", with: ""))
    #expect(nameless.stdout.contains("\"name\": \"<stdin>\""))
  }

  @Test func wrongUses() throws {
    for (words, message) in [
      (["run", "-", "-"], "- is given 2 times"),
      (["run", "data/s.json5", "--base", "data"], "--base goes with -"),
      (["sweep", "-", "-"], "unexpected argument"), (["schema", "-"], "unexpected argument"),
    ] {
      let run = try Simctl(words, input: Self.scenario, directory: folder.url)
      #expect(run.exitCode == 64, "\(words)")
      #expect(run.stderr.contains(message), "\(words)")
    }
    let base = try simctl("run", "-", "--base", "nowhere")
    #expect(base.exitCode == 66)
    #expect(base.stderr.contains("there is no folder \"nowhere\" for --base"))
    let file = try simctl("run", "./-")
    #expect(file.exitCode == 66)
    #expect(file.stderr.contains("./-: error: the file does not exist"))
  }

  /// What is read is not written, whoever opened it; what is closed or too long is said.
  @Test func hostileInput() throws {
    let over = try Simctl(
      script: "\"$SIMCTL\" check --expand - -o data/s.json5 --base data < data/s.json5", directory: folder.url
    )
    #expect(over.exitCode == 64)
    #expect(
      try String(contentsOf: folder.url.appending(path: "data/s.json5"), encoding: .utf8) == Self.scenario)
    let closed = try Simctl(script: "\"$SIMCTL\" run - <&-", directory: folder.url)
    #expect(closed.exitCode == 65)
    let endless = try Simctl(script: "\"$SIMCTL\" run - < /dev/zero", directory: folder.url)
    #expect(endless.exitCode == 65)
    #expect(endless.stderr.hasPrefix("<stdin>: error: the file has too many bytes"))
    let directory = try Simctl(script: "\"$SIMCTL\" run - < data", directory: folder.url)
    #expect(directory.exitCode == 65)
    #expect(directory.stderr.hasPrefix("<stdin>: error: the file is a directory"))
  }
}
