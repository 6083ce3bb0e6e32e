import BRAEncoder
import FrameSim
import Testing

/// Frames in which the order of things inside the frame decides. Random frames in both engines: `EquivalenceTests`.
@Suite struct EngineOrderTests {
  /// A block that reads or clears SCP_IntStat1 late in a frame in whose row 45 a clash is found.
  @Test(arguments: [BRAOperation.read, .write])
  func aBlockOverTheInterruptStatusOfAClash(operation: BRAOperation) {
    var bus = Bus.open(2, shape: .of(128, 4))
    // Peripheral 1 is in group 1 and alert; Peripheral 2 takes its number.
    bus.write(0x41, 1)
    bus.send(.ping, flipRows: [45])
    bus.write(0x46, 0x11, device: 1)
    bus.write(0x46, 0x01, device: 2)
    // Byte 0x40 comes 28 data bytes on: after row 95.
    let block = TestBlock(operation: operation, device: 12, address: 0x40 - 28, count: 29)
    // `send` compares both engines.
    let run = bus.send(block, data: [UInt8](repeating: 0xFF, count: 29))
    #expect(run.frame.outcome.response == .aborted)
    if operation == .read { #expect(run.data[28] == 0b11, "the clash was found before the byte was fetched") }
    #expect(bus.register(0x40) == (operation == .read ? 0b11 : 0b00))
  }

  /// DP0 opened from outside in the middle of a story, while one device is elsewhere in its window.
  @Test func portsThatAreOpenedLater() {
    let port = PortGeometry(hStart: 1, hStop: 7, sampleInterval: 23, wordLength: 13, blockOffset: 2)
    let shape = FrameShape.of(64, 8)
    var bus = Bus.with(2, shape: shape)
    var levels: [UInt64]?
    for command in [Command.ping, .write(device: 2, register: 0x60, value: shape.registerValue), .ping] {
      _ = bus.run(FramePlan(command), engine: .frame, levels: &levels)
    }
    bus.programDP0(port, enabled: true)
    bus.send(.write(6), data: testBytes(6), geometry: port, frame: 3)
    #expect(bus.stored(6, at: 0x2000) == testBytes(6))
  }

  /// Data bytes that lie outside the Manager's buffers: 0 is sent, and nothing is kept.
  @Test(arguments: [-5, -4, -1, 0, 5, 8, 9, .max, .min])
  func aBlockPartlyOutsideTheBuffers(offset: Int) {
    var bus = Bus.open(shape: .of(64, 8))
    let data = testBytes(8)
    let places = (0..<5).map { offset.addingReportingOverflow($0) }.map { $0.overflow ? -1 : $0.partialValue }
    let expected = places.map { data.indices.contains($0) ? data[$0] : 0 }
    func plan(_ block: TestBlock) -> FramePlan {
      FramePlan(.ping, block: block.request.map { BlockRequest(header: $0.header, offset: offset) })
    }
    bus.manager.buffers[0].outgoing = data
    // `wire` compares both engines.
    #expect(bus.wire(plan(.write(5))).outcome.block?.footerResponse == .okGood)
    #expect(bus.stored(5, at: 0x2000) == expected)
    bus.manager.buffers[0].incoming = [UInt8](repeating: 0xEE, count: 8)
    #expect(bus.wire(plan(.read(5))).outcome.block?.readCRCGood == true)
    #expect(bus.manager.buffers[0].incoming == (0..<8).map { places.contains($0) ? data[$0] : 0xEE })
  }

  /// Frames are compared as they come: the first difference is the one that is told.
  @Test func framesAreCompared() {
    var simulation = Simulation(
      shape: .of(50, 4), peripherals: [.target(1)], host: HostConfiguration(setup: .alwaysOpen))
    simulation.startComparing()
    _ = simulation.run(.read(3, from: 0x2000, device: 1, via: .column0))
    #expect(simulation.disagreement == nil)
    simulation.preload([0x80, 0x01], at: 0x2000, device: 1)
    _ = simulation.run(.read(3, from: 0x2000, device: 1, via: .column0))
    // Row 33 carries the first data bit of a Read (Table 34).
    #expect(simulation.disagreement == "the line levels differ in frame 3, slot 132 of it")
  }

  /// A difference that the line never shows is found after the transfer.
  @Test func devicesAreComparedBehindATransfer() {
    var simulation = Simulation(
      shape: .of(50, 4), peripherals: [.target(1)], host: HostConfiguration(setup: .alwaysOpen))
    simulation.startComparing()
    _ = simulation.run(.write(testBytes(9), to: 0x2000, device: 1, via: .bra))
    _ = simulation.run(.read(9, from: 0x2000, device: 1, via: .column0))
    #expect(simulation.disagreement == nil)
    simulation.preload([1], at: 0x2100, device: 1)
    _ = simulation.run(.read(9, from: 0x2000, device: 1, via: .bra))
    #expect(
      simulation.disagreement
        == "what the devices hold differs after frame 13: Peripheral 1 of 1: memory at 8448: 0 / 1")
  }
}
