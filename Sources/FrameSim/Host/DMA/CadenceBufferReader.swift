/// The packets of a buffer of Cadence's interface, whatever the bytes are: what start and end marks divide, and zeros between.
///
/// Reading takes time in proportion to the bytes, and nothing is copied. Source: host reference 2.5.
public struct CadenceBufferReader: Sequence, Sendable {
  /// A stretch of a buffer.
  public enum Part: Sendable {
    /// What start and end marks make a packet, also where one of them is missing.
    case packet(CadencePacketView)
    /// Words of zeros outside of packets, as bytes of the buffer.
    case padding(Range<Int>)
    /// Fewer than four bytes at the end.
    case rest(Range<Int>)
  }

  /// All bytes.
  public let bytes: [UInt8]

  /// A reader of bytes in the order of memory.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Walks over the parts, in order; together they are the buffer.
  public func makeIterator() -> Iterator { Iterator(bytes: bytes) }

  /// The parts of a reader.
  public struct Iterator: IteratorProtocol, Sendable {
    private let bytes: [UInt8]
    private let wordCount: Int
    private var place = 0
    /// The next word with a mark, at or after a place that was asked for; words before it need not be looked at again.
    private var mark = 0

    init(bytes: [UInt8]) {
      self.bytes = bytes
      wordCount = bytes.count / CadenceWord.byteCount
    }

    private func word(_ index: Int) -> CadenceWord { CadenceWord(bytes, at: CadenceWord.byteCount * index) }

    /// The first word from `index` on that has a mark, or the number of words.
    private mutating func mark(from index: Int) -> Int {
      mark = Swift.max(mark, index)
      while mark < wordCount, word(mark).rawValue >> 30 == 0 { mark += 1 }
      return mark
    }

    /// The next part, or nil at the end.
    public mutating func next() -> Part? {
      guard place < wordCount else { return rest() }
      let start = place
      while place < wordCount, word(place).rawValue == 0 { place += 1 }
      if place > start { return .padding(4 * start..<4 * place) }
      place = word(start).startsPacket ? endOfStarted(start) : endOfUnstarted(start)
      return .packet(CadencePacketView(bytes, words: start..<place))
    }

    private mutating func rest() -> Part? {
      let start = 4 * wordCount
      guard place == wordCount, start < bytes.count else { return nil }
      place += 1
      return .rest(start..<bytes.count)
    }

    /// A packet ends with its end mark, or in front of the next start; at the end of the buffer zeros are none of its.
    private mutating func endOfStarted(_ start: Int) -> Int {
      if word(start).endsPacket { return start + 1 }
      let end = mark(from: start + 1)
      guard end == wordCount else { return word(end).startsPacket ? end : end + 1 }
      var last = end
      while last > start + 1, word(last - 1).rawValue == 0 { last -= 1 }
      return last
    }

    /// A packet without a start mark goes to an end mark, if one comes before the next start; else to the next zeros.
    private mutating func endOfUnstarted(_ start: Int) -> Int {
      let end = mark(from: start)
      if end < wordCount, !word(end).startsPacket { return end + 1 }
      var last = start
      while last < end, word(last).rawValue != 0 { last += 1 }
      return last
    }
  }
}

/// The words of one packet of a buffer, nothing checked.
public struct CadencePacketView: Sendable {
  /// All bytes of the buffer.
  private let bytes: [UInt8]
  /// Which words of the buffer it has; one at least.
  public let words: Range<Int>

  init(_ bytes: [UInt8], words: Range<Int>) {
    self.bytes = bytes
    self.words = words
  }

  /// How many words it has.
  public var wordCount: Int { words.count }
  /// The byte of the buffer at which it starts.
  public var offset: Int { CadenceWord.byteCount * words.lowerBound }
  /// Bytes of the buffer that it takes.
  public var byteCount: Int { CadenceWord.byteCount * words.count }

  /// A word of the packet, from 0; zero beyond its end.
  public subscript(index: Int) -> CadenceWord {
    guard words.indices.contains(index + words.lowerBound) else { return CadenceWord(rawValue: 0) }
    return CadenceWord(bytes, at: CadenceWord.byteCount * (words.lowerBound + index))
  }

  /// Whether its first word has a start mark.
  public var isStarted: Bool { self[0].startsPacket }
  /// Whether its last word has an end mark.
  public var isEnded: Bool { self[wordCount - 1].endsPacket }

  /// Whether it begins as what nobody answered, and the buffer ends before it does.
  var isCutOffUnanswered: Bool {
    isStarted && !isEnded && self[0].first == 0 && self[0].second == 0
      && bytes[(CadenceWord.byteCount * (words.lowerBound + 1))...].allSatisfy { $0 == 0 }
  }

  /// At most `count` bytes of the stream, from a word of the packet on, as far as it goes.
  public func stream(from word: Int, count: Int) -> [UInt8] {
    var result: [UInt8] = []
    let there = Swift.min(count, 2 * Swift.max(0, wordCount - word))
    result.reserveCapacity(Swift.max(0, there))
    var index = word
    while result.count < there {
      let next = self[index]
      result.append(next.first)
      if result.count < there { result.append(next.second) }
      index += 1
    }
    return result
  }
}
