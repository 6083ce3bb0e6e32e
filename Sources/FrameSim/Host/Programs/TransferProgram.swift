/// The programs that production runs: a transfer over one of the two ways.
///
/// One of the two has something to do. They lie side by side, neither in an enum nor optional, so that each is worked on in
/// place: whoever looks into an optional that is so large may be given a copy.
package struct TransferProgram: HostProgram {
  private let isBRA: Bool
  private(set) var bra: BRAProgram<MemoryFeed>
  private(set) var column0: Column0Program

  /// A transfer that the interface takes, in front of its first frame.
  init(
    _ request: TransferRequest, _ host: HostConfiguration, geometry: PortGeometry, limits: DP0Limits,
    _ view: HostView, _ timeline: BusTimeline
  ) {
    isBRA = request.path == .bra
    let pace = HostPace(host.model, path: request.path, from: view.slot, timeline)
    let stream = BRAStream(
      device: request.device, setup: isBRA ? host.setup : .alwaysOpen, geometry: geometry, limits: limits,
      responses: host.responses, check: host.check)
    let feed = MemoryFeed(
      request.operation, device: request.device, sections: isBRA ? request.sections : [], limits: limits)
    bra = BRAProgram(stream, feed, syncWait: host.syncWait, pace: isBRA ? pace : .ideal, view)
    column0 = isBRA ? .idle : Column0Program(request, pace)
  }

  package mutating func begin(_ view: HostView, _ timeline: BusTimeline) {
    if !isBRA { column0.begin(view, timeline) }
  }

  @inline(__always)
  package mutating func offer(_ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline) {
    if isBRA { bra.offer(&frame, view, timeline) } else { column0.offer(&frame, view, timeline) }
  }

  @inline(__always)
  package mutating func complete(
    _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline
  ) {
    if isBRA {
      bra.complete(share, outcome, view, timeline)
    } else {
      column0.complete(share, outcome, view, timeline)
    }
  }

  @inline(__always)
  package var asksForPort: Bool { bra.asksForPort }

  package mutating func look(at port: PortSettings, _ view: HostView) { bra.look(at: port, view) }

  package mutating func waited(_ frames: UInt64) { bra.waited(frames) }

  @inline(__always)
  package func isThrough(_ view: HostView) -> Bool {
    isBRA ? bra.isThrough(view) : column0.isThrough(view)
  }

  /// The bytes that a read over Column 0 brought.
  var incoming: [UInt8] { column0.incoming }

  /// Why it failed, or nil.
  var error: TransferError? { isBRA ? bra.error : column0.error }

  /// Data bytes that went through.
  var done: Int { isBRA ? bra.done : column0.done }

  /// The data bytes of blocks that failed, and after which it went on.
  var lost: [Range<Int>] { isBRA ? bra.lost : [] }

  /// The frames of its sections.
  var sectionFrames: SectionFrames { isBRA ? bra.sectionFrames : column0.sectionFrames }
}

// MARK: - Curves

extension TransferProgram {
  /// What is left of a transfer depends on this, besides the bus and the pause at hand, once its data is through.
  struct Standing: Hashable, Sendable {
    var column0: HostPace
    var bra: BRAProgram<MemoryFeed>.Standing
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

  /// Whether commands open the stream.
  var isOpening: Bool { bra.phase == .opening }

  /// Whether nothing but closing commands and pauses is left.
  var isAfterData: Bool {
    isBRA ? bra.phase == .closing || bra.phase == .finished : column0.isFinished
  }

  /// Whether the next command is a bank switch, in front of the first frame in which it may wait.
  func isInFrontOfWait(_ slot: UInt64) -> Bool { isBRA && bra.isInFrontOfWait(slot) }
}
