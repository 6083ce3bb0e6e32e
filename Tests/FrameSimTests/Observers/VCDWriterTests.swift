import Foundation
import FrameSim
import Testing

private struct Numbers: SlotLabeller {
  mutating func label(slot: Int, in frame: FrameRecord) -> SlotLabel {
    SlotLabel(owner: slot < 4 ? "device 3" : "", field: "data\\\(slot / 8)[\(7 - slot % 8)]")
  }
}

@Suite("VCD writer")
struct VCDWriterTests {
  static let rates: [UInt64] = [
    9_600_000, 19_200_000, 24_576_000, 45_158_400, 12_345_679, 2, 400_000_000, 333_333_333,
  ]

  private func shape(_ rows: Int, _ columns: Int) throws -> FrameShape {
    try #require(FrameShape(rows: rows, columns: columns))
  }

  private func figures() throws -> [FrameRecord] {
    let levels = try WireFixture.load("frames_48x2").levels
    var startLevel = false
    return (0..<4).map { index in
      let frame = FrameRecord(
        number: UInt64(index), startSlot: UInt64(96 * index), shape: .reset,
        levels: Array(levels[96 * index..<96 * index + 96]), startLevel: startLevel)
      startLevel = frame.endLevel
      return frame
    }
  }

  /// The golden file was computed with exact fractions elsewhere.
  @Test("F1 and F2 at 4.8 MHz, character by character (sections 1.2 and 16.4)")
  func golden() throws {
    let url = try #require(
      Bundle.module.url(forResource: "frames_48x2", withExtension: "vcd", subdirectory: "Fixtures"))
    var writer = try #require(VCDWriter(slotRateHz: 9_600_000))
    var text: [UInt8] = []
    for frame in try figures().prefix(2) { writer.write(frame, into: &text) }
    writer.finish(into: &text)
    #expect(
      String(decoding: text, as: UTF8.self) == String(decoding: try Data(contentsOf: url), as: UTF8.self))
  }

  @Test("Read back, a trace gives the levels and the edges, across shapes and at any rate", arguments: rates)
  func readBack(rate: UInt64) throws {
    let frames = FrameRecord.random(
      shapes: [.reset, try shape(50, 4), try shape(75, 6), .reset], firstSlot: 9_600_000_000, seed: rate)
    var writer = try #require(VCDWriter(slotRateHz: rate))
    var (text, levels): ([UInt8], [UInt8]) = ([], [])
    for frame in frames {
      writer.write(frame, into: &text)
      LevelsWriter().write(frame, into: &levels)
    }
    writer.finish(into: &text)
    let reader = try VCDReader(text)
    #expect(reader.levels == String(decoding: levels, as: UTF8.self))
    let clock = try #require(SlotClock(slotRateHz: rate))
    #expect(reader.moments.first?.time == clock.edge(9_600_000_000))
    #expect(reader.edges == (1...levels.count).map { clock.edge(9_600_000_000 + UInt64($0)) })
    // The clock falls where a frame starts.
    #expect(reader.moments.first?.values["sdw_clk"] == "0")
    #expect(reader.moments.last?.values["sdw_clk"] == "0")
  }

  @Test("A window starts with the values at its first edge and ends with its last frame")
  func window() throws {
    let frames = try figures()
    var writer = try #require(VCDWriter(slotRateHz: 9_600_000, fromFrame: 1, toFrame: 2))
    var text: [UInt8] = []
    for frame in frames { writer.write(frame, into: &text) }
    writer.finish(into: &text)
    let body = String(decoding: text, as: UTF8.self).components(separatedBy: "$enddefinitions $end\n").last
    // Slot 96 opens at 10 us; F2 begins with four slots of LOW.
    #expect(body?.hasPrefix("#10000\n$dumpvars\n0!\n0\"\n$end\n#10104\n1!\n") == true)
    #expect(body?.hasSuffix("#30000\n0!\n") == true)
    let levels = try WireFixture.load("frames_48x2").levels[96..<288].map { String($0) }.joined()
    #expect(try VCDReader(text).levels == levels)
  }

  @Test("A window in which the line starts HIGH says so")
  func windowStartsHigh() throws {
    let frames = try figures()
    let high = try #require(frames.first { $0.startLevel })
    var writer = try #require(VCDWriter(slotRateHz: 9_600_000, fromFrame: high.number))
    var text: [UInt8] = []
    for frame in frames { writer.write(frame, into: &text) }
    let first = try #require(try VCDReader(text).moments.first)
    #expect(first.values == ["sdw_clk": "0", "sdw_data": high.startLevel ? "1" : "0"])
  }

  @Test("A trace without frames is a header", arguments: [(5, 9), (3, 2)])
  func empty(from: UInt64, to: UInt64) throws {
    var writer = try #require(VCDWriter(slotRateHz: 9_600_000, fromFrame: from, toFrame: to))
    var text: [UInt8] = []
    for frame in try figures() { writer.write(frame, into: &text) }
    writer.finish(into: &text)
    writer.finish(into: &text)
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    #expect(lines.last == "$enddefinitions $end")
    #expect(lines.count == 8)
  }

  @Test("Annotations begin with the edge that opens the slot; strings are single words")
  func annotations() throws {
    var writer = try #require(VCDWriter(slotRateHz: 9_600_000, annotate: true, labeller: Numbers()))
    var text: [UInt8] = []
    let frames = try figures()
    for frame in frames { writer.write(frame, into: &text) }
    writer.finish(into: &text)
    let whole = String(decoding: text, as: UTF8.self)
    #expect(
      whole.contains(
        """
        $var wire 1 # bit $end
        $var real 64 $ frame $end
        $var real 64 % row $end
        $var real 64 & column $end
        $var string 1 ' owner $end
        $var string 1 ( field $end
        $upscope $end
        $enddefinitions $end
        #0
        $dumpvars
        0!
        0"
        0#
        r0 $
        r0 %
        r0 &
        sdevice_3 '
        sdata_0[7] (
        $end
        #104
        1!
        r1 &
        sdata_0[6] (
        #208
        0!
        r1 %
        r0 &
        sdata_0[5] (
        #313
        1!
        r1 &
        sdata_0[4] (
        #417
        0!
        r2 %
        r0 &
        s_ '
        sdata_0[3] (

        """))
    // At each edge the annotations of the new slot stand; the level of the slot follows within it.
    let clock = try #require(SlotClock(slotRateHz: 9_600_000))
    let moments = try VCDReader(text).moments
    for frame in frames {
      for slot in 0..<frame.shape.slots {
        let time = clock.edge(frame.startSlot + UInt64(slot))
        let values = try #require(moments.first { $0.time == time }).values
        #expect(values["bit"] == (frame.bit(at: slot) ? "1" : "0"))
        #expect(values["frame"] == "\(frame.number)")
        #expect(values["row"] == "\(slot / 2)")
        #expect(values["column"] == "\(slot % 2)")
        #expect(values["field"] == "data_\(slot / 8)[\(7 - slot % 8)]")
      }
    }
  }

  @Test("Rates without a time scale are refused")
  func refused() {
    #expect(VCDWriter(slotRateHz: 0) == nil)
    #expect(VCDWriter(slotRateHz: 600_000_000) == nil)
  }
}
