import Foundation
import FrameSim
import Scenario
import Testing

/// Which points a sweep has, and what is said of those that cannot be run.
@Suite struct SweepPlanTests {
  static func text(_ sweep: String, more: String = "") -> String {
    """
    { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
      peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 4096 }] }],
      transfers: [
        { name: "bulk", via: "bra", op: "write", device: 1, address: 0x2000, data: { pattern: "counter", bytes: 20 } },
        { name: "column0", via: "column0", op: "read", device: 1, address: 0x2000, bytes: 5 },
      ], \(more)
      sweep: \(sweep) }
    """
  }

  static func load(_ sweep: String, more: String = "") throws -> LoadedSweep {
    try ScenarioLoader.loadSweep(bytes: Array(text(sweep, more: more).utf8), name: "t", folder: "")
  }

  static func values(_ sweep: String) throws -> [String] {
    let plan = try load(sweep).plan
    return try (0..<plan.count).map { index in
      try plan.point(index).axes.map { $0.value.text(.compact) }.joined(separator: " ")
    }
  }

  @Test(arguments: Golden.files(in: "bad-sweeps", ending: ".json5"))
  func messagesAndExitCodeAreGolden(file: URL) throws {
    let failure = #expect(throws: ScenarioLoadFailure.self) { try ScenarioLoader.loadSweep(path: file.path) }
    let folder = file.deletingLastPathComponent().path + "/"
    let lines = failure?.diagnostics.map { $0.report().replacingOccurrences(of: folder, with: "") } ?? []
    let text = lines.joined(separator: "\n") + "\nexit \(failure?.exitCode ?? 0)\n"
    try Golden.check(text, against: file.deletingPathExtension().appendingPathExtension("txt"))
  }

  @Test func theLastAxisIsFastest() throws {
    #expect(
      try Self.values("{ 'bus.rows': [48, 50], 'host.syncWaitFrames': [0, 6, 12] }")
        == ["48 0", "48 6", "48 12", "50 0", "50 6", "50 12"])
    // The order is that of the file, not of the alphabet, and a list of objects is the same.
    #expect(
      try Self.values("[{ 'seed': [1, 2] }, { 'bus.rows': [48, 50], 'bus.columns': [4] }]")
        == ["1 48 4", "1 50 4", "2 48 4", "2 50 4"])
  }

  @Test func pathsBehindACommaAreBesideTheFirstOrFull() throws {
    let plan = try Self.load(
      "{ 'bus.rows, columns,host.syncWaitFrames, name': [[48, 2, 6, 'a'], [64, 8, 0, 'b']] }"
    ).plan
    #expect(plan.paths == ["bus.rows", "bus.columns", "host.syncWaitFrames", "name"])
    let point = try plan.point(1)
    #expect(point.scenario.bus.shape.description == "64x8")
    #expect(point.scenario.name == "b")
    #expect(try plan.point(0).scenario.host.syncWait == .frames(6))
    // A key that is both beside the first path and at the top is the one beside it.
    let names = try Self.load("{ 'peripherals[0].device,name': [[1, 'x']] }").plan
    #expect(names.paths == ["peripherals[0].device", "peripherals[0].name"])
  }

  @Test func allIsEveryShape() throws {
    let plan = try Self.load("{ 'bus.rows,columns': 'all' }").plan
    #expect(plan.count == 184)
    for (index, shape) in FrameShape.all.enumerated() {
      #expect(try plan.point(index).scenario.bus.shape == shape)
    }
    let turned = try Self.load("{ 'bus.columns,rows': 'all' }").plan
    #expect(try turned.point(1).axes.map(\.value) == [4, 48])
    #expect(try turned.point(1).scenario.bus.shape.description == "48x4")
  }

  @Test func everyKindOfValueCanBeSwept() throws {
    let points = try Self.load(
      """
      [{ host: [{}, { model: 'pio', preset: 'intel-2023' }, null] },
       { 'host.setup.commands': [4, 14], 'transfers[0].data.bytes': [1, 1e2], 'peripherals[0].dp0': [{}, null],
         'peripherals[0].memory[0].access': ['ro'], policy: [{ minBytes: 2 }, null], 'peripherals[0].dp0.blockAlignment': [2] }]
      """
    ).plan
    #expect(points.count == 48)
    let first = try points.point(0).scenario
    #expect(first.host.setup == .commands(4))
    #expect(first.peripherals[0].dp0 == DP0Limits(blockAlignment: 2))
    #expect(first.peripherals[0].memory[0].access == .readOnly)
    #expect(first.policy == TransferPolicy(minBytes: 2))
    #expect(try points.point(1).scenario.policy == nil)
    #expect(try points.point(4).scenario.transfers[0].bytes == 100)
    #expect(try points.point(4).axes.map { $0.value.text(.compact) }[2] == "100")
    guard case .pio = try points.point(16).scenario.host.model else {
      Issue.record("no pio")
      return
    }
  }

  @Test func aPointIsAScenarioOfItsOwn() throws {
    let plan = try Self.load("{ 'bus.columns': [2, 16], 'transfers[1].bytes': [1, 7] }").plan
    for index in 0..<plan.count {
      let scenario = try plan.point(index).scenario
      #expect(!scenario.hasSweep)
      let text = scenario.expanded.text()
      let again = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario
      #expect(again.expanded == scenario.expanded)
      #expect(again.host.dp0 == PortGeometry(fillingColumns: scenario.bus.shape.columns))
    }
  }

  @Test func theExpansionOfASweepIsTheSameSweep() throws {
    let sweep = """
      [{ 'host.model,preset': [['pio', 'intel-2023'], ['pio', 'intel-2023-folded']] }, { 'bus.rows,columns': 'all' },
       { 'host.dp0': [null, { hStop: 1, wordLength: 1 }], 'seed': [3, 0x4] }]
      """
    let plan = try Self.load(sweep).plan
    let text = plan.base.expanded.text()
    let again = try ScenarioLoader.loadSweep(bytes: Array(text.utf8), name: "other", folder: "").plan
    #expect(again.base.expanded == plan.base.expanded)
    #expect(again.paths == plan.paths)
    #expect(again.count == plan.count)
    for index in stride(from: 0, to: plan.count, by: 17) {
      let (first, second) = (try plan.point(index), try again.point(index))
      #expect(first.axes == second.axes)
      #expect(first.scenario.expanded == second.scenario.expanded)
    }
  }

  @Test func aScenarioWithoutSweepIsOnePoint() throws {
    let text = Self.text("null", more: "breakeven: { device: 1, op: 'read', address: 0x2000 },")
      .replacing(",\n  sweep: null", with: "")
    let loaded = try ScenarioLoader.loadSweep(
      bytes: Array(text.utf8), name: "t", folder: "", for: .breakeven)
    #expect(loaded.plan.count == 1)
    #expect(loaded.plan.paths == [])
    #expect(try loaded.plan.point(0).axes == [])
    #expect(try loaded.plan.point(0).scenario.breakeven != nil)
  }

  @Test func warningsOfPointsAreGivenOnce() throws {
    let loaded = try Self.load(
      "{ 'bus.clockHz': [1, 12288001], 'seed': [1, 2, 3], 'transfers[0].device': [1, 2] }")
    #expect(
      loaded.warnings.map(\.description) == [
        "t:7:88: warning: point 2 of the sweep (bus.clockHz = 1, seed = 1, transfers[0].device = 2): "
          + "transfers[0].device: device 2 is not listed in peripherals; nobody will answer",
        "t:7:31: warning: point 7 of the sweep (bus.clockHz = 12288001, seed = 1, transfers[0].device = 1): "
          + "bus.clockHz: 12288001 Hz is above 12288000 Hz, the highest clock of the basic PHY",
      ])
  }

  @Test func runsLookAtTheAxesOnly() throws {
    let text = Self.text("{ 'bus.rows': [49] }")
    #expect(try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "").scenario.hasSweep)
    let bad = Self.text("{ 'bus.row': [49] }")
    #expect(throws: ScenarioLoadFailure.self) {
      try ScenarioLoader.load(bytes: Array(bad.utf8), name: "t", folder: "")
    }
  }

  @Test(arguments: ["bus", "bus.rows", "transfers[0].data.bytes", "a[0][1].b_2"])
  func pathsReadBack(text: String) throws {
    #expect(try #require(ScenarioPath(text)).description == text)
  }

  @Test(arguments: [
    "", ".", "bus.", ".bus", "a..b", "a[", "a]", "a[]", "a[1", "a[1]b", "a[-1]", "[0]", "a b", "ä",
    "a[99999999999999999999]",
  ])
  func otherTextsAreNoPaths(text: String) {
    #expect(ScenarioPath(text) == nil)
  }
}
