/// How many commands a transfer sent, by opcode.
public struct CommandCounts: Hashable, Sendable {
  /// Writes.
  public var write: UInt64 = 0
  /// Reads.
  public var read: UInt64 = 0
  /// Pings.
  public var ping: UInt64 = 0

  /// No commands.
  public init() {}

  mutating func count(_ opcode: FrameKind.Opcode, _ frames: UInt64) {
    switch opcode {
    case .ping: ping += frames
    case .read: read += frames
    case .write: write += frames
    }
  }
}
