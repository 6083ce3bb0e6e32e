/// Counting the slots of a port without walking them.
extension PortGeometry {
  /// How many of `count` consecutive slots lie in the transport sub-frame, the first being in column `start`.
  func subFrameSlots(in count: Int, from start: Int, columns: Int) -> Int {
    let first = hStart
    let last = min(hStop, columns - 1)
    guard last >= first, count > 0 else { return 0 }
    // Columns first...last among columns 0..<x of a row that may run on into the next.
    func upTo(_ x: Int) -> Int {
      x / columns * (last - first + 1) + max(0, min(x % columns, last + 1) - first)
    }
    return upTo(start + count) - upTo(start)
  }

  /// Whether the block fits into every transport window, wherever in a row the window starts (section 9.2).
  public func fitsEveryWindow(columns: Int) -> Bool {
    guard hStop < columns, hStop >= hStart, sampleInterval > 0 else { return false }
    return (0..<columns).allSatisfy {
      subFrameSlots(in: sampleInterval, from: $0, columns: columns) >= blockOffset + wordLength
    }
  }

  /// The slots of one frame that the port owns, in the order of transmission.
  ///
  /// `slotsSinceSSP` says where in its window the port is at slot [0,0]. Source: section 9.2.
  public func ownedSlots(in shape: FrameShape, slotsSinceSSP: UInt64 = 0) -> [Int] {
    var cursor = PortCursor(
      PortSettings(geometry: self, enabled: true), slotsSinceSSP: slotsSinceSSP, columns: shape.columns)
    var slots: [Int] = []
    for slot in 0..<shape.slots where cursor.owns(column: slot % shape.columns) {
      slots.append(slot)
    }
    return slots
  }

  /// How many payload bits one frame carries, given where in its window the port is at slot [0,0].
  public func payloadBits(in shape: FrameShape, slotsSinceSSP: UInt64 = 0) -> Int {
    guard fitsEveryWindow(columns: shape.columns) else {
      return ownedSlots(in: shape, slotsSinceSSP: slotsSinceSSP).count
    }
    let phase = Int(slotsSinceSSP % UInt64(sampleInterval))
    // The window in progress began in this column, some rows up.
    let firstColumn = (shape.columns - phase % shape.columns) % shape.columns
    return ownedBits(in: phase + shape.slots, from: firstColumn, columns: shape.columns)
      - ownedBits(in: phase, from: firstColumn, columns: shape.columns)
  }

  /// How many of the first `count` slots after a stream synchronisation point the port owns, whatever its geometry.
  package func ownedBits(inFirst count: UInt64, columns: Int) -> UInt64 {
    // After as many windows as there are columns, they start in the same columns again.
    let cycle = UInt64(sampleInterval) * UInt64(columns)
    var inCycle: UInt64 = 0
    var inRest: UInt64 = 0
    var rest = Int(count % cycle)
    for window in 0..<columns {
      let start = window * sampleInterval % columns
      inCycle += windowBits(in: sampleInterval, from: start, columns: columns)
      inRest += windowBits(in: min(rest, sampleInterval), from: start, columns: columns)
      rest = max(0, rest - sampleInterval)
    }
    return count / cycle * inCycle + inRest
  }

  /// The slots owned among the first `count` slots of a window that starts in column `start`.
  private func windowBits(in count: Int, from start: Int, columns: Int) -> UInt64 {
    UInt64(max(0, min(subFrameSlots(in: count, from: start, columns: columns) - blockOffset, wordLength)))
  }

  /// The slots owned among the first `count` slots from the start of a window in column `start` on.
  private func ownedBits(in count: Int, from start: Int, columns: Int) -> Int {
    let windows = count / sampleInterval
    let windowStart = (start + windows * sampleInterval) % columns
    let k = subFrameSlots(in: count % sampleInterval, from: windowStart, columns: columns)
    return windows * wordLength + max(0, min(k - blockOffset, wordLength))
  }
}
