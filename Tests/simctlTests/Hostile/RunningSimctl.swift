import Foundation
import Testing

/// The built `simctl` while it runs.
final class RunningSimctl {
  private let process = Process()
  /// Where its standard error goes.
  private let stderrFile: URL

  /// Starts it in `directory`, with signals as a shell would start it, but for those that `ignoring` names.
  init(
    _ arguments: [String], directory: URL, ignoring: String? = nil, stdout: FileHandle = .nullDevice,
    stderr: FileHandle? = nil
  ) throws {
    stderrFile = directory.appending(path: "stderr-\(UUID().uuidString)")
    try Data().write(to: stderrFile)
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["--default-signal"] + (ignoring.map { ["--ignore-signal=\($0)"] } ?? []) + [Simctl.path] + arguments
    process.currentDirectoryURL = directory
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = stdout
    process.standardError = try stderr ?? FileHandle(forWritingTo: stderrFile)
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: stderrFile)
  }

  /// Waits until something is so, or it ended; false after a minute.
  func wait(until condition: () throws -> Bool) throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !condition() {
      if ContinuousClock.now > deadline || !process.isRunning { return try condition() }
      usleep(2000)
    }
    return true
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// How it ended: the signal that did it, or the exit code; nil where it does not end.
  func end() throws -> (signal: Int32?, code: Int32?)? {
    guard try wait(until: { !process.isRunning }) else { return nil }
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
      ? (process.terminationStatus, nil) : (nil, process.terminationStatus)
  }

  /// What it said.
  var stderr: String { (try? String(contentsOf: stderrFile, encoding: .utf8)) ?? "" }
}
