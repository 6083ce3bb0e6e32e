internal import BRAEncoder

/// Takes what comes back of each block from the line levels, as Cadence's interface does: the responses, and the data of reads
/// with their CRC, right or wrong.
package struct CadenceReceiver: FrameObserver {
  package static let wantsLevels = true

  /// What came back of each block, in order.
  package private(set) var responses: [CadenceResponse] = []

  /// Nothing came back yet.
  package init() {}

  package mutating func observe(_ frame: borrowing ObservedFrame) {
    guard let block = frame.plan.block, block.sendsHeader else { return }
    let slots = frame.geometry.ownedSlots(in: frame.shape, slotsSinceSSP: frame.slotsSinceSSP)
    let count = block.header.operation == .read ? block.header.byteCount : 0
    let data = 8..<8 + count
    // Of a write what is behind the header response is the host's own, but for the footer.
    let footer = 8 + block.header.byteCount + 1
    func byte(_ index: Int) -> UInt8 {
      let first = 8 * index
      guard first + 8 <= slots.count else { return 0 }
      return (first..<first + 8).reduce(0) { $0 << 1 | UInt8(truncatingIfNeeded: frame.bit(at: slots[$1])) }
    }
    responses.append(
      CadenceResponse(
        header: byte(7), data: data.map(byte), dataCRC: count > 0 ? byte(data.upperBound) : 0,
        footer: byte(footer)))
  }
}
