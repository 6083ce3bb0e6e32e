extension SchemaType {
  /// The type in the words of JSON Schema.
  var schema: JSONValue {
    switch self {
    case .integer(let range), .address(let range):
      return ["type": "integer", "minimum": .count(range.lowerBound), "maximum": .count(range.upperBound)]
    case .oneOf(let values):
      return ["enum": .array(values.map { .count($0) })]
    case .real(let range):
      return ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
    case .name:
      return [
        "type": "string", "minLength": .count(ScenarioLimits.nameLength.lowerBound),
        "maxLength": .count(ScenarioLimits.nameLength.upperBound),
        "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029]*$",
      ]
    case .text(let pattern):
      var members: [String: JSONValue] = ["type": "string", "minLength": 1]
      if let pattern { members["pattern"] = .string(pattern) }
      return .object(members)
    case .words(let words):
      return ["enum": .array(words.map { .string($0) })]
    case .flag:
      return ["type": "boolean"]
    case .constant(let value):
      return ["const": value]
    case .object(let object):
      return object.schema
    case .list(let element, let count):
      var members: [String: JSONValue] = ["type": "array", "items": element.schema]
      if count.lowerBound > 0 { members["minItems"] = .count(count.lowerBound) }
      if count.upperBound < Int.max { members["maxItems"] = .count(count.upperBound) }
      return .object(members)
    case .any(let types):
      return ["anyOf": .array(types.map(\.schema))]
    case .axes:
      return ["anyOf": [Self.axesSchema, ["type": "array", "minItems": 1, "items": Self.axesSchema]]]
    }
  }

  private static var axesSchema: JSONValue {
    let key = "[A-Za-z0-9_]+(\\[[0-9]+\\])*"
    let path = " *\(key)(\\.\(key))* *"
    return [
      "type": "object", "minProperties": 1, "propertyNames": ["pattern": .string("^\(path)(,\(path))*$")],
      "additionalProperties": ["anyOf": [["const": "all"], ["type": "array", "minItems": 1]]],
    ]
  }
}

extension ObjectSchema {
  fileprivate var schema: JSONValue {
    var properties: [String: JSONValue] = [:]
    for member in members {
      guard case .object(var property) = member.type.schema else { continue }
      property["description"] = .string(member.summary)
      if let value = member.defaultValue { property["default"] = value }
      properties[member.name] = .object(property)
    }
    var result = rules
    result["type"] = "object"
    result["properties"] = .object(properties)
    result["additionalProperties"] = false
    let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { result["required"] = .array(required) }
    return .object(result)
  }
}
