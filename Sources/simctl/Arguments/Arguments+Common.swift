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

extension Arguments {
  /// The words that the tool was called with, without its name; bytes that are no UTF-8 as `SystemPath` has them.
  static var ofProcess: [String] {
    let words = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
    return words.dropFirst().compactMap { word in
      word.map {
        SystemPath.text(
          Array(UnsafeBufferPointer(start: $0, count: strlen($0))).map { UInt8(bitPattern: $0) })
      }
    }
  }
}
