/// The rows and columns of a frame.
///
/// There are 23 row counts and 8 column counts, so 184 shapes from 48x2 to 256x16. A shape is stored in
/// SCP_FrameCtrl as `RowControl[7:3] ColumnControl[2:0]`. Source: section 2, SCP_FrameCtrl (Fig 64).
public struct FrameShape: Hashable, Sendable {
  /// Rows per frame: one of `FrameShape.rowCounts`.
  public let rows: Int
  /// Columns per frame: one of `FrameShape.columnCounts`.
  public let columns: Int

  /// The row count of each RowControl code; 0 marks the reserved code 15.
  static let rowsByCode = [
    48, 50, 60, 64, 75, 80, 125, 147, 96, 100, 120, 128, 150, 160, 250, 0, 192, 200, 240, 256, 72, 144, 90,
    180,
  ]

  /// The legal row counts, ascending.
  public static let rowCounts = rowsByCode.filter { $0 > 0 }.sorted()
  /// The legal column counts, ascending: code n means 2n + 2 columns.
  public static let columnCounts = [2, 4, 6, 8, 10, 12, 14, 16]
  /// All 184 shapes, by rows and then by columns.
  public static let all: [FrameShape] = rowCounts.flatMap { rows in
    columnCounts.map { FrameShape(uncheckedRows: rows, columns: $0) }
  }
  /// The shape after reset, 48x2, in which the control word has the largest share of the frame.
  public static let reset = FrameShape(uncheckedRows: 48, columns: 2)

  private init(uncheckedRows rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// A shape of `rows` by `columns`, or nil where SoundWire has no such shape.
  public init?(rows: Int, columns: Int) {
    guard rows > 0, Self.rowsByCode.contains(rows), Self.columnCounts.contains(columns) else { return nil }
    self.init(uncheckedRows: rows, columns: columns)
  }

  /// The shape that a value of SCP_FrameCtrl selects, or nil for the reserved codes 15 and 24 to 31.
  public init?(registerValue: UInt8) {
    let code = Int(registerValue >> 3)
    guard code < Self.rowsByCode.count, Self.rowsByCode[code] > 0 else { return nil }
    self.init(uncheckedRows: Self.rowsByCode[code], columns: 2 * Int(registerValue & 7) + 2)
  }

  /// The value of SCP_FrameCtrl that selects this shape.
  public var registerValue: UInt8 {
    let code = Self.rowsByCode.firstIndex(of: rows) ?? 0
    return UInt8(code << 3 | (columns / 2 - 1))
  }

  /// Bit slots per frame.
  public var slots: Int { rows * columns }
}

extension FrameShape: CustomStringConvertible {
  /// The shape as rows x columns, for example `50x4`.
  public var description: String { "\(rows)x\(columns)" }
}
