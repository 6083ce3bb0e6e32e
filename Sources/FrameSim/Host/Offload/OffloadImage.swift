internal import BRAEncoder

/// What is in the memories of an offload instance: its program, and the words that it takes.
///
/// A data word that describes a command has 0x2 (Read) or 0x3 (Write) in bits 31:28, the device in 27:24, the register address in
/// 23:8 and the byte of a Write in 7:0. A block begins with a word, too: the six bytes of its header, then those that it
/// writes, the first in bits 7:0, padded with zeros to whole words. CRCs are made by the hardware.
public struct OffloadImage: Hashable, Sendable {
  /// The instructions.
  public internal(set) var instructions: [UInt16] = []
  /// The data memory.
  public internal(set) var data: [UInt32] = []
  /// The data words of the commands that open DP0, where the program does that.
  var opening = 0..<0
  /// Those of the commands that close it.
  var closing = 0..<0
  /// Those of the Writes to page registers that go in front of bytes.
  var pages: Set<Int> = []

  /// An image of nothing.
  init() {}

  /// The data memory as bytes.
  public var dataBytes: [UInt8] {
    data.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
  }

  /// The words of a block.
  static func words(_ header: BRAHeader, _ bytes: ArraySlice<UInt8>) -> [UInt32] {
    let all = header.bytes + bytes
    return stride(from: 0, to: all.count, by: 4).map { start in
      all[start..<min(start + 4, all.count)].enumerated().reduce(0) {
        $0 | UInt32($1.element) << UInt32(8 * $1.offset)
      }
    }
  }

  /// The word of a command.
  static func word(_ command: Command) -> UInt32 {
    switch command {
    case .ping: 0
    case .read(let device, let register): 0x2 << 28 | UInt32(device & 0xF) << 24 | UInt32(register) << 8
    case .write(let device, let register, let value):
      0x3 << 28 | UInt32(device & 0xF) << 24 | UInt32(register) << 8 | UInt32(value)
    }
  }

  /// The command that a word describes, `ahead` registers further on; nil where it describes none.
  static func command(_ word: UInt32, ahead: Int = 0) -> Command? {
    let device = Int(word >> 24 & 0xF)
    let register = UInt16(truncatingIfNeeded: word >> 8) &+ UInt16(truncatingIfNeeded: ahead)
    switch word >> 28 {
    case 0x2: return .read(device: device, register: register)
    case 0x3: return .write(device: device, register: register, value: UInt8(truncatingIfNeeded: word))
    default: return nil
    }
  }
}
