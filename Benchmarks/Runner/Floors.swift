internal import Foundation

/// The ratios below which `--check` fails.
struct Floors: Decodable {
  /// Frame engine to C peer, by workload.
  var frame: [String: Double]
  /// Slot engine to C peer, every workload with one Peripheral.
  var slot: Double
  /// How many times slower eleven Peripherals may be than one.
  var elevenPeripheralsSlowdown: Double

  /// The floors of a file.
  static func load(_ path: String) throws -> Floors {
    try JSONDecoder().decode(Floors.self, from: Data(contentsOf: URL(filePath: path)))
  }
}
