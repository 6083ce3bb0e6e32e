import BRAEncoder
import FrameSim
import Testing

/// What comes out of a buffer, whoever wrote it (host reference 2.5).
@Suite struct CadenceBufferReaderTests {
  private func frames(_ buffer: [UInt8], _ direction: CadenceDirection) -> [CadenceFrameView] {
    Array(CadenceFrames(CadenceBufferReader(buffer), direction))
  }

  /// The frames of the fixture, which another program listed.
  @Test(arguments: DMAFixture.all)
  func fixture(vector: DMAFixture.Vector) {
    let buffer = bytes(hex: vector.output.txBuffer)
    #expect(CadenceDirection.guess(CadenceBufferReader(buffer)) == .transmit)
    let frames = frames(buffer, .transmit)
    #expect(frames.count == vector.output.frames.count)
    for (frame, expected) in zip(frames, vector.output.frames) {
      #expect(frame.faults.isEmpty)
      #expect(
        DMAFixture.Output.Frame(
          offset: frame.packet.offset, bytes: frame.packet.byteCount, counter: frame.counter ?? -1,
          header: hexText(frame.header?.bytes ?? []), headerCRC: hexText([frame.headerCRC ?? 0]),
          numBytes: frame.header?.byteCount ?? -1, active: frame.header?.type == .active,
          dataCRC: frame.dataCRC.map { hexText([$0]) }) == expected)
    }
    #expect(hexText(frames.flatMap(\.data)) == hexText(vector.data))
  }

  /// What comes back, with what the driver says of each frame.
  @Test(arguments: DMAFixture.all)
  func responses(vector: DMAFixture.Vector) throws {
    for rx in vector.output.rx where rx.what != "noStart" && rx.what != "noEnd" {
      let buffer = bytes(hex: rx.rxBuffer)
      #expect(CadenceDirection.guess(CadenceBufferReader(buffer)) == .receive, "\(rx.what)")
      let frames = frames(buffer, .receive)
      #expect(frames.count == vector.output.numFrames, "\(rx.what)")
      #expect(frames.allSatisfy { $0.operation == vector.operation }, "\(rx.what)")
      let errno = frames.lazy.compactMap(\.responseErrno).first
      let expected: TransferErrno? = rx.checkReturn == -61 ? .noData : rx.checkReturn == -5 ? .io : nil
      if rx.what == "counter" {
        #expect(frames[0].faults == [CadenceFault(.counter(expected: 1, actual: 0), word: 0)])
        // The packets after it count on from it.
        #expect(
          frames[1].faults == [
            CadenceFault(.counter(expected: 1, actual: 2), word: frames[1].packet.words.lowerBound)
          ])
      } else {
        #expect(errno == expected, "\(rx.what)")
      }
      if rx.what == "all frames good", vector.operation == .read {
        #expect(hexText(frames.flatMap(\.data)) == rx.data?.joined())
        #expect(frames.allSatisfy { $0.faults.isEmpty })
      }
    }
  }

  /// Packets, padding and rest are the buffer, without gap or overlap.
  private func places(_ buffer: [UInt8]) -> Bool {
    var place = 0
    for part in CadenceBufferReader(buffer) {
      let range =
        switch part {
        case .packet(let packet): packet.offset..<packet.offset + packet.byteCount
        case .padding(let range), .rest(let range): range
        }
      guard range.lowerBound == place, !range.isEmpty else { return false }
      place = range.upperBound
    }
    return place == buffer.count
  }

  /// A plan, its buffer and the reader against `BRASplitter`, which knows nothing of buffers, and against `BRABlock`'s bytes.
  @Test(arguments: 0..<150)
  func blocksComeBack(seed: Int) throws {
    var dice = SeededGenerator(seed: UInt64(seed), stream: "dma blocks")
    let shapes = [(50, 4), (50, 8), (125, 2), (96, 2), (256, 16), (64, 16), (125, 16)]
    let shape = shapes[Int.random(in: 0..<shapes.count, using: &dice)]
    let operation: BRAOperation = Bool.random(using: &dice) ? .write : .read
    let device = Int.random(in: 0...15, using: &dice)
    let sections = try (0..<Int.random(in: 1...6, using: &dice)).map { _ in
      try #require(
        BRASection(
          address: UInt32.random(in: 0...UInt32.max, using: &dice),
          byteCount: Int.random(in: 1...900, using: &dice)))
    }
    let maximum = Bool.random(using: &dice) ? 511 : Int.random(in: 1...511, using: &dice)
    let plan = try CadencePlan(
      operation, sections, rows: shape.0, columns: shape.1, peripheralMaximum: maximum, minimumBytes: 0)
    let data = (0..<plan.byteCount).map { _ in UInt8.random(in: 0...255, using: &dice) }
    let buffer = try #require(plan.transmitBuffer(device: device, data: data))
    #expect(buffer.count == plan.pdi0BufferBytes)
    #expect(places(buffer))
    let frames = frames(buffer, .transmit)
    let blocks = Array(try BRASplitter(sections: sections, capacity: plan.dataPerFrame))
    try #require(frames.count == blocks.count + plan.fakeFrames)
    #expect(blocks.count == plan.numFrames)
    var place = 0
    for (index, frame) in frames.enumerated() {
      #expect(frame.faults.isEmpty)
      #expect(frame.counter == (index + 1) % 16)
      let header = try #require(frame.header)
      #expect(header.operation == operation)
      #expect(header.device == device)
      guard index < blocks.count else {
        #expect(header.type == .idle)
        #expect(header.byteCount == plan.dataPerFrame)
        #expect(header.address == blocks.last?.address)
        continue
      }
      let block = blocks[index]
      #expect(header.type == .active)
      #expect(header.address == block.address)
      #expect(header.byteCount == block.byteCount)
      guard operation == .write else { continue }
      let isSame = frame.data == Array(data[place..<place + block.byteCount])
      #expect(isSame)
      place += block.byteCount
    }
    #expect(CadenceDirection.guess(CadenceBufferReader(buffer)) == .transmit)
  }

  /// What a wire brings comes out again, also with an odd number of bytes, which only the CRC tells.
  @Test(arguments: 0..<60)
  func responsesComeBack(seed: Int) throws {
    var dice = SeededGenerator(seed: UInt64(seed), stream: "dma responses")
    let plan = try CadencePlan(
      .read, bytes: Int.random(in: 16...2000, using: &dice), rows: 50, columns: [4, 8, 16][seed % 3])
    var responses: [CadenceResponse] = []
    for frame in plan.frames(device: 1) {
      let data = (0..<frame.header.byteCount).map { _ in UInt8.random(in: 1...255, using: &dice) }
      responses.append(frame.isFake ? .nobody(dataBytes: frame.header.byteCount) : .read(data))
    }
    let buffer = plan.receiveBuffer(responses)
    #expect(places(buffer))
    let frames = frames(buffer, .receive)
    #expect(frames.count >= plan.numFrames)
    for (frame, response) in zip(frames.prefix(plan.numFrames), responses) {
      #expect(frame.faults.isEmpty)
      let isSame = frame.data == response.data
      #expect(isSame, "\(frame.packet.offset)")
      #expect(frame.responseErrno == nil)
    }
    #expect(CadenceDirection.guess(CadenceBufferReader(buffer)) == .receive)
    let check = CadenceResponseCheck(buffer, plan: plan)
    #expect(check.failure == nil)
    let isSame = check.data == responses.prefix(plan.numFrames).flatMap(\.data)
    #expect(isSame)
  }

  /// One CRC of 256 is right with and without the zero that fills the last word up: a frame before it tells, or the zero.
  @Test func ambiguousLengths() throws {
    let all = [UInt8](UInt8.min...UInt8.max)
    let crc = try #require(all.first { CRC8.update($0, 0) == $0 })
    // The last byte that makes the CRC of three bytes one that a zero does not change.
    let last = try #require(all.first { CRC8.checksum([1, 2, $0]) == crc })
    let odd: [UInt8] = [1, 2, last]
    #expect(CRC8.checksum(odd + [0]) == crc)
    let even: [UInt8] = [9, 8, 7, 6]
    func lengths(_ data: [[UInt8]]) -> [Int] {
      frames(CadencePlan.receivePackets(.read, data.map(CadenceResponse.read)), .receive).map(\.data.count)
    }
    #expect(lengths([odd]) == [3])
    #expect(lengths([even, odd + [0]]) == [4, 4])
    #expect(lengths([[5, 6, 7], odd]) == [3, 3])
  }

  // MARK: Damage

  private static let write = DMAFixture.all.first.map { bytes(hex: $0.output.txBuffer) } ?? []

  private func faults(_ direction: CadenceDirection = .transmit, _ change: (inout [UInt8]) -> Void)
    -> [[CadenceFault]]
  {
    var buffer = Self.write
    change(&buffer)
    #expect(places(buffer))
    return frames(buffer, direction).map(\.faults)
  }

  @Test func marks() {
    // Frame 2 starts at word 9.
    #expect(faults { $0[39] = 0x02 } == [[], [CadenceFault(.noStart, word: 9)], []])
    #expect(faults { $0[35] = 0 } == [[CadenceFault(.noEnd, word: 8)], [], []])
    // Of the last packet the padding is no part, even if nothing ends it.
    #expect(faults { $0[99] = 0 } == [[], [], [CadenceFault(.noEnd, word: 24)]])
    #expect(
      faults { $0[120] = 7 } == [
        [], [], [],
        [
          CadenceFault(.noStart, word: 30), CadenceFault(.tooShort(expected: 4, actual: 1), word: 30),
          CadenceFault(.noEnd, word: 30),
        ],
      ])
  }

  @Test func fields() {
    #expect(faults { $0[3] = 0x82 }[0] == [CadenceFault(.counter(expected: 1, actual: 2), word: 0)])
    #expect(faults { $0[12] = 0xAF }[0] == [CadenceFault(.headerCRC(expected: 0xAE, actual: 0xAF), word: 3)])
    #expect(faults { $0[32] = 0x3C }[0] == [CadenceFault(.dataCRC(expected: 0x3B, actual: 0x3C), word: 8)])
    let reserved = faults { $0[0] = 0x9A }[0]
    #expect(reserved.first == CadenceFault(.reservedHeaderType(2), word: 0))
    let long = faults { $0[1] = 6 }[0]
    #expect(long.contains(CadenceFault(.tooLong(expected: 8, actual: 9), word: 0)))
    let short = faults { $0[1] = 10 }[0]
    #expect(short.contains(CadenceFault(.tooShort(expected: 10, actual: 9), word: 8)))
    let none = faults { $0[1] = 0 }[0]
    #expect(none.contains(CadenceFault(.noBytes, word: 0)))
    // What carries nothing may be anything (host reference 2.5).
    #expect(faults { for place in [2, 6, 7, 13, 14, 33, 34] { $0[place] = 0x0F } } == [[], [], []])
  }

  /// The bug before April 2026: NumBytes bit 8 never set (host reference 2.2).
  @Test func byteCountBit8() throws {
    let plan = try CadencePlan(.write, bytes: 300, rows: 256, columns: 16)
    var buffer = try #require(plan.transmitBuffer(device: 1, data: [UInt8](repeating: 5, count: 300)))
    buffer[0] &= 0xFE
    let faults = frames(buffer, .transmit)[0].faults.map(\.kind)
    #expect(faults.contains(.byteCountBit8(expected: 300, actual: 44)))
    #expect(faults.count == 2)
  }

  @Test func responsesWithNak() {
    let buffer = memory(words: "81000010 40000008 82000008 40000018 83000000 40000000")
    let frames = frames(buffer, .receive)
    #expect(frames[0].faults == [CadenceFault(.nak(0x10), word: 0)])
    #expect(frames[1].faults == [CadenceFault(.nak(0x18), word: 3)])
    #expect(frames[2].faults.isEmpty)
    #expect(frames.map(\.responseErrno) == [.io, .io, .noData])
  }

  @Test func degenerateBuffers() {
    #expect(frames([], .transmit).isEmpty)
    #expect(places([]))
    for count in 1...9 {
      #expect(places([UInt8](repeating: 0, count: count)))
      #expect(places([UInt8](repeating: 0xFF, count: count)))
    }
    // A start and an end in every word: each is a packet.
    #expect(frames([UInt8](repeating: 0xFF, count: 64), .receive).count == 16)
    #expect(frames(memory(words: "81000008 82000008 83000008"), .receive).count == 3)
  }

  /// Any bytes at all: the parts are the buffer, and every packet can be looked at.
  @Test(arguments: 0..<40)
  func anyBytes(seed: Int) {
    var dice = SeededGenerator(seed: UInt64(seed), stream: "dma bytes")
    for _ in 0..<60 {
      var buffer = (0..<Int.random(in: 0...300, using: &dice)).map { _ in
        UInt8.random(in: 0...255, using: &dice)
      }
      // Marks and zeros more often than chance gives them.
      for index in buffer.indices where index % 4 == 3 {
        buffer[index] = [0, 0x40, 0x81, 0xC2, buffer[index]][Int.random(in: 0..<5, using: &dice)]
      }
      for index in buffer.indices where Int.random(in: 0..<3, using: &dice) == 0 { buffer[index] = 0 }
      #expect(places(buffer))
      for direction in CadenceDirection.allCases {
        var last = 0
        for frame in frames(buffer, direction) {
          #expect(frame.packet.offset >= last)
          last = frame.packet.offset + frame.packet.byteCount
          #expect(frame.data.count <= 2 * frame.packet.wordCount)
          #expect(frame.faults.allSatisfy { frame.packet.words.contains($0.word) })
        }
      }
      _ = CadenceDirection.guess(CadenceBufferReader(buffer))
    }
  }

  /// Long buffers are read in one go, whatever they are: here starts without ends, and words without marks between zeros.
  @Test(arguments: ["81000000", "00000001 00000000", "C1000000", "00000001"])
  func longBuffers(words: String) {
    let pattern = memory(words: words)
    let buffer = Array([[UInt8]](repeating: pattern, count: 1 << 18 / pattern.count).joined())
    #expect(places(buffer))
  }
}
