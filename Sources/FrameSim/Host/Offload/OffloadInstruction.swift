/// A word of an offload program: 16 bits, in the style of the AXI SPI engine (host reference 6.2).
///
/// The opcode is in bits 15:12, flags or a kind in 11:8, an operand in 7:0. Sync and sleep are those of that engine; opcodes
/// 5 and 6, which it does not use, are ours: commands of Column 0, and blocks of BRA.
public enum OffloadInstruction: Hashable, Sendable {
  /// 0x3: tells the host an id; takes no frame.
  case sync(id: UInt8)
  /// 0x3: sends nothing for so many frames, 1 to 256.
  case sleep(frames: Int)
  /// 0x5: Writes in Column 0, 1 to 256, one per frame, each described by a data word.
  case writes(Int)
  /// 0x5: Reads of registers that follow each other, 1 to 256, the first described by a data word; what they bring is streamed.
  case reads(Int)
  /// 0x6: blocks, 1 to 256, each described by its header in the data memory, which the bytes of a write follow.
  case blocks(Int, Bytes)

  /// Where the bytes of a block are.
  public enum Bytes: UInt8, Hashable, Sendable, CaseIterable {
    /// After its header in the data memory.
    case inMemory = 0b0001
    /// They come by DMA.
    case fromStream = 0b0101
    /// They go by DMA.
    case toStream = 0b0010
  }

  /// The most that the operand of one instruction can count.
  public static let mostRepeats = 256

  /// The word.
  public var word: UInt16 {
    switch self {
    case .sync(let id): Self.word(0x3, 0, Int(id))
    case .sleep(let frames): Self.word(0x3, 1, frames - 1)
    case .writes(let count): Self.word(0x5, 1, count - 1)
    case .reads(let count): Self.word(0x5, 2, count - 1)
    case .blocks(let count, let bytes): Self.word(0x6, UInt16(bytes.rawValue), count - 1)
    }
  }

  private static func word(_ opcode: UInt16, _ flags: UInt16, _ operand: Int) -> UInt16 {
    opcode << 12 | flags << 8 | UInt16(UInt8(clamping: operand))
  }

  /// The instruction that a word spells, or nil where it is none of these.
  public init?(word: UInt16) {
    let flags = UInt8(word >> 8 & 0xF)
    let operand = Int(word & 0xFF)
    switch (word >> 12, flags) {
    case (0x3, 0): self = .sync(id: UInt8(operand))
    case (0x3, 1): self = .sleep(frames: operand + 1)
    case (0x5, 1): self = .writes(operand + 1)
    case (0x5, 2): self = .reads(operand + 1)
    case (0x6, _):
      guard let bytes = Bytes(rawValue: flags) else { return nil }
      self = .blocks(operand + 1, bytes)
    default: return nil
    }
  }

  /// What it says, in words.
  public var text: String {
    func several(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
    return switch self {
    case .sync(let id): "sync \(id)"
    case .sleep(let frames): "sleep \(several(frames, "frame"))"
    case .writes(let count): "command: \(several(count, "write"))"
    case .reads(let count): "command: \(several(count, "read")), to the stream"
    case .blocks(let count, .inMemory): "block: \(several(count, "write")), data in memory"
    case .blocks(let count, .fromStream): "block: \(several(count, "write")), data from the stream"
    case .blocks(let count, .toStream): "block: \(several(count, "read")), data to the stream"
    }
  }
}
