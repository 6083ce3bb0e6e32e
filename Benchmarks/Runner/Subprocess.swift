internal import Foundation

/// A finished process.
struct Subprocess {
  var exitCode: Int32
  var output: Data

  /// Runs a program with its stderr shown or dropped, and collects its stdout.
  init(
    _ command: [String], environment: [String: String] = [:], showsErrors: Bool = true
  ) throws(Failure) {
    guard let path = command.first else { throw .failed("no program to run") }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = Array(command.dropFirst())
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    if !showsErrors { process.standardError = FileHandle.nullDevice }
    let pipe = Pipe()
    process.standardOutput = pipe
    do {
      try process.run()
      output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    } catch {
      throw .failed("cannot run \(path): \(error.localizedDescription)")
    }
    process.waitUntilExit()
    exitCode = process.terminationStatus
  }

  /// The program of a name on the search path, or nil.
  static func find(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// This program.
  static var own: String { Bundle.main.executablePath ?? CommandLine.arguments[0] }

  /// What a child of this program, or of another copy of it, found.
  static func report(
    of task: ChildTask, program: String = own, under wrapper: [String] = [],
    environment: [String: String] = [:]
  ) throws(Failure) -> ChildReport {
    let finished = try Subprocess(
      wrapper + [program] + task.words, environment: environment, showsErrors: wrapper.isEmpty)
    guard finished.exitCode == 0,
      let report = try? JSONDecoder().decode(ChildReport.self, from: finished.output)
    else {
      throw .failed("a process of the benchmark failed: \(task.words.dropFirst().joined(separator: " "))")
    }
    return report
  }
}
