/// Writes lines of a trace into memory that has room for them.
struct VCDLine {
  /// Where the next byte goes.
  private(set) var place: UnsafeMutableRawPointer

  /// Lines from a place on.
  init(place: UnsafeMutableRawPointer) {
    self.place = place
  }

  /// A whole number as a real one, for example `r5 %`; readers hold it exactly below 2^53.
  mutating func append(real value: UInt64, of variable: VCDText.Variable) {
    append(0x72)
    append(number: value)
    append(0x20)
    end(variable)
  }

  /// An owner as a string, for example `sdevice_3 '`.
  mutating func append(_ owner: SlotOwner) {
    append(0x73)
    append(word: owner.name)
    if case .device(let number) = owner { append(index: number) }
    append(0x20)
    end(.owner)
  }

  /// A field as a string, for example `sRegAddr[15] (`.
  mutating func append(_ field: SlotField) {
    append(0x73)
    append(word: field.name.rawValue)
    if let index = field.index { append(index: index) }
    if let bit = field.bit {
      append(0x5B)
      append(index: bit)
      append(0x5D)
    }
    append(0x20)
    end(.field)
  }

  /// The identifier code of a variable, with which a line ends.
  mutating func end(_ variable: VCDText.Variable) {
    append(variable.rawValue)
    append(0x0A)
  }

  /// Decimal digits.
  mutating func append(number: UInt64) {
    var count = 1
    var limit = number
    while limit >= 10 {
      limit /= 10
      count += 1
    }
    var rest = number
    for index in (0..<count).reversed() {
      place.storeBytes(of: 0x30 | UInt8(truncatingIfNeeded: rest % 10), toByteOffset: index, as: UInt8.self)
      rest /= 10
    }
    place += count
  }

  private mutating func append(index: Int) {
    if index < 0 { append(0x2D) }
    append(number: UInt64(index.magnitude))
  }

  /// Part of a string: a blank would end it.
  private mutating func append(word: String) {
    for byte in word.utf8 { append(byte == 0x20 ? 0x5F : byte) }
  }

  private mutating func append(_ byte: UInt8) {
    place.storeBytes(of: byte, as: UInt8.self)
    place += 1
  }
}
