import Foundation
import Scenario

/// What is said to a person, on stderr: errors always, everything else unless `--quiet`.
struct Talk: Sendable {
  /// Whether only errors are said.
  var isQuiet: Bool
  /// Whether the kind of a message is colored.
  var isColored: Bool

  /// Colors are for terminals whose user did not ask for none (`--no-color`, or `NO_COLOR` not empty).
  init(isQuiet: Bool = false, allowsColor: Bool = true) {
    self.isQuiet = isQuiet
    let environment = ProcessInfo.processInfo.environment
    let isWanted = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    isColored = allowsColor && isWanted && isatty(STDERR_FILENO) == 1
  }

  /// Whether a moving progress line makes sense.
  var showsProgress: Bool { !isQuiet && isatty(STDERR_FILENO) == 1 }

  /// Says why the command fails.
  func error(_ message: String) { say(prefix("error", color: 31) + message) }

  /// Says what is probably not meant, though allowed.
  func warning(_ message: String) { if !isQuiet { say(prefix("warning", color: 33) + message) } }

  /// Says something useful to know.
  func note(_ message: String) { if !isQuiet { say(message) } }

  /// Writes a line as it stands; that stderr is closed or full is no reason to fail.
  func say(_ line: String) {
    StatusLine.clear()
    _ = writeAll(Array((line + "\n").utf8), to: STDERR_FILENO)
  }

  /// Says something at the end of the tool, which must not wait for a terminal that is stopped or a pipe that is full.
  static func sayIfPossible(_ text: String) {
    var output = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    if poll(&output, 1, 0) == 1 { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }
  }

  private func prefix(_ kind: String, color: Int) -> String {
    isColored ? "simctl: \u{1B}[1;\(color)m\(kind):\u{1B}[0m " : "simctl: \(kind): "
  }
}
