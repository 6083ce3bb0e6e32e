/// A text that is itself only where its UTF-8 bytes are the same, as a key of sets and dictionaries.
///
/// `String` compares by canonical equivalence. That is not what JSON does with keys, and it takes a thousand times as long for
/// texts with many combining marks.
struct ByteKey: Hashable, Sendable {
  /// The text.
  let text: String

  init(_ text: String) { self.text = text }

  static func == (a: ByteKey, b: ByteKey) -> Bool { a.text.hasSameBytes(as: b.text) }

  func hash(into hasher: inout Hasher) {
    text.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension String {
  /// Whether the UTF-8 bytes are the same.
  func hasSameBytes(as other: String) -> Bool {
    let length = utf8.count
    if length != other.utf8.count { return false }
    // Short texts are compared fast, whatever is in them, and equal ones need not have the same bytes.
    if length < 16 { return self == other && utf8.elementsEqual(other.utf8) }
    return withBytes { bytes in other.withBytes { bytes.elementsEqual($0) } }
  }

  /// Hands on the UTF-8 bytes.
  fileprivate func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
  }
}
