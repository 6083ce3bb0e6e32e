import BRAEncoder
import Testing

/// Protocol reference sections 11.2 and 16.1.
@Suite struct CRC8Tests {
  /// The definition: one bit at a time, most significant first.
  private func bitwise(_ bytes: [UInt8]) -> UInt8 {
    bytes.reduce(CRC8.initial) { crc, byte in
      (0..<8).reduce(crc) { CRC8.update($0, bit: byte >> (7 - $1)) }
    }
  }

  private func check(_ message: [UInt8], _ crc: UInt8) {
    #expect(bitwise(message) == crc)
    #expect(message.reduce(CRC8.initial) { CRC8.update($0, $1) } == crc)
    #expect(CRC8.checksum(message) == crc)
    #expect(CRC8.checksum(message.span) == crc)
    #expect(CRC8.checksum(AnySequence(message)) == crc)
    #expect(CRC8.checksum(message + [crc]) == 0)
  }

  @Test func constants() {
    #expect(CRC8.initial == 0xFF)
    #expect(CRC8.polynomial == 0x4D)
    #expect(CRC8.update(0x80, bit: 0) == CRC8.polynomial)
    #expect(CRC8.update(0x00, bit: 1) == CRC8.polynomial)
  }

  @Test func section16_1() throws {
    check(Array("123456789".utf8), 0x06)
    check([], 0xFF)
    check([0x00], 0xA8)
    check([0xFF], 0x00)
    check([0x00, 0x00], 0x91)
    for (count, crc) in [(4, 0x27), (16, 0x5B), (470, 0x5D), (502, 0xBA), (511, 0xA8)] as [(Int, UInt8)] {
      check([UInt8](repeating: 0, count: count), crc)
    }
    check([0, 1, 2, 3], 0x4B)
    for (count, crc) in [(16, 0x64), (470, 0x02), (502, 0x60), (511, 0xE0)] as [(Int, UInt8)] {
      check((0..<count).map { UInt8(truncatingIfNeeded: $0) }, crc)
    }
    check(try bytes("DEADBEEF"), 0x57)
    check([0xA5], 0xFF)
    check(try bytes("CA0312345678"), 0x19)
    check(try bytes("EDD1EA"), 0xD9)
  }

  @Test func tableStartsAsListed() {
    let first: [UInt8] = [
      0x00, 0x4D, 0x9A, 0xD7, 0x79, 0x34, 0xE3, 0xAE, 0xF2, 0xBF, 0x68, 0x25, 0x8B, 0xC6, 0x11, 0x5C,
    ]
    #expect((0..<16).map { CRC8.update(0, $0) } == first)
    #expect(CRC8.update(0, 0xFF) == 0xA8)
  }

  @Test func tableIsTheDefinitionForEveryStateAndByte() {
    for crc in UInt8.min...UInt8.max {
      for byte in UInt8.min...UInt8.max {
        let expected = (0..<8).reduce(crc) { CRC8.update($0, bit: byte >> (7 - $1)) }
        if CRC8.update(crc, byte) != expected { Issue.record("state \(crc), byte \(byte)") }
      }
    }
  }

  /// Every entry of the tables that a word is looked up in.
  @Test func everyByteAtEveryPlaceOfAWord() {
    for place in UInt64(0)..<8 {
      for byte in UInt64(0)...255 {
        let word = byte << (8 * place)
        let expected = (0..<64).reduce(UInt8(0)) {
          CRC8.update($0, bit: UInt8(truncatingIfNeeded: word >> UInt64(63 - $1)))
        }
        if CRC8.update(0, word: word) != expected { Issue.record("byte \(byte) with \(place) after it") }
      }
    }
  }

  @Test func onlyTheLowestBitCounts() {
    #expect(CRC8.update(0x5A, bit: 0xFE) == CRC8.update(0x5A, bit: 0))
    #expect(CRC8.update(0x5A, bit: 0xFF) == CRC8.update(0x5A, bit: 1))
  }

  @Test func filesOfVectors() throws {
    struct Vector: Decodable {
      var bytes: String
      var crc: String
    }
    let all = try vectors("crc8", as: Vector.self)
    #expect(!all.isEmpty)
    for vector in all { check(try bytes(vector.bytes), try #require(UInt8(vector.crc, radix: 16))) }
  }

  @Test func bitwiseTableAndFoldedAgreeOnRandomInput() {
    var generator = SeededGenerator(state: 1)
    for count in Array(0...140) + [159, 160, 161, 255, 256, 257, 470, 502, 511] {
      let message = generator.bytes(count)
      check(message, bitwise(message))
      // A start that is not aligned, too.
      message.withUnsafeBufferPointer { buffer in
        let rest = UnsafeBufferPointer(rebasing: buffer.dropFirst(3))
        #expect(CRC8.checksum(rest) == bitwise(Array(message.dropFirst(3))))
      }
    }
  }

  @Test func wordIsEightBytes() {
    var generator = SeededGenerator(state: 2)
    for _ in 0..<200 {
      let word = generator.next()
      let crc = UInt8(truncatingIfNeeded: generator.next())
      let expected = (0..<8).reduce(crc) {
        CRC8.update($0, UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $1)))
      }
      #expect(CRC8.update(crc, word: word) == expected)
    }
  }
}
