extension SyncWait {
  /// Whether a bank switch that has waited `waited` frames waits one more, in front of frame number `frame`.
  package func holds(waited: Int, frame: UInt64) -> Bool {
    switch self {
    case .none: false
    case .frames(let count): waited < count
    case .pulse(let interval, let phase): frame % UInt64(max(1, interval)) != UInt64(max(0, phase))
    }
  }

  /// How many frames it waits from frame number `frame` on; 0 also where a pulse never comes.
  package func framesAhead(waited: Int, frame: UInt64) -> UInt64 {
    switch self {
    case .none: return 0
    case .frames(let count): return UInt64(max(0, count - waited))
    case .pulse(let interval, let phase):
      let interval = UInt64(max(1, interval))
      let phase = UInt64(max(0, phase))
      guard phase < interval else { return 0 }
      return (phase + interval - frame % interval) % interval
    }
  }
}
