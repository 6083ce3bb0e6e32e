import Foundation
import FrameSim
import Scenario
import Testing

/// Plots of break-evens: golden files, what becomes of edge cases, and that no two texts overlap.
@Suite struct BreakevenPlotTests {
  // MARK: Points

  /// The points of a scenario at 50x4 with a sweep and other keys.
  static func points(
    _ sweep: String, _ more: String = "", maxBytes: Int = 128, host: String = "{}"
  ) throws -> [BreakevenPoint] {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
        peripherals: [{ device: 1, dp0: {} }], host: \(host), \(more)
        breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: \(maxBytes), seeds: 10 },
        \(sweep.isEmpty ? "" : "sweep: { \(sweep) }") }
      """
    let plan = try ScenarioLoader.loadSweep(bytes: Array(text.utf8), name: "t", folder: "", for: .breakeven)
      .plan
    return try Breakeven.run(plan, seed: nil, jobs: 2)
  }

  /// Points that differ by clock, which change nothing but the time of each frame; simulated once.
  static func many(_ count: Int, _ base: [BreakevenPoint]) throws -> [BreakevenPoint] {
    let first = try #require(base.first)
    return (0..<count).map { index in
      var point = first
      point.bus.clockHz = 1_000_000 + index * 1000
      point.breakEvenBytes = 20 + index * index % 300
      return point
    }
  }

  // MARK: Golden files

  @Test func goldenFiles() throws {
    let lines = try Self.points("\"host.syncWaitFrames\": [0, 6, 12]")
    try Self.check(lines, "lines")
    let panels = try Self.points(
      "\"host.syncWaitFrames\": [0, 6], \"bus.rows,columns\": [[50, 4], [48, 2], [64, 8]]")
    try Self.check(panels, "panels")
    var grid: [BreakevenPoint] = []
    for (index, row) in [48, 50, 60, 64, 75].enumerated() {
      for column in [2, 4, 6, 8, 10, 16] {
        var point = try #require(lines.first)
        point.axes = [
          SweepValue(path: "bus.rows", value: .count(row)),
          SweepValue(path: "bus.columns", value: .count(column)),
        ]
        point.breakEvenBytes = column == 2 ? nil : 40 + index * 3 + 32 / column
        if column == 2, row < 64 { point.samples = [] }
        grid.append(point)
      }
    }
    try Self.check(grid, "grid")
    try Self.check(try Self.many(30, lines), "list")
    try Self.check(try Self.many(150, lines), "shares")
  }

  static func check(_ points: [BreakevenPoint], _ name: String) throws {
    let svg = BreakevenPlot.svg(points, title: "Break-even, \(name)")
    #expect(BreakevenPlot.svg(points, title: "Break-even, \(name)") == svg)
    let picture = try SVGPicture(svg)
    #expect(picture.overlaps.isEmpty, "\(name): \(picture.overlaps)")
    #expect(picture.strays.isEmpty, "\(name): \(picture.strays)")
    try Golden.check(svg, against: Golden.fixtures.appending(path: "plots/\(name).svg"))
  }

  // MARK: Edge cases

  static func picture(_ points: [BreakevenPoint], title: String = "Plot") throws -> SVGPicture {
    let picture = try SVGPicture(BreakevenPlot.svg(points, title: title))
    #expect(picture.overlaps.isEmpty, "\(picture.overlaps)")
    #expect(picture.strays.isEmpty, "\(picture.strays)")
    return picture
  }

  @Test func noPointsAndNoBreakEven() throws {
    #expect(try Self.picture([]).has("Plot"))
    let none = try Self.picture(Self.points("", maxBytes: 20))
    #expect(none.has("no break-even in the sizes shown"))
    #expect(none.has("none"))
    #expect(!none.has("break-even from"))
  }

  @Test func oneSize() throws {
    #expect(try Self.picture(Self.points("", maxBytes: 1)).has("Column 0"))
    #expect(try Self.picture(Self.points("\"bus.rows\": [50, 64]", maxBytes: 1)).has("no break-even"))
  }

  @Test func aFrameWithoutRoomForABlock() throws {
    let picture = try Self.picture(Self.points("\"bus.rows,columns\": [[48, 2], [50, 4]]"))
    #expect(picture.contains("no room for a BRA"))
    #expect(picture.has("46"))
  }

  @Test func aPointThatCannotBeCompared() throws {
    let picture = try Self.picture(Self.points("\"breakeven.device\": [1, 14]"))
    #expect(picture.contains("ENODEV"))
  }

  @Test func hugeAndTinyTimes() throws {
    let slow = try Self.picture(Self.points("\"bus.clockHz\": [1, 200000000]"))
    #expect(slow.has("100 \u{B5}s"))
    #expect(slow.texts.contains { $0.text.hasSuffix(" s") })
    var point = try #require(Self.points("").first)
    for index in point.samples.indices {
      point.samples[index].bra *= 1e30
      point.samples[index].column0 = index == 0 ? 0 : 1e-12
    }
    _ = try Self.picture([point])
    for index in point.samples.indices { point.samples[index].bra = .infinity }
    _ = try Self.picture([point])
  }

  @Test func textsAreEscapedAndCut() throws {
    let title = "R&D <script>alert(\"1\")</script> 'quoted' ]]> " + String(repeating: "very long ", count: 40)
    let picture = try Self.picture(Self.points(""), title: title)
    #expect(picture.title == title)
    #expect(picture.elements.isDisjoint(with: ["script", "foreignObject", "image"]))
    #expect(picture.contains("<script>"))
    let unbroken = String(repeating: "W", count: 200)
    #expect(try Self.picture(Self.points(""), title: unbroken).contains("\u{2026}"))
    #expect(try Self.picture(Self.points(""), title: "\u{1}\u{FFFE}").title == "\u{FFFD}\u{FFFD}")
  }

  @Test func longLabelsAreCutButStayWholeInATooltip() throws {
    var points = try Self.points("\"host.syncWaitFrames\": [0, 6, 12]")
    let long = String(repeating: "name & ", count: 60)
    for index in points.indices {
      points[index].axes = [SweepValue(path: "peripherals[0].name", value: .string(long + "\(index)"))]
    }
    let picture = try Self.picture(points)
    #expect(picture.tooltips.contains { $0.hasSuffix("name & 2") })
  }

  @Test func breakEvensThatLieTogetherAreSpread() throws {
    var points = try Self.points("\"host.syncWaitFrames\": [0, 1, 2, 3, 4, 5]")
    for index in points.indices { points[index].breakEvenBytes = 100 + index }
    let picture = try Self.picture(points)
    for bytes in 100...105 { #expect(picture.has("\(bytes)")) }
  }

  @Test func aRandomPhaseAndAPolicyAreShown() throws {
    let picture = try Self.picture(
      Self.points(
        "", "policy: { minBytes: 64 },",
        host: "{ syncWaitFrames: { intervalFrames: 12, phase: \"random\" } }"))
    #expect(picture.contains("by start phase of the sync pulse"))
    #expect(picture.contains("policy lets over BRA, 64 bytes"))
  }

  @Test(arguments: [1, 2, 3, 5, 8, 10, 13, 24, 25, 100, 101, 300])
  func anyNumberOfPoints(count: Int) throws {
    let picture = try Self.picture(Self.many(count, Self.points("")))
    #expect(picture.elements.contains("style"))
  }

  // MARK: What a policy costs

  /// Points whose policies differ: no break-even answers what they cost.
  @Test func policiesAreComparedByTheirCost() throws {
    let base = try Self.points("\"policy.minBytes\": [1, 16, 64]", "policy: { minBytes: 1 },")
    let costs = base.compactMap { $0.policy?.costShare }.map { String(format: "+%.1f %%", $0 * 100) }
    #expect(Set(costs).count == 3)
    let list = try Self.picture(base)
    for cost in costs { #expect(list.has(cost), "\(cost)") }
    #expect(list.has("+0 %") && list.has("+100 %"))
    #expect(list.contains("Cost of the policy") && !list.contains("break-even"))

    let table = try Self.points(
      "\"host.syncWaitFrames\": [0, 6], \"policy.minBytes\": [1, 16, 64]", "policy: { minBytes: 1 },")
    try Self.check(table, "policy")
    let grid = try Self.picture(table)
    for point in table { #expect(grid.has(String(format: "+%.1f %%", (point.policy?.costShare ?? 9) * 100))) }
    #expect(!grid.has("46"))

    let many = (0..<150).map { index in
      var point = base[index % 3]
      point.policy?.policy.minBytes = index + 1
      return point
    }
    #expect(try Self.picture(many).contains("150 points by their policy's cost"))
    let same = try Self.points("\"host.syncWaitFrames\": [0, 6]", "policy: { minBytes: 64 },")
    #expect(try Self.picture(same).has("46"))
  }

  // MARK: Curves

  private static func lines(_ style: String, of points: [BreakevenPoint]) -> [[(x: Double, y: Double)]] {
    BreakevenPlot.svg(points, title: "t").split(separator: "\n").compactMap { line in
      guard let match = line.firstMatch(of: /<polyline class="([a-z0-9]+)" points="([^"]*)"/),
        match.1 == style
      else { return nil }
      return match.2.split(separator: " ").map { place in
        let numbers = place.split(separator: ",").compactMap { Double($0) }
        return (numbers[0], numbers[1])
      }
    }
  }

  /// A host that feeds 8 bytes at a time: each batch starts with a jump, upright and not a ramp.
  @Test func jumpsAreUpright() throws {
    let points = try Self.points("", maxBytes: 72, host: "{ model: \"pio\", preset: \"intel-2023\" }")
    let line = try #require(Self.lines("column0", of: points).first)
    let jumps = zip(line, line.dropFirst()).filter { $0.0.y - $0.1.y > 5 }
    #expect(jumps.count >= 7)
    for (from, to) in jumps { #expect(from.x == to.x, "from \(from) to \(to)") }
    // Whatever jumps is sampled on both sides.
    let sizes = Set(points[0].samples.map(\.bytes))
    for jump in stride(from: 8, to: 72, by: 8) {
      #expect(sizes.isSuperset(of: [jump, jump + 1]), "\(jump)")
    }
  }

  /// On a short range every size is drawn: lines are level or upright, and no step is lost.
  @Test func everyStepOfAShortRangeIsDrawn() throws {
    let host = "{ model: \"pio\", pio: { column0: { commandsPerBatch: 8, microsecondsPerBatch: 420 } } }"
    let points = try Self.points("", maxBytes: 64, host: host)
    for style in ["column0", "bra1"] {
      let line = try #require(Self.lines(style, of: points).first)
      for (from, to) in zip(line, line.dropFirst()) {
        #expect(from.x == to.x || from.y == to.y, "\(style): from \(from) to \(to)")
      }
      #expect(Set(line.map(\.y)).count == (style == "column0" ? 64 : 8), "\(style)")
    }
  }

  /// Only what shares a pixel is left out; nothing changes between other sizes that lie apart.
  @Test func manyStepsAreThinned() throws {
    let point = try #require(Self.points("", maxBytes: 6000).first)
    let samples = point.samples
    #expect(samples.count < 1300)
    #expect(samples.first?.bytes == 1 && samples.last?.bytes == 6000)
    let pixel = pow(6000, 1 / 660.0)
    for (sample, next) in zip(samples, samples.dropFirst()) where next.bytes > sample.bytes + 1 {
      let isSame = sample.bra == next.bra && sample.column0 == next.column0
      #expect(isSame || Double(next.bytes) / Double(sample.bytes) < pixel, "\(sample) \(next)")
    }
    let line = try #require(Self.lines("column0", of: [point]).first)
    #expect(line.count < 1300)
    // Points of a plot without curves keep none.
    let seeds = (1...25).map { "\($0)" }.joined(separator: ", ")
    #expect(try Self.points("\"seed\": [\(seeds)]", maxBytes: 4).allSatisfy { $0.samples.isEmpty })
  }

  @Test(arguments: ["", "\"bus.rows\": [50, 64]"])
  func oneSizeIsSeen(sweep: String) throws {
    let points = try Self.points(sweep, maxBytes: 1)
    for style in ["column0", "bra1"] {
      let lines = Self.lines(style, of: points)
      #expect(lines.count == points.count)
      for line in lines { #expect((line.last?.x ?? 0) - (line.first?.x ?? 0) > 50, "\(style)") }
    }
  }

  // MARK: Labels

  @Test func whatIsLeftOutIsNotNamed() throws {
    let points = try Self.points(
      "\"host.model,preset\": [[\"ideal\", null], [\"pio\", \"intel-2023\"], [\"pio\", \"intel-2023-folded\"]]",
      maxBytes: 16)
    let svg = BreakevenPlot.svg(points, title: "t")
    #expect(!svg.contains("null"))
    #expect(try Self.picture(points).has("model ideal"))
    #expect(!BreakevenReport(name: "t", seed: 1, points: points).text(isVerbose: true).contains("null"))
  }

  /// A name that is wider than its column is broken where one would.
  @Test func headingsAreBrokenBetweenWords() throws {
    var points: [BreakevenPoint] = []
    let base = try #require(Self.points("").first)
    for row in 0..<5 {
      for preset in ["ideal", "intel-2023", "intel-2023-folded", "a", "b", "c"] {
        var point = base
        point.axes = [
          SweepValue(path: "host.preset", value: .string("model pio, preset \(preset)")),
          SweepValue(path: "seed", value: .count(row)),
        ]
        points.append(point)
      }
    }
    let picture = try Self.picture(points)
    #expect(picture.texts.contains { $0.text.hasSuffix("folded") })
    #expect(!picture.texts.contains { $0.text.hasSuffix("-fo") || $0.text == "lded" })
  }

  // MARK: Style

  @Test func coloursFollowTheReader() throws {
    let svg = BreakevenPlot.svg(try Self.points(""), title: "t")
    #expect(svg.contains("@media (prefers-color-scheme: dark)"))
    #expect(svg.contains("@media print"))
    #expect(svg.contains("stroke-dasharray:8 4"))
    #expect(!svg.contains("<script"))
    #expect(svg.split(separator: "\n").allSatisfy { !$0.hasSuffix(" ") })
  }
}
