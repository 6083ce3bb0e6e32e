/// Frames in which a transfer sends nothing.
struct TailPause: Hashable, Sendable {
  /// What they count to: the host, or a bank switch that waits.
  var part: FramePart
  /// How many there are; a bank switch may also wait none.
  var frames: UInt64
}

/// What lies between two cuts of a transfer's end.
struct TailLeg {
  /// Where it begins.
  struct Origin: Hashable {
    /// How bus and conductor stand there.
    var node: Int
    /// What the pause counts to that it begins with, if it does.
    var part: FramePart?
    var pause: Length
    var sync: Sync
  }

  /// How long a pause is, or as much of it as lies in the leg.
  enum Length: Hashable {
    case exact(UInt64)
    /// What is left of it after whole periods, which are passed over.
    case long(UInt64)
  }

  /// Where a synchronisation point falls, after whose Ping the leg ends.
  enum Sync: Hashable {
    case none
    case inPause
    /// So many frames after the pause.
    case afterPause(UInt64)
  }

  /// What the transfer does at its end.
  enum NextPause: Hashable {
    /// It sends something.
    case none
    /// The host takes so many frames.
    case host(UInt64)
    /// It is in front of a bank switch, which may wait.
    case bankSwitch
    /// The pause goes on that it was cut in.
    case rest
  }

  /// Its frames without those of the pause that it begins with.
  var addition: TransferTails.Addition
  /// Frames after that pause up to its first bank switch, or to its end.
  var quiet: UInt64
  /// Whether it ends before that pause does.
  var isCutInPause: Bool
  /// Where the next begins; nil at the end of the transfer.
  var next: Int?
  var pause = NextPause.none
  /// Frames from its end to the next synchronisation point; nil where there was none in it, so that it comes when it
  /// would.
  var due: UInt64?
}
