import FrameSim
import Scenario
import Testing

/// The closed form and the simulation, which share neither how payload bits are counted nor host time.
@Suite struct BreakevenFormulaTests {
  @Test func payloadOfEveryShape() {
    var generator = SeededGenerator(seed: 11, stream: "test")
    for shape in FrameShape.all {
      var intervals = (1...shape.slots).filter { shape.slots % $0 == 0 }
      if intervals.count > 12 { intervals = Array(intervals.shuffled(using: &generator).prefix(12)) }
      for interval in intervals {
        for _ in 0..<6 {
          let geometry = PortGeometry(
            hStart: .random(in: 1...15, using: &generator), hStop: .random(in: 0...15, using: &generator),
            sampleInterval: interval, wordLength: .random(in: 1...64, using: &generator),
            blockOffset: .random(in: 0...min(interval, 40), using: &generator))
          #expect(
            PayloadFormula(geometry).bits(rows: shape.rows, columns: shape.columns)
              == geometry.payloadBits(in: shape), "\(geometry) in \(shape)")
        }
      }
      #expect(
        PayloadFormula(PortGeometry(fillingColumns: shape.columns)).bits(
          rows: shape.rows, columns: shape.columns) == shape.rows * (shape.columns - 1))
    }
    let odd = PortGeometry(hStart: 1, hStop: 3, sampleInterval: 7, wordLength: 3, blockOffset: 0)
    #expect(PayloadFormula(odd).bits(rows: 48, columns: 4) == nil)
  }

  /// A host time that misses a whole number of frames by less than a thousand-millionth of a frame.
  @Test(arguments: [471_884.536, 471_884.535, 471_884.537])
  func hostTimesAreExact(microseconds: Double) throws {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4799903, rows: 50, columns: 8 },
        peripherals: [{ device: 1, dp0: {} }],
        host: { model: "pio", setup: "minimal", pio: { bra: { microsecondsPerTransfer: \(microseconds) } } },
        breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: 12000 } }
      """
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "", for: .breakeven)
      .scenario
    let request = try #require(scenario.breakeven)
    let point = Breakeven.point(Breakeven.Input(scenario: scenario, request: request))
    #expect(point.breakEvenBytes != nil && point.closedForm != nil)
    #expect(point.agrees, "\(point.complaint ?? "")")
  }

  /// Where a synchronisation point may fall into the longest transfer there is no closed form: DP0 is open from the first block to the
  /// bank switch that closes it, in Linux the tenth of its closing commands (host reference 1.3), else the last. 25 frames are
  /// from one point to the next here.
  @Test(arguments: [
    ("'linux'", 80, true), ("'linux'", 120, false), ("{ commands: 40 }", 80, false),
    ("{ commands: 40 }", 32, true),
  ])
  func aSynchronisationPointInTheTransfer(setup: String, maxBytes: Int, exists: Bool) throws {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4, sspEverySeconds: 0.000520834 },
        peripherals: [{ device: 1, dp0: {} }], host: { setup: \(setup) },
        breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: \(maxBytes) } }
      """
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "", for: .breakeven)
      .scenario
    let request = try #require(scenario.breakeven)
    let point = Breakeven.point(Breakeven.Input(scenario: scenario, request: request))
    #expect((point.closedForm != nil) == exists)
    #expect(point.agrees, "\(point.complaint ?? "")")
  }

  /// The rest of a frame of 50x8 after the response: 23 slots, 2396.0 ns at this clock, are free.
  @Test(arguments: [2.395, 2.396, 2.397, 44.05, 44.07])
  func hostTimesFromTheResponseAreExact(microseconds: Double) throws {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4799903, rows: 50, columns: 8 },
        peripherals: [{ device: 1, dp0: {} }],
        host: { model: "pio", setup: "minimal", pio: { from: "response",
          column0: { microsecondsPerBatch: \(microseconds) }, bra: { microsecondsPerBatch: \(microseconds) } } },
        breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: 500 } }
      """
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "", for: .breakeven)
      .scenario
    let request = try #require(scenario.breakeven)
    let point = Breakeven.point(Breakeven.Input(scenario: scenario, request: request))
    #expect(point.breakEvenBytes != nil && point.closedForm != nil)
    #expect(point.agrees, "\(point.complaint ?? "")")
  }
}
