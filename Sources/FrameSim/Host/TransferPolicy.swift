/// Which transfers a controller or driver lets through to BRA; the others go over Column 0.
public struct TransferPolicy: Hashable, Sendable {
  /// The shortest.
  public var minBytes: Int
  /// The length is a multiple of this.
  public var alignBytes: Int
  /// The longest.
  public var maxBytes: Int
  /// What becomes of other lengths.
  public var rest: Rest

  /// What a driver does with lengths that the rules forbid.
  public enum Rest: String, Hashable, Sendable, CaseIterable {
    /// The transfer is refused.
    case refuse
    /// As many bytes as the rules allow go over BRA, and the rest over Column 0 when that is closed.
    case column0
  }

  /// A policy; the default lets everything through.
  public init(minBytes: Int = 1, alignBytes: Int = 1, maxBytes: Int = 1 << 20, rest: Rest = .refuse) {
    self.minBytes = minBytes
    self.alignBytes = alignBytes
    self.maxBytes = maxBytes
    self.rest = rest
  }

  /// How many of so many bytes the rules allow to go over BRA: none where that were fewer than the shortest.
  public func bytesOverBRA(of bytes: Int) -> Int {
    let most = min(bytes, maxBytes)
    let aligned = most - most % max(1, alignBytes)
    return aligned < minBytes ? 0 : aligned
  }

  /// Why a transfer of a length violates the policy, or nil where it does not.
  public func violation(bytes: Int) -> String? {
    if bytes < minBytes { return "\(bytes) bytes are fewer than the policy's minimum of \(minBytes)" }
    if bytes > maxBytes { return "\(bytes) bytes are more than the policy's maximum of \(maxBytes)" }
    if alignBytes > 1, bytes % alignBytes != 0 {
      return "\(bytes) bytes are no multiple of the policy's \(alignBytes)"
    }
    return nil
  }
}
