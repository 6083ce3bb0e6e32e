extension ObjectSchema {
  /// The value of a key with the defaults that are always the same.
  enum Filled {
    /// What stands in the text, where such a value belongs.
    case text(SchemaType, JSON5Node)
    /// A default.
    case value(JSONValue)
  }

  /// The keys of an object that are there or have a default that is always the same, in no order.
  func filledMembers(_ object: JSON5Node) -> [(key: String, value: Filled)] {
    guard case .object(let present) = object.value else { return [] }
    return members.compactMap { member in
      if let node = present.first(where: { $0.key.hasSameBytes(as: member.name) })?.node {
        return (member.name, .text(member.type, node))
      }
      guard fillsDefaults else { return nil }
      return member.defaultValue.map { value in
        let isEmpty = value == [:]
        return (
          member.name, isEmpty ? .text(member.type, JSON5Node(.object([]), at: object.offset)) : .value(value)
        )
      }
    }
  }

  /// An object as plain JSON with the defaults that are always the same.
  func filled(_ object: JSON5Node) -> JSONValue {
    let members = filledMembers(object).map { key, value -> (String, JSONValue) in
      switch value {
      case .text(let type, let node): (key, type.filled(node))
      case .value(let value): (key, value)
      }
    }
    return .object(Dictionary(members, uniquingKeysWith: { first, _ in first }))
  }
}

extension SchemaType {
  fileprivate func filled(_ node: JSON5Node) -> JSONValue {
    switch node.value {
    case .object: object?.filled(node) ?? node.value.json
    case .array(let elements): .array(elements.map { element?.filled($0) ?? $0.value.json })
    case let value: value.json
    }
  }
}
