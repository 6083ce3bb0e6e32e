internal import BRAEncoder

/// The first difference between the buffer that a plan asks for and another one: where, in which field, and what it probably means.
///
/// Bits that carry nothing do not count, as the driver leaves them as they were. Source: host reference 2.5.
public struct CadenceDifference: Hashable, Sendable {
  /// What a bit of a buffer is for.
  public enum Field: Hashable, Sendable {
    /// Bit 31 of a word.
    case startMark
    /// Bit 30 of a word.
    case endMark
    /// Bits 27 to 24 of a start.
    case counter
    /// Bits 7 and 6 of the first byte of a header.
    case headerType
    /// Bits 5 to 2 of it.
    case device
    /// Bit 1 of it.
    case opcode
    /// Bit 0 of it, and the second byte.
    case byteCount
    /// The last four bytes of a header.
    case address
    /// The byte after the header.
    case headerCRC
    /// A data byte of the frame, from 0.
    case data(Int)
    /// The byte after the data.
    case dataCRC
    /// What the Target says to the header.
    case headerResponse
    /// What the Target says to the data.
    case footerResponse
    /// What lies behind the packets.
    case padding
    /// The length of the buffer.
    case size
  }

  /// The frame, from 0; nil behind the packets.
  public let frame: Int?
  /// Whether it is a fake frame.
  public let isFake: Bool
  /// The section that the frame belongs to; nil for a fake frame and behind the packets.
  public let section: Int?
  /// The word of the buffer, from 0.
  public let word: Int
  /// The word of the frame's packet, from 0; behind the packets, of the padding.
  public let wordInFrame: Int
  /// The byte of the buffer, from 0: the first one of the word that differs and counts.
  public let byte: Int
  /// The field.
  public let field: Field
  /// The word as it should be; nil where there should be none.
  public let expected: CadenceWord?
  /// The word as it is; nil where the buffer ends before.
  public let actual: CadenceWord?
  /// What was probably done, if anything is known that gives this word.
  public internal(set) var meaning: CadenceMistake?
}

extension CadenceDifference {
  /// The first difference, or nil.
  ///
  /// `expected` is what `plan` gives for `device`, `transmitBuffer` or `receiveBuffer`, and `actual` what somebody wrote.
  public static func first(
    _ actual: [UInt8], from expected: [UInt8], plan: CadencePlan, device: Int, direction: CadenceDirection
  ) -> CadenceDifference? {
    let frames = plan.frames(device: device)
    var word = 0
    for (index, frame) in frames.enumerated() {
      let layout = CadenceLayout(frame.header, plan.operation, direction)
      for place in 0..<layout.words {
        // The last fake frames of PDI1 may have no room.
        guard 4 * (word + place) < expected.count else { break }
        guard
          var difference = difference(
            actual, expected, word: word + place, frame: frame, place: place, layout: layout)
        else { continue }
        difference.meaning = MistakeFinder(
          actual: actual, expected: expected, plan: plan, frames: frames, direction: direction,
          frame: index, start: word, layout: layout
        ).mistake(difference)
        return difference
      }
      word += layout.words
    }
    return behind(word, actual, expected, plan, direction)
  }

  private static func difference(
    _ actual: [UInt8], _ expected: [UInt8], word: Int, frame: CadencePlan.Frame, place: Int,
    layout: CadenceLayout
  ) -> CadenceDifference? {
    let should = CadenceWord(expected, at: 4 * word)
    let found = 4 * word < actual.count ? CadenceWord(actual, at: 4 * word) : nil
    let mask = should.mask(holdsTwoBytes: layout.holdsTwoBytes(place))
    let bits = ((found?.rawValue ?? ~should.rawValue) ^ should.rawValue) & mask
    guard bits != 0 else { return nil }
    return CadenceDifference(
      frame: frame.index, isFake: frame.isFake, section: frame.extent?.section, word: word,
      wordInFrame: place,
      byte: 4 * word + bits.trailingZeroBitCount / 8,
      field: found == nil ? .size : layout.field(place, bits: bits), expected: should, actual: found)
  }

  /// The first difference behind the packets.
  private static func behind(
    _ start: Int, _ actual: [UInt8], _ expected: [UInt8], _ plan: CadencePlan,
    _ direction: CadenceDirection
  ) -> CadenceDifference? {
    let common = min(actual.count, expected.count)
    let first = min(4 * start, common)
    if let byte = (first..<common).first(where: { actual[$0] != expected[$0] }) {
      let found = CadenceWord(actual, at: byte / 4 * 4)
      return CadenceDifference(
        frame: nil, isFake: false, section: nil, word: byte / 4, wordInFrame: byte / 4 - start, byte: byte,
        field: .padding, expected: CadenceWord(expected, at: byte / 4 * 4), actual: found,
        meaning: paddingMistake(found, plan, direction))
    }
    guard actual.count != expected.count else { return nil }
    let word = common / 4
    return CadenceDifference(
      frame: nil, isFake: false, section: nil, word: word, wordInFrame: max(0, word - start), byte: common,
      field: .size, expected: expected.count > common ? CadenceWord(expected, at: 4 * word) : nil,
      actual: actual.count > common ? CadenceWord(actual, at: 4 * word) : nil,
      meaning: CadenceMistake.ofSize(actual.count, plan: plan, direction: direction))
  }

  private static func paddingMistake(
    _ word: CadenceWord, _ plan: CadencePlan, _ direction: CadenceDirection
  ) -> CadenceMistake {
    guard word.startsPacket else { return .paddingNotZero }
    let isNext = plan.operation == .read && word.counter == (plan.totalFrames + 1) & 0xF
    return isNext && direction == .transmit ? .tooManyFakeFrames : .paddingStartsPacket
  }
}

extension CadenceWord {
  /// The bits that carry something.
  func mask(holdsTwoBytes: Bool) -> UInt32 {
    Self(rawValue: rawValue | 0x7FFF_FFFF).meaningful(holdsTwoBytes: holdsTwoBytes).rawValue | 0x8000_0000
  }
}

extension CadenceDifference.Field: CustomStringConvertible {
  /// What it is called.
  public var description: String {
    switch self {
    case .startMark: "start mark"
    case .endMark: "end mark"
    case .counter: "packet counter"
    case .headerType: "HeaderType"
    case .device: "DeviceAddress"
    case .opcode: "Opcode"
    case .byteCount: "NumBytes"
    case .address: "RegAddr"
    case .headerCRC: "HeaderCRC"
    case .data(let index): "data byte \(index)"
    case .dataCRC: "DataBlockCRC"
    case .headerResponse: "HeaderResponse"
    case .footerResponse: "FooterResponse"
    case .padding: "padding"
    case .size: "size"
    }
  }
}

extension CadenceDifference: CustomStringConvertible {
  /// One sentence, for example `frame 2, word 18: NumBytes is ...`; frames, words and bytes count from 0.
  public var description: String {
    func text(_ word: CadenceWord?) -> String {
      word.map { hexadecimal($0.rawValue, digits: 8) } ?? "nothing"
    }
    var place = "behind the packets"
    if let frame {
      place = (isFake ? "fake frame " : "frame ") + "\(frame)"
      if let section { place += " of section \(section)" }
      place += ", its word \(wordInFrame)"
    }
    let sentence =
      "\(place): \(field); word \(word), byte \(byte) of the buffer is \(text(actual)), should be \(text(expected))"
    return meaning.map { "\(sentence): \($0.description)" } ?? sentence
  }
}
