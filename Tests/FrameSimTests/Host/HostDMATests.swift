import BRAEncoder
import FrameSim
import Testing
import WireDecoder

/// All levels of a run.
private struct LevelRecorder: FrameObserver {
  static let wantsLevels = true
  var levels: [UInt8] = []
  mutating func observe(_ frame: borrowing ObservedFrame) {
    levels += (0..<frame.shape.slots).map { UInt8(frame.level(at: $0)) }
  }
}

/// The DMA of a host in a run: fake frames on the wire, and what it takes (host reference 1.2 and 2.5).
@Suite struct HostDMATests {
  private static let base: UInt32 = 0x4401_0000

  private func simulation(
    _ engine: Engine, _ times: DMATimes = DMATimes(), _ shape: FrameShape = .of(50, 4),
    setup: TransferSetup = .linux, interface: HostInterface = HostInterface(), dma: HostDMA? = nil
  ) -> Simulation {
    let device = PeripheralConfiguration(
      device: 6, memory: [MemoryRegion(address: Self.base, bytes: 0x20000)], dp0: DP0Limits())
    let host = HostConfiguration(
      setup: setup, check: .atEnd, interface: interface, dma: dma ?? .hda(times))
    return Simulation(
      shape: shape, peripherals: [device], host: host, timeline: BusTimeline(clockHz: 24_000 * shape.slots),
      engine: engine)
  }

  /// The tables of host reference 2.5: fake frames of reads.
  @Test(
    arguments: [
      (4, [16: 3, 17: 2, 32: 1, 64: 2, 100: 1, 128: 3, 256: 3, 1024: 3, 32768: 3]),
      (8, [16: 4, 64: 3, 128: 5, 256: 1, 1024: 1, 32768: 4]),
    ])
  func fakeFramesOfReads(columns: Int, expected: [Int: UInt64]) {
    for (bytes, fakes) in expected {
      var simulation = simulation(.frame, DMATimes(), .of(50, columns))
      let read = simulation.run(.read(bytes, from: Self.base, device: 6, via: .bra))
      let full = columns == 4 ? 8 : 33
      #expect(read.fakeFrames == fakes, "\(bytes)")
      #expect(read.frames.data == UInt64((bytes + full - 1) / full) + fakes)
      #expect(read.bytesMoved == bytes && read.isIntact == true && read.blocks.sent == read.blocks.ok)
      let write = simulation.run(
        .write(testBytes(bytes), to: Self.base, device: 6, via: .bra))
      #expect(write.fakeFrames == 0 && write.isIntact == true)
    }
  }

  /// 16 bytes at 50x4: two frames with data and three fake ones, as the wire has them; nobody answers those.
  @Test func fakeFramesOnTheWire() throws {
    var levels: [[UInt8]] = []
    for engine in Engine.allCases {
      var simulation = simulation(engine)
      simulation.preload(testBytes(16), at: Self.base, device: 6)
      var recorder = LevelRecorder()
      let read = simulation.run(.read(16, from: Self.base, device: 6, via: .bra), observer: &recorder)
      #expect(read.frames.data == 5 && read.fakeFrames == 3 && read.data == testBytes(16))
      #expect(read.slots[.dp0Padding] == 3 * 150)
      #expect(read.split.total == read.slots.total && read.blocks.sent == 2)
      let frames = try WireDecoder.decode(
        levels: recorder.levels, start: .shape(50, 4), dp0: .followed)
      // All frames of the open port; those without a block are zeros.
      let blocks = frames.compactMap(\.block).filter { $0.bytes.contains { $0 != 0 } }
      #expect(blocks.map(\.headerType) == [3, 3, 0, 0, 0])
      for fake in blocks.suffix(3) {
        #expect(fake.headerCRCOK && fake.byteCount == 8 && fake.device == 6 && !fake.isWrite)
        // The address of the last frame with data (host reference 2.5).
        #expect(fake.address == Self.base + 8 && fake.bytes.dropFirst(7).allSatisfy { $0 == 0 })
      }
      levels.append(recorder.levels)
    }
    #expect(levels[0] == levels[1])
  }

  /// What is read off the wire into the buffer is what the vector of host reference 7 has.
  @Test(arguments: Engine.allCases)
  func theReceiveBufferComesFromTheWire(engine: Engine) throws {
    var simulation = simulation(engine)
    let data = (0..<20).map { UInt8($0) }
    simulation.preload(data, at: Self.base, device: 6)
    let request = TransferRequest.read(20, from: Self.base, device: 6, via: .bra)
    let (memory, bulk) = try #require(try simulation.dma(for: request))
    guard case .hda(let plans) = memory, let plan = plans.first else {
      Issue.record("no plan")
      return
    }
    #expect(plans.count == 1 && bulk.bytes == 20 && plan.fakeFrames == 2)
    var receiver = CadenceReceiver()
    _ = simulation.run(request, observer: &receiver)
    #expect(receiver.responses.count == 5)
    #expect(receiver.responses.prefix(3).flatMap(\.data) == data)
    #expect(
      receiver.responses[3] == CadenceResponse(header: 0, data: [UInt8](repeating: 0, count: 8), footer: 0))
    let bytes = plan.receiveBuffer(receiver.responses)
    #expect(Array(bytes.prefix(8)) == [0x08, 0, 0, 0x81, 0x00, 0x01, 0, 0])
    #expect(bytes.count == 128)
  }

  /// A write comes back as header and footer, also if nobody answers.
  @Test func whatComesBackOfWrites() {
    var simulation = simulation(.frame)
    var receiver = CadenceReceiver()
    _ = simulation.run(.write(testBytes(20), to: Self.base, device: 6, via: .bra), observer: &receiver)
    #expect(receiver.responses == [CadenceResponse](repeating: .written, count: 3))
    var absent = CadenceReceiver()
    var open = self.simulation(.slot, setup: .alwaysOpen)
    let result = open.run(.read(20, from: Self.base, device: 7, via: .bra), observer: &absent)
    #expect(result.error?.errno == .noData && result.frames.data == 5 && result.fakeFrames == 2)
    #expect(absent.responses.allSatisfy { $0.header == 0 && $0.footer == 0 && $0.dataCRC == 0 })
  }

  /// The host's time: after the commands that prepare, and after the last block. A frame of 50x4 is 125/6 microseconds.
  @Test(arguments: Engine.allCases)
  func times(engine: Engine) {
    let times = DMATimes(
      nanosecondsToPrepare: 100_000, picosecondsToFormatPerByte: 500_000, nanosecondsToStart: 50_000,
      nanosecondsPerPoll: 1_000_000, polls: 2)
    var simulation = simulation(engine, times)
    let result = simulation.run(.write(testBytes(64), to: Self.base, device: 6, via: .bra))
    // 100 + 32 + 50 us are 8.736 frames, 2 ms are 96.
    #expect((result.hostFrames.setup, result.hostFrames.data, result.hostFrames.teardown) == (9, 96, 0))
    #expect(result.frames.total == 39 + 8 + 105 && result.isIntact == true)
    // The first proposal prepares at open, and does the rest for each send.
    var repeated = self.simulation(engine, times, interface: HostInterface(kind: .v1, sends: 2))
    let sent = repeated.run(.write(testBytes(64), to: Self.base, device: 6, via: .bra))
    // What follows the first send is after the commands that disable.
    #expect((sent.hostFrames.setup, sent.hostFrames.teardown, sent.hostFrames.data) == (9, 4, 192))
    // Without commands the time passes in front of the blocks.
    var open = self.simulation(engine, times, setup: .alwaysOpen)
    let first = open.run(.write(testBytes(64), to: Self.base, device: 6, via: .bra))
    #expect(first.frames.host == 105 && first.frames.data == 8 && first.frames.total == 113)
  }

  /// Where frames differ in room, no plan of buffers can be made.
  @Test func framesThatDiffer() {
    let device = PeripheralConfiguration.target(1)
    let geometry = PortGeometry(hStart: 1, hStop: 7, sampleInterval: 24, wordLength: 20, blockOffset: 0)
    var simulation = Simulation(
      shape: .of(50, 8), peripherals: [device],
      host: HostConfiguration(check: .atEnd, dp0: geometry, dma: .hda(DMATimes())))
    let result = simulation.run(.write(testBytes(64), to: 0x2000, device: 1, via: .bra))
    #expect(result.error?.errno == .invalid && result.error?.message.contains("differ") == true)
  }

  /// AMD's DMA lays blocks its own way, whatever the interface.
  @Test(arguments: Engine.allCases)
  func amd(engine: Engine) throws {
    var simulation = simulation(engine, DMATimes(), .of(50, 10), dma: .amd)
    let request = TransferRequest.write(testBytes(100), to: Self.base, device: 6, via: .bra)
    let (memory, _) = try #require(try simulation.dma(for: request))
    guard case .amd(let descriptors) = memory else {
      Issue.record("no descriptors")
      return
    }
    #expect(descriptors.map(\.frames) == [3] && descriptors.first?.sampleInterval == 10)
    let result = simulation.run(request)
    #expect(result.frames.total == 42 && result.isIntact == true && result.bytesPerFrame == 40)
  }
}
