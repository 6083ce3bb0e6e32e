/// Finds frames in a line of unknown shape (protocol reference sections 5.1, 6 and 16.6).
package enum WireSearch {
  /// The window of logical bits in which static sync stands out, the last received bit being the LSB.
  package struct Mask: Equatable {
    package let columns: Int
    package let mask: UInt128
    package let match: UInt128

    package init(columns: Int) {
      self.columns = columns
      var (mask, match): (UInt128, UInt128) = (0, 0)
      for bit in 0..<8 {
        mask |= 1 << UInt128(bit * columns)
        match |= UInt128(0xB1 >> bit & 1) << UInt128(bit * columns)
      }
      self.mask = mask
      self.match = match
    }
  }

  package static let masks = WireShape.columnCounts.map(Mask.init(columns:))
  /// Ones in a row that are a bus reset.
  package static let busReset = 4096
  /// Frames with good static and dynamic sync after the first one that a Peripheral wants to see.
  package static let framesToAttach = 15

  /// A reader that stands at the first whole frame at or after `from`; nil where there is none.
  ///
  /// The first frame after a bus reset must carry dynamic sync F, and its parity window starts with itself.
  package static func findFrames(
    in line: WireLine, from: Int, framesBefore: Int, dp0: WireDP0
  ) -> WireFrameReader? {
    var window: UInt128 = 0
    var seen = 0
    // A run of ones may have begun in the frame that was given up.
    var ones = line.bits[..<from].reversed().prefix { $0 == 1 }.count
    var searchStart = from
    var resetEnd: Int?
    for slot in from..<line.bits.count {
      ones = line.bits[slot] == 1 ? ones + 1 : 0
      if ones >= busReset {
        (seen, searchStart, resetEnd) = (0, slot + 1, slot + 1)
        continue
      }
      window = window << 1 | UInt128(line.bits[slot])
      seen += 1
      for mask in masks where seen > 7 * mask.columns && window & mask.mask == mask.match {
        let start = slot - 31 * mask.columns
        for rows in WireShape.rowCounts {
          let shape = WireShape(rows: rows, columns: mask.columns)
          // Cut off at its beginning: the next one is the first whole frame.
          let firstWhole = start >= searchStart ? start : start + shape.slots
          var reader = WireFrameReader(
            line: line, slot: firstWhole, shape: shape, dp0: dp0, number: framesBefore)
          if firstWhole == resetEnd {
            reader.expectedDynamicSync = 0xF
            reader.highs = 0
          }
          if isReal(reader) { return reader }
        }
      }
    }
    return nil
  }

  /// Whether frames follow each other from here on as a Peripheral wants to see them before it attaches.
  private static func isReal(_ reader: WireFrameReader) -> Bool {
    var reader = reader
    for _ in 0...framesToAttach {
      guard let frame = reader.next(), !frame.hasSyncError, frame.controlWord.dynamicSync != 0 else {
        return false
      }
    }
    return true
  }
}
