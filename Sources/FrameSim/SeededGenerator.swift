/// The simulator's own random numbers: the same seed and stream name give the same numbers everywhere.
///
/// SplitMix64, started at the seed mixed with the FNV-1a hash of the stream's name, so that a new consumer
/// does not move the numbers of another.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The generator of one consumer.
  public init(seed: UInt64, stream: String) {
    state = seed
    state = next() ^ FNV1a.hash(stream)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
