/// Puts a run of bits into given slots of a frame, a word of 64 slots at a time.
///
/// The bits of a word come out of the run side by side, at its top. Each has to go down by as many slots as are none of
/// the run's in front of it, and that never gets less from bit to bit. So all go down together by what the first needs,
/// and then in steps of falling width, those that need it: none comes to where another one is.
struct WordScatter: Sendable {
  /// Where the bits of a word of the frame come from.
  private struct Source {
    /// The place of the first of them in the run.
    var start: Int
    /// As many ones at the top as there are bits.
    var take: UInt64
    /// How far down the first of them has to go.
    var shift: Int
  }

  /// Words up to the last one with a slot of the run.
  private let sources: [Source]
  /// Which bits go down in each step, word by word; the widest step first.
  private let moves: [UInt64]
  /// Steps for each word.
  private let steps: Int
  /// How far down the narrowest step goes: all ways of all words are multiples of it.
  private let unit: Int

  /// Bits that go into these slots, in ascending order.
  init(slots: [Int]) {
    var sources: [Source] = []
    // How much further down each bit has to go than the first of its word.
    var ways: [Int] = []
    ways.reserveCapacity(slots.count)
    var unit = 0
    for (index, slot) in slots.enumerated() {
      while sources.count <= slot / 64 { sources.append(Source(start: index, take: 0, shift: slot % 64)) }
      let word = sources.count - 1
      sources[word].take = sources[word].take >> 1 | 1 << 63
      let way = slot % 64 - (index - sources[word].start) - sources[word].shift
      if unit != 1 { unit = Self.commonDivisor(way, unit) }
      ways.append(way)
    }
    unit = max(1, unit)
    let steps = Int.bitWidth - ((ways.max() ?? 0) / unit).leadingZeroBitCount
    var moves = [UInt64](repeating: 0, count: sources.count * steps)
    for (way, slot) in zip(ways, slots) {
      let units = way / unit
      for step in 0..<steps where units >> step & 1 == 1 {
        // Down by all of its way but what this step and narrower ones are for.
        let place = slot % 64 - (units & (2 << step - 1)) * unit
        moves[slot / 64 * steps + steps - 1 - step] |= 1 << UInt64(63 - place)
      }
    }
    self.sources = sources
    self.moves = moves
    self.steps = steps
    self.unit = unit
  }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : commonDivisor(b, a % b)
  }

  /// ORs the bits of a block into the words of its frame.
  @inline(__always)
  func scatter(_ line: PayloadLine, into frame: UnsafeMutablePointer<UInt64>) {
    guard unit == 1 else { return scatter(line, into: frame, unit: unit, steps: steps) }
    // What fills all columns: a loop for each number of steps, in which all shifts are constants.
    switch steps {
    case 2: scatter(line, into: frame, unit: 1, steps: 2)
    case 3: scatter(line, into: frame, unit: 1, steps: 3)
    case 4: scatter(line, into: frame, unit: 1, steps: 4)
    case 5: scatter(line, into: frame, unit: 1, steps: 5)
    default: scatter(line, into: frame, unit: 1, steps: steps)
    }
  }

  @inline(__always)
  private func scatter(
    _ line: PayloadLine, into frame: UnsafeMutablePointer<UInt64>, unit: Int, steps: Int
  ) {
    let bits = 8 &* line.count
    sources.withUnsafeBufferPointer { sources in
      moves.withUnsafeBufferPointer { moves in
        guard var source = sources.baseAddress, var move = moves.baseAddress else { return }
        let end = source + sources.count
        var word = frame
        while source < end, source.pointee.start < bits {
          var x = line.bits(from: source.pointee.start) & source.pointee.take
          x &>>= UInt64(truncatingIfNeeded: source.pointee.shift)
          var step = steps
          while step > 0 {
            step &-= 1
            let moving = x & move.pointee
            x ^= moving ^ moving &>> UInt64(truncatingIfNeeded: unit &<< step)
            move += 1
          }
          word.pointee |= x
          source += 1
          word += 1
        }
      }
    }
  }
}
