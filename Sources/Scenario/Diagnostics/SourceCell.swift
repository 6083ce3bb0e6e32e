/// What one scalar of a source text looks like on a terminal.
struct SourceCell {
  /// What is printed.
  var text: String
  /// How many columns it takes; 0 for a mark on the character before it.
  var width: Int

  private static let tabStop = 4
  /// A character with more marks than these is shown without the rest.
  private static let marksLimit = 4

  /// The scalars of some bytes; `column` is the one that the first stands in, counted from 0.
  static func cells(_ bytes: ArraySlice<UInt8>, from column: Int = 0) -> [SourceCell] {
    var cells: [SourceCell] = []
    var column = column
    var marks = 0
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let cell: SourceCell
      if scalar == "\t" {
        let width = tabStop - column % tabStop
        cell = SourceCell(text: String(repeating: " ", count: width), width: width)
      } else if let escape = escape(scalar) {
        cell = SourceCell(text: escape, width: escape.count)
      } else {
        cell = SourceCell(text: String(scalar), width: scalar.columns)
      }
      marks = cell.width == 0 ? marks + 1 : 0
      if marks > marksLimit { continue }
      column += cell.width
      cells.append(cell)
    }
    return cells
  }
}

extension [SourceCell] {
  /// The columns of all.
  var width: Int { reduce(0) { $0 + $1.width } }
  /// What all print.
  var text: String { map(\.text).joined() }

  /// As many of the first as fit into so many columns.
  func prefix(_ columns: Int) -> [SourceCell] {
    var width = 0
    let end = firstIndex { cell in
      width += cell.width
      return width > columns
    }
    return Array(self[..<(end ?? endIndex)])
  }

  /// As many of the last as fit into so many columns, without marks on a character that is gone.
  func suffix(_ columns: Int) -> [SourceCell] {
    let fitting = [SourceCell](Array(reversed()).prefix(columns).reversed())
    return Array(fitting.drop { $0.width == 0 && fitting.count < count })
  }
}
