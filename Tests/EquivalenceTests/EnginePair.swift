import BRAEncoder
import FrameSim

/// Where the engines disagreed.
struct Mismatch: Error, Sendable, CustomStringConvertible {
  var step: Int
  var frame: UInt64
  var what: String

  var description: String { "step \(step + 1), frame \(frame): \(what)" }
}

/// One bus in each engine, run on by the same work.
struct EnginePair {
  private(set) var slow: Simulation
  private(set) var fast: Simulation
  private let watchesLevels: Bool
  private let skipsPauses: Bool
  private var stepsDone = 0
  /// Whether the latest transfer was refused, and those to run during it did not.
  private var ranAlone = false
  /// Frames of the step at hand, of transfers that are over.
  private var framesOfStep = 0
  private(set) var framesRun = 0
  /// What the transfers did, in the slot engine.
  private(set) var results: [TransferResult] = []

  /// Frames after which a case ends, whatever is left of it.
  static let frameLimit = 800
  /// The same for a case with long pauses.
  private static let pausedFrameLimit = 6000
  /// Frames between two comparisons of everything that the devices hold.
  private static let comparisonInterval = 4

  init(_ setup: EquivalenceCase) {
    slow = Simulation(
      shape: setup.shape, peripherals: setup.peripherals, host: setup.host,
      timeline: setup.timeline, engine: .slot)
    fast = Simulation(
      shape: setup.shape, peripherals: setup.peripherals, host: setup.host,
      timeline: setup.timeline, engine: .frame)
    watchesLevels = setup.watchesLevels
    skipsPauses = setup.skipsPauses
  }

  /// Whether a case goes on.
  var hasRoom: Bool { framesRun < (skipsPauses ? Self.pausedFrameLimit : Self.frameLimit) }

  /// Runs a whole case that was made before.
  static func run(_ made: EquivalenceCase) -> Mismatch? {
    var pair = EnginePair(made)
    var coverage = Coverage()
    var none: FlipGenerator?
    for step in made.steps {
      var step = step
      if let mismatch = pair.perform(&step, making: &none, &coverage) { return mismatch }
    }
    return pair.finish()
  }

  /// How far a whole case that was made before comes: its frames and slots.
  static func length(of made: EquivalenceCase) -> (frames: UInt64, slots: UInt64, results: [TransferResult]) {
    var pair = EnginePair(made)
    var coverage = Coverage()
    var none: FlipGenerator?
    for step in made.steps {
      var step = step
      _ = pair.perform(&step, making: &none, &coverage)
    }
    return (pair.slow.bus.frame, pair.slow.bus.slot, pair.results)
  }

  /// The last comparison.
  func finish() -> Mismatch? { compareState() }

  /// Does a step; the generator disturbs the line, and the step keeps what it did.
  mutating func perform(
    _ step: inout EquivalenceCase.Step, making flips: inout FlipGenerator, _ coverage: inout Coverage
  ) -> Mismatch? {
    var generator: FlipGenerator? = flips
    defer { if let generator { flips = generator } }
    return perform(&step, making: &generator, &coverage)
  }

  private mutating func perform(
    _ step: inout EquivalenceCase.Step, making flips: inout FlipGenerator?, _ coverage: inout Coverage
  ) -> Mismatch? {
    defer { stepsDone += 1 }
    framesOfStep = 0
    switch step.work {
    case .transfer(let request):
      return transfer(request, beside: [], &step, &flips, &coverage)
    case .group(let request, let others):
      if let found = transfer(request, beside: others, &step, &flips, &coverage) { return found }
      guard ranAlone else { return nil }
      // The one in front was refused: the others run in their turn.
      for other in others {
        if let found = transfer(other.request, beside: [], &step, &flips, &coverage) { return found }
      }
      return nil
    case .frame(let plan, let dataSeed):
      return frame(plan, EquivalenceCase.Work.data(seed: dataSeed), &step, &flips, &coverage)
    case .ready(let index, let isReady):
      guard slow.bus.peripherals.indices.contains(index) else { return nil }
      slow.bus.peripherals[index].isReady = isReady
      fast.bus.peripherals[index].isReady = isReady
    case .policy(let abandons, let defers):
      slow.bus.manager.abandonsNotReady = abandons
      fast.bus.manager.abandonsNotReady = abandons
      slow.bus.manager.defersResponseCheck = defers
      fast.bus.manager.defersResponseCheck = defers
    case .program(let geometry, let enabled):
      slow.bus.programDP0(geometry, enabled: enabled)
      fast.bus.programDP0(geometry, enabled: enabled)
    }
    return compareState()
  }

  private func mismatch(_ what: String) -> Mismatch {
    Mismatch(step: stepsDone, frame: slow.bus.frame, what: what)
  }

  private func compareState() -> Mismatch? {
    slow.bus.difference(from: fast.bus).map { mismatch("devices differ (slot / frame engine): \($0)") }
  }

  /// The disturbance of a frame of a step: as it is kept, or made now and kept.
  private mutating func flips(
    _ frame: Int, _ step: inout EquivalenceCase.Step, _ generator: inout FlipGenerator?, byteCount: Int
  ) -> LineFlips {
    if let made = generator?.next(slow.bus, byteCount: byteCount), !made.isEmpty { step.flips[frame] = made }
    return step.flips[frame].map { LineFlips(slots: $0) } ?? .none
  }

  private func needsComparison(_ flips: LineFlips) -> Bool {
    !flips.isEmpty || framesRun % Self.comparisonInterval == 0
  }
}

// MARK: - Single frames

extension EnginePair {
  private mutating func frame(
    _ plan: FramePlan, _ data: [UInt8], _ step: inout EquivalenceCase.Step, _ generator: inout FlipGenerator?,
    _ coverage: inout Coverage
  ) -> Mismatch? {
    let flips = flips(0, &step, &generator, byteCount: plan.block?.header.byteCount ?? 0)
    let before = Coverage.Before(slow.bus)
    let levelsWanted: [UInt64]? = watchesLevels ? [] : nil
    var slowLevels = levelsWanted
    var fastLevels = levelsWanted
    slow.bus.manager.buffers[0].outgoing = data
    fast.bus.manager.buffers[0].outgoing = data
    slow.bus.manager.buffers[0].incoming = [UInt8](repeating: 0, count: 512)
    fast.bus.manager.buffers[0].incoming = [UInt8](repeating: 0, count: 512)
    let expected = slow.bus.run(plan, engine: .slot, flips: flips, levels: &slowLevels)
    let outcome = fast.bus.run(plan, engine: .frame, flips: flips, levels: &fastLevels)
    framesRun += 1
    coverage.note(before, plan, expected, flips, slow.bus)
    if let found = compare(expected, outcome, slowLevels ?? [], fastLevels ?? []) { return found }
    return needsComparison(flips) ? compareState() : nil
  }

  private func compare(
    _ expected: FrameOutcome, _ outcome: FrameOutcome, _ slowLevels: [UInt64], _ fastLevels: [UInt64]
  ) -> Mismatch? {
    if slowLevels != fastLevels {
      let word = zip(slowLevels, fastLevels).enumerated().first { $0.element.0 != $0.element.1 }
      let slot = word.map { 64 * $0.offset + ($0.element.0 ^ $0.element.1).leadingZeroBitCount }
      return mismatch("line levels differ from slot \(slot ?? -1) of frame \(expected.number) on")
    }
    if expected != outcome {
      return mismatch("outcome differs (slot / frame engine): \(expected) / \(outcome)")
    }
    return slow.bus.level == fast.bus.level ? nil : mismatch("line level after the frame")
  }
}

// MARK: - Transfers

extension EnginePair {
  private mutating func transfer(
    _ request: TransferRequest, beside others: [SideTransfer], _ step: inout EquivalenceCase.Step,
    _ generator: inout FlipGenerator?, _ coverage: inout Coverage
  ) -> Mismatch? {
    if skipsPauses { return transfer(request, beside: others, &coverage) }
    var slowTransfer = slow.begin(request, beside: others, wantsLevels: watchesLevels)
    var fastTransfer = fast.begin(request, beside: others, wantsLevels: watchesLevels)
    var slowView = FrameView()
    var fastView = FrameView()
    // Of several at once it does not know whose a frame is.
    var oracle = watchesLevels && others.isEmpty ? WireOracle(request, slow.host) : nil
    var isThrough = false
    var number = framesOfStep
    defer { framesOfStep = number }
    while hasRoom {
      let before = Coverage.Before(slow.bus)
      let room = slow.bus.manager.payloadBits / 8 - 10
      let flips = flips(number, &step, &generator, byteCount: max(0, min(request.bytes, room)))
      let handedOver = fast.bus.statistics.handedOver
      let goesOn = slow.step(&slowTransfer, flips: flips, observer: &slowView)
      if fast.step(&fastTransfer, flips: flips, observer: &fastView) != goesOn {
        return mismatch("only one transfer went on")
      }
      guard goesOn, let expected = slowView.latest, let frame = fastView.latest else {
        // What was made for a frame that does not come; what was kept may be of a transfer that follows in this step.
        if generator != nil { step.flips[number] = nil }
        isThrough = !goesOn
        break
      }
      number += 1
      framesRun += 1
      coverage.note(before, expected.plan, expected.outcome, flips, slow.bus)
      if expected.plan != frame.plan || expected.part != frame.part {
        return mismatch("the host's next frame")
      }
      if let found = compare(expected.outcome, frame.outcome, expected.levels, frame.levels) { return found }
      if expected.startLevel != frame.startLevel || expected.geometry != frame.geometry
        || expected.slotsSinceSSP != frame.slotsSinceSSP
      {
        return mismatch("what an observer is told")
      }
      if needsComparison(flips), let found = compareState() { return found }
      // A device that has lost step, or whose DP0 lies elsewhere, may drive what is another's: such frames are handed over.
      let isQuiet = flips.isEmpty && fast.bus.statistics.handedOver == handedOver
      oracle?.take(expected, isQuiet: isQuiet, slow.bus)
    }
    if let found = end(request, others, slowTransfer, fastTransfer, &coverage) { return found }
    guard isThrough, let oracle, let result = results.last else { return nil }
    coverage.noteJudgedOnWire()
    return oracle.complaint(about: result).map { mismatch("the line says otherwise: \($0)") }
  }

  /// A transfer that nobody watches: the frame engine passes over long pauses, the slot engine runs every frame.
  private mutating func transfer(
    _ request: TransferRequest, beside others: [SideTransfer], _ coverage: inout Coverage
  ) -> Mismatch? {
    var slowTransfer = slow.begin(request, beside: others, wantsLevels: false)
    var fastTransfer = fast.begin(request, beside: others, wantsLevels: false, skipsPauses: true)
    let start = fast.bus.frame
    let before = framesRun
    while hasRoom, fast.advance(&fastTransfer) {
      framesRun = before + Int(fast.bus.frame - start)
    }
    while slow.bus.frame < fast.bus.frame {
      guard slow.advance(&slowTransfer) else { break }
    }
    return end(request, others, slowTransfer, fastTransfer, &coverage)
  }

  private mutating func end(
    _ request: TransferRequest, _ others: [SideTransfer], _ slowTransfer: TransferInProgress,
    _ fastTransfer: TransferInProgress, _ coverage: inout Coverage
  ) -> Mismatch? {
    let group = slow.endGroup(slowTransfer)
    let other = fast.endGroup(fastTransfer)
    results.append(group.lead)
    ranAlone = group.others == nil
    coverage.note(request, group.lead)
    if let field = group.lead.difference(from: other.lead) { return mismatch("result: \(field)") }
    if group.others?.count != other.others?.count || group.slots != other.slots || group.split != other.split
    {
      return mismatch("what all together did")
    }
    for (index, result) in (group.others ?? []).enumerated() {
      results.append(result)
      coverage.note(others[index].request, result)
      coverage.note(besides: result, group.lead, others[index])
      if let found = other.others?[index], let field = result.difference(from: found) {
        return mismatch("result of number \(index + 1) beside it: \(field)")
      }
    }
    return compareState()
  }
}

/// Keeps the latest frame.
private struct FrameView: FrameObserver {
  static let wantsLevels = true
  private(set) var latest: ObservedFrame?

  mutating func observe(_ frame: borrowing ObservedFrame) { latest = copy frame }
}

extension TransferResult {
  /// What differs first from another result, or nil.
  fileprivate func difference(from other: TransferResult) -> String? {
    if error != other.error { return "error" }
    if startSlot != other.startSlot || endSlot != other.endSlot { return "time" }
    if hostFrames != other.hostFrames { return "host frames" }
    if frames != other.frames { return "frames" }
    if commands != other.commands { return "commands" }
    if blocks != other.blocks { return "blocks" }
    if retries != other.retries || course.fallback != other.course.fallback { return "retries" }
    if bytesMoved != other.bytesMoved || bytesPerFrame != other.bytesPerFrame { return "bytes" }
    if slots != other.slots { return "slot classes" }
    if split != other.split { return "split" }
    if data != other.data { return "data" }
    if isIntact != other.isIntact { return "whether the data is intact" }
    return nil
  }
}
