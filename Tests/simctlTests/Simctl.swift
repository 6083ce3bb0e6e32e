import Foundation
import Testing

/// The built `simctl`, run as a process of its own.
struct Simctl {
  var exitCode: Int32
  var stdout: String
  var stderr: String

  /// The binary, which is built beside the tests.
  static var path: String {
    Bundle.module.bundleURL.deletingLastPathComponent().appendingPathComponent("simctl").path
  }

  /// Runs `simctl` in `directory`. Its output goes through files, so that no amount of it can block the run.
  init(_ arguments: [String], input: String = "", environment: [String: String] = [:], directory: URL? = nil)
    throws
  {
    try self.init(
      executable: Self.path, arguments, input: input, environment: environment, directory: directory)
  }

  /// Runs a script in which `$SIMCTL` is the binary.
  init(script: String, directory: URL? = nil) throws {
    try self.init(
      executable: "/bin/bash", ["-c", script], input: "", environment: ["SIMCTL": Self.path],
      directory: directory)
  }

  private init(
    executable: String, _ arguments: [String], input: String, environment: [String: String], directory: URL?
  ) throws {
    let folder = try TemporaryFolder()
    let names = ["in", "out", "err"].map { folder.url.appendingPathComponent($0) }
    try Data(input.utf8).write(to: names[0])
    try Data().write(to: names[1])
    try Data().write(to: names[2])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = directory ?? folder.url
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"].merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: names[0])
    process.standardOutput = try FileHandle(forWritingTo: names[1])
    process.standardError = try FileHandle(forWritingTo: names[2])
    try process.run()
    process.waitUntilExit()
    exitCode = process.terminationStatus
    stdout = try String(contentsOf: names[1], encoding: .utf8)
    stderr = try String(contentsOf: names[2], encoding: .utf8)
  }
}

/// A folder that goes when nobody holds it any more.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("simctl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The names in the folder, hidden ones included.
  var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? []
  }
}

/// A call of `simctl` whose whole outcome is a golden file.
struct GoldenCall: Sendable, CustomTestStringConvertible {
  /// The name of the file, without its end.
  var name: String
  var arguments: [String]
  var input = ""

  init(_ name: String, _ arguments: String..., input: String = "") {
    self.name = name
    self.arguments = arguments
    self.input = input
  }

  var testDescription: String { name }

  /// Runs it and compares the call, its exit code and both outputs with `<name>.txt`.
  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let run = try Simctl(arguments, input: input)
    var text = "$ simctl" + arguments.map { " " + Self.quoted($0) }.joined() + "\n"
    if !input.isEmpty { text += "--- stdin\n" + input }
    text += "--- exit code \(run.exitCode)\n"
    if !run.stdout.isEmpty { text += "--- stdout\n" + run.stdout }
    if !run.stderr.isEmpty { text += "--- stderr\n" + run.stderr }
    try expectGolden(text, name + ".txt", sourceLocation: sourceLocation)
  }

  /// An argument as one would type it.
  private static func quoted(_ argument: String) -> String {
    let isPlain =
      !argument.isEmpty && argument.allSatisfy { $0.isLetter || $0.isNumber || "-_=./:,+".contains($0) }
    return isPlain ? argument : "'" + argument.replacingOccurrences(of: "\n", with: "\\n") + "'"
  }
}
