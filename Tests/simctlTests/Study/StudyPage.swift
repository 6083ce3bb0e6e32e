import Foundation

/// The text of the study, and the marks in it that say where its numbers come from.
///
/// - `<!--ideal[0].breakEvenBytes-->46<!--/-->` holds one value: a member of a point of `docs/study/ideal.json5`. A form
///   may follow (`:percent`), or a second value that the first is divided by (` / ideal[1].breakEvenBytes:fixed1`).
/// - `<!--cells setup-cost breakEvenBytes-->` in front of a table fills its cells, but those of the first column, row by
///   row with the members of one point after the other.
/// - `<!--output breakeven docs/study/ideal.json5-->` in front of a fenced block fills it with what `simctl` prints,
///   or with as many lines of it as follow after a bar (` | 4`).
struct StudyPage {
  private var results: [String: [StudyValue]] = [:]

  /// The text with every marked value brought up to date.
  mutating func updated(_ text: String) throws -> String {
    var lines = text.components(separatedBy: "\n")
    var index = 0
    while index < lines.count {
      if let match = lines[index].wholeMatch(of: /<!--cells (\S+) (.+)-->/) {
        try fillCells(of: &lines, after: index, String(match.1), match.2.split(separator: " "))
      } else if let match = lines[index].wholeMatch(of: /<!--output (.+)-->/) {
        try fillOutput(of: &lines, after: index, match.1)
      }
      index += 1
    }
    let filled = lines.joined(separator: "\n")
    var result = ""
    var rest = filled[...]
    while let match = rest.firstMatch(of: /<!--([a-z][^>]*?\][^>]*?)-->([^<]*)<!--\/-->/) {
      result += rest[..<match.range.lowerBound]
      result += "<!--\(match.1)-->" + (try value(of: match.1)) + "<!--/-->"
      rest = rest[match.range.upperBound...]
    }
    return result + rest
  }

  /// The points of a scenario, run once.
  private mutating func points(_ name: String) throws -> [StudyValue] {
    if let known = results[name] { return known }
    let points = try Study.points(name)
    results[name] = points
    return points
  }

  /// The value of a mark, or the first of two divided by the second.
  private mutating func value(of mark: Substring) throws -> String {
    let parts = mark.split(separator: ":", maxSplits: 1)
    let form = parts.count > 1 ? parts[1] : nil
    let operands = try parts[0].split(separator: " / ").map { try member($0) }
    guard operands.count == 2 else { return try operands[0].printed(form) }
    guard case .number(let first) = operands[0], case .number(let second) = operands[1] else {
      throw StudyError("\(mark) divides what are no numbers")
    }
    return try StudyValue.number(first / second).printed(form)
  }

  private mutating func member(_ mark: Substring) throws -> StudyValue {
    guard let match = mark.wholeMatch(of: /([a-z0-9-]+)\[(\d+)\]\.(.+)/), let index = Int(match.2) else {
      throw StudyError("\(mark) is no mark")
    }
    let points = try points(String(match.1))
    guard index < points.count else { throw StudyError("\(mark): there are only \(points.count) points") }
    return try points[index].value(at: match.3)
  }

  private mutating func fillCells(
    of lines: inout [String], after index: Int, _ name: String, _ members: [Substring]
  ) throws {
    var values: [String] = []
    for point in try points(name) {
      for member in members {
        let parts = member.split(separator: ":")
        values.append(try point.value(at: parts[0]).printed(parts.count > 1 ? parts[1] : nil))
      }
    }
    // A blank line, the head and the line below it.
    var row = index + 4
    while row < lines.count, lines[row].hasPrefix("|") {
      let cells = lines[row].split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard values.count >= cells.count - 1 else { throw StudyError("\(name): the table has too many cells") }
      lines[row] = "| " + ([cells[0]] + values.prefix(cells.count - 1)).joined(separator: " | ") + " |"
      values.removeFirst(cells.count - 1)
      row += 1
    }
    guard values.isEmpty else { throw StudyError("\(name): the table lacks \(values.count) cells") }
  }

  private func fillOutput(of lines: inout [String], after index: Int, _ mark: Substring) throws {
    guard let first = lines[index...].firstIndex(where: { $0.hasPrefix("```") }),
      let last = lines[(first + 1)...].firstIndex(of: "```")
    else { throw StudyError("\(mark): no block follows") }
    let parts = mark.split(separator: " | ")
    var output = try Study.output(parts[0].split(separator: " ").map(String.init))
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    if parts.count > 1, let count = Int(parts[1]), count < output.count {
      output = output.prefix(count) + ["..."]
    }
    lines.replaceSubrange(first + 1..<last, with: ["$ simctl \(parts[0])"] + output)
  }
}
