internal import BRAEncoder

/// How a transfer that is not refused goes over the wire: what over BRA, in which legs, and what over Column 0.
///
/// By the interface: the merged one has one leg with everything, `v1` a leg for each message and each time it is sent, AMD's
/// one for each section, and of those that do not adjoin the short ones go over Column 0 (host reference 1.8). What a policy
/// leaves over goes over Column 0 when all else is through.
struct TransferRoute: Sendable {
  /// What the host does around the blocks.
  let steps: [StreamStep]
  /// What goes over BRA, with the bytes that writes send; sections that AMD's host sends over Column 0 are among it.
  let bulk: TransferRequest
  /// The sections of each leg among those of `bulk`; nil where there is one leg with all.
  let legs: FeedLegs?
  /// What goes over Column 0 in turn.
  let column0: [Column0Visit]
  /// The caller's bytes among those of `bulk`; empty where all are.
  let own: [Range<Int>]
  /// Fake frames after the legs; nil where there are none.
  let fakes: FakeFrames?
  /// What the host's DMA does in each leg, the first time it is sent; none where it has none that is planned.
  let plans: [CadencePlan]
  /// All of it, whatever the way.
  let whole: TransferRequest
  /// Which sections of `bulk` go over Column 0.
  let short: [Int]
  /// Nanoseconds of the host in front of blocks that are sent once more.
  let nanosecondsToRestart: UInt64

  /// The frames of the sections that go over BRA, all times they are sent together, in the order of `bulk`.
  func sectionResults(_ frames: SectionFrames) -> [SectionResult] {
    guard let legs else { return frames.results(of: bulk.sections) }
    var results = bulk.sections.map { SectionResult(address: $0.address, bytes: $0.byteCount, frames: 0) }
    let places = legs.ranges.flatMap { $0 }
    for (place, sent) in zip(places, frames.results(of: places.map { bulk.sections[$0] })) {
      results[place].frames += sent.frames
    }
    return results
  }

  /// The sections of a leg, from 0.
  func sections(ofLeg leg: Int) -> ArraySlice<BRASection> {
    legs.map { bulk.sections[$0.ranges[leg]] } ?? bulk.sections[...]
  }

  /// Whether nothing but its blocks, in one leg, is between what opens and what closes it.
  var isPlain: Bool { steps == BRAStream.plainSteps && legs == nil && column0.isEmpty && fakes == nil }

  /// A transfer over BRA whose gaps are merged already, in frames with room for so many data bytes.
  init(
    _ transfer: MergedTransfer, rest: TransferRequest?, _ host: HostConfiguration, dataPerFrame: Int,
    refusalAtSend: TransferError?, plans: ([BRASection]) -> CadencePlan?
  ) {
    let merged = transfer.request
    own = transfer.own
    let parts = Self.parts(merged, host, dataPerFrame: dataPerFrame)
    let bulk = parts.sections == merged.sections ? merged : merged.with(sections: parts.sections)
    self.bulk = bulk
    let legs = FeedLegs(bulk.sections, parts.legs)
    // Where messages are sent again, their plans are the same again, and so is what is left over.
    let rounds = host.interface.kind == .v1 ? max(1, host.interface.sends) : 1
    column0 =
      Self.visits(short: parts.short, of: bulk, own: own, legs.starts)
      + (rest.map { Self.visits(rest: $0, after: bulk, times: rounds) } ?? [])
    if case .hda(let times) = host.dma {
      nanosecondsToRestart = times.nanosecondsToStart
    } else {
      nanosecondsToRestart = 0
    }
    short = parts.short
    whole =
      rest.map { rest in
        TransferRequest(
          name: bulk.name, path: .bra, operation: bulk.operation, device: bulk.device,
          sections: bulk.sections + rest.sections, data: bulk.data + rest.data)
      } ?? bulk
    self.legs = parts.legs == [bulk.sections.indices] ? nil : legs
    let once = parts.legs.prefix(parts.legs.count / rounds).map { plans(Array(bulk.sections[$0])) }
    self.plans = once.compactMap { $0 }
    let counts = once.map { $0?.fakeFrames ?? 0 }
    fakes =
      counts.contains { $0 > 0 }
      ? FakeFrames(device: bulk.device, byteCount: dataPerFrame, counts: counts) : nil
    if let refusalAtSend {
      steps = [.commands(.prepare), .refuse(refusalAtSend), .commands(.deprepare)]
    } else if bulk.sections.isEmpty, host.policy?.rest == .column0 {
      steps = []
    } else {
      steps = Self.steps(bulk, parts, host)
    }
  }

  /// Sections of a transfer over BRA that go over Column 0, those that a policy leaves over included.
  static func column0Sections(
    _ request: (bulk: TransferRequest, rest: TransferRequest?), _ host: HostConfiguration, dataPerFrame: Int
  ) -> [BRASection] {
    let parts = parts(request.bulk, host, dataPerFrame: dataPerFrame)
    return parts.short.map { parts.sections[$0] } + (request.rest?.sections ?? [])
  }

  /// The sections as they go, those of each leg, and the short ones that go over Column 0; in the order of the transfer.
  private struct Parts {
    var sections: [BRASection]
    var legs: [Range<Int>]
    var short: [Int] = []
  }

  private static func parts(
    _ request: TransferRequest, _ host: HostConfiguration, dataPerFrame: Int
  ) -> Parts {
    let sections = request.sections
    switch host.streams {
    case .merged: return Parts(sections: sections, legs: [sections.indices])
    case .v1:
      let messages = sections.indices.map { $0..<$0 + 1 }
      return Parts(
        sections: sections,
        legs: Array(repeatElement(messages, count: max(1, host.interface.sends)).joined()))
    case .amd:
      if sections.count > 1, sections.adjoin, let whole = sections.whole {
        return Parts(sections: [whole], legs: [0..<1])
      }
      var parts = Parts(sections: sections, legs: [])
      for (index, section) in sections.enumerated() {
        if sections.count > 1, section.byteCount < dataPerFrame {
          parts.short.append(index)
        } else {
          parts.legs.append(index..<index + 1)
        }
      }
      return parts
    }
  }

  private static func steps(_ bulk: TransferRequest, _ parts: Parts, _ host: HostConfiguration)
    -> [StreamStep]
  {
    var times: DMATimes?
    if case .hda(let dma) = host.dma { times = dma }
    func format(_ leg: Range<Int>) -> UInt64 {
      guard let times else { return 0 }
      let bytes = bulk.sections[leg].reduce(0) { $0 + $1.byteCount }
      return sumOfTimes(times.nanosecondsToFormat(bytes), times.nanosecondsToStart)
    }
    var steps = StepList()
    steps.add(.prepare)
    steps.pause(times?.nanosecondsToPrepare ?? 0)
    var short = parts.short[...]
    for leg in parts.legs {
      while let next = short.first, next < leg.lowerBound {
        steps.column0()
        short.removeFirst()
      }
      steps.pause(format(leg))
      steps.add(.enable)
      steps.blocks()
      steps.pause(times?.nanosecondsToPoll ?? 0)
      steps.add(.disable)
    }
    for _ in short { steps.column0() }
    steps.add(.deprepare)
    return steps.steps
  }

  /// Nanoseconds of both, no more than a host's time can be.
  static func sumOfTimes(_ first: UInt64, _ second: UInt64) -> UInt64 {
    (HostInstant(slot: 0, nanoseconds: first) + second).nanoseconds
  }
}

extension [BRASection] {
  /// Whether each begins where the one before ends.
  fileprivate var adjoin: Bool {
    zip(self, dropFirst()).allSatisfy {
      UInt64($0.address) + UInt64($0.byteCount) == UInt64($1.address)
    }
  }

  /// All of them as one, where they adjoin.
  fileprivate var whole: BRASection? {
    first.flatMap { first in
      BRASection(address: first.address, byteCount: reduce(0) { $0 + $1.byteCount })
    }
  }
}

extension HostConfiguration {
  /// By which interface's rules sections become streams: a descriptor has one address, whatever the interface.
  fileprivate var streams: HostInterface.Kind {
    interface.kind == .merged && dma == .amd ? .amd : interface.kind
  }

  /// What runs of sections take besides their blocks, in frames with room for so many data bytes.
  func runCost(dataPerFrame: Int) -> RunCost {
    guard streams != .merged else { return RunCost() }
    let geometry = PortGeometry(fillingColumns: 2)
    let commands = [StreamCommands.enable, .disable].map { setup.commands($0, geometry, bank: 0).count }
    return RunCost(
      streamFrames: commands.reduce(0, +), column0Below: streams == .amd ? dataPerFrame : 0)
  }
}
