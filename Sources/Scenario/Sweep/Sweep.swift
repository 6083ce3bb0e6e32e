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
  }

  /// The points of the shard, by their number in the plan.
  public var points: Range<Int> { shard.points(of: plan.count) }

  /// The line in front of the first row, without line end; nil for JSON Lines and behind the first shard.
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
  func rows(at index: Int) throws -> Rows {
    let point = try plan.point(index)
    var observer = NoObserver()
    let run = try gate.hold(point.scenario.memoryBytes(seed: seed, engine: engine)) {
      do throws(RunFailure) {
        return try ScenarioRun.run(
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
    let verdicts = run.verdicts
    for ((beginning, transfer), result) in zip(zip(beginnings, point.scenario.transfers), run.results) {
      let passed = verdicts.passed(transfer, onlyIfAsked: true)
      let values = TransferTable.result(result, bus: point.scenario.bus, passed: passed)
      rows.text += beginning + end(values) + "\n"
      rows.count += 1
      guard passed == false else { continue }
      rows.disappointed += 1
      rows.disappointment =
        rows.disappointment
        ?? run.disappointment(of: transfer).map {
          "\(plan.label(index)): \($0)"
        }
    }
    return rows
  }

  /// What is known of a row before its point runs, but for the axes.
  private static let beginningColumns = TransferTable.requestColumns + ["fingerprint"]

  /// What each row of a point begins with, known without running it: the axes, the transfer and the point's fingerprint.
  func beginnings(of point: SweepPoint) -> [String] {
    let scenario = point.scenario
    let fingerprint = scenario.fingerprint(seed: seed)
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

  /// What a row ends with, behind its beginning.
  func end(_ values: [JSONValue]) -> String {
    switch format {
    case .csv: return CSV.line(values)
    case .jsonLines:
      let members = Dictionary(zip(TransferTable.resultColumns, values), uniquingKeysWith: { $1 })
      return JSONValue.object(members).text(.compact) + "}"
    }
  }
}

extension ScenarioFile {
  /// 16 hexadecimal digits that change with everything a run depends on, but for the content of data files: FNV-1a of
  /// the expanded scenario without its name, with the seed that holds.
  package func fingerprint(seed: UInt64?) -> String {
    guard case .object(var members) = expanded else { return "" }
    members["name"] = nil
    members["seed"] = .count(seed ?? self.seed)
    let hash = FNV1a.hash(JSONValue.object(members).text(.compact))
    return hexadecimal(hash, digits: 16).lowercased()
  }
}
