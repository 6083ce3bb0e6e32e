import Testing
import WireDecoder

private let streams: [(name: String, rows: Int, columns: Int)] = [
  ("stream_48x2", 48, 2), ("stream_50x4", 50, 4), ("stream_64x8", 64, 8), ("stream_75x6", 75, 6),
  ("stream_125x2", 125, 2), ("stream_147x14", 147, 14), ("stream_160x10", 160, 10),
  ("stream_256x16", 256, 16),
]

@Suite("Wire decoder: frames")
struct WireDecoderTests {
  @Test("Streams of known shape decode to the listed frames (sections 2 to 4)", arguments: streams)
  func knownShape(name: String, rows: Int, columns: Int) throws {
    let fixture = try WireFixture.load(name)
    let frames = try WireDecoder.decode(levels: fixture.levels, start: .shape(rows, columns))
    expectFrames(frames, fixture.frames)
    #expect(frames.allSatisfy { $0.parityOK == true && $0.dynamicSyncOK == true && !$0.isHighPHY })
    #expect(frames.allSatisfy { $0.block == nil })
  }

  @Test("The search finds the shape by itself (sections 5.1 and 16.6)", arguments: streams)
  func search(name: String, rows: Int, columns: Int) throws {
    let fixture = try WireFixture.load(name)
    let frames = try WireDecoder.decode(levels: fixture.levels, start: .search())
    expectFrames(frames, fixture.frames)
    #expect(frames.first?.shape == WireShape(rows: rows, columns: columns))
    #expect(frames.first?.parityOK == nil)
    #expect(frames.first?.dynamicSyncOK == nil)
    #expect(frames.dropFirst().allSatisfy { $0.parityOK == true && $0.dynamicSyncOK == true })
  }

  @Test("A line that is entered in the middle of a frame gives the whole frames", arguments: [1, 255, 1000])
  func enteredInTheMiddle(slot: Int) throws {
    let fixture = try WireFixture.load("stream_64x8")
    let frames = try WireDecoder.decode(levels: fixture.levels, start: .search(from: slot))
    expectFrames(frames, fixture.frames.filter { $0.slot >= slot })
  }

  @Test("The polarity of the line carries no frames, but parity (sections 1.3 and 4.1)")
  func invertedLine() throws {
    let fixture = try WireFixture.load("stream_75x6")
    let inverted = fixture.levels.map { $0 ^ 1 }
    let start = WireStart.known(shape: WireShape(rows: 75, columns: 6), level: 1)
    let frames = try WireDecoder.decode(levels: inverted, start: start)
    #expect(WireDecoder.firstDifference(frames, fixture.frames) == nil)
    // A window of a whole frame has 450 slots, an even number; the first one has 44 x 6 + 1 = 265.
    #expect(frames.first?.parityOK == false)
    #expect(frames.dropFirst().allSatisfy { $0.parityOK == true })
  }

  @Test("Masks of static sync are those of section 16.6")
  func searchMasks() {
    let table: [(columns: Int, mask: String, match: String)] = [
      (2, "5555", "4501"), (4, "11111111", "10110001"), (6, "41041041041", "40041000001"),
      (8, "101010101010101", "100010100000001"), (10, "401004010040100401", "400004010000000001"),
      (12, "1001001001001001001001", "1000001001000000000001"),
      (14, "4001000400100040010004001", "4000000400100000000000001"),
      (16, "10001000100010001000100010001", "10000000100010000000000000001"),
    ]
    #expect(WireSearch.masks.map(\.columns) == table.map(\.columns))
    #expect(WireSearch.masks.map { String($0.mask, radix: 16) } == table.map(\.mask))
    #expect(WireSearch.masks.map { String($0.match, radix: 16) } == table.map(\.match))
  }

  @Test("F1 to F4: highs, PAR and control words of section 16.4, then the new shape")
  func figures() throws {
    let frames = try WireDecoder.decode(
      levels: WireFixture.load("frames_48x2").levels, start: .shape(48, 2))
    let words: [UInt64] = [0x0000_00B1_00FC, 0x2000_50B1_10F5, 0x3000_46B1_00E1, 0x3F00_70B1_03C1]
    expectFrames(
      frames,
      words.enumerated().map {
        ExpectedFrame(slot: 96 * $0.offset, rows: 48, columns: 2, controlWord: $0.element)
      }
    )
    #expect(frames.map(\.highs) == [17, 55, 40, 48])
    #expect(frames.map(\.controlWord.parity) == [1, 1, 0, 0])
  }

  @Test("A wrong level breaks PAR of its own window only (section 4.1)", arguments: [3, 4])
  func parityError(frame: Int) throws {
    let fixture = try WireFixture.load("stream_64x8")
    var levels = fixture.levels
    // [44,2] is after the window of its own frame, [44,0] its last slot; column 2 and 3 are payload.
    let slot = fixture.frames[3].slot + (frame == 3 ? 43 * 8 + 2 : 44 * 8 + 2)
    levels[slot] ^= 1
    let frames = try WireDecoder.decode(levels: levels, start: .shape(64, 8))
    #expect(WireDecoder.firstDifference(frames, fixture.frames) == nil)
    #expect(frames.indices.filter { frames[$0].parityOK == false } == [frame])
    #expect(WireDecoder.firstError(frames)?.hasPrefix("frame \(frame) at slot \(512 * frame): PAR") == true)
  }

  @Test(
    "A wrong level in a sync slot is a sync error of that frame (section 5.1)", arguments: [24, 31, 41, 44])
  func syncError(row: Int) throws {
    let fixture = try WireFixture.load("stream_64x8")
    var levels = fixture.levels
    levels[fixture.frames[20].slot + row * 8] ^= 1
    for start in [WireStart.shape(64, 8), .search()] {
      let frames = try WireDecoder.decode(levels: levels, start: start)
      #expect(frames.count == fixture.frames.count)
      #expect(frames.indices.filter { frames[$0].hasSyncError } == [20])
      #expect(frames[20].staticSyncOK == (row > 31))
    }
  }

  @Test("Sync lost for good: the search starts again and finds the frames after the gap (section 5.1)")
  func lostSync() throws {
    let fixture = try WireFixture.load("stream_48x2")
    // 20 frames, 33 slots of silence, all of them again.
    let head = Array(fixture.levels[..<(20 * 96)])
    let level = head.last ?? 0
    let gap = [UInt8](repeating: level, count: 33)
    let frames = try WireDecoder.decode(
      levels: head + gap + fixture.levels.map { $0 ^ level }, start: .search())
    let again = fixture.frames.map {
      ExpectedFrame(slot: $0.slot + 20 * 96 + 33, rows: 48, columns: 2, controlWord: $0.controlWord)
    }
    #expect(WireDecoder.firstDifference(frames, Array(fixture.frames[..<20]) + again) == nil)
  }

  @Test("Every shape of the table has its register value (section 2)")
  func shapes() {
    #expect(WireShape.rowCounts.count == 23)
    #expect(WireShape.selected(by: 0x00) == WireShape(rows: 48, columns: 2))
    #expect(WireShape.selected(by: 0x09) == WireShape(rows: 50, columns: 4))
    #expect(WireShape.selected(by: 19 << 3 | 7) == WireShape(rows: 256, columns: 16))
    #expect(WireShape.selected(by: 15 << 3) == nil)
    #expect(WireShape.selected(by: 24 << 3) == nil)
  }

  @Test("Input that is not a line is refused")
  func refusals() {
    #expect(throws: WireDecoder.Failure.badLevel(slot: 1)) {
      try WireDecoder.decode(levels: [0, 2], start: .shape(48, 2))
    }
    #expect(throws: WireDecoder.Failure.startOutside) {
      try WireDecoder.decode(levels: [0], start: .search(from: 2))
    }
    #expect(throws: WireDecoder.Failure.noFrameFound) {
      try WireDecoder.decode(levels: [UInt8](repeating: 0, count: 9000), start: .search())
    }
  }

  @Test("Differences are told by frame, row and slot")
  func differences() throws {
    let fixture = try WireFixture.load("stream_48x2")
    var frames = try WireDecoder.decode(levels: fixture.levels, start: .shape(48, 2))
    frames[2].controlWord.bits ^= 1 << 47 | 1
    #expect(WireDecoder.firstDifference(frames, fixture.frames)?.hasSuffix("rows 0, 47 differ") == true)
    var levels = fixture.levels
    levels[96 + 7] ^= 1
    let text = WireDecoder.firstLevelDifference(levels, fixture.levels, frames: fixture.frames)
    #expect(text?.hasPrefix("slot 103 (frame 1, [3,1]): level") == true)
    #expect(WireDecoder.firstDifference([], fixture.frames) == "0 frames, expected 40")
  }
}
