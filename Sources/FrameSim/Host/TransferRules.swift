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
    guard !request.sections.isEmpty else {
      return TransferError(errno: .invalid, message: "a transfer has at least one section")
    }
    switch request.path {
    case .column0: return column0Refusal
    case .bra: return braRefusal
    }
  }

  private var column0Refusal: TransferError? {
    let isInReach = request.sections.allSatisfy {
      UInt64($0.address) + UInt64($0.byteCount) <= Self.column0End
    }
    guard isInReach else {
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
