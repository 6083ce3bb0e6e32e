import Foundation
import Scenario
import Testing

/// Every kind of mistake has a file with its exact messages and exit code beside it.
@Suite struct BadScenarioTests {
  @Test(arguments: Golden.files(in: "bad", ending: ".json5"))
  func messagesAndExitCodeAreGolden(file: URL) throws {
    let failure = #expect(throws: ScenarioLoadFailure.self) { try ScenarioLoader.load(path: file.path) }
    let folder = file.deletingLastPathComponent().path + "/"
    let lines = failure?.diagnostics.map { $0.report().replacingOccurrences(of: folder, with: "") } ?? []
    let text = lines.joined(separator: "\n") + "\nexit \(failure?.exitCode ?? 0)\n"
    try Golden.check(text, against: file.deletingPathExtension().appendingPathExtension("txt"))
  }

  @Test func everyKindOfMistakeIsThere() {
    #expect(Golden.files(in: "bad", ending: ".json5").count >= 40)
  }

  @Test(arguments: Golden.files(in: "bad", ending: ".json5"))
  func messagesArePrintable(file: URL) throws {
    let failure = #expect(throws: ScenarioLoadFailure.self) { try ScenarioLoader.load(path: file.path) }
    for diagnostic in failure?.diagnostics ?? [] {
      #expect(diagnostic.message.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
      #expect(diagnostic.message.count < 500)
    }
  }

  @Test func aMissingFileIsExit66() throws {
    for path in ["/nowhere/scenario.json5", Golden.fixtures.path + "/bad/five.bin/scenario.json5", ""] {
      let failure = #expect(throws: ScenarioLoadFailure.self) { try ScenarioLoader.load(path: path) }
      #expect(failure?.exitCode == 66)
      #expect(failure?.diagnostics.map(\.description) == ["\(path): error: the file does not exist"])
    }
  }

  @Test func aDirectoryIsExit65() throws {
    let path = Golden.fixtures.path
    let failure = #expect(throws: ScenarioLoadFailure.self) { try ScenarioLoader.load(path: path) }
    #expect(failure?.exitCode == 65)
    #expect(failure?.diagnostics.map(\.description) == ["\(path): error: the file is a directory"])
  }

  @Test func aDeviceWithoutEndIsRefused() throws {
    let failure = #expect(throws: ScenarioLoadFailure.self) { try ScenarioLoader.load(path: "/dev/zero") }
    #expect(failure?.exitCode == 65)
    #expect(
      failure?.diagnostics.map(\.description) == [
        "/dev/zero: error: the file has too many bytes; a scenario has at most 16 MiB (16777216 bytes)"
      ])
  }

  @Test func aFileOf100MegabytesIsRefusedUnread() throws {
    try withSparseFile(bytes: 100 << 20) { path in
      let failure = #expect(throws: ScenarioLoadFailure.self) { try ScenarioLoader.load(path: path) }
      #expect(failure?.exitCode == 65)
      #expect(
        failure?.diagnostics.map(\.message) == [
          "the file has 104857600 bytes; a scenario has at most 16 MiB (16777216 bytes)"
        ])
    }
  }

  @Test(arguments: ["[", "{a:", "[{a:[", "[\n"])
  func nestingWithoutEndIsRefused(opening: String) throws {
    let text = String(repeating: opening, count: 100_000)
    let failure = #expect(throws: ScenarioLoadFailure.self) {
      try ScenarioLoader.load(bytes: Array(text.utf8), name: "deep.json5", folder: "")
    }
    #expect(failure?.exitCode == 65)
    #expect(failure?.diagnostics.map(\.message) == ["objects and lists are nested more than 64 deep"])
  }

  @Test func tooManyValuesAreRefused() throws {
    let text = "[" + String(repeating: "0,", count: 1 << 20) + "]"
    let failure = #expect(throws: ScenarioLoadFailure.self) {
      try ScenarioLoader.load(bytes: Array(text.utf8), name: "long.json5", folder: "")
    }
    #expect(failure?.diagnostics.map(\.message) == ["the file holds more than 1048576 values"])
  }

  @Test func moreMistakesThanAnyoneReadsAreCounted() throws {
    let keys = (0..<3000).map { "k\($0): 0" } + (0..<3000).map { "k\($0): 1" }
    let text = "{" + keys.joined(separator: ",\n") + "}"
    let failure = #expect(throws: ScenarioLoadFailure.self) {
      try ScenarioLoader.load(bytes: Array(text.utf8), name: "many.json5", folder: "")
    }
    #expect(failure?.diagnostics.count == 1001)
    // 3000 duplicate keys, 3000 unknown keys, 4 missing ones, of which 1000 are shown.
    #expect(failure?.diagnostics.last?.message == "and 5004 more messages")
  }
}

/// Runs a body with a file that has a length, but no blocks on the disk.
func withSparseFile(bytes: UInt64, _ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "scenario-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: "sparse.bin")
  try Data().write(to: file)
  let handle = try FileHandle(forWritingTo: file)
  try handle.truncate(atOffset: bytes)
  try handle.close()
  try body(file.path)
}
