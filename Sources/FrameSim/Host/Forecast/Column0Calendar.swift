/// The frames in which a transfer takes Column 0, so that others have to stand back.
struct Column0Calendar: Sendable {
  let isKept: Bool
  /// In ascending order, with room between them.
  private var taken: [Range<UInt64>] = []
  /// After all that are taken: the first frame of those that a Ping for a synchronisation point takes, and from one to the next.
  private var syncs: (first: UInt64, every: UInt64)?

  /// Nothing is taken yet; where it is not kept, nothing ever is.
  init(isKept: Bool) { self.isKept = isKept }

  /// Takes so many frames, after all that are taken.
  mutating func take(_ frame: UInt64, _ count: UInt64) {
    guard isKept else { return }
    let end = frame + count
    if let last = taken.last, last.upperBound == frame {
      taken[taken.count - 1] = last.lowerBound..<end
    } else {
      taken.append(frame..<end)
    }
  }

  /// What is taken here or there.
  mutating func merge(_ other: Column0Calendar) {
    var merged = Column0Calendar(isKept: isKept)
    merged.syncs = syncs
    for range in (taken + other.taken).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      merged.take(range.lowerBound, UInt64(range.count))
    }
    self = merged
  }

  /// The first free frame from one on, and how many follow it; `place` is where the last search ended.
  func free(from frame: UInt64, _ place: inout Int) -> Range<UInt64> {
    var frame = frame
    while place < taken.count {
      if frame < taken[place].lowerBound { return frame..<taken[place].lowerBound }
      if frame < taken[place].upperBound { frame = taken[place].upperBound }
      place += 1
    }
    guard let syncs else { return frame..<UInt64.max }
    guard frame >= syncs.first else { return frame..<syncs.first }
    if (frame - syncs.first) % syncs.every == 0 { frame += 1 }
    let ahead = syncs.every - 1 - (frame - syncs.first - 1) % syncs.every
    return frame..<frame + ahead
  }

  /// From here on nothing is taken but by the synchronisation points of an open DP0.
  mutating func goOn(_ clock: ForecastClock) {
    // Where every boundary is one, commands go between them; that is not worked out.
    guard let sync = clock.sync, sync.every > 1 else { return }
    syncs = (clock.frame + sync.ahead, sync.every)
  }
}

extension Column0Calendar {
  /// What a transfer over Column 0 takes that stands back where this is taken; gives its frames of the host, and takes its own.
  ///
  /// It has runs of so many commands each, at whose end the host waits.
  mutating func send(
    _ runs: [Int], from start: UInt64, _ pace: PaceForecast?
  ) -> (hostFrames: UInt64, end: UInt64) {
    var own = Column0Calendar(isKept: isKept)
    var place = 0
    var frame = HostForecast.sum(start, pace?.framesInFront ?? 0)
    for commands in runs {
      var left = commands
      var inBatch = 0
      while left > 0 {
        let free = free(from: frame, &place)
        let room = pace.map { min(left, $0.commandsPerBatch - inBatch) } ?? left
        let run = Int(min(UInt64(room), free.upperBound - free.lowerBound))
        own.take(free.lowerBound, UInt64(run))
        frame = free.lowerBound + UInt64(run)
        left -= run
        inBatch += run
        guard let pace, left == 0 || inBatch == pace.commandsPerBatch else { continue }
        frame = HostForecast.sum(frame, pace.frames(after: inBatch))
        inBatch = 0
      }
    }
    merge(own)
    return (frame - start - UInt64(runs.reduce(0, +)), frame)
  }
}
