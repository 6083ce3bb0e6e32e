/// The table that translates the window of AMD's DMA: an entry of two words per page of 4 KiB.
///
/// Source: host reference 1.8.
public struct AMDPageTable: Hashable, Sendable {
  /// One page.
  public struct Entry: Hashable, Sendable {
    /// The first word: the lower half of the page's address.
    public var low: UInt32
    /// The second word: the upper half, with bit 31 for a page that is there.
    public var high: UInt32

    /// An entry from its words.
    public init(low: UInt32, high: UInt32) {
      self.low = low
      self.high = high
    }

    /// The entry of a page that is there.
    public init(address: UInt64) {
      low = UInt32(truncatingIfNeeded: address)
      high = UInt32(truncatingIfNeeded: address >> 32) | 1 << 31
    }

    /// The page's address in memory.
    public var address: UInt64 { UInt64(high & 0x7FFF_FFFF) << 32 | UInt64(low) }
    /// Bit 31 of the second word.
    public var isValid: Bool { high >> 31 == 1 }
  }

  /// Bytes of a page.
  public static let pageBytes = 4096
  /// Most entries.
  public static let maximumPages = 512
  /// Most bytes of a buffer.
  public static let maximumBytes = maximumPages * pageBytes

  /// The pages in order.
  public var entries: [Entry]

  /// The table of a buffer that lies in one piece at an address of memory.
  ///
  /// Nil for more than 512 pages. A buffer that starts within a page takes no page more, as the driver's buffers start one.
  public init?(address: UInt64, byteCount: Int) {
    guard byteCount >= 0, byteCount <= Self.maximumBytes else { return nil }
    let pages = (byteCount + Self.pageBytes - 1) / Self.pageBytes
    entries = (0..<pages).map { Entry(address: address &+ UInt64($0 * Self.pageBytes)) }
  }

  /// The table that words spell, two for each entry; a last word alone counts as an entry without a second one.
  public init(words: [UInt32]) {
    entries = stride(from: 0, to: words.count, by: 2).map {
      Entry(low: words[$0], high: $0 + 1 < words.count ? words[$0 + 1] : 0)
    }
  }

  /// The words in the order of memory.
  public var words: [UInt32] { entries.flatMap { [$0.low, $0.high] } }

  /// What is wrong with the table for a transfer of so many bytes, with the entry it is about, or nil for the table as a whole.
  public func findings(byteCount: Int) -> [(entry: Int?, message: String)] {
    var findings: [(entry: Int?, message: String)] = []
    let pages = (byteCount + Self.pageBytes - 1) / Self.pageBytes
    if entries.count != pages {
      findings.append((nil, "has \(entries.count) entries, should have \(pages) for \(byteCount) bytes"))
    }
    for (index, entry) in entries.enumerated() {
      if !entry.isValid { findings.append((index, "bit 31 of the second word is not set: no page")) }
      if entry.low % UInt32(Self.pageBytes) != 0 {
        findings.append((index, "\(hexadecimal(entry.address, digits: 8)) is not the start of a page"))
      }
    }
    return findings
  }
}
