import Foundation
import Scenario
import Synchronization

/// The line at the bottom of a terminal that says how far the work is; whoever writes something else takes it away first.
enum StatusLine {
  private static let isShown = Mutex(false)

  /// Shows a line in the place of the one before.
  static func show(_ line: String) {
    isShown.withLock { shown in
      _ = writeAll(Array("\r\u{1B}[K\(line)".utf8), to: STDERR_FILENO)
      shown = true
    }
  }

  /// Takes the line away, if there is one.
  static func clear() {
    isShown.withLock { shown in
      guard shown else { return }
      _ = writeAll(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO)
      shown = false
    }
  }
}
