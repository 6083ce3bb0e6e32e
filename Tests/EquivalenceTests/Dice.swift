import FrameSim

/// Random choices from one named stream.
struct Dice {
  private var generator: SeededGenerator

  init(seed: UInt64, case index: UInt64, stream: String) {
    var mixer = SeededGenerator(seed: seed, stream: "equivalence \(stream)")
    generator = SeededGenerator(seed: mixer.next() ^ index &* 0x9E37_79B9_7F4A_7C15, stream: stream)
  }

  mutating func word() -> UInt64 { generator.next() }
  /// True once in `n` times.
  mutating func chance(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &generator) == 0 }
  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: generator.next()) }
  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in byte() } }
  /// One of the values, or the fallback where there is none.
  mutating func pick<Value>(_ values: [Value], or fallback: Value) -> Value {
    values.randomElement(using: &generator) ?? fallback
  }
}
