// How options are found among the words of a command line.
extension Option {
  /// The option of a letter.
  static func short(_ letter: Unicode.Scalar, _ options: [Option]) -> Option? {
    options.first { $0.short == "-\(letter)" }
  }

  /// Whether a word can be the value of the option before it: it is no option itself, as numbers and a lone dash are none.
  static func isValue(_ word: String, _ options: [Option]) -> Bool {
    if word.hasPrefix("--") { return false }
    let letters = word.unicodeScalars
    guard letters.first == "-", let letter = letters.dropFirst().first else { return true }
    return short(letter, options) == nil
  }

  /// Whether a word is only switches among these options, such as `--quiet` or `-qh`.
  static func areSwitches(_ word: String, _ options: [Option]) -> Bool {
    let switches = options.filter { $0.value == nil }
    if word.hasPrefix("--") { return switches.contains { $0.name == word } }
    let letters = word.unicodeScalars.dropFirst()
    return word.hasPrefix("-") && !letters.isEmpty && letters.allSatisfy { short($0, switches) != nil }
  }

  /// The names of the switches that are given among words, whatever else is wrong with them; none after `--`.
  static func switches(in words: [String], _ options: [Option]) -> Set<String> {
    var found: Set<String> = []
    var rest = words.prefix { $0 != "--" }
    while let word = rest.popFirst() {
      var option: Option?
      var isAttached = false
      if word.hasPrefix("--") {
        option = options.first { $0.name == word }
        if let option, option.value == nil { found.insert(option.name) }
      } else if word.hasPrefix("-") {
        var letters = word.unicodeScalars.dropFirst()
        while option?.value == nil, let letter = letters.popFirst(), let next = short(letter, options) {
          option = next
          if next.value == nil { found.insert(next.name) }
        }
        isAttached = !letters.isEmpty
      }
      // What is a value is no switch.
      if option?.value != nil, !isAttached, let next = rest.first, isValue(next, options) {
        rest.removeFirst()
      }
    }
    return found
  }
}
