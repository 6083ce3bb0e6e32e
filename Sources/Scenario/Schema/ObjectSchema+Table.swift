extension ObjectSchema {
  /// The keys as a table in Markdown, as the documentation has it; without those of which there are too many to list.
  package var table: String {
    let shown = name == Self.expect.name ? members.filter { !$0.isOneOfMany } : members
    let rows = shown.map { key in
      "| `\(key.name)` | \(key.unit) | \(key.meaning) | \(key.fallback) |\n"
    }
    return "| Key | Unit | Value | Default |\n|---|---|---|---|\n" + rows.joined()
  }
}

extension SchemaKey {
  /// Whether it is a bound on a number of the result, of which there are dozens.
  fileprivate var isOneOfMany: Bool { ExpectationKey.named[name] != nil }

  /// The sentence, the type and the note.
  fileprivate var meaning: String {
    let sentence = summary.prefix(1).lowercased() + summary.dropFirst().dropLast()
    // What has a name of its own keeps its capital.
    let start = summary.hasPrefix("Peripheral") ? String(summary.dropLast()) : sentence
    let plain = [start, type.text].compactMap { $0 }.joined(separator: ": ")
    return note.isEmpty ? plain : "\(plain); \(note)"
  }

  fileprivate var fallback: String {
    if !otherwise.isEmpty { return otherwise }
    switch defaultValue {
    case .none: return ""
    case .object, .array: return "`\(defaultValue?.text(.compact) ?? "")`"
    case .string(let word)?: return "`\"\(word)\"`"
    case let value?: return value.text(.compact)
    }
  }
}

extension SchemaType {
  /// The range of its numbers, for example `1 to 511`; nil where it has none.
  var rangeText: String? {
    switch self {
    case .integer(let range):
      range.upperBound == Int.max
        ? "from \(range.lowerBound) on" : "\(range.lowerBound) to \(range.upperBound)"
    case .address(let range): "\(Scenario.address(range.lowerBound)) to \(Scenario.address(range.upperBound))"
    case .real(let range): "\(number(range.lowerBound)) to \(number(range.upperBound))"
    case .oneOf(let values): Scenario.list(values.map { "\($0)" }, "or")
    case .any(let types): types.lazy.compactMap(\.rangeText).first
    default: nil
    }
  }

  private func number(_ value: Double) -> String {
    value < 1e15 ? JSON5Number.real(value).description : "\(value)"
  }

  /// What a value can be, for a table; nil where there is nothing to add.
  fileprivate var text: String? {
    switch self {
    case .integer, .address, .real, .oneOf: return rangeText
    case .name:
      return
        "text, \(ScenarioLimits.nameLength.lowerBound) to \(ScenarioLimits.nameLength.upperBound) characters"
    case .text: return "text"
    case .words(let words): return Scenario.list(words.map { "`\"\($0)\"`" }, "or")
    case .flag: return "`true` or `false`"
    case .constant(let value): return "`\(value.text(.compact))`"
    case .object: return "object"
    case .list(_, 0...0): return nil
    case .list(let element, let count):
      let plural = element.object == nil ? "values" : "objects"
      if count.upperBound == Int.max { return "list of \(plural)" }
      return count.lowerBound == 0
        ? "list of at most \(count.upperBound) \(plural)"
        : "list of \(count.lowerBound) to \(count.upperBound) \(plural)"
    case .any(let types): return Scenario.list(types.compactMap(\.text), "or")
    case .axes: return "object, or list of objects"
    }
  }
}
