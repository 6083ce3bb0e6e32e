public import FrameSim

/// What `breakeven` is asked for: one transfer, of every size up to a longest, both ways.
public struct BreakevenRequest: Hashable, Sendable {
  /// The device number.
  public var device: Int
  /// The direction.
  public var operation: TransferRequest.Operation
  /// The address of the first byte.
  public var address: UInt32
  /// The longest transfer that is compared, 1 to 1 MiB.
  public var maxBytes: Int
  /// How often transfers of which size occur, to judge a policy; may be empty.
  public var sizes: [SizeWeight]
  /// How many seeds are drawn where the start phase of the sync pulse is random.
  public var seeds: Int

  /// What `maxBytes` is where nothing is said.
  public static let defaultMaxBytes = 4096
  /// What `seeds` is where nothing is said.
  public static let defaultSeeds = 200

  /// A request.
  public init(
    device: Int, operation: TransferRequest.Operation, address: UInt32, maxBytes: Int = defaultMaxBytes,
    sizes: [SizeWeight] = [], seeds: Int = defaultSeeds
  ) {
    self.device = device
    self.operation = operation
    self.address = address
    self.maxBytes = maxBytes
    self.sizes = sizes
    self.seeds = seeds
  }
}

/// One size of a distribution of transfer sizes.
public struct SizeWeight: Hashable, Sendable {
  /// Bytes of the transfer.
  public var bytes: Int
  /// How often it occurs, relative to the others.
  public var weight: Double

  /// A size and its weight.
  public init(bytes: Int, weight: Double = 1) {
    self.bytes = bytes
    self.weight = weight
  }
}

extension BreakevenRequest {
  /// The device and the address in words.
  var place: String { "device \(device) at 0x" + String(address, radix: 16, uppercase: true) }
}
