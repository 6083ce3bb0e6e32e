import BRAEncoder
import Scenario

/// One line of the explanation of a block.
struct BlockField {
  /// The field as the specification calls it, without `BRA_`.
  var name: String
  /// The bytes it lies in.
  var bytes: Range<Int>
  /// The bits it has of a byte that it shares, for example `[7:6]`.
  var bits: String?
  /// The bytes of the block in that range; fewer than the range where the block is cut short.
  var raw: [UInt8]
  /// Its value; nil for data, and where it is not there whole.
  var number: Int?
  /// The value as people write it.
  var shown: String
  /// Who drives it.
  var driver: String
  /// What it says, or what is wrong with it.
  var meaning: String

  /// Where it lies, for example `0 [7:6]` or `8-10`.
  var place: String {
    let last = bytes.upperBound - 1
    let place = bytes.lowerBound >= last ? "\(bytes.lowerBound)" : "\(bytes.lowerBound)-\(last)"
    return bits.map { "\(place) \($0)" } ?? place
  }

  /// The field in a JSON document.
  var document: JSONValue {
    [
      "name": .string(name),
      "firstByte": .count(bytes.lowerBound),
      "byteCount": .count(bytes.count),
      "bits": bits.map { .string($0) } ?? .null,
      "hex": .string(hex(raw, separator: "")),
      "value": number.map { .count($0) } ?? .null,
      "drivenBy": .string(driver),
      "meaning": .string(meaning),
    ]
  }
}
