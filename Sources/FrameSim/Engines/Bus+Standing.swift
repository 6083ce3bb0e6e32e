/// What the frames of commands to registers, and of Pings, can depend on.
extension Bus {
  /// The bus without what such frames neither read nor pass on, so that two moments can be compared; nil where that
  /// cannot be said.
  ///
  /// Left out are absolute times, the memory of the Peripherals, the buffers of blocks, and what the last frame brought:
  /// `Manager.begin` makes that anew. Of the slots since the synchronisation point only the place in a window counts. That
  /// holds where windows are as long as `sampleInterval` in every port that commands to `device` may program, before and
  /// after them, and divide it in the others; where not, nil.
  func standing(sampleInterval: Int, device: Int) -> Bus? {
    let interval = UInt64(max(1, sampleInterval))
    guard manager.registers.intervals.allSatisfy({ $0 == interval }) else { return nil }
    var bus = self
    bus.slot = 0
    bus.frame = 0
    bus.statistics = EngineStatistics()
    bus.agreement = nil
    bus.manager.forgetFrame()
    bus.manager.slotsSinceSSP = Self.place(manager.slotsSinceSSP, interval)
    for index in peripherals.indices {
      let registers = peripherals[index].registers
      let isProgrammed = registers.isSelected(by: device)
      guard
        registers.intervals.allSatisfy({ isProgrammed ? $0 == interval : interval % $0 == 0 })
      else { return nil }
      bus.peripherals[index].forgetMemory()
      bus.peripherals[index].slotsSinceSSP = Self.place(peripherals[index].slotsSinceSSP, interval)
    }
    return bus
  }

  /// Slots since a synchronisation point, by whole windows fewer; 0 stays 0 and only that does.
  private static func place(_ slots: UInt64, _ interval: UInt64) -> UInt64 {
    slots == 0 ? 0 : slots % interval + interval
  }

  /// A number that is the same for buses that do not differ.
  var standingHash: Int {
    var hasher = Hasher()
    hasher.combine(level)
    hasher.combine(manager.dynamicSync.value)
    hasher.combine(manager.parity)
    hasher.combine(manager.slotsSinceSSP)
    for peripheral in peripherals { hasher.combine(peripheral.parity) }
    return hasher.finalize()
  }
}

extension RegisterFile {
  /// The lengths of DP0's windows in both banks.
  fileprivate var intervals: [UInt64] {
    [0, 1].map { UInt64(port(bank: $0).geometry.sampleInterval) }
  }
}

extension Manager {
  fileprivate mutating func forgetFrame() {
    buffers = []
    plan = FramePlan()
    control = ControlSlots()
    blockBits = 0
    failed = false
    let (abandons, defers) = (abandonsNotReady, defersResponseCheck)
    initiator = BRAInitiator()
    abandonsNotReady = abandons
    defersResponseCheck = defers
  }
}

extension Peripheral {
  fileprivate mutating func forgetMemory() {
    memory = SparseMemory(regions: [])
    readiness = TargetReadiness([])
  }
}
