import FrameSim
import Scenario
import Testing

/// Transfers with sections, and what a scenario makes of firmware files.
@Suite struct SectionScenarioTests {
  private static func load(_ text: String, folder: String = "") throws -> ScenarioFile {
    try ScenarioLoader.load(bytes: Array(text.utf8), name: "t.json5", folder: folder).scenario
  }

  private static func scenario(_ transfers: String, host: String = "") -> String {
    """
    { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 }, \(host)
      peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x44010000, bytes: 0x80000 }] }],
      transfers: [\(transfers)] }
    """
  }

  private static func run(_ scenario: ScenarioFile) throws -> ScenarioRun {
    var observer = NoObserver()
    return try ScenarioRun.run(scenario, engine: .both, observer: &observer)
  }

  private static func transfer(_ run: ScenarioRun, _ index: Int) -> JSONValue? {
    guard case .object(let document) = run.document(toolVersion: "0"),
      case .array(let transfers) = document["transfers"]
    else { return nil }
    return transfers[index]
  }

  /// The report without its line breaks.
  private static func words(_ run: ScenarioRun) -> String {
    run.report().split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }

  private static func member(_ value: JSONValue?, _ key: String) -> JSONValue? {
    guard case .object(let members) = value else { return nil }
    return members[key]
  }

  /// The document lists sections as they went over the wire, with their frames; one run of addresses has no list.
  @Test func theResultListsSections() throws {
    let run = try Self.run(
      Self.load(
        Self.scenario(
          """
          { via: "bra", op: "write", device: 1, sections: [
              { address: 0x44010000, data: { pattern: "counter", bytes: 20 } }, { address: 0x44010100, data: { hex: "01 02" } }] },
          { via: "column0", op: "read", device: 1, sections: [{ address: 0x44010000, bytes: 3 }] },
          { via: "bra", op: "read", device: 1, address: 0x44010000, bytes: 8 },
          """)))
    #expect(run.disagreement == nil && run.passed)
    #expect(
      Self.member(Self.transfer(run, 0), "sections")
        == [
          ["address": 0x4401_0000, "bytes": 20, "frames": 3],
          ["address": 0x4401_0100, "bytes": 2, "frames": 1],
        ])
    #expect(
      Self.member(Self.transfer(run, 1), "sections") == [["address": 0x4401_0000, "bytes": 3, "frames": 5]])
    #expect(Self.member(Self.transfer(run, 2), "sections") == nil)
    #expect(Self.member(Self.transfer(run, 0), "merging") == nil)
  }

  /// Where gaps may be written over, the result says what that brought and from which gap on it does not pay.
  @Test func theResultSaysWhatMergingBrought() throws {
    func sections(_ gap: Int) -> String {
      """
      { via: "bra", op: "write", device: 1, mergeGapBytes: 100, gapFill: 0xFF, sections: [
          { address: 0x44010000, data: { pattern: "counter", bytes: 9 } },
          { address: \(0x4401_0009 + gap), data: { hex: "01 02" } }] }
      """
    }
    let run = try Self.run(Self.load(Self.scenario(sections(5))))
    #expect(
      Self.member(Self.transfer(run, 0), "merging")
        == ["gaps": 1, "gapBytes": 5, "framesSaved": 1, "largestGapThatPays": 5])
    #expect(Self.words(run).contains("1 gap of 5 bytes in all written over, which saved 1 frame"))
    let other = try Self.run(Self.load(Self.scenario(sections(6))))
    #expect(
      Self.member(Self.transfer(other, 0), "merging")
        == ["gaps": 0, "gapBytes": 0, "framesSaved": 0, "largestGapThatPays": 5])
    #expect(
      Self.words(other).contains(
        "no gap was written over; between these sections it pays for gaps of up to 5"))
  }

  /// Random bytes of a section do not move those of another, and are those of its number.
  @Test func randomBytesPerSection() throws {
    let scenario = try Self.load(
      Self.scenario(
        """
        { name: "t", via: "bra", op: "write", device: 1, sections: [
            { address: 0x44010000, data: { pattern: "random", bytes: 20 } },
            { address: 0x44010100, data: { pattern: "random", bytes: 20 } }] }
        """))
    let data = try scenario.transfers[0].request(seed: 1).data
    let source = DataSource.pattern(.random, bytes: 20, seed: nil)
    #expect(try Array(data[0..<20]) == source.load(seed: 1, transfer: "t[0]"))
    #expect(try Array(data[20..<40]) == source.load(seed: 1, transfer: "t[1]"))
  }

  /// More than a terminal's lines are summed up; `--verbose` lists them.
  @Test func manySectionsAreSummedUp() throws {
    let sections = (0..<60).map {
      "{ address: \(0x4401_0000 + 100 * $0), data: { pattern: \"zeros\", bytes: \($0 + 1) } }"
    }
    let run = try Self.run(
      Self.load(
        Self.scenario(
          "{ via: \"bra\", op: \"write\", device: 1, sections: [\(sections.joined(separator: ","))] }")))
    let short = run.report()
    #expect(short.contains("sections of transfer1: 60 of 1 to 60 bytes, in 1 to 8 frames each"))
    #expect(short.split(separator: "\n").count < 50)
    let long = run.report(isVerbose: true).split(separator: "\n")
    #expect(long.count > 75 && long.contains { $0.contains("0x44010064") })
    #expect(long.allSatisfy { $0.count <= 80 })
  }

  /// A transfer that is refused has its sections as they were asked for, without frames.
  @Test func aRefusedTransferListsWhatWasAsked() throws {
    let run = try Self.run(
      Self.load(
        Self.scenario(
          "{ via: \"bra\", op: \"read\", device: 1, sections: [{ address: 0x44010000, bytes: 1048576 }, { address: 0x44010000, bytes: 1 }] }"
        )))
    #expect(run.results[0].error?.errno == .invalid)
    #expect(
      Self.member(Self.transfer(run, 0), "sections")
        == [
          ["address": 0x4401_0000, "bytes": 1_048_576, "frames": 0],
          ["address": 0x4401_0000, "bytes": 1, "frames": 0],
        ])
  }

  /// An axis may set a value in a section, its list, and how gaps are merged.
  @Test func axesReachIntoSections() throws {
    let text = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
        peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x44010000, bytes: 0x8000 }] }],
        transfers: [{ via: "bra", op: "write", device: 1, mergeGapBytes: 0, gapFill: 1, sections: [
          { address: 0x44010000, data: { pattern: "zeros", bytes: 3 } }, { address: 0x44010004, data: { pattern: "zeros", bytes: 3 } }] }],
        sweep: { "transfers[0].mergeGapBytes": [0, 4], "transfers[0].sections[1].data.bytes": [3, 9] } }
      """
    let loaded = try ScenarioLoader.loadSweep(bytes: Array(text.utf8), name: "t", folder: "", for: .sweep)
    let frames = try (0..<4).map { index in
      try Self.run(loaded.plan.point(index).scenario).results[0].frames.data
    }
    #expect(frames == [2, 3, 1, 2])
  }
}
