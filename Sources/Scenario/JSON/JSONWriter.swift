extension JSONValue {
  /// How a value is laid out.
  public enum Layout: Sendable {
    /// On one line, without spaces.
    case compact
    /// One element per line, indented by two spaces.
    case pretty
  }

  /// The value as JSON text (RFC 8259), the same bytes for the same value everywhere; no final newline.
  public func text(_ layout: Layout = .pretty) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// Writes JSON as UTF-8, values as a whole or piece by piece.
struct JSONWriter {
  /// How long the text gets before it is handed on.
  private static let pieceSize = 1 << 16

  let layout: JSONValue.Layout
  /// The text so far, but for what was handed on.
  private(set) var bytes: [UInt8] = []
  private var depth = 0
  private let sink: (([UInt8]) -> Void)?

  /// A writer that keeps its text, or hands it on in pieces.
  init(layout: JSONValue.Layout, to sink: (([UInt8]) -> Void)? = nil) {
    self.layout = layout
    self.sink = sink
  }

  /// Hands on what is left.
  mutating func finish() {
    sink?(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .unsigned(let value): bytes += String(value).utf8
    // JSON has no infinities. A shortest round-trip description is valid JSON as it stands.
    case .real(let value): bytes += (value.isFinite ? value.description : "null").utf8
    case .string(let value): write(value)
    case .array(let elements): list(elements) { writer, element in writer.write(element) }
    case .object(let members):
      object(Array(members), key: \.key) { writer, member in writer.write(member.value) }
    }
  }

  /// A list, whose elements are written one after the other.
  mutating func list<Elements: Collection>(
    _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) -> Void
  ) {
    group("[", "]", elements, body)
  }

  /// An object with different keys, whose values are written one after the other in the order of the keys.
  mutating func object<Member>(
    _ members: [Member], key: (Member) -> String, _ body: (inout JSONWriter, Member) -> Void
  ) {
    let sorted = members.sorted { key($0).utf8.lexicographicallyPrecedes(key($1).utf8) }
    group("{", "}", sorted) { writer, member in
      writer.write(key(member))
      writer.bytes += (writer.layout == .pretty ? ": " : ":").utf8
      body(&writer, member)
    }
  }

  private mutating func group<Elements: Collection>(
    _ open: String, _ close: String, _ elements: Elements,
    _ body: (inout JSONWriter, Elements.Element) -> Void
  ) {
    bytes += open.utf8
    depth += 1
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      newLine()
      body(&self, element)
      if sink != nil, bytes.count >= Self.pieceSize { finish() }
    }
    depth -= 1
    if !elements.isEmpty { newLine() }
    bytes += close.utf8
  }

  private mutating func newLine() {
    guard layout == .pretty else { return }
    bytes.append(0x0A)
    bytes += repeatElement(0x20, count: 2 * depth)
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x08: bytes += "\\b".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0C: bytes += "\\f".utf8
      case 0x0D: bytes += "\\r".utf8
      // DEL need not be escaped, but is invisible in a terminal.
      case 0..<0x20, 0x7F: bytes += ("\\u" + hexadecimal(UInt64(byte), digits: 4)).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
