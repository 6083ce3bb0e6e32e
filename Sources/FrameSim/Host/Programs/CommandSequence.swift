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

  /// The same in front of the wait at hand, of which some may be over.
  var unwaited: CommandSequence {
    var commands = self
    commands.waited = 0
    return commands
  }

  /// Frames that the command at hand waits from here on; nil where it is no bank switch, or no wait has an end.
  func framesAhead(_ syncWait: SyncWait, _ view: HostView) -> UInt64? {
    guard !isAtEnd, commands[next].isBankSwitch, syncWait.isWait else { return nil }
    return syncWait.framesAhead(waited: waited, frame: view.frame)
  }

  /// Makes the bank switch at hand wait so many frames from here on, by what it has waited or by when the pulse comes.
  mutating func stand(_ frames: UInt64, _ syncWait: inout SyncWait, _ view: HostView) {
    switch syncWait {
    case .none: break
    case .frames(let count): waited = count - Int(clamping: frames)
    case .pulse(let interval, _):
      syncWait = .pulse(interval: interval, phase: Int((view.frame + frames) % UInt64(max(1, interval))))
    }
  }

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
  /// Whether bank switches wait, and not for ever.
  fileprivate var isWait: Bool {
    switch self {
    case .none: false
    case .frames: true
    case .pulse(let interval, let phase): max(0, phase) < max(1, interval)
    }
  }

  /// The slot of the first frame that need not wait; that of the next where a pulse never comes.
  func end(waited: Int, _ view: HostView) -> UInt64 {
    view.slot(framesAhead: max(1, framesAhead(waited: waited, frame: view.frame)))
  }
}
