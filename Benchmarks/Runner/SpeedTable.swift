internal import Foundation

/// The main table: a line per workload.
enum SpeedTable {
  private static let table = TextTable(widths: [30, 6, 6, 5, 6, 6, 9])

  static let header =
    table.line(["Mslots/s", "C peer", "slot", "x C", "frame", "x C", "real time"])

  static func line(_ row: SpeedRow) -> String {
    table.line([
      row.workload.name, mega(row[.peer]), mega(row[.slot]), format(row.ratio(.slot), 2), mega(row[.frame]),
      format(row.ratio(.frame), 1), "x " + format(row.timesRealTime, 0),
    ])
  }

  private static func mega(_ value: Double) -> String { format(value / 1e6, 0) }
}

/// A number with so many digits after the point.
func format(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
