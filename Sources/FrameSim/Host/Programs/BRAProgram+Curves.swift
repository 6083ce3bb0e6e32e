// What the curves of transfers of every length know of it.
extension BRAProgram {
  /// What is left of a transfer depends on this, besides the bus and the pause at hand, once its data is through.
  struct Standing: Hashable, Sendable {
    var phase: Phase
    var commands: CommandSequence
    var pace: HostPace
  }

  /// How it stands.
  var standing: Standing {
    Standing(phase: phase, commands: commands.unwaited, pace: pace.ready(at: 0))
  }

  /// The pause at hand: the host's, or that of a bank switch, which may have no frame.
  func pauseAhead(_ view: HostView) -> TailPause? {
    let host = pace.framesAhead(view)
    if host > 0 { return TailPause(part: .host, frames: host) }
    guard phase == .closing, let frames = commands.framesAhead(syncWait, view) else { return nil }
    return TailPause(part: .syncWait, frames: frames)
  }

  /// Makes it stand in front of a pause, whatever it stood in front of.
  mutating func stand(inFrontOf pause: TailPause?, _ view: HostView) {
    let host = pause?.part == .host ? pause : nil
    pace = pace.ready(at: view.slot(framesAhead: host?.frames ?? 0))
    commands = commands.unwaited
    if let pause, pause.part == .syncWait { commands.stand(pause.frames, &syncWait, view) }
  }

  /// Data bytes after the block on the wire.
  var bytesAtEndOfBlock: Int { progress.sent + progress.offered }

  /// Makes it end with the block on the wire.
  mutating func shorten() { progress.endsHere = true }

  /// Whether the next command is a bank switch, in front of the first frame in which it may wait.
  func isInFrontOfWait(_ slot: UInt64) -> Bool {
    (phase == .opening || phase == .closing) && commands.isInFrontOfWait && !pace.isBusy(at: slot)
  }
}
