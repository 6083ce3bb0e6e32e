internal import FrameSim

/// The work at one point: simulates both ways and derives what is asked.
struct BreakevenSearch {
  let input: Breakeven.Input
  let simulation: Simulation
  let peripherals: [PeripheralConfiguration]
  let limits: DP0Limits
  let host: HostConfiguration
  private(set) var point: BreakevenPoint
  /// Whether a shorter transfer over BRA is the beginning of a longer one; else each size is run by itself.
  private(set) var isPlainOverBRA = true

  /// The longest transfer there is.
  static let longest = 1 << 20
  /// Simulated memory that the search holds at most: the longest transfer, and what it leaves of its first and last page.
  static let memoryBytes = longest + SparseMemory.pageBytes

  init(_ input: Breakeven.Input, host: HostConfiguration, meter: WorkMeter? = nil) {
    self.input = input
    let host = host.withoutOthers
    self.host = host
    let scenario = input.scenario
    let request = input.request
    var peripherals = scenario.peripherals
    var limits = DP0Limits()
    for index in peripherals.indices where peripherals[index].device == request.device {
      limits = peripherals[index].dp0 ?? limits
      peripherals[index].memory = Self.memory(for: request, in: peripherals[index].memory)
    }
    self.limits = limits
    self.peripherals = peripherals
    var simulation = Simulation(
      shape: scenario.bus.shape, peripherals: peripherals, host: host, timeline: scenario.bus.timeline)
    simulation.meter = meter
    self.simulation = simulation
    let geometry = host.geometry(for: scenario.bus.shape)
    let capacity = BlockCapacity(geometry: geometry, shape: scenario.bus.shape)
    point = BreakevenPoint(
      axes: input.axes, bus: scenario.bus, request: request, bytesPerFrame: capacity.mean(limits))
    isPlainOverBRA = isPlain(.column0) && simulation.isPlain(transfer(request.maxBytes, via: .bra))
  }

  /// Time is compared, not content: the device gets memory for the longest transfer, whatever memory it is listed with. It stalls
  /// as the region does in which the transfers begin.
  private static func memory(for request: BreakevenRequest, in listed: [MemoryRegion]) -> [MemoryRegion] {
    guard AddressTarget(request.address) == .memory else { return [] }
    let region = listed.first {
      $0.address <= request.address && UInt64(request.address) < UInt64($0.address) + $0.bytes
    }
    let room = (UInt64(1) << 32) - UInt64(request.address)
    let most = UInt64(longest + request.sections * BreakevenRequest.sectionStride)
    return [
      MemoryRegion(
        address: request.address, bytes: min(most, room), notReadyEvery: region?.notReadyEvery)
    ]
  }

  func transfer(_ bytes: Int, via path: TransferRequest.Path) -> TransferRequest {
    let request = input.request
    return TransferRequest(
      name: "", path: path, operation: request.operation, device: request.device,
      sections: request.sections(of: bytes), bytes: bytes,
      data: request.operation == .write ? [UInt8](repeating: 0, count: bytes) : [])
  }

  /// Both ways for every size, or nil where the frame carries no block.
  func curves() throws(TransferError) -> BreakevenCurves? {
    guard point.bytesPerFrame > 0 else { return nil }
    let sizes = 1...input.request.maxBytes
    return BreakevenCurves(
      bra: try curve(sizes, via: .bra), column0: try curve(sizes, via: .column0), maxBytes: sizes.upperBound)
  }

  /// What transfers of these sizes take over a way, or of those among them that are asked for; over Column 0 as often as the buffer
  /// is sent.
  func curve(
    _ sizes: ClosedRange<Int>, via path: TransferRequest.Path, only asked: [Int]? = nil
  ) throws(TransferError) -> TransferCurve {
    let curve =
      isPlain(path)
      ? try simulation.curve(transfer(sizes.upperBound, via: path), from: sizes.lowerBound)
      : try simulation.curve(sizes: asked ?? Array(sizes)) { transfer($0, via: path) }
    return path == .column0 ? curve.repeated(host.interface.sends) : curve
  }

  /// Whether a shorter transfer is the beginning of a longer one; else each size is run by itself.
  func isPlain(_ path: TransferRequest.Path) -> Bool {
    path == .bra ? isPlainOverBRA : input.request.sections == 1
  }

  /// Slots of one transfer.
  func slots(_ bytes: Int, via path: TransferRequest.Path) throws(TransferError) -> UInt64 {
    var run = simulation
    let result = run.run(transfer(bytes, via: path))
    if let error = result.error { throw error }
    return result.duration
  }

  // MARK: Closed form

  /// There is none for what has more than blocks between what opens and what closes a stream.
  var closedForm: BreakevenPoint.ClosedForm? {
    guard isPlainOverBRA,
      let formula = BreakevenFormula(
        host, bus: input.scenario.bus, limits: limits, address: input.request.address,
        maxBytes: input.request.maxBytes)
    else { return nil }
    return BreakevenPoint.ClosedForm(
      breakEvenBytes: formula.breakEvenBytes(maxBytes: input.request.maxBytes), inputs: formula.inputs)
  }

  // MARK: Policy

  /// The sizes that a policy is judged over; all alike where the request names none.
  var sizes: [SizeWeight] {
    input.request.sizes.isEmpty
      ? (1...input.request.maxBytes).map { SizeWeight(bytes: $0) } : input.request.sizes
  }

  /// The shortest and the longest of the request's sizes that are beyond the longest transfer compared; nil where none is.
  var far: ClosedRange<Int>? {
    let far = input.request.sizes.lazy.map(\.bytes).filter { $0 > input.request.maxBytes }
    guard input.scenario.policy != nil, let least = far.min(), let most = far.max() else { return nil }
    return least...most
  }

  /// What transfers take that are longer than the longest compared; nil where no policy is judged over any.
  func farCurve(via path: TransferRequest.Path) throws(TransferError) -> TransferCurve? {
    guard let far else { return nil }
    let asked = Set(input.request.sizes.lazy.map(\.bytes).filter(far.contains))
    return try curve(far, via: path, only: asked.sorted())
  }

  /// What a policy costs over the request's sizes.
  func judge(_ policy: TransferPolicy, _ curves: BreakevenCurves) throws(TransferError) -> PolicyJudgement {
    costs(
      policy, bra: TransferTimes(near: curves.bra, far: try farCurve(via: .bra)),
      column0: TransferTimes(near: curves.column0, far: try farCurve(via: .column0))
    ).judgement(delay: 0)
  }

  /// What a policy costs over the request's sizes, whatever BRA takes longer than given.
  func costs(_ policy: TransferPolicy, bra: TransferTimes, column0: TransferTimes) -> PolicyCosts {
    PolicyCosts(
      policy,
      sizes.compactMap { size in
        guard let bra = bra.slots(size.bytes), let column0 = column0.slots(size.bytes) else { return nil }
        return PolicyCosts.Size(bytes: size.bytes, weight: size.weight, bra: bra, column0: column0)
      },
      slotRateHz: input.scenario.bus.slotRateHz)
  }

  // MARK: Plot

  /// Both ways at the first and the last size of each step, so that nothing changes between two samples that lie apart.
  ///
  /// So it is around the break-even, 0 where there is none. Only where a pixel of a plot has several steps, some of them are
  /// left out (`SampleThinning`).
  func samples(_ curves: BreakevenCurves, breakEven: Int) -> [BreakevenSample] {
    let rate = Double(input.scenario.bus.slotRateHz)
    var thinning = SampleThinning(longest: curves.maxBytes, keeps: [breakEven - 1, breakEven])
    var (braIndex, column0Index) = (0, 0)
    var first = 1
    while first <= curves.maxBytes, braIndex < curves.bra.steps.count,
      column0Index < curves.column0.steps.count
    {
      let (bra, column0) = (curves.bra.steps[braIndex], curves.column0.steps[column0Index])
      let last = min(bra.bytes, column0.bytes, curves.maxBytes)
      var least = first
      for bytes in [first, breakEven - 1, breakEven, last] where least <= bytes && bytes <= last {
        thinning.add(
          BreakevenSample(
            bytes: bytes, bra: Double(bra.slots) / rate, column0: Double(column0.slots) / rate))
        least = bytes + 1
      }
      if bra.bytes == last { braIndex += 1 }
      if column0.bytes == last { column0Index += 1 }
      first = last + 1
    }
    return thinning.finish()
  }
}

extension BreakevenFormula {
  /// The inputs as a report prints them.
  var inputs: [BreakevenPoint.FormulaInput] {
    [
      ("bytesPerFrame", bytesPerFrame), ("commandsBefore", commandsBefore), ("commandsAfter", commandsAfter),
      ("bankSwitches", bankSwitches), ("waitFrames", waitFrames), ("setupFrames", setupFrames),
    ].map { BreakevenPoint.FormulaInput(name: $0, value: $1) }
  }
}
