/// A line of a text for a message, with a mark under the place that the message is about.
///
/// Both lines have at most `limit` columns; of a longer line they show the part around the place. Tabs are spaces,
/// characters that print nothing are escapes, and wide characters count for two columns, so that the mark stands right
/// on a terminal.
public struct SourceExcerpt: Hashable, Sendable {
  /// The most columns of either line.
  public static let limit = 120

  /// The text, indented.
  public let line: String
  /// The spaces in front of the mark.
  public let indent: String
  /// A caret, and a tilde for each further column of the key or value.
  public let mark: String

  private static let margin = "  "
  private static let ellipsis = "..."
  /// So many bytes to either side are looked at, far more than are shown.
  private static let reach = 1024
  /// Where a line is cut on the left, so many columns before the place are kept.
  private static let lead = 50

  /// The line in which a range of bytes starts; the range ends in the same line.
  init(_ range: Range<Int>, in source: SourceText) {
    let line = source.lineBytes(around: range.lowerBound, reach: Self.reach)
    let end = min(range.upperBound, line.upperBound)
    var before = SourceCell.cells(source.bytes[line.lowerBound..<range.lowerBound])
    let marked = SourceCell.cells(source.bytes[range.lowerBound..<end], from: before.width)
    let after = SourceCell.cells(source.bytes[end..<line.upperBound], from: before.width + marked.width)
    let room = Self.limit - Self.margin.count
    var isCut = source.startsLine(line.lowerBound) == false
    let rest = marked.width + after.width
    if isCut || before.width + rest > room {
      // What stands to the right gets the room that is left, but no more than it needs.
      let most = max(Self.lead, room - rest - Self.ellipsis.count)
      if before.width > most { isCut = true }
      before = before.suffix(most)
    }
    let start = isCut ? Self.ellipsis : ""
    let used = start.count + before.width
    var shown = marked + after
    let goesOn = source.endsLine(line.upperBound) == false || shown.width > room - used
    if goesOn { shown = shown.prefix(room - used - Self.ellipsis.count) }
    let text = start + (before + shown).text + (goesOn ? Self.ellipsis : "")
    self.line = (Self.margin + text).trimmingTrailingSpaces
    indent = Self.margin + String(repeating: " ", count: used)
    let width = min(marked.width, goesOn ? shown.width : .max)
    mark = "^" + String(repeating: "~", count: max(0, width - 1))
  }
}

extension SourceText {
  /// The bytes of the line around an offset, as far as `reach` to either side and whole characters.
  fileprivate func lineBytes(around offset: Int, reach: Int) -> Range<Int> {
    var lower = offset
    while lower > start, offset - lower < reach, !isLineEnd(lower - 1) { lower -= 1 }
    while lower < offset, bytes[lower] & 0xC0 == 0x80, !startsLine(lower) { lower += 1 }
    var upper = offset
    while upper < bytes.count, upper - offset < reach, !isLineEnd(upper) { upper += 1 }
    if upper < bytes.count, bytes[upper] & 0xC0 == 0x80 {
      while upper > offset, bytes[upper] & 0xC0 == 0x80 { upper -= 1 }
    }
    return lower..<upper
  }

  fileprivate func startsLine(_ offset: Int) -> Bool { offset <= start || isLineEnd(offset - 1) }
  fileprivate func endsLine(_ offset: Int) -> Bool { offset >= bytes.count || isLineEnd(offset) }
  private func isLineEnd(_ offset: Int) -> Bool { bytes[offset] == 0x0A || bytes[offset] == 0x0D }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var view = self[...]
    while view.last == " " { view.removeLast() }
    return String(view)
  }
}
