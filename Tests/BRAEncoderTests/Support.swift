import BRAEncoder
import Foundation
import Testing

/// The bytes that a string of hexadecimal digits and spaces spells.
func bytes(_ text: String) throws -> [UInt8] {
  let digits = text.filter { !$0.isWhitespace }
  return try stride(from: 0, to: digits.count, by: 2).map { index in
    let start = digits.index(digits.startIndex, offsetBy: index)
    return try #require(UInt8(digits[start...].prefix(2), radix: 16))
  }
}

/// A file of vectors that were computed elsewhere.
func vectors<Vector: Decodable>(_ name: String, as type: Vector.Type) throws -> [Vector] {
  let url = try #require(
    Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
  return try JSONDecoder().decode([Vector].self, from: Data(contentsOf: url))
}

/// A generator that gives the same numbers on every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}

/// A header from fields that are in range.
func makeHeader(
  type: BRAHeaderType = .active, _ operation: BRAOperation, _ device: Int, _ address: UInt32, _ count: Int
) throws -> BRAHeader {
  try #require(
    BRAHeader(type: type, operation: operation, device: device, address: address, byteCount: count))
}
