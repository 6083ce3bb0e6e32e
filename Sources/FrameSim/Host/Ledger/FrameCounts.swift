/// How many frames a transfer took, by part.
public struct FrameCounts: Hashable, Sendable {
  /// Commands that open, or set a page.
  public var setup: UInt64 = 0
  /// Pings in which a bank switch waited.
  public var syncWait: UInt64 = 0
  /// Blocks or bytes sent for the first time.
  public var data: UInt64 = 0
  /// Commands that close.
  public var teardown: UInt64 = 0
  /// Blocks or bytes sent again.
  public var retry: UInt64 = 0
  /// Pings that belonged to the host.
  public var host: UInt64 = 0

  /// No frames.
  public init() {}

  /// All frames.
  public var total: UInt64 { setup + syncWait + data + teardown + retry + host }

  /// The frames of a part.
  public subscript(part: FramePart) -> UInt64 {
    get {
      switch part {
      case .setup: setup
      case .syncWait: syncWait
      case .data: data
      case .teardown: teardown
      case .retry: retry
      case .host: host
      }
    }
    // No key paths: the library follows one in a hundred instructions and more, and curves count at every byte.
    set {
      switch part {
      case .setup: setup = newValue
      case .syncWait: syncWait = newValue
      case .data: data = newValue
      case .teardown: teardown = newValue
      case .retry: retry = newValue
      case .host: host = newValue
      }
    }
  }
}

extension FrameCounts {
  static func += (sum: inout FrameCounts, other: FrameCounts) {
    for part in FramePart.allCases { sum[part] = sum[part] &+ other[part] }
  }

  static func - (left: FrameCounts, right: FrameCounts) -> FrameCounts {
    var difference = FrameCounts()
    for part in FramePart.allCases { difference[part] = left[part] &- right[part] }
    return difference
  }
}
