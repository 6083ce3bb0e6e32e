import BRAEncoder
import FrameSim
import Testing

/// The frame engine forms levels by words; the slot engine counts them slot by slot. `Bus.wire` compares both.
///
/// Source: sections 1.3 (line code), 3 (Column 0) and 9.2 (payload).
@Suite struct LevelBuildingTests {
  /// All shapes; in a debug build each has only one of the geometries, chosen by chance.
  @Test func everyShape() {
    var generator = SeededGenerator(seed: 11, stream: "levels")
    for shape in FrameShape.all {
      var ports = [PortGeometry(fillingColumns: shape.columns)]
      // Every width of a port, in rows: one column alone, and all but the outermost.
      if shape.columns > 2 {
        for (start, stop) in [(1, 1), (shape.columns - 1, shape.columns - 1), (2, shape.columns - 1)] {
          ports.append(
            PortGeometry(
              hStart: start, hStop: stop, sampleInterval: shape.columns, wordLength: stop - start + 1,
              blockOffset: 0))
        }
      }
      // Windows that straddle rows and frames.
      for _ in 0..<3 { ports.append(.random(shape, &generator)) }
      if isDebugBuild { ports = [ports[Int.random(in: ports.indices, using: &generator)]] }
      for port in ports { exchange(shape, port, &generator) }
    }
  }

  /// Blocks of all lengths that a frame takes, read and written, from HIGH and from LOW.
  private func exchange(_ shape: FrameShape, _ port: PortGeometry, _ generator: inout SeededGenerator) {
    var bus = Bus.with(2, shape: shape)
    bus.programDP0(port, enabled: true)
    for frame in 0..<(isDebugBuild ? 3 : 8) {
      let room = min(511, ReferencePlacement.slots(port, in: shape, frame: frame).count / 8 - 10)
      guard room >= 1 else {
        _ = bus.wire(FramePlan(.read(device: 1, register: 0x50)))
        continue
      }
      let count = [room, 1, Int.random(in: 1...room, using: &generator)][frame % 3]
      let data = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let run = bus.send(
        frame % 4 == 3 ? .read(count) : .write(count), data: data,
        command: frame % 2 == 0
          ? .ping : .write(device: 1, register: 0x2100, value: UInt8(truncatingIfNeeded: frame)),
        geometry: port, frame: frame)
      #expect(run.outcome.footerResponse == .okGood, "\(shape) \(port)")
    }
  }

  /// What stood in the words of a longer frame, or of a longer block, is not left over.
  @Test func nothingIsLeftOver() throws {
    var bus = Bus.open(shape: .of(256, 16))
    var slow = bus
    var (levels, expected): ([UInt64]?, [UInt64]?) = ([], [])
    for count in [400, 1, 200, 0, 37] {
      let data = [UInt8](repeating: 0xFF, count: count)
      bus.manager.buffers[0].outgoing = data
      slow.manager.buffers[0].outgoing = data
      let plan = FramePlan(.ping, block: count > 0 ? TestBlock.write(count).request : nil)
      _ = bus.run(plan, engine: .frame, levels: &levels)
      _ = slow.runSlots(plan, levels: &expected)
      #expect(levels == expected)
    }
    // A shorter frame in the same storage.
    var short = Bus.open(shape: .of(75, 6))
    var shortSlow = short
    for _ in 0..<2 {
      _ = short.run(FramePlan(.ping, block: TestBlock.read(9).request), engine: .frame, levels: &levels)
      _ = shortSlow.runSlots(FramePlan(.ping, block: TestBlock.read(9).request), levels: &expected)
      #expect(levels == expected)
      #expect(levels?.count == 8)
    }
  }

  /// Levels that are wanted only now and then: the layout of a frame is made again for them.
  @Test func levelsNowAndThen() {
    var bus = Bus.open(shape: .of(64, 8))
    var slow = bus
    for frame in 0..<6 {
      var levels: [UInt64]? = frame % 3 == 1 ? [] : nil
      var expected = levels
      let plan = FramePlan(.ping, block: TestBlock.read(20 + frame).request)
      _ = bus.run(plan, engine: .frame, levels: &levels)
      _ = slow.runSlots(plan, levels: &expected)
      #expect(levels == expected)
    }
    #expect(bus.statistics.handedOver.isEmpty)
  }
}

extension PortGeometry {
  /// Any port that keeps out of Column 0, with one window and a bit at least in most frames.
  fileprivate static func random(_ shape: FrameShape, _ generator: inout SeededGenerator) -> PortGeometry {
    let hStart = Int.random(in: 1...shape.columns - 1, using: &generator)
    return PortGeometry(
      hStart: hStart, hStop: Int.random(in: hStart...shape.columns - 1, using: &generator),
      sampleInterval: Int.random(in: 1...3 * shape.columns, using: &generator),
      wordLength: Int.random(in: 1...64, using: &generator),
      blockOffset: Int.random(in: 0...2, using: &generator))
  }
}
