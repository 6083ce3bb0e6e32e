import BRAEncoder
import FrameSim
import Testing

/// Section 5.1, the attached half of the machine of Fig 29; open points A1 and A2.
@Suite struct SyncTrackerTests {
  /// Rows of static and dynamic sync.
  static let syncRows = Array(24...31) + Array(41...44)

  private func isThere(_ bus: inout Bus, _ device: Int = 1) -> Bool {
    bus.send(.ping).controlWord.status(of: device) == 1
  }

  @Test(arguments: syncRows)
  func oneWrongBitIsForgiven(row: Int) {
    var bus = Bus.with()
    let outcome = bus.send(.write(device: 1, register: 0x2000, value: 3), flipRows: [row])
    #expect(outcome.response == .ok, "a wrong sync bit aborts nothing")
    #expect(bus.stored(1, at: 0x2000) == [3])
    #expect(bus.manager.sawClash, "the Manager owns the sync rows alone")
    #expect(bus.peripherals[0].isAttached)
    #expect(isThere(&bus))
  }

  /// Attached_Error_1 and Any_Sync_Error: Unattached (A1: each wrong bit is one error).
  @Test(arguments: [(24, 25), (24, 44), (31, 41), (43, 44)])
  func aSecondWrongBitInTheFrameDetaches(first: Int, second: Int) {
    var bus = Bus.with(2)
    bus.send(.ping, flipRows: [first, second])
    #expect(!bus.peripherals[0].isAttached)
    #expect(!bus.peripherals[1].isAttached)
    #expect(!isThere(&bus))
    #expect(bus.peripheral(at: 1) == nil)
  }

  /// Attached_Old_Error and Any_Sync_Error: Unattached.
  @Test(arguments: syncRows)
  func aSecondWrongBitInTheNextFrameDetaches(row: Int) {
    var bus = Bus.with()
    bus.send(.ping, flipRows: [44])
    #expect(bus.peripherals[0].isAttached)
    bus.send(.ping, flipRows: [row])
    #expect(!bus.peripherals[0].isAttached)
  }

  /// Attached_Old_Error and End_of_Frame without error: Attached_OK, as often as one likes.
  @Test func errorsTwoFramesApartAreForgiven() {
    var bus = Bus.with()
    for row in Self.syncRows {
      bus.send(.ping, flipRows: [row])
      #expect(isThere(&bus))
    }
  }

  /// Open point A2: another PHY than ours detaches at once.
  @Test func phySyncDetachesAtOnce() {
    var bus = Bus.with()
    bus.send(.ping, flipRows: [32])
    #expect(!bus.peripherals[0].isAttached)
  }

  /// Rows that are no sync do not count.
  @Test func otherRowsAreNoSync() {
    var bus = Bus.with()
    for row in 0..<48 where !Self.syncRows.contains(row) && row != 32 { bus.send(.ping, flipRows: [row]) }
    #expect(bus.peripherals[0].isAttached)
  }

  /// It acts in the slot in which the second error is sampled (A1): silent from the next slot on.
  @Test func fallsSilentInTheSlotBehindTheSecondError() {
    let shape = FrameShape.of(64, 8)
    var bus = Bus.open(shape: shape)
    bus.peripherals[0].memory.preload([UInt8](repeating: 0xFF, count: 46), at: 0x2000)
    for (first, second) in [(24, 25), (25, 31), (31, 41), (42, 44)] {
      var copy = bus
      let bits = copy.send(.read(46), flipRows: [first, second]).frame.bits
      // Reads of 0xFF: every payload slot of the data is a 1 until the Peripheral goes silent.
      let columns = 1...7
      for row in 10...second - 1 { #expect(columns.allSatisfy { bits[row * 8 + $0] == 1 }) }
      #expect(
        bits[(second * 8 + 1)...].enumerated().allSatisfy { ($0.offset + 1) % 8 == 0 || $0.element == 0 })
    }
  }

  /// Status rows after the second error stay empty, those in front of it are sent.
  @Test func statusStopsWithTheDevice() {
    var bus = Bus(shape: .reset, peripherals: [11, 4, 3, 1].map { .target($0) })
    let word = bus.send(.ping, flipRows: [26, 27]).controlWord
    #expect([11, 4, 3, 1].map { word.status(of: $0) } == [1, 1, 0, 0])
  }

  /// Soft Reset (sections 5.1 and 6): device number 0, channels closed, other registers as they were.
  @Test func detachingClearsNumberAndChannels() {
    var bus = Bus.open(geometry: PortGeometry(fillingColumns: 8))
    bus.write(0x30, 1)
    bus.write(0x46, 0x21)
    bus.write(0x2000, 9)
    bus.send(.ping, flipRows: [24, 25])
    #expect(bus.peripherals[0].deviceNumber == 0)
    #expect(bus.register(0x20) == 0)
    #expect(bus.register(0x30) == 0)
    #expect(bus.register(0x03) == 6)
    #expect(bus.register(0x26) == 0x17)
    #expect(bus.stored(1, at: 0x2000) == [9])
  }

  /// The command of the frame in which it detaches is not carried out; nobody answers from then on.
  @Test func aDetachedDeviceDoesNothing() {
    var bus = Bus.with()
    #expect(bus.write(0x2000, 7, flipRows: [41, 42]) == .ignored)
    #expect(bus.stored(1, at: 0x2000) == [0])
    for device in [0, 1, 15] { #expect(bus.write(0x2000, 7, device: device) == .ignored) }
    #expect(bus.send(.ping).controlWord.status(of: 0) == 0)
  }

  /// A device told another shape than the bus falls out of sync by itself (open point A17).
  @Test func aDeviceWithAnotherShapeLosesTheBus() {
    var bus = Bus.with(2, shape: .of(50, 4))
    #expect(bus.write(0x60, FrameShape.of(64, 8).registerValue, device: 1) == .ok)
    #expect(bus.shape == .of(50, 4), "the Manager and the others keep theirs")
    var frames = 0
    while bus.peripherals[0].isAttached, frames < 20 {
      bus.send(.ping)
      frames += 1
    }
    #expect(frames <= 3, "32 static sync bits are wrong at once")
    #expect(bus.peripherals[1].isAttached)
    #expect(isThere(&bus, 2))
  }

  /// Hard Reset (section 6): ForceReset detaches; registers are as after power-up.
  @Test func forceResetDetaches() {
    var bus = Bus.with(2)
    bus.write(0x41, 7)
    #expect(bus.write(0x44, 0x80) == .ok)
    #expect(!bus.peripherals[0].isAttached)
    #expect(bus.register(0x41) == 0)
    #expect(!isThere(&bus, 1))
    #expect(isThere(&bus, 2))
    #expect(bus.write(0x44, 0x00, device: 2) == .ok)
    #expect(isThere(&bus, 2))
  }
}
