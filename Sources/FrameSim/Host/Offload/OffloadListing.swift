internal import BRAEncoder

/// One line of an offload's program: an instruction with the data words that it takes.
public struct OffloadLine: Hashable, Sendable {
  /// The word.
  public let word: UInt16
  /// What it says.
  public let text: String
  /// The data words that it takes, with what each group of them describes.
  public let uses: [Use]

  /// Data words of one command or block.
  public struct Use: Hashable, Sendable {
    /// Which words of the data memory.
    public let words: Range<Int>
    /// What they describe.
    public let text: String
  }
}

extension OffloadImage {
  /// The program line by line, read out of the words alone.
  public var lines: [OffloadLine] {
    var next = 0
    return instructions.map { word in
      guard let instruction = OffloadInstruction(word: word) else {
        return OffloadLine(word: word, text: "no instruction", uses: [])
      }
      var uses: [OffloadLine.Use] = []
      func take(_ words: Int, _ text: String) {
        uses.append(OffloadLine.Use(words: next..<next + words, text: text))
        next += words
      }
      switch instruction {
      case .sync, .sleep: break
      case .writes(let count): for _ in 0..<count { take(1, commandText(at: next)) }
      case .reads: take(1, commandText(at: next))
      case .blocks(let count, let bytes):
        for _ in 0..<count {
          let header = header(at: next)
          let written = bytes == .inMemory ? header?.byteCount ?? 0 : 0
          take((6 + written + 3) / 4, header.map(Self.text) ?? "no header")
        }
      }
      return OffloadLine(word: word, text: instruction.text, uses: uses)
    }
  }

  /// The header of a block whose words begin at a place, or nil.
  func header(at word: Int) -> BRAHeader? {
    guard word + 1 < data.count else { return nil }
    // Byte 0 of the header is the most significant of its packed form, and in bits 7:0 of the word.
    let first = UInt64(data[word].byteSwapped)
    let second = UInt64(data[word + 1].byteSwapped >> 16)
    return BRAHeader(packed: first << 16 | second)
  }

  private static func text(_ header: BRAHeader) -> String {
    "\(header.operation == .write ? "write" : "read") of \(header.byteCount) bytes, device \(header.device), address 0x"
      + hexadecimal(UInt64(header.address), 8)
  }

  private func commandText(at word: Int) -> String {
    guard data.indices.contains(word), let command = Self.command(data[word]) else { return "no command" }
    switch command {
    case .ping: return "ping"
    case .read(let device, let register):
      return "read of device \(device), register 0x\(hexadecimal(UInt64(register), 4))"
    case .write(let device, let register, let value):
      return "write of 0x\(hexadecimal(UInt64(value), 2)) to device \(device), register 0x"
        + hexadecimal(UInt64(register), 4)
    }
  }
}

private func hexadecimal(_ value: UInt64, _ digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
