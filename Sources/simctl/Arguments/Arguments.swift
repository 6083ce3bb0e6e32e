import Scenario

/// The options and operands that a command was given, checked against what it takes.
struct Arguments: Sendable {
  /// Values by the long name of their option; switches have an empty one.
  private(set) var values: [String: String] = [:]
  /// Everything that is no option, in order.
  private(set) var operands: [String] = []

  /// Reads the words after a command's name.
  ///
  /// Options may stand before or after operands, a long one's value in the same word after `=` or in the next one. Short
  /// options may share a word; the value of one is what is left of the word, or the next word. After `--` all is operands.
  /// Throws a usage failure that says what is wrong.
  init(_ words: [String], options: [Option], operands expected: Operands) throws {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      if word == "-" || !word.hasPrefix("-") {
        operands.append(word)
      } else if word.hasPrefix("--") {
        let equals = word.firstIndex(of: "=")
        let name = equals.map { String(word[..<$0]) } ?? word
        guard let option = options.first(where: { $0.name == name }) else {
          throw Self.unknown(name, options)
        }
        try take(option, equals.map { String(word[word.index(after: $0)...]) }, &rest, options)
      } else {
        try takeShort(word, &rest, options)
      }
    }
    try checkCount(expected)
  }

  /// Whether an option or a switch was given.
  func has(_ option: Option) -> Bool { values[option.name] != nil }

  /// The value of an option, or nil if it was not given.
  subscript(_ option: Option) -> String? { values[option.name] }

  /// Takes the short options of a word such as `-qo` or `-j4`.
  private mutating func takeShort(
    _ word: String, _ rest: inout ArraySlice<String>, _ options: [Option]
  ) throws {
    // One dash is missing: rather ask than take its letters for options.
    if let long = options.first(where: { $0.name == "-\(word)" || word.hasPrefix("\($0.name.dropFirst())=") })
    {
      throw Failure.usage("unknown option \(quote(word)); did you mean \(long.name)?")
    }
    var letters = word.unicodeScalars.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = Option.short(letter, options) else {
        let isFirst = letters.count == word.unicodeScalars.count - 2
        throw isFirst
          ? Self.unknown(word, options)
          : Failure.usage("unknown option \(quote("-\(letter)")) in \(quote(word))")
      }
      guard option.value != nil else {
        try take(option, nil, &rest, options)
        continue
      }
      let attached = letters.first == "=" ? letters.dropFirst() : letters
      try take(option, letters.isEmpty ? nil : String(attached), &rest, options)
      return
    }
  }

  private mutating func take(
    _ option: Option, _ inline: String?, _ rest: inout ArraySlice<String>, _ options: [Option]
  ) throws {
    guard let placeholder = option.value else {
      if inline != nil { throw Failure.usage("\(option.name) takes no value") }
      values[option.name] = ""
      return
    }
    var value = inline
    // A word that starts like an option is taken for one: rather ask than swallow it.
    if value == nil, let next = rest.first, Option.isValue(next, options) { value = rest.removeFirst() }
    guard let value else {
      throw Failure.usage("\(option.name) needs a value: \(option.name) \(placeholder)")
    }
    if values[option.name] != nil { throw Failure.usage("\(option.name) is given twice") }
    if !option.choices.isEmpty, !option.choices.contains(value) {
      let meant = nearest(to: value, among: option.choices).map { "; did you mean \($0)?" } ?? ""
      throw Failure.usage(
        "\(option.name) is \(list(option.choices, "or")), not \(quote(value))\(meant)")
    }
    values[option.name] = value
  }

  private func checkCount(_ expected: Operands) throws {
    if operands.count < expected.count.lowerBound {
      throw Failure.usage("\(expected.names[operands.count]) is missing")
    }
    if operands.count > expected.count.upperBound {
      throw Failure.usage("unexpected argument \(quote(operands[expected.count.upperBound]))")
    }
  }

  private static func unknown(_ name: String, _ options: [Option]) -> Failure {
    let meant = nearest(to: name, among: options.map(\.name)).map { "; did you mean \($0)?" } ?? ""
    return .usage("unknown option \(quote(name))\(meant)")
  }
}
