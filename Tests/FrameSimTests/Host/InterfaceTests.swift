import BRAEncoder
import FrameSim
import Testing

/// What the transfer interfaces put on the wire (host reference 1.1 to 1.8).
@Suite struct InterfaceTests {
  private static let base: UInt32 = 0x4400_0000

  private func simulation(
    _ engine: Engine, _ interface: HostInterface, _ shape: FrameShape = .of(50, 10),
    setup: TransferSetup = .linux, policy: TransferPolicy? = nil, check: ResponseCheck = .perBlock
  ) -> Simulation {
    let device = PeripheralConfiguration(
      device: 1,
      memory: [
        MemoryRegion(address: 0x2000, bytes: 0x6000), MemoryRegion(address: Self.base, bytes: 0x20000),
      ],
      dp0: DP0Limits())
    let host = HostConfiguration(setup: setup, check: check, policy: policy, interface: interface)
    return Simulation(shape: shape, peripherals: [device], host: host, engine: engine)
  }

  private func write(_ list: [(UInt32, Int)], _ operation: TransferRequest.Operation = .write)
    -> TransferRequest
  {
    TransferRequest(
      name: "", path: .bra, operation: operation, device: 1,
      sections: list.compactMap { BRASection(address: $0.0, byteCount: $0.1) },
      data: operation == .write ? testBytes(list.reduce(0) { $0 + $1.1 }) : [])
  }

  // MARK: The first proposal

  /// 9 commands open, each send has 10, its blocks and 11, and 9 close (host reference 1.3).
  @Test(arguments: Engine.allCases, [1, 2, 5])
  func aBufferIsSentSeveralTimes(engine: Engine, sends: Int) {
    var simulation = simulation(engine, HostInterface(kind: .v1, sends: sends), .of(50, 4))
    let result = simulation.run(write([(Self.base, 128)]))
    #expect(result.error == nil && result.isIntact == true)
    let count = UInt64(sends)
    #expect((result.frames.setup, result.frames.teardown) == (9 + 10 * count, 11 * count + 9))
    #expect(result.frames.data == 16 * count && result.blocks.ok == 16 * count)
    #expect(result.bytesMoved == 128 * sends)
    #expect(result.sections.map(\.frames) == [16 * count])
    #expect(result.commands.read == 2 + 2 * count)
  }

  /// With N commands what rewrites registers is sent once, ChannelEn and the bank switch each time.
  @Test(arguments: Engine.allCases)
  func fillersAreSentOnce(engine: Engine) {
    var simulation = simulation(
      engine, HostInterface(kind: .v1, sends: 3), .of(50, 4), setup: .commands(9))
    let result = simulation.run(write([(Self.base, 8)]))
    #expect((result.frames.setup, result.frames.data, result.frames.teardown) == (3 + 6, 3, 2 + 6))
    #expect(result.isIntact == true)
  }

  /// Each address is a message of its own, in one open stream; what was sent last is what is there.
  @Test(arguments: Engine.allCases, TransferRequest.Operation.allCases)
  func eachSectionIsAMessage(engine: Engine, operation: TransferRequest.Operation) {
    var simulation = simulation(engine, HostInterface(kind: .v1, sends: 2), .of(50, 4))
    simulation.preload(testBytes(64), at: Self.base, device: 1)
    let result = simulation.run(write([(Self.base, 20), (Self.base + 32, 9)], operation))
    #expect(result.error == nil && result.isIntact == true)
    #expect(result.frames.data == 2 * (3 + 2) && result.frames.total == 18 + 4 * 21 + 10)
    #expect(result.sections.map(\.frames) == [6, 4])
    let stored = testBytes(64)
    if operation == .read { #expect(result.data == Array(stored[0..<20]) + stored[32..<41]) }
  }

  /// A send that fails is the last one; the stream is disabled and closed.
  @Test(arguments: Engine.allCases, ResponseCheck.allCases)
  func aFailedSendEndsTheStream(engine: Engine, check: ResponseCheck) {
    var simulation = simulation(engine, HostInterface(kind: .v1, sends: 3), .of(50, 4), check: check)
    let result = simulation.run(write([(0x9000_0000, 24)]))
    #expect(result.error?.errno == .io)
    #expect(result.frames.data == (check == .perBlock ? 1 : 3))
    #expect((result.frames.setup, result.frames.teardown) == (19, 20))
  }

  /// What would take memory without end is refused.
  @Test func tooManyMessages() {
    var simulation = simulation(.frame, HostInterface(kind: .v1, sends: 4096), .of(50, 4))
    let result = simulation.run(write((0..<17).map { (Self.base + 16 * UInt32($0), 8) }))
    #expect(result.error?.errno == .invalid && result.frames.total == 0)
    #expect(result.error?.message.contains("65536") == true)
    let most = simulation.run(write((0..<16).map { (Self.base + 16 * UInt32($0), 8) }))
    #expect(most.error == nil && most.blocks.ok == 65536 && most.frames.data == 65536)
  }

  // MARK: AMD

  /// Host reference 1.8: 50x10 carries 40 bytes, 64x8 22, 125x2 5, and 50x4 nothing.
  @Test(
    arguments: [(50, 10, 40), (64, 8, 22), (125, 2, 5), (50, 4, nil)] as [(Int, Int, Int?)], Engine.allCases)
  func capacities(shape: (rows: Int, columns: Int, bytes: Int?), engine: Engine) {
    var simulation = simulation(engine, HostInterface(kind: .amd), .of(shape.rows, shape.columns))
    let result = simulation.run(write([(Self.base, 200)]))
    guard let bytes = shape.bytes else {
      #expect(result.error?.errno == .invalid && result.frames.total == 0)
      return
    }
    #expect(result.error == nil && result.isIntact == true)
    #expect(result.bytesPerFrame == Double(bytes))
    #expect(
      result.frames.data == UInt64((200 + bytes - 1) / bytes)
        && result.frames.total - result.frames.data == 39)
  }

  /// Sections that do not adjoin cost an enable and a disable each: 18 + 20 x (21 + 15) frames.
  @Test(arguments: Engine.allCases)
  func twentySectionsOfSixHundredBytes(engine: Engine) {
    var simulation = simulation(engine, HostInterface(kind: .amd))
    let result = simulation.run(write((0..<20).map { (Self.base + UInt32($0) * 1000, 600) }))
    #expect(result.frames.total == 738 && result.isIntact == true && result.bytesMoved == 12000)
    #expect(result.sections.map(\.frames) == [UInt64](repeating: 15, count: 20))
    #expect(result.blocks.sent == 300 && result.frames.setup == 9 + 200 && result.frames.teardown == 220 + 9)
  }

  /// Where all adjoin they are one, also if they are short.
  @Test(arguments: Engine.allCases)
  func sectionsThatAllAdjoinAreOne(engine: Engine) {
    var simulation = simulation(engine, HostInterface(kind: .amd))
    let result = simulation.run(write((0..<20).map { (Self.base + UInt32($0) * 6, 6) }))
    #expect(result.frames.total == 39 + 3 && result.isIntact == true && result.commands.write == 35)
    #expect(result.sections.count == 1)
  }

  /// Where not all adjoin, those of fewer bytes than a frame carries go over Column 0, while the stream is disabled.
  @Test(arguments: Engine.allCases, TransferRequest.Operation.allCases)
  func shortSectionsGoOverColumn0(engine: Engine, operation: TransferRequest.Operation) {
    var simulation = simulation(engine, HostInterface(kind: .amd))
    simulation.preload(testBytes(4000), at: Self.base, device: 1)
    simulation.preload(testBytes(60), at: 0x2000, device: 1)
    let list: [(UInt32, Int)] = [
      (0x2000, 39), (Self.base, 40), (0x2030, 3), (Self.base + 1000, 100), (0x2040, 1),
    ]
    let result = simulation.run(write(list, operation))
    #expect(result.error == nil && result.isIntact == true && result.bytesMoved == 183)
    // 18 around, 21 for each of two streams; 43 bytes over Column 0, and 1 + 3 blocks.
    #expect(result.frames.total == 18 + 42 + 43 + 4 && result.blocks.sent == 4)
    #expect(result.sections.map(\.frames) == [39, 1, 3, 3, 1])
    #expect(result.sections.map(\.address) == list.map(\.0))
    if operation == .read {
      let (low, high) = (testBytes(60), testBytes(4000))
      var expected = Array(low[0..<39]) + high[0..<40]
      expected += low[48..<51]
      expected += high[1000..<1100]
      expected.append(simulation.bus.peripherals[0].memory.stored(0x2040))
      #expect(result.data == expected)
    }
  }

  // MARK: What a policy leaves over

  /// 17 of 145 bytes are over the multiple of 32: they go over Column 0 when the stream is closed.
  @Test(arguments: Engine.allCases, TransferRequest.Operation.allCases)
  func theRestGoesOverColumn0(engine: Engine, operation: TransferRequest.Operation) {
    let policy = TransferPolicy(minBytes: 64, alignBytes: 32, rest: .column0)
    var simulation = simulation(engine, HostInterface(), .of(50, 4), policy: policy)
    simulation.preload(testBytes(200), at: 0x2000, device: 1)
    let result = simulation.run(write([(0x2000, 145)], operation))
    #expect(result.error == nil && result.isIntact == true && result.bytesMoved == 145)
    #expect(result.frames.total == 39 + 16 + 17 && result.blocks.sent == 16)
    #expect(result.sections.map(\.bytes) == [128, 17] && result.sections.map(\.frames) == [16, 17])
    if operation == .read { #expect(result.data == Array(testBytes(145))) }
  }

  /// Less than the minimum goes over Column 0 as a whole, and more than the maximum beyond it.
  @Test(arguments: Engine.allCases)
  func shortAndLongTransfers(engine: Engine) {
    let policy = TransferPolicy(minBytes: 64, maxBytes: 100, rest: .column0)
    var simulation = simulation(engine, HostInterface(), .of(50, 4), policy: policy)
    let short = simulation.run(write([(0x2000, 63)]))
    #expect(short.isIntact == true && short.frames.total == 63 && short.blocks.sent == 0)
    let long = simulation.run(write([(0x2000, 70), (0x3000, 50)]))
    #expect(long.isIntact == true && long.frames.total == 39 + 9 + 4 + 20)
    #expect(long.sections.map(\.bytes) == [70, 30, 20])
    // What cannot be reached over Column 0 is refused.
    let far = simulation.run(write([(0x9000_0000, 120)]))
    #expect(far.error?.errno == .invalid && far.frames.total == 0)
  }
}
