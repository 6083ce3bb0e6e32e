/// How far a transfer has come: hands out one block at a time, for frames whose room may vary.
public struct BRACursor: Sendable {
  /// What is to be moved.
  public let sections: [BRASection]
  @usableFromInline var place = (section: 0, offset: 0)

  /// The section that the next block comes from; the number of sections at the end.
  @inlinable public var section: Int { place.section }
  /// Bytes of that section already handed out.
  @inlinable public var offset: Int { place.offset }

  /// Stands at the start of a transfer.
  public init(sections: [BRASection]) {
    self.sections = sections
    skipFinished()
  }

  /// Whether everything has been handed out.
  @inlinable
  public var isAtEnd: Bool { section == sections.count }

  /// The next block, with at most `dataBytes` bytes, or nil at the end.
  ///
  /// The block ends with its section. A frame that has room for nothing (`dataBytes` below 1) hands out nothing and
  /// does not move.
  @inlinable
  public mutating func next(upTo dataBytes: Int) -> BRAExtent? {
    guard let extent = peek(upTo: dataBytes) else { return nil }
    pass(extent.byteCount)
    return extent
  }

  /// What `next` would give; does not move.
  @inlinable
  public func peek(upTo dataBytes: Int) -> BRAExtent? {
    guard section < sections.count, dataBytes >= 1 else { return nil }
    let current = sections[section]
    return BRAExtent(
      section: section, offset: offset,
      address: current.address &+ UInt32(truncatingIfNeeded: offset),
      byteCount: min(dataBytes, BRALimits.field, current.byteCount - offset))
  }

  /// Moves past a block that `peek` gave, of so many bytes; never past the end of its section.
  @inlinable
  public mutating func pass(_ byteCount: Int) {
    guard section < sections.count else { return }
    place.offset = min(offset + max(0, byteCount), sections[section].byteCount)
    skipFinished()
  }

  @inlinable
  mutating func skipFinished() {
    while section < sections.count, offset == sections[section].byteCount {
      place.section += 1
      place.offset = 0
    }
  }
}
