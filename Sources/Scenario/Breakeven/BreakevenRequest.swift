internal import BRAEncoder
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
  /// In how many sections each transfer is, as far as it has as many bytes.
  public var sections: Int

  /// What `maxBytes` is where nothing is said.
  public static let defaultMaxBytes = 4096
  /// What `seeds` is where nothing is said.
  public static let defaultSeeds = 200

  /// A request.
  public init(
    device: Int, operation: TransferRequest.Operation, address: UInt32, maxBytes: Int = defaultMaxBytes,
    sizes: [SizeWeight] = [], seeds: Int = defaultSeeds, sections: Int = 1
  ) {
    self.device = device
    self.operation = operation
    self.address = address
    self.maxBytes = maxBytes
    self.sizes = sizes
    self.seeds = seeds
    self.sections = sections
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
  /// Addresses from the end of a section to the next begin of one are fewer than this; no two adjoin.
  static let sectionStride = 256

  /// The sections of a transfer of so many bytes: as equal as they can be, the longer ones first, each at the first multiple of 256
  /// addresses, from that of the request, that does not adjoin the one before.
  func sections(of bytes: Int) -> [BRASection] {
    let count = min(sections, max(1, bytes))
    let (least, more) = bytes.quotientAndRemainder(dividingBy: count)
    var place = 0
    return (0..<count).compactMap { index in
      let size = least + (index < more ? 1 : 0)
      defer { place += (size / Self.sectionStride + 1) * Self.sectionStride }
      return BRASection(address: address &+ UInt32(truncatingIfNeeded: place), byteCount: size)
    }
  }

  /// The device and the address in words.
  var place: String { "device \(device) at 0x" + String(address, radix: 16, uppercase: true) }
}
