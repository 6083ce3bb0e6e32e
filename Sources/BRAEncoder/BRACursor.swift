/// How far a transfer has come: hands out one block at a time, for frames whose room may vary.
public struct BRACursor: Sendable {
  /// What is to be moved.
  public let sections: [BRASection]
  /// The section that the next block comes from; the number of sections at the end.
  public private(set) var section = 0
  /// Bytes of that section already handed out.
  public private(set) var offset = 0

  /// Stands at the start of a transfer.
  public init(sections: [BRASection]) {
    self.sections = sections
    skipFinished()
  }

  /// Whether everything has been handed out.
  public var isAtEnd: Bool { section == sections.count }

  /// The next block, with at most `dataBytes` bytes, or nil at the end.
  ///
  /// The block ends with its section. A frame that has room for nothing (`dataBytes` below 1) hands out nothing and
  /// does not move.
  public mutating func next(upTo dataBytes: Int) -> BRAExtent? {
    guard section < sections.count, dataBytes >= 1 else { return nil }
    let current = sections[section]
    let count = min(dataBytes, BRALimits.field, current.byteCount - offset)
    let extent = BRAExtent(
      section: section, offset: offset,
      address: current.address &+ UInt32(truncatingIfNeeded: offset), byteCount: count)
    offset += count
    skipFinished()
    return extent
  }

  private mutating func skipFinished() {
    while section < sections.count, offset == sections[section].byteCount {
      section += 1
      offset = 0
    }
  }
}
