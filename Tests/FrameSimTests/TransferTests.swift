import BRAEncoder
import FrameSim
import Testing

/// Design section 7, issue figures: what transfers take.
@Suite struct TransferTests {
  /// 32 KiB at 50x4: 4135 frames over BRA, 32770 over Column 0, a ratio of 7.925.
  @Test func firmwareDownload() {
    let data = testBytes(32768)
    var simulation = Simulation(
      shape: .of(50, 4),
      peripherals: [
        PeripheralConfiguration(
          device: 1, memory: [MemoryRegion(address: 0x4401_0000, bytes: 0x20000)],
          dp0: DP0Limits(maxBytesPerFrame: 470))
      ], host: HostConfiguration())
    let bulk = simulation.run(.write(data, to: 0x4401_0000, device: 1, via: .bra))
    #expect(bulk.error == nil)
    #expect([bulk.frames.setup, bulk.frames.data, bulk.frames.teardown] == [19, 4096, 20])
    #expect(bulk.frames.total == 4135)
    #expect(bulk.blocks.ok == 4096 && bulk.blocks.sent == 4096)
    #expect(bulk.isIntact == true)
    #expect(bulk.bytesPerFrame == 8)
    let back = simulation.run(.read(32768, from: 0x4401_0000, device: 1, via: .bra))
    #expect(back.frames.total == 4135)
    #expect(back.data == data)
    let column0 = simulation.run(.write(data.reversed(), to: 0x4401_0000, device: 1, via: .column0))
    #expect([column0.frames.setup, column0.frames.data] == [2, 32768])
    #expect(column0.frames.total == 32770)
    #expect(column0.isIntact == true)
    #expect((Double(column0.frames.total) / Double(bulk.frames.total) * 1000).rounded() == 7925)
    for result in [bulk, back, column0] {
      #expect(result.slots.total == result.duration)
      #expect(result.split.total == result.duration)
      #expect(result.duration == result.frames.total * 200)
    }
    #expect(bulk.split.payload == 32768 * 8 && column0.split.payload == 32768 * 8)
  }

  /// Where a Column 0 transfer writes its page registers: at its start from 0x8000 on, and at every 32 KiB border.
  @Test(arguments: [
    (0x2000, 16, 0), (0x7FF0, 16, 0), (0x7FF0, 17, 2), (0x7FF0, 32, 2), (0x7FF0, 0x8020, 4), (0x8000, 1, 2),
    (0x8001, 16, 2), (0xFFFF, 1, 2), (0xFFFF, 2, 4), (0xFFF0, 0x8020, 6), (0x4401_0000, 0x8000, 2),
    (0x4401_0000, 0x8001, 4), (0x7FFF_FFF0, 16, 2),
  ])
  func pagingCommands(address: UInt32, count: Int, pages: UInt64) {
    var simulation = Simulation(
      shape: .reset,
      peripherals: [
        PeripheralConfiguration(
          device: 1,
          memory: [
            MemoryRegion(address: 0x2000, bytes: 0x18000), MemoryRegion(address: 0x4401_0000, bytes: 0x18000),
            MemoryRegion(address: 0x7FFF_0000, bytes: 0x10000),
          ])
      ], host: HostConfiguration())
    for request in [
      TransferRequest.write(testBytes(count), to: address, device: 1, via: .column0),
      .read(count, from: address, device: 1, via: .column0),
    ] {
      let result = simulation.run(request)
      #expect(result.error == nil)
      #expect(result.frames.setup == pages)
      #expect(result.frames.data == UInt64(count))
      #expect(result.frames.total == pages + UInt64(count))
      #expect(result.commands.ping == 0)
      #expect(result.isIntact == true)
      if request.operation == .read { #expect(result.data == testBytes(count)) }
    }
  }

  /// Page 1 holds Addr[30:23], page 2 Addr[22:15] (section 8.2); the accesses themselves have bit 15 set.
  @Test func pagesAreWrittenInOrder() {
    var simulation = Simulation(
      shape: .reset,
      peripherals: [
        PeripheralConfiguration(device: 1, memory: [MemoryRegion(address: 0x4401_7FFF, bytes: 2)])
      ],
      host: HostConfiguration())
    var log = FrameLog()
    _ = simulation.run(.write([1, 2], to: 0x4401_7FFF, device: 1, via: .column0), observer: &log)
    #expect(
      log.accesses == [
        .write(device: 1, register: 0x48, value: 0x88), .write(device: 1, register: 0x49, value: 0x02),
        .write(device: 1, register: 0xFFFF, value: 1), .write(device: 1, register: 0x48, value: 0x88),
        .write(device: 1, register: 0x49, value: 0x03), .write(device: 1, register: 0x8000, value: 2),
      ])
    #expect(log.parts == [.setup, .setup, .data, .setup, .setup, .data])
  }

  /// Whatever the pages hold, each transfer writes them.
  @Test func pagesAreWrittenAgainByEveryTransfer() {
    var simulation = Simulation(shape: .reset, peripherals: [.target(1)], host: HostConfiguration())
    for _ in 0..<3 {
      #expect(simulation.run(.write([1], to: 0x4400_0000, device: 1, via: .column0)).frames.total == 3)
    }
  }

  /// No bytes: a Column 0 transfer takes no frame, a BRA transfer opens and closes.
  @Test func transfersOfNothing() {
    var simulation = Simulation(shape: .of(50, 4), peripherals: [.target(1)], host: HostConfiguration())
    let column0 = simulation.run(.write([], to: 0x4400_0000, device: 1, via: .column0))
    #expect(column0.error == nil)
    #expect(column0.frames.total == 0)
    #expect(column0.startSlot == column0.endSlot)
    let bulk = simulation.run(.write([], to: 0x4400_0000, device: 1, via: .bra))
    #expect(bulk.error == nil)
    #expect(bulk.frames.total == 39)
    #expect(bulk.blocks.sent == 0)
  }

  /// Both ways to the same memory, mixed; slots run on without a gap.
  @Test func bothWaysSeeTheSameMemory() {
    var simulation = Simulation(
      shape: .of(64, 8), peripherals: [.target(1), .target(2)], host: HostConfiguration())
    let first = simulation.run(.write(testBytes(100), to: 0x2100, device: 2, via: .bra))
    let second = simulation.run(.read(100, from: 0x2100, device: 2, via: .column0))
    let third = simulation.run(.write([0xFF], to: 0x2132, device: 2, via: .column0))
    let fourth = simulation.run(.read(100, from: 0x2100, device: 2, via: .bra))
    #expect(second.data == testBytes(100))
    var expected = testBytes(100)
    expected[0x32] = 0xFF
    #expect(fourth.data == expected)
    #expect(
      [second.startSlot, third.startSlot, fourth.startSlot] == [first.endSlot, second.endSlot, third.endSlot])
    #expect(simulation.bus.slot == fourth.endSlot)
    #expect(simulation.run(.read(100, from: 0x2100, device: 1, via: .bra)).data.allSatisfy { $0 == 0 })
  }

  /// Both engines make the same of it.
  @Test(arguments: [TransferSetup.linux, .commands(6), .alwaysOpen])
  func bothEnginesAgree(setup: TransferSetup) {
    var results: [[TransferResult]] = []
    var buses: [Bus] = []
    for engine in Engine.allCases {
      var simulation = Simulation(
        shape: .of(75, 6), peripherals: [.target(1), .target(2)], host: HostConfiguration(setup: setup),
        engine: engine)
      results.append([
        simulation.run(.write(testBytes(150), to: 0x4400_0000, device: 2, via: .bra)),
        simulation.run(.read(77, from: 0x4400_0003, device: 2, via: .bra)),
        simulation.run(.read(20, from: 0x4400_0003, device: 2, via: .column0)),
      ])
      buses.append(simulation.bus)
    }
    for (slow, fast) in zip(results[0], results[1]) {
      #expect(slow.data == fast.data && slow.slots == fast.slots && slow.frames == fast.frames)
      #expect(slow.split == fast.split && slow.blocks == fast.blocks && slow.endSlot == fast.endSlot)
      #expect(slow.error == nil && fast.error == nil)
    }
    #expect(buses[0].difference(from: buses[1]) == nil)
  }
}
