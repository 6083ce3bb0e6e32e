/// How many columns of a terminal a text takes, and texts that are made to fit.
package enum DisplayWidth {
  /// The columns that a text takes: two for wide characters (East Asian ones, emoji), none for combining marks.
  package static func of(_ text: String) -> Int {
    text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + of($1) }
  }

  /// The columns of one character, all its scalars together.
  package static func of(_ character: Character) -> Int {
    var width = 0
    var flags = 0
    for scalar in character.unicodeScalars {
      if (0x1F1E6...0x1F1FF).contains(scalar.value) { flags += 1 }
      // Variation selector 16 asks for the picture of an emoji.
      width = max(width, scalar.value == 0xFE0F ? 2 : scalar.columns)
    }
    return max(width, flags)
  }

  // MARK: Fitting

  /// The text, with dots for its middle where it takes more than `width` columns.
  package static func shortened(_ text: String, to width: Int) -> String {
    guard of(text) > width else { return text }
    let dots = String(repeating: ".", count: max(0, min(3, width)))
    let room = max(0, width - dots.count)
    let start = prefix(text, room - room / 2)
    let end = String(prefix(String(text.reversed()), room / 2).reversed())
    return start + dots + end
  }

  /// As many characters from the start of a text as take at most `width` columns.
  private static func prefix(_ text: String, _ width: Int) -> String {
    var taken = ""
    var used = 0
    for character in text {
      used += of(character)
      if used > width { break }
      taken.append(character)
    }
    return taken
  }

  /// The text, filled up with spaces to `width` columns.
  package static func padded(_ text: String, to width: Int, isLeft: Bool) -> String {
    let spaces = String(repeating: " ", count: max(0, width - of(text)))
    return isLeft ? text + spaces : spaces + text
  }

  /// A paragraph in lines of at most `width` columns; lines after the first start with `indent` spaces more than it.
  ///
  /// A number stays with the word after it, and words that are wider than a line are broken.
  package static func wrapped(
    _ text: String, width: Int = TextTable.width, first: Int = 0, indent: Int = 0
  ) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: first)
    let margin = String(repeating: " ", count: first + indent)
    var isEmpty = true
    var used = first
    func room(_ word: String) -> Int { (isEmpty ? 0 : 1) + of(word) }
    for word in glued(text) {
      if !isEmpty, used + room(word) > width {
        lines.append(line)
        (line, used, isEmpty) = (margin, first + indent, true)
      }
      if !isEmpty {
        line += " "
        used += 1
      }
      for character in word {
        if !isEmpty, used + of(character) > width {
          lines.append(line)
          (line, used) = (margin, first + indent)
        }
        line.append(character)
        used += of(character)
        isEmpty = false
      }
    }
    return isEmpty && !lines.isEmpty ? lines : lines + [line]
  }

  /// The words of a text, numbers together with what they count.
  private static func glued(_ text: String) -> [String] {
    var words: [String] = []
    var isNumber = false
    for word in text.split(separator: " ") {
      if isNumber, let number = words.popLast() {
        words.append(number + " " + word)
        isNumber = false
      } else {
        words.append(String(word))
        isNumber = word.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
      }
    }
    return words
  }
}
