internal import BRAEncoder

/// Data bytes of a full block in frames of varying room; only the last block of a section is shorter (host notes 2.3).
struct BlockRoom: Hashable, Sendable {
  private let limits: DP0Limits
  /// The payload bits that `latest` was worked out for.
  private var payloadBits = -1
  private var latest: Int?

  /// The room under a Peripheral's limits.
  init(_ limits: DP0Limits) {
    self.limits = limits
  }

  /// The bytes of a full block in a frame with so many payload bits; nil where there is no room for one.
  @inline(__always)
  mutating func bytes(payloadBits: Int) -> Int? {
    if self.payloadBits != payloadBits { workOut(payloadBits) }
    return latest
  }

  private mutating func workOut(_ payloadBits: Int) {
    self.payloadBits = payloadBits
    latest = BRASplitter.bytesPerFrame(payloadBits: payloadBits).flatMap {
      BlockCapacity.dataBytes(capacity: $0, limits: limits)
    }
  }
}
