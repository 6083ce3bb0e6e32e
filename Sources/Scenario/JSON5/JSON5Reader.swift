/// Reads JSON5 (json5.org, version 1.0.0) byte by byte, keeping the place of every key and value and nothing else of it.
///
/// Depth and number of values are bounded, so that no input exhausts the stack or the memory.
package struct JSON5Reader {
  /// Objects and lists may be nested this deep.
  package static let depthLimit = 64
  /// A text may hold this many values.
  package static let valueLimit = 1 << 20
  /// A number may have this many characters.
  package static let numberLengthLimit = 1000

  private let source: SourceText
  let bytes: [UInt8]
  var at: Int
  private var depth = 0
  private var entries: [JSON5Tape.Entry] = []
  private var values = 0
  /// Keys that were met a second time; reported with the other mistakes of content.
  private(set) var duplicates: [JSON5Document.DuplicateKey] = []

  package init(_ source: SourceText) { self.init(source, at: source.start) }

  /// A reader at a place of the text.
  init(_ source: SourceText, at offset: Int) {
    self.source = source
    bytes = source.bytes
    at = offset
  }

  /// The one value that a text is.
  mutating func document() throws(JSON5Error) -> JSON5Node {
    if bytes.count > Int(UInt32.max) { throw error("the text has more than 4 GiB") }
    // A value or key takes two characters, but for the last. Memory is only taken as it is used.
    entries.reserveCapacity(min(bytes.count / 2 + 1, 2 * Self.valueLimit))
    try skipSpace()
    if at == bytes.count {
      throw JSON5Error(offset: at, message: "the file is empty; a scenario is an object: { ... }")
    }
    try value()
    try skipSpace()
    if at < bytes.count {
      throw error("\(here) after the end of the scenario; is a bracket closed too early?")
    }
    return JSON5Node(JSON5Tape(source, entries), 0)
  }

  /// The byte at the current place, or 0 at the end (the text holds no NUL).
  var peek: UInt8 { at < bytes.count ? bytes[at] : 0 }

  func peek(_ distance: Int) -> UInt8 { at + distance < bytes.count ? bytes[at + distance] : 0 }

  func error(_ message: String) -> JSON5Error { JSON5Error(offset: at, message: message) }

  private mutating func value() throws(JSON5Error) {
    try skipSpace()
    values += 1
    if values > Self.valueLimit {
      throw error("the file holds more than \(Self.valueLimit) values")
    }
    let entry = begin()
    switch peek {
    case UInt8(ascii: "{"): try object()
    case UInt8(ascii: "["): try array()
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"):
      throw error("a value is missing here")
    default: _ = try scalarValue()
    }
    entries[entry].end = UInt32(entries.count)
  }

  /// An entry for what starts at the current place.
  private mutating func begin() -> Int {
    entries.append(JSON5Tape.Entry(offset: UInt32(at), end: UInt32(entries.count + 1)))
    return entries.count - 1
  }

  /// A value that is neither an object nor a list.
  mutating func scalarValue() throws(JSON5Error) -> JSON5Value {
    switch peek {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): .string(try string())
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      .number(try number())
    default: try word()
    }
  }

  private mutating func object() throws(JSON5Error) {
    let opener = at
    try enter()
    var seen = SeenKeys()
    while true {
      try skipSpace()
      if peek == UInt8(ascii: "}") { break }
      if at == bytes.count { throw unclosed("object", opener) }
      if peek == UInt8(ascii: "]") { throw mismatch("object", opener) }
      let keyOffset = at
      let entry = begin()
      let key = try self.key()
      try skipSpace()
      guard peek == UInt8(ascii: ":") else {
        throw error("a colon is missing after the key \(quote(key)), found \(here)")
      }
      at += 1
      try value()
      if let first = seen.insert(key, at: keyOffset) {
        duplicates.append(.init(key: key, offset: keyOffset, first: first))
        entries.removeSubrange(entry...)
      }
      try separator(closing: UInt8(ascii: "}"), opener, "object")
    }
    leave()
  }

  private mutating func array() throws(JSON5Error) {
    let opener = at
    try enter()
    while true {
      try skipSpace()
      if peek == UInt8(ascii: "]") { break }
      if at == bytes.count { throw unclosed("list", opener) }
      if peek == UInt8(ascii: "}") { throw mismatch("list", opener) }
      try value()
      try separator(closing: UInt8(ascii: "]"), opener, "list")
    }
    leave()
  }

  private mutating func enter() throws(JSON5Error) {
    if depth == Self.depthLimit {
      throw error("objects and lists are nested more than \(Self.depthLimit) deep")
    }
    depth += 1
    at += 1
  }

  private mutating func leave() {
    depth -= 1
    at += 1
  }

  /// Passes the comma after an element; the closing bracket may stand instead.
  private mutating func separator(closing: UInt8, _ opener: Int, _ what: String) throws(JSON5Error) {
    try skipSpace()
    switch peek {
    case closing: return
    case UInt8(ascii: ","): at += 1
    case _ where at == bytes.count: throw unclosed(what, opener)
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      throw mismatch(what, opener)
    case UInt8(ascii: ";"): throw error("found ';' where a comma belongs")
    default: throw error("a comma is missing before \(here)")
    }
  }

  private func unclosed(_ what: String, _ opener: Int) -> JSON5Error {
    JSON5Error(offset: at, message: "the file ends before the \(what) is closed", opener: opener)
  }

  private func mismatch(_ what: String, _ opener: Int) -> JSON5Error {
    JSON5Error(offset: at, message: "\(here) does not close the \(what)", opener: opener)
  }

  /// The key of a member.
  mutating func key() throws(JSON5Error) -> String {
    switch peek {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return try string()
    case UInt8(ascii: ","): throw error("a key is missing before this comma")
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      throw error("a key cannot start with a digit; put it in quotes")
    default: break
    }
    let key = try identifier()
    if key.isEmpty { throw error("a key or the closing } belongs here, found \(here)") }
    return key
  }

  /// What stands at the current place, in words.
  var here: String {
    guard let scalar = scalar() else { return "the end of the file" }
    switch scalar {
    case "\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}":
      return "the typographic quote '\(scalar)' (use \" or ')"
    case "#": return "'#' (comments start with //)"
    case _ where scalar.value > 0x20 && scalar.value < 0x7F || scalar.properties.isAlphabetic:
      return "'\(scalar)'"
    default: return "the character U+" + hexadecimal(UInt64(scalar.value), digits: 4)
    }
  }
}

/// The keys of an object so far. Most objects have few, which are looked through faster than looked up.
private struct SeenKeys {
  private static let few = 12
  private var first: [(key: ByteKey, offset: Int)] = []
  private var offsets: [ByteKey: Int] = [:]

  /// Adds a key; returns where it was first if it was there before.
  mutating func insert(_ text: String, at offset: Int) -> Int? {
    let key = ByteKey(text)
    if first.count < Self.few {
      if let same = first.first(where: { $0.key == key }) { return same.offset }
      first.append((key, offset))
      return nil
    }
    if offsets.isEmpty {
      offsets = Dictionary(first.map { ($0.key, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }
    if let first = offsets[key] { return first }
    offsets[key] = offset
    return nil
  }
}
