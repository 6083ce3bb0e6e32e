import Foundation
import Scenario
import Synchronization

/// The line at the bottom of a terminal that says how far the work is; whoever writes something else takes it away first.
enum StatusLine {
  private struct State {
    var isShown = false
    var isEnded = false
  }

  private static let state = Mutex(State())
  private static let empty = "\r\u{1B}[K"

  /// Shows a line in the place of the one before.
  static func show(_ line: String) {
    state.withLock { state in
      if state.isEnded { return }
      _ = writeAll(Array((empty + line).utf8), to: STDERR_FILENO)
      state.isShown = true
    }
  }

  /// Takes the line away, if there is one.
  static func clear() {
    state.withLock { state in
      guard state.isShown else { return }
      _ = writeAll(Array(empty.utf8), to: STDERR_FILENO)
      state.isShown = false
    }
  }

  /// Takes the line away for good, because the tool ends.
  static func end() {
    // Where the terminal is stopped, a thread may wait for ever to draw.
    for _ in 0..<10 {
      let isDone = state.withLockIfAvailable { state in
        if state.isShown { Talk.sayIfPossible(empty) }
        state = State(isEnded: true)
        return true
      }
      if isDone != nil { return }
      usleep(5000)
    }
  }
}
