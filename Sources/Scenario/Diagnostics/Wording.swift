/// A piece of user text for a message: short, without control characters and bytes that are no UTF-8 (`SystemPath`).
func excerpt(_ text: String, limit: Int = 40) -> String {
  var result = ""
  for (index, scalar) in text.unicodeScalars.enumerated() {
    if index == limit { return result + "..." }
    if let escape = escape(scalar) { result += escape } else { result.unicodeScalars.append(scalar) }
  }
  return result
}

/// What stands in a message for a scalar that prints nothing, or not always the same; nil for every other.
func escape(_ scalar: Unicode.Scalar) -> String? {
  if let byte = SystemPath.byte(of: scalar) { return SystemPath.escape(byte) }
  return switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
    "\\u{" + hexadecimal(UInt64(scalar.value)) + "}"
  default: nil
  }
}

/// A piece of user text in quotes.
package func quote(_ text: String, limit: Int = 40) -> String {
  "\"" + excerpt(text, limit: limit) + "\""
}

/// Words as a sentence lists them: `a`, `a and b`, `a, b and c`.
package func list(_ words: [String], _ conjunction: String = "and") -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}

/// An address as `0x` and eight digits, or more where it needs more.
func address(_ value: Int) -> String {
  value < 0 ? "\(value)" : "0x" + hexadecimal(UInt64(value), digits: 8)
}

/// The candidate that was probably meant by a misspelt word, or nil if none is near.
package func nearest(to word: String, among candidates: [String]) -> String? {
  let plain = simplified(word)
  guard !plain.isEmpty, word.utf8.count <= 40 else { return nil }
  if let same = candidates.first(where: { simplified($0) == plain }) { return same }
  let near = candidates.map { (word: $0, distance: editDistance(plain, simplified($0))) }
    .min { $0.distance < $1.distance }
  guard let near, near.distance <= max(1, min(3, plain.count / 3)), near.distance < near.word.count else {
    return nil
  }
  return near.word
}

private func simplified(_ word: String) -> [UInt8] {
  word.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") && $0 != 0x20 }
}

/// Insertions, deletions, changes and swaps of neighbors that make one word of the other.
func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var before: [Int] = []
  var previous = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var best = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      row.append(best)
    }
    before = previous
    previous = row
  }
  return previous[b.count]
}
