internal import BRAEncoder

/// What the transfer interface refuses before a single frame goes out (host reference 3, design section 7).
struct TransferRules {
  /// Most bytes of a transfer: 1 MiB.
  static let maximumBytes = 1 << 20
  /// The first address that paging cannot reach.
  static let column0End: UInt64 = 0x8000_0000

  let request: TransferRequest
  let geometry: PortGeometry
  let shape: FrameShape
  /// The limits of the DP0 that is addressed; those of the header where nobody knows the device.
  let limits: DP0Limits
  /// Whether the device is listed, and has no DP0.
  let lacksDP0: Bool
  /// Which lengths BRA takes, or nil where it takes them all.
  let policy: TransferPolicy?

  /// Why the transfer is refused, or nil.
  var refusal: TransferError? {
    guard (1...11).contains(request.device) else {
      return TransferError(
        errno: .noDevice, message: "device \(request.device) is not an enumerated Peripheral (1 to 11)")
    }
    guard request.bytes <= Self.maximumBytes else {
      return TransferError(
        errno: .invalid, message: "\(request.bytes) bytes are more than the 1 MiB a transfer may have")
    }
    switch request.path {
    case .column0: return column0Refusal
    case .bra: return braRefusal
    }
  }

  private var column0Refusal: TransferError? {
    guard UInt64(request.address) + UInt64(request.bytes) <= Self.column0End else {
      return TransferError(
        errno: .invalid, message: "Column 0 with paging reaches addresses below 0x80000000 only")
    }
    return nil
  }

  private var braRefusal: TransferError? {
    if let violation = policy?.violation(bytes: request.bytes) {
      return TransferError(errno: .invalid, message: violation)
    }
    if lacksDP0 {
      return TransferError(errno: .invalid, message: "device \(request.device) has no DP0")
    }
    guard geometry.isProgrammable else {
      return TransferError(
        errno: .invalid, message: "DP0 cannot be programmed like this, or reaches into Column 0")
    }
    let capacity = BlockCapacity(geometry: geometry, shape: shape)
    guard let largest = capacity.largest else {
      return TransferError(
        errno: .invalid,
        message: "no frame of \(shape) has the 11 bytes of DP0 payload that the smallest block needs")
    }
    guard BlockCapacity.dataBytes(capacity: largest, limits: limits) != nil else {
      return TransferError(
        errno: .invalid,
        message: "a frame carries \(largest) data bytes, fewer than the block alignment of "
          + "\(limits.blockAlignment)")
    }
    return nil
  }
}

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
    let interval = max(1, geometry.sampleInterval)
    var divisor = (interval, shape.slots)
    while divisor.1 != 0 { divisor = (divisor.1, divisor.0 % divisor.1) }
    return interval / divisor.0
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

  /// The data bytes of a full block in a frame with room for `capacity`, or nil where the alignment forbids any.
  static func dataBytes(capacity: Int, limits: DP0Limits) -> Int? {
    try? BRASplitter.dataBytes(
      capacity: min(capacity, BRALimits.lane0), peripheralMaximum: limits.maxBytesPerFrame,
      alignment: limits.blockAlignment)
  }
}
