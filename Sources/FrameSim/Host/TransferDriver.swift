internal import BRAEncoder

/// Makes one transfer, frame by frame: says what the Manager sends next and learns from what came of it.
///
/// Start, pace and failure rules are those of design section 7.
struct TransferDriver: Sendable {
  private enum Phase: Hashable {
    case opening
    case data
    case closing
    case finished
  }

  /// What the frame on the wire is to the transfer.
  private enum Step: Hashable {
    case command(HostCommand)
    case page(Int)
    case byte
    case block(bytes: Int)
    /// A Ping that no step of the transfer asked for.
    case pause(FramePart)
  }

  private(set) var request: TransferRequest
  let host: HostConfiguration
  private let geometry: PortGeometry
  private let limits: DP0Limits
  private(set) var result: TransferResult
  private var phase = Phase.opening
  private var step = Step.pause(.host)

  /// The commands of the phase, and which of them is next.
  private var commands: [HostCommand] = []
  private var nextCommand = 0
  /// Frames that the bank switch at hand has waited so far.
  private var waited = 0
  /// The time the host's software takes, and the step it follows.
  private var clock: HostClock
  private var hostStep = FramePart.setup
  /// What the latest Read brought.
  private var valueRead: UInt8 = 0
  /// Whether DP0 was enabled, so that closing commands are due.
  private var isOpen = false
  /// Data bytes done.
  private var done = 0
  /// Data bytes of a full block, for the payload bits of a frame that they were worked out for.
  private var fullBlock: (payloadBits: Int, bytes: Int?) = (-1, nil)
  /// Whether it was made sure that DP0 carries blocks at all.
  private var hasCheckedPort = false
  /// Page registers written for the address at hand, 0 to 2.
  private var pagesWritten = 0

  private static let pageBytes: UInt32 = 0x8000

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

  /// What the Manager sends next, and what for; nil where the transfer is through.
  ///
  /// Changes nothing on the bus: `inout` keeps it from being copied for the call.
  mutating func next(_ bus: inout Bus) -> (plan: FramePlan, part: FramePart)? {
    guard !isThrough else { return nil }
    if clock.framesLeft > 0 {
      clock.framePassed()
      result.hostFrames.count(hostStep)
      return pause(.host)
    }
    if bus.manager.owesPing { return pause(.host) }
    switch phase {
    case .opening, .closing: return nextCommandStep(&bus)
    case .data: return request.path == .bra ? nextBlock(&bus) : nextAccess()
    case .finished: return nil
    }
  }

  /// Whether the last step is done and the host's time behind it has passed.
  private var isThrough: Bool {
    phase == .finished && (result.frames.total == 0 || clock.framesLeft == 0)
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

  private mutating func pause(_ part: FramePart) -> (plan: FramePlan, part: FramePart) {
    step = .pause(part)
    return (FramePlan(.ping), part)
  }
}

// MARK: - Opening and closing

extension TransferDriver {
  private var commandPart: FramePart { phase == .opening ? .setup : .teardown }

  private mutating func nextCommandStep(_ bus: inout Bus) -> (plan: FramePlan, part: FramePart) {
    let command = commands[nextCommand]
    if command.isBankSwitch, host.syncWait.holds(waited: waited, frame: bus.frame) {
      waited += 1
      return pause(.syncWait)
    }
    waited = 0
    step = .command(command)
    let plan: Command
    switch command {
    case .read(let register):
      plan = .read(device: request.device, register: UInt16(register))
    case .writeBack(let register, let mask):
      plan = .write(device: request.device, register: UInt16(register), value: valueRead & mask)
    case .write(let register, let value):
      plan = .write(device: request.device, register: UInt16(register), value: value)
    case .switchBank(let bank):
      let register = RegisterAddress.banked(RegisterAddress.scpFrameCtrl, bank: bank)
      plan = .write(
        device: broadcastDevice, register: UInt16(register), value: bus.shape.registerValue)
    }
    return (FramePlan(plan), commandPart)
  }

  private mutating func commandEnded(_ command: HostCommand, _ outcome: FrameOutcome) {
    if outcome.response != .ok {
      let error = TransferError(
        errno: outcome.response == .ignored ? .noData : .io,
        message: "a \(phase == .opening ? "set-up" : "closing") command was "
          + (outcome.response == .ignored ? "ignored" : "aborted"))
      if result.error == nil { result.error = error }
      if phase == .opening {
        phase = .finished
        return
      }
    }
    if case .read = command { valueRead = outcome.controlWord.data }
    nextCommand += 1
    guard nextCommand == commands.count else { return }
    if phase == .opening { enterDataIfOpened() } else { phase = .finished }
  }

  /// Goes on to the data once every opening command is through.
  private mutating func enterDataIfOpened() {
    guard nextCommand == commands.count else { return }
    isOpen = request.path == .bra
    phase = .data
    if done == request.bytes { endData() }
  }

  /// Behind the last byte, or the first bad response: close what was opened.
  private mutating func endData() {
    phase = .finished
  }

  /// Prepares the closing commands, which depend on the bank that is current now.
  private mutating func startClosing(bank: Int) {
    isOpen = false
    commands = host.setup.closing(geometry, bank: bank)
    nextCommand = 0
    if !commands.isEmpty { phase = .closing }
  }
}

// MARK: - Data over Column 0

extension TransferDriver {
  private mutating func nextAccess() -> (plan: FramePlan, part: FramePart) {
    let address = request.address &+ UInt32(done)
    let needsPages = address >= Self.pageBytes && (done == 0 || address % Self.pageBytes == 0)
    if needsPages, pagesWritten < 2 {
      step = .page(pagesWritten)
      let isFirst = pagesWritten == 0
      let register = isFirst ? RegisterAddress.scpAddrPage1 : RegisterAddress.scpAddrPage2
      let value = UInt8(truncatingIfNeeded: address >> (isFirst ? 23 : 15))
      let command = Command.write(device: request.device, register: UInt16(register), value: value)
      return (FramePlan(command), .setup)
    }
    step = .byte
    let offset = UInt16(address % Self.pageBytes)
    let register = address >= Self.pageBytes ? 0x8000 | offset : offset
    let command: Command
    switch request.operation {
    case .read: command = .read(device: request.device, register: register)
    case .write: command = .write(device: request.device, register: register, value: request.data[done])
    }
    return (FramePlan(command), .data)
  }

  private mutating func accessEnded(_ outcome: FrameOutcome, manager: inout Manager) {
    guard outcome.response == .ok else {
      fail(
        outcome.response == .ignored ? .noData : .io,
        "byte \(done) was \(outcome.response == .ignored ? "ignored" : "aborted")")
      return
    }
    if request.operation == .read { manager.incoming[done] = outcome.controlWord.data }
    done += 1
    pagesWritten = 0
    if done == request.bytes { endData() }
  }

  private mutating func fail(_ errno: TransferErrno, _ message: String) {
    if result.error == nil { result.error = TransferError(errno: errno, message: message) }
    endData()
  }
}

// MARK: - Data over BRA

extension TransferDriver {
  private mutating func nextBlock(_ bus: inout Bus) -> (plan: FramePlan, part: FramePart) {
    guard let full = fullBlock(payloadBits: bus.manager.payloadBits),
      let header = BRAHeader(
        type: .active, operation: request.operation == .write ? .write : .read, device: request.device,
        address: request.address &+ UInt32(done), byteCount: min(full, request.bytes - done))
    else {
      return pause(.host)
    }
    step = .block(bytes: header.byteCount)
    return (FramePlan(.ping, block: BlockRequest(header: header, offset: done)), .data)
  }

  /// Data bytes of a full block in a frame; only the last one may be shorter (host reference 2.3).
  private mutating func fullBlock(payloadBits: Int) -> Int? {
    if fullBlock.payloadBits != payloadBits {
      let bytes = BRASplitter.bytesPerFrame(payloadBits: payloadBits).flatMap {
        BlockCapacity.dataBytes(capacity: $0, limits: limits)
      }
      fullBlock = (payloadBits, bytes)
    }
    return fullBlock.bytes
  }

  /// Whether the first block is next, and DP0 has not been looked at yet.
  private var mustCheckPort: Bool { !hasCheckedPort && phase == .data && request.path == .bra }

  /// In front of the first block: a DP0 that carries none, because earlier writes have closed it or made it something
  /// else than the host programs, would keep the transfer waiting for ever. A host notices by its time-out.
  private mutating func checkPort(_ manager: borrowing Manager) {
    hasCheckedPort = true
    let port = manager.portSettings
    if port.enabled, port.geometry == geometry { return }
    let capacity = BlockCapacity(geometry: port.geometry, shape: manager.shape)
    let bytes = capacity.largest.flatMap { BlockCapacity.dataBytes(capacity: $0, limits: limits) }
    if !port.enabled || bytes == nil {
      fail(.timedOut, "no frame carries a block: DP0 is closed, or programmed otherwise")
    }
  }

  private mutating func blockEnded(bytes: Int, _ outcome: FrameOutcome) {
    let block = outcome.block ?? BlockOutcome()
    result.blocks.sent += 1
    result.blocks.count(block)
    countSplit(bytes: bytes, block, outcome)
    if let failure = host.responses.failure(of: block) {
      fail(failure.errno, "the block at byte \(done) \(failure.message)")
      return
    }
    done += bytes
    if done == request.bytes { endData() }
  }

  private mutating func countSplit(bytes: Int, _ block: BlockOutcome, _ outcome: FrameOutcome) {
    let slots = UInt64(outcome.shape.slots)
    let payload = UInt64(max(0, min(8 * bytes, block.bits - 64)))
    let full = fullBlock.bytes ?? bytes
    let short = UInt64(8 * max(0, full - bytes))
    result.split.payload += payload
    result.split.overhead += UInt64(block.bits) - payload
    result.split.shortBlock += short
    let rest = slots - UInt64(block.bits) - short
    let column0 = min(rest, UInt64(outcome.shape.rows))
    result.split.column0 += column0
    result.split.unused += rest - column0
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
