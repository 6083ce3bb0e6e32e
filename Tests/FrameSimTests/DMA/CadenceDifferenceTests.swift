import BRAEncoder
import FrameSim
import Testing

/// What a driver got wrong, from the first word that differs (host reference 2.5; 2.2 for bit 8).
@Suite struct CadenceDifferenceTests {
  /// A transfer with everything in it: three sections, a wrapping counter, odd lengths.
  let data = (0..<190).map { UInt8(truncatingIfNeeded: 37 * $0 + 11) }

  func plan(_ operation: BRAOperation = .write) throws -> CadencePlan {
    let sections = try [(0x4401_0000, 20), (0x4402_0000, 141), (0x2003, 29)].map {
      try #require(BRASection(address: UInt32($0.0), byteCount: $0.1))
    }
    return try CadencePlan(operation, sections)
  }

  /// The first difference after a change of the transmit buffer.
  private func difference(_ plan: CadencePlan, _ change: (inout [UInt8]) -> Void) throws -> CadenceDifference?
  {
    let expected = try #require(plan.transmitBuffer(device: 6, data: plan.operation == .write ? data : []))
    var actual = expected
    change(&actual)
    return CadenceDifference.first(actual, from: expected, plan: plan, device: 6, direction: .transmit)
  }

  /// A buffer written by a driver that makes something of each frame.
  private func rewritten(
    _ plan: CadencePlan, _ packet: (CadencePlan.Frame, ArraySlice<UInt8>) -> CadencePacket
  ) throws -> CadenceDifference? {
    try difference(plan) { buffer in
      var bytes: [UInt8] = []
      for frame in plan.frames(device: 6) {
        let place =
          plan.sections[..<(frame.extent?.section ?? 0)].reduce(0) { $0 + $1.byteCount }
          + (frame.extent?.offset ?? 0)
        let count = frame.extent?.byteCount ?? 0
        packet(frame, plan.operation == .write ? data[place..<place + count] : []).append(to: &bytes)
      }
      buffer = bytes + [UInt8](repeating: 0, count: max(0, buffer.count - bytes.count))
    }
  }

  private func header(
    _ old: BRAHeader, type: BRAHeaderType? = nil, device: Int? = nil, address: UInt32? = nil,
    bytes: Int? = nil
  ) -> BRAHeader {
    BRAHeader(
      type: type ?? old.type, operation: old.operation, device: device ?? old.device,
      address: address ?? old.address, byteCount: bytes ?? old.byteCount) ?? old
  }

  @Test func sameBuffers() throws {
    for operation in BRAOperation.allCases {
      #expect(try difference(plan(operation)) { _ in } == nil)
    }
    // Bytes that carry nothing: bits 23:16 everywhere, the second byte of CRC words, the top of words without marks.
    let other = try difference(plan()) {
      $0[2] = 0xFF
      $0[7] = 0x0F
      $0[13] = 0xEE
    }
    #expect(other == nil)
  }

  // MARK: Counters

  @Test func counters() throws {
    let plan = try plan()
    let restarts = try rewritten(plan) { frame, data in
      .write(counter: (frame.extent?.offset ?? 0) / 8 + 1, header: frame.header, data: data)
    }
    #expect(restarts?.meaning == .counterNotContinued)
    #expect(restarts?.frame == 3)
    #expect(restarts?.section == 1)
    #expect(restarts?.field == .counter)
    #expect(restarts?.byte == 4 * (restarts?.word ?? 0) + 3)
    let skips = try rewritten(plan) { frame, data in
      .write(counter: frame.index % 15 + 1, header: frame.header, data: data)
    }
    #expect(skips?.meaning == .counterSkipsZero)
    #expect(skips?.frame == 15)
    let fromZero = try rewritten(plan) { .write(counter: $0.index, header: $0.header, data: $1) }
    #expect(fromZero?.meaning == .counterFromZero)
    #expect(fromZero?.word == 0)
    let stays = try rewritten(plan) { .write(counter: max(1, $0.index), header: $0.header, data: $1) }
    #expect(stays?.meaning == .counterNotAdvanced)
    #expect(stays?.frame == 1)
    let moved = try difference(plan) {
      $0[2] = 1
      $0[3] = 0x80
    }
    #expect(moved?.meaning == .counterInBits19To16)
  }

  // MARK: Headers

  @Test func headers() throws {
    let plan = try plan()
    let notActive = try rewritten(plan) {
      .write(counter: $0.counter, header: self.header($0.header, type: .idle), data: $1)
    }
    #expect(notActive?.meaning == .frameNotActive)
    #expect(notActive?.field == .headerType)
    let device = try rewritten(plan) {
      .write(counter: $0.counter, header: self.header($0.header, device: 7), data: $1)
    }
    #expect(device?.meaning == .wrongDevice)
    let full = try rewritten(plan) {
      .write(counter: $0.counter, header: self.header($0.header, bytes: 8), data: $1)
    }
    #expect(full?.meaning == .byteCountOfFullFrame)
    #expect(full?.frame == 2)
    #expect(full?.field == .byteCount)
    #expect(full?.byte == 73)
    let reversed = try rewritten(plan) {
      .write(
        counter: $0.counter, header: self.header($0.header, address: $0.header.address.byteSwapped), data: $1)
    }
    #expect(reversed?.meaning == .addressBytesReversed)
    let stays = try rewritten(plan) { frame, data in
      let section = frame.extent?.section ?? 0
      return .write(
        counter: frame.counter, header: self.header(frame.header, address: plan.sections[section].address),
        data: data)
    }
    #expect(stays?.meaning == .addressNotAdvanced)
    #expect(stays?.frame == 1)
    var next: UInt32 = 0x4401_0000
    let goesOn = try rewritten(plan) { frame, data in
      defer { next += UInt32(frame.header.byteCount) }
      return .write(counter: frame.counter, header: self.header(frame.header, address: next), data: data)
    }
    #expect(goesOn?.meaning == .addressOfSectionBefore)
    #expect(goesOn?.frame == 3)
    let other = try difference(plan) { $0[0] ^= 2 }
    #expect(other?.meaning == .wrongDirection)
  }

  /// The bug before April 2026 (host reference 2.2), with the header's CRC over what it says, and without.
  @Test func bit8() throws {
    let section = try #require(BRASection(address: 0, byteCount: 190))
    let small = try CadencePlan(.write, [section], rows: 256, columns: 16)
    #expect(small.numFrames == 1)
    let big = try CadencePlan(.write, bytes: 300, rows: 256, columns: 16)
    let bytes = [UInt8](repeating: 3, count: 300)
    let expected = try #require(big.transmitBuffer(device: 1, data: bytes))
    var actual = expected
    actual[0] &= 0xFE
    let dropped = CadenceDifference.first(actual, from: expected, plan: big, device: 1, direction: .transmit)
    #expect(dropped?.meaning == .byteCountBit8)
    #expect(dropped?.field == .byteCount)
    #expect(dropped?.byte == 0)
    var crc = expected
    crc[12] = CRC8.checksum([expected[0] & 0xFE, expected[1], 0x44, 0x01, 0, 0])
    let early = CadenceDifference.first(crc, from: expected, plan: big, device: 1, direction: .transmit)
    #expect(early?.meaning == .crcWithoutBit8)
  }

  // MARK: CRCs

  @Test func headerCRCs() throws {
    let plan = try plan()
    let bytes = plan.frames(device: 6)[0].header.bytes
    let seedZero = bytes.reduce(UInt8(0)) { CRC8.update($0, $1) }
    for (crc, meaning) in [
      (seedZero, CadenceMistake.crcSeedZero), (~CRC8.checksum(bytes), .crcInverted),
      (CRC8.checksum(bytes.dropLast()), .crcOverFewerBytes),
    ] {
      let difference = try difference(plan) { $0[12] = crc }
      #expect(difference?.meaning == meaning)
      #expect(difference?.field == .headerCRC)
      #expect(difference?.word == 3)
    }
    let before = try difference(plan) { $0[36 + 12] = $0[12] }
    #expect(before?.meaning == .crcOfFrameBefore)
    #expect(before?.frame == 1)
  }

  @Test func dataCRCs() throws {
    let plan = try plan()
    let header = plan.frames(device: 6)[0].header.bytes
    for (crc, meaning) in [
      (CRC8.checksum(header + data[0..<8]), CadenceMistake.crcOverHeaderAndData),
      (~CRC8.checksum(data[0..<8]), .crcInverted), (CRC8.checksum(data[0..<7]), .crcOverFewerBytes),
    ] {
      let difference = try difference(plan) { $0[32] = crc }
      #expect(difference?.meaning == meaning)
      #expect(difference?.field == .dataCRC)
    }
    let all = try difference(plan) { $0[36 + 32] = CRC8.checksum(data[0..<16]) }
    #expect(all?.meaning == .crcOverWholeTransfer)
    // The last frame of the third section has five bytes, of which one fills no word.
    let last = plan.frames(device: 6).count - 1
    let end = try #require(plan.transmitPackets(device: 6, data: data)).count
    let filled = try difference(plan) { $0[end - 4] = CRC8.checksum(data[185...] + [0]) }
    #expect(filled?.meaning == .crcOverFilledWord)
    #expect(filled?.frame == last)
  }

  /// The reflected CRC against a definition of its own: bits of bytes turned round, polynomial as it is, result turned round.
  @Test func reflectedCRC() throws {
    func reversed(_ byte: UInt8) -> UInt8 {
      (0..<8).reduce(0) { $0 | (byte >> UInt8($1) & 1) << UInt8(7 - $1) }
    }
    let crc = reversed(CRC8.checksum(data[0..<8].map(reversed)))
    #expect(try difference(plan()) { $0[32] = crc }?.meaning == .crcBitsReversed)
  }

  // MARK: Data

  @Test func dataBytes() throws {
    let plan = try plan()
    let first = try rewritten(plan) {
      .write(counter: $0.counter, header: $0.header, data: data[0..<$1.count])
    }
    #expect(first?.meaning == .dataNotAdvanced)
    #expect(first?.field == .data(0))
    #expect(first?.frame == 1)
    let again = try rewritten(plan) { frame, bytes in
      let offset = frame.extent?.section == 0 ? bytes.startIndex : frame.extent?.offset ?? 0
      return .write(counter: frame.counter, header: frame.header, data: data[offset..<offset + bytes.count])
    }
    #expect(again?.meaning == .dataOfFirstSection)
    #expect(again?.frame == 3)
    let zeros = try rewritten(plan) { frame, bytes in
      .write(
        counter: frame.counter, header: frame.header, data: [UInt8](repeating: 0, count: bytes.count)[...])
    }
    #expect(zeros?.meaning == .dataNotCopied)
    let bit = try difference(plan) { $0[36 + 25] ^= 0x20 }
    #expect(bit?.meaning == .oneBit)
    #expect(bit?.field == .data(5))
    #expect(bit?.byte == 61)
    let swapped = try difference(plan) { $0.swapAt(20, 21) }
    #expect(swapped?.meaning == .bytesSwapped)
    let missing = try rewritten(plan) { frame, bytes in
      let early = Array(bytes.prefix(2) + bytes.dropFirst(3) + [0])
      return .write(counter: frame.counter, header: frame.header, data: frame.index == 0 ? early[...] : bytes)
    }
    #expect(missing?.meaning == .dataByteMissing)
    #expect(missing?.field == .data(2))
    let late = try rewritten(plan) { frame, bytes in
      let late = Array(bytes.prefix(2) + [0x55] + bytes.dropFirst(2).dropLast())
      return .write(counter: frame.counter, header: frame.header, data: frame.index == 0 ? late[...] : bytes)
    }
    #expect(late?.meaning == .dataByteTooMany)
    let big = try difference(plan) { $0[0..<4].reverse() }
    #expect(big?.meaning == .bigEndianWords)
  }

  // MARK: Marks, fake frames, padding, sizes

  @Test func marks() throws {
    let plan = try plan()
    func meaning(_ change: (inout [UInt8]) -> Void) throws -> CadenceMistake? {
      try difference(plan, change)?.meaning
    }
    #expect(try meaning { $0[39] &= 0x7F } == .startMarkMissing)
    #expect(try meaning { $0[35] = 0 } == .endMarkMissing)
    #expect(try meaning { $0[19] = 0x40 } == .endMarkTooMany)
    #expect(try meaning { $0[19] = 0x82 } == .startMarkTooMany)
    #expect(
      try meaning { buffer in for index in 72..<buffer.count { buffer[index] = 0 } } == .framesMissing)
  }

  @Test func fakeFrames() throws {
    let plan = try plan(.read)
    #expect(plan.fakeFrames >= 1)
    let real = 16 * plan.numFrames
    func difference(_ change: (inout [UInt8]) -> Void) throws -> CadenceDifference? {
      try self.difference(plan, change)
    }
    let missing = try difference { buffer in for index in real..<buffer.count { buffer[index] = 0 } }
    #expect(missing?.meaning == .fakeFramesMissing)
    #expect(missing?.frame == plan.numFrames)
    #expect(missing?.isFake == true)
    let active = try difference { $0[real] |= 0xC0 }
    #expect(active?.meaning == .fakeFrameActive)
    let bytes = try difference { $0[real + 1] = UInt8(29 % 8) }
    #expect(bytes?.meaning == .byteCountOfLastFrame)
    let address = try difference { $0[real + 9] = $0[real + 9] &+ 5 }
    #expect(address?.meaning == .addressAdvancedInFakeFrame)
    let end = 16 * plan.totalFrames
    let more = try difference { buffer in
      for index in 0..<16 where end + index < buffer.count { buffer[end + index] = buffer[real + index] }
      buffer[end + 3] = UInt8(0x80 | (plan.totalFrames + 1) & 0xF)
    }
    #expect(more?.meaning == .tooManyFakeFrames)
    #expect(more?.frame == nil)
  }

  @Test func paddingAndSizes() throws {
    let plan = try plan()
    let packets = try #require(plan.transmitPackets(device: 6, data: data)).count
    let start = try difference(plan) { $0[packets + 7] = 0x80 }
    #expect(start?.meaning == .paddingStartsPacket)
    #expect(start?.field == .padding)
    #expect(start?.wordInFrame == 1)
    #expect(try difference(plan) { $0[packets] = 1 }?.meaning == .paddingNotZero)
    let raw = plan.pdi0BytesBeforePadding
    #expect(try difference(plan) { $0.removeLast($0.count - raw) }?.meaning == .notPadded)
    #expect(try difference(plan) { $0.removeLast($0.count - packets) }?.meaning == .notPadded)
    let more = try difference(plan) { $0 += [UInt8](repeating: 0, count: plan.txAlignment) }
    #expect(more?.meaning == .extraUnitTooMany)
    #expect(more?.field == .size)
    #expect(more?.expected == nil)
    let cut = try difference(plan) { $0.removeLast($0.count - 40) }
    #expect(cut?.field == .size)
    #expect(cut?.frame == 1)
    #expect(cut?.meaning == .framesMissing)
    // 16 frames of 36 bytes are three units of 192.
    let aligned = try CadencePlan(.write, bytes: 128)
    let bytes = (0..<128).map { UInt8($0) }
    let expected = try #require(aligned.transmitBuffer(device: 6, data: bytes))
    let without = CadenceDifference.first(
      Array(expected.prefix(576)), from: expected, plan: aligned, device: 6, direction: .transmit)
    #expect(without?.meaning == .extraUnitMissing)
  }

  /// Ten frames of 88 bytes and one of a byte: 904 bytes written are padded to 960, but 968 are sized, and padded to 1152.
  @Test func sizedByTheLastFrame() throws {
    let plan = try CadencePlan(.write, bytes: 331, columns: 8)
    #expect(plan.pdi0BytesBeforePadding == 968)
    #expect(plan.pdi0BufferBytes == 1152)
    let expected = try #require(plan.transmitBuffer(device: 1, data: [UInt8](repeating: 1, count: 331)))
    func meaning(_ bytes: Int) -> CadenceMistake? {
      CadenceDifference.first(
        Array(expected.prefix(bytes)), from: expected, plan: plan, device: 1, direction: .transmit)?.meaning
    }
    #expect(meaning(960) == .lastFrameSizedShort)
    #expect(meaning(968) == .notPadded)
    #expect(meaning(904) == .notPadded)
    #expect(meaning(1000) == nil)
  }

  /// Any buffer against any other: an answer, and none only where what counts is the same.
  @Test(arguments: 0..<30)
  func anyBuffer(seed: Int) throws {
    var dice = SeededGenerator(seed: UInt64(seed), stream: "dma difference")
    let plan = try plan(seed % 2 == 0 ? .write : .read)
    let expected = try #require(plan.transmitBuffer(device: 6, data: seed % 2 == 0 ? data : []))
    for direction in CadenceDirection.allCases {
      let right = direction == .transmit ? expected : plan.receiveBuffer([])
      for _ in 0..<60 {
        var actual = right
        for _ in 0..<Int.random(in: 1...4, using: &dice) where !actual.isEmpty {
          actual[Int.random(in: 0..<actual.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
        }
        if Int.random(in: 0..<4, using: &dice) == 0 {
          actual = Array(actual.prefix(Int.random(in: 0...actual.count, using: &dice)))
        }
        let found = CadenceDifference.first(
          actual, from: right, plan: plan, device: 6, direction: direction)
        if let found {
          #expect(found.byte / 4 == found.word)
          #expect(!found.description.isEmpty)
          // Nothing before the word counts as different: with the words from there on as they should be, all is the same.
          var mended = Array(actual.prefix(4 * found.word))
          mended += right.dropFirst(mended.count)
          let isSame =
            CadenceDifference.first(mended, from: right, plan: plan, device: 6, direction: direction) == nil
          #expect(isSame)
        } else {
          #expect(actual.count == right.count)
        }
      }
    }
  }
}
