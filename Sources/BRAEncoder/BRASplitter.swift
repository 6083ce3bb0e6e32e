/// One run of addresses of a transfer.
public struct BRASection: Hashable, Sendable {
  /// The address of the first byte.
  public let address: UInt32
  /// Bytes to move, 0 to 2^32; addresses go on modulo 2^32.
  public let byteCount: Int

  /// A section, or nil where `byteCount` is out of its range.
  public init?(address: UInt32, byteCount: Int) {
    guard byteCount >= 0, byteCount <= 1 << 32 else { return nil }
    self.address = address
    self.byteCount = byteCount
  }
}

/// What one block of a transfer moves.
public struct BRAExtent: Hashable, Sendable {
  /// The index of the section.
  public let section: Int
  /// Where in the section's buffer the block starts, in bytes.
  public let offset: Int
  /// The address of its first byte.
  public let address: UInt32
  /// Data bytes, 1 to 511.
  public let byteCount: Int

  /// An extent from its parts.
  @inlinable
  public init(section: Int, offset: Int, address: UInt32, byteCount: Int) {
    self.section = section
    self.offset = offset
    self.address = address
    self.byteCount = byteCount
  }
}

/// Why a transfer cannot be split.
public enum BRASplitterError: Error, Hashable, Sendable {
  /// The frame has no room for a data byte.
  case noCapacity(Int)
  /// The Peripheral's maximum is not 1 to 511.
  case peripheralMaximum(Int)
  /// The block alignment is negative.
  case alignment(Int)
  /// A block of that many bytes is shorter than the alignment asks for.
  case capacityBelowAlignment(dataBytes: Int, alignment: Int)
}

/// A transfer as the blocks that carry it, one per frame, in order.
///
/// Every section starts a block of its own, and its last block takes what is left, whatever the alignment.
/// Nothing is allocated per block. Source: host reference 2.3.
public struct BRASplitter: Sequence, Sendable {
  /// What is to be moved.
  public let sections: [BRASection]
  /// Data bytes of a full block, 1 to 511.
  public let dataBytes: Int

  /// Splits `sections` for frames that all have room for `capacity` data bytes.
  ///
  /// `peripheralMaximum` is 1 to 511 bytes; `alignment` is in bytes, 0 and 1 mean none.
  public init(
    sections: [BRASection], capacity: Int, peripheralMaximum: Int = BRALimits.field, alignment: Int = 1
  ) throws(BRASplitterError) {
    self.sections = sections
    dataBytes = try Self.dataBytes(
      capacity: capacity, peripheralMaximum: peripheralMaximum, alignment: alignment)
  }

  /// Blocks of the whole transfer: the sum of ceil(bytes / dataBytes) over the sections.
  public var blockCount: Int {
    sections.reduce(0) { sum, section in
      let (full, rest) = section.byteCount.quotientAndRemainder(dividingBy: dataBytes)
      return sum + full + (rest > 0 ? 1 : 0)
    }
  }

  /// Walks over the blocks.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(cursor: BRACursor(sections: sections), dataBytes: dataBytes)
  }

  /// The blocks of a splitter, one by one.
  public struct Iterator: IteratorProtocol, Sendable {
    @usableFromInline var cursor: BRACursor
    @usableFromInline let dataBytes: Int

    @inlinable
    init(cursor: BRACursor, dataBytes: Int) {
      self.cursor = cursor
      self.dataBytes = dataBytes
    }

    /// The next block, or nil after the last.
    @inlinable
    public mutating func next() -> BRAExtent? { cursor.next(upTo: dataBytes) }
  }
}

// MARK: - Capacity of a frame

extension BRASplitter {
  /// Data bytes that fit into `payloadBits` of a frame, or nil where not even one does.
  ///
  /// Only whole bytes count; what is left over stays unused. No limit is applied.
  @inlinable
  public static func bytesPerFrame(payloadBits: Int) -> Int? {
    guard payloadBits >= 8 * (BRALimits.overhead + 1) else { return nil }
    return payloadBits / 8 - BRALimits.overhead
  }

  /// Data bytes of a full block: the smallest of the frame's, the Peripheral's and NumBytes' limit, rounded down to a
  /// multiple of the alignment.
  ///
  /// Give the lane's limit with `capacity`. An alignment of 0 or 1 means none.
  @inlinable
  public static func dataBytes(
    capacity: Int, peripheralMaximum: Int = BRALimits.field, alignment: Int = 1
  ) throws(BRASplitterError) -> Int {
    guard capacity >= 1 else { throw .noCapacity(capacity) }
    guard 1...BRALimits.field ~= peripheralMaximum else { throw .peripheralMaximum(peripheralMaximum) }
    guard alignment >= 0 else { throw .alignment(alignment) }
    let bytes = Swift.min(capacity, peripheralMaximum, BRALimits.field)
    guard alignment > 1 else { return bytes }
    guard bytes >= alignment else {
      throw .capacityBelowAlignment(dataBytes: bytes, alignment: alignment)
    }
    return bytes - bytes % alignment
  }
}
