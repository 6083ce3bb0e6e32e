internal import Synchronization

/// A text that is hashed many times after beginnings that differ.
///
/// A step is (h ^ byte) x p. The exclusive or reaches the low eight bits alone, and what it makes of them depends on
/// nothing else; so n steps take h to (h - low) x p^n and what they take low to. That is walked once for each of the 256 lows.
package final class FNV1aBlock: Sendable {
  private let bytes: [UInt8]
  private let factor: UInt64
  private let known = Mutex([UInt64?](repeating: nil, count: 256))
  private let walks = Atomic<Int>(0)

  /// A text in UTF-8.
  package convenience init(_ text: String) { self.init(Array(text.utf8)) }

  /// A text as the bytes it has.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    factor = bytes.reduce(1) { power, _ in FNV1a.step(power, 0) }
  }

  /// How often the text was walked so far, 256 times at the most.
  package var walkCount: Int { walks.load(ordering: .relaxed) }

  /// The hash of what `hash` stands for and the text.
  package func hash(after hash: UInt64) -> UInt64 {
    let low = hash & 0xFF
    return (hash &- low) &* factor &+ end(of: low)
  }

  private func end(of low: UInt64) -> UInt64 {
    if let end = known.withLock({ $0[Int(low)] }) { return end }
    let end = bytes.reduce(low) { FNV1a.step($0, UInt64($1)) }
    walks.wrappingAdd(1, ordering: .relaxed)
    known.withLock { $0[Int(low)] = end }
    return end
  }
}
