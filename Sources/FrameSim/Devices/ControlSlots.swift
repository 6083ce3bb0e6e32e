/// What one device drives and samples in Column 0 of the frame in progress.
///
/// All words have the layout of `ControlWord`: row k is bit 47 - k.
struct ControlSlots: Hashable, Sendable {
  /// The bits this device sends; 0 where it releases the line.
  var sent = ControlWord()
  /// The rows in which this device is the only owner, so that any difference is a bus clash (open point A6).
  var owned: UInt64 = 0
  /// The bits sampled so far.
  var received = ControlWord()

  /// The bit sent in a row, 0 or 1.
  @inline(__always)
  func bit(row: Int) -> UInt64 {
    sent.bits >> UInt64(47 - row) & 1
  }

  /// Takes the sample of a row.
  @inline(__always)
  mutating func sample(_ bit: UInt64, row: Int) {
    received.bits |= bit &<< UInt64(47 - row)
  }

  /// The rows up to and including `row` in which this device read back another bit than it sent: any bit where it is
  /// the only owner, a 1 that the line lost where others may send, too (section 1.6, open point A6).
  @inline(__always)
  func clashes(through row: Int) -> UInt64 {
    (sent.bits ^ received.bits) & (owned | sent.bits) & ControlWord.mask(0...row)
  }
}

/// The rows after which a device has to decide: everything a device does in Column 0 follows from one of these.
///
/// Between two of them no device's drive depends on a sample, which is what lets a frame be simulated in phases.
enum ControlDecision {
  /// The opcode is known: a Ping makes a Peripheral send its status.
  static let opcode = 3
  /// Device and register address are known: a Read makes the addressed Peripheral send the data.
  static let address = 23
  /// The parity window ended: the command owner sends PAR.
  static let parityWindow = 44
  /// PAR is known: every device sends its response.
  static let parity = 45
  /// The merged response is known.
  static let response = 47

  /// The decision rows as a set, row k in bit k.
  static let rows: UInt64 =
    1 << opcode | 1 << address | 1 << parityWindow | 1 << parity | 1 << response
}
