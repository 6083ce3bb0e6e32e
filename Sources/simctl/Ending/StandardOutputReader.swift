import Foundation
import Synchronization

/// Whoever reads standard output: when he leaves (`| head -1`), the tool ends at once, without words, with code 74; also where
/// it has nothing to write for a long time.
enum StandardOutputReader {
  private struct State {
    var isWatched = false
    var isNeeded = false
  }

  private static let state = Mutex(State())

  /// He is needed from now on.
  static func need() {
    let starts = state.withLock { state in
      defer { state = State(isWatched: true, isNeeded: true) }
      return !state.isWatched && isPipe
    }
    if starts { Thread.detachNewThread { watch() } }
  }

  /// All is written: he may go.
  static func release() { state.withLock { $0.isNeeded = false } }

  private static var isPipe: Bool {
    var status = stat()
    return fstat(STDOUT_FILENO, &status) == 0 && [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }

  private static func watch() {
    let gone = Int16(POLLERR | POLLHUP)
    var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
    while poll(&output, 1, -1) < 0 { if errno != EINTR { return } }
    guard output.revents & gone != 0 else { return }
    state.withLock { state in
      guard state.isNeeded else { return }
      StatusLine.end()
      TemporaryFiles.removeAll { _exit(ExitCode.outputFailed.rawValue) }
    }
  }
}
