/// Which gaps between the sections of a write it may write over, so that they share blocks.
public struct GapFilling: Hashable, Sendable {
  /// The longest gap, in bytes.
  public var maxBytes: Int
  /// What is written into it.
  public var fill: UInt8

  /// Gaps up to a length, and what is written into them.
  public init(maxBytes: Int, fill: UInt8) {
    self.maxBytes = maxBytes
    self.fill = fill
  }
}

/// What it brought to write over gaps.
public struct GapMerging: Hashable, Sendable {
  /// Gaps that were written over; those without a byte, between sections that adjoin, count.
  public var gaps = 0
  /// Bytes in them.
  public var gapBytes = 0
  /// Frames that the blocks of the sections by themselves had taken more.
  public var framesSaved: UInt64 = 0
  /// The longest gap with which two neighbours among the sections would have taken a frame less; nil where none does.
  public var largestGapThatPays: Int?
}
