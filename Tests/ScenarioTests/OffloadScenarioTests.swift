import Foundation
import FrameSim
import Scenario
import Testing

/// An offload as a file says it, and what is said of it: `host.offload`, and calls among the transfers.
@Suite struct OffloadScenarioTests {
  private static func text(_ offload: String, _ transfers: String, _ more: String = "") -> String {
    """
    { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
      peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 0x2000 }] }],
      host: { \(more) offload: { \(offload) } }, transfers: [\(transfers)] }
    """
  }

  private func load(_ text: String) throws -> LoadedScenario {
    try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "")
  }

  private func run(_ text: String, _ engine: EngineChoice = .frame) throws -> ScenarioRun {
    var nobody = NoObserver()
    return try ScenarioRun.run(try load(text).scenario, engine: engine, observer: &nobody)
  }

  private static let folder = Golden.fixtures.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs/scenarios").path()

  // MARK: The file

  @Test func defaultsAreThoseOfTheType() throws {
    let scenario = try load(Self.text("", "{ call: \"put\" }")).scenario
    #expect(scenario.host.offload == OffloadConfiguration())
    #expect(scenario.streamData == nil)
    let without =
      "{ format: \"simctl-scenario/1\", bus: { clockHz: 1, rows: 48, columns: 2 }, "
      + "peripherals: [{ device: 1 }], transfers: [{ call: \"put\" }] }"
    #expect(try load(without).scenario.host.offload == nil)
  }

  @Test func everyKeyIsAValueOfTheType() throws {
    let path = Golden.fixtures.appending(path: "good/offload.json5").path()
    let scenario = try ScenarioLoader.load(path: path).scenario
    let expected = OffloadConfiguration(
      name: "engine", capabilities: [.trigger, .txStream, .rxStream], instructionWords: 32, dataWords: 128,
      endsWithSync: false, sequenceNanoseconds: 12_500, port: .perTrigger,
      triggers: [
        OffloadTrigger(
          "timer", .periodic(hertz: 8000, offsetNanoseconds: 100), appearsAt: 1000, vanishesAt: 2500,
          validates: false),
        OffloadTrigger("frames", .dataReady(frames: 8, phase: 3)), OffloadTrigger("alert", .alert(device: 2)),
        OffloadTrigger("now", .command),
      ],
      streams: OffloadStreams(
        tx: .init(bytes: 100, periods: 4, isServed: true), rx: .init(bytes: 1, periods: 1, isServed: true),
        hasHooks: false))
    #expect(scenario.host.offload == expected)
    #expect(scenario.streamData?.bytes == 1000)
    let calls = scenario.transfers.compactMap(\.call)
    #expect(calls.count == scenario.transfers.count)
    #expect(calls[0] == .plain(.get(device: nil, capabilities: nil)))
    #expect(calls[1] == .plain(.get(device: 1, capabilities: [])))
    #expect(calls[3] == .plain(.triggerGet("frames")))
    #expect(calls[4] == .plain(.enable(.triggerFirst, betweenNanoseconds: 500)))
    #expect(calls[5] == .plain(.wait(.triggers(3))))
    #expect(calls[6] == .plain(.wait(.frames(7))))
    #expect(calls[7] == .plain(.wait(.nanoseconds(1500))))
    #expect(calls[8] == .plain(.trigger(count: 1, everyFrames: nil)))
    #expect(calls[9] == .plain(.trigger(count: 5, everyFrames: 9)))
    #expect(calls[10] == .plain(.disable(.offloadFirst, betweenNanoseconds: 0)))
    #expect(calls[11...].map(\.word) == [.run, .unoptimize, .put])
    guard case .optimize(let items) = calls[2] else {
      Issue.record("no message")
      return
    }
    #expect(
      items == [
        .move(.init(path: .bra, device: 1, address: 0x2000, .writeFromStream(64))),
        .move(.init(path: .bra, device: 1, address: 0x2000, .read(8, isStream: false))),
        .move(.init(path: .column0, device: 2, address: 0x40, .write(.bytes([0xFF])))),
        .sleep(frames: 300),
        .move(.init(path: .column0, device: 1, address: 0x2000, .read(4, isStream: true))),
      ])
  }

  @Test func aTriggerThatIsNotThereIsAWarning() throws {
    let loaded = try load(
      Self.text(
        "triggers: [{ name: \"timer\", command: true }]",
        "{ call: \"get\", device: 1, capabilities: [\"trigger\"] }, { call: \"triggerGet\", trigger: \"timr\" }"
      ))
    #expect(loaded.warnings.count == 1)
    #expect(loaded.warnings[0].message.contains("did you mean \"timer\"?"))
    var nobody = NoObserver()
    let run = try ScenarioRun.run(loaded.scenario, observer: &nobody)
    #expect(run.results[1].error?.errno == .probeDefer)
  }

  @Test func aDeviceThatIsNotListedIsAWarning() throws {
    let loaded = try load(Self.text("", "{ call: \"get\", device: 2, capabilities: [] }"))
    #expect(loaded.warnings.map(\.message).first?.contains("device 2 is not listed") == true)
    #expect(try load(Self.text("", "{ call: \"put\" }")).warnings.isEmpty)
  }

  // MARK: The run

  private static let calls = """
    { call: "get", device: 1, capabilities: ["trigger", "staticTx"] }, { call: "triggerGet", trigger: "now" },
    { name: "load", call: "optimize", message: [{ via: "bra", op: "write", device: 1, address: 0x2100, data: { pattern: "random", bytes: 20 } }] },
    { name: "on", call: "enable" }, { name: "go", call: "trigger", count: 7 }, { name: "off", call: "disable" }
    """
  private static let trigger = "triggers: [{ name: \"now\", command: true }]"

  @Test("a message of random bytes is the same each time, whatever the engine")
  func bytesArriveAndTheEnginesAgree() throws {
    let text = Self.text(Self.trigger, Self.calls)
    let run = try run(text, .both)
    #expect(run.disagreement == nil)
    #expect(run.passed)
    let report = try #require(run.results[3].course.offload)
    #expect(report.triggers == 7)
    #expect(report.programs == 7)
    #expect(report.streams.damaged == 0)
    // 20 bytes at 50x4 are three blocks of 8, 8 and 4.
    #expect(run.results[4].blocks.ok == 21)
    #expect(run.results[4].frames.total == 21)
    #expect(run.results[4].bytesMoved == 140)
    #expect(run.results.filter { $0.course.offload != nil }.count == 1)
    let document = run.document(toolVersion: "t").text()
    #expect(try self.run(text, .slot).document(toolVersion: "t").text() == document)
  }

  @Test("what the host would spend is that of the ordinary transfer, and it spends nothing")
  func hostTime() throws {
    // 39 commands one by one, 10 us each, and 5 us in front: 395 us.
    let pio = "model: \"pio\", pio: { bra: { microsecondsPerBatch: 10, microsecondsPerTransfer: 5 } },"
    let run = try run(Self.text(Self.trigger, Self.calls, pio))
    let report = try #require(run.results[3].course.offload)
    #expect(report.hostNanoseconds == 0)
    #expect(report.ordinary.hostNanoseconds == 395_000)
  }

  @Test("the document lists each offload by the name of its call")
  func documents() throws {
    let run = try run(Self.text(Self.trigger, Self.calls + ", { name: \"again\", call: \"enable\" }"))
    let document = run.document(toolVersion: "t")
    guard case .object(let members) = document, case .array(let offloads)? = members["offloads"] else {
      Issue.record("no offloads")
      return
    }
    let names = offloads.map { value -> JSONValue? in
      if case .object(let members) = value { members["name"] } else { nil }
    }
    #expect(names == [.string("on"), .string("again")])
  }

  @Test("what it takes is estimated about as it is, and memory no less")
  func estimates() throws {
    for name in ["offload", "offload-lost-trigger", "offload-underrun", "offload-wrong-order"] {
      let scenario = try ScenarioLoader.load(path: Self.folder + "/\(name).json5")
        .scenario
      var nobody = NoObserver()
      let run = try ScenarioRun.run(scenario, observer: &nobody)
      let frames = Double(run.frames)
      let estimate = Double(scenario.work().frames)
      #expect(estimate > 0.5 * frames && estimate < 2.5 * frames, "\(name): \(estimate) for \(frames)")
      #expect(scenario.memoryBytes() >= 4096 || name != "offload-underrun")
    }
  }

  @Test("the break-even of replayed blocks is that of the closed form")
  func breakeven() throws {
    for (port, expected) in [("open", 2), ("perTrigger", 42)] {
      let text = """
        { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 }, peripherals: [{ device: 1, dp0: {} }],
          host: { offload: { port: "\(port)", dataWords: 64 } }, breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: 64 } }
        """
      let scenario = try ScenarioLoader.load(
        bytes: Array(text.utf8), name: "t", folder: "", for: .breakeven
      ).scenario
      let point = Breakeven.point(.init(scenario: scenario, request: try #require(scenario.breakeven)))
      let offload = try #require(point.offload)
      // 64 bytes at 50x4: eight frames of blocks, after 35 recorded commands where DP0 is opened each time.
      #expect(offload.breakEvenBytes == expected)
      #expect(offload.closedForm?.breakEvenBytes == expected)
      #expect(offload.againstBRABytes == 1)
      #expect(point.agrees)
    }
  }
}
