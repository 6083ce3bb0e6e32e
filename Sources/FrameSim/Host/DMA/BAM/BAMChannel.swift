/// The driver's end of a pipe: what it has not written into the ring yet, and what it waits for.
struct BAMChannel: Sendable {
  private var queue: [BAMDescriptor] = []
  private var next = 0
  /// When the engine learns of what was written.
  var doorbellAt = BAMTime.never
  /// When the worker runs.
  var workerAt = BAMTime.never
  /// Since when something waits for room in the ring.
  private(set) var fullSince: BAMTime?

  /// How many are left to be written into the ring.
  var left: Int { queue.count - next }
  var hasMore: Bool { left > 0 }

  /// More descriptors, after those there are.
  mutating func append(_ descriptors: [BAMDescriptor]) {
    if !hasMore { (queue, next) = ([], 0) }
    queue += descriptors
  }

  mutating func reset() { self = BAMChannel() }

  /// Writes as many as there is room for; how many. `marks` says that the last of them interrupts.
  mutating func push(_ ring: inout DescriptorRing, marks: Bool) -> Int {
    let count = min(ring.room, left)
    guard count > 0 else { return 0 }
    let batch = next..<next + count
    next += count
    var fenced = batch.upperBound
    if hasMore, !queue[next].flags.contains(.cmd) {
      // The batch ends within a section: the rest of its data comes only when this is complete, and a block may need both.
      while fenced > batch.lowerBound, !queue[fenced - 1].flags.contains(.cmd) { fenced -= 1 }
    }
    for index in batch {
      var descriptor = queue[index]
      if index >= fenced { descriptor.flags.remove(.nwd) }
      if marks, index == batch.upperBound - 1 { descriptor.flags.insert(.int) }
      ring.write(descriptor)
    }
    return count
  }

  /// Looks how long something has waited for room; gives the time that is over, in nanoseconds.
  mutating func noteRoom(_ now: BAMTime, _ slotRateHz: UInt64) -> UInt64 {
    if hasMore {
      if fullSince == nil { fullSince = now }
      return 0
    }
    defer { fullSince = nil }
    return fullSince.map { now.nanoseconds(since: $0, slotRateHz) } ?? 0
  }
}
