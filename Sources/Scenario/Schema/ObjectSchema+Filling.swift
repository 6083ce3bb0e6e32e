extension ObjectSchema {
  /// An object as plain JSON with the defaults that are always the same.
  func filled(_ value: JSON5Value) -> JSONValue {
    guard case .object(let present) = value else { return value.json }
    var result: [String: JSONValue] = [:]
    for member in members {
      if let node = present.first(where: { $0.key.hasSameBytes(as: member.name) })?.node {
        result[member.name] = member.type.filled(node.value)
      } else if let value = member.defaultValue {
        result[member.name] = value == [:] ? member.type.filled(.object([])) : value
      }
    }
    return .object(result)
  }
}

extension SchemaType {
  fileprivate func filled(_ value: JSON5Value) -> JSONValue {
    switch value {
    case .object: object?.filled(value) ?? value.json
    case .array(let elements): .array(elements.map { element?.filled($0.value) ?? $0.value.json })
    default: value.json
    }
  }
}
