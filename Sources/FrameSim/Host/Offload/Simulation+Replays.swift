internal import BRAEncoder

// What prepared transfers take, all else being equal.
extension Simulation {
  /// What transfers over BRA of every size up to a longest one take that an offload replays: from their trigger to the end of their
  /// program.
  ///
  /// Where DP0 is left open, a shorter program is the beginning of a longer one, and the longest is run; else a program for each number
  /// of blocks is compiled, enabled and run once. One whose last block is shorter takes the same frame. The memories are as large as they
  /// need to be. Throws why one cannot be prepared.
  package func replays(
    upTo maxBytes: Int, _ request: (Int) -> TransferRequest
  ) throws(TransferError) -> TransferCurve {
    if host.offload?.port != .perTrigger {
      var run = preparing
      var blocks = BlockSteps()
      _ = try run.replay(request(maxBytes), observer: &blocks)
      return TransferCurve(steps: blocks.steps)
    }
    let block = blockBytes(request(1).device)
    var steps: [TransferCurve.Step] = []
    var bytes = 0
    while bytes < maxBytes {
      bytes = min(maxBytes, bytes + block)
      var run = preparing
      var nobody = NoObserver()
      let result = try run.replay(request(bytes), observer: &nobody)
      steps.append(.init(bytes: bytes, slots: result.duration, frames: result.frames))
    }
    return TransferCurve(steps: steps)
  }

  /// The words of a program that moves such a transfer.
  package func words(_ request: TransferRequest) throws(TransferError) -> OffloadReport.Words {
    var run = preparing
    try run.prepare(request)
    let image = run.offloadImage ?? OffloadImage()
    return OffloadReport.Words(instructions: image.instructions.count, data: image.data.count)
  }

  /// Data bytes of a full block of a program.
  package func blockBytes(_ device: Int) -> Int {
    let limits = bus.peripheral(at: device)?.configuration.dp0 ?? DP0Limits()
    return BlockCapacity(geometry: host.geometry(for: bus.shape), shape: bus.shape).smallestBlock(limits) ?? 1
  }

  /// The same with an offload that has all that a program needs.
  private var preparing: Simulation {
    var simulation = self
    var offload = host.offload ?? OffloadConfiguration()
    offload.capabilities = [.trigger, .staticTx, .rxStream]
    offload.instructionWords = 1 << 20
    offload.dataWords = 1 << 20
    offload.sequenceNanoseconds = nil
    offload.streams = OffloadStreams()
    offload.triggers = [OffloadTrigger("command", .command)]
    simulation.host.offload = offload
    simulation.offload = OffloadEngine(offload)
    return simulation
  }

  private mutating func prepare(_ request: TransferRequest) throws(TransferError) {
    let place: OffloadMessage.Move.Place = request.operation == .write ? .staticData : .stream
    try make(.get(device: request.device, capabilities: [.trigger, .staticTx, .rxStream]))
    try make(.optimize(OffloadMessage([.move(.init(request, place))])))
  }

  private mutating func replay<Observer: FrameObserver>(
    _ request: TransferRequest, observer: inout Observer
  ) throws(TransferError) -> TransferResult {
    try prepare(request)
    try make(.triggerGet("command"))
    try make(.enable(.offloadFirst, betweenNanoseconds: 0))
    let result = run(.trigger(count: 1, everyFrames: nil), observer: &observer)
    if let error = result.error { throw error }
    guard let report = offloadReports.last, report.streams.failures == 0 else {
      throw TransferError(errno: .io, message: "a replayed block was not answered well")
    }
    return result
  }

  @discardableResult
  private mutating func make(_ call: OffloadCall) throws(TransferError) -> TransferResult {
    let result = run(call)
    if let error = result.error { throw error }
    return result
  }
}

/// The end of each block of a program, seen from the first frame that it sees.
private struct BlockSteps: FrameObserver {
  static let wantsLevels = false
  private(set) var steps: [TransferCurve.Step] = []
  private var startSlot: UInt64?
  private var frames = FrameCounts()

  mutating func observe(_ frame: borrowing ObservedFrame) {
    let start = startSlot ?? frame.outcome.startSlot
    startSlot = start
    frames[frame.part] += 1
    guard let block = frame.plan.block else { return }
    let bytes = (steps.last?.bytes ?? 0) + block.header.byteCount
    steps.append(.init(bytes: bytes, slots: frame.outcome.endSlot - start, frames: frames))
  }
}
