/// How far a bus is that a forecast goes on with, in frames. No number goes beyond `HostForecast.most`.
struct ForecastClock: Hashable, Sendable {
  /// The number of the next frame.
  private(set) var frame: UInt64 = 0
  /// Frames since the last stream synchronisation point.
  private(set) var framesSinceSSP: UInt64 = 0
  /// Whether DP0 is open.
  private(set) var isOpen: Bool
  /// Frames from one synchronisation point to the next while DP0 is open; nil where Pings give none.
  let syncFrames: UInt64?
  /// Whether the latest frame was a Ping for one.
  private var followsSync = false

  /// In front of the first frame.
  init(isOpen: Bool, syncFrames: UInt64?) {
    self.isOpen = isOpen
    self.syncFrames = syncFrames
  }

  /// Frames up to the next Ping for a synchronisation point, and from one to the next; nil where none is given.
  var sync: (ahead: UInt64, every: UInt64)? {
    guard isOpen, let every = syncFrames else { return nil }
    return (every - 1 - min(framesSinceSSP, every - 1), every)
  }

  /// A transfer begins, which does not know what was before.
  mutating func begin() { followsSync = false }

  /// So many frames pass in which no command is wanted.
  mutating func pass(_ frames: UInt64) {
    guard frames > 0 else { return }
    frame = HostForecast.sum(frame, frames)
    if let sync {
      framesSinceSSP = (sync.every - 1 - sync.ahead + frames) % sync.every
      followsSync = framesSinceSSP == 0
    } else {
      framesSinceSSP = HostForecast.sum(framesSinceSSP, frames)
      followsSync = false
    }
  }

  /// So many commands go out; gives the frames in which a Ping for a synchronisation point displaced one.
  mutating func send(_ commands: UInt64) -> UInt64 {
    guard sync != nil else {
      pass(commands)
      return 0
    }
    var left = commands
    var displaced: UInt64 = 0
    while left > 0, let sync {
      if sync.ahead == 0, !followsSync {
        pass(1)
        displaced += 1
      } else {
        // Where every boundary is due, one command goes between two Pings.
        let run = min(left, max(1, sync.ahead))
        frame = HostForecast.sum(frame, run)
        framesSinceSSP += run
        followsSync = false
        left -= run
      }
    }
    return displaced
  }

  /// A bank switch, which is a synchronisation point; DP0 is open or closed after it.
  mutating func switchBank(opens: Bool) {
    frame = HostForecast.sum(frame, 1)
    framesSinceSSP = 0
    followsSync = false
    isOpen = opens
  }
}

extension HostForecast {
  /// No number of frames goes beyond this.
  package static let most: UInt64 = 1 << 58

  package static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
    min(most, min(most, left) + min(most, right))
  }

  package static func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? most : min(most, product)
  }
}
