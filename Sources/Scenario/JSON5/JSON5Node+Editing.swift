/// Why a value cannot be put at a path.
struct JSON5EditError: Error {
  /// What is wrong.
  var message: String
}

extension JSON5Node {
  /// Puts a value at a path, or takes the key away where the value is `null`.
  ///
  /// Objects that the path goes through are made where they are missing, or where something else stands; elements of
  /// lists must be there.
  mutating func set(_ steps: ArraySlice<ScenarioPath.Step>, to value: JSON5Node) throws(JSON5EditError) {
    guard let step = steps.first else {
      self = value
      return
    }
    switch step {
    case .key(let key): try set(key, steps.dropFirst(), to: value)
    case .element(let index):
      if let complaint = self.value.complaint(element: index) { throw JSON5EditError(message: complaint) }
      guard case .array(var elements) = self.value else { return }
      if case .null = value.value, steps.count == 1 {
        throw JSON5EditError(message: "null takes a key away, not an element of a list")
      }
      // Nothing else holds the list while an element changes, so that it need not be copied for each change.
      self.value = .null
      defer { self.value = .array(elements) }
      try elements[index].set(steps.dropFirst(), to: value)
    }
  }

  private mutating func set(
    _ key: String, _ rest: ArraySlice<ScenarioPath.Step>, to value: JSON5Node
  ) throws(JSON5EditError) {
    var members: [JSON5Member] = []
    if case .object(let present) = self.value { members = present }
    self.value = .null
    defer { self.value = .object(members) }
    let index = members.firstIndex { $0.key.hasSameBytes(as: key) }
    if case .null = value.value, rest.isEmpty {
      if let index { members.remove(at: index) }
    } else if let index {
      try members[index].node.set(rest, to: value)
    } else {
      var node = JSON5Node(.object([]), at: value.offset)
      try node.set(rest, to: value)
      members.append(JSON5Member(key: key, keyOffset: value.offset, node: node))
    }
  }
}

extension JSON5Value {
  /// Why there is no such element, or nil where there is one.
  fileprivate func complaint(element index: Int) -> String? {
    guard case .array(let elements) = self else { return "there is no list that has an element \(index)" }
    if elements.indices.contains(index) { return nil }
    let count = elements.count == 1 ? "1 element" : "\(elements.count) elements"
    return "there is no element \(index); the list has \(count), counted from 0"
  }
}

extension JSON5Node {
  /// Why no value can be put at a path, or nil where one can.
  func complaint(settingAt steps: [ScenarioPath.Step]) -> String? {
    var value = value
    for step in steps {
      switch (step, value) {
      case (.key(let key), .object(let members)):
        value = members.first { $0.key.hasSameBytes(as: key) }?.node.value ?? .object([])
      case (.key, _): value = .object([])
      case (.element(let index), _):
        if let complaint = value.complaint(element: index) { return complaint }
        guard case .array(let elements) = value else { return nil }
        value = elements[index].value
      }
    }
    return nil
  }
}

extension JSON5Node {
  /// Where the value and everything in it stands.
  var offsets: [Int] {
    switch value {
    case .array(let elements): [offset] + elements.flatMap(\.offsets)
    case .object(let members): [offset] + members.flatMap { [$0.keyOffset] + $0.node.offsets }
    default: [offset]
    }
  }
}

extension JSON5Value {
  /// The value as plain JSON: numbers in decimal, keys in no order.
  package var json: JSONValue {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let number): number.json
    case .string(let text): .string(text)
    case .array(let elements): .array(elements.map(\.value.json))
    case .object(let members):
      .object(
        Dictionary(members.map { ($0.key, $0.node.value.json) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}

extension JSON5Value {
  /// A value whose text as compact JSON is the same for so many characters at least, however large the value is.
  func beginning(_ characters: Int) -> JSONValue {
    var left = characters + 1
    return beginning(&left)
  }

  /// Every value takes a character, and a text as many as it has.
  private func beginning(_ left: inout Int) -> JSONValue {
    left -= 1
    switch self {
    case .string(let text): return .string(Self.beginning(text, &left))
    case .array(let elements):
      var kept: [JSONValue] = []
      for element in elements where left > 0 { kept.append(element.value.beginning(&left)) }
      return .array(kept)
    case .object(let members):
      var kept: [String: JSONValue] = [:]
      for member in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) where left > 0
      {
        let key = Self.beginning(member.key, &left)
        kept[key] = member.node.value.beginning(&left)
      }
      return .object(kept)
    default: return json
    }
  }

  private static func beginning(_ text: String, _ left: inout Int) -> String {
    let beginning = text.unicodeScalars.prefix(max(0, left))
    left -= beginning.count
    return String(String.UnicodeScalarView(beginning))
  }
}

extension JSON5Number {
  /// The number as plain JSON.
  package var json: JSONValue {
    switch self {
    case .unsigned(let value): .count(value)
    case .negative(let value): .integer(value)
    case .real(let value): integer.map { .count($0) } ?? .real(value)
    }
  }
}
