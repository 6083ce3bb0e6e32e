/// The DP0 slots of one frame as the line resolves them: a block's bytes, first bit on the wire first.
///
/// A view of memory that lives as long as the frame. After the block there are zeros up to a multiple of 8 bytes.
struct PayloadLine {
  let bytes: UnsafeMutablePointer<UInt8>
  /// Bytes that devices may drive: the whole length of the block.
  let count: Int

  /// Room for the largest block, 10 + 511 bytes, in whole words, and for two words after it.
  static let capacity = 528 + 16

  /// Word `index` of the line, the first bit on the wire in bit 63.
  @inline(__always)
  func word(_ index: Int) -> UInt64 {
    UInt64(
      bigEndian: UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: 8 &* index, as: UInt64.self))
  }

  /// Words that hold the block.
  var words: Int { (count + 7) / 8 }

  /// Releases the slots of the data and of their CRC.
  func clearData() {
    bytes.advanced(by: 8).update(repeating: 0, count: count - 9)
  }

  /// Releases the slots around the data: all others, and those that only fill up the last word.
  func clearRest() {
    UnsafeMutableRawPointer(bytes).storeBytes(of: 0, as: UInt64.self)
    var index = count - 1
    while index < 8 * words {
      bytes[index] = 0
      index &+= 1
    }
  }

  /// Releases the slots after those of the last word, as far as `bits(from:)` looks.
  func clearEnd() {
    UnsafeMutableRawPointer(bytes + 8 * words).storeBytes(of: (0, 0), as: (UInt64, UInt64).self)
  }

  /// 64 bits of the line from bit `index` of the block on, the first of them in bit 63.
  @inline(__always)
  func bits(from index: Int) -> UInt64 {
    let first = UnsafeRawPointer(bytes + index &>> 3)
    let shift = UInt64(truncatingIfNeeded: index & 7)
    let word = UInt64(bigEndian: first.loadUnaligned(as: UInt64.self))
    let next = UInt64(first.load(fromByteOffset: 8, as: UInt8.self))
    return word &<< shift | next &>> (8 &- shift)
  }
}

/// What the line does in a frame as far as levels go: the transitions, summed up modulo 2.
///
/// PAR counts HIGH levels. A level is the start level plus all transitions up to its slot, so the count modulo 2 is
/// linear in the transitions: over a window of n slots it is n times the level in front of it, plus the number of
/// transitions that an odd number of slots follows, itself included. Slot [44,0], which ends the window, has an
/// even number (columns are even) and so has the frame's length; hence in front of the window's end the transitions
/// in even slots count, and after it those in odd slots (section 4.1).
struct TransitionSums {
  /// Transitions up to and including slot [44,0], and those of them in even slots; bit by bit, parity is what counts.
  var window: UInt64 = 0
  var windowEven: UInt64 = 0
  /// Transitions after slot [44,0], and those of them in odd slots.
  var tail: UInt64 = 0
  var tailOdd: UInt64 = 0

  @inline(__always)
  private static var windowRows: UInt64 { ControlWord.mask(0...ControlDecision.parityWindow) }

  /// Adds the bits of the control word up to the window's end; all of Column 0 lies in even slots.
  @inline(__always)
  mutating func add(control word: UInt64) {
    window ^= word & Self.windowRows
    windowEven ^= word & Self.windowRows
  }

  /// Adds the payload bits of DP0.
  @inline(__always)
  mutating func add(_ line: PayloadLine, _ layout: FrameLayout) {
    let full = layout.bitsInWindow >> 6
    let words = min(line.words, layout.evenSlots.count)
    layout.evenSlots.withUnsafeBufferPointer { even in
      for index in 0..<min(full, words) {
        let word = line.word(index)
        window ^= word
        windowEven ^= word & even[index]
      }
      guard words > full else { return }
      // The word that the window's end divides.
      let split = line.word(full)
      let first = ~(UInt64.max >> UInt64(layout.bitsInWindow & 63))
      window ^= split & first
      windowEven ^= split & first & even[full]
      tail ^= split & ~first
      tailOdd ^= split & ~first & ~even[full]
      for index in (full + 1)..<max(words, full + 1) {
        let word = line.word(index)
        tail ^= word
        tailOdd ^= word & ~even[index]
      }
    }
  }

  /// 1 where an odd number of bits is set.
  @inline(__always)
  static func parity(_ word: UInt64) -> UInt64 { UInt64(truncatingIfNeeded: word.nonzeroBitCount) & 1 }
}
