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

/// A number with what it counts: `1 byte`, `2 bytes`.
package func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// An address as `0x` and eight digits, or more where it needs more.
func address(_ value: Int) -> String {
  value < 0 ? "\(value)" : "0x" + hexadecimal(UInt64(value), digits: 8)
}

/// The candidate that was probably meant by a misspelt word, or nil if none is near.
package func nearest(to word: String, among candidates: [String]) -> String? {
  NearbyWords(candidates).nearest(to: word)
}

/// Words of which one may have been meant, prepared for many that are misspelt.
struct NearbyWords {
  private let candidates: [(word: String, plain: [UInt8])]

  init(_ words: some Sequence<String>) {
    // A name as long as that is nobody's slip of the pen.
    candidates = words.lazy.filter { $0.utf8.count <= 128 }.map { (word: $0, plain: simplified($0)) }
  }

  /// The one that was probably meant by a misspelt word, or nil if none is near.
  func nearest(to word: String) -> String? {
    guard word.utf8.count <= 40 else { return nil }
    let plain = simplified(word)
    guard !plain.isEmpty else { return nil }
    if let same = candidates.first(where: { $0.plain == plain }) { return same.word }
    let most = max(1, min(3, plain.count / 3))
    let near = candidates.lazy.compactMap { candidate in
      editDistance(plain, candidate.plain, atMost: most).map { (word: candidate.word, distance: $0) }
    }.min { $0.distance < $1.distance }
    guard let near, near.distance < near.word.count else { return nil }
    return near.word
  }
}

private func simplified(_ word: String) -> [UInt8] {
  word.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") && $0 != 0x20 }
}

/// Insertions, deletions, changes and swaps of neighbors that make one word of the other, or nil where there are more than
/// `most`.
func editDistance(_ a: [UInt8], _ b: [UInt8], atMost most: Int) -> Int? {
  guard abs(a.count - b.count) <= most else { return nil }
  var before = [Int](repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  var row = previous
  for i in a.indices {
    row[0] = i + 1
    var least = row[0]
    for j in b.indices {
      var best = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      row[j + 1] = best
      least = min(least, best)
    }
    // What follows comes from this row or, by a swap, from the one before.
    if least > most, previous.allSatisfy({ $0 > most }) { return nil }
    (before, previous, row) = (previous, row, before)
  }
  return previous[b.count] <= most ? previous[b.count] : nil
}
