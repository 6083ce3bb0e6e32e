import Foundation
import Scenario
import Testing

/// What a break-even says to a person: 80 columns whatever was swept.
@Suite struct BreakevenTextTests {
  private static func report(_ points: [BreakevenPoint], name: String = "t") -> BreakevenReport {
    BreakevenReport(name: name, seed: .max, points: points)
  }

  private static func expectFit(_ points: [BreakevenPoint], sourceLocation: SourceLocation = #_sourceLocation)
  {
    let report = report(points, name: String(repeating: "\u{8A9E}", count: 200))
    RunTextTests.expectFit(report.text(), sourceLocation: sourceLocation)
    RunTextTests.expectFit(report.text(isVerbose: true), sourceLocation: sourceLocation)
  }

  private static let phases = "{ syncWaitFrames: { intervalFrames: 12, phase: \"random\" } }"

  @Test(
    arguments: [
      "", "\"host.syncWaitFrames\": [0, 6, 12]", "\"bus.rows,columns\": [[50, 4], [48, 2], [64, 8]]",
      "\"breakeven.device\": [1, 14]", "\"bus.clockHz\": [1, 200000000], \"policy.minBytes\": [1, 64]",
      "\"host\": [{ setup: \"minimal\" }, { model: \"ideal\", syncWaitFrames: { intervalFrames: 12, phase: 3 } }]",
      """
      "policy.alignBytes,policy.minBytes,bus.rows,peripherals[0].dp0.maxBytesPerFrame,host.setup,breakeven.maxBytes":
        [[1, 1, 50, 400, "linux", 50], [4, 16, 64, 511, "minimal", 60]], "host.syncWaitFrames": [0, 6]
      """,
    ])
  func everyLineFits(sweep: String) throws {
    let policy = "policy: { minBytes: 64 },"
    Self.expectFit(try BreakevenPlotTests.points(sweep, policy, maxBytes: 80))
    if !sweep.contains("policy") { Self.expectFit(try BreakevenPlotTests.points(sweep, maxBytes: 80)) }
    if sweep.isEmpty {
      Self.expectFit(try BreakevenPlotTests.points(sweep, policy, maxBytes: 80, host: Self.phases))
    }
  }

  /// The widest numbers and names that there can be, in every column at once.
  @Test(arguments: [0, 1, 2, 9, 40])
  func theWidestFits(count: Int) throws {
    let found = try BreakevenPlotTests.points("", "policy: { minBytes: 64 },", host: Self.phases)
    var first = try #require(found.first)
    first.setupFrames = 1_000_000_000
    first.breakEvenBytes = 1 << 20
    first.firstWinBytes = 1 << 20
    first.bytesPerFrame = 100.125
    for index in first.shares.indices { first.shares[index].bytes = 1 << 20 }
    first.policy?.sizes = 1 << 20
    first.policy?.sizesOverBRA = 1 << 20
    first.policy?.seconds = 123.4e-3
    first.policy?.best = 123.4e-9
    for axes in [1, 3, 12] {
      let points = (0..<count).map { index in
        var point = first
        point.bytesPerFrame += Double(index) / 8
        point.axes = (0..<axes).map { axis in
          let path = "host.pio.bra.axisNumber\(axis)" + String(repeating: "OfMany", count: 10)
          return SweepValue(
            path: path, value: .string("\u{8A9E} value \(index) " + String(repeating: "x", count: 100)))
        }
        return point
      }
      Self.expectFit(points)
    }
  }

  /// A sign in the table, whatever else is left out for it.
  @Test func oneByteIsNoBytes() throws {
    for (bytes, words) in [(1, "Up to 1 byte there"), (2, "Up to 2 bytes there")] {
      let point = try #require(BreakevenPlotTests.points("", maxBytes: bytes).first)
      #expect(point.conclusion.hasPrefix(words), "\(point.conclusion)")
    }
  }

  @Test func aClosedFormThatDisagreesIsSeen() throws {
    var points = try BreakevenPlotTests.points(
      "\"host.syncWaitFrames\": [0, 6, 12]", "policy: { minBytes: 64 },")
    points[1].closedForm?.breakEvenBytes = 75
    for index in points.indices {
      points[index].axes.append(
        SweepValue(path: "a.b", value: .string("\(index)" + String(repeating: "x", count: 60))))
      points[index].axes.append(
        SweepValue(path: "a.c", value: .string("\(index)" + String(repeating: "y", count: 60))))
    }
    let text = Self.report(points).text()
    RunTextTests.expectFit(text)
    #expect(text.contains("75 !"))
    #expect(Self.report(points).text(isVerbose: true).contains("75 bytes, which is another"))
  }

  @Test func nothingIsLostInTheDetails() throws {
    let points = try BreakevenPlotTests.points(
      "\"policy.minBytes\": [1, 64]", "policy: { minBytes: 1 },", host: Self.phases)
    let text = Self.report(points).text(isVerbose: true)
    for words in [
      "random phases", "percentiles", "always BRA", "95 % of full rate", "sizes over BRA", "#2: minBytes 64",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    let many = try BreakevenPlotTests.points(
      "\"policy.minBytes\": [1, 2, 3, 4, 5, 6, 7, 8, 300]", "policy: {},")
    #expect(Self.report(many).text().contains("The policy costs from"))
    #expect(Self.report(many).text().contains("(#9)."))
  }
}
