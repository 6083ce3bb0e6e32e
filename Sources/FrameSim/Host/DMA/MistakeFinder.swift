internal import BRAEncoder

/// Finds the mistake that gives a different word: tries what is known to go wrong with its field.
struct MistakeFinder {
  let actual: [UInt8]
  let expected: [UInt8]
  let plan: CadencePlan
  let frames: [CadencePlan.Frame]
  let direction: CadenceDirection
  /// The frame of the difference.
  let frame: Int
  /// Its first word.
  let start: Int
  let layout: CadenceLayout

  func mistake(_ difference: CadenceDifference) -> CadenceMistake? {
    guard let found = difference.actual, let should = difference.expected else {
      return CadenceMistake.ofSize(actual.count, plan: plan, direction: direction)
        ?? (difference.isFake ? .fakeFramesMissing : .framesMissing)
    }
    if direction == .receive, difference.isFake { return .notLookedAt }
    if difference.wordInFrame == 0, found.rawValue == 0, isZero(from: difference.word) {
      return difference.isFake ? .fakeFramesMissing : .framesMissing
    }
    if found.rawValue == should.rawValue.byteSwapped { return .bigEndianWords }
    let swapped = should.rawValue & 0xFFFF_0000 | UInt32(should.first) << 8 | UInt32(should.second)
    if (found.rawValue ^ swapped) & should.mask(holdsTwoBytes: true) == 0 { return .bytesSwapped }
    return mistake(difference, found, should)
  }

  private func mistake(
    _ difference: CadenceDifference, _ found: CadenceWord, _ should: CadenceWord
  ) -> CadenceMistake? {
    switch difference.field {
    case .startMark: return should.startsPacket ? .startMarkMissing : .startMarkTooMany
    case .endMark: return should.endsPacket ? .endMarkMissing : .endMarkTooMany
    case .counter: return counter(found, should)
    case .headerType: return difference.isFake ? .fakeFrameActive : .frameNotActive
    case .device: return .wrongDevice
    case .opcode: return .wrongDirection
    case .byteCount: return byteCount(found)
    case .address: return address()
    case .headerCRC: return headerCRC(found.first)
    case .data(let index): return data(index)
    case .dataCRC: return dataCRC(found.first)
    case .headerResponse, .footerResponse: return response(difference.field, found.first)
    case .padding, .size: return nil
    }
  }

  /// Whether a buffer is 0 from a word to its end.
  private func isZero(from word: Int) -> Bool { actual[(4 * word)...].allSatisfy { $0 == 0 } }

  private var isFake: Bool { frames[frame].isFake }

  /// Bytes of the stream of a buffer, two of each word.
  private func stream(_ buffer: [UInt8], from word: Int, count: Int) -> [UInt8] {
    (0..<max(0, count)).map { index in
      let place = 4 * (word + index / 2) + index % 2
      return place < buffer.count ? buffer[place] : 0
    }
  }

  /// The first frame of the section that the frame belongs to.
  private var sectionStart: Int {
    let section = frames[frame].extent?.section
    var first = frame
    while first > 0, frames[first - 1].extent?.section == section { first -= 1 }
    return first
  }

  // MARK: Header

  private func counter(_ found: CadenceWord, _ should: CadenceWord) -> CadenceMistake? {
    if found.counter == 0, should.counter != 0, Int(found.rawValue >> 16 & 0xF) == should.counter {
      return .counterInBits19To16
    }
    let first = sectionStart
    if !isFake, first > 0, found.counter == (frame - first + 1) & 0xF { return .counterNotContinued }
    if should.counter == 0, found.counter == 1 { return .counterSkipsZero }
    if frame == 0, found.counter == 0 { return .counterFromZero }
    return found.counter == (should.counter - 1) & 0xF ? .counterNotAdvanced : nil
  }

  private func byteCount(_ found: CadenceWord) -> CadenceMistake? {
    let should = frames[frame].header.byteCount
    let count = Int(found.first & 1) << 8 | Int(found.second)
    if count == should & 0xFF, should > 0xFF { return .byteCountBit8 }
    if isFake, count == frames.last(where: { !$0.isFake })?.header.byteCount { return .byteCountOfLastFrame }
    return count == plan.dataPerFrame ? .byteCountOfFullFrame : nil
  }

  private func address() -> CadenceMistake? {
    let found = stream(actual, from: start + 1, count: 4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let should = frames[frame].header.address
    if found == should.byteSwapped { return .addressBytesReversed }
    if isFake, found != should { return .addressAdvancedInFakeFrame }
    let first = sectionStart
    if frame > first, found == frames[first].header.address { return .addressNotAdvanced }
    guard frame == first, frame > 0 else { return nil }
    let before = frames[frame - 1].header
    let next = before.address &+ UInt32(before.byteCount)
    return found == next || found == before.address ? .addressOfSectionBefore : nil
  }

  // MARK: CRCs

  private func headerCRC(_ found: UInt8) -> CadenceMistake? {
    let bytes = frames[frame].header.bytes
    if bytes[0] & 1 == 1, found == CRC8.checksum([bytes[0] & 0xFE] + bytes.dropFirst()) {
      return .crcWithoutBit8
    }
    if let mistake = crc(found, bytes) { return mistake }
    return frame > 0 && found == frames[frame - 1].header.crc ? .crcOfFrameBefore : nil
  }

  private func dataCRC(_ found: UInt8) -> CadenceMistake? {
    let bytes = stream(expected, from: start + layout.dataStart, count: layout.dataCount)
    if let mistake = crc(found, bytes) { return mistake }
    if layout.dataCount % 2 == 1, found == CRC8.checksum(bytes + [0]) { return .crcOverFilledWord }
    if found == CRC8.checksum(frames[frame].header.bytes + bytes) { return .crcOverHeaderAndData }
    guard frame > 0 else { return nil }
    var all: [UInt8] = []
    var last: UInt8 = 0
    forEachFrameBefore { place, layout in
      let data = stream(expected, from: place + layout.dataStart, count: layout.dataCount)
      last = CRC8.checksum(data)
      all += data
    }
    if found == last { return .crcOfFrameBefore }
    return found == CRC8.checksum(all + bytes) ? .crcOverWholeTransfer : nil
  }

  private func crc(_ found: UInt8, _ bytes: [UInt8]) -> CadenceMistake? {
    let right = CRC8.checksum(bytes)
    if found == ~right { return .crcInverted }
    if found == bytes.reduce(0, { CRC8.update($0, $1) }) { return .crcSeedZero }
    if found == CRC8.reflected(bytes) { return .crcBitsReversed }
    // One of 256 CRCs is right by chance: only what is likely is tried.
    let fewer = [bytes.count - 1, bytes.count - 2].filter { $0 > 0 }
    return fewer.contains { found == CRC8.checksum(bytes.prefix($0)) } ? .crcOverFewerBytes : nil
  }

  private func forEachFrameBefore(_ body: (Int, CadenceLayout) -> Void) {
    var place = 0
    for frame in frames[..<frame] {
      let layout = CadenceLayout(frame.header, plan.operation, direction)
      body(place, layout)
      place += layout.words
    }
  }

  // MARK: Data and responses

  private func data(_ index: Int) -> CadenceMistake? {
    let word = start + layout.dataStart
    let count = layout.dataCount
    let should = stream(expected, from: word, count: count)
    let found = stream(actual, from: word, count: count)
    if found.allSatisfy({ $0 == 0 }) { return .dataNotCopied }
    if frame > 0 {
      let first = sectionStart
      if first > 0, found == data(ofFrame: frame - first, count: count) { return .dataOfFirstSection }
      if found == data(ofFrame: 0, count: count) || found == data(ofFrame: first, count: count) {
        return .dataNotAdvanced
      }
    }
    let rest = count - index
    if rest > 2, found[index..<count - 1] == should[(index + 1)...] { return .dataByteMissing }
    if rest > 2, found[(index + 1)...] == should[index..<count - 1] { return .dataByteTooMany }
    return (found[index] ^ should[index]).nonzeroBitCount == 1 ? .oneBit : nil
  }

  /// The data of an earlier frame, as they should be; nil where it has not as many.
  private func data(ofFrame index: Int, count: Int) -> [UInt8]? {
    var place = 0
    for frame in frames[..<index] {
      place += CadenceLayout(frame.header, plan.operation, direction).words
    }
    let layout = CadenceLayout(frames[index].header, plan.operation, direction)
    return layout.dataCount < count ? nil : stream(expected, from: place + layout.dataStart, count: count)
  }

  private func response(_ field: CadenceDifference.Field, _ byte: UInt8) -> CadenceMistake? {
    let response = BRAHeaderResponse(rawValue: byte)
    if response.nak { return .responseNak }
    if !response.ack { return .responseIgnored }
    // NotReady of a header and Bad of a footer are the same bit.
    guard response.notReady else { return nil }
    return field == .headerResponse ? .responseNotReady : .responseBad
  }
}
