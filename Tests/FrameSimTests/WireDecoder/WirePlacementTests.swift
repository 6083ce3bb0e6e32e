import Testing
import WireDecoder

@Suite("Wire decoder: placement")
struct WirePlacementTests {
  /// Fig 133 gives places, not all parameters: a window every 200 slots and 8-bit words are those that fit them.
  @Test("Fig 133, port A: offset 16, channel 3 and the second window (section 9.2)")
  func portA() throws {
    let geometry = WireGeometry(
      hStart: 1, hStop: 6, sampleInterval: 200, wordLength: 8, blockOffset: 16, channels: 3)
    let places = WirePlacement.places(
      of: geometry, in: WireShape(rows: 50, columns: 16), slotsSinceSSP: 0)
    #expect(places.count == 4 * 3 * 8)
    #expect(places.first == WirePlace(row: 2, column: 5, channel: 0, bit: 7))
    #expect(places.first { $0.channel == 2 } == WirePlace(row: 5, column: 3, channel: 2, bit: 7))
    #expect(places[24] == WirePlace(row: 15, column: 5, channel: 0, bit: 7))
  }

  /// Channels 1 and 3 are enabled; 16-bit words with the gap of 62 are what takes C3 from p = 0 to p = 78.
  @Test("Fig 133, port C: block per channel with a sub-block offset (section 9.2)")
  func portC() {
    let geometry = WireGeometry(
      hStart: 1, hStop: 6, sampleInterval: 400, wordLength: 16, blockOffset: 48, channels: 2,
      subBlockOffset: 62)
    let places = WirePlacement.places(
      of: geometry, in: WireShape(rows: 50, columns: 16), slotsSinceSSP: 0)
    #expect(places.count == 2 * 2 * 16)
    #expect(places.first == WirePlace(row: 8, column: 1, channel: 0, bit: 15))
    #expect(places.first { $0.channel == 1 } == WirePlace(row: 21, column: 1, channel: 1, bit: 15))
    #expect(places[15] == WirePlace(row: 10, column: 4, channel: 0, bit: 0))
  }

  @Test("Fig 142: windows that do not divide the frame, a word split between two frames (section 10)")
  func splitWord() throws {
    let geometry = WireGeometry(hStart: 1, hStop: 5, sampleInterval: 72, wordLength: 25, blockOffset: 0)
    let shape = WireShape(rows: 48, columns: 8)
    let first = WirePlacement.places(of: geometry, in: shape, slotsSinceSSP: 0)
    #expect(first.count == 140)
    let index = try #require(first.firstIndex { $0.row == 45 && $0.column == 1 })
    #expect(index == 15 * 8 + 5)

    let second = WirePlacement.places(of: geometry, in: shape, slotsSinceSSP: shape.slots)
    #expect(second.prefix(10).map(\.row) == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    #expect(second.prefix(10).map(\.bit) == Array((0...9).reversed()))
    #expect(second[10] == WirePlace(row: 6, column: 1, channel: 0, bit: 24))
    #expect(second.first?.column == 1)

    let payload = WireBlock(payload: first.map { _ in 1 })
    #expect(payload.bytes.count == 17)
    #expect(payload.leftoverBits == 4)
  }

  @Test("Frames of a long interval continue it: three frames are one piece cut in three (section 9.2)")
  func windowsAcrossFrames() {
    let geometry = WireGeometry(hStart: 2, hStop: 3, sampleInterval: 517, wordLength: 64, blockOffset: 5)
    let shape = WireShape(rows: 50, columns: 4)
    let long = WirePlacement.places(of: geometry, in: WireShape(rows: 400, columns: 4), slotsSinceSSP: 0)
    let cut = (0..<8).flatMap { frame in
      WirePlacement.places(of: geometry, in: shape, slotsSinceSSP: frame * shape.slots).map { place in
        WirePlace(row: place.row + 50 * frame, column: place.column, channel: place.channel, bit: place.bit)
      }
    }
    #expect(cut == long)
  }

  @Test(
    "All columns but Column 0 belong to DP0 as Linux programs it (sections 10 and 11.7)",
    arguments: [
      (48, 4, 8), (48, 8, 32), (48, 16, 80), (50, 10, 46), (64, 8, 46), (64, 16, 110), (125, 8, 99),
      (256, 2, 22), (256, 16, 470),
    ])
  func capacity(rows: Int, columns: Int, bytes: Int) {
    let places = WirePlacement.places(
      of: .filling(columns: columns), in: WireShape(rows: rows, columns: columns), slotsSinceSSP: 0)
    #expect(places.count == rows * (columns - 1))
    #expect(places.allSatisfy { $0.column > 0 })
    #expect(places.count / 8 - 10 == bytes)
  }

  @Test("A block larger than its window ends with it; an empty sub-frame has no places (section 9.2)")
  func edges() {
    let shape = WireShape(rows: 48, columns: 4)
    let tooLong = WireGeometry(hStart: 1, hStop: 3, sampleInterval: 4, wordLength: 9, blockOffset: 1)
    #expect(WirePlacement.places(of: tooLong, in: shape, slotsSinceSSP: 0).count == 96)
    let reversed = WireGeometry(hStart: 3, hStop: 1, sampleInterval: 4, wordLength: 3, blockOffset: 0)
    #expect(WirePlacement.places(of: reversed, in: shape, slotsSinceSSP: 0).isEmpty)
    let reset = WireGeometry(hStart: 0, hStop: 0, sampleInterval: 1, wordLength: 1, blockOffset: 0)
    #expect(WirePlacement.places(of: reset, in: shape, slotsSinceSSP: 0).allSatisfy { $0.column == 0 })
  }
}
