import Scenario

/// The options and operands that a command was given, checked against what it takes.
struct Arguments: Sendable {
  /// Values by the long name of their option; switches have an empty one.
  private(set) var values: [String: String] = [:]
  /// Everything that is no option, in order.
  private(set) var operands: [String] = []

  /// Reads the words behind a command's name.
  ///
  /// Options may stand before or behind operands, a value in the same word behind `=` or in the next one; behind `--`
  /// all is operands. Throws a usage failure that says what is wrong.
  init(_ words: [String], options: [Option], operands expected: Operands) throws {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      if word == "-" || !word.hasPrefix("-") {
        operands.append(word)
        continue
      }
      let equals = word.hasPrefix("--") ? word.firstIndex(of: "=") : nil
      let name = equals.map { String(word[..<$0]) } ?? word
      guard let option = options.first(where: { $0.name == name || $0.short == name }) else {
        throw Self.unknown(name, options)
      }
      let inline = equals.map { String(word[word.index(after: $0)...]) }
      try take(option, inline, &rest)
    }
    try checkCount(expected)
  }

  /// Whether an option or a switch was given.
  func has(_ option: Option) -> Bool { values[option.name] != nil }

  /// The value of an option, or nil if it was not given.
  subscript(_ option: Option) -> String? { values[option.name] }

  private mutating func take(_ option: Option, _ inline: String?, _ rest: inout ArraySlice<String>) throws {
    guard let placeholder = option.value else {
      if inline != nil { throw Failure.usage("\(option.name) takes no value") }
      values[option.name] = ""
      return
    }
    var value = inline
    // A word that starts like an option is taken for one: rather ask than swallow it.
    if value == nil, let next = rest.first, !next.hasPrefix("--") { value = rest.removeFirst() }
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
      throw Failure.usage("\(expected.name) is missing")
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
