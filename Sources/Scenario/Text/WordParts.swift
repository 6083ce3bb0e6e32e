/// Where long names may be broken: after a dot or a dash, and before a capital letter.
package enum WordParts {
  /// The parts of a word, which joined are the word: `pio.bra.perBatch` is `pio.`, `bra.`, `per`, `Batch`.
  package static func of(_ word: some StringProtocol) -> [String] {
    var parts: [String] = []
    var part = ""
    for character in word {
      let isCapital = character.isUppercase && !(part.last?.isUppercase ?? true)
      let isEnd = part.last.map { ".-_/".contains($0) } ?? false
      if !part.isEmpty, isCapital || (isEnd && part.last != character) {
        parts.append(part)
        part = ""
      }
      part.append(character)
    }
    return part.isEmpty ? parts : parts + [part]
  }

  /// The name in lines of at most so many columns of a terminal; a part that is wider is shortened in its middle.
  package static func lines(_ name: String, width: Int) -> [String] {
    var lines: [String] = []
    for word in name.split(separator: " ") {
      var joint = lines.isEmpty ? "" : " "
      for part in of(word) {
        let shown = DisplayWidth.shortened(part, to: width)
        if let line = lines.last, DisplayWidth.of(line + joint + shown) <= width {
          lines[lines.count - 1] += joint + shown
        } else {
          lines.append(shown)
        }
        joint = ""
      }
    }
    return lines
  }
}
