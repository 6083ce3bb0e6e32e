import Foundation
import FrameSim
import Scenario
import Synchronization

/// A line on a terminal that says how far the work is and how long it will still take.
///
/// A thread of its own draws it, so that it moves while nothing reports anything. Shows nothing, and starts no thread,
/// where stderr is no terminal.
final class Progress: Sendable {
  /// One stretch of the work.
  private struct Stage {
    var title = ""
    /// Pieces that are done, those that were done in an earlier run, and all; 0 where nothing is counted.
    var done = 0
    var resumed = 0
    var pieces = 0
    /// Frames that are to be clocked, and the meter's reading at the start; 0 where they are not known.
    var frames: UInt64 = 0
    var firstFrame: UInt64 = 0
    var start = ContinuousClock.now
  }

  /// Counts the frames that are clocked.
  let meter = WorkMeter()

  private let stage = Mutex(Stage())
  private let isOver = Mutex(false)
  private static let interval = DispatchTimeInterval.milliseconds(200)
  private let wake = DispatchSemaphore(value: 0)

  /// Begins with a stage of which nothing is known but its name.
  init(_ talk: Talk, _ title: String) {
    begin(title)
    guard talk.showsProgress else {
      isOver.withLock { $0 = true }
      return
    }
    Thread { [weak self, wake] in
      while wake.wait(timeout: .now() + Self.interval) == .timedOut {
        guard let self else { return }
        self.draw()
      }
    }.start()
  }

  deinit { clear() }

  /// Goes on to another stage, of so many pieces and so many frames to clock; 0 where that is not known.
  func begin(_ title: String, pieces: Int = 0, frames: UInt64 = 0) {
    stage.withLock {
      $0 = Stage(title: title, pieces: pieces, frames: frames, firstFrame: meter.frames)
    }
  }

  /// So many pieces of the stage are done; `resumed` of them were done in an earlier run.
  func step(_ done: Int, resumed: Int = 0) {
    stage.withLock {
      $0.done = max($0.done, done)
      $0.resumed = resumed
    }
  }

  /// Takes the line away for good.
  func clear() {
    isOver.withLock { over in
      guard !over else { return }
      over = true
      wake.signal()
      StatusLine.clear()
    }
  }

  private func draw() {
    let stage = stage.withLock { $0 }
    let line = Self.line(stage, meter.frames)
    isOver.withLock { if !$0 { StatusLine.show(line) } }
  }

  private static func line(_ stage: Stage, _ frames: UInt64) -> String {
    let elapsed = (ContinuousClock.now - stage.start).seconds
    guard let share = share(of: stage, frames) else {
      return "\(stage.title), \(DurationText(elapsed)) so far"
    }
    let bar = String(repeating: "#", count: Int(share * 20)).padding(
      toLength: 20, withPad: ".", startingAt: 0)
    let count = stage.pieces > 1 ? "\(stage.done)/\(stage.pieces)" : "\(Int(share * 100)) %"
    // What an earlier run did says nothing about the speed of this one.
    let before = stage.pieces > 0 ? Double(stage.resumed) / Double(stage.pieces) : 0
    let own = stage.frames > 0 ? share : share - before
    let left =
      own > 0 ? "\(DurationText(elapsed / own * (1 - share))) left" : "\(DurationText(elapsed)) so far"
    return "\(stage.title) [\(bar)] \(count), \(left)"
  }

  /// How much of a stage is done, from 0 to 1; nil where nothing is counted.
  private static func share(of stage: Stage, _ frames: UInt64) -> Double? {
    if stage.frames > 0 { return min(0.999, Double(frames - stage.firstFrame) / Double(stage.frames)) }
    return stage.pieces > 0 ? min(1, Double(stage.done) / Double(stage.pieces)) : nil
  }
}
