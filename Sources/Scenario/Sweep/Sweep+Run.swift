internal import Synchronization

/// How far a sweep is.
public struct SweepProgress: Hashable, Sendable {
  /// Points that are done, those that were there already among them.
  public var done: Int
  /// Points that were there already.
  public var resumed: Int
  /// Points of the shard.
  public var total: Int

  /// A state of a sweep.
  public init(done: Int, resumed: Int, total: Int) {
    self.done = done
    self.resumed = resumed
    self.total = total
  }
}

/// What a sweep did.
public struct SweepSummary: Hashable, Sendable {
  /// Points of the shard; all are done.
  public var points: Int
  /// Points that were there already and were not run.
  public var resumed: Int
  /// Rows of the shard.
  public var rows: Int
  /// Rows with an expectation that did not hold.
  public var disappointed: Int
  /// The first expectation that did not hold in a point that was run, with its point; nil where all held.
  public var disappointment: String?

  /// The numbers of a sweep.
  public init(
    points: Int, resumed: Int, rows: Int, disappointed: Int, disappointment: String? = nil
  ) {
    self.points = points
    self.resumed = resumed
    self.rows = rows
    self.disappointed = disappointed
    self.disappointment = disappointment
  }
}

/// What is there already of a sweep.
struct SweepStart: Hashable, Sendable {
  /// Points that are complete.
  var points = 0
  /// Their rows.
  var rows = 0
  /// Those with an expectation that did not hold.
  var disappointed = 0
  /// Whether the header is there, where there is one.
  var hasHeader = false
}

extension Sweep {
  /// Runs the points of the shard on `jobs` threads and writes the table from its beginning.
  ///
  /// `write` gets the table in pieces of whole points, in their order, one at a time; an error it throws ends the
  /// sweep. `progress` is called after each piece. Throws what `write` throws, `ScenarioLoadFailure` where a
  /// data file went away, and `SweepFailure`.
  @discardableResult
  public func run(
    jobs: Int, progress: @Sendable (SweepProgress) -> Void = { _ in },
    write: @Sendable ([UInt8]) throws -> Void
  ) throws -> SweepSummary {
    try run(from: SweepStart(), jobs: jobs, progress: progress, write: write)
  }

  /// Runs what is not there yet.
  func run(
    from start: SweepStart, jobs: Int, progress: @Sendable (SweepProgress) -> Void,
    write: @Sendable ([UInt8]) throws -> Void
  ) throws -> SweepSummary {
    let points = points
    let summary = SweepSummary(
      points: points.count, resumed: start.points, rows: start.rows, disappointed: start.disappointed)
    if let header, !start.hasHeader { try write(Array((header + "\n").utf8)) }
    progress(SweepProgress(done: start.points, resumed: start.points, total: points.count))
    let state = Mutex<(summary: SweepSummary, error: (any Error)?)>((summary, nil))
    let first = points.lowerBound + start.points
    OrderedJobs.run(points.upperBound - first, jobs: jobs) { index in
      Result { try rows(at: first + index) }
    } receive: { index, result in
      do {
        let rows = try result.get()
        try write(Array(rows.text.utf8))
        state.withLock {
          $0.summary.rows += rows.count
          $0.summary.disappointed += rows.disappointed
          $0.summary.disappointment = $0.summary.disappointment ?? rows.disappointment
        }
        progress(
          SweepProgress(done: start.points + index + 1, resumed: start.points, total: points.count))
        return true
      } catch {
        state.withLock { $0.error = error }
        return false
      }
    }
    let end = state.withLock { $0 }
    if let error = end.error { throw error }
    return end.summary
  }
}
