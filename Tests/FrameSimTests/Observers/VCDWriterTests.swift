import Foundation
import FrameSim
import Testing

@Suite("VCD writer")
struct VCDWriterTests {
  static let rates: [UInt64] = [
    9_600_000, 19_200_000, 24_576_000, 45_158_400, 12_345_679, 1, 2, 400_000_000, 333_333_333, 500_000_000,
  ]

  private func figures() throws -> [ObservedFrame] {
    let levels = try WireFixture.load("frames_48x2").levels
    var startLevel: UInt64 = 0
    return (0..<4).map { index in
      let frame = ObservedFrame(
        number: UInt64(index), startSlot: UInt64(96 * index),
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
    let text = writer.trace(try figures().prefix(2))
    #expect(text == String(decoding: try Data(contentsOf: url), as: UTF8.self))
  }

  @Test("Read back, a trace gives the levels and the edges, across shapes and at any rate", arguments: rates)
  func readBack(rate: UInt64) throws {
    // From the start, after a while, where the time gets its ninth digit, and where it has 19.
    let starts = [0, 9_600_000_000, rate / 10 - min(rate / 10, 100), 9_000_000_000 * rate + 4_711]
    for start in starts {
      let first = start / 2 * 2
      let shapes = start == 0 ? [.reset, .of(50, 4), .of(75, 6), .reset] : [FrameShape.of(75, 2), .reset]
      let frames = ObservedFrame.random(shapes: shapes, firstSlot: first, seed: rate)
      var writer = try #require(VCDWriter(slotRateHz: rate))
      let reader = try VCDReader(writer.trace(frames))
      var levels = LevelsWriter()
      let text = levels.trace(frames).dropLast()
      #expect(reader.levels == text)
      let clock = try #require(SlotClock(slotRateHz: rate))
      #expect(reader.moments.first?.time == clock.edge(first))
      #expect(reader.edges == (1...text.count).map { clock.edge(first + UInt64($0)) })
      let slots = zip(0..., frames.flatMap { frame in (0..<frame.shape.slots).map { frame.bit(at: $0) } })
      #expect(reader.dataChanges == slots.filter { $0.1 == 1 }.map { clock.dataChange(first + UInt64($0.0)) })
      // The clock falls where a frame starts.
      #expect(reader.moments.first?.values["sdw_clk"] == "0")
      #expect(reader.moments.last?.values["sdw_clk"] == "0")
    }
  }

  @Test("A window starts with the values at its first edge and ends with its last frame")
  func window() throws {
    var writer = try #require(VCDWriter(slotRateHz: 9_600_000, fromFrame: 1, toFrame: 2))
    let text = writer.trace(try figures())
    let body = text.components(separatedBy: "$enddefinitions $end\n").last
    // Slot 96 opens at 10 us; F2 begins with four slots of LOW.
    #expect(body?.hasPrefix("#10000\n$dumpvars\n0!\n0\"\n$end\n#10104\n1!\n") == true)
    #expect(body?.hasSuffix("#30000\n0!\n") == true)
    let levels = try WireFixture.load("frames_48x2").levels[96..<288].map { String($0) }.joined()
    #expect(try VCDReader(text).levels == levels)
  }

  @Test("A window in which the line starts HIGH says so")
  func windowStartsHigh() throws {
    let frames = try figures()
    let high = try #require(frames.first { $0.startLevel == 1 })
    var writer = try #require(VCDWriter(slotRateHz: 9_600_000, fromFrame: high.number))
    let first = try #require(try VCDReader(writer.trace(frames)).moments.first)
    #expect(first.values == ["sdw_clk": "0", "sdw_data": "1"])
  }

  @Test("A trace without frames is a header", arguments: [(5, 9), (3, 2)])
  func empty(from: UInt64, to: UInt64) throws {
    var writer = try #require(VCDWriter(slotRateHz: 9_600_000, fromFrame: from, toFrame: to))
    let text = writer.trace(try figures())
    writer.finish()
    #expect(String(decoding: writer.text.bytes, as: UTF8.self) == text, "it ends once")
    let lines = text.split(separator: "\n")
    #expect(lines.last == "$enddefinitions $end")
    #expect(lines.count == 8)
  }

  @Test("Annotations begin with the edge that opens the slot")
  func annotations() throws {
    var writer = try #require(VCDWriter(slotRateHz: 9_600_000, annotate: true))
    let whole = writer.trace(try figures())
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
        speripherals '
        sPREQ (
        $end
        #104
        1!
        r1 &
        snobody '
        sfree (
        #208
        0!
        r1 %
        r0 &
        smanager '
        sOpcode[2] (
        #313
        1!
        r1 &
        snobody '
        sfree (
        #417
        0!
        r2 %
        r0 &
        smanager '
        sOpcode[1] (

        """))
    #expect(whole.contains("\nsdevice_11 '\nsPer_Stat_11[1] (\n"))
  }

  /// Keeps frames beside the writer.
  private struct Watcher: FrameObserver {
    static let wantsLevels = true
    var writer: VCDWriter
    var frames: [ObservedFrame] = []
    mutating func observe(_ frame: borrowing ObservedFrame) {
      writer.observe(frame)
      frames.append(copy frame)
    }
  }

  @Test("Of a transfer: at each edge the annotations of the new slot stand; strings are single words")
  func annotatedTransfer() throws {
    let rate: UInt64 = 9_600_000
    var watcher = Watcher(writer: try #require(VCDWriter(slotRateHz: rate, annotate: true, fromFrame: 1)))
    var simulation = Simulation(
      shape: .of(60, 4), peripherals: [.target(3)], host: HostConfiguration(setup: .alwaysOpen))
    for path in [TransferRequest.Path.column0, .bra] {
      _ = simulation.run(.read(2, from: 0x2000, device: 3, via: path), observer: &watcher)
    }
    watcher.writer.finish()
    let clock = try #require(SlotClock(slotRateHz: rate))
    let moments = try VCDReader(String(decoding: watcher.writer.text.bytes, as: UTF8.self)).moments
    let values = Dictionary(moments.map { ($0.time, $0.values) }, uniquingKeysWith: { $1 })
    var owners: Set<SlotOwner> = []
    var wrong: [String] = []
    for frame in watcher.frames.dropFirst() {
      for (slot, entry) in zip(0..., frame.map.slots) {
        var found = values[clock.edge(frame.startSlot + UInt64(slot))] ?? [:]
        found["sdw_clk"] = nil
        found["sdw_data"] = nil
        let expected = [
          "bit": "\(frame.bit(at: slot))", "frame": "\(frame.number)", "row": "\(slot / 4)",
          "column": "\(slot % 4)", "owner": word(entry.owner), "field": word(entry.field),
        ]
        if found != expected { wrong.append("frame \(frame.number), slot \(slot): \(found)") }
        owners.insert(entry.owner)
      }
    }
    #expect(wrong == [])
    #expect(owners.isSuperset(of: [.device(3), .manager, .target, .targets, .initiator, .all, .monitor]))
  }

  private func word(_ value: some CustomStringConvertible) -> String {
    value.description.replacingOccurrences(of: " ", with: "_")
  }

  @Test("Rates without a time scale are refused")
  func refused() {
    #expect(VCDWriter(slotRateHz: 0) == nil)
    #expect(VCDWriter(slotRateHz: 600_000_000) == nil)
  }
}
