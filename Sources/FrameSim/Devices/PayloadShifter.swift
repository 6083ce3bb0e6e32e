/// Moves the payload bits of DP0 one by one: what one end sends, what it samples, and the CRC of the run.
///
/// The block is cut into runs (header, response, one data byte, CRC); whoever owns the shifter begins the next run
/// when one ends. The first bit on the wire is the most significant.
struct PayloadShifter: Hashable, Sendable {
  /// The bits still to be sent, the next one in bit 63; 0 where this device releases the line.
  private var outgoing: UInt64 = 0
  /// All ones while this device is the only owner of the slots, else 0.
  private var soleOwner: UInt64 = 0
  /// The bits sampled in this run, the last one in bit 0.
  private(set) var received: UInt64 = 0
  /// The CRC over what was sent, or over what was received where another device sends.
  private(set) var crc = BitCRC()
  private var bitsLeft = Int.max
  /// 1 once a bit read back differed from the one sent as only owner (open points A6 and A32).
  private(set) var clash: UInt64 = 0

  /// The bit this device drives in the next slot of the port, 0 or 1.
  @inline(__always)
  var drive: UInt64 { outgoing >> 63 }

  /// Clocks one slot of the port; true when the run has ended.
  @inline(__always)
  mutating func clock(_ bit: UInt64) -> Bool {
    let difference = soleOwner & (outgoing >> 63 ^ bit)
    clash |= difference
    received = received &<< 1 | bit
    // The sender's CRC is over what it sent, even where the line says something else.
    crc.shift(in: bit ^ difference)
    outgoing = outgoing &<< 1
    bitsLeft &-= 1
    return bitsLeft == 0
  }

  /// Begins a run that this device sends as only owner: the low `bits` bits of `value`.
  mutating func send(_ value: UInt64, bits: Int) {
    outgoing = value << UInt64(64 - bits)
    soleOwner = ~0
    bitsLeft = bits
    received = 0
  }

  /// Begins a run of 8 bits that several devices may send at once: a response.
  mutating func respond(_ value: UInt8) {
    outgoing = UInt64(value) << 56
    soleOwner = 0
    bitsLeft = 8
    received = 0
  }

  /// Begins a run of `bits` bits that another device sends.
  mutating func listen(bits: Int) {
    outgoing = 0
    soleOwner = 0
    bitsLeft = bits
    received = 0
  }

  /// Lets the line go for the rest of the frame.
  mutating func release() {
    outgoing = 0
    soleOwner = 0
    bitsLeft = Int.max
  }

  /// Restarts the CRC: in front of the header and of the data block.
  mutating func restartCRC() {
    crc.restart()
  }

  mutating func clearClash() {
    clash = 0
  }

  /// Whether another shifter is at the same place of the same run. What a released one still holds of an earlier run
  /// means nothing: every run begins afresh.
  func isInSameRun(as other: PayloadShifter) -> Bool {
    isReleased && other.isReleased ? clash == other.clash : self == other
  }

  /// Whether it drives nothing for the rest of the frame: no run is that long, and no frame has that many slots.
  var isReleased: Bool { bitsLeft > 1 << 32 }
}
