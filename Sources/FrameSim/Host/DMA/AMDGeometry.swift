internal import BRAEncoder

/// How AMD's interface lays blocks into frames: words of eight bits, one per sample interval, so that a row or several give one
/// byte whatever their width.
///
/// Far less dense than the Cadence packing. Source: host reference 1.8.
public struct AMDGeometry: Hashable, Sendable {
  /// Bits of a word.
  public static let wordLength = 8

  /// Rows of a frame.
  public let rows: Int
  /// Columns of a frame.
  public let columns: Int
  /// The first column that blocks use.
  public let hStart: Int
  /// The last column that blocks use.
  public let hStop: Int
  /// Rows that share a word, k: 1 from eight columns on, 8 for a single column, else the fewest with eight columns together that
  /// divide the rows.
  public let rowsPerWord: Int
  /// Data bytes of a full frame, 1 to 511.
  public let bytesPerFrame: Int

  /// The geometry in frames of a shape; blocks use columns `hStart` to `hStop`, all but Column 0 if nothing else is said.
  ///
  /// Throws `EINVAL` where no number of rows gives a word, a frame has ten bytes or fewer, or a column is not there.
  public init(rows: Int, columns: Int, hStart: Int = 1, hStop: Int? = nil) throws(TransferError) {
    let hStop = hStop ?? columns - 1
    guard 1...65536 ~= rows, 1...16 ~= columns, hStart >= 0, hStop >= hStart, hStop < columns else {
      throw TransferError(
        errno: .invalid, message: "no frame of \(rows)x\(columns) has columns \(hStart) to \(hStop)")
    }
    let width = hStop - hStart + 1
    guard let k = Self.rowsPerWord(rows: rows, width: width) else {
      throw TransferError(
        errno: .invalid,
        message: "no 2 to 8 rows of \(width) columns have 8 bits and divide the \(rows) rows of a frame")
    }
    // Cuts off: slots of a frame by the interval are whole words, and of them only whole ones count.
    let words = rows * columns / (columns * k)
    guard words > BRALimits.overhead else {
      throw TransferError(
        errno: .invalid,
        message: "a frame of \(rows)x\(columns) carries \(words) bytes, and a block needs more than 10")
    }
    self.rows = rows
    self.columns = columns
    self.hStart = hStart
    self.hStop = hStop
    rowsPerWord = k
    bytesPerFrame = min(words - BRALimits.overhead, BRALimits.field)
  }

  /// Bit slots from one word to the next: columns times k.
  public var sampleInterval: Int { columns * rowsPerWord }

  /// The transport parameters that give it.
  public var port: PortGeometry {
    PortGeometry(
      hStart: hStart, hStop: hStop, sampleInterval: sampleInterval, wordLength: Self.wordLength,
      blockOffset: 0)
  }

  private static func rowsPerWord(rows: Int, width: Int) -> Int? {
    if width >= wordLength { return 1 }
    if width == 1 { return wordLength }
    return (2...8).first { $0 * width >= wordLength && rows % $0 == 0 }
  }
}
