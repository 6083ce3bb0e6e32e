/// What an offload instance can do, with the bits of Linux's flags (host reference 6.2).
public struct OffloadCapabilities: OptionSet, Hashable, Sendable {
  /// Their bits.
  public let rawValue: Int

  /// Capabilities by their bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// A hardware trigger can start its program.
  public static let trigger = OffloadCapabilities(rawValue: 1 << 0)
  /// Blocks of its program can carry bytes out of its data memory.
  public static let staticTx = OffloadCapabilities(rawValue: 1 << 1)
  /// Blocks can carry bytes that come by DMA.
  public static let txStream = OffloadCapabilities(rawValue: 1 << 2)
  /// What is read can go by DMA.
  public static let rxStream = OffloadCapabilities(rawValue: 1 << 3)

  /// All of them with the names that scenarios have, in the order of their bits.
  public static let named: [(name: String, capability: OffloadCapabilities)] = [
    ("trigger", .trigger), ("staticTx", .staticTx), ("txStream", .txStream), ("rxStream", .rxStream),
  ]

  /// The names of those that it has.
  public var names: [String] { Self.named.filter { contains($0.capability) }.map(\.name) }
}
