/// Makes sections of the data records of a file.
///
/// Takes at most as much data as a transfer can have, and memory linear in that: one piece for each record with data.
struct FirmwareAssembler {
  /// The data of one record.
  private struct Piece {
    var address: UInt32
    var line: Int
    var start: Int
    var count: Int
    var end: Int { Int(address) + count }
  }

  private var pieces: [Piece] = []
  private var data: [UInt8] = []
  /// How many bytes there were, kept or not.
  private var total = 0
  /// The line with the byte that was one too many.
  private var lineOfTooMuch: Int?

  /// Bytes at consecutive addresses, none of which is past 0xFFFFFFFF.
  mutating func add(_ bytes: ArraySlice<UInt8>, at address: UInt32, line: Int) {
    guard !bytes.isEmpty else { return }
    total += bytes.count
    if total > FirmwareImage.byteLimit {
      if lineOfTooMuch == nil { lineOfTooMuch = line }
      return
    }
    pieces.append(Piece(address: address, line: line, start: data.count, count: bytes.count))
    data += bytes
  }

  /// The sections, moved by an offset.
  ///
  /// Adds to the mistakes what is wrong with the data as a whole, and throws if there are any. `areAddressesSure` is false if
  /// a record that may have said where others lie could not be read.
  mutating func sections(
    offset: Int, areAddressesSure: Bool, lastLine: Int, _ mistakes: inout FirmwareMistakes
  ) throws(FirmwareError) -> [FirmwareSection] {
    if let lineOfTooMuch {
      mistakes.add(
        .line(lineOfTooMuch),
        "the data is too long from this line on: the file has \(total) bytes of it, and a transfer at most 1 MiB "
          + "(\(FirmwareImage.byteLimit) bytes)")
      try mistakes.check()
    }
    if areAddressesSure {
      sort()
      findOverlaps(&mistakes)
    }
    // What lies where is only of interest if every record could be read.
    try mistakes.check()
    if pieces.isEmpty { throw FirmwareError(.line(lastLine), "the file holds no data") }
    checkOffset(offset, &mistakes)
    let runs = runs(&mistakes)
    try mistakes.check()
    return runs.map { section($0, offset: offset) }
  }

  private mutating func sort() {
    // Most files are in order already.
    let isSorted = zip(pieces, pieces.dropFirst()).allSatisfy { $0.address <= $1.address }
    if !isSorted { pieces.sort { ($0.address, $0.line) < ($1.address, $1.line) } }
  }

  private func findOverlaps(_ mistakes: inout FirmwareMistakes) {
    guard var furthest = pieces.first else { return }
    for piece in pieces.dropFirst() {
      if Int(piece.address) < furthest.end {
        let last = min(piece.end, furthest.end) - 1
        let lines = (min(piece.line, furthest.line), max(piece.line, furthest.line))
        mistakes.add(
          .line(lines.1), "\(Self.addresses(Int(piece.address), last)) given by line \(lines.0)")
      }
      if piece.end > furthest.end { furthest = piece }
    }
  }

  private static func addresses(_ first: Int, _ last: Int) -> String {
    first == last
      ? "address \(address(first)) was already"
      : "addresses \(address(first)) to \(address(last)) were already"
  }

  private func checkOffset(_ offset: Int, _ mistakes: inout FirmwareMistakes) {
    let top = Int(UInt32.max)
    let moved = (offset < 0 ? "-0x" : "0x") + hexadecimal(UInt64(offset.magnitude))
    if let first = pieces.first, offset < -Int(first.address) {
      mistakes.add(
        .line(first.line),
        "the offset \(moved) moves address \(address(Int(first.address))) below 0; it is at least "
          + "-0x\(hexadecimal(UInt64(first.address))) for this file")
    }
    if let last = pieces.last, offset > top + 1 - last.end {
      mistakes.add(
        .line(last.line),
        "the offset \(moved) moves address \(address(last.end - 1)) past 0xFFFFFFFF; it is at most "
          + "0x\(hexadecimal(UInt64(top + 1 - last.end))) for this file")
    }
  }

  /// Pieces that adjoin, as ranges.
  private func runs(_ mistakes: inout FirmwareMistakes) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for index in pieces.indices.dropFirst()
    where pieces[index - 1].end != Int(pieces[index].address) {
      runs.append(start..<index)
      start = index
    }
    runs.append(start..<pieces.count)
    if runs.count > FirmwareImage.sectionLimit {
      let first = pieces[runs[FirmwareImage.sectionLimit].lowerBound]
      mistakes.add(
        .line(first.line),
        "address \(address(Int(first.address))) starts one section too many: the file makes \(runs.count) sections "
          + "of bytes that adjoin, and may make \(FirmwareImage.sectionLimit); fill the gaps, or take several files"
      )
    }
    return runs
  }

  private func section(_ run: Range<Int>, offset: Int) -> FirmwareSection {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(pieces[run].reduce(0) { $0 + $1.count })
    for piece in pieces[run] { bytes += data[piece.start..<piece.start + piece.count] }
    return FirmwareSection(
      address: UInt32(truncatingIfNeeded: Int(pieces[run.lowerBound].address) + offset), bytes: bytes)
  }
}
