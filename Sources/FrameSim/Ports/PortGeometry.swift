/// Where the payload of a data port lies in the frame: the transport parameters of DP0.
///
/// Source: sections 8.4 and 9.1. Word length and sample interval are stored in the registers minus one.
public struct PortGeometry: Hashable, Sendable {
  /// First column of the transport sub-frame, 0 to 15 (HCtrl bits 7:4).
  public var hStart: Int
  /// Last column of the transport sub-frame, 0 to 15 (HCtrl bits 3:0).
  public var hStop: Int
  /// Slots from one sample event to the next, 1 to 65536 (SampleCtrl1/2).
  public var sampleInterval: Int
  /// Bits of a sample, 1 to 64 (BlockCtrl1).
  public var wordLength: Int
  /// Sub-frame slots skipped at the start of each window, 0 to 65535 (OffsetCtrl1/2).
  public var blockOffset: Int

  /// A geometry from its five parameters; the ranges are those of the registers.
  public init(hStart: Int, hStop: Int, sampleInterval: Int, wordLength: Int, blockOffset: Int) {
    self.hStart = hStart
    self.hStop = hStop
    self.sampleInterval = sampleInterval
    self.wordLength = wordLength
    self.blockOffset = blockOffset
  }

  /// Whether the registers can hold it and it keeps out of Column 0, which belongs to the control word.
  public var isProgrammable: Bool {
    (1...15).contains(hStart) && (0...15).contains(hStop) && (1...65536).contains(sampleInterval)
      && (1...64).contains(wordLength) && (0...65535).contains(blockOffset)
  }

  /// The recommended geometry of DP0 for BRA: all columns but Column 0, one word per row (section 10).
  public init(fillingColumns columns: Int) {
    self.init(
      hStart: 1, hStop: columns - 1, sampleInterval: columns, wordLength: columns - 1, blockOffset: 0)
  }
}
