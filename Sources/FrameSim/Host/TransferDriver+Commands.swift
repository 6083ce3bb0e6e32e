/// Opening and closing: commands in Column 0, one per frame.
extension TransferDriver {
  private var commandPart: FramePart { phase == .opening ? .setup : .teardown }

  mutating func nextCommandStep(_ bus: inout Bus) -> (plan: FramePlan, part: FramePart)? {
    let command = commands[nextCommand]
    if command.isBankSwitch, host.syncWait.holds(waited: waited, frame: bus.frame) {
      let ahead = host.syncWait.framesAhead(waited: waited, frame: bus.frame)
      if stops(inFrontOf: ahead, frame: bus.frame) { return nil }
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

  mutating func commandEnded(_ command: HostCommand, _ outcome: FrameOutcome) {
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
  mutating func enterDataIfOpened() {
    guard nextCommand == commands.count else { return }
    isOpen = request.path == .bra
    phase = .data
    if done == request.bytes { endData() }
  }

  /// Prepares the closing commands, which depend on the bank that is current now.
  mutating func startClosing(bank: Int) {
    isOpen = false
    commands = host.setup.closing(geometry, bank: bank)
    nextCommand = 0
    if !commands.isEmpty { phase = .closing }
  }
}
