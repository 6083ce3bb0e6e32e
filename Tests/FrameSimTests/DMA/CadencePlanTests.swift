import BRAEncoder
import FrameSim
import Testing

/// Host reference 2.5: from bandwidth to channels, block, alignment, padding and fake frames.
@Suite struct CadencePlanTests {
  /// A row of the tables "Worked DMA plans". Of 50x8 the table has no sizes of buffers but the first.
  struct Row: Sendable, CustomTestStringConvertible {
    var columns = 4
    var bytes: Int
    var writeFrames: Int
    var writeRaw: Int?
    var writePadded: Int?
    var writeReceive: Int?
    var fakeFrames: Int
    var readRaw: Int?
    var readPadded: Int?
    var readTransmit: Int?
    var testDescription: String { "50x\(columns) \(bytes)" }

    init(
      _ bytes: Int, _ frames: Int, _ raw: Int, _ padded: Int, _ receive: Int, fake: Int, _ readRaw: Int,
      _ readPadded: Int, _ transmit: Int
    ) {
      (self.bytes, writeFrames, writeRaw, writePadded) = (bytes, frames, raw, padded)
      (writeReceive, fakeFrames, self.readRaw) = (receive, fake, readRaw)
      (self.readPadded, readTransmit) = (readPadded, transmit)
    }

    /// A row of 50x8.
    init(wide bytes: Int, _ frames: Int, _ raw: Int? = nil, _ padded: Int? = nil, fake: Int) {
      (columns, self.bytes, writeFrames, writeRaw, writePadded) = (8, bytes, frames, raw, padded)
      fakeFrames = fake
    }
  }

  @Test(arguments: [
    Row(16, 2, 72, 192, 16, fake: 3, 56, 128, 128),
    Row(17, 3, 108, 192, 24, fake: 2, 72, 128, 128),
    Row(32, 4, 144, 192, 32, fake: 1, 112, 128, 128),
    Row(64, 8, 288, 384, 64, fake: 2, 224, 256, 192),
    Row(100, 13, 468, 576, 104, fake: 1, 356, 384, 256),
    Row(128, 16, 576, 768, 128, fake: 3, 448, 512, 320),
    Row(256, 32, 1152, 1344, 256, fake: 3, 896, 960, 576),
    Row(1024, 128, 4608, 4800, 1024, fake: 3, 3584, 3648, 2112),
    Row(32768, 4096, 147_456, 147_648, 32768, fake: 3, 114_688, 114_752, 65600),
    Row(524_288, 65536, 2_359_296, 2_359_488, 524_288, fake: 3, 1_835_008, 1_835_072, 1_048_640),
    Row(wide: 16, 1, 52, 192, fake: 4),
    Row(wide: 64, 2, 176, 192, fake: 3),
    Row(wide: 128, 4, fake: 5),
    Row(wide: 256, 8, fake: 1),
    Row(wide: 1024, 32, fake: 1),
    Row(wide: 32768, 993, fake: 4),
  ])
  func workedPlans(row: Row) throws {
    let write = try CadencePlan(.write, bytes: row.bytes, columns: row.columns)
    let read = try CadencePlan(.read, bytes: row.bytes, columns: row.columns)
    #expect(write.numFrames == row.writeFrames)
    #expect(write.fakeFrames == 0)
    #expect(write.rxPad == 0)
    #expect(read.numFrames == row.writeFrames)
    #expect(read.fakeFrames == row.fakeFrames)
    if let raw = row.writeRaw { #expect(write.pdi0BytesBeforePadding == raw) }
    if let padded = row.writePadded { #expect(write.pdi0BufferBytes == padded) }
    if let receive = row.writeReceive { #expect(write.pdi1BufferBytes == receive) }
    if let raw = row.readRaw { #expect(read.pdi1BytesBeforePadding == raw) }
    if let padded = row.readPadded { #expect(read.pdi1BufferBytes == padded) }
    if let transmit = row.readTransmit { #expect(read.pdi0BufferBytes == transmit) }
    #expect(write.dataPerFrame == (row.columns == 4 ? 8 : 33))
  }

  /// The columns "W/R size" and "TX align / RX align" of host reference 2.4: of a write's PDI0 and a read's PDI1.
  @Test(
    arguments: [
      (96, 2, 24, 16, 64, 64), (125, 2, 32, 24, 64, 64), (250, 2, 64, 56, 64, 64),
      (48, 4, 36, 28, 192, 64), (50, 4, 36, 28, 192, 64), (60, 4, 44, 36, 192, 192),
      (64, 4, 48, 40, 192, 192), (125, 4, 92, 84, 192, 192), (48, 6, 60, 52, 64, 64),
      (50, 6, 64, 56, 64, 64), (48, 8, 84, 76, 192, 320), (50, 8, 88, 80, 192, 320),
      (64, 8, 112, 104, 448, 448), (125, 8, 220, 212, 448, 448), (192, 8, 336, 328, 1344, 1344),
      (50, 10, 112, 104, 448, 448), (60, 10, 136, 128, 576, 64), (48, 16, 180, 172, 192, 704),
      (50, 16, 188, 180, 192, 192), (64, 16, 240, 232, 960, 960), (125, 16, 468, 460, 960, 1856),
      (250, 16, 936, 928, 3776, 1856), (256, 16, 960, 952, 960, 960),
    ] as [(Int, Int, Int, Int, Int, Int)])
  func alignments(_ rows: Int, _ columns: Int, _ w: Int, _ r: Int, _ tx: Int, _ rx: Int) throws {
    let write = try CadencePlan(.write, bytes: 4096, rows: rows, columns: columns)
    let read = try CadencePlan(.read, bytes: 4096, rows: rows, columns: columns)
    let data = write.dataPerFrame
    #expect(CadencePacketSize.transmit(.write, dataBytes: data) == w)
    #expect(CadencePacketSize.receive(.read, dataBytes: data) == r)
    #expect(write.txAlignment == tx)
    #expect(read.rxAlignment == rx)
    #expect(write.txDMABandwidth == w * 8 * 48_000)
    #expect(read.rxDMABandwidth == r * 8 * 48_000)
  }

  /// Rule 1 and 2 of 2.5, and the log of issue #4783: 13.824 and 3.072 Mb/s.
  @Test func bandwidths() throws {
    let plan = try CadencePlan(.write, bytes: 20)
    #expect(plan.txDMABandwidth == 13_824_000)
    #expect(plan.rxDMABandwidth == 3_072_000)
    #expect(plan.txChannels == 3)
    #expect(plan.rxChannels == 1)
    #expect(CadencePlan.channels(bandwidth: 6_144_000) == 1)
    #expect(CadencePlan.channels(bandwidth: 6_144_001) == 2)
    // The driver's frame rate is a whole number of Hz: 19.2 MHz / 4096 slots = 4687.5.
    let slow = try CadencePlan(
      operation: .write, sections: plan.sections, dataPerFrame: 470, fullFrameDataBytes: 470,
      slotRateHz: 19_200_000, slotsPerFrame: 4096)
    #expect(slow.txDMABandwidth == 960 * 8 * 4687)
  }

  @Test(arguments: DMAFixture.all)
  func vectors(vector: DMAFixture.Vector) throws {
    let plan = try vector.plan()
    let output = vector.output
    #expect(plan.dataPerFrame == output.dataPerFrame)
    #expect(plan.numFrames == output.numFrames)
    #expect(plan.fakeFrames == output.fakeFrames)
    #expect(plan.fakeBytes == output.fakeSize)
    #expect(plan.txDMABandwidth == output.txDMABandwidth)
    #expect(plan.rxDMABandwidth == output.rxDMABandwidth)
    #expect(plan.txAlignment == output.txAlignment)
    #expect(plan.rxAlignment == output.rxAlignment)
    #expect(plan.pdi0BytesBeforePadding == output.pdi0BytesBeforePadding)
    #expect(plan.pdi1BytesBeforePadding == output.pdi1BytesBeforePadding)
    #expect(plan.txPad == output.txPad)
    #expect(plan.rxPad == output.rxPad)
    #expect(plan.pdi0BufferBytes == output.pdi0BufferBytes)
    #expect(plan.pdi1BufferBytes == output.pdi1BufferBytes)
  }

  @Test func fixtureIsThere() { #expect(DMAFixture.all.count == 3) }

  /// Host reference 2.5: bandwidth and alignment are those of the full frame; frames, sizes and fake
  /// frames those of what the Peripheral takes.
  @Test func peripheralMaximumAndAlignment() throws {
    let section = try #require(BRASection(address: 0, byteCount: 100))
    let plan = try CadencePlan(.read, [section], columns: 8, peripheralMaximum: 18, alignment: 4)
    let full = try CadencePlan(.read, [section], columns: 8)
    #expect(plan.dataPerFrame == 16)
    #expect(plan.rxDMABandwidth == full.rxDMABandwidth)
    #expect(plan.rxAlignment == 320)
    #expect(plan.numFrames == 7)
    // Six frames of 12 + 32 and one of 12 + 8 bytes; padded to 320.
    #expect(plan.pdi1BytesBeforePadding == 284)
    #expect(plan.rxPad == 36)
    #expect(plan.fakeFrames == 1)
    #expect(plan.pdi0BufferBytes == 192)
  }

  /// Rule 6: padding of at most 12 bytes is raised by an alignment; rule 4: a whole unit where nothing is missing. Over all
  /// lengths of some shapes, by what must hold.
  @Test(arguments: [(50, 4), (50, 8), (125, 2), (60, 10), (96, 2)])
  func paddingRules(rows: Int, columns: Int) throws {
    for bytes in 16...700 {
      let read = try CadencePlan(.read, bytes: bytes, rows: rows, columns: columns)
      #expect(read.pdi1BufferBytes % read.rxAlignment == 0)
      #expect(read.rxPad > 12 && read.rxPad <= read.rxAlignment + 12)
      #expect(read.pdi0BufferBytes % read.txAlignment == 0)
      #expect(read.txPad >= 1 && read.txPad <= read.txAlignment)
      let frame = CadencePacketSize.receive(.read, dataBytes: read.dataPerFrame)
      #expect(read.fakeFrames * frame >= read.rxPad && (read.fakeFrames - 1) * frame < read.rxPad)
      let write = try CadencePlan(.write, bytes: bytes, rows: rows, columns: columns)
      #expect(write.pdi0BufferBytes % write.txAlignment == 0)
      #expect(write.txPad >= 1 && write.txPad <= write.txAlignment)
      #expect(write.pdi1BufferBytes == 8 * write.numFrames)
    }
  }

  /// Padding covers all sections together, so that a read of several has one fake frame at least, but not one for each.
  @Test func sectionsArePaddedTogether() throws {
    let sections = try (0..<10).map { try #require(BRASection(address: UInt32($0) * 64, byteCount: 9)) }
    let plan = try CadencePlan(.read, sections)
    #expect(plan.numFrames == 20)
    #expect(plan.pdi1BytesBeforePadding == 10 * (28 + 16))
    #expect(plan.rxPad == 512 - 440)
    #expect(plan.fakeFrames == 3)
  }

  @Test func refusals() throws {
    func errno(_ body: () throws -> CadencePlan) throws -> TransferErrno? {
      do { _ = try body() } catch let error as TransferError { return error.errno }
      return nil
    }
    let half = try #require(BRASection(address: 0, byteCount: 1 << 19))
    let byte = try #require(BRASection(address: 0, byteCount: 1))
    let nothing = try #require(BRASection(address: 0, byteCount: 0))
    #expect(try errno { try CadencePlan(.write, []) } == .invalid)
    #expect(try errno { try CadencePlan(.write, bytes: 15) } == .invalid)
    #expect(try errno { try CadencePlan(.write, bytes: 16) } == nil)
    #expect(try errno { try CadencePlan(.write, bytes: 1, minimumBytes: 0) } == nil)
    #expect(try errno { try CadencePlan(.write, [half, half]) } == nil)
    #expect(try errno { try CadencePlan(.write, [half, half, byte]) } == .invalid)
    #expect(try errno { try CadencePlan(.read, [half, nothing]) } == .invalid)
    let huge = try #require(BRASection(address: 0, byteCount: 1 << 32))
    #expect(
      try errno { try CadencePlan(.write, Array(repeating: huge, count: 3)) } == .invalid)
    for (data, full) in [(0, 8), (8, 0), (512, 600), (-1, 8)] {
      #expect(
        try errno {
          try CadencePlan(
            operation: .write, sections: [half], dataPerFrame: data, fullFrameDataBytes: full,
            slotRateHz: 9_600_000, slotsPerFrame: 200)
        } == .invalid)
    }
    for (rate, slots) in [(0, 200), (9_600_000, 0), (Int.max, 1)] {
      #expect(
        try errno {
          try CadencePlan(
            operation: .write, sections: [half], dataPerFrame: 8, fullFrameDataBytes: 8,
            slotRateHz: rate, slotsPerFrame: slots)
        } == .invalid)
    }
  }
}
