/// Makes one transfer, frame by frame: says what the Manager sends next and learns from what came of it.
///
/// Start, pace and failure rules are those of design section 7.
struct TransferDriver: Sendable {
  enum Phase: Hashable {
    case opening
    case data
    case closing
    case finished
  }

  /// What the frame on the wire is to the transfer.
  enum Step: Hashable {
    case command(HostCommand)
    case page(Int)
    case byte
    case block(bytes: Int)
    /// A Ping that no step of the transfer asked for.
    case pause(FramePart)
  }

  private(set) var request: TransferRequest
  var host: HostConfiguration
  let geometry: PortGeometry
  let limits: DP0Limits
  var result: TransferResult
  var phase = Phase.opening
  var step = Step.pause(.host)

  /// The commands of the phase, and which of them is next.
  var commands = HostCommands([])
  var nextCommand = 0
  /// Frames that the bank switch at hand has waited so far.
  var waited = 0
  /// The time the host's software takes, and the step it follows.
  var clock: HostClock
  var hostStep = FramePart.setup
  /// What the latest Read brought.
  var valueRead: UInt8 = 0
  /// Whether DP0 was enabled, so that closing commands are due.
  var isOpen = false
  /// Data bytes done.
  var done = 0
  /// Data bytes of a full block, for the payload bits of a frame that they were worked out for.
  var fullBlock: (payloadBits: Int, bytes: Int?) = (-1, nil)
  /// Whether it was made sure that DP0 carries blocks at all.
  var hasCheckedPort = false
  /// Page registers written for the address at hand, 0 to 2.
  var pagesWritten = 0
  /// The frame from which on `next` stops inside of long pauses, so that they can be skipped; by default it never does.
  var stopsFrom = UInt64.max
  /// The Pings that were skipped, one entry per run of frames of one shape; they are in the result already.
  var skipped: [SkippedPings] = []

  /// A transfer on a bus, in front of its first frame.
  init(_ request: TransferRequest, host: HostConfiguration, bus: inout Bus) {
    self.request = request
    self.host = host
    geometry = host.dp0 ?? PortGeometry(fillingColumns: bus.shape.columns)
    let target = bus.peripheral(at: request.device)
    limits = target?.configuration.dp0 ?? DP0Limits()
    result = TransferResult(startSlot: bus.slot, endSlot: bus.slot)
    result.bytesPerFrame =
      request.path == .column0
      ? 1 : BlockCapacity(geometry: geometry, shape: bus.shape).mean(limits)
    let rules = TransferRules(
      request: request, geometry: geometry, shape: bus.shape, limits: limits,
      lacksDP0: target.map { $0.configuration.dp0 == nil } ?? false, policy: host.policy)
    result.error = rules.refusal
    clock = HostClock(host.model, path: request.path, slotsPerFrame: bus.shape.slots)
    guard result.error == nil else {
      phase = .finished
      return
    }
    bus.manager.prepare(request, responses: host.responses)
    if request.path == .bra { commands = host.setup.opening(geometry, bank: bus.manager.currentBank) }
    enterDataIfOpened()
    if mustCheckPort { checkPort(bus.manager) }
  }

  /// What the Manager sends next, and what for; nil where the transfer is through, or a pause is worth skipping.
  ///
  /// Changes nothing on the bus: `inout` keeps it from being copied for the call.
  mutating func next(_ bus: inout Bus) -> (plan: FramePlan, part: FramePart)? {
    guard !isThrough else { return nil }
    if clock.framesLeft > 0 {
      if stops(inFrontOf: clock.framesLeft, frame: bus.frame) { return nil }
      clock.pass(1)
      result.hostFrames.count(hostStep)
      return pause(.host)
    }
    // Where Pings are aborted for ever, the transfer goes on behind each of them: a Ping it sends anyhow will do.
    if bus.manager.owesPing, !followsPing { return pause(.host) }
    switch phase {
    case .opening, .closing: return nextCommandStep(&bus)
    case .data: return request.path == .bra ? nextBlock(&bus) : nextAccess()
    case .finished: return nil
    }
  }

  /// Whether the last step is done and the host's time behind it has passed.
  var isThrough: Bool {
    phase == .finished && (result.frames.total == 0 || clock.framesLeft == 0)
  }

  /// Whether the latest frame of the transfer was a Ping.
  var followsPing: Bool {
    switch step {
    case .pause, .block: result.frames.total > 0
    case .command, .page, .byte: false
    }
  }

  /// Where the transfer would end if it had no more bytes than the frame on the wire completes; nil where that frame
  /// completes none.
  var bytesAtEndOfFrame: Int? {
    switch step {
    case .byte: done + 1
    case .block(let bytes): done + bytes
    case .command, .page, .pause: nil
    }
  }

  /// Makes it a transfer of fewer bytes, while the frame that completes the last of them is on the wire.
  mutating func shorten(to bytes: Int) {
    request.bytes = bytes
  }

  mutating func pause(_ part: FramePart) -> (plan: FramePlan, part: FramePart) {
    step = .pause(part)
    return (FramePlan(.ping), part)
  }
}

// MARK: - What came of a frame

extension TransferDriver {
  /// Learns what the frame that `next` asked for brought.
  mutating func complete(_ plan: FramePlan, _ part: FramePart, _ outcome: FrameOutcome, bus: inout Bus) {
    result.frames.count(part)
    result.endSlot = bus.slot
    switch plan.command {
    case .ping: result.commands.ping += 1
    case .read: result.commands.read += 1
    case .write: result.commands.write += 1
    }
    switch step {
    case .command(let command): commandEnded(command, outcome)
    case .page:
      if outcome.response == .ok {
        pagesWritten += 1
      } else {
        fail(
          outcome.response == .ignored ? .noData : .io,
          "a page register write was \(outcome.response == .ignored ? "ignored" : "aborted")")
      }
    case .byte: accessEnded(outcome, manager: &bus.manager)
    case .block(let bytes): blockEnded(bytes: bytes, outcome)
    case .pause: break
    }
    countFrame(part, outcome)
    // Getters of the Manager copy it: they are for the few frames that need them.
    if mustCheckPort { checkPort(bus.manager) }
    if phase == .finished, isOpen { startClosing(bank: bus.manager.currentBank) }
    if clock.isRunning, plan.command.isAccess {
      hostStep = part
      clock.commandEnded(isLast: !hasMoreCommands, slotsPerFrame: bus.shape.slots)
    }
    if isThrough { finish(&bus) }
  }

  /// Whether the host has another command to put behind the one that just ended.
  private var hasMoreCommands: Bool {
    switch phase {
    case .opening, .closing: nextCommand > 0
    case .data: request.path == .column0
    case .finished: false
    }
  }

  /// The slots of frames without a block; those of blocks are split as they end.
  private mutating func countFrame(_ part: FramePart, _ outcome: FrameOutcome) {
    let slots = UInt64(outcome.shape.slots)
    switch part {
    case .setup, .teardown: result.split.setup += slots
    case .syncWait: result.split.syncWait += slots
    case .retry: result.split.retry += slots
    case .host: result.split.host += slots
    case .data:
      guard case .byte = step else { return }
      result.split.payload += 8
      result.split.overhead += UInt64(ControlWord.rowCount - 8)
      result.split.unused += slots - UInt64(ControlWord.rowCount)
    }
  }

  /// Behind the last byte, or the first bad response: close what was opened.
  mutating func endData() {
    phase = .finished
  }

  mutating func fail(_ errno: TransferErrno, _ message: String) {
    if result.error == nil { result.error = TransferError(errno: errno, message: message) }
    endData()
  }

  private mutating func finish(_ bus: inout Bus) {
    result.bytesMoved = done
    if request.operation == .read { result.data = bus.manager.incoming }
    bus.manager.outgoing = []
    bus.manager.incoming = []
  }
}

extension Manager {
  /// Takes the buffers of a transfer, and the policy of its host.
  mutating func prepare(_ request: TransferRequest, responses: ResponsePolicy) {
    abandonsNotReady = responses == .strict
    outgoing = request.data
    let isRead = request.operation == .read && request.bytes <= TransferRules.maximumBytes
    incoming = [UInt8](repeating: 0, count: isRead ? request.bytes : 0)
  }
}
