/// What a whole number counts, for hints.
enum NumberUnit {
  case plain, hertz
}

/// Takes values out of a document, and reports those that are not what the schema wants.
///
/// A function returns nil after it has reported why.
struct SchemaReader {
  /// Everything that was found wrong.
  var diagnostics = DiagnosticCollector()

  /// An error at a value; `suggestion` is what to write instead of the value.
  mutating func error(_ field: Field, suggestion: Suggestion? = nil, _ message: @autoclosure () -> String) {
    diagnostics.error(at: field.node.offset, path: field.path, suggestion: suggestion, message())
  }

  /// A warning at a value.
  mutating func warning(_ field: Field, _ message: @autoclosure () -> String) {
    diagnostics.warning(at: field.node.offset, path: field.path, message())
  }

  /// Reports a value of another kind than the one that belongs there.
  mutating func wrongKind(_ field: Field, wanted: String, _ hint: String? = nil) {
    var message: String { "\(wanted) belongs here, not \(field.node.value.kind)" }
    if case .null = field.node.value, field.mayBeLeftOut {
      error(field, "\(message); leave the key out for its default")
    } else {
      error(field, hint.map { "\(message); \($0)" } ?? message)
    }
  }

  /// An object; reports the keys it cannot have.
  mutating func object(_ field: Field, _ schema: ObjectSchema, example: String = "{ ... }") -> ObjectView? {
    guard case .object(let members) = field.node.value else {
      wrongKind(field, wanted: "an object", "write \(example)")
      return nil
    }
    var view = ObjectView(field, schema)
    for member in members {
      if let position = schema.position(of: member.key) { view.add(position, member.node) }
    }
    if view.count == members.count { return view }
    view.hasUnknownKeys = true
    for member in members where schema.position(of: member.key) == nil {
      guard !diagnostics.isFull else {
        // Nobody sees what it would be.
        diagnostics.error(at: member.keyOffset, "unknown key")
        continue
      }
      let correction = schema.correction(of: member.key) { view[$0] != nil }
      // Only one key can be put into its place.
      let meant = schema.meant(by: member.key)
      let isFirst = meant.map { view.meant.insert($0).inserted } ?? false
      diagnostics.error(
        at: member.keyOffset, path: excerpt(view.path(of: member.key), limit: 80),
        suggestion: isFirst ? correction.key.map { .key($0) } : nil, "unknown key" + correction.hint)
    }
    return view
  }

  /// The value of a key that must be there.
  mutating func required(_ view: ObjectView, _ key: String, _ hint: String) -> Field? {
    if let field = view.needed(key) { return field }
    missing(view, key, hint)
    return nil
  }

  /// Reports that a key is missing, unless it was reported misspelt.
  mutating func missing(_ view: ObjectView, _ key: String, _ hint: String) {
    if !view.meant.contains(key) { error(view.field, "the key \(quote(key)) is missing; \(hint)") }
  }

  /// The elements of a list, which are objects as a rule.
  mutating func elements(_ field: Field, isOfObjects: Bool = true) -> FieldElements? {
    guard case .array(let elements) = field.node.value else {
      var hint: String?
      if field.node.isObject, isOfObjects { hint = "put it in brackets: [{ ... }]" }
      wrongKind(field, wanted: "a list", hint)
      return nil
    }
    return field.elements(elements)
  }

  /// A text.
  mutating func string(_ field: Field) -> String? {
    if case .string(let text) = field.node.value { return text }
    wrongKind(field, wanted: "a string")
    return nil
  }

  /// True or false.
  mutating func flag(_ field: Field) -> Bool? {
    if case .bool(let value) = field.node.value { return value }
    wrongKind(field, wanted: "true or false")
    return nil
  }

  /// A name that can be printed: not empty, at most 200 characters, no control characters.
  mutating func name(_ field: Field) -> String? {
    guard let text = string(field) else { return nil }
    if ScenarioName.allows(text) { return text }
    error(field, "a name has 1 to 200 characters and no control characters")
    return nil
  }

  /// One word of an enumeration.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ field: Field, _ type: Word.Type, aliases: @autoclosure () -> [String: Word] = [:]
  ) -> Word? where Word.RawValue == String {
    var choice: String { list(type.allCases.map { quote($0.rawValue) }, "or") }
    guard case .string(let text) = field.node.value else {
      wrongKind(field, wanted: choice)
      return nil
    }
    // No word is as long; a long text takes its time to compare.
    let isShort = text.utf8.count <= 64
    if isShort, let word = Word(rawValue: text) { return word }
    let meant =
      isShort
      ? aliases()[text.lowercased()]?.rawValue ?? nearest(to: text, among: type.allCases.map(\.rawValue))
      : nil
    if let meant {
      error(
        field, suggestion: .string(meant), "\(quote(text)) is not known; did you mean \(quote(meant))?")
    } else {
      error(field, "\(quote(text)) is not known; it is \(choice)")
    }
    return nil
  }
}
