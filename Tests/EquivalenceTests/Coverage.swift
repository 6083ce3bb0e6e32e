import BRAEncoder
import FrameSim

/// What the cases of a run went through, so that one sees that nothing was left out.
struct Coverage: Sendable {
  /// Things that have to occur in a long run.
  enum Feature: String, CaseIterable, Sendable {
    case hostCase, framesCase, mixedCase, elevenPeripherals, twoOfOneNumber, unwatchedLevels
    case linuxSetup, commandsSetup, alwaysOpenSetup, pulsedSyncWait, fixedSyncWait, pioHost, timeFromResponse,
      linuxResponses, checkAtEnd
    case disturbedFrame, syncLoss, forceReset, bankSwitch, shapeChange, streamSync, request, owedPing, alert
    case commandOK, commandIgnored, commandAborted, groupCommand, broadcastCommand, pagedCommand
    case straddlingWindow, activeBlock, idleBlock, reservedBlock, emptyBlock, wrappingBlock, registerBlock
    case groupBlock, broadcastBlock, blockBesideAccess, deferredCheck
    case blockGood, blockBad, blockIgnored, blockNotReady, headerAborted, footerAborted, blockCutOff,
      readCRCWrong
    case transferOK, transferIntact, transferOfOneByte, severalBlocks
    case noData, io, again, invalid, noDevice, timedOut
    case syncWaitFrame, hostFrame, teardownFrame, skippedPause
    case transferJudgedOnWire, blockRepeated, wholeRepeated, fellBack
    case sideTransfer, sideStoodBack, sideDelayed, sideRefused, readBesideBlock, syncPointBesideBlock,
      syncPointByHost, twinsDisagree
  }

  private(set) var cases = 0
  private(set) var transfers = 0
  private(set) var frames: UInt64 = 0
  private(set) var slots: UInt64 = 0
  /// Frames that the frame engine passed over.
  private(set) var skipped: UInt64 = 0
  private(set) var flips = 0
  private(set) var handedOver: [Handover: UInt64] = [:]
  private(set) var shapes: Set<FrameShape> = []
  private(set) var features: [Feature: UInt64] = [:]
  private(set) var aims: [FlipGenerator.Aim: Int] = [:]

  var missingFeatures: [Feature] { Feature.allCases.filter { features[$0] == nil } }
  var missingReasons: [Handover] { Handover.allCases.filter { handedOver[$0] == nil } }
  var missingAims: [FlipGenerator.Aim] { FlipGenerator.Aim.allCases.filter { (aims[$0] ?? 0) == 0 } }

  private mutating func note(_ feature: Feature, _ holds: Bool = true) {
    if holds { features[feature, default: 0] += 1 }
  }

  /// A whole transfer was judged by what stood on the line.
  mutating func noteJudgedOnWire() { note(.transferJudgedOnWire) }

  static func += (left: inout Self, right: Self) {
    left.cases += right.cases
    left.transfers += right.transfers
    left.frames += right.frames
    left.slots += right.slots
    left.skipped += right.skipped
    left.flips += right.flips
    left.handedOver.merge(right.handedOver, uniquingKeysWith: +)
    left.shapes.formUnion(right.shapes)
    left.features.merge(right.features, uniquingKeysWith: +)
    left.aims.merge(right.aims, uniquingKeysWith: +)
  }
}

// MARK: - Cases

extension Coverage {
  mutating func note(_ made: EquivalenceCase, _ pair: EnginePair, _ generator: FlipGenerator) {
    cases += 1
    frames += pair.fast.bus.frame
    slots += pair.fast.bus.slot
    flips += made.flipCount
    handedOver.merge(pair.fast.bus.statistics.handedOver, uniquingKeysWith: +)
    aims.merge(generator.aims, uniquingKeysWith: +)
    shapes.insert(made.shape)
    switch made.kind {
    case .host: note(.hostCase)
    case .frames: note(.framesCase)
    case .mixed: note(.mixedCase)
    }
    note(.elevenPeripherals, made.peripherals.count == 11)
    note(.twoOfOneNumber, made.hasTwins)
    note(.checkAtEnd, made.host.check == .atEnd)
    note(.unwatchedLevels, !made.watchesLevels)
    if made.kind == .host {
      note(.linuxSetup, made.host.setup == .linux)
      note(.alwaysOpenSetup, made.host.setup == .alwaysOpen)
      if case .commands = made.host.setup { note(.commandsSetup) }
    }
    if case .pulse = made.host.syncWait { note(.pulsedSyncWait) }
    if case .frames = made.host.syncWait { note(.fixedSyncWait) }
    if case .pio(let pio) = made.host.model {
      note(.pioHost)
      note(.timeFromResponse, pio.from == .response)
    }
    note(.syncPointByHost, made.kind == .host && made.host.syncNanoseconds > 0)
    note(.skippedPause, pair.fast.bus.statistics.skipped > 0)
    skipped += pair.fast.bus.statistics.skipped
    note(.linuxResponses, made.host.responses == .linux)
  }
}

// MARK: - Frames and transfers

extension Coverage {
  /// What the bus is like in front of a frame, as far as it is asked for after it.
  struct Before {
    let straddles: Bool
    let attached: Int
    let bank: Int
    let owesPing: Bool
    let defers: Bool
    let hasTwins: Bool

    init(_ bus: borrowing Bus) {
      straddles = bus.manager.windowStraddlesFrame
      attached = bus.attachedCount
      bank = bus.manager.currentBank
      owesPing = bus.manager.owesPing
      defers = bus.manager.defersResponseCheck
      hasTwins = Set(bus.peripherals.lazy.filter(\.isAttached).map(\.deviceNumber)).count < bus.attachedCount
    }
  }

  mutating func note(
    _ before: Before, _ plan: FramePlan, _ outcome: FrameOutcome, _ flips: LineFlips, _ bus: borrowing Bus
  ) {
    note(.disturbedFrame, !flips.isEmpty)
    note(.straddlingWindow, before.straddles)
    note(.owedPing, before.owesPing)
    note(.request, outcome.controlWord.preq)
    note(.bankSwitch, bus.manager.currentBank != before.bank)
    note(.shapeChange, bus.shape != outcome.shape)
    if bus.attachedCount < before.attached {
      if case .write(_, _, let value) = plan.command, value & 0x80 != 0, flips.isEmpty {
        note(.forceReset)
      } else {
        note(.syncLoss)
      }
    }
    note(plan.command, outcome)
    if case .ping = plan.command {
      // One says Attached, the other Alert: both bits are driven.
      let disagree = (1...11).contains { outcome.controlWord.status(of: $0) == 3 }
      note(.twinsDisagree, before.hasTwins && flips.isEmpty && disagree)
    }
    if case .read = plan.command { note(.readBesideBlock, plan.block != nil) }
    if case .ping(true) = plan.command { note(.syncPointBesideBlock, plan.block != nil) }
    if let block = plan.block, let result = outcome.block { note(block.header, result, before, plan) }
  }

  private mutating func note(_ command: Command, _ outcome: FrameOutcome) {
    var device = 0
    var register: UInt16 = 0
    switch command {
    case .ping(let ssp):
      note(.streamSync, ssp)
      note(.alert, (0...11).contains { outcome.controlWord.status(of: $0) == 2 })
      return
    case .read(let address, let number): (device, register) = (address, number)
    case .write(let address, let number, _): (device, register) = (address, number)
    }
    switch outcome.response {
    case .ok: note(.commandOK)
    case .ignored: note(.commandIgnored)
    case .aborted: note(.commandAborted)
    }
    note(.groupCommand, device == 12 || device == 13)
    note(.broadcastCommand, device == 15)
    note(.pagedCommand, register & 0x8000 != 0)
  }

  private mutating func note(
    _ header: BRAHeader, _ result: BlockOutcome, _ before: Before, _ plan: FramePlan
  ) {
    note(.idleBlock, header.type == .idle)
    note(.reservedBlock, header.type == .reserved1 || header.type == .reserved2)
    guard header.type == .active else { return }
    note(.activeBlock)
    note(.emptyBlock, header.byteCount == 0)
    note(.wrappingBlock, UInt64(header.address) + UInt64(header.byteCount) > 1 << 32)
    note(.registerBlock, header.address < 0x100)
    note(.groupBlock, header.device == 12 || header.device == 13)
    note(.broadcastBlock, header.device == 15)
    note(.blockBesideAccess, plan.command != .ping && plan.command != .ping(ssp: true))
    note(.deferredCheck, before.defers)
    note(.readCRCWrong, header.operation == .read && result.footerResponse != nil && !result.readCRCGood)
    switch result.headerResponse?.received {
    case nil: note(.blockCutOff)
    case .ignored?: note(.blockIgnored)
    case .abort?: note(.headerAborted)
    case .notReady?: note(.blockNotReady)
    case .ok?:
      switch result.footerResponse?.received {
      case nil: note(.blockCutOff)
      case .ignored?: note(.blockIgnored)
      case .abort?: note(.footerAborted)
      case .bad?: note(.blockBad)
      case .good?: note(.blockGood)
      }
    }
  }

  mutating func note(besides result: TransferResult, _ lead: TransferResult, _ side: SideTransfer) {
    note(.sideTransfer)
    note(.sideRefused, result.error?.errno == .again && result.frames.total == 0)
    note(.sideDelayed, side.afterFrames > 0 && result.frames.total > 0 && result.startSlot < lead.endSlot)
    note(.sideStoodBack, result.frames.host > 0 && lead.frames.teardown > 0)
  }

  mutating func note(_ request: TransferRequest, _ result: TransferResult) {
    transfers += 1
    note(.transferOK, result.error == nil)
    note(.transferIntact, result.isIntact == true)
    note(.transferOfOneByte, request.bytes == 1 && result.error == nil)
    note(.severalBlocks, result.blocks.ok > 1)
    note(.blockRepeated, result.error == nil && result.retries == 1)
    note(
      .wholeRepeated, result.error == nil && result.retries > 1 && result.frames.data == result.frames.retry)
    note(.fellBack, result.error == nil && result.course.fallback != nil)
    note(.syncWaitFrame, result.frames.syncWait > 0)
    note(.hostFrame, result.frames.host > 0)
    note(.teardownFrame, result.frames.teardown > 0)
    switch result.error?.errno {
    case .noData?: note(.noData)
    case .io?: note(.io)
    case .again?: note(.again)
    case .invalid?: note(.invalid)
    case .noDevice?: note(.noDevice)
    case .timedOut?: note(.timedOut)
    case .busy?, .notSupported?, .noSupport?, .notPermitted?, .shutdown?, .probeDefer?, nil: break
    }
  }
}

extension Bus {
  fileprivate var attachedCount: Int { peripherals.reduce(0) { $0 + ($1.isAttached ? 1 : 0) } }
}

// MARK: - Text

extension Coverage: CustomStringConvertible {
  var description: String {
    let fast = frames - skipped - handedOver.values.reduce(0, +)
    var lines = [
      "\(cases) cases, \(transfers) transfers, \(frames) frames, \(slots) slots, \(shapes.count) shapes, "
        + "\(flips) slots disturbed",
      "the frame engine ran \(fast) frames itself, skipped \(skipped), and handed over: "
        + Handover.allCases.map { "\($0.rawValue) \(handedOver[$0] ?? 0)" }.joined(separator: ", "),
      "disturbances: "
        + FlipGenerator.Aim.allCases.map { "\($0.rawValue) \(aims[$0] ?? 0)" }.joined(separator: ", "),
    ]
    let counts = Feature.allCases.map { "\($0.rawValue) \(features[$0] ?? 0)" }
    for start in stride(from: 0, to: counts.count, by: 8) {
      lines.append(counts[start..<min(start + 8, counts.count)].joined(separator: ", "))
    }
    return lines.joined(separator: "\n")
  }
}
