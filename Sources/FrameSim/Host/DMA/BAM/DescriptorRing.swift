/// The ring of a pipe: a driver writes descriptors and rings the doorbell, the engine fetches and completes them, the driver frees.
///
/// Positions count all descriptors that there ever were; their slots are those modulo the size. One slot stays free, so that
/// a full ring is not an empty one (host reference 6.1).
struct DescriptorRing: Hashable, Sendable {
  private var slots: [UInt64]
  /// Descriptors that the driver has written.
  private(set) var written = 0
  /// Those that the engine knows of.
  private(set) var visible = 0
  /// Those that it has fetched.
  private(set) var fetched = 0
  /// Those that are complete, in their order.
  private(set) var completed = 0
  /// Those that the driver knows to be.
  private(set) var freed = 0

  /// A ring with so many slots, from 2 on.
  init(slots count: Int) { slots = Array(repeating: 0, count: max(2, count)) }

  /// How many more descriptors it takes.
  var room: Int { slots.count - 1 - (written - freed) }

  /// Writes a descriptor into the next slot. There is room.
  mutating func write(_ descriptor: BAMDescriptor) {
    slots[written % slots.count] = descriptor.word
    written += 1
  }

  /// The doorbell: the engine knows of all that was written.
  mutating func ring() { visible = written }

  /// The descriptor that the engine fetches next, from its bytes; nil where it knows of none.
  var next: BAMDescriptor? {
    fetched < visible ? BAMDescriptor(slots[fetched % slots.count]) : nil
  }

  mutating func fetch() { fetched += 1 }

  mutating func complete() { completed += 1 }

  /// The driver reads the completion offset.
  mutating func free() { freed = completed }

  /// Everything in it is forgotten.
  mutating func reset() { (written, visible, fetched, completed, freed) = (0, 0, 0, 0, 0) }
}
