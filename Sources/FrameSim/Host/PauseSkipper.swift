/// Looks for pauses that are worth skipping.
struct PauseSkipper: Sendable {
  /// Frames ahead from which on it pays: to see that the bus comes back takes a period, and what is no whole period is
  /// run.
  private static let worthwhile = 4 * Bus.pingPeriod

  /// The frame up to which it is no use to try: the bus did not come back.
  private var restsUntil: UInt64 = 0

  /// Passes over most of the pause that lies ahead, where it is a long one; the last frames of a pause are always run.
  ///
  /// For the frame engine only, where nobody watches the frames.
  @inline(never)
  mutating func skip(_ driver: inout TransferDriver, _ bus: inout Bus) -> SkippedPings? {
    let ahead = driver.pausesAhead(&bus)
    guard ahead.frames >= Self.worthwhile, bus.frame >= restsUntil else { return nil }
    guard let pings = bus.skipPings(upTo: ahead.frames - 1) else {
      restsUntil = bus.frame + Self.worthwhile
      return nil
    }
    driver.skip(pings, ahead.part, bus: &bus)
    return pings
  }
}
