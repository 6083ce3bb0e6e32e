import FrameSim
import Testing

/// Sections 4.2, 8.3 and 8.4: what a command may do with each register of the control port and DP0.
@Suite struct RegisterAccessTests {
  enum Access {
    case readWrite
    case read
    case write
    case none

    var reads: Bool { self == .readWrite || self == .read }
    var writes: Bool { self == .readWrite || self == .write }
  }

  /// The control port, section 8.3, as far as this Peripheral implements it. Not implemented, as the tables leave
  /// open: HighPHY_Check, KeeperEn, BankDelay, TestMode, NextFrame and the PHYOutCtrl of lanes 1 to 7.
  static let control: [UInt8: Access] = {
    var table: [UInt8: Access] = [
      0x40: .readWrite, 0x41: .readWrite, 0x42: .read, 0x43: .read, 0x44: .readWrite, 0x45: .readWrite,
      0x46: .readWrite, 0x48: .readWrite, 0x49: .readWrite, 0x4C: .write, 0x4D: .readWrite,
      0x60: .write, 0x62: .readWrite, 0x70: .write, 0x72: .readWrite, 0x80: .readWrite,
    ]
    for register: UInt8 in 0x50...0x55 { table[register] = .read }
    for register: UInt8 in 0x58...0x5F { table[register] = .readWrite }
    return table
  }()

  /// DP0, section 8.4; no lane control.
  static let dp0: [UInt8: Access] = [
    0x00: .readWrite, 0x01: .readWrite, 0x02: .readWrite, 0x03: .readWrite, 0x04: .read, 0x05: .readWrite,
    0x20: .readWrite, 0x22: .readWrite, 0x23: .readWrite, 0x24: .readWrite, 0x25: .readWrite,
    0x26: .readWrite, 0x30: .readWrite, 0x32: .readWrite, 0x33: .readWrite, 0x34: .readWrite,
    0x35: .readWrite, 0x36: .readWrite,
  ]

  @Test(arguments: [true, false])
  func everyAddressAnswersAsTabulated(hasDP0: Bool) {
    let fresh = Bus(shape: .reset, peripherals: [.target(1, dp0: hasDP0 ? DP0Limits() : nil)])
    var wrong: [String] = []
    for register in UInt8.min...UInt8.max {
      let access =
        Self.control[register] ?? (hasDP0 ? Self.dp0[register] : nil) ?? .none
      var bus = fresh
      let read = bus.send(.read(device: 1, register: UInt16(register)))
      if (read.response == .ok) != access.reads { wrong.append("read of \(register)") }
      // A Peripheral that ignores a Read does not drive its data (section 4.2).
      if !access.reads, read.controlWord.data != 0 { wrong.append("data of \(register)") }
      bus = fresh
      // Device number 1 stays; FrameCtrl 0 is the shape there is.
      let response = bus.write(UInt16(register), register == 0x46 ? 1 : 0)
      if (response == .ok) != access.writes { wrong.append("write of \(register)") }
      if response == .aborted || read.response == .aborted { wrong.append("abort at \(register)") }
    }
    #expect(wrong == [])
  }

  /// Section 8.1: 0x100 to 0x1FFF belong to ports and classes this Peripheral does not have.
  @Test func otherPortsAreIgnored() {
    var bus = Bus.with()
    for register: UInt16 in [0x0100, 0x0120, 0x0E00, 0x0F00, 0x1000, 0x17FF, 0x1800, 0x1FFF] {
      #expect(bus.send(.read(device: 1, register: register)).response == .ignored)
      #expect(bus.write(register, 1) == .ignored)
    }
  }

  /// Section 8.3: reset values are 0, but for what section 8.5 and the start rules fix.
  @Test func resetValues() {
    var bus = Bus.with(shape: .of(50, 4))
    var values: [UInt8: UInt8] = [:]
    for register in Self.control.merging(Self.dp0, uniquingKeysWith: { $1 }).filter(\.value.reads).keys {
      values[register] = bus.read(UInt16(register))
    }
    let notZero = values.filter { $0.value != 0 }
    // DevNumber; DevID_0; PrepareCtrl of a simplified channel prepare always reads 1 (section 8.5).
    #expect(notZero == [0x46: 1, 0x50: 0x31, 0x05: 1])
  }

  /// Section 8.4: bits that a register does not have read 0.
  @Test func missingBitsReadZero() {
    var bus = Bus.with()
    let kept: [(UInt16, UInt8)] = [
      (0x01, 0b1110_0111), (0x02, 0b1101_1100), (0x03, 0x3F), (0x20, 0x01), (0x30, 0x01), (0x22, 0xFF),
      (0x33, 0xFF), (0x24, 0xFF), (0x35, 0xFF), (0x26, 0xFF), (0x41, 0b111), (0x48, 0xFF), (0x49, 0xFF),
    ]
    for (register, value) in kept {
      #expect(bus.write(register, 0xFF) == .ok)
      #expect(bus.read(register) == value, "register \(register)")
    }
  }

  /// Section 4.2: writing an unsupported value is still OK. Section 8.5: writes to PrepareCtrl are ignored.
  @Test func simplifiedChannelPrepareIsAlwaysReady() {
    var bus = Bus.with()
    #expect(bus.write(0x05, 0) == .ok)
    #expect(bus.read(0x05) == 1)
    #expect(bus.read(0x04) == 0)
  }

  /// Section 5.3 and open point A12: DevID is read most significant byte first, by assigned devices as well.
  @Test func deviceIDIsReadByteByByte() {
    var bus = Bus(
      shape: .reset, peripherals: [PeripheralConfiguration(device: 4, deviceID: 0x3102_5D71_1501)])
    let values = (0x50...0x55).map { bus.read(UInt16($0), device: 4) }
    #expect(values == [0x31, 0x02, 0x5D, 0x71, 0x15, 0x01])
  }

  /// Section 4.2 on memory: read-only and write-only regions, and what lies between regions.
  @Test func memoryAccessRights() {
    var bus = Bus(
      shape: .reset,
      peripherals: [
        PeripheralConfiguration(
          device: 1,
          memory: [
            MemoryRegion(address: 0x2000, bytes: 2),
            MemoryRegion(address: 0x2002, bytes: 2, access: .readOnly),
            MemoryRegion(address: 0x2004, bytes: 2, access: .writeOnly),
          ])
      ])
    bus.peripherals[0].memory.preload([1, 2, 3, 4, 5, 6], at: 0x2000)
    #expect((0x2000...0x2007).map { bus.read($0) } == [1, 2, 3, 4, nil, nil, nil, nil])
    let writes = (UInt16(0x1FFE)...0x2007).map { bus.write($0, 0xA0) }
    #expect(writes == [.ignored, .ignored, .ok, .ok, .ignored, .ignored, .ok, .ok, .ignored, .ignored])
    #expect(bus.stored(6, at: 0x2000) == [0xA0, 0xA0, 3, 4, 0xA0, 0xA0])
    #expect(bus.read(0x2004) == nil)
  }
}
