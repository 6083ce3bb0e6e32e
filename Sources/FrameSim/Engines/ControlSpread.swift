/// Puts the bits of a control word into Column 0 of a frame, a word of 64 slots at a time.
///
/// As `WordScatter` does, only that slots of Column 0 lie evenly: the same steps do for every word.
struct ControlSpread: Sendable {
  /// Columns of the frame.
  let columns: Int
  /// Which bits go down in each step, the narrowest first; as many as 32 rows of two columns need.
  private let moves: InlineArray<5, UInt64>

  init(columns: Int) {
    self.columns = columns
    let rows = Self.rows(columns)
    var moves = InlineArray<5, UInt64>(repeating: 0)
    for step in 0..<Self.steps(columns) {
      for row in 0..<rows where row >> step & 1 == 1 {
        // The wider steps have brought it here.
        let wide = row & ~(2 << step - 1)
        moves[step] |= 1 << UInt64(63 - (row + wide * (columns - 1)))
      }
    }
    self.moves = moves
  }

  /// Rows that can begin in a word.
  @inline(__always)
  private static func rows(_ columns: Int) -> Int { (63 &+ columns) / columns }

  /// Steps that take the last of them to its place.
  @inline(__always)
  private static func steps(_ columns: Int) -> Int {
    Int.bitWidth &- (rows(columns) &- 1).leadingZeroBitCount
  }

  /// Sets the words of a frame up to the last one with a bit of the control word; gives their number.
  @inline(__always)
  func spread(_ control: UInt64, into frame: UnsafeMutablePointer<UInt64>) -> Int {
    // A loop for each number of columns, in which all shifts are constants.
    switch columns {
    case 2: spread(control, into: frame, columns: 2)
    case 4: spread(control, into: frame, columns: 4)
    case 6: spread(control, into: frame, columns: 6)
    case 8: spread(control, into: frame, columns: 8)
    case 10: spread(control, into: frame, columns: 10)
    case 12: spread(control, into: frame, columns: 12)
    case 14: spread(control, into: frame, columns: 14)
    default: spread(control, into: frame, columns: 16)
    }
  }

  @inline(__always)
  private func spread(_ control: UInt64, into frame: UnsafeMutablePointer<UInt64>, columns: Int) -> Int {
    let rows = Self.rows(columns)
    let take = ~0 &<< UInt64(truncatingIfNeeded: 64 &- rows)
    var bits = control &<< 16
    var left = ControlWord.rowCount
    var place = 0
    var word = 0
    while left > 0 {
      var x = bits & take
      var step = Self.steps(columns)
      while step > 0 {
        step &-= 1
        let moving = x & moves[step]
        x ^= moving ^ moving &>> UInt64(truncatingIfNeeded: (columns &- 1) &<< step)
      }
      frame[word] = x &>> UInt64(truncatingIfNeeded: place)
      // The last of the rows begins in the next word where the first began late.
      let begun = place &+ (rows &- 1) &* columns < 64 ? rows : rows &- 1
      place = place &+ begun &* columns &- 64
      bits &<<= UInt64(truncatingIfNeeded: begun)
      left &-= begun
      word &+= 1
    }
    return word
  }
}
