import Scenario
import Testing

/// The line of the text and the mark under it, which follow a message that has a place.
@Suite struct SourceExcerptTests {
  /// What is said of a text, by the end of the key path.
  private func diagnostics(_ text: String) -> [Diagnostic] {
    do {
      return try ScenarioLoader.load(bytes: Array(text.utf8), name: "x", folder: "", for: .check).warnings
    } catch {
      return error.diagnostics
    }
  }

  private func marks(_ text: String, at path: String) -> [String] {
    diagnostics(text).filter { $0.path == path }.flatMap { diagnostic in
      diagnostic.report().split(separator: "\n").dropFirst().map(String.init)
    }
  }

  @Test func keysAndValuesAreMarkedToTheirEnds() {
    #expect(
      marks("{ seed: 'seven', // no number\n}", at: "seed") == [
        "  { seed: 'seven', // no number", "          ^~~~~~~",
      ])
    #expect(marks("{ seed: -1}", at: "seed") == ["  { seed: -1}", "          ^~"])
    #expect(marks("{ \"se ed\": 1 }", at: "se ed") == ["  { \"se ed\": 1 }", "    ^~~~~~~"])
    #expect(marks("{ größe: 1 }", at: "größe") == ["  { größe: 1 }", "    ^~~~~"])
  }

  /// An object in one line is marked whole, one in several by its bracket.
  @Test func objectsAndLists() {
    let bus = "{ bus: { clockHz: 1, /* } */ rows: 48, '}': '\\'}' }, x: 1 }"
    #expect(
      marks(bus, at: "bus") == [
        "  \(bus)",
        "         ^"
          + String(repeating: "~", count: "{ clockHz: 1, /* } */ rows: 48, '}': '\\'}' }".count - 1),
      ])
    #expect(marks("{ bus: { // }\n} }", at: "bus").prefix(2) == ["  { bus: { // }", "         ^"])
    #expect(marks("{ seed: [\n1] }", at: "seed") == ["  { seed: [", "          ^"])
  }

  @Test func syntaxErrorsHaveACaretOnly() {
    #expect(marks("{ a: 1 bcd: 2 }", at: "") == ["  { a: 1 bcd: 2 }", "         ^"])
    #expect(
      diagnostics("{ a: 1,\n")[0].report()
        == "x:2:1: error: the file ends before the object is closed (opened at 1:1)\n\n  ^")
  }

  /// Tabs are spaces, wide characters two columns, marks none, and what prints nothing is an escape.
  @Test func theMarkStandsRight() {
    #expect(marks("{\tseed: -1 }", at: "seed") == ["  {   seed: -1 }", "            ^~"])
    #expect(
      marks("{ /* 幅広 */ seed: '幅' }", at: "seed") == [
        "  { /* 幅広 */ seed: '幅' }", "                     ^~~~",
      ])
    #expect(
      marks("{ /* e\u{301}a\u{308} */ seed: -1 }", at: "seed") == [
        "  { /* e\u{301}a\u{308} */ seed: -1 }", "                   ^~",
      ])
    #expect(
      marks("{ /* \u{1B}[2J\u{202E} */ seed: -1 }", at: "seed") == [
        "  { /* \\u{1B}[2J\\u{202E} */ seed: -1 }", "                                  ^~",
      ])
    #expect(marks("{ /* 👍 */ seed: -1 }", at: "seed") == ["  { /* 👍 */ seed: -1 }", "                   ^~"])
  }

  /// Wherever in a long line the key stands, it is shown, marked, within 120 columns.
  @Test func longLinesAreShownAroundThePlace() {
    let keys = (0..<200).map { "key\($0)" + String(repeating: "x", count: $0 % 150) }
    let found = diagnostics("{ " + keys.map { "\($0): 0" }.joined(separator: ", ") + " }")
    for (key, diagnostic) in zip(keys, found.filter { $0.path.hasPrefix("key") }) {
      guard let excerpt = diagnostic.excerpt else {
        Issue.record("\(key) has no line")
        continue
      }
      #expect(excerpt.line.count <= 120)
      #expect(excerpt.indent.count + excerpt.mark.count <= 120)
      #expect(excerpt.line.dropFirst(excerpt.indent.count).hasPrefix(key.prefix(excerpt.mark.count)))
      #expect(excerpt.mark.count == key.count || excerpt.line.hasSuffix("..."))
      #expect(excerpt.mark.allSatisfy { $0 == "^" || $0 == "~" })
      #expect(diagnostic.endColumn.map { $0 - (diagnostic.position?.column ?? 0) } == key.count)
    }
    #expect(found.filter { $0.path.hasPrefix("key") }.count == 200)
  }

  /// A character with a million marks does not make a long message.
  @Test func marksWithoutEndAreLeftOut() {
    let marks = String(repeating: "\u{301}", count: 100_000)
    let found = diagnostics("{ 'e\(marks)': 1, \"o\(marks)\": 2 }").filter { $0.excerpt != nil }
    #expect(found.count > 2)
    for diagnostic in found { #expect(diagnostic.report().utf8.count < 2000) }
  }

  @Test func colorsAreForTerminals() throws {
    let diagnostic = try #require(diagnostics("{ seed: -1 }").first { $0.path == "seed" })
    let colored = diagnostic.report(colored: true)
    #expect(colored.hasPrefix("\u{1B}[1mx:1:9:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m seed: "))
    #expect(colored.hasSuffix("\n  { seed: -1 }\n          \u{1B}[1;32m^~\u{1B}[0m"))
    let plain = colored.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == diagnostic.report())
  }

  @Test func withoutAPlaceThereIsNoLine() {
    let diagnostic = Diagnostic(file: "x", severity: .error, message: "why")
    #expect(diagnostic.report() == "x: error: why")
    #expect(diagnostic.report(colored: true) == "\u{1B}[1mx:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m why")
  }
}
