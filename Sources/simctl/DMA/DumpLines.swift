import Scenario

/// The lines of a dump in text. They are looked at twice, and not kept: first what they are, then what they say.
struct DumpLines {
  private let file: [UInt8]
  /// What the digits are; nil where that cannot be told.
  private(set) var form: DumpForm?
  /// Whether addresses without a colon stand before the digits.
  private var hasBareAddresses = false
  /// The number of a last line that is only the address after the last byte, or nil.
  private var closing: Int?

  /// Looks through a file; throws for a line that has no digits, or goes on with something else.
  init(_ file: [UInt8]) throws(Dump.Mistake) {
    self.file = file
    var counts = DigitCounts()
    var first: DumpLine?
    var last: DumpLine?
    try forEachLine { line throws(Dump.Mistake) in
      if line.isRepeat { return }
      try Self.check(line)
      for group in line.groups { counts.take(group) }
      if first == nil { first = line }
      last = line
    }
    guard let first, let last else {
      form = .bytes
      return
    }
    hasBareAddresses = first.isAddressBare
    if last.number > first.number, hasBareAddresses, !last.hasPrefix, last.groups.count == 1,
      last.groups[0].count == first.address?.count
    {
      closing = last.number
      counts.leaveOut(last.groups[0])
    }
    form = counts.form(first: first)
  }

  private static func check(_ line: DumpLine) throws(Dump.Mistake) {
    if let place = line.stopsAt {
      throw Dump.Mistake(
        "\(quote(line.stopText)) is neither hexadecimal digits nor the text of the bytes before it",
        line: line.number, column: line.column(of: place))
    }
    if line.groups.isEmpty { throw Dump.Mistake("a line without hexadecimal digits", line: line.number) }
  }

  /// The lines that are not empty.
  private func forEachLine(_ body: (DumpLine) throws(Dump.Mistake) -> Void) throws(Dump.Mistake) {
    var start = 0
    var number = 0
    while start < file.count {
      let end = file[start...].firstIndex(of: 0x0A) ?? file.count
      number += 1
      let line = DumpLine(file[start..<end], number: number)
      if !line.isEmpty { try body(line) }
      start = end + 1
    }
  }

  /// The bytes of all lines.
  func bytes(_ form: DumpForm) throws(Dump.Mistake) -> [UInt8] {
    var bytes: [UInt8] = []
    var last: [UInt8] = []
    var asterisk: Int?
    var addresses = DumpAddresses(isBare: hasBareAddresses)
    try forEachLine { line throws(Dump.Mistake) in
      if line.isRepeat {
        asterisk = line.number
        return
      }
      let isClosing = line.number == closing
      let address = isClosing ? line.groups[0] : line.addressStartsLine ? line.address : nil
      if let asterisk {
        try Self.fill(&bytes, with: last, to: address, &addresses, asterisk)
      } else if let address {
        try addresses.check(address, line, after: bytes.count)
      }
      asterisk = nil
      if isClosing { return }
      last = try Self.bytes(of: line, form)
      bytes += last
      guard bytes.count <= Dump.limit else { throw Self.tooLong(line.number) }
    }
    if let asterisk { throw Self.open(asterisk) }
    return bytes
  }

  private static func bytes(of line: DumpLine, _ form: DumpForm) throws(Dump.Mistake) -> [UInt8] {
    var bytes: [UInt8] = []
    for group in line.groups {
      guard let some = form.bytes(of: group) else {
        throw Dump.Mistake(
          "\(quote(group.text)) has \(plural(group.count, "digit")); \(form.rule)",
          line: line.number, column: line.column(of: group.start))
      }
      bytes += some
    }
    return bytes
  }

  /// Adds the lines that an asterisk stands for.
  private static func fill(
    _ bytes: inout [UInt8], with last: [UInt8], to address: DumpGroup?, _ addresses: inout DumpAddresses,
    _ asterisk: Int
  ) throws(Dump.Mistake) {
    guard let address, !last.isEmpty, let missing = addresses.missing(address, after: bytes.count),
      missing % last.count == 0
    else { throw open(asterisk) }
    guard bytes.count + missing <= Dump.limit else { throw tooLong(asterisk) }
    for _ in 0..<missing / last.count { bytes += last }
  }

  private static func open(_ asterisk: Int) -> Dump.Mistake {
    Dump.Mistake("no address after the asterisk says how many lines it stands for", line: asterisk)
  }

  private static func tooLong(_ line: Int) -> Dump.Mistake {
    Dump.Mistake("the dump stands for more than \(Dump.limit >> 20) MiB", line: line)
  }
}

/// How many digits the groups of a dump have.
private struct DigitCounts {
  private var counts: [Int: Int] = [:]
  private var isPrefixed = false

  mutating func take(_ group: DumpGroup) {
    counts[min(group.count, 17), default: 0] += 1
    isPrefixed = isPrefixed || group.isPrefixed
  }

  mutating func leaveOut(_ group: DumpGroup) {
    let count = min(group.count, 17)
    counts[count, default: 1] -= 1
    if counts[count] == 0 { counts[count] = nil }
  }

  /// What the digits are: two a byte, eight a word, more a run of bytes, or with `0x` two words.
  ///
  /// Four are pairs of bytes after an address and a colon, as `xxd` prints, else 16-bit numbers; nil without any address.
  func form(first: DumpLine) -> DumpForm? {
    let most = counts.keys.max() ?? 0
    if most <= 2 { return .bytes }
    if isPrefixed { return counts.count == 1 && most == 4 ? .halves : .words }
    if most > 4 { return most <= 8 ? .words : .bytes }
    if first.hasPrefix { return first.addressStartsLine ? .bytes : .halves }
    return first.address != nil ? .halves : nil
  }
}

/// The addresses of lines, which follow each other.
private struct DumpAddresses {
  /// Whether no colon stands after them.
  let isBare: Bool
  private var start: UInt64?
  private var isOctal = false

  init(isBare: Bool) { self.isBare = isBare }

  private func octal(_ group: DumpGroup) -> UInt64? {
    var value: UInt64 = 0
    for byte in group.digits {
      guard let digit = DumpGroup.digit(byte), digit < 8 else { return nil }
      value = value << 3 | UInt64(digit)
    }
    return value
  }

  /// Throws where an address is not that of the first line and the bytes since.
  mutating func check(_ group: DumpGroup, _ line: DumpLine, after count: Int) throws(Dump.Mistake) {
    guard missing(group, after: count) == 0 else {
      let should = (start ?? 0) &+ UInt64(count)
      throw Dump.Mistake(
        "address \(quote(group.text)) does not follow, 0x\(hex(should, digits: 1)) does: lines are missing, or "
          + "of another dump", line: line.number, column: line.column(of: group.start))
    }
  }

  /// How many bytes are missing before an address, or nil where it lies before them.
  ///
  /// Without a colon, `od` prints addresses in octal: they are where the second one says so.
  mutating func missing(_ group: DumpGroup, after count: Int) -> Int? {
    guard let start else {
      start = group.value
      return 0
    }
    if isBare, start == 0, group.value != UInt64(count), octal(group) == UInt64(count) { isOctal = true }
    guard let value = isOctal ? octal(group) : group.value else { return nil }
    let missing = value &- start &- UInt64(count)
    return missing <= UInt64(Dump.limit) ? Int(missing) : nil
  }
}
