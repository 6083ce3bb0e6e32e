/// Fits text into widths without a font at hand.
///
/// The widths are those of a wide sans-serif, so that in the fonts that readers have texts come out a little narrower
/// than assumed, and never run into each other.
package enum SVGTextFit {
  /// The width of a text at a font size, both in pixels; bold text is a tenth wider.
  package static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + advance($1) } * size
  }

  /// The advance of one character in units of the font size.
  private static func advance(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "|", "'", ".", ",", ":", ";", "!", " ", "f", "t", "r", "(", ")", "[", "]":
      0.4
    case "m", "w", "M", "W", "%", "@", "<", ">", "=", "+", "~", "\u{2026}", "\u{2013}": 0.95
    case "A"..."Z": 0.75
    case "\u{21}"..."\u{7E}", "\u{B5}", "\u{D7}": 0.63
    default: 1.1
    }
  }

  /// The text, cut with an ellipsis where it is wider than a width.
  package static func cut(_ text: String, to width: Double, size: Double) -> String {
    if self.width(text, size: size) <= width { return text }
    var kept = text
    while !kept.isEmpty, self.width(kept + "\u{2026}", size: size) > width { kept.removeLast() }
    while kept.last == " " { kept.removeLast() }
    return kept + "\u{2026}"
  }

  /// The text in at most so many lines; a word wider than a line is broken
  /// between its parts, or where it has none within, what is too long ends in an ellipsis.
  package static func lines(_ text: String, width: Double, size: Double, most: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if self.width(longer, size: size) <= width {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for part in WordParts.of(word) {
        if !line.isEmpty, self.width(line + part, size: size) > width {
          lines.append(line)
          line = ""
        }
        for character in part {
          if !line.isEmpty, self.width(line + String(character), size: size) > width {
            lines.append(line)
            line = ""
          }
          line.append(character)
        }
      }
    }
    if !line.isEmpty { lines.append(line) }
    guard lines.count > most, most > 0 else { return lines }
    let last = lines[(most - 1)...].joined(separator: " ")
    return Array(lines[..<(most - 1)]) + [cut(last, to: width, size: size)]
  }
}
