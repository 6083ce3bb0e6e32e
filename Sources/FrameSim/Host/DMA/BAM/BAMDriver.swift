internal import BRAEncoder

/// The driver of a transfer: which chains of descriptors it issues, and what it makes of their ends.
struct BAMDriver: Sendable {
  /// Where the next chain begins.
  struct Place: Hashable, Sendable {
    /// The step of the stream.
    var step = 0
    /// The leg whose blocks come next, from 0.
    var leg = 0
    /// The section of that leg, and the byte of it.
    var section = 0
    var byte = 0
  }

  /// How often what failed was sent again, and what that is.
  struct Repeats: Hashable, Sendable {
    /// Where in the buffer the block begins that failed.
    var offset = -1
    var bytes = 0
    var count = RetryCount()
    /// What lies in front of this place of the buffer was sent before.
    var below = 0
  }

  /// Bytes so far.
  struct Counts: Hashable, Sendable {
    /// Data bytes of all blocks that were sent.
    var sent = 0
    /// Those of blocks that went through.
    var done = 0
  }

  let stream: BRAStream
  let configuration: BAMConfiguration
  let retry: RetryPolicy?
  let bulk: TransferRequest
  let legs: FeedLegs
  /// The bytes of all legs.
  let allBytes: Int
  var place = Place()
  var latest = BAMChain()
  var counts = Counts()
  /// The same, and how many runs of lost bytes there were, when the leg at hand began.
  var legStart = (counts: Counts(), lost: 0)
  var repeats = Repeats()
  var startedLeg = -1
  var sectionFrames = SectionFrames()
  /// The data bytes of blocks that failed, and after which it went on.
  var lost: [Range<Int>] = []
  var error: TransferError?
  var isFailedByBlock = false
  var isOpen = false
  /// Whether the stream is open when the chain under way is over.
  var isOpenAfter = false
  /// Nothing but closing is left.
  var isClosing = false
  var isAtEnd = false
  /// Whether it took the lock in this transfer.
  var hasLocked = false
  /// Whether it appends without a lock of its own.
  var appends = false
  var hasStruck = false
  var hasGoneAnotherWay = false

  /// The driver of a route; nil for one that has nothing to do.
  init(
    _ stream: BRAStream, _ route: TransferRoute?, _ host: HostConfiguration, _ configuration: BAMConfiguration
  ) {
    self.stream = stream
    self.configuration = configuration
    retry = host.retry
    bulk =
      route?.bulk
      ?? TransferRequest(name: "", path: .bra, operation: .write, device: stream.device, sections: [])
    let legs = route?.legs ?? FeedLegs(bulk.sections, [bulk.sections.indices])
    self.legs = legs
    let sections = bulk.sections
    allBytes = legs.ranges.reduce(0) { sum, range in
      sum + sections[range].reduce(0) { $0 + $1.byteCount }
    }
  }

  /// Sees what becomes of it on the wire.
  var witness: BAMWitness {
    BAMWitness(
      payload: bulk.data,
      places: bulk.operation == .write ? bulk.sections.indices.map { extent($0, from: 0) } : [])
  }

  /// Data bytes of blocks that went through.
  var done: Int { counts.done }

  /// Whether it failed in front of blocks that it has not asked for.
  var isIncomplete: Bool {
    guard error != nil, !hasGoneAnotherWay else { return false }
    return stream.steps[min(place.step, stream.steps.count)...].contains(.blocks)
  }
}
