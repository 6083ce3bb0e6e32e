import FrameSim
import Scenario
import Testing

/// Nothing that a file says makes memory grow: 1 MiB of data, 4096 sections, 20 mistakes, 20 notes.
@Suite struct FirmwareBoundsTests {
  private static func line(_ number: Int, _ bytes: [UInt8]) -> String {
    FirmwareWriter.hex(0, UInt16(number & 0xFFFF), bytes) + "\n"
  }

  private static func file(bytes: Int, recordLength: Int) -> [UInt8] {
    var style = FirmwareWriter.Style()
    style.recordLength = recordLength
    style.lineEnd = "\n"
    var writer = FirmwareWriter(style: style, seed: 1)
    let data = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    return writer.intelHex([FirmwareSection(address: 0x8000_0000, bytes: data)])
  }

  @Test func aMebibyteIsReadAndAByteMoreIsNot() throws {
    let image = try IntelHexReader.read(Self.file(bytes: 1 << 20, recordLength: 255))
    #expect(image.sections.map(\.bytes.count) == [1 << 20])
    let failure = #expect(throws: FirmwareError.self) {
      try IntelHexReader.read(Self.file(bytes: 1 << 20 + 1, recordLength: 255))
    }
    #expect(
      failure?.mistakes.map(\.message) == [
        "the data is too long from this line on: the file has 1048577 bytes of it, and a transfer at most 1 MiB (1048576 bytes)"
      ])
    #expect(failure?.mistakes.map(\.place) == [.line(4146)])
  }

  @Test func sectionsAreCounted() throws {
    func file(_ count: Int) -> [UInt8] {
      let lines = (0..<count).reversed().map { Self.line(2 * $0, [1]) }
      return Array((lines.joined() + ":00000001FF").utf8)
    }
    #expect(try IntelHexReader.read(file(4096)).sections.count == 4096)
    let failure = #expect(throws: FirmwareError.self) { try IntelHexReader.read(file(5000)) }
    // Address 8192 is in line 5000 - 4096.
    #expect(
      failure?.report(file: "f") == [
        "f:904: error: address 0x00002000 starts one section too many: the file makes 5000 sections of bytes that "
          + "adjoin, and may make 4096; fill the gaps, or take several files"
      ])
  }

  @Test func manyMistakesAndNotesAreCounted() throws {
    let bad = Array((String(repeating: ":00000000FF\n", count: 1000) + ":00000001FF").utf8)
    let failure = #expect(throws: FirmwareError.self) { try IntelHexReader.read(bad) }
    #expect(failure?.mistakes.map(\.place) == (1...20).map { .line($0) })
    #expect(failure?.leftOut == 980)
    #expect(failure?.report(file: "f").last == "f: error: and 980 more mistakes")
    let start = FirmwareWriter.hex(5, 0, [0, 0, 0, 1]) + "\n"
    let noted = String(repeating: start, count: 1000) + Self.line(0, [1]) + ":00000001FF"
    let notes = try IntelHexReader.read(Array(noted.utf8)).notes
    #expect(notes.count == 21)
    #expect(notes.last?.line == 21 && notes.last?.message == "and 980 more notes from here on")
    // The same record again and again: an overlap each.
    let same = String(repeating: Self.line(0, [1]), count: 1000) + ":00000001FF"
    let overlaps = #expect(throws: FirmwareError.self) { try IntelHexReader.read(Array(same.utf8)) }
    #expect(overlaps?.leftOut == 979)
  }

  #if !DEBUG
    /// A million records take a second or so, whatever is in them: well below ten on a machine that does other things, too.
    @Test func aMillionRecordsAreReadFast() throws {
      let clock = ContinuousClock()
      let good = Self.file(bytes: 1_000_000, recordLength: 1)
      let shuffled = Self.shuffled(good)
      // A tenth of it: Testing takes a backtrace of each error, which is most of the time here.
      let bad = Array(String(repeating: ":00000000FF\n", count: 100_000).utf8)
      let same = Array((String(repeating: Self.line(0, [1]), count: 1_000_000) + ":00000001FF").utf8)
      let full = Array(
        (String(repeating: Self.line(0, Array(1...16)), count: 1_000_000) + ":00000001FF").utf8)
      for (name, file) in [
        ("in order", good), ("shuffled", shuffled), ("a tenth, bad", bad), ("overlapping", same),
        ("too much", full),
      ] {
        let time = clock.measure { _ = try? IntelHexReader.read(file) }
        print("a million records, \(name): \(time)")
        #expect(time < .seconds(10), "\(name)")
      }
    }

    /// The records behind each address record in another order.
    private static func shuffled(_ file: [UInt8]) -> [UInt8] {
      var generator = SeededGenerator(seed: 1, stream: "firmware.order")
      var result: [UInt8] = []
      var group: [ArraySlice<UInt8>] = []
      func flush() {
        group.shuffle(using: &generator)
        for line in group { result += line + [0x0A] }
        group = []
      }
      for line in file.split(separator: 0x0A) {
        if line.dropFirst(8).first == UInt8(ascii: "0") {
          group.append(line)
        } else {
          flush()
          result += line + [0x0A]
        }
      }
      return result
    }
  #endif
}
