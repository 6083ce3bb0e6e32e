internal import BRAEncoder

/// The blocks of a transfer out of memory, and after those of each leg of a read the fake frames that push the last data
/// out of the host's DMA (host reference 2.5).
package struct HostFeed: BlockFeed {
  private var memory: MemoryFeed
  /// The block of fake frames, but for its address, and how many there are of it after each leg.
  private let fakes: FakeFrames?
  private var fakesLeft = 0
  private var leg = -1
  /// The address of the block that was handed out last.
  private var address: UInt32 = 0

  init(_ memory: MemoryFeed, fakes: FakeFrames?) {
    self.memory = memory
    self.fakes = fakes
  }

  @inline(__always)
  package mutating func next(payloadBits: Int, at time: HostInstant) -> FeedAnswer {
    fakesLeft > 0
      ? nextOrFake(payloadBits: payloadBits, at: time) : memory.next(payloadBits: payloadBits, at: time)
  }

  @inline(never)
  private mutating func nextOrFake(payloadBits: Int, at time: HostInstant) -> FeedAnswer {
    let answer = memory.next(payloadBits: payloadBits, at: time)
    switch answer {
    case .block(let request, _): address = request.header.address
    case .end:
      if let header = fakes?.header(at: address) { return .block(BlockRequest(fake: header), .data) }
    case .wait, .noRoom: break
    }
    return answer
  }

  @inline(__always)
  package mutating func sent() {
    if fakesLeft > 0, memory.isAtEnd { fakesLeft -= 1 } else { memory.sent() }
  }

  package var isAtEnd: Bool { memory.isAtEnd && fakesLeft == 0 }

  package mutating func beginLeg() {
    memory.beginLeg()
    leg += 1
    fakesLeft = fakes?.count(afterLeg: leg) ?? 0
  }

  package mutating func restartLeg() {
    memory.restartLeg()
    fakesLeft = fakes?.count(afterLeg: leg) ?? 0
  }

  @inline(__always)
  package var finishedSections: Int { memory.finishedSections }
}

/// The fake frames of a read.
struct FakeFrames: Sendable {
  /// The device that is read.
  let device: Int
  /// The data bytes that each asks for: a full frame's.
  let byteCount: Int
  /// How many there are after each leg; legs after these are the same again.
  let counts: [Int]

  /// How many there are after a leg, from 0.
  func count(afterLeg leg: Int) -> Int { counts.isEmpty ? 0 : counts[leg % counts.count] }

  /// The header of one, with the address of the last frame with data.
  func header(at address: UInt32) -> BRAHeader? {
    BRAHeader(type: .idle, operation: .read, device: device, address: address, byteCount: byteCount)
  }
}
