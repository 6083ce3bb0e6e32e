import FrameSim
import Testing

/// Sections 5.2 and 8.3: device numbers, groups, broadcast, SCP_DevNumber.
@Suite struct AddressingTests {
  @Test func broadcastReachesEveryAttachedPeripheral() {
    var bus = Bus(shape: .reset, peripherals: [1, 7, 0].map { .target($0) })
    #expect(bus.write(0x2001, 9, device: 15) == .ok)
    // Open point A11: also those that are not enumerated.
    for index in 0..<3 { #expect(bus.stored(1, at: 0x2001, of: index) == [9]) }
  }

  /// Section 4.2: a Peripheral without the register contributes a harmless 00.
  @Test func broadcastIsOKWhereSomebodyHasTheRegister() {
    var bus = Bus(shape: .reset, peripherals: [.target(1), .target(2, dp0: nil)])
    #expect(bus.write(0x22, 3, device: 15) == .ok)
    #expect(bus.register(0x22) == 3)
    #expect(bus.write(0x0800, 3, device: 15) == .ignored)
  }

  /// Section 5.2: reads of several devices give the wired OR, and no clash (open point A6).
  @Test func broadcastReadsAreORed() {
    var bus = Bus.with(2)
    bus.write(0x2000, 0x0F, device: 1)
    bus.write(0x2000, 0x31, device: 2)
    #expect(bus.read(0x2000, device: 15) == 0x3F)
    #expect(bus.register(0x40) == 0 && bus.register(0x40, of: 1) == 0)
  }

  /// Group_Id 1 answers to alias 12, 2 to 13, 3 to none (open point A10).
  @Test func groups() {
    var bus = Bus.with(4)
    for device in 1...4 { bus.write(0x46, UInt8((device - 1) << 4 | device), device: device) }
    #expect(bus.read(0x46, device: 2) == 0x12)
    #expect(bus.write(0x2000, 0xC1, device: 12) == .ok)
    #expect(bus.write(0x2001, 0xC2, device: 13) == .ok)
    #expect((0..<4).map { bus.stored(2, at: 0x2000, of: $0) } == [[0, 0], [0xC1, 0], [0, 0xC2], [0, 0]])
  }

  /// 14 is the Manager: no Peripheral answers.
  @Test func fourteenIsNoPeripheral() {
    var bus = Bus.with(11)
    #expect(bus.write(0x2000, 1, device: 14) == .ignored)
  }

  /// A new device number counts from the next frame on.
  @Test func aDeviceNumberTakesEffectAtTheEndOfItsFrame() {
    var bus = Bus(shape: .reset, peripherals: [.target(0)])
    #expect(bus.send(.ping).controlWord.status(of: 0) == 1)
    #expect(bus.write(0x46, 9, device: 0) == .ok)
    let word = bus.send(.ping).controlWord
    #expect(word.status(of: 0) == 0)
    #expect(word.status(of: 9) == 1)
    #expect(bus.write(0x46, 0, device: 9) == .ok, "0 is back to not enumerated (open point A9)")
    #expect(bus.send(.ping).controlWord.status(of: 0) == 1)
  }

  /// Open point A9: 12 to 15 leave the number alone, answered OK; the group is taken.
  @Test(arguments: 12...15)
  func aliasesAreNoDeviceNumbers(number: Int) {
    var bus = Bus.with()
    #expect(bus.write(0x46, UInt8(0x10 | number)) == .ok)
    #expect(bus.peripherals[0].deviceNumber == 1)
    #expect(bus.read(0x46) == 0x11)
    #expect(bus.write(0x2000, 1, device: 12) == .ok)
  }

  /// Bits 7 and 6 of SCP_DevNumber do not exist.
  @Test func deviceNumberHasSixBits() {
    var bus = Bus.with()
    bus.write(0x46, 0xE5)
    #expect(bus.read(0x46, device: 5) == 0x25)
  }
}

/// Section 8.2, Table 78: paging.
@Suite struct PagingTests {
  @Test func pagesSelectBits30To15() {
    var bus = Bus(
      shape: .reset,
      peripherals: [
        PeripheralConfiguration(
          device: 1,
          memory: [
            MemoryRegion(address: 0x7234, bytes: 1), MemoryRegion(address: 0xF234, bytes: 1),
            MemoryRegion(address: 0x4401_7234, bytes: 1), MemoryRegion(address: 0x7FFF_F234, bytes: 1),
          ])
      ])
    func page(_ first: UInt8, _ second: UInt8) {
      #expect(bus.write(0x48, first) == .ok)
      #expect(bus.write(0x49, second) == .ok)
    }
    #expect(bus.write(0x7234, 1) == .ok)
    #expect(bus.write(0xF234, 2) == .ok, "pages 0: the same address as without bit 15")
    #expect(bus.stored(1, at: 0x7234) == [2])
    page(0, 1)
    #expect(bus.write(0xF234, 3) == .ok)
    page(0x88, 0x02)
    #expect(bus.write(0xF234, 4) == .ok)
    page(0xFF, 0xFF)
    #expect(bus.write(0xF234, 5) == .ok)
    #expect(bus.stored(1, at: 0xF234) == [3])
    #expect(bus.stored(1, at: 0x4401_7234) == [4])
    #expect(bus.stored(1, at: 0x7FFF_F234) == [5])
    // Without bit 15 the pages do not count.
    #expect(bus.read(0x7234) == 2)
    #expect(bus.read(0xF234) == 5)
  }

  /// Page 0 leads back to the registers themselves.
  @Test func pageZeroReachesRegisters() {
    var bus = Bus.with()
    #expect(bus.write(0x8041, 1) == .ok)
    #expect(bus.register(0x41) == 1)
    #expect(bus.read(0x8050) == 0x31)
  }

  @Test func unimplementedPagesAreIgnored() {
    var bus = Bus.with()
    bus.write(0x48, 0x12)
    #expect(bus.write(0x8000, 1) == .ignored)
    #expect(bus.send(.read(device: 1, register: 0x8041)).response == .ignored)
  }

  /// Each Peripheral has pages of its own.
  @Test func pagesBelongToTheDevice() {
    var bus = Bus.with(2)
    bus.write(0x48, 0x88, device: 1)
    #expect(bus.write(0x8000, 7, device: 15) == .ok)
    #expect(bus.stored(1, at: 0x4400_0000) == [7])
    #expect(bus.stored(1, at: 0x4400_0000, of: 1) == [0])
  }
}
