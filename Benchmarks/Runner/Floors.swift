internal import Foundation

/// The ratios at which `--check` fails: `Benchmarks/floors.json`.
struct Floors: Decodable, Equatable {
  /// Frame engine to C peer, by workload.
  var frame: [String: Double]
  /// Frame engine to C peer, by workload, where both hash every level.
  var frameWithLevels: [String: Double]
  /// Slot engine to C peer, every workload with one Peripheral.
  var slot: Double
  /// Most instructions of the slot engine, as a multiple of the C peer's, by workload.
  var slotInstructions: [String: Double]
  /// How many times slower eleven Peripherals may be than one.
  var elevenPeripheralsSlowdown: Double

  static let path = "Benchmarks/floors.json"

  /// The floors of a file; throws where it cannot be read, or has a floor for something that is not measured.
  static func load(_ path: String = path) throws(Failure) -> Floors {
    guard let data = try? Data(contentsOf: URL(filePath: path)),
      let floors = try? JSONDecoder().decode(Floors.self, from: data)
    else { throw .failed("\(path) cannot be read; run from the package's folder") }
    for name in (Array(floors.frame.keys) + floors.frameWithLevels.keys + floors.slotInstructions.keys)
      .sorted()
    where Workload.named(name) == nil {
      throw .failed("\(path): no such workload: \(name)")
    }
    return floors
  }

  /// Where a workload's ratios fall short.
  func shortfalls(of row: SpeedRow) -> [Shortfall] {
    let name = row.workload.name
    var found: [Shortfall] = []
    if let floor = frame[name] {
      found += Shortfall.below(floor, row.ratio(.frame), "\(name): frame engine / C peer")
    }
    if row.workload.peripherals == 1 {
      found += Shortfall.below(slot, row.ratio(.slot), "\(name): slot engine / C peer")
    }
    return found
  }

  /// Where a workload's ratio with levels falls short.
  func shortfalls(withLevels row: SpeedRow) -> [Shortfall] {
    let name = row.workload.name
    guard let floor = frameWithLevels[name] else { return [] }
    return Shortfall.below(
      floor, row.ratio(.frame), "\(name): frame engine / C peer, both with the level hash")
  }

  /// Where the slot engine needs more instructions than it may.
  func shortfalls(instructions ratio: Double, of workload: Workload) -> [Shortfall] {
    guard let ceiling = slotInstructions[workload.name] else { return [] }
    return Shortfall.above(ceiling, ratio, "\(workload.name): instructions, slot engine / C peer")
  }

  /// Where eleven Peripherals cost more than they may.
  func shortfalls(slowdown factor: Double) -> [Shortfall] {
    Shortfall.above(elevenPeripheralsSlowdown, factor, "64x16: one Peripheral / eleven")
  }
}
