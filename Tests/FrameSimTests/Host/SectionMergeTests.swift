import BRAEncoder
import FrameSim
import Testing

/// Gaps between sections that are written over because that takes fewer frames.
@Suite struct SectionMergeTests {
  private static let base: UInt32 = 0x4400_0000

  private func simulation(
    _ shape: FrameShape = .of(50, 4), _ geometry: PortGeometry? = nil, limits: DP0Limits = DP0Limits(),
    kind: HostInterface.Kind = .merged
  ) -> Simulation {
    let device = PeripheralConfiguration(
      device: 1, memory: [MemoryRegion(address: Self.base, bytes: 0x1000)], dp0: limits)
    return Simulation(
      shape: shape, peripherals: [device],
      host: HostConfiguration(
        setup: .commands(4), dp0: geometry, interface: HostInterface(kind: kind)))
  }

  private func request(_ sections: [(UInt32, [UInt8])], _ filling: GapFilling? = nil) -> TransferRequest {
    TransferRequest(
      name: "", path: .bra, operation: .write, device: 1,
      sections: sections.compactMap { BRASection(address: $0.0, byteCount: $0.1.count) },
      data: sections.flatMap(\.1), gapFilling: filling)
  }

  /// At 50x4 a block has 8 bytes: 3 + 2 + 3 fit into one.
  @Test(arguments: [
    (0, 2, 2, [2, 1]), (1, 2, 2, [2, 1]), (2, 2, 1, [1]), (2, 3, 2, [1, 1]), (9, 2, 1, [1]), (9, 0, 1, [1]),
  ])
  func aGapThatFits(limit: Int, gap: Int, blocks: Int, frames: [UInt64]) {
    var simulation = simulation()
    let parts = [(Self.base, testBytes(3)), (Self.base + 3 + UInt32(gap), testBytes(3))]
    let result = simulation.run(request(parts, GapFilling(maxBytes: limit, fill: 0xA5)))
    let isMerged = limit > 0 && gap <= limit && gap <= 2
    #expect(result.blocks.sent == (isMerged ? 1 : 2) && result.isIntact == true)
    #expect(result.bytesMoved == 6, "what fills the gap is nobody's")
    #expect(result.sections.map(\.bytes) == (isMerged ? [6 + gap] : [3, 3]))
    let filled = [UInt8](repeating: isMerged ? 0xA5 : 0, count: gap)
    let memory = simulation.bus.peripherals[0].memory
    #expect(memory.holds(testBytes(3) + filled + testBytes(3), at: Self.base))
    guard limit > 0 else {
      #expect(result.merging == nil)
      return
    }
    #expect(result.merging?.gaps == (isMerged ? 1 : 0) && result.merging?.gapBytes == (isMerged ? gap : 0))
    #expect(result.merging?.framesSaved == (isMerged ? 1 : 0) && result.merging?.largestGapThatPays == 2)
  }

  /// Only writes over BRA: a read has nothing to write, and over Column 0 every byte is a frame.
  @Test func otherTransfersAreNotMerged() {
    for (path, operation): (TransferRequest.Path, TransferRequest.Operation) in [
      (.bra, .read), (.column0, .write), (.column0, .read),
    ] {
      var simulation = simulation()
      var request = request([(Self.base, testBytes(3)), (Self.base + 4, testBytes(3))])
      request.path = path
      request.operation = operation
      if operation == .read { request.data = [] }
      request.gapFilling = GapFilling(maxBytes: 4, fill: 0)
      let result = simulation.run(request)
      #expect(result.error == nil && result.sections.count == 2 && result.merging == nil)
    }
  }

  /// No other way to merge takes fewer frames, and none that takes as few writes fewer bytes: every way is run, by each interface.
  @Test(arguments: HostInterface.Kind.allCases)
  func nothingIsBetter(kind: HostInterface.Kind) {
    var generator = SeededGenerator(seed: 4, stream: "test \(kind)")
    let shape: FrameShape = kind == .amd ? .of(50, 10) : .of(50, 4)
    // Also where frames differ in room: 200 slots, windows of 32.
    let wide = PortGeometry(hStart: 1, hStop: 3, sampleInterval: 32, wordLength: 24, blockOffset: 0)
    for number in 0..<(isDebugBuild ? 30 : 400) {
      let geometry = number % 3 == 0 && kind != .amd ? wide : nil
      let limits = DP0Limits(maxBytesPerFrame: .random(in: 4...9, using: &generator))
      let limit = Int.random(in: 1...12, using: &generator)
      let count = Int.random(in: 2...6, using: &generator)
      var parts: [(UInt32, [UInt8])] = []
      var address = Self.base
      for _ in 0..<count {
        let bytes = testBytes(.random(in: 1...20, using: &generator))
        parts.append((address, bytes))
        address += UInt32(bytes.count + Int.random(in: 0...10, using: &generator))
      }
      var chosen = simulation(shape, geometry, limits: limits, kind: kind)
      let result = chosen.run(request(parts, GapFilling(maxBytes: limit, fill: 7)))
      var best: (UInt64, Int)?
      for mask in 0..<(1 << (count - 1)) {
        guard let merged = merge(parts, mask, limit) else { continue }
        // AMD's interface would send a short one over Column 0, where nothing is written over.
        let isShort = merged.contains { run in
          run.1.count < limits.maxBytesPerFrame && !parts.contains { $0 == run }
        }
        if kind == .amd, merged.count > 1, isShort { continue }
        var simulation = simulation(shape, geometry, limits: limits, kind: kind)
        let other = simulation.run(request(merged))
        let bytes = merged.reduce(0) { $0 + $1.1.count } - parts.reduce(0) { $0 + $1.1.count }
        let way = (other.frames.total, bytes)
        if best.map({ way < $0 }) ?? true { best = way }
        // Where all adjoin, AMD's interface makes them one.
        let isOne = kind == .amd && other.sections.count == 1
        if mask == 0, !isOne {
          #expect(other.frames.total - result.frames.total == result.merging?.framesSaved, "\(number)")
        }
      }
      #expect(best?.0 == result.frames.total && best?.1 == result.merging?.gapBytes, "\(number)")
      #expect(result.isIntact == true)
    }
  }

  /// Sections with the gaps of a mask filled; nil where one of them is too long.
  private func merge(_ parts: [(UInt32, [UInt8])], _ mask: Int, _ limit: Int) -> [(UInt32, [UInt8])]? {
    var merged = [parts[0]]
    for index in 1..<parts.count {
      let last = merged[merged.count - 1]
      guard mask >> (index - 1) & 1 == 1 else {
        merged.append(parts[index])
        continue
      }
      let gap = Int(parts[index].0 - last.0) - last.1.count
      guard gap <= limit else { return nil }
      merged[merged.count - 1].1 += [UInt8](repeating: 7, count: gap) + parts[index].1
    }
    return merged
  }

  /// Where the host looks at the end, what is moved is counted block by block: gaps are nobody's bytes, whatever failed.
  @Test(arguments: Engine.allCases)
  func bytesOfGoodBlocksAreCounted(engine: Engine) {
    // Blocks of 4 bytes: the second has a byte of the gap, and the third cannot be written.
    let memory = [
      MemoryRegion(address: Self.base, bytes: 8), MemoryRegion(address: Self.base + 12, bytes: 100),
    ]
    let device = PeripheralConfiguration(device: 1, memory: memory, dp0: DP0Limits(maxBytesPerFrame: 4))
    var simulation = Simulation(
      shape: .of(50, 4), peripherals: [device],
      host: HostConfiguration(setup: .alwaysOpen, check: .atEnd), engine: engine)
    let parts = [(Self.base, testBytes(6)), (Self.base + 7, testBytes(9))]
    let result = simulation.run(request(parts, GapFilling(maxBytes: 1, fill: 0)))
    #expect(result.error?.errno == .io && result.blocks.sent == 4 && result.blocks.ok == 3)
    #expect(result.merging?.gapBytes == 1 && result.bytesMoved == 4 + 3 + 4)
  }

  /// Sections whose addresses descend, or overlap, are left as they are.
  @Test func onlyWhatFollowsIsMerged() {
    var simulation = simulation()
    let parts = [(Self.base + 4, testBytes(3)), (Self.base, testBytes(3)), (Self.base + 2, testBytes(3))]
    let result = simulation.run(request(parts, GapFilling(maxBytes: 9, fill: 0)))
    #expect(result.blocks.sent == 3 && result.isIntact == true && result.merging?.gaps == 0)
  }
}
