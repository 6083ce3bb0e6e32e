import Foundation
import FrameSim
import Scenario
import Testing

/// Damaged scenarios: each either loads or is refused with a message; none traps or hangs.
@Suite struct FuzzTests {
  static let pieces = [
    "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "/", "/*", "*/", "//", "\n", "\r", "\t", "\u{FEFF}",
    "\u{2028}", "é",
    "👍", "0", "-", "+", ".", "e", "0x", "1e999", "-1", "4294967296", "18446744073709551616",
    "9223372036854775807",
    "-9223372036854775808", "Infinity", "NaN", "null", "true", "1e18", "0.1", "\\u", "\\uD83D", "\\x", "name",
    "rows",
    "bytes", "address", "\u{0}", "hStart: 15,", "sampleInterval: 65536,", "blockOffset: 65535,",
    "bytes: 1e18,", "[0]", "[99999999999999999999]", "'all'", "transfers[1].",
  ]

  @Test(arguments: 1...6)
  func damagedScenariosLoadOrAreRefused(seed: UInt64) throws {
    let file = Golden.fixtures.appending(path: "good/everything.json5")
    let good = try [UInt8](Data(contentsOf: file))
    var generator = SeededGenerator(seed: seed, stream: "fuzz")
    var loaded = 0
    for round in 0..<150 {
      var bytes = good
      for _ in 0...Int.random(in: 0...3, using: &generator) { Self.damage(&bytes, &generator) }
      do {
        let scenario = try ScenarioLoader.load(
          bytes: bytes, name: "fuzz", folder: Golden.fixtures.path + "/good")
        loaded += 1
        // What loads can be expanded, and the expansion loads.
        let text = scenario.scenario.expanded.text(.compact)
        let again = try ScenarioLoader.load(
          bytes: Array(text.utf8), name: "again", folder: Golden.fixtures.path + "/good")
        #expect(again.scenario.expanded == scenario.scenario.expanded, "seed \(seed), round \(round)")
        for transfer in scenario.scenario.transfers { _ = try? transfer.request(seed: 1) }
      } catch {
        let failure = error
        #expect(failure.diagnostics.contains { $0.severity == .error }, "seed \(seed), round \(round)")
        #expect([65, 66].contains(failure.exitCode))
        #expect(failure.diagnostics.allSatisfy { !$0.message.isEmpty && $0.file == "fuzz" })
      }
    }
    // Both outcomes are met, or the damage is of the wrong size.
    #expect(loaded > 0 && loaded < 150)
  }

  @Test(arguments: 1...4)
  func damagedSweepsLoadOrAreRefused(seed: UInt64) throws {
    let sweeps = [
      "{ 'bus.rows,columns': [[48, 4], [50, 8]], 'transfers[0].data': [{ hex: '00' }, { hex: 'FF' }] }",
      "[{ 'host': [{}, { setup: 'none' }] }, { 'host.setup.commands': [4, 5], seed: [1, 2, 3] }]",
      "{ 'peripherals[0].memory[0].bytes, address': [[1, 0x2000]], 'policy.minBytes': [1, null] }",
    ]
    var generator = SeededGenerator(seed: seed, stream: "fuzz.sweep")
    var loaded = 0
    for round in 0..<150 {
      let sweep = sweeps[round % sweeps.count]
      var bytes = Array(SweepPlanTests.text(sweep).utf8)
      let start = bytes.count - sweep.utf8.count - 4
      var tail = Array(bytes[start...])
      for _ in 0...Int.random(in: 0...2, using: &generator) { Self.damage(&tail, &generator) }
      bytes = bytes[..<start] + tail
      do {
        let plan = try ScenarioLoader.loadSweep(bytes: bytes, name: "fuzz", folder: "").plan
        loaded += 1
        let last = try plan.point(plan.count - 1)
        #expect(last.axes.map(\.path) == plan.paths, "seed \(seed), round \(round)")
        // What loads can be expanded, and the expansion is the same sweep.
        let text = plan.base.expanded.text(.compact)
        let again = try ScenarioLoader.loadSweep(bytes: Array(text.utf8), name: "again", folder: "").plan
        #expect(again.count == plan.count, "seed \(seed), round \(round)")
        #expect(try again.point(plan.count - 1).axes == last.axes, "seed \(seed), round \(round)")
      } catch {
        let failure = error
        #expect(failure.diagnostics.contains { $0.severity == .error }, "seed \(seed), round \(round)")
        #expect(failure.diagnostics.allSatisfy { $0.file == "fuzz" }, "seed \(seed), round \(round)")
      }
    }
    #expect(loaded > 0 && loaded < 150)
  }

  private static func damage(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    let at = Int.random(in: 0...bytes.count, using: &generator)
    let length = min(Int.random(in: 1...12, using: &generator), bytes.count - at)
    let piece = Array((pieces.randomElement(using: &generator) ?? "").utf8)
    switch Int.random(in: 0...5, using: &generator) {
    case 0: bytes.removeSubrange(at..<at + length)
    case 1: bytes.insert(contentsOf: piece, at: at)
    case 2: bytes.replaceSubrange(at..<at + length, with: piece)
    case 3: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &generator) }
    case 4:
      bytes.insert(
        contentsOf: bytes[at..<at + length], at: Int.random(in: 0...bytes.count, using: &generator))
    default:
      // A digit for a digit keeps the syntax and reaches the schema.
      let digits = bytes.indices.filter { (0x30...0x39).contains(bytes[$0]) }
      if let index = digits.randomElement(using: &generator) {
        bytes[index] = UInt8.random(in: 0x30...0x39, using: &generator)
      }
    }
  }

  @Test func everyPrefixIsRefused() throws {
    let good = try [UInt8](Data(contentsOf: Golden.fixtures.appending(path: "good/minimal.json5")))
    let end = good.lastIndex(of: UInt8(ascii: "}")) ?? 0
    for length in 0...end {
      #expect(throws: ScenarioLoadFailure.self) {
        try ScenarioLoader.load(bytes: Array(good[..<length]), name: "t", folder: "")
      }
    }
  }
}
