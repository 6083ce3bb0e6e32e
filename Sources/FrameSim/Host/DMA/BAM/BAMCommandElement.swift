/// A command element of Qualcomm's BAM: an access to a register of the peripheral that the engine makes by itself.
///
/// 16 bytes, four little-endian words: command in bits 31:24 and address in bits 23:0, data, mask, reserved.
package struct BAMCommandElement: Hashable, Sendable {
  /// Bytes of an element.
  package static let byteCount = 16

  /// What it does.
  package enum Operation: UInt8, Hashable, Sendable, CaseIterable {
    /// Writes the data.
    case write = 0
    /// Reads, to the address that the data names.
    case read = 1
  }

  /// The command, whatever it is.
  package var command: UInt8
  /// The register's address; 24 bits are kept.
  package var address: UInt32
  /// What is written, or where what was read goes.
  package var data: UInt32
  /// The bits that are written.
  package var mask: UInt32
  /// The last word.
  package var reserved: UInt32

  /// A write of a register.
  package init(write data: UInt32, to address: UInt32, mask: UInt32 = .max) {
    command = Operation.write.rawValue
    self.address = address & 0xFF_FFFF
    self.data = data
    self.mask = mask
    reserved = 0
  }

  /// An element from its 16 bytes; nil where they are more or fewer.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    let bytes = Array(bytes)
    let words = stride(from: 0, to: bytes.count, by: CadenceWord.byteCount).map {
      CadenceWord(bytes, at: $0).rawValue
    }
    command = UInt8(truncatingIfNeeded: words[0] >> 24)
    address = words[0] & 0xFF_FFFF
    data = words[1]
    mask = words[2]
    reserved = words[3]
  }

  /// What it does; nil for a command that there is not.
  package var operation: Operation? { Operation(rawValue: command) }

  /// Its 16 bytes.
  package var bytes: [UInt8] {
    [UInt32(command) << 24 | address, data, mask, reserved].flatMap { CadenceWord(rawValue: $0).bytes }
  }
}
