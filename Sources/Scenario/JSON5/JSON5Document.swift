/// A JSON5 text that was read: its value, and the text for positions.
package struct JSON5Document: Sendable {
  /// The text.
  package let source: SourceText
  /// The value.
  package var root: JSON5Node
  /// The keys that an object has more than once; only the first of each is in the value.
  package var duplicates: [DuplicateKey] = []

  /// A key that an object has had before.
  package struct DuplicateKey: Sendable {
    /// The key.
    package var key: String
    /// Where it stands again.
    package var offset: Int
    /// Where it stands first.
    package var first: Int
  }

  /// A document whose value was changed after it was read.
  init(source: SourceText, root: JSON5Node) {
    self.source = source
    self.root = root
  }

  /// Reads a text; throws at the first mistake of syntax.
  package init(_ source: SourceText) throws(JSON5Error) {
    var reader = JSON5Reader(source)
    root = try reader.document()
    duplicates = reader.duplicates
    self.source = source
  }

  /// The node at a key path such as `peripherals[0].memory[1].address`, or the nearest above it that the
  /// text has (defaults stand in no text).
  package func node(at path: String) -> JSON5Node {
    var node = root
    for part in path.split(whereSeparator: { ".[]".contains($0) }).map(String.init) {
      switch node.value {
      case .object(let members):
        guard let member = members.first(where: { $0.key.hasSameBytes(as: part) }) else { return node }
        node = member.node
      case .array(let elements):
        guard let index = Int(part), elements.indices.contains(index) else { return node }
        node = elements[index]
      default:
        return node
      }
    }
    return node
  }
}
