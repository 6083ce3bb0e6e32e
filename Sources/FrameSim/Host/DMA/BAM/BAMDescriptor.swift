/// A descriptor of Qualcomm's BAM: eight bytes that tell the engine where something lies, how much it is and what to do with it
/// (host reference 6.1).
///
/// In memory, little endian: address 32, size 16, flags 16.
package struct BAMDescriptor: Hashable, Sendable {
  /// Bytes of a descriptor.
  package static let byteCount = 8
  /// Most bytes that one can name: 32 KiB less 8.
  package static let maximumSize = 32_760

  /// Where in the host's memory it lies.
  package var address: UInt32
  /// How many bytes: of data, or of command elements.
  package var size: UInt16
  /// What to do with it.
  package var flags: BAMFlags

  /// A descriptor from its parts.
  package init(address: UInt32, size: UInt16, flags: BAMFlags = []) {
    self.address = address
    self.size = size
    self.flags = flags
  }

  /// A descriptor from its eight bytes; nil where they are more or fewer. Every eight bytes are one: what is wrong with it, if
  /// anything, `problems` says.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// A descriptor from its bytes as one number, the first of them lowest.
  init(_ word: UInt64) {
    address = UInt32(truncatingIfNeeded: word)
    size = UInt16(truncatingIfNeeded: word >> 32)
    flags = BAMFlags(rawValue: UInt16(truncatingIfNeeded: word >> 48))
  }

  /// Its bytes as one number, the first of them lowest.
  var word: UInt64 { UInt64(flags.rawValue) << 48 | UInt64(size) << 32 | UInt64(address) }

  /// Its eight bytes.
  package var bytes: [UInt8] {
    (0..<Self.byteCount).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
  }

  /// What no engine could do with it, a sentence each; empty where it is sound.
  package var problems: [String] {
    var problems: [String] = []
    if flags.isSuperset(of: [.lock, .unlock]) { problems.append("LOCK and UNLOCK exclude each other") }
    if flags.isSuperset(of: [.cmd, .eot]) { problems.append("EOT does not go with CMD") }
    if !flags.contains(.cmd), !flags.isDisjoint(with: [.lock, .unlock]) {
      problems.append("LOCK and UNLOCK go with CMD")
    }
    if size == 0 { problems.append("it names no bytes") }
    if size > Self.maximumSize {
      problems.append("\(size) bytes are more than the \(Self.maximumSize) it may name")
    }
    if flags.contains(.cmd) {
      if Int(size) % BAMCommandElement.byteCount != 0 {
        problems.append(
          "\(size) bytes are no whole number of command elements of \(BAMCommandElement.byteCount)")
      }
      if address % 4 != 0 { problems.append("command elements at an address that is not aligned to 4") }
    }
    if !flags.isSubset(of: .known) { problems.append("bits 8 to 0 of its flags are not all 0") }
    return problems
  }
}

/// The flags of a descriptor.
package struct BAMFlags: OptionSet, Hashable, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The engine interrupts when it is complete.
  package static let int = BAMFlags(rawValue: 1 << 15)
  /// The end of a transfer.
  package static let eot = BAMFlags(rawValue: 1 << 14)
  /// The end of a block.
  package static let eob = BAMFlags(rawValue: 1 << 13)
  /// Notify when done: it is complete when the peripheral has acknowledged it, not when the engine has read it.
  package static let nwd = BAMFlags(rawValue: 1 << 12)
  /// It names command elements, not data.
  package static let cmd = BAMFlags(rawValue: 1 << 11)
  /// Pipes of other groups stop from here on.
  package static let lock = BAMFlags(rawValue: 1 << 10)
  /// They go on.
  package static let unlock = BAMFlags(rawValue: 1 << 9)

  /// All of them with their names, from the highest bit down.
  package static let names: [(flag: BAMFlags, name: String)] = [
    (.int, "INT"), (.eot, "EOT"), (.eob, "EOB"), (.nwd, "NWD"), (.cmd, "CMD"), (.lock, "LOCK"),
    (.unlock, "UNLOCK"),
  ]

  static let known = BAMFlags(names.map(\.flag))

  /// The names of those that are set, from the highest bit down.
  package var names: [String] { Self.names.filter { contains($0.flag) }.map(\.name) }
}
