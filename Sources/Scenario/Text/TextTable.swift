/// A table for a terminal of 80 columns: long texts are shortened in their middle, and what has no room is left out.
package struct TextTable {
  /// What every text of the tool keeps to.
  package static let width = 80
  private static let gap = 2

  /// One column.
  package struct Column {
    /// Its heading, line by line.
    var title: [String]
    /// Its cells, from top to bottom.
    var cells: [String]
    /// Whether it is a column of words, and not of numbers.
    var isLeft: Bool
    /// To how many columns of the terminal its texts may be shortened; nil where they must stay whole.
    var least: Int?
    /// Of the columns with a rank the one with the highest is left out first; those without stay.
    var rank: Int?

    /// A column; a line end in its title starts another line.
    package init(
      _ title: String, _ cells: [String], isLeft: Bool = false, least: Int? = nil, rank: Int? = nil
    ) {
      self.title = title.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      self.cells = cells
      self.isLeft = isLeft
      self.least = least
      self.rank = rank
    }

    /// The columns of the terminal that it takes where there is room.
    fileprivate var natural: Int { (title + cells).map { DisplayWidth.of($0) }.max() ?? 0 }
  }

  private let columns: [Column]
  private let widths: [Int]
  /// Whether a column was left out, or a text has to be shortened.
  package let isCut: Bool

  /// A table of columns of equal length, or nil where it does not fit.
  package init?(_ columns: [Column], width: Int = Self.width) {
    var kept = columns.map { (column: $0, natural: $0.natural) }
    func widths() -> [Int]? {
      Self.fit(
        kept.map(\.natural), least: kept.map { min($0.natural, $0.column.least ?? $0.natural) },
        into: width - Self.gap * max(0, kept.count - 1))
    }
    func dropOne() -> Bool {
      guard let rank = kept.compactMap(\.column.rank).max(),
        let index = kept.lastIndex(where: { $0.column.rank == rank })
      else { return false }
      kept.remove(at: index)
      return true
    }
    // A column less is better than a name that is cut, as long as one is dispensable.
    while kept.reduce(0, { $0 + $1.natural + Self.gap }) - Self.gap > width, dropOne() {}
    guard let found = widths() else { return nil }
    self.columns = kept.map(\.column)
    self.widths = found
    isCut = kept.count < columns.count || found != kept.map(\.natural)
  }

  /// The widths of columns that fit into a width: the widest of those that can give way do so, down to their least.
  package static func fit(_ natural: [Int], least: [Int], into width: Int) -> [Int]? {
    guard least.reduce(0, +) <= width else { return nil }
    var widths = natural
    var excess = natural.reduce(0, +) - width
    while excess > 0 {
      guard
        let widest = widths.indices.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
      else { return nil }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  /// The lines, headings first, without spaces at their ends.
  package var lines: [String] {
    let titleLines = columns.map(\.title.count).max() ?? 0
    let rows = columns.map(\.cells.count).max() ?? 0
    return (0..<titleLines).map { row in
      line { column in
        // Headings stand on the table.
        let index = row - (titleLines - column.title.count)
        return index >= 0 ? column.title[index] : ""
      }
    }
      + (0..<rows).map { row in line { $0.cells.indices.contains(row) ? $0.cells[row] : "" } }
  }

  private func line(_ text: (Column) -> String) -> String {
    var line = zip(columns, widths).map { column, width in
      DisplayWidth.padded(
        DisplayWidth.shortened(text(column), to: width), to: width, isLeft: column.isLeft)
    }.joined(separator: String(repeating: " ", count: Self.gap))
    while line.last == " " { line.removeLast() }
    return line
  }
}
