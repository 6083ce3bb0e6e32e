import Foundation
import Scenario
import Synchronization

/// A line on a terminal that says how far the work is and how long it will still take.
///
/// Shows nothing where stderr is no terminal.
final class Progress: Sendable {
  private let talk: Talk
  private let title: String
  private let total: Int
  private let start = ContinuousClock.now
  private let lastShown = Mutex(ContinuousClock.now)

  init(_ talk: Talk, title: String, total: Int) {
    self.talk = talk
    self.title = title
    self.total = total
  }

  /// So many pieces are done; `resumed` of them were done in an earlier run.
  func step(_ done: Int, resumed: Int = 0) {
    guard talk.showsProgress else { return }
    let now = ContinuousClock.now
    let isDue = lastShown.withLock { last in
      guard now - last > .milliseconds(100) else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let share = total > 0 ? Double(done) / Double(total) : 1
    let bar = String(repeating: "#", count: Int(share * 20)).padding(
      toLength: 20, withPad: ".", startingAt: 0)
    draw("\(title) [\(bar)] \(done)/\(total)\(timeLeft(done - resumed, now - start, left: total - done))")
  }

  /// Takes the line away.
  func clear() {
    if talk.showsProgress { draw("") }
  }

  private func timeLeft(_ done: Int, _ elapsed: Duration, left: Int) -> String {
    guard done > 0 else { return "" }
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    let rest = Int((seconds / Double(done) * Double(left)).rounded(.up))
    return rest >= 60 ? ", \(rest / 60) min \(rest % 60) s left" : ", \(rest) s left"
  }

  private func draw(_ line: String) {
    _ = writeAll(Array("\r\u{1B}[K\(line)".utf8), to: STDERR_FILENO)
  }
}
