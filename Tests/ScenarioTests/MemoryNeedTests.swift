import FrameSim
import Scenario
import Testing

/// How much simulated memory a run holds, counted before it begins and bounded while it goes.
@Suite struct MemoryNeedTests {
  /// Transfers, and pages of 4096 bytes that they leave behind.
  static let cases: [(transfers: String, pages: Int)] = [
    (write(0x2000, 1), 1), (write(0x2FFF, 2), 2), (write(0x2000, 4096), 1), (write(0x2001, 4096), 2),
    (write(0x2000, 4096) + write(0x2800, 4096), 2), (write(0x2000, 8192) + write(0x2400, 12), 2),
    (write(0x2000, 100, via: "bra") + write(0x5000, 100, device: 2), 2),
    ("{ via: \"bra\", op: \"read\", device: 1, address: 0x2000, bytes: 9000 },", 0),
    // What is refused, ignored, or fails half-way.
    (write(0x2000, 100, device: 3), 0), (write(0x2000, 1 << 21), 0),
    (write(0x2000, 100, device: 2, via: "bra"), 0),
    (write(0x9000, 100), 0), (write(0x7FF0, 0x2000), 1), (write(0x1_0000, 0x2000), 1),
  ]

  private static func write(_ address: Int, _ bytes: Int, device: Int = 1, via: String = "column0") -> String
  {
    "{ via: \"\(via)\", op: \"write\", device: \(device), address: \(address), "
      + "data: { pattern: \"ones\", bytes: \(bytes) } },"
  }

  private func scenario(_ transfers: String) throws -> ScenarioFile {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 64, columns: 16 }, host: { setup: "none" },
        peripherals: [
          { device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 0x6000 },
            { address: 0x8000, bytes: 0x2000, access: "ro" }, { address: 0x10000, bytes: 0x1000 }] },
          { device: 2, memory: [{ address: 0x2000, bytes: 0x100000 }] }],
        transfers: [\(transfers)] }
      """
    return try ScenarioLoader.load(bytes: Array(text.utf8), name: "m.json5", folder: "").scenario
  }

  @Test(arguments: cases.indices)
  func isWhatTheRunHolds(index: Int) throws {
    let (transfers, pages) = Self.cases[index]
    let scenario = try scenario(transfers)
    #expect(scenario.memoryBytes() == pages * 4096)
    #expect(scenario.memoryBytes(engine: .both) == 2 * pages * 4096)
    var simulation = Simulation(
      shape: scenario.bus.shape, peripherals: scenario.peripherals, host: scenario.host,
      timeline: scenario.bus.timeline)
    for transfer in scenario.transfers { _ = simulation.run(try transfer.request(seed: 1)) }
    #expect(simulation.heldBytes == pages * 4096)
  }

  /// A block that fails is written on to its end, and no further: at 50x4 it has 8 bytes.
  @Test(arguments: [0x3000, 0x3001, 0x3008, 0x3010])
  func aBlockThatFailsEnds(next: Int) throws {
    for bad in 0x2FF0...0x3000 where bad < next {
      for geometry in ["", "dp0: { sampleInterval: 37, wordLength: 24 }"] {
        let text = """
          { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
            host: { setup: "none", \(geometry) },
            peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: \(bad - 0x2000) },
              { address: \(next), bytes: 0x1000 }] }],
            transfers: [{ via: "bra", op: "write", device: 1, address: 0x2002, data: { pattern: "ones", bytes: 0x1800 } }] }
          """
        let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "m.json5", folder: "").scenario
        var simulation = Simulation(
          shape: scenario.bus.shape, peripherals: scenario.peripherals, host: scenario.host)
        for transfer in scenario.transfers { _ = simulation.run(try transfer.request(seed: 1)) }
        let held = simulation.heldBytes
        // Where windows do not divide the frame it is an upper bound.
        if geometry.isEmpty {
          #expect(scenario.memoryBytes() == held, "\(bad), \(next)")
        } else {
          #expect(scenario.memoryBytes() >= held, "\(bad), \(next)")
        }
      }
    }
  }

  @Test func saysWhereItIsAnUpperBound() throws {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
        host: { setup: "none", dp0: { sampleInterval: 37, wordLength: 24 } },
        peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 0xFFE }, { address: 0x3000, bytes: 1 }] }],
        transfers: [{ via: "bra", op: "write", device: 1, address: 0x2000, data: { pattern: "ones", bytes: 0x1001 } }] }
      """
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "m.json5", folder: "").scenario
    let failure = try #require(scenario.memoryFailure(seed: nil, engine: .frame, limit: 4096))
    #expect(failure == .memory(needed: 8192, limit: 4096, isUpperBound: true))
    #expect(failure.message.contains("needs up to 8 KiB"))
  }

  @Test func boundsARunBeforeItBegins() throws {
    let scenario = try scenario(Self.write(0x2000, 4097))
    var nobody = NoObserver()
    let exact = RunSettings(memoryLimit: 8192)
    _ = try ScenarioRun.run(scenario, settings: exact, observer: &nobody)
    #expect(throws: RunFailure.memory(needed: 8192, limit: 8191)) {
      try ScenarioRun.run(scenario, settings: RunSettings(memoryLimit: 8191), observer: &nobody)
    }
  }

  /// Two devices with one number both take what is meant for one: that shows only when it happens.
  @Test func boundsARunThatTurnsOutOtherwise() throws {
    let number =
      "{ via: \"column0\", op: \"write\", device: 2, address: 0x46, data: { hex: \"01\" } },"
    let scenario = try scenario(number + Self.write(0x2000, 100))
    #expect(scenario.memoryBytes() == 4096)
    var nobody = NoObserver()
    #expect(throws: RunFailure.memory(needed: 8192, limit: 4096)) {
      try ScenarioRun.run(scenario, settings: RunSettings(memoryLimit: 4096), observer: &nobody)
    }
  }

  // MARK: Descriptors

  private func described(_ transfers: String, _ host: String) throws -> ScenarioFile {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 64, columns: 16 }, host: { \(host) },
        peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 0x100000 }] }],
        transfers: [\(transfers)] }
      """
    return try ScenarioLoader.load(bytes: Array(text.utf8), name: "m.json5", folder: "").scenario
  }

  /// Rings of eight bytes a slot, one each way and one for each client; eight bytes for a descriptor, 64 for a command or section.
  @Test func aDescriptorEngineHasRingsAndElements() throws {
    let client = "{ ring: [{ atMicroseconds: 0, register: 'scratchpad', value: 0 }] }"
    let read = "{ via: 'bra', op: 'read', device: 1, address: 0x2000, bytes: 100 },"
    let cases: [(transfers: String, host: String, bytes: Int)] = [
      // 39 commands and a section; one data descriptor, one for the section, four around the stream.
      (read, "dma: { kind: 'bam', ring: 16 }", 2 * 16 * 8 + 40 * 64 + 6 * 8),
      (read + read, "dma: { kind: 'bam', ring: 16 }", 2 * 16 * 8 + 2 * (40 * 64 + 6 * 8)),
      (read, "dma: { kind: 'bam' }", 2 * 4096 * 8 + 40 * 64 + 6 * 8),
      (
        read, "dma: { kind: 'bam', ring: 16, clients: [\(client), { name: 'b', \(client.dropFirst(2))] }",
        4 * 16 * 8 + 40 * 64 + 6 * 8
      ),
      (
        read, "setup: { commands: 10 }, dma: { kind: 'bam', ring: 16, descriptorBytes: 30 }",
        2 * 16 * 8 + 11 * 64 + 9 * 8
      ),
      (read, "setup: 'none', dma: { kind: 'bam', ring: 16 }", 2 * 16 * 8 + 64 + 6 * 8),
      // A page that is written, too; what goes over Column 0 or is refused needs none.
      (
        Self.write(0x2000, 100, via: "bra"), "dma: { kind: 'bam', ring: 16 }",
        4096 + 2 * 16 * 8 + 40 * 64 + 6 * 8
      ),
      (Self.write(0x2000, 100), "dma: { kind: 'bam', ring: 16 }", 4096),
      ("{ via: 'bra', op: 'read', device: 1, address: 0x2000, bytes: 1e18 },", "dma: { kind: 'bam' }", 0),
      (read, "dma: { kind: 'hda' }", 0),
    ]
    for (transfers, host, bytes) in cases {
      #expect(try described(transfers, host).memoryBytes() == bytes, "\(host)")
      #expect(try described(transfers, host).memoryBytes(engine: .both) == 2 * bytes, "\(host)")
    }
    // Of v1 each section is a stream of its own for each time it is sent.
    let sections = "sections: [{ address: 0x2000, bytes: 128 }, { address: 0x3000, bytes: 128 }]"
    let scenario = try described(
      "{ via: 'bra', op: 'read', device: 1, \(sections) },",
      "interface: { kind: 'v1', sends: 3 }, dma: { kind: 'bam', ring: 2 }")
    #expect(scenario.memoryBytes() == 2 * 2 * 8 + (18 + 21 * 6 + 6) * 64 + (6 + 6 + 4 * 6) * 8)
    let failure = try #require(scenario.memoryFailure(seed: nil, engine: .frame, limit: 4096))
    #expect(failure.message.contains("needs up to"))
  }
}
