/// What is in the ring of a stream, and when the host has served it.
///
/// Each time a period of it is through, the DMA interrupts; a host that serves its ring then takes its time, one period after
/// the other.
struct StreamLevel: Hashable, Sendable {
  private let ring: OffloadStreams.Ring
  /// The host's nanoseconds for a period.
  private let costPerPeriod: UInt64
  /// Bytes that the bus has taken out of it, or put into it.
  private(set) var passed: UInt64 = 0
  /// Bytes that it may take, or put, by what the host has done so far.
  private var allowance: UInt64
  /// The most there are to come; nil where there is no end.
  private let total: UInt64?
  /// Bytes that the host is at, with the slots at which it is through with them.
  private var coming: [Coming] = []
  private var busyUntil = HostInstant(slot: 0)
  /// Nanoseconds that the host spent.
  private(set) var hostNanoseconds: UInt64 = 0

  private struct Coming: Hashable, Sendable {
    var slot: UInt64
    var bytes: UInt64
  }

  /// A full ring to take from, of which so many bytes come in all, or an empty one to put into.
  init(_ ring: OffloadStreams.Ring, total: UInt64? = nil, costPerPeriod: UInt64) {
    self.ring = ring
    self.costPerPeriod = costPerPeriod
    let isEndless = !ring.isServed
    self.total = isEndless ? nil : total
    allowance = isEndless ? .max : min(UInt64(ring.bytes), total ?? .max)
  }

  /// What the host has done by a slot counts from now on.
  private mutating func settle(_ slot: UInt64) {
    while let first = coming.first, first.slot <= slot {
      allowance &+= first.bytes
      coming.removeFirst()
    }
  }

  /// The slot from which on so many bytes can pass; the last there is where they never can.
  mutating func slot(for bytes: Int, at slot: UInt64) -> UInt64 {
    settle(slot)
    let needed = passed &+ UInt64(bytes)
    if allowance >= needed { return slot }
    var sum = allowance
    for one in coming {
      sum &+= one.bytes
      if sum >= needed { return one.slot }
    }
    return .max
  }

  /// So many bytes pass, in a frame that ends in front of a slot.
  mutating func pass(_ bytes: Int, endingAt slot: UInt64, _ timeline: BusTimeline) {
    let period = UInt64(ring.periodBytes)
    let before = passed / period
    passed &+= UInt64(bytes)
    guard ring.isServed else { return }
    for _ in before..<passed / period { serve(period, at: slot, timeline) }
  }

  private mutating func serve(_ period: UInt64, at slot: UInt64, _ timeline: BusTimeline) {
    let promised = coming.reduce(allowance) { $0 &+ $1.bytes }
    let bytes = min(period, (total ?? .max) - min(promised, total ?? .max))
    guard bytes > 0 else { return }
    if timeline.slot(atOrAfter: busyUntil) <= slot { busyUntil = HostInstant(slot: slot) }
    busyUntil = busyUntil + costPerPeriod
    hostNanoseconds &+= costPerPeriod
    coming.append(Coming(slot: timeline.slot(atOrAfter: busyUntil), bytes: bytes))
  }
}
