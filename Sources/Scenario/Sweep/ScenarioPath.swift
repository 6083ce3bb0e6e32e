/// The place of a value in a scenario, for example `transfers[0].data.bytes`.
package struct ScenarioPath: Hashable, Sendable {
  /// One step down: to a key of an object or to an element of a list.
  package enum Step: Hashable, Sendable {
    case key(String)
    case element(Int)
  }

  /// The steps from the top; at least one, the first to a key.
  package let steps: [Step]

  /// A path of steps.
  package init(steps: [Step]) { self.steps = steps }

  /// The path that a text names, or nil where it names none.
  package init?(_ text: String) {
    // Every key is ASCII, and characters of many marks take their time.
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    var steps: [Step] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let key = pieces.first, !key.isEmpty, key.allSatisfy(Self.isOfKey) else { return nil }
      steps.append(.key(String(key)))
      for piece in pieces.dropFirst() {
        let digits = piece.dropLast()
        guard piece.last == "]", digits.allSatisfy(\.isASCII), digits.allSatisfy(\.isNumber),
          let index = Int(digits)
        else { return nil }
        steps.append(.element(index))
      }
    }
    self.steps = steps
  }

  private static func isOfKey(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }

  /// Whether the other path leads to this value or to a part of it.
  package func holds(_ other: ScenarioPath) -> Bool { other.steps.starts(with: steps) }

  /// The path of the object that has this key, and the key; nil for an element of a list.
  package var parentAndKey: (parent: [Step], key: String)? {
    guard case .key(let key)? = steps.last else { return nil }
    return (Array(steps.dropLast()), key)
  }
}

extension ScenarioPath: CustomStringConvertible {
  /// The path as it is written.
  package var description: String { Self.text(steps[...]) }

  static func text(_ steps: ArraySlice<Step>) -> String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .element(let index): text += "[\(index)]"
      }
    }
    return text
  }
}

extension ScenarioPath {
  /// Why no scenario has a value at this path, or nil where one can have it.
  package var complaint: String? {
    if let first = steps.first, first == .key("format") || first == .key("sweep") {
      return "\(Self.text(steps[..<1])) cannot be swept"
    }
    var type = SchemaType.object(.scenario)
    for (index, step) in steps.enumerated() {
      let place = Self.text(steps[..<index])
      switch step {
      case .key(let key):
        guard let schema = type.object else {
          return type.element == nil
            ? "\(place) has no keys" : "\(place) is a list; write for example \(place)[0].\(key)"
        }
        guard let member = schema.member(key) else {
          guard let meant = schema.meant(by: key) else {
            return "unknown path\(schema.hint(for: key))"
          }
          let path = steps[..<index] + [.key(meant)] + steps[(index + 1)...]
          return "unknown path; did you mean \(quote(Self.text(path), limit: 80))?"
        }
        type = member.type
      case .element:
        guard let element = type.element else { return "\(place) is no list" }
        type = element
      }
    }
    return nil
  }
}
