/// Data descriptors of a ring whose bytes lie one after the other: a buffer that was cut into pieces.
package struct BAMRun: Hashable, Sendable {
  /// Where it begins.
  package let address: UInt32
  /// Its bytes.
  package internal(set) var byteCount: Int
  /// The slot of its first descriptor.
  package let first: Int
  /// The slot of its last one.
  package internal(set) var last: Int
  /// How many descriptors it is made of; commands may stand between them.
  package internal(set) var descriptorCount: Int

  fileprivate init(_ index: Int, _ descriptor: BAMDescriptor) {
    address = descriptor.address
    byteCount = Int(descriptor.size)
    first = index
    last = index
    descriptorCount = 1
  }
}

/// The runs of a ring's data in their order.
package struct BAMRuns: Sequence, Sendable {
  private let ring: BAMRing

  /// Goes from gap to gap.
  package struct Iterator: IteratorProtocol {
    fileprivate let ring: BAMRing
    fileprivate var index = 0

    package mutating func next() -> BAMRun? {
      var run: BAMRun?
      while index < ring.usedSlots {
        let descriptor = ring[index]
        if !descriptor.flags.contains(.cmd) {
          guard var begun = run else {
            run = BAMRun(index, descriptor)
            index += 1
            continue
          }
          guard UInt64(begun.address) + UInt64(begun.byteCount) == UInt64(descriptor.address) else {
            return begun
          }
          begun.byteCount += Int(descriptor.size)
          begun.last = index
          begun.descriptorCount += 1
          run = begun
        }
        index += 1
      }
      return run
    }
  }

  fileprivate init(_ ring: BAMRing) { self.ring = ring }

  package func makeIterator() -> Iterator { Iterator(ring: ring) }
}

extension BAMRing {
  /// The runs of the data.
  package var runs: BAMRuns { BAMRuns(self) }
}
