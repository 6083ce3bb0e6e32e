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

extension Unicode.Scalar {
  /// How many columns a terminal gives it: 0 to marks, 2 to East Asian wide characters and pictures, else 1.
  fileprivate var columns: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch value {
    // Unicode, East Asian Width W and F, in blocks; two regional indicators make a flag of two columns.
    case 0x1F1E6...0x1F1FF: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x17000...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
      return 2
    default: return properties.isEmojiPresentation ? 2 : 1
    }
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
