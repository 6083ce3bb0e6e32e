package import BRAEncoder

/// Blocks out of a buffer in memory: there whenever their frame comes.
package struct MemoryFeed: BlockFeed {
  private var cursor: BRACursor
  /// The sections of the leg at hand, or all.
  private var sections: [BRASection]
  private let operation: BRAOperation
  private let device: Int
  private let buffer: Int
  private var capacity: BlockRoom
  /// Bytes of the sections in front of the one that the cursor is in.
  private var bytesBefore = 0
  /// Where there are several legs, which sections each has.
  private let legs: FeedLegs?
  private var leg = -1
  /// What was handed out last.
  private var latest: BRAExtent?

  /// The blocks of a transfer, between a buffer of the Manager and the addresses of its sections in turn.
  package init(
    _ operation: TransferRequest.Operation, device: Int, sections: [BRASection], buffer: Int = 0,
    limits: DP0Limits = DP0Limits()
  ) {
    self.init(operation, device: device, sections: sections, buffer: buffer, limits: limits, legs: nil)
  }

  /// The same in legs.
  init(
    _ operation: TransferRequest.Operation, device: Int, sections: [BRASection], buffer: Int = 0,
    limits: DP0Limits, legs: FeedLegs?
  ) {
    self.sections = legs == nil ? sections : []
    cursor = BRACursor(sections: self.sections)
    self.legs = legs
    self.operation = operation == .write ? .write : .read
    self.device = device
    self.buffer = buffer
    capacity = BlockRoom(limits)
  }

  package mutating func next(payloadBits: Int, at time: HostInstant) -> FeedAnswer {
    guard !cursor.isAtEnd else { return .end }
    guard let full = capacity.bytes(payloadBits: payloadBits), let extent = cursor.peek(upTo: full),
      let header = BRAHeader(
        type: .active, operation: operation, device: device, address: extent.address,
        byteCount: extent.byteCount)
    else {
      return .noRoom
    }
    latest = extent
    let request = BlockRequest(header: header, offset: bytesBefore + extent.offset, buffer: buffer)
    return .block(request, .data)
  }

  package mutating func sent() {
    guard let extent = latest else { return }
    let section = cursor.section
    cursor.pass(extent.byteCount)
    if cursor.section != section { bytesBefore += extent.offset + extent.byteCount }
    latest = nil
  }

  package var isAtEnd: Bool { cursor.isAtEnd }

  package mutating func beginLeg() {
    guard let legs, leg + 1 < legs.ranges.count else { return }
    leg += 1
    sections = Array(legs.sections[legs.ranges[leg]])
    restartLeg()
  }

  package mutating func restartLeg() {
    cursor = BRACursor(sections: sections)
    bytesBefore = leg < 0 ? 0 : legs.map { $0.starts[$0.ranges[leg].lowerBound] } ?? 0
    latest = nil
  }

  @inline(__always)
  package var finishedSections: Int {
    leg < 0 ? cursor.section : finishedInLegs
  }

  private var finishedInLegs: Int {
    (legs?.finished[leg] ?? 0) + cursor.section
  }
}

/// The sections of a transfer, and which of them each leg of its stream has.
struct FeedLegs: Sendable {
  /// All sections.
  let sections: [BRASection]
  /// The sections of each leg; the same ones may come several times.
  let ranges: [Range<Int>]
  /// Bytes in front of each section.
  let starts: [Int]
  /// Sections of the legs in front of each.
  let finished: [Int]

  /// Legs with their sections.
  init(_ sections: [BRASection], _ ranges: [Range<Int>]) {
    self.sections = sections
    self.ranges = ranges
    var sum = 0
    starts = sections.map { section in
      defer { sum += section.byteCount }
      return sum
    }
    var count = 0
    finished = ranges.map { range in
      defer { count += range.count }
      return count
    }
  }
}
