/// One line of a dump: an address maybe, and groups of digits.
///
/// Of all places after a colon or bracket, and the start of the line, the digits begin where most of them follow: what is before is a
/// prefix of a log, an address, or both. What comes after them, in as many characters as there are bytes, is their text.
struct DumpLine {
  /// The number of the line, from 1.
  let number: Int
  /// The digits that stand directly before the data, with a colon; nil where other words stand there.
  var address: DumpGroup?
  /// Whether the line has an address, or words of a log, with a colon before its digits.
  var hasPrefix = false
  /// Whether the address starts the line, so that the lines' addresses follow each other.
  var addressStartsLine = false
  /// Whether there is no colon after the address.
  var isAddressBare = false
  /// The groups.
  var groups: [DumpGroup] = []
  /// Where the line stops to be digits though it goes on, or nil.
  var stopsAt: Int?
  /// Where that is not wrong: at a bar, or at two spaces and as many characters as there are bytes.
  private var bytes: ArraySlice<UInt8>

  /// Takes a line apart, whatever it is.
  init(_ bytes: ArraySlice<UInt8>, number: Int) {
    self.number = number
    self.bytes = bytes
    var best: (start: Int, groups: [DumpGroup], stop: Int?) = (bytes.startIndex, [], bytes.startIndex)
    var bestRank = -1
    for start in Self.starts(bytes) {
      let (groups, stop) = Self.groups(bytes, from: start)
      let digits = groups.reduce(0) { $0 + $1.count }
      // Digits up to the end of the line are worth more than any that something else follows.
      let rank = digits + (stop == nil && digits > 0 ? bytes.count : 0)
      guard rank > bestRank else { continue }
      best = (start, groups, stop)
      bestRank = rank
    }
    groups = best.groups
    stopsAt = best.stop
    hasPrefix = best.start > bytes.startIndex
    if hasPrefix { readAddress(before: best.start) } else { takeBareAddress() }
  }

  /// Whether its first group is an address without a colon: six digits or more, and another number of them than the next has.
  private mutating func takeBareAddress() {
    guard !hasPrefix, groups.count >= 2, stopsAt == nil, !groups[0].isPrefixed, 6...16 ~= groups[0].count,
      groups[0].count != groups[1].count
    else { return }
    address = groups.removeFirst()
    addressStartsLine = true
    isAddressBare = true
  }

  /// Whether there is nothing in it but spaces.
  var isEmpty: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }

  /// Whether it is the asterisk that stands for lines like the one before.
  var isRepeat: Bool {
    bytes.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D } == [UInt8(ascii: "*")]
  }

  /// What stands where the digits stop, for messages.
  var stopText: String {
    guard let stopsAt else { return "" }
    let word = bytes[stopsAt...].prefix { !Self.isBlank($0) && $0 != 0x2C }
    return String(decoding: word.prefix(40), as: UTF8.self)
  }

  /// The column of a place of the line, from 1, in bytes.
  func column(of place: Int) -> Int { place - bytes.startIndex + 1 }

  // MARK: Taking apart

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  /// The start of the line, and what follows each colon, or bracket around the time of a log, and blank.
  private static func starts(_ bytes: ArraySlice<UInt8>) -> [Int] {
    var starts = [bytes.startIndex]
    for index in bytes.indices where bytes[index] == UInt8(ascii: ":") || bytes[index] == UInt8(ascii: "]") {
      let next = index + 1
      // So many colons are no prefix, and each costs a look at the line.
      if next < bytes.endIndex, isBlank(bytes[next]), starts.count < 32 { starts.append(next) }
    }
    return starts
  }

  /// The groups of digits from a place on, and where they stop before the end of the line, if that needs a word.
  private static func groups(_ bytes: ArraySlice<UInt8>, from start: Int) -> ([DumpGroup], Int?) {
    var groups: [DumpGroup] = []
    var place = start
    while true {
      let (next, blanks) = skipSeparators(bytes, from: place)
      if next == bytes.endIndex || bytes[next] == UInt8(ascii: "|") { return (groups, nil) }
      if blanks >= 2, isText(bytes[next...], of: groups) { return (groups, nil) }
      guard let group = group(bytes, at: next) else { return (groups, next) }
      groups.append(group)
      place = group.digits.endIndex
    }
  }

  /// The next place that is no blank or comma, and the number of blanks since the last comma.
  private static func skipSeparators(_ bytes: ArraySlice<UInt8>, from start: Int) -> (Int, blanks: Int) {
    var place = start
    var blanks = 0
    while place < bytes.endIndex {
      if bytes[place] == UInt8(ascii: ",") {
        blanks = 0
      } else if isBlank(bytes[place]) {
        blanks += 1
      } else {
        break
      }
      place += 1
    }
    return (place, blanks)
  }

  /// Whether the rest of a line is the text of the bytes before it: one character for each, spaces at the end maybe cut off.
  private static func isText(_ rest: ArraySlice<UInt8>, of groups: [DumpGroup]) -> Bool {
    let count = groups.reduce(0) { $0 + $1.count } / 2
    var end = rest.endIndex
    while end > rest.startIndex, rest[end - 1] == 0x0D { end -= 1 }
    let length = end - rest.startIndex
    guard count > 0, length <= count else { return false }
    if length == count { return true }
    return !rest[..<end].allSatisfy { isBlank($0) || DumpGroup.digit($0) != nil }
  }

  /// The digits at a place, with `0x` maybe; nil where there are others, or a letter follows.
  private static func group(_ bytes: ArraySlice<UInt8>, at start: Int) -> DumpGroup? {
    var place = start
    let isPrefixed =
      place + 1 < bytes.endIndex && bytes[place] == UInt8(ascii: "0")
      && bytes[place + 1] | 0x20 == UInt8(ascii: "x")
    if isPrefixed { place += 2 }
    let first = place
    while place < bytes.endIndex, DumpGroup.digit(bytes[place]) != nil { place += 1 }
    let isEnded = place == bytes.endIndex || isBlank(bytes[place]) || bytes[place] == UInt8(ascii: ",")
    guard place > first, isEnded else { return nil }
    return DumpGroup(digits: bytes[first..<place], isPrefixed: isPrefixed)
  }

  /// The word before the colon: digits, with a name in angle brackets after them as debuggers have it.
  private mutating func readAddress(before start: Int) {
    var end = start - 1
    if end > bytes.startIndex, bytes[end - 1] == UInt8(ascii: ">"),
      let open = bytes[..<end].lastIndex(of: UInt8(ascii: "<"))
    {
      end = open
      while end > bytes.startIndex, Self.isBlank(bytes[end - 1]) { end -= 1 }
    }
    var first = end
    while first > bytes.startIndex, !Self.isBlank(bytes[first - 1]), bytes[first - 1] != UInt8(ascii: ":") {
      first -= 1
    }
    guard let group = Self.group(bytes[first..<end], at: first), group.count >= 4,
      group.count <= 16
    else { return }
    address = group
    addressStartsLine = bytes[..<first].allSatisfy { Self.isBlank($0) }
  }
}
