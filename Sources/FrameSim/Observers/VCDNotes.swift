/// The annotations of a trace: which logical bit, frame, row, column, owner and field a slot is.
struct VCDNotes: Sendable {
  private var bit: UInt64 = 0
  private var row = 0
  private var owner = SlotOwner.nobody
  private var field = SlotField(.free)
  private var map: [SlotMap.Entry] = []

  /// Bytes of the longest annotations of a slot: six lines.
  private static let room = 6 * 40

  /// Prepares for the slots of a frame.
  mutating func begin(_ frame: borrowing ObservedFrame) {
    map = frame.map.slots
  }

  /// Writes the annotations of a slot: `all`, or only those that change.
  mutating func append(
    _ slot: Int, of frame: borrowing ObservedFrame, all: Bool, to text: inout TraceText
  ) {
    let bit = frame.bit(at: slot)
    let (row, column) = slot.quotientAndRemainder(dividingBy: frame.shape.columns)
    let entry = map[slot]
    let number = frame.number
    text.append(atMost: Self.room) { place in
      var line = VCDLine(place: place)
      if all || bit != self.bit {
        line.append(number: bit)
        line.end(.bit)
      }
      if all || slot == 0 { line.append(real: number, of: .frame) }
      if all || row != self.row { line.append(real: UInt64(row), of: .row) }
      line.append(real: UInt64(column), of: .column)
      if all || entry.owner != owner { line.append(entry.owner) }
      if all || entry.field != field { line.append(entry.field) }
      return line.place
    }
    (self.bit, self.row, owner, field) = (bit, row, entry.owner, entry.field)
  }
}
