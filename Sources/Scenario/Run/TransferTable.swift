internal import FrameSim

/// The columns of tables with one row per transfer, for `run` and `sweep`.
enum TransferTable {
  /// What is known before the transfer runs.
  static let requestColumns = ["transfer", "via", "op", "device", "address", "bytes", "seed"]
  /// What the run says. Frames are the whole and its six disjoint parts; `hostSeconds` is the time of the host's frames.
  static let resultColumns = [
    "status", "error", "bytesMoved", "frames", "setupFrames", "syncWaitFrames", "dataFrames",
    "teardownFrames", "retryFrames", "hostFrames", "seconds", "hostSeconds", "frameRateHz",
    "bytesPerSecond", "bytesPerFrame", "efficiency", "startSlot", "endSlot", "writeCommands", "readCommands",
    "pingCommands", "blocksSent", "blocksOk", "retries",
    "fakeFrames", "column0Bytes", "sections", "damagedTransactions", "interleaved", "deadlocks",
    "triggers", "lost", "programs", "damagedPrograms", "underruns", "overruns", "cpuSecondsPerTrigger",
    "cpuSecondsPerTriggerWithoutOffload", "jitterSlotsMax", "passed",
  ]

  /// What stands in a column of a result.
  enum Kind: Hashable, Sendable {
    /// A word of `ExpectedStatus`.
    case status
    /// A word of `TransferErrno`, or nothing.
    case error
    /// A whole number from 0 on.
    case count
    /// Any number.
    case number
    /// A truth value, or nothing.
    case passed
  }

  /// What stands in one of `resultColumns`.
  static func kind(of column: String) -> Kind {
    switch column {
    case "status": .status
    case "error": .error
    case "passed": .passed
    case "seconds", "hostSeconds", "frameRateHz", "bytesPerSecond", "bytesPerFrame", "efficiency",
      "cpuSecondsPerTrigger", "cpuSecondsPerTriggerWithoutOffload":
      .number
    default: .count
    }
  }

  /// The values of `requestColumns`.
  static func request(_ transfer: ScenarioTransfer, seed: UInt64) -> [JSONValue] {
    if let call = transfer.call {
      return [
        .string(transfer.name), "call", .string(call.word.rawValue), .null, .null, .null, .count(seed),
      ]
    }
    return [
      .string(transfer.name), .string(transfer.path.rawValue), .string(transfer.operation.rawValue),
      .count(transfer.device), .count(transfer.address), .count(transfer.bytes), .count(seed),
    ]
  }

  /// The values of `resultColumns`; `passed` is nil where nothing was expected.
  static func result(_ result: TransferResult, bus: ScenarioBus, passed: Bool?) -> [JSONValue] {
    let measure = TransferMeasure(result: result, bus: bus)
    let frames = result.frames
    let offload = result.course.offload ?? OffloadReport()
    return [
      .string((result.error == nil ? ExpectedStatus.ok : .failed).rawValue),
      result.error.map { .string($0.errno.rawValue) } ?? .null, .count(result.bytesMoved),
      .count(frames.total), .count(frames.setup), .count(frames.syncWait), .count(frames.data),
      .count(frames.teardown), .count(frames.retry), .count(frames.host), .number(measure.seconds),
      .number(Double(frames.host) / bus.frameRateHz), .number(bus.frameRateHz),
      .number(measure.bytesPerSecond), .number(result.bytesPerFrame), .number(measure.efficiency),
      .count(result.startSlot), .count(result.endSlot), .count(result.commands.write),
      .count(result.commands.read), .count(result.commands.ping), .count(result.blocks.sent),
      .count(result.blocks.ok), .count(result.retries), .count(result.fakeFrames),
      .count(result.course.column0Bytes), .count(result.sections.count),
      .count(result.course.bam?.damagedTransactions ?? 0), .count(result.course.bam?.interleaved.count ?? 0),
      .count(result.course.bam?.deadlocks ?? 0), .count(offload.triggers), .count(offload.lost.total),
      .count(offload.programs), .count(offload.streams.damaged), .count(offload.streams.underruns),
      .count(offload.streams.overruns), .number(offload.hostSecondsPerTrigger),
      .number(offload.ordinarySecondsPerTrigger), .count(offload.jitter.most),
      passed.map { .bool($0) } ?? .null,
    ]
  }
}

extension ScenarioRun {
  /// What became of the expectations, by what they are about.
  var verdicts: TransferVerdicts { TransferVerdicts(self) }

  /// The first line of `csv`, without line end: the scenario's name, then the columns of the transfers.
  public static var csvHeader: String {
    CSV.line((["scenario"] + TransferTable.requestColumns + TransferTable.resultColumns).map { .string($0) })
  }

  /// The result as lines of a CSV table (RFC 4180, but for LF as line end), one per transfer, without `csvHeader`; each
  /// ends with a line end.
  public var csv: String {
    let verdicts = verdicts
    return zip(scenario.transfers, results).map { transfer, result in
      let cells =
        [.string(scenario.name)] + TransferTable.request(transfer, seed: seed)
        + TransferTable.result(
          result, bus: scenario.bus, passed: verdicts.passed(transfer, onlyIfAsked: false))
      return CSV.line(cells) + "\n"
    }.joined()
  }
}

/// Which transfers of a run met what was expected; asked for every row of a table.
struct TransferVerdicts {
  private let asked: Set<Expectation.Subject>
  private let failed: Set<Expectation.Subject>

  init(_ run: ScenarioRun) {
    asked = Set(run.scenario.expectations.map(\.subject))
    failed = Set(run.outcomes.filter { !$0.passed }.map(\.subject))
  }

  /// Whether the expectations about a transfer hold, and those of the whole run.
  ///
  /// With `onlyIfAsked`, nil where the scenario expects nothing of either; that every transfer ends `ok` counts as
  /// expected else.
  func passed(_ transfer: ScenarioTransfer, onlyIfAsked: Bool) -> Bool? {
    let own = Expectation.Subject.transfer(transfer.name)
    if onlyIfAsked, !asked.contains(own), !asked.contains(.total) { return nil }
    return !failed.contains(own) && !failed.contains(.total)
  }
}
