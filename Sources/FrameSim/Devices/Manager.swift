internal import BRAEncoder

/// The Manager: sends every control word, owns the command and is the Initiator of BRA.
///
/// It needs no sync. Its own DP0 registers are implementation-defined (section 9.2); here they follow the writes it
/// makes to the DP0 of Peripherals, and switch banks with them, so that both ends are programmed identically.
public struct Manager: Sendable {
  /// The memory of the host that blocks move: each names its buffer.
  public var buffers: [BlockBuffer] = [BlockBuffer()]
  /// Whether a NotReady Target ends the block (Abandon_Block of section 11.4).
  public var abandonsNotReady: Bool {
    get { initiator.abandonsNotReady }
    set { initiator.abandonsNotReady = newValue }
  }
  /// Whether the Initiator streams on without looking at the header response (section 11.4).
  public var defersResponseCheck: Bool {
    get { initiator.defersResponseCheck }
    set { initiator.defersResponseCheck = newValue }
  }
  /// Whether it ever read back, in a slot it alone owned, another bit than it sent.
  public internal(set) var sawClash = false

  var registers = RegisterFile(hasDP0: true, deviceID: 0)
  var cursor: SlotCursor
  var dynamicSync = DynamicSync()
  var parity = ParityCounter()
  var control = ControlSlots()
  var plan = FramePlan()
  /// Whether it saw a clash in the command slots of this frame (open point A7).
  var failed = false

  /// Frames since it saw a PREQ that no Ping has answered, or nil.
  private(set) var framesSincePREQ: Int?

  var slotsSinceSSP: UInt64 = 0
  var portSettings = PortSettings.reset
  var portSettingsAreStale = true
  /// The bit it drives in the next slot, 0 or 1.
  var drive: UInt64 = 0
  var shifter = PayloadShifter()
  var initiator = BRAInitiator()
  /// Payload bits that the block of this frame took up in complete runs.
  var blockBits = 0
  /// Where in its window DP0 is at slot [0,0]; what `payloadBits` was counted at.
  private(set) var windowPhase = WindowPhase()

  init(shape: FrameShape) {
    cursor = SlotCursor(shape: shape)
    registers[RegisterAddress.scpFrameCtrl, bank: 0] = shape.registerValue
    openFrame()
  }

  /// Whether the next frame has to be a Ping: a PREQ is answered within 32 frames (section 3).
  public var owesPing: Bool { framesSincePREQ == Self.framesToPing }

  /// Frames after one with PREQ from which on a Ping is due.
  private static var framesToPing: Int { 31 }

  /// The shape of the next frame.
  public var shape: FrameShape { cursor.shape }
  /// The bank the bus works with, 0 or 1.
  public var currentBank: Int { registers.currentBank }
  /// Whether the next frame carries payload of DP0.
  public var isDP0Open: Bool { portSettings.enabled }
  /// Payload bits of DP0 in the next frame: 0 while it is closed.
  public private(set) var payloadBits = 0

  /// The rows it owns alone in every frame: sync. Computed, so that they fold to constants.
  @inline(__always)
  private static var syncRows: UInt64 {
    ControlWord.mask(ControlRow.staticSync) | ControlWord.mask(ControlRow.phySync...ControlRow.phySync)
      | ControlWord.mask(ControlRow.dynamicSync)
  }
  /// The rows whose clash makes it answer Command_Failed: those of the command.
  @inline(__always)
  private static var commandRows: UInt64 { ControlWord.allRows & ~syncRows }
}

// MARK: - Frame boundaries

extension Manager {
  /// Fixes what the start of a frame fixes; what the frame carries comes with `begin`.
  ///
  /// `continues` says that the frame before had the same shape, and no synchronisation point at its end.
  mutating func openFrame(continues: Bool = false) {
    let isNew = portSettingsAreStale || !continues
    if portSettingsAreStale {
      portSettings = registers.port(bank: registers.portBank)
      portSettingsAreStale = false
    }
    guard portSettings.enabled else {
      payloadBits = 0
      return
    }
    let before = windowPhase
    if isNew {
      windowPhase = WindowPhase(
        sampleInterval: portSettings.geometry.sampleInterval, slotsPerFrame: cursor.shape.slots,
        slotsSinceSSP: slotsSinceSSP)
    } else {
      windowPhase.advance()
    }
    if isNew || windowPhase != before {
      payloadBits = portSettings.geometry.payloadBits(in: cursor.shape, slotsSinceSSP: windowPhase.value)
    }
  }

  /// Takes what the frame is to carry, in front of slot [0,0].
  mutating func begin(_ plan: FramePlan) {
    self.plan = plan
    failed = false
    blockBits = 0
    control = ControlSlots()
    control.owned = Self.syncRows | ControlWord.mask(ControlRow.opcode)
    control.owned |= ControlWord.mask(ControlRow.parity...ControlRow.parity)
    control.sent[ControlRow.staticSync] = ControlWord.staticSyncPattern
    control.sent[ControlRow.dynamicSync] = UInt64(dynamicSync.value)
    switch plan.command {
    case .ping(let ssp):
      control.sent[ControlRow.opcode] = UInt64(Command.Opcode.ping)
      control.sent[ControlRow.ssp] = ssp
      control.owned |= ControlWord.mask(ControlRow.ssp...ControlRow.ssp)
      control.owned |= ControlWord.mask(ControlRow.busRelease...ControlRow.busRelease)
    case .read(let device, let register):
      address(opcode: Command.Opcode.read, device: device, register: register)
    case .write(let device, let register, let value):
      address(opcode: Command.Opcode.write, device: device, register: register)
      control.sent[ControlRow.data] = UInt64(value)
      control.owned |= ControlWord.mask(ControlRow.data)
    }
    if let block = plan.block, portSettings.enabled {
      initiator.start(block)
    } else {
      self.plan.block = nil
    }
  }

  private mutating func address(opcode: UInt8, device: Int, register: UInt16) {
    control.sent[ControlRow.opcode] = UInt64(opcode)
    control.sent[ControlRow.deviceAddress] = UInt64(device & 15)
    control.sent[ControlRow.registerAddress] = UInt64(register)
    control.owned |= ControlWord.mask(ControlRow.deviceAddress) | ControlWord.mask(ControlRow.registerAddress)
  }

  /// Decides what follows from everything sampled up to and including a decision row.
  @inline(__always)
  mutating func decide(after row: Int) {
    switch row {
    case ControlDecision.parityWindow:
      parity.endWindow()
      control.sent[ControlRow.parity] = parity.latched == 1
    case ControlDecision.parity:
      let clashes = control.clashes(through: ControlRow.parity)
      if clashes != 0 { sawClash = true }
      if clashes & Self.commandRows != 0 {
        failed = true
        control.sent[ControlRow.nak] = true
      }
    case ControlDecision.response:
      if control.clashes(through: ControlRow.ack) != 0 { sawClash = true }
    default: break
    }
  }

  /// Does what the end of a frame brings; gives what became of the block.
  mutating func endFrame() -> BlockOutcome? {
    var outcome: BlockOutcome?
    if plan.block != nil {
      // A block that the frame cut off took up every payload bit there was.
      initiator.endOfFrame(bits: initiator.state == .idle ? blockBits : payloadBits)
      outcome = initiator.outcome
    }
    dynamicSync.step()
    var shape = cursor.shape
    slotsSinceSSP &+= UInt64(shape.slots)
    let response = control.received.response
    notePREQ(answered: !plan.command.isAccess && response != .aborted)
    switch plan.command {
    case .ping(let ssp):
      if ssp, response != .aborted { slotsSinceSSP = 0 }
    case .read: break
    case .write(let device, let register, let value):
      if response == .ok { follow(device: device, register: register, value: value, shape: &shape) }
    }
    let continues = shape == cursor.shape && slotsSinceSSP != 0
    cursor.restart(shape: shape)
    openFrame(continues: continues)
    return outcome
  }

  private mutating func notePREQ(answered: Bool) {
    if answered {
      framesSincePREQ = nil
    } else if let frames = framesSincePREQ {
      // Counts no further than it matters: while every Ping is aborted, the state settles and pauses can be skipped.
      framesSincePREQ = min(frames + 1, Self.framesToPing)
    } else if control.received.preq {
      framesSincePREQ = 0
    }
  }

  /// Programs its own port as the Peripheral's, and switches with the bus.
  private mutating func follow(device: Int, register: UInt16, value: UInt8, shape: inout FrameShape) {
    guard let register = AddressTarget.register(command: register) else { return }
    let bank = register == RegisterAddress.scpFrameCtrl ? 0 : 1
    if register == RegisterAddress.banked(RegisterAddress.scpFrameCtrl, bank: bank) {
      // A switch for one device alone is that device's affair (open point A17).
      guard device == broadcastDevice else { return }
      registers.switchBank(to: bank)
      slotsSinceSSP = 0
      if let selected = FrameShape(registerValue: value) { shape = selected }
    } else if register < RegisterAddress.scpIntStat1 {
      _ = registers.write(register, value)
    } else {
      return
    }
    portSettingsAreStale = true
  }
}
