import BRAEncoder
import FrameSim
import Testing

/// Host reference 3 and design section 7, "Failure": how transfers fail.
@Suite struct TransferFailureTests {
  private static let readOnly = PeripheralConfiguration(
    device: 1,
    memory: [
      MemoryRegion(address: 0x2000, bytes: 24), MemoryRegion(address: 0x2018, bytes: 100, access: .readOnly),
    ], dp0: DP0Limits())

  private func simulation(
    _ peripherals: [PeripheralConfiguration] = [.target(1)], shape: FrameShape = .of(50, 4),
    host: HostConfiguration = HostConfiguration()
  ) -> Simulation {
    Simulation(shape: shape, peripherals: peripherals, host: host)
  }

  /// A device that is not there: nobody answers its first command; one frame.
  @Test func anAbsentDevice() {
    var simulation = simulation()
    for path in TransferRequest.Path.allCases {
      for address: UInt32 in [0x2000, 0x4400_0000] {
        let result = simulation.run(.write([1, 2, 3], to: address, device: 4, via: path))
        #expect(result.error?.errno == .noData)
        #expect(result.frames.total == 1)
        #expect(result.frames.teardown == 0)
        #expect(result.blocks.sent == 0)
        #expect(result.bytesMoved == 0)
        #expect(result.isIntact == nil)
        #expect(result.slots.total == 200 && result.split.total == 200)
      }
    }
    // The next transfer is not disturbed.
    #expect(simulation.run(.write([1, 2, 3], to: 0x2000, device: 1, via: .bra)).isIntact == true)
  }

  /// With `none`, its first block is Ignored.
  @Test func anAbsentDeviceWithoutSetup() {
    var simulation = simulation(host: HostConfiguration(setup: .alwaysOpen))
    let result = simulation.run(.write(testBytes(50), to: 0x2000, device: 4, via: .bra))
    #expect(result.error?.errno == .noData)
    #expect(result.frames.total == 1 && result.frames.data == 1)
    #expect(result.blocks.sent == 1 && result.blocks.ignored == 1)
  }

  /// Refused beforehand: no frames, both slots equal.
  @Test func refusals() {
    let noDP0 = PeripheralConfiguration.target(2, dp0: nil)
    let aligned = PeripheralConfiguration.target(3, dp0: DP0Limits(blockAlignment: 9))
    var simulation = simulation([.target(1), noDP0, aligned])
    let mebibyte = 1 << 20
    let cases: [(TransferRequest, TransferErrno)] = [
      (.write([1], to: 0x2000, device: 2, via: .bra), .invalid),
      (.read(1, from: 0x2000, device: 3, via: .bra), .invalid),
      (.read(mebibyte + 1, from: 0x2000, device: 1, via: .bra), .invalid),
      (.read(1, from: 0x2000, device: 0, via: .bra), .noDevice),
      (.read(1, from: 0x2000, device: 12, via: .bra), .noDevice),
      (.read(1, from: 0x2000, device: 15, via: .bra), .noDevice),
      (.read(1, from: 0x2000, device: 0, via: .column0), .noDevice),
      (.read(1, from: 0x2000, device: 12, via: .column0), .noDevice),
      (.read(1, from: 0x2000, device: -1, via: .column0), .noDevice),
      (.read(1, from: 0x8000_0000, device: 1, via: .column0), .invalid),
      (.read(1, from: 0xFFFF_FFFF, device: 1, via: .column0), .invalid),
      (.read(17, from: 0x7FFF_FFF0, device: 1, via: .column0), .invalid),
    ]
    for (request, errno) in cases {
      let result = simulation.run(request)
      #expect(result.error?.errno == errno, "\(request.device) \(request.address) \(request.bytes)")
      #expect(result.frames.total == 0)
      #expect(result.startSlot == result.endSlot)
      #expect(result.slots.total == 0)
    }
    #expect(simulation.bus.slot == 0)
  }

  /// Shapes that carry no block: 48x2 and, with exactly the overhead, 80x2.
  @Test func shapesWithoutRoom() {
    for shape in [FrameShape.of(48, 2), .of(60, 2), .of(80, 2)] {
      for setup in [TransferSetup.linux, .alwaysOpen] {
        var simulation = simulation(shape: shape, host: HostConfiguration(setup: setup))
        #expect(simulation.run(.write([1], to: 0x2000, device: 1, via: .bra)).error?.errno == .invalid)
        #expect(simulation.run(.write([1], to: 0x2000, device: 1, via: .column0)).isIntact == true)
      }
    }
    var smallest = simulation(shape: .of(90, 2))
    let result = smallest.run(.write(testBytes(3), to: 0x2000, device: 1, via: .bra))
    #expect(result.isIntact == true)
    #expect(result.frames.data == 3)
  }

  /// The full 1 MiB is allowed.
  @Test func oneMebibyteIsAllowed() {
    var simulation = simulation([PeripheralConfiguration(device: 1, dp0: DP0Limits())])
    let result = simulation.run(.read(1 << 20, from: 0x2000, device: 1, via: .bra))
    #expect(result.error?.errno == .io, "nothing is implemented there, so its first block is Bad")
    #expect(result.frames.data == 1)
  }

  /// OK_Bad, strict: EIO, the data ends there, the closing commands follow.
  @Test func badIsAnErrorWhereStrict() {
    var simulation = simulation([Self.readOnly])
    let result = simulation.run(.write(testBytes(60), to: 0x2000, device: 1, via: .bra))
    #expect(result.error?.errno == .io)
    #expect([result.frames.setup, result.frames.data, result.frames.teardown] == [19, 4, 20])
    #expect(result.blocks.ok == 3 && result.blocks.bad == 1 && result.blocks.sent == 4)
    #expect(result.bytesMoved == 24)
    #expect(!simulation.bus.manager.isDP0Open)
    #expect(simulation.bus.peripherals[0].registers.read(0x00) == 0b100)
    #expect(result.slots.total == result.duration && result.split.total == result.duration)
  }

  /// A host that looks at the end streams all blocks; the first bad one decides the error.
  @Test(arguments: Engine.allCases)
  func badIsSeenAtTheEnd(engine: Engine) {
    var simulation = Simulation(
      shape: .of(50, 4), peripherals: [Self.readOnly], host: HostConfiguration(check: .atEnd), engine: engine)
    let result = simulation.run(.write(testBytes(60), to: 0x2000, device: 1, via: .bra))
    #expect(result.error?.errno == .io && result.error?.message == "the block at byte 24 was answered Bad")
    #expect([result.frames.setup, result.frames.data, result.frames.teardown] == [19, 8, 20])
    #expect(result.blocks.ok == 3 && result.blocks.bad == 5 && result.blocks.sent == 8)
    #expect(result.bytesMoved == 24)
    #expect(!simulation.bus.manager.isDP0Open)
    #expect(result.slots.total == result.duration && result.split.total == result.duration)
  }

  /// Nobody is there, or nobody is ready: all data goes out all the same (Deferred_Response_Check, section 11.4).
  @Test func allIsStreamedToNobody() {
    let host = HostConfiguration(setup: .alwaysOpen, check: .atEnd)
    var absent = simulation(host: host)
    let ignored = absent.run(.write(testBytes(60), to: 0x2000, device: 4, via: .bra))
    #expect(ignored.error?.errno == .noData && ignored.frames.data == 8 && ignored.frames.total == 8)
    #expect(ignored.blocks.ignored == 8 && ignored.bytesMoved == 0)
    #expect(ignored.split.overhead == 8 * 80 && ignored.split.payload == 8 * 60)
    var busy = simulation(host: host)
    busy.bus.peripherals[0].isReady = false
    let notReady = busy.run(.write(testBytes(60), to: 0x2000, device: 1, via: .bra))
    #expect(notReady.error?.errno == .again && notReady.blocks.notReady == 8)
    // The next host looks at each block again.
    var other = simulation(host: HostConfiguration(setup: .alwaysOpen))
    other.bus = absent.bus
    #expect(other.run(.write(testBytes(60), to: 0x2000, device: 4, via: .bra)).frames.total == 1)
  }

  /// OK_Bad as Linux looks at it: success.
  @Test func badIsSuccessForLinux() {
    var simulation = simulation([Self.readOnly], host: HostConfiguration(responses: .linux))
    let result = simulation.run(.write(testBytes(60), to: 0x2000, device: 1, via: .bra))
    #expect(result.error == nil)
    #expect(result.blocks.ok == 3 && result.blocks.bad == 5)
    #expect(result.isIntact == false)
  }

  /// Read-only memory over Column 0: Ignored, ENODATA, at the byte it happens.
  @Test func readOnlyMemoryOverColumn0() {
    var simulation = simulation([Self.readOnly])
    let result = simulation.run(.write(testBytes(60), to: 0x2000, device: 1, via: .column0))
    #expect(result.error?.errno == .noData)
    #expect(result.frames.total == 25)
    #expect(result.bytesMoved == 24)
    #expect(simulation.bus.stored(24, at: 0x2000) == testBytes(24))
  }

  /// NotReady, strict: EAGAIN, the block is abandoned.
  @Test func notReadyWhereStrict() {
    for setup in [TransferSetup.linux, .alwaysOpen] {
      var simulation = simulation(host: HostConfiguration(setup: setup))
      simulation.bus.peripherals[0].isReady = false
      let result = simulation.run(.write(testBytes(60), to: 0x2000, device: 1, via: .bra))
      #expect(result.error?.errno == .again)
      #expect(result.blocks.sent == 1 && result.blocks.notReady == 1)
      #expect(result.frames.data == 1)
      #expect(result.frames.teardown == (setup == .linux ? 20 : 0))
      #expect(result.slots[.dp0HeaderResponse] == 8)
      #expect(result.slots[.dp0Data] == 0)
    }
  }

  /// NotReady as Linux looks at it: an ACK; then the footer is missing (write) or the CRC wrong (read).
  @Test func notReadyForLinux() {
    var simulation = simulation(host: HostConfiguration(responses: .linux))
    simulation.bus.peripherals[0].isReady = false
    let write = simulation.run(.write(testBytes(60), to: 0x2000, device: 1, via: .bra))
    #expect(write.error?.errno == .noData)
    #expect(write.slots[.dp0Data] == 64)
    let read = simulation.run(.read(60, from: 0x2000, device: 1, via: .bra))
    #expect(read.error?.errno == .io)
    #expect(read.blocks.notReady == 1)
  }

  /// A read of write-only memory: Bad.
  @Test func writeOnlyMemory() {
    let writeOnly = PeripheralConfiguration(
      device: 1, memory: [MemoryRegion(address: 0x2000, bytes: 8, access: .writeOnly)], dp0: DP0Limits())
    var simulation = simulation([writeOnly])
    #expect(simulation.run(.write(testBytes(8), to: 0x2000, device: 1, via: .bra)).isIntact == true)
    #expect(simulation.run(.read(8, from: 0x2000, device: 1, via: .bra)).error?.errno == .io)
    #expect(simulation.run(.read(8, from: 0x2000, device: 1, via: .column0)).error?.errno == .noData)
  }

  /// A DP0 that earlier writes have closed, or set to another payload type, never carries a block: the transfer has to
  /// end nevertheless (host reference 3: ETIMEDOUT), and to close what it opened.
  @Test(.timeLimit(.minutes(5)))
  func aClosedPortEndsTheTransfer() {
    var open = simulation(host: HostConfiguration(setup: .alwaysOpen))
    _ = open.run(.write([0], to: 0x20, device: 1, via: .column0))
    let closed = open.run(.write([1], to: 0x2000, device: 1, via: .bra))
    #expect(closed.error?.errno == .timedOut)
    #expect(closed.frames.total == 0)
    // Linux keeps bits 7:4 of PortCtrl: another payload type, or NextInvertBank.
    for value: UInt8 in [0b0100_0000, 0b0001_0000] {
      var simulation = simulation()
      _ = simulation.run(.write([value], to: 0x02, device: 1, via: .column0))
      let result = simulation.run(.write([1], to: 0x2000, device: 1, via: .bra))
      #expect(result.error?.errno == .timedOut)
      #expect([result.frames.setup, result.frames.data, result.frames.teardown] == [19, 0, 20])
      #expect(result.blocks.sent == 0)
      #expect(result.slots.total == result.duration && result.split.total == result.duration)
    }
  }

  /// A DP0 geometry out of the registers' ranges, or reaching into Column 0, is refused.
  @Test func impossibleGeometries() {
    let good = PortGeometry(fillingColumns: 4)
    var wrong: [PortGeometry] = []
    for change: (inout PortGeometry) -> Void in [
      { $0.hStart = 0 }, { $0.hStart = 16 }, { $0.hStop = 16 }, { $0.hStop = -1 }, { $0.sampleInterval = 0 },
      { $0.sampleInterval = 65537 }, { $0.wordLength = 0 }, { $0.wordLength = 65 }, { $0.blockOffset = -1 },
      { $0.blockOffset = 65536 },
    ] {
      var geometry = good
      change(&geometry)
      wrong.append(geometry)
    }
    for geometry in wrong {
      for setup in [TransferSetup.linux, .alwaysOpen] {
        var simulation = simulation(host: HostConfiguration(setup: setup, dp0: geometry))
        #expect(simulation.run(.write([1], to: 0x2000, device: 1, via: .bra)).error?.errno == .invalid)
      }
    }
  }

  /// A DP0 that some write has moved into Column 0 is counted all the same: no slot twice, none forgotten.
  @Test func payloadInColumn0IsCounted() {
    var simulation = simulation(host: HostConfiguration(setup: .alwaysOpen))
    for (register, value): (UInt32, UInt8) in [(0x26, 0x03), (0x03, 3)] {
      #expect(simulation.run(.write([value], to: register, device: 1, via: .column0)).error == nil)
    }
    let result = simulation.run(.read(5, from: 0x2000, device: 1, via: .column0))
    #expect(result.slots.total == result.duration)
    #expect(result.slots[.free] == 0)
    #expect(result.split.total == result.duration)
    let block = simulation.run(.write([1], to: 0x2000, device: 1, via: .bra))
    #expect(block.slots.total == block.duration)
    #expect(block.split.total == block.duration)
  }
}
