internal import FrameSim

/// The table of a sweep: one row per point and transfer, in a fixed order.
///
/// Same plan, format, shard and seed give the same bytes, whatever the number of threads.
public struct Sweep: Sendable {
  /// How rows are written.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// Comma-separated values with a header: the axes, the transfer, the result.
    case csv
    /// One JSON object per line, with the members `axes`, `request` and `result`.
    case jsonLines = "jsonl"
  }

  /// Its points.
  public let plan: SweepPlan
  /// How rows are written.
  public let format: Format
  /// Which part of it is run.
  public let shard: SweepShard
  /// Replaces the seed of the scenario, or nil.
  public let seed: UInt64?
  /// Which engine runs the points.
  public let engine: EngineChoice
  /// What bounds each point; points that run at once share the memory.
  public let settings: RunSettings
  private let gate: MemoryGate
  // What no axis changes is worked out once.
  private let fingerprint: SweepFingerprint
  private let expectations: ExpectationDigest?
  private let emptyMemoryNeed: MemoryNeed?
  private let firstDisappointment = FirstIndex()

  /// The table of a plan.
  public init(
    _ plan: SweepPlan, format: Format = .csv, shard: SweepShard = .whole, seed: UInt64? = nil,
    engine: EngineChoice = .frame, settings: RunSettings = RunSettings()
  ) {
    self.plan = plan
    self.format = format
    self.shard = shard
    self.seed = seed
    self.engine = engine
    self.settings = settings
    gate = MemoryGate(limit: settings.memoryLimit)
    fingerprint = SweepFingerprint(plan)
    expectations = plan.changesExpectations ? nil : ExpectationDigest(plan.base)
    emptyMemoryNeed = plan.changesMemory ? nil : plan.base.emptyMemoryNeed
  }

  /// The points of the shard, by their number in the plan.
  public var points: Range<Int> { shard.points(of: plan.count) }

  /// The line in front of the first row, without line end; nil for JSON Lines and after the first shard.
  public var header: String? {
    guard format == .csv, shard.number == 1 else { return nil }
    let columns = plan.paths + Self.beginningColumns + TransferTable.resultColumns
    return CSV.line(columns.map { .string($0) })
  }

  /// The rows of one point.
  struct Rows: Sendable {
    /// The lines with their line ends.
    var text: String
    /// How many rows.
    var count: Int
    /// How many of them had an expectation that did not hold.
    var disappointed: Int
    /// The first of these expectations.
    var disappointment: String?
  }

  /// Runs a point.
  func rows(at index: Int) throws -> Rows { try rows(at: index, settings, isRehearsal: false) }

  /// Runs a point for the time it takes; gives how many rows it has.
  func rehearse(_ index: Int) throws -> Int {
    var settings = settings
    settings.meter = nil
    return try rows(at: index, settings, isRehearsal: true).count
  }

  private func rows(at index: Int, _ settings: RunSettings, isRehearsal: Bool) throws -> Rows {
    let point = try plan.point(index)
    var observer = NoObserver()
    let seed = seed ?? point.scenario.seed
    let need = point.scenario.memoryNeed(seed: seed, engine: engine, from: emptyMemoryNeed)
    let run = try gate.hold(need.bytes) {
      do throws(RunFailure) {
        if let failure = need.failure(limit: settings.memoryLimit) { throw failure }
        return try ExecutedScenario(
          point.scenario, seed: seed, engine: engine, settings: settings, observer: &observer)
      } catch {
        throw SweepFailure.notRun("\(plan.label(index)): \(error.message)", exitCode: error.exitCode)
      }
    }
    if let disagreement = run.disagreement {
      throw SweepFailure.enginesDisagree("\(plan.label(index)): \(disagreement)")
    }
    var rows = Rows(text: "", count: 0, disappointed: 0)
    let beginnings = beginnings(of: point)
    let verdicts = (expectations ?? ExpectationDigest(point.scenario)).verdicts(run)
    var first: Int?
    for (number, result) in run.results.enumerated() {
      let values = TransferTable.result(result, bus: point.scenario.bus, passed: verdicts[number])
      rows.text += beginnings[number] + end(values) + "\n"
      rows.count += 1
      guard verdicts[number] == false else { continue }
      rows.disappointed += 1
      first = first ?? number
    }
    // Only that of the first point is told, and to find it takes as long as there are expectations.
    if let first, !isRehearsal, firstDisappointment.isFirst(index) {
      rows.disappointment = run.outcomes.disappointment(of: point.scenario.transfers[first]).map {
        "\(plan.label(index)): \($0)"
      }
    }
    return rows
  }

  /// Does for a point what `rows` does, but for running its transfers; gives how many rows it has.
  func prepare(_ index: Int) throws -> Int {
    let point = try plan.point(index)
    let beginnings = beginnings(of: point)
    _ = point.scenario.memoryNeed(seed: seed ?? point.scenario.seed, engine: engine, from: emptyMemoryNeed)
    let expectations = expectations ?? ExpectationDigest(point.scenario)
    var idle = point.scenario
    idle.transfers = []
    var nobody = NoObserver()
    let run = try ExecutedScenario(
      idle, seed: 0, engine: engine, settings: RunSettings(), observer: &nobody)
    return beginnings.count + expectations.verdicts(run).count
  }

  /// What is known of a row before its point runs, but for the axes.
  private static let beginningColumns = TransferTable.requestColumns + ["fingerprint"]

  /// What each row of a point begins with, known without running it: the axes, the transfer and the point's fingerprint.
  func beginnings(of point: SweepPoint) -> [String] {
    let scenario = point.scenario
    let fingerprint = fingerprint.digits(scenario, seed: seed)
    return scenario.transfers.map { transfer in
      let request =
        TransferTable.request(transfer, seed: seed ?? scenario.seed) + [.string(fingerprint)]
      switch format {
      case .csv:
        return CSV.line(point.axes.map(\.value) + request) + ","
      case .jsonLines:
        let axes = Dictionary(point.axes.map { ($0.path, $0.value) }, uniquingKeysWith: { $1 })
        let members = Dictionary(zip(Self.beginningColumns, request), uniquingKeysWith: { $1 })
        return "{\"axes\":" + JSONValue.object(axes).text(.compact) + ",\"request\":"
          + JSONValue.object(members).text(.compact) + ",\"result\":"
      }
    }
  }

  /// What a row ends with, after its beginning.
  func end(_ values: [JSONValue]) -> String {
    switch format {
    case .csv: return CSV.line(values)
    case .jsonLines:
      let members = Dictionary(zip(TransferTable.resultColumns, values), uniquingKeysWith: { $1 })
      return JSONValue.object(members).text(.compact) + "}"
    }
  }
}
