internal import BRAEncoder

/// How many data bytes a block can have on a bus (host reference 2.3).
public struct BlockCapacity: Hashable, Sendable {
  let geometry: PortGeometry
  let shape: FrameShape

  /// The capacity of DP0 with a geometry in frames of a shape.
  public init(geometry: PortGeometry, shape: FrameShape) {
    self.geometry = geometry
    self.shape = shape
  }

  /// The data bytes of each frame of the pattern that starts at a stream synchronisation point; nil where no block
  /// fits. One frame where windows divide the frame.
  var pattern: [Int?] {
    guard geometry.isProgrammable else { return [nil] }
    let interval = UInt64(max(1, geometry.sampleInterval))
    let slots = UInt64(shape.slots)
    return (0..<UInt64(period)).map {
      BRASplitter.bytesPerFrame(
        payloadBits: geometry.payloadBits(in: shape, slotsSinceSSP: $0 * slots % interval))
    }
  }

  /// Frames after which the place of windows in a frame repeats; 1 where they divide it.
  package var period: Int {
    Self.period(sampleInterval: geometry.sampleInterval, slotsPerFrame: shape.slots)
  }

  /// The least frames that are whole windows of so many slots.
  static func period(sampleInterval: Int, slotsPerFrame: Int) -> Int {
    let interval = max(1, sampleInterval)
    return interval / greatestCommonDivisor(interval, slotsPerFrame)
  }

  /// Most data bytes any frame has room for, before the Peripheral's limits; nil where no frame carries a block.
  public var largest: Int? { pattern.compactMap { $0 }.max() }

  /// Mean data bytes per frame under a Peripheral's limits; 0 where no frame carries a block.
  public func mean(_ limits: DP0Limits) -> Double {
    let pattern = pattern
    let sum = pattern.reduce(0) { sum, bytes in
      sum + (bytes.flatMap { Self.dataBytes(capacity: $0, limits: limits) } ?? 0)
    }
    return Double(sum) / Double(pattern.count)
  }

  /// Data bytes of a block that every frame with room for any has room for; nil where none has.
  func smallestBlock(_ limits: DP0Limits) -> Int? {
    pattern.compactMap { $0 }.compactMap { Self.dataBytes(capacity: $0, limits: limits) }.min()
  }

  /// The data bytes of a full block in a frame with room for `capacity`, or nil where the alignment forbids any.
  static func dataBytes(capacity: Int, limits: DP0Limits) -> Int? {
    try? BRASplitter.dataBytes(
      capacity: min(capacity, BRALimits.lane0), peripheralMaximum: limits.maxBytesPerFrame,
      alignment: limits.blockAlignment)
  }
}
