import Foundation
import FrameSim
import GoldenResults
import Scenario
import Testing

/// The scenarios of `docs/scenarios`: each runs, each of its expectations holds, and its result is the golden one.
@Suite struct ShippedScenarioTests {
  static let names = [
    "absent-device", "firmware-download", "firmware-download-50x8", "firmware-download-64x16", "host-time",
    "read-back",
    "read-only-memory", "firmware-image", "sections", "register-burst", "spec-example-block",
    "interfaces", "interface-v1", "interface-amd", "dma-hda", "rest-over-column0",
    "retry", "retry-at-end", "firmware-files", "gaps", "refusals", "page-wait",
    "bam", "bam-unlock-on-consumed", "bam-append-after-unlock", "bam-lock-without-unlock",
    "bam-unlock-allocation",
    "bam-metadata-on-wrong-channel", "bam-pause", "bam-terminate",
    "offload", "offload-second-owner", "offload-lost-trigger", "offload-underrun", "offload-provider-gone",
    "offload-wrong-order",
  ]

  private static var folder: String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/scenarios").path()
  }

  private func load(_ name: String) throws -> ScenarioFile {
    try ScenarioLoader.load(path: "\(Self.folder)/\(name).json5").scenario
  }

  @Test("every scenario in docs/scenarios is listed here")
  func listIsComplete() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    let expected = (Self.names + ["break-even", "break-even-sections", "sweep", "offload-polling"]).map {
      $0 + ".json5"
    }
    #expect(files.filter { $0.hasSuffix(".json5") }.sorted() == expected.sorted())
  }

  @Test func resultsAreGolden() throws {
    var results = GoldenResults()
    for name in Self.names {
      var nobody = NoObserver()
      let run = try ScenarioRun.run(try load(name), observer: &nobody)
      #expect(run.passed)
      #expect(run.statistics.handedOver.isEmpty)
      results.add(run.document(toolVersion: "test"), name: name)
      RunTextTests.expectFit(run.report())
      RunTextTests.expectFit(run.report(isVerbose: true, statistics: .frame))
      try Golden.check(run.report(), against: Golden.fixtures.appending(path: "results/\(name).txt"))
      // What is kept by keys is the whole document.
      #expect(results.document(name: name) == run.document(toolVersion: "test"))
    }
    let folder = Golden.fixtures.appending(path: "results/by-key")
    for (key, values) in results.files {
      try Golden.check(JSONValue.object(values).text() + "\n", against: folder.appending(path: "\(key).json"))
    }
    let kept = Golden.files(in: "results/by-key", ending: ".json").map(\.lastPathComponent)
    #expect(Set(kept) == Set(results.files.keys.map { "\($0).json" }))
  }

  @Test("the same bytes whatever the engine, with and without observers", arguments: names)
  func enginesAgree(name: String) throws {
    #if DEBUG
      // Whole downloads slot by slot belong to the release run.
      guard !name.hasPrefix("firmware-download"), name != "host-time" else { return }
    #endif
    let scenario = try load(name)
    var nobody = NoObserver()
    let frame = try ScenarioRun.run(scenario, observer: &nobody)
    let slot = try ScenarioRun.run(scenario, engine: .slot, observer: &nobody)
    var hash = HashObserver()
    let both = try ScenarioRun.run(scenario, engine: .both, observer: &hash)
    #expect(both.disagreement == nil)
    let document = frame.document(toolVersion: "test").text()
    #expect(slot.document(toolVersion: "test").text() == document)
    #expect(both.document(toolVersion: "test").text() == document)
    #expect(frame.slots.total == both.slots.total)
    #expect(hash.slots == frame.slots.total)
  }

  /// Design section 10 and the headline: 4096 data frames, 19 and 20 commands, against 32768 bytes and 2 pages.
  @Test func firmwareDownload() throws {
    var nobody = NoObserver()
    let run = try ScenarioRun.run(try load("firmware-download"), observer: &nobody)
    let bulk = run.results[0].frames
    #expect((bulk.setup, bulk.data, bulk.teardown, bulk.total) == (19, 4096, 20, 4135))
    #expect((run.results[1].frames.setup, run.results[1].frames.total) == (2, 32770))
    #expect(run.report().contains("7.925 times as fast"))
  }

  /// Linux's set-up at 50x4: 46, 74 and 101 bytes, by the wait of each bank switch.
  @Test func breakEven() throws {
    let loaded = try ScenarioLoader.loadSweep(path: "\(Self.folder)/break-even.json5", for: .breakeven)
    let points = try Breakeven.run(loaded.plan, seed: nil, jobs: 2)
    #expect(points.map(\.breakEvenBytes) == [46, 74, 101])
    let report = BreakevenReport(name: loaded.plan.base.name, seed: 1, points: points)
    #expect(report.agrees)
    try Golden.check(report.text(), against: Golden.fixtures.appending(path: "results/break-even.txt"))
    let document = report.document(toolVersion: "test").text() + "\n"
    try Golden.check(document, against: Golden.fixtures.appending(path: "results/break-even.json"))
  }

  private struct HashObserver: FrameObserver {
    static let wantsLevels = true
    var slots: UInt64 = 0
    mutating func observe(_ frame: borrowing ObservedFrame) { slots += UInt64(frame.outcome.shape.slots) }
  }
}
