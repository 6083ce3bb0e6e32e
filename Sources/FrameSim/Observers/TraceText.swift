/// The text of a trace on its way to a file: what was written is taken out now and then, and its storage used again.
public struct TraceText: Sendable {
  private var storage: [UInt8] = []
  /// Bytes that are there.
  public private(set) var count = 0

  /// No text.
  public init() {}

  /// The bytes, as a copy.
  public var bytes: [UInt8] { Array(storage[..<count]) }

  /// Gives the bytes in place.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try storage.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }

  /// Takes them all out.
  public mutating func removeAll() {
    count = 0
  }

  /// Appends a text in UTF-8.
  mutating func append(_ text: String) {
    let bytes = text.utf8
    append(atMost: bytes.count) { place in
      UnsafeMutableRawBufferPointer(start: place, count: bytes.count).copyBytes(from: bytes)
      return place + bytes.count
    }
  }

  /// Appends what `body` writes from a place with room for so many bytes on; it gives the end of that.
  @inline(__always)
  mutating func append(
    atMost room: Int, _ body: (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer
  ) {
    if storage.count - count < room {
      storage += repeatElement(0, count: max(room, storage.count))
    }
    let start = count
    count = storage.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return start }
      return body(base + start) - base
    }
  }
}
