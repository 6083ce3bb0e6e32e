import BRAEncoder
import FrameSim
import Scenario

/// A buffer of Cadence's interface frame by frame, and how many things are wrong with it.
///
/// Frames are looked at twice, once to count and once to show, and never kept: a buffer may have millions.
struct BufferExplanation {
  /// Most faults that are said one by one.
  static let mostFaults = 20
  /// Up to so many frames are shown word by word, if nothing else is asked for.
  static let framesWithWords = 4

  let frames: CadenceFrames
  /// How the file was read.
  let form: DumpForm
  /// Whether the direction is a guess.
  let isDirectionAssumed: Bool
  private(set) var frameCount = 0
  private(set) var fakeFrames = 0
  private(set) var dataBytes = 0
  private(set) var faultCount = 0
  /// The first faults, with the number of their frame.
  private(set) var firstFaults: [(frame: Int, fault: CadenceFault)] = []
  /// Bytes of zeros outside of packets.
  private(set) var paddingBytes = 0
  /// Bytes at the end that are no whole word.
  private(set) var restBytes = 0

  /// Explains a buffer; without a direction, finds out which of the two it is.
  init(_ bytes: [UInt8], form: DumpForm, direction: CadenceDirection?) {
    let reader = CadenceBufferReader(bytes)
    self.form = form
    isDirectionAssumed = direction == nil
    frames = CadenceFrames(reader, direction ?? CadenceDirection.guess(reader))
    for frame in frames { take(frame) }
    for part in reader {
      switch part {
      case .packet: break
      case .padding(let range): paddingBytes += range.count
      case .rest(let range): restBytes = range.count
      }
    }
  }

  private mutating func take(_ frame: CadenceFrameView) {
    for fault in frame.faults where firstFaults.count < Self.mostFaults {
      firstFaults.append((frameCount, fault))
    }
    faultCount += frame.faults.count
    frameCount += 1
    if frame.header?.type == .idle { fakeFrames += 1 }
    dataBytes += frame.data.count
  }

  /// Whether it is what a driver writes, or a wire brings of Targets that could trust what they got.
  var isSound: Bool { faultCount == 0 && restBytes == 0 && frameCount > 0 }

  /// What is wrong, each a sentence, the first ones if there are many.
  var problems: [String] {
    var problems = firstFaults.map { "frame \($0.frame), word \($0.fault.word): \($0.fault)" }
    if faultCount > firstFaults.count { problems.append("and \(faultCount - firstFaults.count) more") }
    if restBytes > 0 {
      problems.append(
        "\(plural(restBytes, "byte")) at the end \(restBytes == 1 ? "is" : "are") no whole word")
    }
    if frameCount == 0 { problems.append("there is no frame in it") }
    return problems
  }
}

extension CadenceDirection {
  /// What the buffer is called.
  var name: String { self == .transmit ? "transmit buffer (PDI0)" : "receive buffer (PDI1)" }
}

// MARK: - As text

extension BufferExplanation {
  /// What was read, and how.
  private var heading: String {
    let read = form == .binary ? "binary" : "\(form.rawValue) in hexadecimal"
    let assumed = isDirectionAssumed ? ", as it looks" : ""
    let bytes = plural(frames.reader.bytes.count, "byte")
    return "Cadence \(frames.direction.name)\(assumed): \(bytes), read as \(read)"
  }

  /// Writes the explanation as a person reads it; `isVerbose` shows the words of all frames, however many.
  func writeText(isVerbose: Bool, _ write: (String) throws -> Void) throws {
    try write(heading + "\n")
    var counts = [plural(frameCount, "frame")]
    if fakeFrames > 0 { counts.append("\(fakeFrames) of them idle") }
    counts += [plural(dataBytes, "data byte"), "\(plural(paddingBytes, "byte")) of padding"]
    try write(counts.joined(separator: ", ") + "\n\n")
    try write("Frame     Word  Words  Counter  Block\n")
    let showsWords = isVerbose || frameCount <= Self.framesWithWords
    var number = 0
    for frame in frames {
      try write(line(frame, number))
      if showsWords {
        for index in 0..<frame.packet.wordCount { try write(wordLine(frame, index)) }
      }
      for fault in frame.faults {
        let text = "! word \(fault.word): \(fault)"
        try write(DisplayWidth.wrapped(text, first: 7, indent: 2).joined(separator: "\n") + "\n")
      }
      number += 1
    }
  }

  private func line(_ frame: CadenceFrameView, _ number: Int) -> String {
    let cells: [(String, Int)] = [
      ("\(number)", 5), ("\(frame.packet.words.lowerBound)", 7), ("\(frame.packet.wordCount)", 5),
      (frame.counter.map { "\($0)" } ?? "-", 7),
    ]
    let place = cells.map { DisplayWidth.padded($0.0, to: $0.1, isLeft: false) }.joined(separator: "  ")
    return Self.line(place, frame.sentence)
  }

  private func wordLine(_ frame: CadenceFrameView, _ index: Int) -> String {
    let word = frame.packet[index]
    let place = DisplayWidth.padded("\(frame.packet.words.lowerBound + index)", to: 14, isLeft: false)
    return Self.line("\(place)  \(hex(word.rawValue, digits: 8))", frame.meaning(ofWord: index))
  }

  /// What stands at the left of a sentence, which goes on below itself.
  private static func line(_ place: String, _ sentence: String) -> String {
    let lines = DisplayWidth.wrapped(sentence, first: place.count + 2, indent: 2)
    return place + lines.joined(separator: "\n").dropFirst(place.count) + "\n"
  }
}

extension CadenceFrameView {
  /// What the frame is, on one line.
  fileprivate var sentence: String {
    direction == .transmit ? sentSentence : receivedSentence
  }

  private var sentSentence: String {
    guard let header else { return "part of a header" }
    let what = "\(header.byteCount) at 0x\(hex(header.address, digits: 8)), \(deviceName(header.device))"
    let verb = header.operation == .write ? "write" : "read"
    switch header.type {
    case .active: return "\(verb) \(what)"
    case .idle: return "idle \(verb) \(what)"
    case .reserved1, .reserved2: return "reserved type, \(verb) \(what)"
    }
  }

  private var receivedSentence: String {
    let verb = operation == .write ? "write" : "read of \(data.count)"
    var words: [String] = []
    if let headerResponse { words.append("header \(headerResponse.received.word)") }
    if let footerResponse { words.append("footer \(footerResponse.received.word)") }
    return "\(verb): " + words.joined(separator: ", ") + driver
  }

  /// What the driver makes of it. It does not look at fake frames, which only the plan tells from others.
  private var driver: String {
    guard let errno = responseErrno else { return "" }
    let unless = operation == .read && errno == .noData ? ", unless it is a fake frame" : ""
    return "; the driver gives \(errno.rawValue)\(unless)"
  }

  /// What a word of the packet holds.
  fileprivate func meaning(ofWord index: Int) -> String {
    let word = packet[index]
    var parts: [String] = []
    if word.startsPacket { parts.append("start \(word.counter)") }
    if word.endsPacket { parts.append("end") }
    return (parts + [direction == .transmit ? sentMeaning(index, word) : receivedMeaning(index, word)])
      .joined(separator: ", ")
  }

  private func sentMeaning(_ index: Int, _ word: CadenceWord) -> String {
    guard let header else { return "header: \(hex([word.first, word.second]))" }
    switch index {
    case 0:
      let opcode = header.operation == .write ? "Write" : "Read"
      let type = header.type.name.prefix(1).uppercased() + header.type.name.dropFirst()
      return "\(type), DeviceAddress \(header.device), \(opcode), NumBytes \(header.byteCount)"
    case 1: return "RegAddr 0x\(hex(header.address >> 16, digits: 4)).."
    case 2: return "RegAddr 0x..\(hex(header.address & 0xFFFF, digits: 4))"
    case 3: return "HeaderCRC 0x\(hex(word.first, digits: 2))\(right(headerCRC == header.crc))"
    default: break
    }
    if operation == .write, index == packet.wordCount - 1 { return crcMeaning(word) }
    return dataMeaning(2 * (index - 4), word)
  }

  private func receivedMeaning(_ index: Int, _ word: CadenceWord) -> String {
    if index == 0 { return "HeaderResponse \(BRAHeaderResponse(rawValue: word.first).meaning)" }
    if index == packet.wordCount - 1 {
      let response = BRAFooterResponse(rawValue: word.first)
      return "FooterResponse \(response.meaning(isWrite: operation == .write))"
    }
    if index == packet.wordCount - 2 { return crcMeaning(word) }
    return dataMeaning(2 * (index - 1), word)
  }

  private func crcMeaning(_ word: CadenceWord) -> String {
    "DataBlockCRC 0x\(hex(word.first, digits: 2))\(right(dataCRC == CRC8.checksum(data)))"
  }

  private func right(_ isRight: Bool) -> String { isRight ? "" : ", wrong" }

  private func dataMeaning(_ first: Int, _ word: CadenceWord) -> String {
    guard operation == (direction == .transmit ? .write : .read), first >= 0 else { return "not part of it" }
    let bytes = Array(data.dropFirst(first).prefix(2))
    if bytes.isEmpty { return "not part of it" }
    return bytes.count == 1 ? "data \(first): \(hex(bytes))" : "data \(first)-\(first + 1): \(hex(bytes))"
  }
}

extension BRAHeaderResponse.Received {
  /// One word for it.
  fileprivate var word: String {
    switch self {
    case .ignored: "Ignored"
    case .ok: "OK"
    case .notReady: "NotReady"
    case .abort: "Abort"
    }
  }
}

extension BRAFooterResponse.Received {
  /// One word for it.
  fileprivate var word: String {
    switch self {
    case .ignored: "Ignored"
    case .good: "Good"
    case .bad: "Bad"
    case .abort: "Abort"
    }
  }
}
