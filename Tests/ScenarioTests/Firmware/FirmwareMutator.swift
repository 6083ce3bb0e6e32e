import FrameSim
import Scenario

/// Makes firmware files that are nearly good, and some that are nothing.
struct FirmwareMutator {
  enum Format: Int, CaseIterable {
    case intelHex, srec, swf, swft
  }

  private var generator: SeededGenerator
  private let good: [Format: [[UInt8]]]
  private static let pieces: [[UInt8]] = [
    ":", "S", "S0", "S1", "S3", "S5", "S7", "S9", "\n", "\r", "\r\n", " ", "\t", "00", "FF", "ff", "G",
    ":00000001FF",
    "\n:00000001FF\n", "S9030000FC", "S5030001FB", "SWFT", ":02000002FFFFFE", ":02000004FFFFFC", "\u{FEFF}",
    "\u{0}",
    "\n:020000021000EC\n", "\n:04FFFE0001020304F5\n", "S306FFFFFFFF00FC", ":0100000001FE", "\u{1A}", "é",
  ].map { Array($0.utf8) }

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed, stream: "firmware.mutator")
    var good: [Format: [[UInt8]]] = [:]
    for _ in 0..<64 {
      let style = FirmwareWriter.Style.random(&generator)
      var writer = FirmwareWriter(style: style, seed: seed)
      let segments = FirmwareSection.random(below: 1 << 20, atMost: 40, &generator)
      let bits = style.addressBytes == 0 ? 32 : 8 * style.addressBytes
      let sections = FirmwareSection.random(below: 1 << bits, atMost: 40, &generator)
      good[.intelHex, default: []].append(writer.intelHex(style.hasSegments ? segments : sections))
      good[.srec, default: []].append(writer.srecords(sections))
      let files = (0..<Int.random(in: 1...4, using: &generator)).map { index in
        FirmwareWriter.swf(
          vendor: UInt16(index % 2), id: UInt32(index / 2), version: 1, segments[0].bytes)
      }
      good[.swf, default: []].append(files[0])
      good[.swft, default: []].append(FirmwareWriter.swft(files.flatMap { $0 }))
    }
    self.good = good
  }

  /// A file, and as what it is to be read.
  mutating func next() -> (format: Format, bytes: [UInt8]) {
    let format = Format.allCases[Int.random(in: 0..<Format.allCases.count, using: &generator)]
    let kind = Int.random(in: 0..<20, using: &generator)
    if kind == 0 { return (format, noise()) }
    // Now and then what it is not.
    let from =
      kind == 1 ? Format.allCases[Int.random(in: 0..<Format.allCases.count, using: &generator)] : format
    var bytes = good[from]?[Int.random(in: 0..<64, using: &generator)] ?? []
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      switch from {
      case .intelHex where Bool.random(using: &generator):
        mutateRecord(&bytes, mark: UInt8(ascii: ":"), skip: 1, target: 0)
      case .srec where Bool.random(using: &generator):
        mutateRecord(&bytes, mark: UInt8(ascii: "S"), skip: 2, target: 0xFF)
      default: damage(&bytes)
      }
    }
    if from == .swft, bytes.count > 36, Bool.random(using: &generator) { repair(&bytes) }
    return (format, bytes)
  }

  private mutating func noise() -> [UInt8] {
    let count = Int.random(in: 0...200, using: &generator)
    let digits = Array("0123456789ABCDEF:S\n\r 0011".utf8)
    let isText = Bool.random(using: &generator)
    return (0..<count).map { _ in
      isText
        ? digits[Int.random(in: 0..<digits.count, using: &generator)]
        : UInt8.random(in: 0...255, using: &generator)
    }
  }

  /// Changes bytes anywhere.
  private mutating func damage(_ bytes: inout [UInt8]) {
    let at = Int.random(in: 0...bytes.count, using: &generator)
    let length = min(Int.random(in: 1...24, using: &generator), bytes.count - at)
    switch Int.random(in: 0...6, using: &generator) {
    case 0: bytes.removeSubrange(at..<at + length)
    case 1:
      bytes.insert(contentsOf: Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)], at: at)
    case 2:
      bytes.insert(
        contentsOf: bytes[at..<at + length], at: Int.random(in: 0...bytes.count, using: &generator))
    case 3: bytes.removeSubrange(at...)
    case 4 where at < bytes.count: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &generator)
    case 5 where at < bytes.count:
      bytes[at] = [0, 0x7F, 0x80, 0xFF, 0x30, 0x46][Int.random(in: 0..<6, using: &generator)]
    default: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &generator) }
    }
  }

  /// Changes one record and makes its checksum right again; also its length, now and then.
  private mutating func mutateRecord(_ bytes: inout [UInt8], mark: UInt8, skip: Int, target: UInt8) {
    let at = Int.random(in: 0...bytes.count, using: &generator)
    guard let start = bytes[at...].firstIndex(of: mark) ?? bytes.firstIndex(of: mark) else { return }
    let first = start + skip
    var end = first
    while end < bytes.count, bytes[end] > 0x20 { end += 1 }
    guard end <= bytes.count, end - first >= 6, (end - first) % 2 == 0 else { return }
    if skip == 2, Int.random(in: 0..<4, using: &generator) == 0 {
      bytes[start + 1] = UInt8.random(in: 0x30...0x39, using: &generator)
    }
    var record = stride(from: first, to: end, by: 2).map { digit(bytes[$0]) << 4 | digit(bytes[$0 + 1]) }
    record.removeLast()
    switch Int.random(in: 0...4, using: &generator) {
    case 0:
      record[Int.random(in: 0..<record.count, using: &generator)] = UInt8.random(
        in: 0...255, using: &generator)
    case 1:
      record[Int.random(in: 0..<min(4, record.count), using: &generator)] ^=
        1 << UInt8.random(in: 0...7, using: &generator)
    case 2: record.append(UInt8.random(in: 0...255, using: &generator))
    case 3 where record.count > 4: record[3] = UInt8.random(in: 0...6, using: &generator)
    default: if record.count > 1 { record.removeLast() }
    }
    if Bool.random(using: &generator) {
      record[0] = UInt8(truncatingIfNeeded: skip == 1 ? record.count - 4 : record.count)
    }
    let sum = record.reduce(0 as UInt8) { $0 &+ $1 }
    bytes.replaceSubrange(first..<end, with: FirmwareWriter.digits(record + [target &- sum]).utf8)
  }

  private func digit(_ byte: UInt8) -> UInt8 {
    byte >= 0x60 ? byte &- 0x57 : byte >= 0x40 ? byte &- 0x37 : byte & 15
  }

  /// Makes length and checksum of a table right again.
  private func repair(_ bytes: inout [UInt8]) {
    for index in 0..<4 { bytes[4 + index] = UInt8(truncatingIfNeeded: bytes.count >> (8 * index)) }
    bytes[9] = 0
    bytes[9] = 0 &- bytes.reduce(0 as UInt8) { $0 &+ $1 }
  }
}
