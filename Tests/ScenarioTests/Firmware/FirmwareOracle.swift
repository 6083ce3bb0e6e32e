/// Reads files of records in the plainest way: line by line into a dictionary; nil for a file with any mistake.
///
/// Written from the formats' descriptions, without the readers' code.
enum FirmwareOracle {
  static func intelHex(_ bytes: [UInt8]) -> [Int: UInt8]? {
    guard let lines = lines(bytes) else { return nil }
    var memory: [Int: UInt8] = [:]
    var base = 0
    var segment = false
    for (index, line) in lines.enumerated() {
      guard line.first == ":", let record = pairs(line.dropFirst()), record.count >= 5 else { return nil }
      guard record.count == record[0] + 5, record.reduce(0, +) % 256 == 0 else { return nil }
      let load = record[1] * 256 + record[2]
      let data = Array(record[4...].dropLast())
      switch record[3] {
      case 0:
        for (place, byte) in data.enumerated() {
          let address = segment ? base + (load + place) % 65536 : base + load + place
          if address > 0xFFFF_FFFF || memory.updateValue(UInt8(byte), forKey: address) != nil { return nil }
        }
      case 1:
        guard data.isEmpty, index == lines.count - 1, !memory.isEmpty else { return nil }
        return memory
      case 2, 4:
        guard data.count == 2, load == 0 else { return nil }
        segment = record[3] == 2
        base = (data[0] * 256 + data[1]) * (segment ? 16 : 65536)
      case 3, 5:
        guard data.count == 4, load == 0 else { return nil }
      default: return nil
      }
    }
    return nil
  }

  static func srecords(_ bytes: [UInt8]) -> [Int: UInt8]? {
    guard let lines = lines(bytes) else { return nil }
    var memory: [Int: UInt8] = [:]
    var count = 0
    let widths: [Character: Int] = [
      "0": 2, "1": 2, "2": 3, "3": 4, "5": 2, "6": 3, "7": 4, "8": 3, "9": 2,
    ]
    for (index, line) in lines.enumerated() {
      guard line.first == "S" || line.first == "s", let type = line.dropFirst().first,
        let width = widths[type],
        let record = pairs(line.dropFirst(2)), record.count >= width + 2, record.count == record[0] + 1,
        record.reduce(0, +) % 256 == 255
      else { return nil }
      let number = record[1...width].reduce(0) { $0 * 256 + $1 }
      let data = Array(record[(width + 1)...].dropLast())
      switch type {
      case "0": break
      case "1", "2", "3":
        count += 1
        for (place, byte) in data.enumerated() {
          let address = number + place
          if address > 0xFFFF_FFFF || memory.updateValue(UInt8(byte), forKey: address) != nil { return nil }
        }
      case "5", "6":
        guard data.isEmpty, number == count else { return nil }
      default:
        guard data.isEmpty, index == lines.count - 1, !memory.isEmpty else { return nil }
        return memory
      }
    }
    return nil
  }

  /// Lines that are not blank, without blanks at their ends.
  private static func lines(_ bytes: [UInt8]) -> [Substring]? {
    var bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
    // CR LF is one character of a string.
    return String(decoding: bytes, as: UTF8.self)
      .split(whereSeparator: { $0 == "\n" || $0 == "\r" || $0 == "\r\n" })
      .compactMap { line in
        var line = line
        while line.last == " " || line.last == "\t" { line.removeLast() }
        return line.isEmpty ? nil : line
      }
  }

  private static func pairs(_ digits: Substring) -> [Int]? {
    let values = digits.map { $0.isASCII ? $0.hexDigitValue : nil }
    guard values.count % 2 == 0, !values.contains(nil) else { return nil }
    let known = values.compactMap { $0 }
    return stride(from: 0, to: known.count, by: 2).map { known[$0] * 16 + known[$0 + 1] }
  }
}
