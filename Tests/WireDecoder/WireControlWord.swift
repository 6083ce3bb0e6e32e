/// The 48 bits of Column 0: row k is bit 47 - k.
///
/// Source: protocol reference section 3.
package struct WireControlWord: Hashable, CustomStringConvertible {
  package var bits: UInt64

  package init(bits: UInt64) { self.bits = bits }

  /// Rows `first` to `last`, the first row being the most significant bit.
  private func rows(_ first: Int, _ last: Int) -> UInt64 {
    bits >> UInt64(47 - last) & (1 << UInt64(last - first + 1) - 1)
  }

  package var preq: Bool { rows(0, 0) == 1 }
  package var opcode: Int { Int(rows(1, 3)) }
  package var isPing: Bool { opcode == 0 }
  package var isRead: Bool { opcode == 2 }
  package var isWrite: Bool { opcode == 3 }
  /// SSP of a Ping.
  package var ssp: Bool { rows(5, 5) == 1 }
  /// DevAddr of a Read or Write.
  package var device: Int { Int(rows(4, 7)) }
  /// RegAddr of a Read or Write.
  package var register: Int { Int(rows(8, 23)) }
  package var staticSync: UInt8 { UInt8(rows(24, 31)) }
  package var phySync: UInt8 { UInt8(rows(32, 32)) }
  /// RegData of a Read or Write.
  package var data: UInt8 { UInt8(rows(33, 40)) }
  package var dynamicSync: UInt8 { UInt8(rows(41, 44)) }
  package var parity: UInt8 { UInt8(rows(45, 45)) }
  package var nak: Bool { rows(46, 46) == 1 }
  package var ack: Bool { rows(47, 47) == 1 }
  /// Command_OK as everybody sees it (section 4.2): ACK without NAK.
  package var isOK: Bool { ack && !nak }

  /// The 12 hexadecimal digits of the word.
  package var description: String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
  }
}

/// The dynamic sync values in their order (protocol reference section 16.2).
package enum WireDynamicSync {
  package static let sequence: [UInt8] = [
    0xF, 0xE, 0xC, 0x8, 0x1, 0x2, 0x4, 0x9, 0x3, 0x6, 0xD, 0xA, 0x5, 0xB, 0x7,
  ]

  /// The value of the next frame; nil after 0, which never occurs.
  package static func after(_ value: UInt8) -> UInt8? {
    guard let index = sequence.firstIndex(of: value) else { return nil }
    return sequence[(index + 1) % sequence.count]
  }
}
