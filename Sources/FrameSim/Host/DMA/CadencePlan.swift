public import BRAEncoder

/// The DMA of one transfer as Linux plans it for Intel's links with Cadence's interface: from bandwidth to channels, from
/// channels to a block, from the block to an alignment, and from that what is added to the buffers.
///
/// All numbers are the driver's, in whole numbers. One thing truncates: the frame rate, which the driver has in whole Hz. (A
/// frame's bytes are cut off before they come here.) Channels, frames and fake frames are rounded up. Sizes are in bytes,
/// bandwidths in bits per second. Source: host reference 2.5, sizing 1 to 6.
public struct CadencePlan: Hashable, Sendable {
  /// The direction.
  public let operation: BRAOperation
  /// What is moved; each section starts a frame of its own.
  public let sections: [BRASection]
  /// Data bytes of a full frame, after the Peripheral's maximum and block alignment.
  public let dataPerFrame: Int
  /// Frames that carry data.
  public let numFrames: Int
  /// Frames after them that only push the data of a read out of the DMA; 0 for a write.
  public let fakeFrames: Int
  /// What the transmit stream (PDI0) is set up for: a full frame's buffer in every frame.
  public let txDMABandwidth: Int
  /// What the receive stream (PDI1) is set up for.
  public let rxDMABandwidth: Int
  /// PDI0 for the frames with data. The last frame of a section of a write counts as a full one if the section has more.
  public let pdi0BytesBeforePadding: Int
  /// PDI1 for the frames with data, exact.
  public let pdi1BytesBeforePadding: Int
  /// Zeros at the end of PDI0: to the next unit of alignment, a whole one where the end is on it.
  public let txPad: Int
  /// What a read adds to PDI1, from 13 bytes on; 0 for a write, whose PDI1 is not padded.
  public let rxPad: Int

  /// Plans a transfer.
  ///
  /// `dataPerFrame` is what `BRASplitter.dataBytes` gives, `fullFrameDataBytes` what a frame has room for before the limits of
  /// the Peripheral and of Linux: bandwidth and alignment follow from it (host reference 2.5). Throws `EINVAL`
  /// for what the driver refuses: no section, an empty one, more than 1 MiB, fewer than `minimumBytes`, no room in a frame.
  public init(
    operation: BRAOperation, sections: [BRASection], dataPerFrame: Int, fullFrameDataBytes: Int,
    slotRateHz: Int, slotsPerFrame: Int, minimumBytes: Int = Self.minimumBytes
  ) throws(TransferError) {
    try Self.check(sections, minimumBytes: minimumBytes)
    guard fullFrameDataBytes >= 1, dataPerFrame >= 1, dataPerFrame <= BRALimits.field else {
      throw TransferError(errno: .invalid, message: "a frame has no room for a block with data")
    }
    // Beyond these the products below would not fit the driver's 32 bits; no frame is so large, and no bus so fast.
    guard fullFrameDataBytes <= 1 << 12, slotsPerFrame >= 1, slotRateHz >= 1, slotRateHz <= 1 << 30 else {
      throw TransferError(errno: .invalid, message: "no frame has such a size or rate")
    }
    self.operation = operation
    self.sections = sections
    self.dataPerFrame = dataPerFrame
    let frameRateHz = slotRateHz / slotsPerFrame
    txDMABandwidth =
      CadencePacketSize.transmit(operation, dataBytes: fullFrameDataBytes) * 8 * frameRateHz
    rxDMABandwidth = CadencePacketSize.receive(operation, dataBytes: fullFrameDataBytes) * 8 * frameRateHz
    let sizes = sections.map { SectionSize($0, operation, dataPerFrame: dataPerFrame) }
    numFrames = sizes.reduce(0) { $0 + $1.frames }
    let pdi0 = sizes.reduce(0) { $0 + $1.pdi0 }
    let pdi1 = sizes.reduce(0) { $0 + $1.pdi1 }
    pdi0BytesBeforePadding = pdi0
    pdi1BytesBeforePadding = pdi1
    let txAlignment = Self.alignment(bandwidth: txDMABandwidth)
    guard operation == .read else {
      fakeFrames = 0
      rxPad = 0
      txPad = Self.padding(pdi0, to: txAlignment)
      return
    }
    rxPad = Self.readPadding(pdi1, to: Self.alignment(bandwidth: rxDMABandwidth))
    let frame = CadencePacketSize.receive(.read, dataBytes: dataPerFrame)
    fakeFrames = (rxPad + frame - 1) / frame
    let fakeTransmit = fakeFrames * CadencePacketSize.transmit(.read, dataBytes: dataPerFrame)
    txPad = Self.padding(pdi0 + fakeTransmit, to: txAlignment)
  }
}

// MARK: - What follows

extension CadencePlan {
  /// Channels of the transmit stream.
  public var txChannels: Int { Self.channels(bandwidth: txDMABandwidth) }
  /// Channels of the receive stream.
  public var rxChannels: Int { Self.channels(bandwidth: rxDMABandwidth) }
  /// What the transmit buffer is padded to a multiple of.
  public var txAlignment: Int { Self.alignment(bandwidth: txDMABandwidth) }
  /// What the receive buffer of a read is padded to a multiple of.
  public var rxAlignment: Int { Self.alignment(bandwidth: rxDMABandwidth) }
  /// Data bytes that the fake frames ask for, the driver's `fake_size`.
  public var fakeBytes: Int { fakeFrames * dataPerFrame }
  /// Frames on the wire.
  public var totalFrames: Int { numFrames + fakeFrames }
  /// The whole transmit buffer.
  public var pdi0BufferBytes: Int {
    pdi0BytesBeforePadding + fakeFrames * CadencePacketSize.transmit(.read, dataBytes: dataPerFrame) + txPad
  }
  /// The whole receive buffer.
  public var pdi1BufferBytes: Int { pdi1BytesBeforePadding + rxPad }
  /// Bytes of all sections.
  public var byteCount: Int { sections.reduce(0) { $0 + $1.byteCount } }

  /// Channels that a stream of so many bits per second takes, rounded up; one at least.
  public static func channels(bandwidth: Int) -> Int {
    max(1, (bandwidth + channelBandwidth - 1) / channelBandwidth)
  }

  /// The smallest common multiple of the DMA's block, a sample of each channel, and its FIFO's line.
  public static func alignment(bandwidth: Int) -> Int {
    let block = channels(bandwidth: bandwidth) * sampleBytes
    return block / greatestCommonDivisor(block, fifoBytes) * fifoBytes
  }

  /// What is missing to a multiple, a whole unit where nothing is.
  static func padding(_ bytes: Int, to alignment: Int) -> Int { alignment - bytes % alignment }

  /// The same, until a response packet without data is smaller.
  static func readPadding(_ bytes: Int, to alignment: Int) -> Int {
    var pad = padding(bytes, to: alignment)
    while pad <= leastReadPacket { pad += alignment }
    return pad
  }
}

// MARK: - The numbers of the driver

extension CadencePlan {
  /// Fewest bytes that Intel's driver takes.
  public static let minimumBytes = 16
  /// Most bytes of a transfer, over all sections.
  public static let maximumBytes = TransferRules.maximumBytes
  /// Bits per second of one channel: samples of 32 bits at 192 kHz.
  public static let channelBandwidth = 192_000 * 32
  /// Bytes of a sample of a channel.
  public static let sampleBytes = 4
  /// Bytes of a line of the DMA's FIFO.
  public static let fifoBytes = 64
  /// Bytes of the smallest packet of PDI1 of a read.
  public static let leastReadPacket = 12

  private static func check(_ sections: [BRASection], minimumBytes: Int) throws(TransferError) {
    guard !sections.isEmpty else {
      throw TransferError(errno: .invalid, message: "a transfer without sections moves nothing")
    }
    var total = 0
    for section in sections where total <= maximumBytes { total += section.byteCount }
    guard total <= maximumBytes else {
      throw TransferError(
        errno: .invalid, message: "the sections have more than the 1 MiB a transfer may have")
    }
    guard total >= minimumBytes else {
      throw TransferError(
        errno: .invalid, message: "\(total) bytes are fewer than the \(minimumBytes) that the DMA takes")
    }
    if let index = sections.firstIndex(where: { $0.byteCount == 0 }) {
      throw TransferError(errno: .invalid, message: "section \(index) has no bytes")
    }
  }

  /// What one section takes.
  private struct SectionSize {
    let frames: Int
    let pdi0: Int
    let pdi1: Int

    /// The only frame of a short section has its size; of a longer one the last is exact in a read, and full in a write.
    init(_ section: BRASection, _ operation: BRAOperation, dataPerFrame: Int) {
      let data = min(section.byteCount, dataPerFrame)
      let (full, rest) = section.byteCount.quotientAndRemainder(dividingBy: data)
      frames = full + (rest > 0 ? 1 : 0)
      pdi0 = frames * CadencePacketSize.transmit(operation, dataBytes: data)
      let last = rest > 0 ? CadencePacketSize.receive(operation, dataBytes: rest) : 0
      pdi1 = full * CadencePacketSize.receive(operation, dataBytes: data) + last
    }
  }
}
