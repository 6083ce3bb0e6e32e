internal import BRAEncoder

/// A Peripheral: control port, registers, memory and, where it has one, DP0 as a BRA Target.
///
/// Holds what hardware would hold. The engines move bits to and from it; everything it decides is decided here,
/// once, in terms of fields and bytes: `Peripheral+Control` for Column 0, `Peripheral+BRA` for DP0.
public struct Peripheral: Sendable {
  /// What it is made of.
  public let configuration: PeripheralConfiguration
  /// The registers of its control port and DP0.
  public internal(set) var registers: RegisterFile
  /// Its implementation-defined memory.
  public package(set) var memory: SparseMemory
  /// Whether it can take the next BRA block; it answers OK_NotReady where not.
  public var isReady = true
  /// For which blocks its memory stalls.
  var readiness: TargetReadiness

  var sync = SyncTracker.attached
  var dynamicSync = DynamicSync()
  var parity = ParityCounter()
  var cursor: SlotCursor
  /// Static and dynamic sync as they have to be in this frame.
  var expectedSync = ControlWord()

  var control = ControlSlots()
  var command = CommandTarget()
  /// PREQ is asserted until a Ping was answered (section 3).
  var asksForPing = false
  /// The enabled and pending interrupts as they stood at the start of the frame.
  var alerts: UInt16 = 0

  /// Slots since the last stream synchronisation point, at the start of the frame.
  var slotsSinceSSP: UInt64 = 0
  /// The settings of DP0 in this frame; writes to the active bank count from the next (open point A15).
  var portSettings = PortSettings.reset
  var portSettingsAreStale = true
  /// The bit it drives in the next slot, 0 or 1.
  var drive: UInt64 = 0
  var shifter = PayloadShifter()
  var target = BRATarget()

  /// A Peripheral at reset, attached, at the start of a frame of the given shape.
  init(_ configuration: PeripheralConfiguration, shape: FrameShape) {
    self.configuration = configuration
    registers = RegisterFile(hasDP0: configuration.dp0 != nil, deviceID: configuration.deviceID)
    registers[RegisterAddress.scpDevNumber] = UInt8(configuration.device & 15)
    registers[RegisterAddress.scpFrameCtrl, bank: 0] = shape.registerValue
    memory = SparseMemory(regions: configuration.memory)
    readiness = TargetReadiness(configuration.memory)
    cursor = SlotCursor(shape: shape)
    beginFrame()
  }

  /// The device number it answers to, 0 to 11.
  public var deviceNumber: Int { Int(registers[RegisterAddress.scpDevNumber] & 15) }
  /// Whether it is attached: in sync and on the bus.
  public var isAttached: Bool { sync != .unattached }
  /// The shape of its frames.
  public var shape: FrameShape { cursor.shape }

  /// Loses the bus: silent from the next slot on (sections 5.1 and 6, Soft Reset).
  mutating func detach() {
    sync = .unattached
    registers[RegisterAddress.scpDevNumber] = 0
    registers.disableChannels()
    portSettingsAreStale = true
    control = ControlSlots()
    command = CommandTarget()
    asksForPing = false
    drive = 0
    shifter.release()
  }
}

// MARK: - Frame boundaries

extension Peripheral {
  /// Gets ready for slot [0,0]: what the frame's start fixes for the whole frame.
  mutating func beginFrame() {
    let alertsNow = registers.alerts
    if alertsNow & ~alerts != 0 { asksForPing = true }
    alerts = alertsNow

    control = ControlSlots()
    command = CommandTarget()
    control.sent[ControlRow.preq] = asksForPing
    if portSettingsAreStale {
      portSettings = registers.port(bank: registers.portBank)
      portSettingsAreStale = false
    }
  }

  /// Does what the end of a frame brings: sync, the write of this frame, the stream synchronisation point.
  mutating func endFrame() {
    guard isAttached else {
      cursor.restart(shape: cursor.shape)
      return
    }
    let wasCutOff = target.endOfFrame()
    sync.endOfFrame()
    dynamicSync.step()
    var shape = cursor.shape
    slotsSinceSSP &+= UInt64(shape.slots)
    let response = control.received.response
    if response != .aborted {
      switch command.request {
      case .ping(let ssp):
        asksForPing = false
        if ssp { slotsSinceSSP = 0 }
      case .write(let address) where command.response == 0b01 && response == .ok:
        // Command_OK, as this device answered and as the line said (sections 7.1 and 14).
        perform(write: control.received.data, at: address, shape: &shape)
      case .none, .read, .write: break
      }
    }
    cursor.restart(shape: shape)
    guard isAttached else { return }
    latchEvents(wasCutOff: wasCutOff)
    beginFrame()
  }

  /// Latches what the frame as a whole brought: after the write of the frame, so that a bit that is cleared and set
  /// at once stays set (section 13).
  private mutating func latchEvents(wasCutOff: Bool) {
    if wasCutOff { raiseBRAFailure() }
    guard shifter.clash != 0 else { return }
    registers[RegisterAddress.scpIntStat1] |= InterruptBit.busClash
    shifter.clearClash()
  }

  /// Performs a write that ended in Command_OK.
  private mutating func perform(write value: UInt8, at address: UInt32, shape: inout FrameShape) {
    guard let register = AddressTarget.register(address) else {
      _ = memory.write(address, value)
      return
    }
    switch register {
    case RegisterAddress.scpDevNumber:
      // 12 to 15 are no device numbers: the low nibble stays (open point A9).
      let number = value & 15 <= 11 ? value & 15 : registers[register] & 15
      registers[register] = value & 0x30 | number
    case RegisterAddress.banked(RegisterAddress.scpFrameCtrl, bank: 0),
      RegisterAddress.banked(RegisterAddress.scpFrameCtrl, bank: 1):
      _ = registers.write(register, value)
      registers.switchBank(to: register == RegisterAddress.scpFrameCtrl ? 0 : 1)
      portSettingsAreStale = true
      slotsSinceSSP = 0
      // Reserved shape codes leave the shape as it is (open point A20).
      if let selected = FrameShape(registerValue: value) { shape = selected }
    case RegisterAddress.scpCtrl where value & 0x80 != 0:
      registers = RegisterFile(hasDP0: configuration.dp0 != nil, deviceID: configuration.deviceID)
      detach()
    default:
      _ = registers.write(register, value)
      if register < RegisterAddress.scpIntStat1 { portSettingsAreStale = true }
    }
  }
}
