#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The lines of an open file, one after the other, in bounded memory.
struct LineReader {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var readOffset = 0
  /// The offset after the last line.
  private(set) var offset = 0

  private static let chunk = 1 << 16

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// A line.
  struct Line {
    /// Its bytes, without line end.
    var bytes: ArraySlice<UInt8>
    /// Whether it has a line end.
    var isWhole: Bool
    /// Whether it was cut off in front of a NUL, which no text has: after a power cut the system may leave NULs where bytes did
    /// not reach the disk. What comes after them is not looked at.
    var isDamaged = false

    init(_ bytes: ArraySlice<UInt8>, isWhole: Bool) {
      guard let damage = bytes.firstIndex(of: 0) else {
        self.bytes = bytes
        self.isWhole = isWhole
        return
      }
      self.bytes = bytes[..<damage]
      self.isWhole = false
      isDamaged = true
    }
  }

  /// The next line, or nil at the end; of one that is longer than `limit`, so many bytes and no line end.
  mutating func next(limit: Int) throws(SweepFailure) -> Line? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer {
          offset += end + 1 - start
          start = end + 1
        }
        return Line(buffer[start..<end], isWhole: true)
      }
      if buffer.count - start > limit { return Line(buffer[start..<start + limit], isWhole: false) }
      searched = buffer.count - start
      buffer.removeFirst(start)
      start = 0
      guard try fill() else {
        return buffer.isEmpty ? nil : Line(buffer[...], isWhole: false)
      }
    }
  }

  /// Reads on; false at the end of the file.
  private mutating func fill() throws(SweepFailure) -> Bool {
    var chunk = [UInt8](repeating: 0, count: Self.chunk)
    while true {
      let count = chunk.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(readOffset))
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .output("cannot read what is to be resumed: \(describe(errno))")
      }
      readOffset += count
      buffer += chunk[..<count]
      return count > 0
    }
  }
}
