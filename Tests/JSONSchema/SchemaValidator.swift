internal import Foundation
package import Scenario

/// Says where a value breaks a JSON Schema; knows the keywords that the tool's schemas use, and no others.
package struct SchemaValidator {
  /// Keywords that were met and are not known.
  package private(set) var unknown: Set<String> = []

  /// A validator that has met nothing yet.
  package init() {}

  private static let annotations: Set = ["$schema", "title", "description", "default"]

  /// The places that break the schema, each with the keyword it breaks.
  package mutating func errors(_ value: JSONValue, _ schema: JSONValue, at path: String = "") -> [String] {
    guard case .object(let keywords) = schema else {
      return schema == false ? ["\(path): false"] : []
    }
    var errors: [String] = []
    for (keyword, rule) in keywords.sorted(by: { $0.key < $1.key }) where !Self.annotations.contains(keyword)
    {
      errors += check(keyword, rule, value, keywords, path)
    }
    return errors
  }

  private mutating func isValid(_ value: JSONValue, _ schema: JSONValue) -> Bool {
    errors(value, schema).isEmpty
  }

  private mutating func check(
    _ keyword: String, _ rule: JSONValue, _ value: JSONValue, _ keywords: [String: JSONValue], _ path: String
  ) -> [String] {
    func unless(_ isGood: Bool) -> [String] { isGood ? [] : ["\(path): \(keyword)"] }
    switch (keyword, rule) {
    case ("type", .string(let type)): return unless(Self.isOfType(value, type))
    case ("const", _): return unless(value == rule)
    case ("enum", .array(let values)): return unless(values.contains(value))
    case ("minimum", _): return unless(Self.order(value, rule) { $0 >= $1 } ?? true)
    case ("maximum", _): return unless(Self.order(value, rule) { $0 <= $1 } ?? true)
    case ("minLength", .integer(let limit)): return unless(Self.length(value).map { $0 >= limit } ?? true)
    case ("maxLength", .integer(let limit)): return unless(Self.length(value).map { $0 <= limit } ?? true)
    case ("pattern", .string(let pattern)):
      guard case .string(let text) = value else { return [] }
      return unless(text.range(of: pattern, options: .regularExpression) != nil)
    case ("minItems", .integer(let limit)):
      return unless(Self.elements(value).map { $0.count >= limit } ?? true)
    case ("maxItems", .integer(let limit)):
      return unless(Self.elements(value).map { $0.count <= limit } ?? true)
    case ("items", _):
      return (Self.elements(value) ?? []).enumerated().flatMap {
        errors($0.element, rule, at: "\(path)[\($0.offset)]")
      }
    case ("allOf", .array(let schemas)): return schemas.flatMap { errors(value, $0, at: path) }
    case ("anyOf", .array(let schemas)): return unless(schemas.contains { isValid(value, $0) })
    case ("oneOf", .array(let schemas)): return unless(schemas.count { isValid(value, $0) } == 1)
    case ("not", _): return unless(!isValid(value, rule))
    case ("if", _):
      let branch = isValid(value, rule) ? keywords["then"] : keywords["else"]
      return branch.map { errors(value, $0, at: path) } ?? []
    case ("then", _), ("else", _): return []
    default: return checkObject(keyword, rule, value, keywords, path)
    }
  }

  private mutating func checkObject(
    _ keyword: String, _ rule: JSONValue, _ value: JSONValue, _ keywords: [String: JSONValue], _ path: String
  ) -> [String] {
    let members: [String: JSONValue] = if case .object(let members) = value { members } else { [:] }
    let isObject = if case .object = value { true } else { false }
    var result: [String] = []
    switch (keyword, rule) {
    case ("required", .array(let names)):
      for case .string(let name) in names where isObject && members[name] == nil {
        result.append("\(path): required \(name)")
      }
    case ("minProperties", .integer(let limit)):
      if isObject, members.count < limit { result.append("\(path): minProperties") }
    case ("properties", .object(let properties)):
      for (name, schema) in properties {
        if let member = members[name] { result += errors(member, schema, at: "\(path).\(name)") }
      }
    case ("additionalProperties", _):
      var known: Set<String> = []
      if case .object(let properties)? = keywords["properties"] { known = Set(properties.keys) }
      for (name, member) in members where !known.contains(name) {
        result += errors(member, rule, at: "\(path).\(name)")
      }
    case ("propertyNames", _):
      for name in members.keys { result += errors(.string(name), rule, at: "\(path).\(name)") }
    default: unknown.insert(keyword)
    }
    return result.sorted()
  }

  private static func isOfType(_ value: JSONValue, _ type: String) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("number", .real), ("number", .integer),
      ("number", .unsigned), ("integer", .integer), ("integer", .unsigned), ("boolean", .bool),
      ("null", .null):
      true
    case ("integer", .real(let value)): value == value.rounded()
    default: false
    }
  }

  private static func elements(_ value: JSONValue) -> [JSONValue]? {
    if case .array(let elements) = value { elements } else { nil }
  }

  private static func length(_ value: JSONValue) -> Int? {
    if case .string(let text) = value { text.unicodeScalars.count } else { nil }
  }

  /// A relation of numbers, exact where both are integers; nil where one is no number.
  private static func order(
    _ a: JSONValue, _ b: JSONValue, _ relation: (Double, Double) -> Bool
  ) -> Bool? {
    if case .integer(let a) = a, case .integer(let b) = b, a != b {
      return relation(a < b ? 0 : 1, a < b ? 1 : 0)
    }
    guard let a = number(a), let b = number(b) else { return nil }
    return relation(a, b)
  }

  private static func number(_ value: JSONValue) -> Double? {
    switch value {
    case .integer(let value): Double(value)
    // 2^63 and above, which is above every bound, though as a double it may be as large.
    case .unsigned(let value): Double(value).nextUp
    case .real(let value): value
    default: nil
    }
  }
}
