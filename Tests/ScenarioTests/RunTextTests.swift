import Foundation
import FrameSim
import Scenario
import Testing

/// What a run says to a person: 80 columns whatever it ran, and the answer at its end.
@Suite struct RunTextTests {
  private static func run(
    _ count: Int, names: (Int) -> String, host: String = "{}", failing: Set<Int> = []
  ) throws -> ScenarioRun {
    let transfers = (0..<count).map { index in
      let name = JSONValue.string(names(index)).text(.compact)
      let way = index % 2 == 0 ? "bra" : "column0"
      return """
        { name: \(name), via: "\(way)", op: "write", device: \(failing.contains(index) ? 3 : 1), address: 0x2000,
          data: { pattern: "ones", bytes: \(1 + index / 2 * 29 % 400) } }
        """
    }
    let text = """
      { format: "simctl-scenario/1", name: \(JSONValue.string(names(count)).text(.compact)),
        bus: { clockHz: 4800000, rows: 50, columns: 4 }, host: \(host),
        peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 512 }] }],
        transfers: [\(transfers.joined(separator: ","))] }
      """
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario
    var nobody = NoObserver()
    return try ScenarioRun.run(scenario, observer: &nobody)
  }

  static func expectFit(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(DisplayWidth.of(String(line)) <= 80, "\(line)", sourceLocation: sourceLocation)
      #expect(line.last != " ", "\(line)", sourceLocation: sourceLocation)
    }
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), sourceLocation: sourceLocation)
  }

  private static let pulse = "syncWaitFrames: { intervalFrames: 12, phase: 3 }"

  @Test(
    arguments: [1, 2, 3, 5, 100],
    ["{}", "{ model: \"pio\", preset: \"intel-2023\", \(pulse) }"])
  func everyLineFits(count: Int, host: String) throws {
    let names: [@Sendable (Int) -> String] = [
      { "t\($0)" }, { String(repeating: "n", count: 61) + String(format: "%03d", $0) },
      { String(repeating: "\u{8A9E}", count: 61) + String(format: "%03d", $0) },
      { String(repeating: "\u{1F468}\u{200D}\u{1F469} ", count: 21) + "\($0)" },
    ]
    for name in count < 100 ? names : [names[2]] {
      for failing in count < 100 ? [[], [0], Set(0..<count)] : [[0]] {
        let run = try Self.run(count, names: name, host: host, failing: failing)
        Self.expectFit(run.report(statistics: .frame))
        Self.expectFit(run.report(isVerbose: true))
      }
    }
  }

  /// Numbers as large as there are: lengths that are refused, and a host with long pauses.
  @Test func longNumbersFit() throws {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 }, peripherals: [{ device: 1 }],
        host: { model: "pio", pio: { column0: { microsecondsPerTransfer: 1000000 } } },
        transfers: [
          { name: "a", via: "column0", op: "read", device: 1, address: 0, bytes: 1e18 },
          { name: "b", via: "column0", op: "read", device: 1, address: 0, bytes: 1e18 },
          { name: "c", via: "column0", op: "read", device: 1, address: 0, bytes: 1 },
          { name: "d", via: "column0", op: "read", device: 0, address: 0, bytes: 1e18 },
        ] }
      """
    let scenario = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario
    var nobody = NoObserver()
    let report = try ScenarioRun.run(scenario, observer: &nobody).report()
    Self.expectFit(report)
    #expect(report.contains("1000000000000000000"))
  }

  @Test func manyTransfersAreAListWithATotal() throws {
    let run = try Self.run(100, names: { "t\($0)" }, failing: [4])
    let lines = run.report().split(separator: "\n").map(String.init)
    #expect(lines.contains("  5  t4        BRA write           0       1  20.83 us       0 B/s  ENODATA"))
    let moved = run.results.reduce(0) { $0 + $1.bytesMoved }
    let total = try #require(lines.first { $0.contains(" total ") })
    #expect(total.contains(" \(moved) ") && total.contains(" \(run.frames) ") && total.hasSuffix("1 failed"))
    #expect(!run.report().contains("teardown    "))
    #expect(run.report(isVerbose: true).components(separatedBy: "\ntransfer ").count > 25)
  }

  private static func answer(_ run: ScenarioRun) -> String {
    run.report().components(separatedBy: "\n\n").last?.replacing("\n", with: " ") ?? ""
  }

  @Test func theAnswerComesLast() throws {
    #expect(
      Self.answer(try Self.run(2, names: { ["bulk", "column0"][$0 % 2] })) == """
        column0 (Column 0) was 40 times as fast as bulk (BRA): 20.83 us against 833.3 us, 1 frame against 40. \
        Against column0, bulk lost 812.5 us to set-up and teardown. 
        """)
    let many = Self.answer(try Self.run(100, names: { "t\($0)" }))
    #expect(
      many.hasPrefix(
        "Of 50 BRA transfers with a Column 0 transfer as long to compare, 43 were faster and 7 were slower."))
    #expect(many.contains("BRA lost most to set-up and teardown"))
  }

  /// What the slower way lost is what it spent more, part by part.
  @Test func lossesAddUp() throws {
    for host in ["{}", "{ model: \"pio\", preset: \"intel-2023\" }"] {
      for comparison in try Self.run(100, names: { "t\($0)" }, host: host).comparisons {
        let (bra, column0) = (comparison.bra, comparison.column0)
        let more = zip(bra.split.parts, column0.split.parts).map { Int($0.slots) - Int($1.slots) }
        #expect(more.reduce(0, +) == Int(bra.duration) - Int(column0.duration))
        let sign = bra.duration > column0.duration ? 1 : -1
        let lost = comparison.losses.reduce(0) { $0 + Int($1.slots) }
        #expect(lost == more.reduce(0) { $0 + max(0, $1 * sign) })
      }
    }
  }

  @Test func nothingIsComparedThatCannotBe() throws {
    #expect(
      Self.answer(try Self.run(1, names: { "t\($0)" })).hasPrefix("t0 moved 1 byte over BRA in 833.3 us, "))
    let none = "None of 2 transfers ended ok, so there are no times to compare. "
    #expect(Self.answer(try Self.run(2, names: { "t\($0)" }, failing: [0, 1])) == none)
    #expect(
      Self.answer(try Self.run(2, names: { "t\($0)" }, failing: [1])).contains(
        "no good transfer over Column 0"))
    let lone = try Self.run(1, names: { "t\($0)" }, failing: [0])
    #expect(Self.answer(lone) == "t0 failed, so there is no time to compare. ")
    #expect(
      Self.answer(try Self.run(4, names: { "t\($0)" }, failing: [0, 3])).hasPrefix("Nothing to compare: "))
    let one = try Self.run(4, names: { "t\($0)" }, failing: [1, 3])
    #expect(Self.answer(one).hasPrefix("All 2 transfers that ended ok went over BRA"))
  }
}
