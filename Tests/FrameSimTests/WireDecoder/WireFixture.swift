import Foundation
import Testing
import WireDecoder

/// A recorded line with the frames on it, from `Fixtures`.
struct WireFixture: Decodable {
  private struct Frame: Decodable {
    var slot: Int
    var rows: Int
    var columns: Int
    var controlWord: String
  }

  let levels: [UInt8]
  let frames: [ExpectedFrame]
  /// What a session moved over BRA.
  let data: [UInt8]
  let bytesPerFrame: Int

  private enum Key: String, CodingKey {
    case levels, levelsHex, frames, data, bytesPerFrame
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    if let text = try values.decodeIfPresent(String.self, forKey: .levels) {
      levels = text.utf8.map { $0 & 1 }
    } else if let frames = try? values.decode([String].self, forKey: .levelsHex) {
      levels = frames.flatMap(Self.levels(hex:))
    } else {
      levels = Self.levels(hex: try values.decode(String.self, forKey: .levelsHex))
    }
    frames = try (values.decodeIfPresent([Frame].self, forKey: .frames) ?? []).map { frame in
      let word = try #require(UInt64(frame.controlWord, radix: 16))
      return ExpectedFrame(slot: frame.slot, rows: frame.rows, columns: frame.columns, controlWord: word)
    }
    data = Self.bytes(hex: try values.decodeIfPresent(String.self, forKey: .data) ?? "")
    bytesPerFrame = try values.decodeIfPresent(Int.self, forKey: .bytesPerFrame) ?? 0
  }

  static func load(_ name: String) throws -> WireFixture {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
    return try JSONDecoder().decode(WireFixture.self, from: Data(contentsOf: url))
  }

  /// Bytes from hexadecimal digits; anything else in between is skipped.
  static func bytes(hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  /// The bits of hexadecimal digits, most significant first.
  static func levels(hex: String) -> [UInt8] {
    bytes(hex: hex).flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
  }
}
