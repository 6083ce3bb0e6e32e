internal import BRAEncoder

/// The programs that production runs: a transfer over one of the two ways.
///
/// One of the two is there. They lie side by side, and not in an enum, so that each is worked on in place.
package struct TransferProgram: HostProgram {
  private(set) var bra: BRAProgram<MemoryFeed>?
  private(set) var column0: Column0Program?

  /// A transfer that the interface takes, in front of its first frame.
  init(
    _ request: TransferRequest, _ host: HostConfiguration, geometry: PortGeometry, limits: DP0Limits,
    _ view: HostView, _ timeline: BusTimeline
  ) {
    let pace = HostPace(host.model, path: request.path, from: view.slot, timeline)
    switch request.path {
    case .column0: column0 = Column0Program(request, pace)
    case .bra:
      let section = BRASection(address: request.address, byteCount: request.bytes)
      bra = BRAProgram(
        BRAStream(
          device: request.device, setup: host.setup, geometry: geometry, limits: limits,
          responses: host.responses, check: host.check),
        MemoryFeed(
          request.operation, device: request.device, sections: section.map { [$0] } ?? [], limits: limits),
        syncWait: host.syncWait, pace: pace, view)
    }
  }

  @inline(__always)
  package mutating func offer(_ view: HostView, _ timeline: BusTimeline) -> FrameOffer {
    column0?.offer(view, timeline) ?? bra?.offer(view, timeline) ?? FrameOffer()
  }

  @inline(__always)
  package mutating func complete(
    _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline
  ) {
    column0?.complete(share, outcome, view, timeline)
    bra?.complete(share, outcome, view, timeline)
  }

  package var asksForPort: Bool { bra?.asksForPort ?? false }

  package mutating func look(at port: PortSettings, _ view: HostView) { bra?.look(at: port, view) }

  package mutating func waited(_ frames: UInt64) { bra?.waited(frames) }

  @inline(__always)
  package func isThrough(_ view: HostView) -> Bool {
    column0?.isThrough(view) ?? bra?.isThrough(view) ?? true
  }

  /// Why it failed, or nil.
  var error: TransferError? { column0?.error ?? bra?.error }

  /// Data bytes that went through.
  var done: Int { column0?.done ?? bra?.done ?? 0 }
}

// MARK: - Curves

extension TransferProgram {
  /// What is left of a transfer depends on this, besides the bus, once its data is through.
  struct Standing: Hashable, Sendable {
    var column0: HostPace?
    var bra: BRAProgram<MemoryFeed>.Standing?
  }

  /// How it stands in front of a slot.
  func standing(at slot: UInt64) -> Standing {
    Standing(column0: column0?.standing(at: slot), bra: bra?.standing(at: slot))
  }

  /// How long bank switches wait.
  var syncWait: SyncWait {
    get { bra?.syncWait ?? .none }
    set { bra?.syncWait = newValue }
  }

  /// Data bytes after the frame on the wire, in which it sends what it offered last; nil where that is no data.
  func bytesAtEndOfFrame(sendsBlock: Bool) -> Int? {
    sendsBlock ? bra?.bytesAtEndOfBlock : column0?.bytesAtEndOfFrame
  }

  /// Makes it a transfer that ends with the frame on the wire, which carries data.
  mutating func shorten() {
    column0?.shorten()
    bra?.shorten()
  }

  /// Whether commands open the stream.
  var isOpening: Bool { bra?.phase == .opening }

  /// Whether nothing but closing commands and pauses is left.
  var isAfterData: Bool { column0?.isFinished ?? (bra?.phase == .closing || bra?.phase == .finished) }

  /// Whether the next command is a bank switch, in front of the first frame in which it may wait.
  func isInFrontOfWait(_ slot: UInt64) -> Bool { bra?.isInFrontOfWait(slot) ?? false }
}
