internal import BRAEncoder

/// What transfers of every length take where a shorter one is no beginning of a longer: each is run by itself, from its first frame
/// to its last.
///
/// Two lengths whose steps, blocks and fake frames are as many take the same frames, and only the first of them is run.
struct SizeRuns {
  private let simulation: Simulation

  init(_ simulation: Simulation) { self.simulation = simulation }

  /// What decides how long a transfer takes, besides the host.
  fileprivate struct Course: Hashable {
    var steps: [StreamStep]
    var blocks: [Int]
    var fakes: [Int]
    /// Data descriptors of each leg, and the bursts that move what they name.
    var descriptors: [Int]
  }

  /// The curve of these lengths, which ascend; `request` says what a transfer of so many bytes is.
  func curve(
    _ sizes: [Int], _ request: (Int) -> TransferRequest
  ) throws(TransferError) -> TransferCurve {
    var steps: [TransferCurve.Step] = []
    var latest: Course?
    for bytes in sizes {
      let request = request(bytes)
      var bus = simulation.bus
      let plan = TransferPlan(request, simulation.host, simulation.timeline, &bus)
      if let refusal = plan.refusal { throw refusal }
      let course = plan.course
      if let course, course == latest {
        steps[steps.count - 1].bytes = bytes
        continue
      }
      latest = course
      var run = simulation
      let result = run.run(request)
      if let error = result.error { throw error }
      let step = TransferCurve.Step(bytes: bytes, slots: result.duration, frames: result.frames)
      if let last = steps.last, last.slots == step.slots, last.frames == step.frames {
        steps[steps.count - 1].bytes = bytes
      } else {
        steps.append(step)
      }
    }
    return TransferCurve(steps: steps)
  }
}

extension TransferPlan {
  /// What decides how long it takes; nil where that is not known without running it.
  fileprivate var course: SizeRuns.Course? {
    // Over Column 0 each byte counts.
    guard let route, route.column0.isEmpty, host.retry?.then != .column0, let blocks = blocks(of: route)
    else { return nil }
    guard let descriptors = descriptors(of: route) else { return nil }
    return SizeRuns.Course(
      steps: route.steps, blocks: blocks, fakes: route.fakes?.counts ?? [], descriptors: descriptors)
  }

  /// What a descriptor engine moves; nil where its bursts take time and may be cut by a buffer that is full.
  private func descriptors(of route: TransferRoute) -> [Int]? {
    guard case .bam(let engine) = host.dma else { return [] }
    guard engine.times.perBurst == 0 || route.bulk.bytes <= engine.fifo else { return nil }
    var counts: [Int] = []
    for range in route.legs?.ranges ?? [route.bulk.sections.indices] {
      for section in route.bulk.sections[range] {
        let (whole, rest) = section.byteCount.quotientAndRemainder(dividingBy: engine.descriptorBytes)
        let bursts = [(whole, engine.descriptorBytes), (rest > 0 ? 1 : 0, rest)].reduce(0) {
          $0 + $1.0 * (($1.1 + engine.burst - 1) / engine.burst)
        }
        counts += [engine.dataDescriptors(of: section.byteCount), engine.times.perBurst == 0 ? 0 : bursts]
      }
    }
    return counts
  }

  /// The blocks of each leg; nil where frames differ in room.
  private func blocks(of route: TransferRoute) -> [Int]? {
    guard capacity.period == 1, bytesPerFrame >= 1 else { return nil }
    let full = Int(bytesPerFrame)
    let ranges = route.legs?.ranges ?? [route.bulk.sections.indices]
    return ranges.map { range in
      route.bulk.sections[range].reduce(0) { $0 + ($1.byteCount + full - 1) / full }
    }
  }
}

extension Simulation {
  /// What transfers of these lengths, which ascend, take, each simulated by itself from the simulation's present state.
  ///
  /// `request` says what a transfer of so many bytes is. Throws why one fails, where it does.
  package func curve(
    sizes: [Int], _ request: (Int) -> TransferRequest
  ) throws(TransferError) -> TransferCurve {
    try SizeRuns(self).curve(sizes, request)
  }

  /// Whether a device stalls and the host sends blocks again.
  package func sendsAgain(to device: Int) -> Bool {
    host.retry != nil && bus.peripheral(at: device)?.configuration.memory.stalls == true
  }

  /// Whether a transfer is up to its last block the same as all shorter ones, so that one curve has them all.
  package func isPlain(_ request: TransferRequest) -> Bool {
    guard request.path == .bra else { return true }
    let isBound = host.policy?.rest == .column0
    if case .hda(let times) = host.dma, request.operation == .read || times.picosecondsToFormatPerByte > 0 {
      return false
    }
    // Which block is sent again depends on how many there were.
    if sendsAgain(to: request.device) { return false }
    var bus = bus
    return !isBound && TransferPlan(request, host, timeline, &bus).isPlain
  }
}

extension TransferCurve {
  /// The same with all times so many times as long.
  package func repeated(_ times: Int) -> TransferCurve {
    if times == 1 { return self }
    return TransferCurve(
      steps: steps.map { step in
        var step = step
        step.slots *= UInt64(times)
        for part in FramePart.allCases { step.frames[part] *= UInt64(times) }
        return step
      })
  }
}
