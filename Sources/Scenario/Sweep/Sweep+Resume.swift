extension Sweep {
  /// The name under which an output grows until it is whole: beside the file that a link leads to.
  public static func partialPath(_ path: String) -> String {
    guard case .file(let place, _)? = try? OutputTarget(path) else { return path + PartialFile.suffix }
    return place + PartialFile.suffix
  }

  /// Runs the points of the shard into a file: rows are added to `PATH.partial`, which becomes `PATH` at the end.
  ///
  /// With `resumes`, what `PATH.partial` has of this sweep is kept: points of which every row is there are not run again; a torn
  /// line, NULs and what comes after them, and the rows of a point that is not complete, are cut off. Where there is no `PATH.partial` and `PATH` is this
  /// sweep already, nothing is run. Without `resumes` an old `PATH.partial` is overwritten.
  ///
  /// Throws `SweepFailure` where the output cannot be written, is no regular file, or is of another sweep, and what `run(jobs:progress:write:)`
  /// throws. However it ends, `PATH.partial` can be resumed.
  @discardableResult
  public func run(
    to path: String, resumes: Bool, jobs: Int, progress: @Sendable (SweepProgress) -> Void = { _ in }
  ) throws -> SweepSummary {
    if resumes, let done = try completed(path) {
      progress(SweepProgress(done: done.points, resumed: done.points, total: done.points))
      return SweepSummary(
        points: done.points, resumed: done.points, rows: done.rows, disappointed: done.disappointed)
    }
    let file = try PartialFile(path: path)
    var present = Present()
    if resumes { present = try self.present(file.lines, name: file.partial) }
    try file.truncate(to: present.length)
    let summary = try run(from: present.start, jobs: jobs, progress: progress) { try file.write($0) }
    try file.commit()
    return summary
  }

  /// What a finished file has, where there is one and nothing is left to resume.
  private func completed(_ path: String) throws -> SweepStart? {
    if InputFile.isPresent(Self.partialPath(path)) { return nil }
    let done = try? InputFile.reading(path) { descriptor in
      try present(LineReader(descriptor: descriptor), name: path)
    }
    guard let done, done.isWhole, done.start.points == points.count, header == nil || done.start.hasHeader
    else { return nil }
    return done.start
  }

  /// What a file has of the sweep.
  struct Present {
    /// The points that are there.
    var start = SweepStart()
    /// How many bytes they take, the header among them.
    var length = 0
    /// Whether nothing is after them.
    var isWhole = true
  }

  /// Compares a file with what the sweep would have written, but for the results.
  func present(_ lines: LineReader, name: String) throws -> Present {
    var lines = lines
    var present = Present()
    var number = 0
    var hasRow = false
    func isForeign(_ line: LineReader.Line, _ beginning: [UInt8]) -> Bool {
      if line.bytes.starts(with: beginning) { return false }
      return line.isWhole || !beginning.starts(with: line.bytes)
    }
    func foreign() -> SweepFailure {
      .foreign(
        "line \(number) of \(quote(name, limit: 200)) is not of this sweep"
      )
    }
    // A torn beginning of the first line may be anybody's where NULs come after it.
    func checkDamage(_ line: LineReader.Line) throws(SweepFailure) {
      if line.isDamaged, !present.start.hasHeader, !hasRow {
        throw .foreign("\(quote(name, limit: 200)) has no whole row of this sweep in front of its NUL bytes")
      }
    }
    if let header {
      let header = Array(header.utf8)
      guard let line = try lines.next(limit: header.count + 1) else { return present }
      number += 1
      if isForeign(line, header) || line.isWhole && line.bytes.count != header.count { throw foreign() }
      guard line.isWhole else {
        if line.bytes.count > header.count { throw foreign() }
        try checkDamage(line)
        present.isWhole = false
        return present
      }
      present.start.hasHeader = true
      present.length = lines.offset
    }
    for index in points {
      let beginnings = beginnings(of: try plan.point(index))
      var disappointed = 0
      for beginning in beginnings.map({ Array($0.utf8) }) {
        guard let line = try lines.next(limit: beginning.count + Self.longestEnd) else {
          present.isWhole = present.length == lines.offset
          return present
        }
        number += 1
        if isForeign(line, beginning) { throw foreign() }
        let end = String(decoding: line.bytes.dropFirst(beginning.count), as: UTF8.self)
        guard line.isWhole else {
          if end.utf8.count >= Self.longestEnd { throw foreign() }
          try checkDamage(line)
          present.isWhole = false
          return present
        }
        guard let isDisappointed = isDisappointed(end: end) else { throw foreign() }
        if isDisappointed { disappointed += 1 }
        hasRow = true
      }
      present.start.points += 1
      present.start.rows += beginnings.count
      present.start.disappointed += disappointed
      present.length = lines.offset
    }
    number += 1
    if let line = try lines.next(limit: 1) {
      guard line.isDamaged, line.bytes.isEmpty else { throw foreign() }
      try checkDamage(line)
      present.isWhole = false
    }
    return present
  }

  /// No result is as long.
  private static let longestEnd = 4096
}
