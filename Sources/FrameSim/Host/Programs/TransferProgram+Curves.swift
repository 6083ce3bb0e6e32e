// What the curves of transfers of every length know of it.
extension TransferProgram {
  /// What is left of a transfer depends on this, besides the bus and the pause at hand, once its data is through.
  struct Standing: Hashable, Sendable {
    var column0: HostPace
    var bra: BRAProgram<RetryingFeed<HostFeed>>.Standing
  }

  /// How it stands.
  var standing: Standing { Standing(column0: column0.standing, bra: bra.standing) }

  /// The pause that it is in, or in front of.
  func pauseAhead(_ view: HostView) -> TailPause? { isBRA ? bra.pauseAhead(view) : column0.pauseAhead(view) }

  /// Makes it stand in front of a pause, whatever it stood in front of.
  mutating func stand(inFrontOf pause: TailPause?, _ view: HostView) {
    if isBRA { bra.stand(inFrontOf: pause, view) } else { column0.stand(inFrontOf: pause, view) }
  }

  /// How long bank switches wait.
  var syncWait: SyncWait {
    get { isBRA ? bra.syncWait : .none }
    set { bra.syncWait = newValue }
  }

  /// Data bytes after the frame on the wire, in which it sends what it offered last; nil where that is no data.
  func bytesAtEndOfFrame(sendsBlock: Bool) -> Int? {
    if sendsBlock { return bra.bytesAtEndOfBlock }
    return isBRA ? nil : column0.bytesAtEndOfFrame
  }

  /// Makes it a transfer that ends with the frame on the wire, which carries data.
  mutating func shorten() {
    column0.shorten()
    bra.shorten()
  }

  /// Whether it would be through after the frame on the wire if that carried its last byte: over Column 0 nothing follows but
  /// time of the host.
  func wouldBeThrough(
    _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline
  ) -> Bool {
    guard !isBRA, isPlain else { return false }
    var end = column0
    end.shorten()
    end.complete(share, outcome, view, timeline)
    return end.error == nil && end.isThrough(view)
  }

  /// Whether commands open the stream.
  var isOpening: Bool { bra.phase == .opening }

  /// Whether nothing but closing commands and pauses is left.
  var isAfterData: Bool {
    isBRA ? bra.phase == .closing || bra.phase == .finished : column0.isFinished
  }

  /// Whether the next command is a bank switch, in front of the first frame in which it may wait.
  func isInFrontOfWait(_ slot: UInt64) -> Bool { isBRA && bra.isInFrontOfWait(slot) }
}
