internal import BRAEncoder

/// Goes through the words of an offload program, step by step, as the hardware does: it knows nothing of the message.
struct OffloadSequencer: Hashable, Sendable {
  /// What comes next.
  enum Step: Hashable, Sendable {
    /// A command, and the part that its frame counts to; what a Read brings is streamed.
    case command(Command, FramePart)
    /// A block; where its bytes are those of a stream, it has no place there yet.
    case block(BlockRequest, OffloadInstruction.Bytes)
    /// Nothing for so many frames.
    case sleep(Int)
  }

  /// The Manager's buffer that is the data memory, the one that a stream is sent from, and the one that reads land in.
  static let memoryBuffer = 0
  static let streamBuffer = 1
  static let landingBuffer = 2

  private let image: OffloadImage
  private var counter = 0
  /// How often the instruction at hand was carried out.
  private var repeats = 0
  private var dataWord = 0
  /// Where in its buffer what is read next lands.
  private var landing = 0
  /// The step at hand, or nil at the end.
  private(set) var step: Step?

  /// In front of the first instruction.
  init(_ image: OffloadImage) {
    self.image = image
    fetch()
  }

  /// Stands in front of the first instruction again.
  mutating func restart() {
    counter = 0
    repeats = 0
    dataWord = 0
    landing = 0
    fetch()
  }

  /// The step at hand was carried out.
  @inline(__always)
  mutating func advance() {
    guard let step, let instruction = OffloadInstruction(word: image.instructions[counter]) else { return }
    repeats += 1
    switch (instruction, step) {
    case (.writes(let count), _): next(repeats == count, words: 1)
    case (.reads(let count), _): next(repeats == count, words: repeats == count ? 1 : 0)
    case (.blocks(let count, let bytes), .block(let block, _)):
      let written = bytes == .inMemory ? block.header.byteCount : 0
      if bytes == .toStream { landing += block.header.byteCount }
      next(repeats == count, words: (6 + written + 3) / 4)
    case (.sleep, _), (.sync, _), (.blocks, _): next(true, words: 0)
    }
  }

  private mutating func next(_ isThrough: Bool, words: Int) {
    dataWord += words
    if isThrough {
      counter += 1
      repeats = 0
    }
    fetch()
  }

  private mutating func fetch() {
    while counter < image.instructions.count {
      guard let instruction = OffloadInstruction(word: image.instructions[counter]) else { break }
      switch instruction {
      case .sync:
        counter += 1
        continue
      case .sleep(let frames): step = .sleep(frames)
      case .writes: step = command(ahead: 0)
      case .reads: step = command(ahead: repeats)
      case .blocks(_, let bytes): step = block(bytes)
      }
      return
    }
    step = nil
  }

  private func command(ahead: Int) -> Step? {
    guard image.data.indices.contains(dataWord),
      let command = OffloadImage.command(image.data[dataWord], ahead: ahead)
    else { return nil }
    let isSetup = image.opening.contains(dataWord) || image.pages.contains(dataWord)
    let part: FramePart = isSetup ? .setup : image.closing.contains(dataWord) ? .teardown : .data
    return .command(command, part)
  }

  private func block(_ bytes: OffloadInstruction.Bytes) -> Step? {
    guard let header = image.header(at: dataWord) else { return nil }
    switch bytes {
    case .inMemory:
      return .block(
        BlockRequest(header: header, offset: 4 * dataWord + 6, buffer: Self.memoryBuffer), bytes)
    case .fromStream: return .block(BlockRequest(header: header, offset: 0, buffer: Self.streamBuffer), bytes)
    case .toStream:
      return .block(BlockRequest(header: header, offset: landing, buffer: Self.landingBuffer), bytes)
    }
  }
}
