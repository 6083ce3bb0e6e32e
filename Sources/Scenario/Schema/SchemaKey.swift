/// A key that an object of a scenario can have, with all there is to say about it: the decoder, the JSON Schema, `check --expand`
/// and the tables of `docs/scenario-format.md` have it from here.
package final class SchemaKey: Sendable {
  /// The key.
  package let name: String
  /// What its value can be.
  package let type: SchemaType
  /// Whether it must be there.
  package let isRequired: Bool
  /// One sentence about it.
  package let summary: String
  /// What a number counts, in the plural; empty where it counts nothing.
  package let unit: String
  /// A sentence for messages about a number out of range, with `#` where its range belongs.
  package let rule: String
  /// What tables add to the sentence and the type.
  package let note: String
  /// The value it has where it is left out, if that is always the same.
  package let defaultValue: JSONValue?
  /// The value it has where it is left out, in words, if it follows from other keys.
  package let otherwise: String

  /// A key that may be left out.
  init(
    _ name: String, _ type: SchemaType, _ summary: String, unit: String = "", rule: String = "",
    note: String = "", default defaultValue: JSONValue? = nil, otherwise: String = "",
    isRequired: Bool = false
  ) {
    self.name = name
    self.type = type
    self.summary = summary
    self.unit = unit
    self.rule = rule
    self.note = note
    self.defaultValue = defaultValue
    self.otherwise = otherwise
    self.isRequired = isRequired
  }

  /// A key that must be there.
  convenience init(
    required name: String, _ type: SchemaType, _ summary: String, unit: String = "", rule: String = "",
    note: String = "", otherwise: String = "required"
  ) {
    self.init(
      name, type, summary, unit: unit, rule: rule, note: note, otherwise: otherwise, isRequired: true)
  }

  /// The rule with its range.
  var complaint: String { rule.replacing("#", with: type.rangeText ?? "") }
}
