/// The descriptors of a ring in their order, each with what is wrong with it where it stands.
///
/// Slots at the end that are all zeros are unused: a ring is seldom full. Descriptors are made of the bytes as they are looked at,
/// so that a long dump takes no more room. Source: host reference 6.1.
package struct BAMRing: Sendable {
  /// The bytes of the ring.
  package let bytes: [UInt8]
  /// Slots with a descriptor, and empty ones between such.
  package let usedSlots: Int
  /// Slots after the last descriptor.
  package let unusedSlots: Int
  /// The LOCK after which no UNLOCK comes.
  private let openLock: Int?

  /// A ring from its bytes; those at the end that are no whole descriptor are left out, see `restBytes`.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let slots = bytes.count / BAMDescriptor.byteCount
    let end = bytes.prefix(slots * BAMDescriptor.byteCount).lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    usedSlots = (end + BAMDescriptor.byteCount - 1) / BAMDescriptor.byteCount
    unusedSlots = slots - usedSlots
    var lock: Int?
    for index in 0..<usedSlots {
      switch LockStep(Self.descriptor(bytes, index).flags) {
      case .lock: lock = lock ?? index
      case .unlock: lock = nil
      case nil: break
      }
    }
    openLock = lock
  }

  /// A ring from its descriptors.
  package init(_ descriptors: some Sequence<BAMDescriptor>) { self.init(descriptors.flatMap(\.bytes)) }

  /// Bytes at the end that are no whole descriptor.
  package var restBytes: Int { bytes.count % BAMDescriptor.byteCount }

  /// The descriptor in a slot, from 0.
  package subscript(index: Int) -> BAMDescriptor { Self.descriptor(bytes, index) }

  private static func descriptor(_ bytes: [UInt8], _ index: Int) -> BAMDescriptor {
    let start = index * BAMDescriptor.byteCount
    let word = (0..<BAMDescriptor.byteCount).reversed().reduce(UInt64(0)) {
      $0 << 8 | UInt64(bytes[start + $1])
    }
    return BAMDescriptor(word)
  }

  /// What a descriptor does to the lock of its pipe.
  private enum LockStep {
    case lock, unlock

    /// Nil where it does nothing to it, and where nobody knows what, as it says both.
    init?(_ flags: BAMFlags) {
      switch (flags.contains(.lock), flags.contains(.unlock)) {
      case (true, false): self = .lock
      case (false, true): self = .unlock
      default: return nil
      }
    }
  }
}

// MARK: - Slot by slot

extension BAMRing: Sequence {
  /// A descriptor where it stands.
  package struct Slot: Hashable, Sendable {
    /// Its slot, from 0.
    package let index: Int
    /// The descriptor.
    package let descriptor: BAMDescriptor
    /// What is wrong with it by itself, or after those before it, a sentence each.
    package let problems: [String]
    /// What is allowed, but probably not meant.
    package let warnings: [String]
  }

  /// Goes through the used slots.
  package struct Iterator: IteratorProtocol {
    private let ring: BAMRing
    private var index = 0
    private var lock: Int?
    /// Whether data stand directly before, of which nobody waits until they are done.
    private var followsData = false

    fileprivate init(_ ring: BAMRing) { self.ring = ring }

    package mutating func next() -> Slot? {
      guard index < ring.usedSlots else { return nil }
      defer { index += 1 }
      let descriptor = ring[index]
      let problems = descriptor.problems + placeProblems(descriptor) + lockProblems(descriptor.flags)
      return Slot(
        index: index, descriptor: descriptor, problems: problems, warnings: warnings(descriptor.flags))
    }

    private func placeProblems(_ descriptor: BAMDescriptor) -> [String] {
      UInt64(descriptor.address) + UInt64(descriptor.size) > 1 << 32
        ? ["its bytes go past the end of 32-bit addresses"] : []
    }

    private mutating func lockProblems(_ flags: BAMFlags) -> [String] {
      var problems: [String] = []
      switch LockStep(flags) {
      case .lock:
        if let lock { problems.append("EBUSY: LOCK, but descriptor \(lock) has locked and nothing unlocked") }
        lock = lock ?? index
      case .unlock:
        if lock == nil { problems.append("EPERM: UNLOCK, but nothing has locked") }
        lock = nil
      case nil: break
      }
      if ring.openLock == index { problems.append("the lock is left open: no UNLOCK follows") }
      return problems
    }

    private mutating func warnings(_ flags: BAMFlags) -> [String] {
      guard flags.contains(.cmd) else {
        followsData = !flags.contains(.nwd)
        return []
      }
      defer { followsData = false }
      return followsData
        ? ["executed when the data before it are consumed, not when they are done: those have no NWD"] : []
    }
  }

  package func makeIterator() -> Iterator { Iterator(self) }
  package var underestimatedCount: Int { usedSlots }
}
