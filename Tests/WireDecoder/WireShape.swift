/// A frame shape as the wire decoder knows it: its own table, not the simulator's.
///
/// Source: protocol reference section 2.
package struct WireShape: Hashable, CustomStringConvertible {
  package var rows: Int
  package var columns: Int

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  package var slots: Int { rows * columns }
  package var description: String { "\(rows)x\(columns)" }

  package static let rowsOfCode: [UInt8: Int] = [
    0: 48, 1: 50, 2: 60, 3: 64, 4: 75, 5: 80, 6: 125, 7: 147, 8: 96, 9: 100, 10: 120, 11: 128, 12: 150,
    13: 160, 14: 250, 16: 192, 17: 200, 18: 240, 19: 256, 20: 72, 21: 144, 22: 90, 23: 180,
  ]
  package static let columnsOfCode: [UInt8: Int] = [0: 2, 1: 4, 2: 6, 3: 8, 4: 10, 5: 12, 6: 14, 7: 16]

  package static let rowCounts = rowsOfCode.values.sorted()
  package static let columnCounts = columnsOfCode.values.sorted()

  /// The shape a value of SCP_FrameCtrl selects; nil for the reserved codes.
  package static func selected(by value: UInt8) -> WireShape? {
    guard let rows = rowsOfCode[value >> 3], let columns = columnsOfCode[value & 7] else { return nil }
    return WireShape(rows: rows, columns: columns)
  }
}
