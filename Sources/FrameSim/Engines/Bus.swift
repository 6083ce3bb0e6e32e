/// A bus: the Manager, its Peripherals and the line between them.
///
/// A value: a copy is a bus of its own that can be run on. Time is the absolute number of bit slots.
public struct Bus: Sendable {
  /// The Manager.
  public var manager: Manager
  /// The Peripherals, in the order they were listed.
  public var peripherals: [Peripheral]
  /// The level of the line after the last slot, 0 or 1.
  public internal(set) var level: UInt64 = 0
  /// Slots so far: the absolute number of the next slot.
  public internal(set) var slot: UInt64 = 0
  /// Frames so far: the number of the next frame.
  public internal(set) var frame: UInt64 = 0

  /// How many frames each engine ran.
  public internal(set) var statistics = EngineStatistics()

  var layouts = FrameLayoutCache()
  /// Whether the devices were found in step since anything last changed; nil where that is not known.
  var agreement: Agreement?

  /// A bus in front of slot [0,0] of its first frame: level LOW, dynamic sync F, bank 0, every listed Peripheral
  /// attached at its device number, all other registers at reset (design section 7, "Start").
  public init(shape: FrameShape, peripherals: [PeripheralConfiguration]) {
    manager = Manager(shape: shape)
    self.peripherals = peripherals.map { Peripheral($0, shape: shape) }
  }

  /// The shape of the next frame.
  public var shape: FrameShape { manager.shape }

  /// Bytes of memory that the Peripherals hold together.
  public var heldBytes: Int { peripherals.reduce(0) { $0 + $1.memory.heldBytes } }

  /// The Peripheral that answers to a device number, or nil.
  public func peripheral(at device: Int) -> Peripheral? {
    peripherals.first { $0.isAttached && $0.deviceNumber == device }
  }

  /// Programs the transport parameters of DP0 into banks of the Manager and of every Peripheral that has one, as
  /// earlier transfers would have left them; with `enabled`, opens DP0 in bank 0.
  public mutating func programDP0(_ geometry: PortGeometry, enabled: Bool) {
    agreement = nil
    manager.program(geometry, enabled: enabled)
    for index in peripherals.indices where peripherals[index].configuration.dp0 != nil {
      peripherals[index].program(geometry, enabled: enabled)
    }
  }
}

extension Bus {
  /// Starts in the middle of a story: line level, parity of the window so far, dynamic sync stepped so many frames.
  package mutating func preset(level: UInt64, oddHighs: Bool, dynamicSyncSteps: Int) {
    agreement = nil
    self.level = level
    manager.preset(oddHighs: oddHighs, dynamicSyncSteps: dynamicSyncSteps)
    for index in peripherals.indices {
      peripherals[index].preset(oddHighs: oddHighs, dynamicSyncSteps: dynamicSyncSteps)
    }
  }
}

extension Manager {
  fileprivate mutating func preset(oddHighs: Bool, dynamicSyncSteps: Int) {
    parity.count(oddHighs ? 1 : 0)
    for _ in 0..<dynamicSyncSteps { dynamicSync.step() }
  }
}

extension Peripheral {
  fileprivate mutating func preset(oddHighs: Bool, dynamicSyncSteps: Int) {
    parity.count(oddHighs ? 1 : 0)
    for _ in 0..<dynamicSyncSteps { dynamicSync.step() }
    beginFrame()
  }
}

extension Manager {
  fileprivate mutating func program(_ geometry: PortGeometry, enabled: Bool) {
    for bank in 0...1 { registers.program(geometry, bank: bank) }
    registers[RegisterAddress.dp0ChannelEn, bank: 0] = enabled ? 1 : 0
    portSettingsAreStale = true
    openFrame()
  }
}

extension Peripheral {
  fileprivate mutating func program(_ geometry: PortGeometry, enabled: Bool) {
    for bank in 0...1 { registers.program(geometry, bank: bank) }
    registers[RegisterAddress.dp0ChannelEn, bank: 0] = enabled ? 1 : 0
    portSettingsAreStale = true
    beginFrame()
  }
}
