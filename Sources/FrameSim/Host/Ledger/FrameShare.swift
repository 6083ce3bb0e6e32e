/// What a frame is to one of those who share it.
package struct FrameShare: Hashable, Sendable {
  /// The part that the frame counts to.
  package var part = FramePart.host
  /// Whether the command in Column 0 is its own.
  package var hasCommand = false
  /// Whether the block on DP0 is.
  package var hasBlock = false
  /// What it waits for, where it sends nothing for a reason of its own.
  package var wait: FrameWait?

  /// A frame in which the owner does nothing.
  package init() {}

  /// Whether it sends anything.
  package var sends: Bool { hasCommand || hasBlock }

  /// All of it in 16 bits.
  @inline(__always)
  var packed: UInt64 {
    let wait: UInt64 =
      switch wait {
      case nil: 0
      case .hostTime: 1
      case .bankSwitch: 2
      case .room: 3
      }
    return part.index | (hasCommand ? 1 << 8 : 0) | (hasBlock ? 1 << 9 : 0) | wait << 10
  }
}

extension FramePart {
  /// Its place among all parts.
  @inline(__always)
  fileprivate var index: UInt64 {
    switch self {
    case .setup: 0
    case .syncWait: 1
    case .data: 2
    case .teardown: 3
    case .retry: 4
    case .host: 5
    }
  }
}
