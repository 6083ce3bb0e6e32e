import Foundation
import Testing

/// `simctl check --format json`: messages for editors.
@Suite struct CheckDocumentTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.url.appending(path: name))
  }

  private func simctl(_ arguments: String...) throws -> Simctl {
    try Simctl(arguments, directory: folder.url)
  }

  private static let good = """
    { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
      peripherals: [{ device: 1 }],
      transfers: [{ via: "column0", op: "read", device: 1, address: 0x40, bytes: 1 }] }
    """

  private struct Document: Decodable {
    struct File: Decodable, Equatable {
      var file: String
      var errors: Int
      var warnings: Int
    }
    struct Message: Decodable, Equatable {
      var file: String
      var line: Int?
      var column: Int?
      var endColumn: Int?
      var severity: String
      var path: String
      var message: String
      var suggestion: String?
    }
    var schema: String
    var files: [File]
    var diagnostics: [Message]
  }

  private func document(_ run: Simctl) throws -> Document {
    try JSONDecoder().decode(Document.self, from: Data(run.stdout.utf8))
  }

  @Test func everyMessageOfEveryFile() throws {
    try write(Self.good, to: "good.json5")
    try write(Self.good.replacing("device: 1, address", with: "device: 2, address"), to: "odd.json5")
    try write(Self.good.replacing("rows: 50", with: "rows: 51, 'colums': '4'"), to: "bad.json5")
    let run = try simctl("check", "--format", "json", "good.json5", "odd.json5", "bad.json5", "none.json5")
    #expect(run.exitCode == 65)
    #expect(run.stderr == "simctl: error: 3 errors\n")
    let document = try document(run)
    #expect(document.schema == "simctl-check/1")
    #expect(
      document.files == [
        .init(file: "good.json5", errors: 0, warnings: 0), .init(file: "odd.json5", errors: 0, warnings: 1),
        .init(file: "bad.json5", errors: 2, warnings: 0), .init(file: "none.json5", errors: 1, warnings: 0),
      ])
    #expect(
      document.diagnostics
        == [
          .init(
            file: "odd.json5", line: 3, column: 53, endColumn: 54, severity: "warning",
            path: "transfers[0].device",
            message: "transfers[0].device: device 2 is not listed in peripherals; nobody will answer"),
          .init(
            file: "bad.json5", line: 1, column: 63, endColumn: 65, severity: "error", path: "bus.rows",
            message: "bus.rows: 51 is no row count of SoundWire; the nearest are 50 and 60"),
          .init(
            file: "bad.json5", line: 1, column: 67, endColumn: 75, severity: "error", path: "bus.colums",
            message: "bus.colums: unknown key; \"columns\" is there already"),
          .init(file: "none.json5", severity: "error", path: "", message: "the file does not exist"),
        ])
  }

  /// The exit codes are those of the text, and the document is there in any case.
  @Test func exitCodesAreThoseOfTheText() throws {
    try write(Self.good, to: "good.json5")
    try write(Self.good.replacing("via:", with: "vai:"), to: "bad.json5")
    for files in [["good.json5"], ["bad.json5"], ["none.json5"], ["none.json5", "bad.json5"]] {
      let text = try Simctl(["check"] + files, directory: folder.url)
      let json = try Simctl(["check", "--format=json"] + files, directory: folder.url)
      #expect(json.exitCode == text.exitCode, "\(files)")
      #expect(try document(json).files.count == files.count)
      #expect(
        json.stdout == (try Simctl(["check", "--format=json", "-q"] + files, directory: folder.url)).stdout)
    }
    #expect(try simctl("check", "--format", "json", "good.json5").stderr.isEmpty)
    #expect(
      try document(simctl("check", "--format", "json", "bad.json5")).diagnostics.first?.suggestion == "via")
  }

  @Test func theDocumentGoesToAFile() throws {
    try write("{", to: "bad.json5")
    let run = try simctl("check", "--format", "json", "-o", "out.json", "bad.json5")
    #expect(run.exitCode == 65)
    #expect(run.stdout.isEmpty)
    let text = try String(contentsOf: folder.url.appending(path: "out.json"), encoding: .utf8)
    #expect(try text == simctl("check", "--format", "json", "bad.json5").stdout)
    // Neither are the data files of a scenario that cannot be used.
    for (name, data) in [("a.bin", "data: { file: 'a.bin' }"), ("b.bin", "data: {}")] {
      try write("data", to: name)
      try write(
        "{ transfers: [{ op: 'write', \(data) }], sweep: { 'transfers[0].data.file': ['b.bin'] } }",
        to: "odd.json5")
      #expect(try simctl("check", "--format", "json", "-o", name, "odd.json5").exitCode == 64)
      #expect(try String(contentsOf: folder.url.appending(path: name), encoding: .utf8) == "data")
    }
    let over = try simctl("check", "--format", "json", "-o", "bad.json5", "bad.json5")
    #expect(over.exitCode == 64)
    #expect(try String(contentsOf: folder.url.appending(path: "bad.json5"), encoding: .utf8) == "{")
  }

  @Test func expansionIsAnotherThing() throws {
    try write(Self.good, to: "good.json5")
    let run = try simctl("check", "--format", "json", "--expand", "good.json5")
    #expect(run.exitCode == 64)
    #expect(run.stdout.isEmpty)
    #expect(try simctl("check", "-o", "x", "good.json5").exitCode == 64)
    #expect(folder.names == ["good.json5"])
  }

  /// On stderr a message has the line of the text below it.
  @Test func theTextShowsTheLine() throws {
    try write("{ seed: -1,\n  format: 'simctl-scenario/1' }", to: "bad.json5")
    let lines = try simctl("check", "bad.json5").stderr.split(separator: "\n")
    let index = try #require(lines.firstIndex { $0.hasPrefix("bad.json5:1:9: error: seed: ") })
    #expect(lines[index + 1] == "  { seed: -1,")
    #expect(lines[index + 2] == "          ^~")
  }

  /// What `--expand` prints is a scenario, whatever the file is called.
  @Test(arguments: [String(repeating: "long", count: 60), "a\nb\t\u{7F}", "a\u{2028}b"])
  func expansionsLoad(name: String) throws {
    try write(Self.good, to: name)
    let expanded = try simctl("check", "--expand", name)
    #expect(expanded.exitCode == 0)
    try write(expanded.stdout, to: "again.json5")
    let again = try simctl("check", "--expand", "again.json5")
    #expect(again.exitCode == 0)
    #expect(again.stdout == expanded.stdout)
  }

  /// The same of a name that is no text at all.
  @Test func expansionsOfNamesThatAreNoUTF8Load() throws {
    try write(Self.good, to: "good.json5")
    let run = try Simctl(
      script: """
        f=$(printf 'a\\377b'); mv good.json5 "$f"
        "$SIMCTL" check --expand "$f" > again.json5 && "$SIMCTL" check --expand again.json5 | cmp - again.json5
        """, directory: folder.url)
    #expect(run.exitCode == 0)
    #expect(run.stdout.isEmpty)
  }
}
