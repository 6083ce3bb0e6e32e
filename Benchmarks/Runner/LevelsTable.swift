/// What it costs to watch: a line per workload, with C peer and frame engine both hashing every level.
enum LevelsTable {
  private static let table = TextTable(widths: [30, 6, 6, 6])

  static let header = table.line(["Mslots/s with the level hash", "C peer", "frame", "x C"])

  static func line(_ row: SpeedRow) -> String {
    table.line([
      row.workload.name, format(row[.peer] / 1e6, 0), format(row[.frame] / 1e6, 0),
      format(row.ratio(.frame), 1),
    ])
  }
}

extension SpeedRow {
  /// The workloads that are measured with levels, too.
  static let watched = ["bra-write-48x4", "bra-write-50x10", "bra-write-64x16"]

  /// Measures C peer and frame engine, both with the hash of all levels.
  init(withLevels workload: Workload, rounds: Int) throws(Failure) {
    try self.init(measuring: workload, rounds: rounds, contenders: [.peer, .frame], hash: true)
  }

  /// The ratio of a row that was measured with levels.
  var figureWithLevels: Figure {
    Figure(
      "\(workload.name)/frame-ratio-hashed", ratio(.frame), "times C peer",
      "both with the hash of all levels, median of \(rounds) interleaved rounds")
  }
}
