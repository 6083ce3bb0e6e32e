/// The programs that production runs: a transfer over one of the two ways, or over both in turn.
///
/// One of the two has something to do at a time. They lie side by side, neither in an enum nor optional, so that each is worked
/// on in place: whoever looks into an optional that is so large may be given a copy.
package struct TransferProgram: HostProgram {
  /// Which of the two is worked on.
  private(set) var isBRA: Bool
  /// The way it was asked for.
  let path: TransferRequest.Path
  var bra: BRAProgram<RetryingFeed<HostFeed>>
  var column0: Column0Program
  /// What of a transfer over BRA goes over Column 0.
  var visits: Column0Visits
  /// Whether anything of it does, or may.
  let hasVisits: Bool
  /// Its transfer over BRA where a descriptor engine makes that, and whoever else uses the engine; one or none.
  private(set) var bam: [BAMProgram]
  /// A call to an offload, which is no transfer; one or none.
  private(set) var offload: [OffloadProgram] = []
  /// Whether it is one program alone: no visits, and no engine.
  let isPlain: Bool

  /// A transfer that the interface takes, in front of its first frame; `route` says how it goes if that is BRA.
  init(
    _ request: TransferRequest, _ route: TransferRoute?, _ host: HostConfiguration, geometry: PortGeometry,
    limits: DP0Limits, _ view: HostView, _ timeline: BusTimeline, engine: BAMSystem? = nil
  ) {
    path = request.path
    isBRA = path == .bra
    let pace = HostPace(host.model, path: request.path, from: view.slot, timeline)
    let steps = route?.steps ?? []
    let full = BRAStream(
      device: request.device, setup: isBRA ? host.setup : .alwaysOpen, geometry: geometry, limits: limits,
      responses: host.responses, check: host.check, steps: steps)
    var hasEngine = false
    bam = []
    if case .bam(let configuration) = host.dma {
      hasEngine = true
      bam = [BAMProgram(full, route, host, configuration, engine, view, timeline)]
    }
    let stream = hasEngine ? full.withoutSteps : full
    let bulk = route?.bulk
    let memory = MemoryFeed(
      request.operation, device: request.device, sections: bulk?.sections ?? [], limits: limits,
      legs: route?.legs)
    visits = Column0Visits(route, host.model, fallsBack: host.retry?.then == .column0)
    hasVisits = visits.isInUse
    isPlain = !hasVisits && !hasEngine
    // What is left to Column 0 as a whole is no transfer over BRA, and has not its host's time.
    let isStream = !hasEngine && !steps.isEmpty
    let feed = RetryingFeed(
      HostFeed(memory, fakes: route?.fakes), host.retry, slots: view.shape.slots,
      nanosecondsToRestart: route?.nanosecondsToRestart ?? 0)
    bra = BRAProgram(
      stream, feed, syncWait: host.syncWait, pace: isStream ? pace : .ideal, view)
    column0 = isBRA ? .idle : Column0Program(request, pace)
    if isBRA, hasVisits { visitColumn0(view, timeline) }
  }

  /// A call to an offload, in front of its first frame.
  init(_ call: OffloadProgram, _ view: HostView, _ timeline: BusTimeline) {
    path = .bra
    isBRA = true
    offload = [call]
    bam = []
    isPlain = false
    hasVisits = false
    visits = Column0Visits(nil, .ideal, fallsBack: false)
    column0 = .idle
    let stream = BRAStream(device: 0, setup: .alwaysOpen, geometry: call.host.geometry(for: view.shape))
    let feed = RetryingFeed(
      HostFeed(MemoryFeed(.write, device: 0, sections: []), fakes: nil), nil, slots: view.shape.slots,
      nanosecondsToRestart: 0)
    bra = BRAProgram(stream.withoutSteps, feed, view)
  }

  /// Programs that an offload has run to their end.
  @inline(__always)
  var offloadPrograms: UInt64 { offload.first?.engine.programs ?? 0 }

  package mutating func begin(_ view: HostView, _ timeline: BusTimeline) {
    if !isBRA { column0.begin(view, timeline) }
  }

  @inline(__always)
  package mutating func offer(_ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline) {
    if !isPlain { return offerEither(&frame, view, timeline) }
    if isBRA { bra.offer(&frame, view, timeline) } else { column0.offer(&frame, view, timeline) }
  }

  /// The same where the stream may be through with a pause, after which something goes over Column 0.
  @inline(never)
  private mutating func offerEither(
    _ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline
  ) {
    if !offload.isEmpty { return offload[0].offer(&frame, view, timeline) }
    guard hasVisits else { return offerOne(&frame, view, timeline) }
    // The host's time after the last visit may just be over, and so may a pause of the stream.
    visitColumn0(view, timeline)
    if isBRA {
      offerOne(&frame, view, timeline)
      visitColumn0(view, timeline)
    }
    if !isBRA { offerOne(&frame, view, timeline) }
  }

  /// What is under way says what it wants; beside Column 0 others may use the engine.
  private mutating func offerOne(
    _ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline
  ) {
    if isBRA, bam.isEmpty { return bra.offer(&frame, view, timeline) }
    if isBRA { return bam[0].offer(&frame, view, timeline) }
    // Who had to stand back in the frame before comes first.
    let engineFirst = bam.first?.stoodBack == true && !column0.isThrough(view)
    if engineFirst { bam[0].offer(&frame, view, timeline, isBeside: true) }
    column0.offer(&frame, view, timeline)
    if !bam.isEmpty, !engineFirst, !column0.isThrough(view) {
      bam[0].offer(&frame, view, timeline, isBeside: true)
    }
  }

  @inline(__always)
  package mutating func complete(
    _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline
  ) {
    if !isPlain { return completeEither(share, outcome, view, timeline) }
    if isBRA {
      bra.complete(share, outcome, view, timeline)
    } else {
      column0.complete(share, outcome, view, timeline)
    }
  }

  @inline(never)
  private mutating func completeEither(
    _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline
  ) {
    if !offload.isEmpty { return offload[0].complete(share, outcome, view, timeline) }
    if bam.isEmpty {
      if isBRA {
        bra.complete(share, outcome, view, timeline)
      } else {
        column0.complete(share, outcome, view, timeline)
      }
    } else if isBRA || bam[0].offersCommand {
      bam[0].complete(share, outcome, view)
    } else {
      bam[0].saw(outcome)
      column0.complete(share, outcome, view, timeline)
    }
    if hasVisits { visitColumn0(view, timeline) }
  }

  @inline(__always)
  package var asksForPort: Bool { bra.asksForPort }

  package mutating func look(at port: PortSettings, _ view: HostView) { bra.look(at: port, view) }

  package mutating func waited(_ frames: UInt64) {
    if isPlain { return bra.waited(frames) }
    if !offload.isEmpty { return offload[0].waited(frames) }
    if bam.isEmpty { bra.waited(frames) } else { bam[0].waited(frames) }
  }

  @inline(__always)
  package func isThrough(_ view: HostView) -> Bool {
    guard isBRA else { return column0.isThrough(view) }
    if isPlain { return bra.isThrough(view) }
    if !offload.isEmpty { return offload[0].isFinished }
    return bam.isEmpty ? bra.isThrough(view) : bam[0].isFinished
  }

  package var holdsPage: Bool { !isBRA && column0.holdsPage }

  // MARK: Over Column 0 in between

  /// Goes over to Column 0 where the stream stands aside or is through, and back where that is done.
  @inline(never)
  private mutating func visitColumn0(_ view: HostView, _ timeline: BusTimeline) {
    while true {
      if isBRA {
        guard streamIsReady(view) else { return }
        let stands = bra.phase == .elsewhere
        if streamIsFinished, let unsent = streamUnsent, visits.take(unsent, after: streamError) {
          if bam.isEmpty { bra.forgive() } else { bam[0].forgive() }
        }
        guard stands || streamIsFinished && streamError == nil, visits.hasNext else { return }
        isBRA = false
        column0 = visits.begin(view, timeline)
      }
      guard column0.isThrough(view) else { return }
      visits.end(column0)
      isBRA = true
      guard bra.phase == .elsewhere else { continue }
      bra.resume(column0.error, view)
    }
  }

  private func streamIsReady(_ view: HostView) -> Bool {
    bam.isEmpty ? bra.readyAt <= view.slot : bam[0].isFinished
  }

  private var streamIsFinished: Bool { bam.isEmpty ? bra.phase == .finished : bam[0].isFinished }

  var streamError: TransferError? { bam.isEmpty ? bra.error : bam[0].driver.error }

  private var streamUnsent: UnsentBytes? { bam.isEmpty ? bra.unsent : bam[0].driver.unsent }
}
