internal import BRAEncoder

/// How many data bytes a block has in each frame from a stream synchronisation point on: a pattern that repeats.
struct BlockPattern: Sendable {
  /// Frames after which it repeats.
  let period: Int
  /// Data bytes in front of each frame of two periods, and after the last.
  private let bytes: [Int]
  /// Frames with a block, likewise.
  private let blocks: [Int]

  /// The pattern of a geometry under a Peripheral's limits.
  init(_ capacity: BlockCapacity, _ limits: DP0Limits) {
    let frames = capacity.pattern.map { room in
      room.flatMap { BlockCapacity.dataBytes(capacity: $0, limits: limits) } ?? 0
    }
    period = frames.count
    var bytes = [0]
    var blocks = [0]
    bytes.reserveCapacity(2 * period + 1)
    blocks.reserveCapacity(2 * period + 1)
    for index in 0..<2 * period {
      let frame = frames[index % period]
      bytes.append(bytes[index] + frame)
      blocks.append(blocks[index] + (frame > 0 ? 1 : 0))
    }
    self.bytes = bytes
    self.blocks = blocks
  }

  /// Frames with and without a block until so many bytes are through, from a frame of the pattern on.
  ///
  /// Both are 0 where no frame carries a block.
  func frames(for count: Int, from start: Int) -> (blocks: Int, pauses: Int) {
    let perPeriod = bytes[period]
    guard perPeriod > 0, count > 0 else { return (0, 0) }
    let periods = (count - 1) / perPeriod
    let rest = count - periods * perPeriod
    // The first frame after which the rest is through.
    let end = (start + 1..<start + period).partitionPoint { bytes[$0] - bytes[start] >= rest }
    let carried = periods * blocks[period] + blocks[end] - blocks[start]
    return (carried, periods * period + end - start - carried)
  }
}
