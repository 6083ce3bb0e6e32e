import Foundation
import Scenario

/// The values of options that several commands have.
extension Arguments {
  /// What clocks the frames.
  var engine: EngineChoice { EngineChoice(rawValue: self[.engine] ?? "frame") ?? .frame }

  /// How many threads; throws a usage failure where it is no sensible number.
  func jobs() throws -> Int {
    try integer(.jobs, in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// What replaces the seed of the scenario, or nil; throws a usage failure where it is no seed.
  func seed() throws -> UInt64? {
    try integer(.seed, in: 0...Int.max).map(UInt64.init)
  }
}
