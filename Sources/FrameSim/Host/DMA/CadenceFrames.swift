/// The packets of a buffer one after the other with their fields, each counter held against the one before.
public struct CadenceFrames: Sequence, Sendable {
  /// The parts of the buffer.
  public let reader: CadenceBufferReader
  /// Which buffer it is.
  public let direction: CadenceDirection

  /// The packets of a buffer.
  public init(_ reader: CadenceBufferReader, _ direction: CadenceDirection) {
    self.reader = reader
    self.direction = direction
  }

  /// Walks over the packets.
  public func makeIterator() -> Iterator {
    Iterator(parts: reader.makeIterator(), direction: direction)
  }

  /// The packets of a buffer.
  public struct Iterator: IteratorProtocol, Sendable {
    fileprivate var parts: CadenceBufferReader.Iterator
    fileprivate let direction: CadenceDirection
    private var counter = 1
    /// Data bytes of the last read of which they are certain, by its number of words: all but the last frames have as many.
    private var known = (words: 0, dataBytes: 0)

    fileprivate init(parts: CadenceBufferReader.Iterator, direction: CadenceDirection) {
      self.parts = parts
      self.direction = direction
    }

    /// The next packet, or nil at the end.
    public mutating func next() -> CadenceFrameView? {
      while let part = parts.next() {
        guard case .packet(let packet) = part else { continue }
        let frame = CadenceFrameView(
          packet, direction, counter: counter,
          dataBytes: known.words == packet.wordCount ? known.dataBytes : nil)
        if frame.isLengthCertain { known = (packet.wordCount, frame.data.count) }
        // After a wrong counter the next one is held against it: a lost packet is one fault, not all that follow.
        counter = ((frame.counter ?? counter) + 1) & 0xF
        return frame
      }
      return nil
    }
  }
}
