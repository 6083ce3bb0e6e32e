/// A value with its key path.
struct Field {
  var node: JSON5Node
  /// Whether its key may be missing.
  var mayBeLeftOut = false
  /// What its schema says of it; nil for what is no key of an object.
  fileprivate(set) var key: SchemaKey?
  fileprivate let place: FieldPlace

  /// A value at the place that a text names.
  init(node: JSON5Node, path: String) {
    self.init(node: node, place: FieldPlace(parent: nil, step: .text(path)))
  }

  fileprivate init(
    node: JSON5Node, place: FieldPlace, key: SchemaKey? = nil, mayBeLeftOut: Bool = false
  ) {
    self.node = node
    self.mayBeLeftOut = mayBeLeftOut
    self.place = place
    self.key = key
  }

  /// The key path, such as `transfers[0].address`; empty for the scenario as a whole.
  var path: String { place.text }

  /// The elements of a list with their paths.
  func elements(_ nodes: [JSON5Node]) -> FieldElements {
    FieldElements(nodes: nodes, list: FieldParent(place))
  }
}

/// Where a value stands: a step down from an object or list. The text is only made where it is asked for, as in a file without
/// mistakes nobody does.
private struct FieldPlace {
  var parent: FieldParent?
  var step: Step

  enum Step {
    case text(String), key(String), element(Int)
  }

  var text: String {
    let start = parent?.place.text ?? ""
    switch step {
    case .text(let text): return start + text
    case .key(let key): return start.isEmpty ? key : "\(start).\(key)"
    case .element(let index): return "\(start)[\(index)]"
    }
  }
}

/// An object or list, once for all values in it.
private final class FieldParent {
  let place: FieldPlace

  init(_ place: FieldPlace) { self.place = place }
}

/// The elements of a list, each made when it is asked for.
struct FieldElements: RandomAccessCollection {
  /// Their values.
  let nodes: [JSON5Node]
  fileprivate let list: FieldParent

  var startIndex: Int { 0 }
  var endIndex: Int { nodes.count }
  subscript(index: Int) -> Field {
    Field(node: nodes[index], place: FieldPlace(parent: list, step: .element(index)))
  }
}

/// An object whose keys were checked.
struct ObjectView {
  let field: Field
  private let schema: ObjectSchema
  private let parent: FieldParent
  /// The values of the keys it can have, with the place of the key in the schema.
  private var members: [(position: Int, node: JSON5Node)] = []
  /// The keys that were probably meant by keys the object cannot have.
  var meant: Set<String> = []
  /// Whether the object has keys it cannot have.
  var hasUnknownKeys = false

  init(_ field: Field, _ schema: ObjectSchema) {
    self.field = field
    self.schema = schema
    parent = FieldParent(field.place)
  }

  /// Adds the value of the key at a place in the schema.
  mutating func add(_ position: Int, _ node: JSON5Node) { members.append((position, node)) }

  /// The value of a key, or nil where the file leaves it out.
  subscript(_ key: String) -> Field? { field(key, mayBeLeftOut: true) }

  /// The value of a key that must be there, or must be there beside what else is.
  func needed(_ key: String) -> Field? { field(key, mayBeLeftOut: false) }

  private func field(_ key: String, mayBeLeftOut: Bool) -> Field? {
    for member in members where schema.keys[member.position] == key {
      return field(member, mayBeLeftOut: mayBeLeftOut)
    }
    return nil
  }

  /// The keys that are there with their values, in the order of the schema.
  var fields: [(key: String, field: Field)] {
    members.sorted { $0.position < $1.position }.map {
      (schema.keys[$0.position], field($0, mayBeLeftOut: true))
    }
  }

  /// How many of its keys are there.
  var count: Int { members.count }

  private func field(_ member: (position: Int, node: JSON5Node), mayBeLeftOut: Bool) -> Field {
    Field(
      node: member.node, place: FieldPlace(parent: parent, step: .key(schema.keys[member.position])),
      key: schema.members[member.position], mayBeLeftOut: mayBeLeftOut)
  }

  /// The key path of a key, whether it is there or not.
  func path(of key: String) -> String { FieldPlace(parent: parent, step: .key(key)).text }
}
