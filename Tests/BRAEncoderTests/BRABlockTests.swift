import BRAEncoder
import Testing

/// Protocol reference section 11.1, Table 118, and 16.5.
@Suite struct BRABlockTests {
  private func findings(_ text: String, hasResponses: Bool = true) throws -> [BRABlockError] {
    BRABlockView(try bytes(text), hasResponses: hasResponses).findings
  }

  @Test func section16_5() throws {
    let write = try #require(
      BRABlock(header: makeHeader(.write, 2, 0x1234_5678, 3), data: [0xED, 0xD1, 0xEA]))
    #expect(write.emit() == (try bytes("CA 03 12 34 56 78 19 08 ED D1 EA D9 08")))
    let read = try #require(
      BRABlock(header: makeHeader(.read, 1, 0x4400_0000, 4), data: [0xDE, 0xAD, 0xBE, 0xEF]))
    #expect(read.emit() == (try bytes("C4 04 44 00 00 00 E6 08 DE AD BE EF 57 08")))
    let busy = try #require(
      BRABlock(header: makeHeader(.read, 1, 0x4400_0000, 4), endedBy: .okNotReady))
    #expect(busy.emit() == (try bytes("C4 04 44 00 00 00 E6 28")))
  }

  @Test func filesOfVectors() throws {
    struct Vector: Decodable {
      var op: String
      var device: Int
      var address: String
      var data: String
      var block: String
    }
    let all = try vectors("bra_blocks", as: Vector.self)
    #expect(!all.isEmpty)
    for vector in all {
      let data = try bytes(vector.data)
      let address = try #require(UInt32(vector.address.dropFirst(2), radix: 16))
      let header = try makeHeader(vector.op == "write" ? .write : .read, vector.device, address, data.count)
      let block = try #require(BRABlock(header: header, data: data))
      #expect(block.emit() == (try bytes(vector.block)))
      #expect(try BRABlock.parse(bytes(vector.block)) == block)
    }
  }

  @Test func parseAndEmitAreInverses() throws {
    var generator = SeededGenerator(state: 5)
    var blocks: [BRABlock] = [.released]
    for count in [0, 1, 2, 8, 255, 256, 470, 502, 511] {
      for operation in BRAOperation.allCases {
        let address = UInt32(truncatingIfNeeded: generator.next())
        let active = try makeHeader(operation, Int.random(in: 0...15, using: &generator), address, count)
        for response in UInt8.min...0x3F {
          let response = BRAHeaderResponse(rawValue: response)
          let footer = BRAFooterResponse(rawValue: UInt8.random(in: 0...0x3F, using: &generator))
          let zeros = [UInt8](repeating: 0, count: count)
          blocks += [generator.bytes(count), zeros].compactMap {
            BRABlock(header: active, headerResponse: response, data: $0, footerResponse: footer)
          }
          if let ended = BRABlock(header: active, endedBy: response) { blocks.append(ended) }
        }
        let idle = try makeHeader(type: .idle, operation, 6, address, count)
        blocks.append(try #require(BRABlock(idle: idle)))
      }
    }
    blocks.append(try #require(BRABlock(idle: BRAHeader(packed: 0))))
    #expect(blocks.count > 2500)
    for block in blocks {
      let bytes = block.emit()
      if bytes.count != block.byteCount { Issue.record("length of \(block)") }
      if try BRABlock.parse(bytes) != block { Issue.record("\(block)") }
    }
  }

  /// Whatever parses is spelt by exactly the bytes it came from, also after damage.
  @Test func whatParsesIsEmittedUnchanged() throws {
    var generator = SeededGenerator(state: 6)
    let block = try #require(BRABlock(header: makeHeader(.write, 3, 0x2000, 5), data: [1, 2, 3, 4, 5]))
    var parsed = 0
    for _ in 0..<5000 {
      var bytes = block.emit()
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^=
          1 << UInt8.random(in: 0...7, using: &generator)
      }
      if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0...8, using: &generator)) }
      guard let result = try? BRABlock.parse(bytes) else { continue }
      parsed += 1
      #expect(result.emit() == bytes)
    }
    #expect(parsed > 0)
  }

  @Test func invalidBlocksCannotBeBuilt() throws {
    let active = try makeHeader(.write, 2, 0x2000, 3)
    let idle = try makeHeader(type: .idle, .write, 2, 0x2000, 3)
    let reserved = try makeHeader(type: .reserved1, .write, 2, 0x2000, 3)
    #expect(BRABlock(header: active, data: [1, 2]) == nil)
    #expect(BRABlock(header: active, headerResponse: .init(rawValue: 0x48), data: [1, 2, 3]) == nil)
    #expect(BRABlock(header: active, data: [1, 2, 3], footerResponse: .init(rawValue: 0x88)) == nil)
    #expect(BRABlock(header: idle, data: [1, 2, 3]) == nil)
    #expect(BRABlock(header: reserved, data: [1, 2, 3]) == nil)
    #expect(BRABlock(header: active, endedBy: .ok) == nil)
    #expect(BRABlock(header: active, endedBy: .init(rawValue: 0x80)) == nil)
    #expect(BRABlock(header: idle, endedBy: .ignored) == nil)
    #expect(BRABlock(idle: active) == nil)
    #expect(BRABlock(idle: reserved) == nil)
  }

  @Test func fieldsOfABlock() throws {
    let full = try BRABlock.parse(bytes("CA 03 12 34 56 78 19 08 ED D1 EA D9 28"))
    #expect(full.header == (try makeHeader(.write, 2, 0x1234_5678, 3)))
    #expect(full.headerResponse == .ok)
    #expect(full.data == [0xED, 0xD1, 0xEA])
    #expect(full.footerResponse == .okBad)
    let ended = try BRABlock.parse(bytes("CA 03 12 34 56 78 19 18"))
    #expect(ended.headerResponse.received == .abort)
    #expect(ended.data == nil)
    #expect(ended.footerResponse == nil)
    #expect(BRABlock.released.headerResponse == .ignored)
  }

  /// Open point A22: a block without data is legal.
  @Test func emptyBlock() throws {
    let block = try #require(BRABlock(header: makeHeader(.read, 1, 0x4400_0000, 0), data: []))
    #expect(block.emit() == (try bytes("C4 00 44 00 00 00 54 08 FF 08")))
  }

  @Test func everyKindOfDamageHasItsName() throws {
    let good = "CA 03 12 34 56 78 19 08 ED D1 EA D9 08"
    #expect(try findings(good).isEmpty)
    #expect(try findings("") == [.tooShort(expected: 8, actual: 0)])
    #expect(try findings("CA 03 12 34 56") == [.tooShort(expected: 8, actual: 5)])
    #expect(try findings("CA 03 12 34 56 78") == [.tooShort(expected: 8, actual: 6)])
    #expect(try findings("CA 03 12 34 56 78 19") == [.tooShort(expected: 8, actual: 7)])
    #expect(try findings("CA 03 12 34 56 78 19 08") == [.tooShort(expected: 13, actual: 8)])
    #expect(try findings("CA 03 12 34 56 78 19 08 ED D1 EA D9") == [.tooShort(expected: 13, actual: 12)])
    #expect(
      try findings("CA 03 12 34 56 78 18 08 ED D1 EA D9 08") == [.headerCRC(expected: 0x19, actual: 0x18)])
    #expect(
      try findings("CA 03 12 34 56 78 19 08 ED D1 EB D9 08") == [.dataCRC(expected: 0x94, actual: 0xD9)])
    #expect(
      try findings("CA 03 12 34 56 78 19 48 ED D1 EA D9 08")
        == [.headerResponseReservedBits(.init(rawValue: 0x48))])
    #expect(
      try findings("CA 03 12 34 56 78 19 08 ED D1 EA D9 88")
        == [.footerResponseReservedBits(.init(rawValue: 0x88))])
    #expect(try findings(good + "00 00") == [.trailingBytes(count: 2, allZero: true)])
    #expect(try findings(good + "00 01 00") == [.trailingBytes(count: 3, allZero: false)])
    #expect(try findings("4A 03 12 34 56 78 71 00") == [.reservedHeaderType(.reserved1)])
    #expect(try findings("8A 03 12 34 56 78 2D 00") == [.reservedHeaderType(.reserved2)])
    #expect(try findings("00 00 00 00 00 00 87 08") == [.idleAnswered(.ok)])
    #expect(
      try findings("CA 03 12 34 56 78 18 48 ED D1 EB D9 88 01") == [
        .headerCRC(expected: 0x19, actual: 0x18), .headerResponseReservedBits(.init(rawValue: 0x48)),
        .dataCRC(expected: 0x94, actual: 0xD9), .footerResponseReservedBits(.init(rawValue: 0x88)),
        .trailingBytes(count: 1, allZero: false),
      ])
    #expect(throws: BRABlockError.headerCRC(expected: 0x19, actual: 0x18)) {
      try BRABlock.parse(bytes("CA 03 12 34 56 78 18 08 ED D1 EB D9 08"))
    }
  }

  /// Section 16.5: a Target that is busy, then zeros up to the end of the frame.
  @Test(arguments: ["28", "00", "10", "18", "30", "38"])
  func aBlockThatEndsEarlyMayBeFollowedByZeros(response: String) throws {
    let text = "C4 04 44 00 00 00 E6" + response
    #expect(try findings(text).isEmpty)
    let view = BRABlockView(try bytes(text + "00 00 00"))
    #expect(view.extent == .endsAfterHeaderResponse)
    #expect(view.byteCount == 8)
    #expect(view.findings == [.trailingBytes(count: 3, allZero: true)])
  }

  /// Section 11.4, Deferred_Response_Check: the Initiator sends on without looking.
  @Test func dataMayFollowAnyResponse() throws {
    let block = try BRABlock.parse(bytes("CA 03 12 34 56 78 19 00 ED D1 EA D9 00"))
    #expect(block.data == [0xED, 0xD1, 0xEA])
    #expect(block.headerResponse == .ignored)
    #expect(block.footerResponse == .ignored)
  }

  /// Open point A30: nothing at all, or a whole header of type Idle.
  @Test func idleBlocks() throws {
    #expect(try BRABlock.parse(bytes("00 00 00 00 00 00 00 00")) == .released)
    let linux = try BRABlock.parse(bytes("18 08 44 01 00 10 73 00"))
    #expect(linux == BRABlock(idle: linux.header))
    #expect(linux.emit() == (try bytes("18 08 44 01 00 10 73 00")))
    #expect(
      try findings("18 08 44 01 00 10 00 00") == [.headerCRC(expected: 0x73, actual: 0)])
  }

  @Test func rangesOfAView() throws {
    let view = BRABlockView(try bytes("CA 03 12 34 56 78 19 08 ED D1 EA D9 08 00"))
    #expect(
      BRABlockView.Field.allCases.map { view.range(of: $0) } == [
        0..<6, 6..<7, 7..<8, 8..<11, 11..<12, 12..<13, 13..<14,
      ])
    #expect(view.header == (try makeHeader(.write, 2, 0x1234_5678, 3)))
    #expect(view.headerCRC == 0x19)
    #expect(view.headerResponse == .ok)
    #expect(view.data == [0xED, 0xD1, 0xEA])
    #expect(view.dataCRC == 0xD9)
    #expect(view.footerResponse == .okGood)
    let short = BRABlockView(try bytes("CA 03 12 34 56 78 19 08 ED"))
    #expect(short.range(of: .data) == 8..<11)
    #expect(short.data == nil)
    #expect(short.byteCount == 13)
    #expect(short.range(of: .unused) == nil)
  }

  /// What a host hands to its controller: no response bytes.
  @Test func withoutResponses() throws {
    let write = BRABlockView(try bytes("CA 03 12 34 56 78 19 ED D1 EA D9"), hasResponses: false)
    #expect(write.findings.isEmpty)
    #expect(write.data == [0xED, 0xD1, 0xEA])
    #expect(write.headerResponse == nil)
    #expect(write.footerResponse == nil)
    #expect(write.byteCount == 11)
    let request = BRABlockView(try bytes("D8 08 44 01 00 00 86"), hasResponses: false)
    #expect(request.extent == .readRequest)
    #expect(request.findings.isEmpty)
    #expect(try findings("DA 08 44 01 00 00 AE", hasResponses: false) == [.tooShort(expected: 16, actual: 7)])
    #expect(try findings("18 08 44 01 00 10 73", hasResponses: false).isEmpty)
    #expect(try findings("18", hasResponses: false) == [.tooShort(expected: 7, actual: 1)])
  }
}
