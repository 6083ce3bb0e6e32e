import FrameSim
import JSONSchema
import Scenario
import Testing

/// A descriptor engine as a file says it, and what is said of it: `host.dma` of the kind "bam".
@Suite struct BAMScenarioTests {
  private static func text(_ dma: String, _ more: String = "") -> String {
    """
    { format: "simctl-scenario/1", bus: { clockHz: 12000000, rows: 50, columns: 10 },
      peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 0x2000 }] }],
      host: { dma: { kind: "bam", \(dma) } }, \(more)
      transfers: [{ name: "t", via: "bra", op: "write", device: 1, address: 0x2000, data: { pattern: "ones", bytes: 256 } }] }
    """
  }

  private func load(_ dma: String, _ more: String = "") throws -> ScenarioFile {
    try ScenarioLoader.load(bytes: Array(Self.text(dma, more).utf8), name: "t", folder: "").scenario
  }

  private func bam(_ dma: String) throws -> BAMConfiguration {
    guard case .bam(let bam) = try load(dma).host.dma else {
      Issue.record("no engine")
      return BAMConfiguration()
    }
    return bam
  }

  private func errors(_ dma: String) -> [String] {
    do {
      _ = try ScenarioLoader.load(bytes: Array(Self.text(dma).utf8), name: "t", folder: "")
      return []
    } catch {
      return error.diagnostics.map(\.message)
    }
  }

  // MARK: The file

  @Test func defaultsAreThoseOfTheType() throws {
    #expect(try bam("") == BAMConfiguration())
    #expect(try load("").host.check == .perBlock)
  }

  @Test func everyKeyIsAValueOfTheType() throws {
    var expected = BAMConfiguration()
    expected.lock = .v20
    expected.scratchpad = nil
    expected.attachesNothing = true
    expected.hasStrictMetadata = true
    expected.canLock = false
    expected.group = 2
    expected.ring = 3
    expected.descriptorBytes = 4
    expected.burst = 32
    expected.fifo = 600
    expected.arbitration = .priority
    expected.times.perDoorbell = 1
    expected.times.perDescriptor = 2
    expected.times.perBurst = 3000
    expected.times.perElement = 4000
    expected.times.toInterrupt = 5_000_000
    expected.times.toWorker = 6001
    expected.watchdogNanoseconds = 1500
    expected.faults = [.pause, .terminate]
    expected.faultAtByte = 7
    expected.pauseNanoseconds = 8
    expected.clients = [
      BAMClient(
        name: "client1", group: 1,
        transactions: [.command(atNanoseconds: 9, device: 3, register: 0x1234, value: 5)]),
      BAMClient(
        name: "b", group: 4, locks: false,
        transactions: [
          BAMClient.Transaction(atNanoseconds: 0, writes: [.init(.dp0Count, 1)]),
          BAMClient.Transaction(atNanoseconds: 0, writes: [.init(.dp0Control, 0), .init(.dp0Bank, .max)]),
        ]),
    ]
    let found = try bam(
      """
      lock: "v20", scratchpad: "none", metadata: "empty", strictMetadata: true, canLock: false, group: 2, ring: 3,
      descriptorBytes: 4, burst: 32, fifoBytes: 600, arbitration: "priority", microsecondsPerDoorbell: 0.001,
      microsecondsPerDescriptor: 0.002, microsecondsPerBurst: 3, microsecondsPerElement: 4, interruptMicroseconds: 5000,
      workerMicroseconds: 6.001, watchdogMicroseconds: 1.5, faults: ["terminate", "pause"], faultAtByte: 7,
      pauseMicroseconds: 0.008,
      clients: [
        { ring: [{ atMicroseconds: 0.009, command: { device: 3, register: 0x1234, value: 5 } }] },
        { name: "b", group: 4, locks: false, ring: [
          { atMicroseconds: 0, register: 0x1C, value: 1 },
          { atMicroseconds: 0, writes: [{ register: "dp0Control", value: 0 }, { register: 32, value: 0xFFFFFFFF }] }] }]
      """)
    #expect(found == expected)
    for register in ManagerRegister.allCases {
      let clients = "[{ ring: [{ atMicroseconds: 0, register: \"\(register.name)\", value: 0 }] }]"
      #expect(try bam("clients: \(clients)").clients[0].transactions[0].writes[0].register == register)
    }
  }

  /// Both ends of each range, and what lies beside them.
  @Test func ranges() {
    let ranges: [(key: String, good: [String], bad: [String])] = [
      ("scratchpad", ["0", "0xFFFFFC"], ["0x1000000", "0xFFFFFF", "-4"]),
      ("group", ["0", "255"], ["256", "-1"]), ("ring", ["2", "4096"], ["0", "1", "4097"]),
      ("descriptorBytes", ["1", "32760"], ["0", "32761"]), ("burst", ["16", "4096"], ["0", "24", "4112"]),
      ("fifoBytes", ["512", "65536"], ["511", "65537"]),
      ("watchdogMicroseconds", ["1", "1e7"], ["0", "0.999", "10000001"]),
      ("pauseMicroseconds", ["0", "1e6"], ["-1", "1000001"]),
      ("faultAtByte", ["0", "1048575"], ["-1", "1048576"]),
    ]
    for (key, good, bad) in ranges {
      for value in good { #expect(errors("\(key): \(value)") == [], "\(key) \(value)") }
      for value in bad { #expect(errors("\(key): \(value)").count == 1, "\(key) \(value)") }
    }
  }

  private static let transaction = "{ atMicroseconds: 0, register: 0, value: 0 }"

  private static func client(_ count: Int, name: String = "c") -> String {
    "{ name: \"\(name)\", ring: [\(Array(repeating: transaction, count: count).joined(separator: ","))] }"
  }

  @Test func asManyClientsAndTransactionsAsThereMayBe() {
    func clients(_ count: Int) -> String {
      "clients: [\((0..<count).map { Self.client(1, name: "c\($0)") }.joined(separator: ","))]"
    }
    #expect(errors(clients(64)) == [])
    #expect(errors(clients(65)) == ["host.dma.clients: 65 clients are more than the 64 that a BAM may have"])
    // They are counted before they are looked at.
    func ring(_ count: Int) -> String {
      "{ ring: [\(Array(repeating: "0", count: count).joined(separator: ","))] }"
    }
    #expect(
      errors("clients: [\(ring(65535)), \(ring(2))]") == [
        "host.dma.clients: 65537 transactions are more than the 65536 that all clients may have together"
      ])
    #expect(errors("clients: [\(ring(65535)), \(ring(1))]").allSatisfy { !$0.contains("more than") })
    let writes = Array(repeating: "{ register: 0, value: 0 }", count: 2048)
    func transaction(_ count: Int) -> String {
      "clients: [{ ring: [{ atMicroseconds: 0, writes: [\(writes.prefix(count).joined(separator: ","))] }] }]"
    }
    #expect(errors(transaction(2047)) == [])
    #expect(
      errors(transaction(2048)) == [
        "host.dma.clients[0].ring[0].writes: 2048 writes are more than the 2047 command elements that a descriptor can name"
      ])
  }

  @Test func aSetUpHasNoMoreCommandsThanElements() throws {
    func host(_ count: Int, _ kind: String) -> String {
      Self.text("").replacing(
        "host: { dma: { kind: \"bam\",  } }",
        with: "host: { setup: { commands: \(count) }, dma: { kind: \"\(kind)\" } }")
    }
    for (count, kind, isGood) in [(65536, "bam", true), (65537, "bam", false), (65537, "hda", true)] {
      let loaded = try? ScenarioLoader.load(bytes: Array(host(count, kind).utf8), name: "t", folder: "")
      #expect((loaded != nil) == isGood)
    }
  }

  // MARK: Sweeps

  @Test func keysAreAxes() throws {
    let axes = """
      sweep: { "host.dma.lock": ["none", "v12", "v13", "v20"], "host.dma.ring": [2, 64],
        "host.dma.clients[0].ring[0].atMicroseconds": [0, 5], "host.dma.faults": [[], ["pause"]] },
      """
    let text = Self.text("clients: [\(Self.client(1))]", axes)
    let plan = try ScenarioLoader.loadSweep(bytes: Array(text.utf8), name: "t", folder: "", for: .sweep).plan
    #expect(plan.count == 32)
    var locks: Set<BAMConfiguration.Lock> = []
    var fingerprints: Set<String> = []
    let fingerprint = SweepFingerprint(plan)
    for index in 0..<plan.count {
      let scenario = try plan.point(index).scenario
      guard case .bam(let bam) = scenario.host.dma else { continue }
      locks.insert(bam.lock)
      fingerprints.insert(fingerprint.digits(scenario, seed: nil))
      #expect(fingerprint.digits(scenario, seed: nil) == scenario.fingerprint(seed: nil))
    }
    #expect(locks.count == 4 && fingerprints.count == 32)
    // Each key is looked at by itself.
    #expect(plan.check(except: [], jobs: 1).decodings <= 4 + 2 + 2 + 2 + 4)
  }

  @Test func breakEvenHasThemAsAxes() throws {
    let more = """
      breakeven: { device: 1, op: "write", address: 0x2000, maxBytes: 8 },
      sweep: { "host.dma.lock": ["none", "v13"], "host.dma.ring": [16, 4096] },
      """
    let plan = try ScenarioLoader.loadSweep(
      bytes: Array(Self.text("", more).utf8), name: "t", folder: "", for: .breakeven
    ).plan
    let points = try Breakeven.run(plan, seed: nil, jobs: 1)
    // The closed form knows nothing of an engine's times.
    #expect(points.count == 4 && points.allSatisfy { $0.closedForm == nil })
  }

  /// The kinds have keys of their own, of which none may be filled in beside another kind.
  @Test(arguments: ["bam", "hda", "amd"])
  func anExpandedSweepIsAScenario(kind: String) throws {
    let text = Self.text("", "sweep: { seed: [1, 2] },").replacing("\"bam\",", with: "\"\(kind)\"")
    let first = try ScenarioLoader.load(bytes: Array(text.utf8), name: "t", folder: "", for: .check).scenario
    let again = try ScenarioLoader.load(
      bytes: Array(first.expanded.text().utf8), name: "t", folder: "", for: .check
    ).scenario
    #expect(again.host == first.host && again.expanded == first.expanded)
  }

  // MARK: Results

  private static func report(_ writes: Int) -> BAMReport {
    var report = BAMReport()
    report.isLocked = true
    report.transactions = 4
    report.damagedTransactions = 2
    report.deadlocks = 1
    report.dataDescriptors = 9
    report.ringFullNanoseconds = 12_500
    report.lockHeldNanoseconds = 1_000_000_000
    report.earlySlots = 77
    for number in 0..<writes {
      report.interleaved.append(
        BAMReport.Interleaving(
          client: "firmware", slot: UInt64(5000 + number), register: .dp0AddressLow, before: 0x2000,
          value: 0x40, effect: number % 2 == 0 ? "46 bytes went to other addresses" : nil))
    }
    var client = BAMReport.Client(name: "firmware")
    client.transactions = 3
    client.waitedNanoseconds = 1500
    report.clients = [client]
    return report
  }

  private func run(_ report: BAMReport?) throws -> ScenarioRun {
    var nobody = NoObserver()
    var run = try ScenarioRun.run(
      try load("lock: \"v13\", clients: [\(Self.client(1, name: "firmware"))]"), observer: &nobody)
    run.results[0].course.bam = report
    return run
  }

  @Test func theReportIsInTheDocument() throws {
    let document = try run(Self.report(2)).document(toolVersion: "test")
    let text = document.text(.compact)
    for words in [
      "\"bam\":{\"clients\":[{\"damaged\":0,\"deadlocked\":false,\"finished\":0,\"name\":\"firmware\",\"transactions\":3,"
        + "\"waitedSeconds\":1.5e-06}],",
      "{\"before\":8192,\"client\":\"firmware\",\"effect\":\"46 bytes went to other addresses\","
        + "\"register\":\"dp0AddressLow\",\"slot\":5000,\"value\":64}",
      "\"effect\":\"none\"", "\"damagedTransactions\":2", "\"deadlocks\":1", "\"locked\":true",
      "\"ringFullSeconds\":1.25e-05", "\"lockHeldSeconds\":1,", "\"earlySlots\":77",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    var validator = SchemaValidator()
    #expect(validator.errors(document, DocumentKind.result.schema) == [])
    #expect(try !run(nil).document(toolVersion: "test").text(.compact).contains("\"bam\":"))
  }

  @Test func theReportIsInTheText() throws {
    let text = try run(Self.report(11)).report()
    for line in [
      "  DMA bam, lock v13, 1 other client", "  pipes locked                 yes",
      "    damaged                      2",
      "  deadlocks                      1", "  ring full                12.5 us",
      "  early interrupt         77 slots",
      "interleaved with t:",
      "  firmware wrote dp0AddressLow = 0x00000040 in slot 5001", "  and 3 more; --verbose lists them",
    ] {
      #expect(text.contains("\n\(line)\n"), "\(line)")
    }
    #expect(text.contains("in slot 5000: 46 bytes went to other\n    addresses\n"))
    #expect(text.contains("slot 5007") && !text.contains("slot 5008"))
    RunTextTests.expectFit(text)
    let verbose = try run(Self.report(11)).report(isVerbose: true)
    #expect(verbose.contains("slot 5010") && !verbose.contains("more;"))
    var quiet = BAMReport()
    quiet.transactions = 1
    let plain = try run(quiet).report()
    #expect(plain.contains("pipes locked") && !plain.contains("deadlocks") && !plain.contains("interleaved"))
    #expect(try !run(nil).report().contains("pipes locked"))
  }

  @Test func theReportHasNumbersToExpect() throws {
    let scenario = try load("")
    for (report, numbers) in [(Self.report(3), [2, 3, 1]), (nil, [0, 0, 0])] as [(BAMReport?, [UInt64])] {
      var result = try run(nil).results[0]
      result.course.bam = report
      let measure = TransferMeasure(result: result, bus: scenario.bus)
      let found = [.damagedTransactions, .interleaved, .deadlocks].map { (metric: ExpectationMetric) in
        measure.value(of: metric)
      }
      #expect(found == numbers.map { .count($0) })
    }
    let expecting = try load(
      "", "expect: [{ transfer: \"t\", deadlocks: 0, interleavedAtMost: 0, damagedTransactionsAtLeast: 1 }],")
    var nobody = NoObserver()
    #expect(
      try ScenarioRun.run(expecting, observer: &nobody).outcomes.filter { !$0.passed }.map(\.sentence)
        == ["t: damagedTransactions is 0, expected at least 1"])
  }
}
