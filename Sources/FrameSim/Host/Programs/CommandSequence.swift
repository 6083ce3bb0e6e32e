/// Commands that open or close a stream, one after the other: which is next, and how long it has waited.
struct CommandSequence: Hashable, Sendable {
  private let commands: HostCommands
  private let device: Int
  /// The command that is next.
  private(set) var next = 0
  /// Frames that the bank switch at hand has waited.
  private(set) var waited = 0
  /// What the latest Read brought.
  private var valueRead: UInt8 = 0

  /// Commands to a device; one that writes back writes what the last Read of `earlier` brought, if none of its own did.
  init(_ commands: HostCommands, device: Int, after earlier: CommandSequence? = nil) {
    self.commands = commands
    self.device = device
    valueRead = earlier?.valueRead ?? 0
  }

  /// Whether all are through.
  var isAtEnd: Bool { next == commands.count }

  /// Whether the command at hand is a bank switch that has not waited yet.
  var isInFrontOfWait: Bool { !isAtEnd && waited == 0 && commands[next].isBankSwitch }

  /// Sends the command at hand, which counts to `part`, or says how long it waits. There is one.
  func offer(_ frame: inout FrameOffer, _ view: HostView, _ syncWait: SyncWait, _ part: FramePart) {
    let command = commands[next]
    if command.isBankSwitch, syncWait.holds(waited: waited, frame: view.frame) {
      return frame.wait(until: syncWait.end(waited: waited, view), .bankSwitch)
    }
    frame.send(onWire(command, view.shape), part)
  }

  private func onWire(_ command: HostCommand, _ shape: FrameShape) -> Command {
    switch command {
    case .read(let register): .read(device: device, register: UInt16(register))
    case .writeBack(let register, let mask):
      .write(device: device, register: UInt16(register), value: valueRead & mask)
    case .write(let register, let value): .write(device: device, register: UInt16(register), value: value)
    case .switchBank(let bank):
      .write(
        device: broadcastDevice,
        register: UInt16(RegisterAddress.banked(RegisterAddress.scpFrameCtrl, bank: bank)),
        value: shape.registerValue)
    }
  }

  /// So many frames passed in which the bank switch at hand waited.
  mutating func waited(_ frames: UInt64) { waited += Int(clamping: frames) }

  /// The command at hand went out.
  mutating func ended(_ outcome: FrameOutcome) {
    if case .read = commands[next] { valueRead = outcome.controlWord.data }
    next += 1
    waited = 0
  }
}

extension SyncWait {
  /// The slot of the first frame that need not wait; that of the next where a pulse never comes.
  fileprivate func end(waited: Int, _ view: HostView) -> UInt64 {
    let frames = max(1, framesAhead(waited: waited, frame: view.frame))
    let (slots, overflow) = frames.multipliedReportingOverflow(by: UInt64(view.shape.slots))
    let (slot, overflow2) = view.slot.addingReportingOverflow(slots)
    return overflow || overflow2 ? .max : slot
  }
}
