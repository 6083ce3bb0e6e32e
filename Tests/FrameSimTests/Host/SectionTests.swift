import BRAEncoder
import FrameSim
import Testing

/// Transfers of several sections (host reference 1.1 and 2.3): one device, one direction, a block of its own for each.
@Suite struct SectionTests {
  private static let base: UInt32 = 0x4400_0000

  private func simulation(
    _ shape: FrameShape = .of(50, 10), host: HostConfiguration = HostConfiguration(),
    memory: [MemoryRegion] = [MemoryRegion(address: Self.base, bytes: 0x20000)], _ engine: Engine = .frame
  ) -> Simulation {
    let device = PeripheralConfiguration(device: 1, memory: memory, dp0: DP0Limits())
    return Simulation(shape: shape, peripherals: [device], host: host, engine: engine)
  }

  private func sections(_ list: [(UInt32, Int)]) -> [BRASection] {
    list.compactMap { BRASection(address: $0.0, byteCount: $0.1) }
  }

  private func write(
    _ list: [(UInt32, Int)], via path: TransferRequest.Path = .bra, gapFilling: GapFilling? = nil
  ) -> TransferRequest {
    TransferRequest(
      name: "", path: path, operation: .write, device: 1, sections: sections(list),
      data: testBytes(list.reduce(0) { $0 + $1.1 }), gapFilling: gapFilling)
  }

  /// 39 commands and 20 x 14 blocks of 46 bytes; as transfers of their own each has its 39 commands (host reference 2.3).
  @Test(arguments: Engine.allCases)
  func twentySectionsOfSixHundredBytes(engine: Engine) {
    let list = (0..<20).map { (Self.base + UInt32($0) * 1000, 600) }
    var whole = simulation(engine)
    let result = whole.run(write(list))
    #expect(result.frames.total == 319 && result.isIntact == true && result.bytesMoved == 12000)
    #expect(result.sections.map(\.frames) == [UInt64](repeating: 14, count: 20))
    #expect(result.sections.map(\.address) == list.map(\.0))
    #expect(result.sections.allSatisfy { $0.bytes == 600 })
    var single = simulation(engine)
    for section in list { _ = single.run(write([section])) }
    #expect(single.bus.frame == 1060)
    let isSame = (0..<20000).allSatisfy { offset in
      let address = Self.base + UInt32(offset)
      return offset % 1000 < 600 || whole.bus.peripherals[0].memory.holds([0], at: address)
    }
    #expect(isSame)
  }

  private func simulation(_ engine: Engine) -> Simulation { simulation(.of(50, 10), engine) }

  private func simulation(_ shape: FrameShape, _ engine: Engine) -> Simulation {
    simulation(shape, host: HostConfiguration(), engine)
  }

  /// What a read brings lies section by section, whatever the order of their addresses.
  @Test(arguments: Engine.allCases, TransferRequest.Path.allCases)
  func readsFillTheBufferSectionBySection(engine: Engine, path: TransferRequest.Path) {
    var simulation = simulation(engine)
    let stored = testBytes(400)
    simulation.preload(stored, at: Self.base, device: 1)
    let list: [(UInt32, Int)] = [(Self.base + 300, 60), (Self.base, 1), (Self.base + 10, 47)]
    let request = TransferRequest(
      name: "", path: path, operation: .read, device: 1, sections: sections(list))
    let result = simulation.run(request)
    #expect(result.data == Array(stored[300..<360]) + [stored[0]] + Array(stored[10..<57]))
    #expect(result.isIntact == true)
    #expect(result.sections.map(\.frames) == (path == .bra ? [2, 1, 2] : [62, 3, 49]))
  }

  /// Over Column 0 page registers are written per section, also where they hold that page already (host reference 2.6).
  @Test func pageRegistersPerSection() {
    var simulation = simulation(.of(50, 4), .frame)
    let list: [(UInt32, Int)] = [(Self.base, 5), (Self.base + 100, 5), (Self.base + 0x7FFE, 4), (0x2000, 3)]
    let result = simulation.run(write(list, via: .column0))
    #expect(result.error?.errno == .noData, "nobody has memory at 0x2000")
    #expect(result.frames.setup == 2 + 2 + 4 && result.frames.data == 5 + 5 + 4 + 1)
    #expect(result.sections.map(\.frames) == [7, 7, 8, 1])
    #expect(result.bytesMoved == 14)
  }

  /// A section is a message of its own, at whose end the host waits; with `waitsForPage` also for the page registers by themselves
  /// (`cdns_program_scp_addr`), and so for what went before a page border.
  @Test(arguments: [
    Batches([(0, 10)], 2, 3), Batches([(0, 8)], 2, 2), Batches([(0, 6)], 1, 2),
    Batches([(0, 3), (100, 3)], 2, 4),
    Batches([(0x7FFD, 6)], 2, 4), Batches([(0x7FFF, 1), (0x8000, 1)], 2, 4),
  ])
  func batchesEndWithMessages(batches: Batches) {
    let list = batches.sections
    for waitsForPage in [false, true] {
      let feed = PIOModel.Feed(commandsPerBatch: 8, nanosecondsPerBatch: 1)
      var host = HostConfiguration()
      host.model = .pio(PIOModel(column0: feed, bra: feed, waitsForPage: waitsForPage))
      var simulation = simulation(.of(50, 4), host: host)
      let result = simulation.run(write(list.map { (Self.base + $0.0, $0.1) }, via: .column0))
      #expect(
        result.frames.host == (waitsForPage ? batches.waiting : batches.plain), "\(list) \(waitsForPage)")
      #expect(result.isIntact == true)
      var forecast = HostForecast(
        shape: .of(50, 4),
        peripherals: [
          PeripheralConfiguration(device: 1, memory: [MemoryRegion(address: Self.base, bytes: 0x20000)])
        ], host: host, timeline: simulation.timeline)
      #expect(
        forecast.next(write(list.map { (Self.base + $0.0, $0.1) }, via: .column0)).frames == result.frames)
    }
  }

  /// A later section may write over an earlier one; the memory holds what came last.
  @Test func sectionsMayOverlap() {
    var simulation = simulation(.of(50, 4), .frame)
    let result = simulation.run(write([(Self.base, 20), (Self.base + 5, 10), (Self.base + 14, 2)]))
    #expect(result.isIntact == true)
    let data = testBytes(32)
    let memory = Array(data[0..<5]) + Array(data[20..<29]) + Array(data[30..<32]) + Array(data[16..<20])
    #expect(simulation.bus.peripherals[0].memory.holds(memory, at: Self.base))
  }

  /// The block that fails is the last: its section has it, those after it have no frame.
  @Test func whatFailsEndsInItsSection() {
    var simulation = simulation(
      memory: [
        MemoryRegion(address: Self.base, bytes: 100),
        MemoryRegion(address: Self.base + 100, bytes: 100, access: .readOnly),
      ])
    let result = simulation.run(write([(Self.base, 60), (Self.base + 60, 140), (Self.base, 8)]))
    #expect(result.error?.errno == .io && result.isIntact == nil)
    // 46 and 14 bytes; then 40 of 46 may be written, and the block is Bad.
    #expect(result.sections.map(\.frames) == [2, 1, 0] && result.bytesMoved == 60)
  }

  /// Host reference 3: no section, too many bytes in all, addresses that paging does not reach.
  @Test func refusals() {
    var simulation = simulation(.of(50, 4), .frame)
    #expect(simulation.run(write([])).error?.errno == .invalid)
    let long = TransferRequest(
      name: "", path: .bra, operation: .read, device: 1,
      sections: sections([(Self.base, 1 << 19), (Self.base, 1 << 19), (Self.base, 1)]))
    #expect(simulation.run(long).error?.errno == .invalid)
    #expect(
      simulation.run(write([(0x2000, 1), (0x7FFF_FFFF, 2)], via: .column0)).error?.errno == .invalid)
    #expect(simulation.bus.frame == 0)
  }

  /// A transfer's first bytes.
  @Test func prefixes() {
    let request = write([(Self.base, 3), (Self.base + 9, 4), (Self.base + 30, 2)])
    let prefix = request.prefix(5)
    #expect(prefix.bytes == 5 && prefix.data == Array(request.data.prefix(5)))
    #expect(prefix.sections == sections([(Self.base, 3), (Self.base + 9, 2)]))
    #expect(request.prefix(99).sections == request.sections && request.prefix(-1).sections.isEmpty)
  }
}

/// Sections, and after how many batches the host waits, without and with waits for page registers.
struct Batches: Sendable {
  let sections: [(UInt32, Int)]
  let plain: UInt64
  let waiting: UInt64

  init(_ sections: [(UInt32, Int)], _ plain: UInt64, _ waiting: UInt64) {
    self.sections = sections
    self.plain = plain
    self.waiting = waiting
  }
}
