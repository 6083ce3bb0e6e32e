import Foundation
import Testing

/// What the documents say of themselves: links lead somewhere, and every rule that a comment cites can be looked up.
@Suite struct CitationTests {
  private static let root = Golden.fixtures.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(decoding: Data(contentsOf: root.appending(path: path)), as: UTF8.self)
  }

  /// The files below a folder with one of the endings, as paths from the root.
  private static func files(in folder: String, endings: [String]) -> [String] {
    let base = root.appending(path: folder).path()
    let paths = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return paths.filter { path in endings.contains { path.hasSuffix($0) } && !path.contains("Fixtures/") }
      .map { "\(folder)/\($0)" }.sorted()
  }

  /// The numbers after each place where a phrase stands: "8.4 and 9.1", "2.2 to 2.4" and "7.1, 7.2" are two each.
  private static func numbers(after phrase: String, in line: Substring) -> [Substring] {
    var found: [Substring] = []
    var rest = line
    while let range = rest.range(of: phrase) {
      var tail = rest[range.upperBound...]
      while true {
        let number = tail.prefix { $0.isNumber || $0 == "." }
        let trimmed = number.last == "." ? number.dropLast() : number
        guard !trimmed.isEmpty else { break }
        found.append(trimmed)
        tail = tail.dropFirst(number.count)
        guard let joint = [", ", " and ", " to "].first(where: { tail.hasPrefix($0) }) else { break }
        tail = tail.dropFirst(joint.count)
      }
      rest = rest[range.upperBound...]
    }
    return found
  }

  /// The numbers at the head of a document's headings.
  private static func headings(_ path: String) throws -> Set<Substring> {
    Set(
      try text(path).split(separator: "\n").filter { $0.hasPrefix("#") }.compactMap { line in
        line.drop { $0 == "#" || $0 == " " }.split(separator: " ").first
      }.filter { $0.first?.isNumber == true })
  }

  @Test func everyCitedSectionExists() throws {
    let protocolSections = try Self.headings("docs/protocol-notes.md")
    let hostSections = try Self.headings("docs/host-notes.md")
    let openPoints = try Self.text("docs/protocol-notes.md")
    let designSections = try Self.text("CONTRIBUTING.md").components(separatedBy: "Design section").last ?? ""
    let files = ["Sources", "Tests", "Benchmarks"].flatMap {
      Self.files(in: $0, endings: [".swift", ".c", ".h", ".sv", ".cpp"])
    }
    #expect(files.count > 100)
    for file in files {
      for line in try Self.text(file).split(separator: "\n") where line.contains("//") {
        guard !line.contains("IEEE") else { continue }
        let design = line.contains("esign section")
        for phrase in ["section ", "sections ", "protocol reference "] {
          for number in Self.numbers(after: phrase, in: line) {
            let isKnown =
              design && designSections.contains("\n| \(number) |") || protocolSections.contains(number)
            #expect(isKnown, "\(file): section \(number)")
          }
        }
        for number in Self.numbers(after: "host reference ", in: line) {
          let isKnown = hostSections.contains(number)
          #expect(isKnown, "\(file): host reference \(number)")
        }
        for phrase in ["open point A", "open points A"] {
          for number in Self.numbers(after: phrase, in: line) {
            let isKnown = openPoints.contains("\n| A\(number) |")
            #expect(isKnown, "\(file): open point A\(number)")
          }
        }
      }
    }
  }

  @Test func everyLinkLeadsSomewhere() throws {
    let pages =
      ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] + Self.files(in: "docs", endings: [".md"])
      + Self.files(in: "Benchmarks", endings: [".md"])
    for page in pages {
      let folder = page.contains("/") ? String(page[..<(page.lastIndex(of: "/") ?? page.endIndex)]) + "/" : ""
      for part in try Self.text(page).components(separatedBy: "](").dropFirst() {
        let link = part.prefix { $0 != ")" }
        guard !link.hasPrefix("http") else { continue }
        let pieces = link.split(separator: "#", omittingEmptySubsequences: false)
        let target = pieces[0].isEmpty ? page : folder + pieces[0]
        let url = Self.root.appending(path: target)
        #expect(FileManager.default.fileExists(atPath: url.path()), "\(page): \(link)")
        guard pieces.count > 1, target.hasSuffix(".md") else { continue }
        let anchors = String(decoding: try Data(contentsOf: url), as: UTF8.self).split(separator: "\n")
          .filter { $0.hasPrefix("#") }.map(Self.anchor(of:))
        #expect(anchors.contains(String(pieces[1])), "\(page): \(link)")
      }
    }
  }

  /// The anchor that a heading gets on the usual sites.
  private static func anchor(of heading: Substring) -> String {
    heading.drop { $0 == "#" || $0 == " " }.lowercased().replacingOccurrences(of: " ", with: "-")
      .filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
  }

  /// What the documents name in code is in the code: types with their members, functions with their labels, files.
  @Test func everyNamedIdentifierExists() throws {
    let code = ["Sources", "Tests", "Benchmarks"].flatMap {
      Self.files(in: $0, endings: [".swift", ".c", ".h", ".sv"])
    }
    var words: Set<Substring> = ["Peer"]
    for file in code {
      words.insert(file.split(separator: "/").last?.split(separator: ".").first ?? "")
      for line in try Self.text(file).split(separator: "\n") {
        let plain = line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
        words.formUnion(plain.split { !$0.isLetter && !$0.isNumber && $0 != "_" })
      }
    }
    let pages = ["README.md", "CONTRIBUTING.md"] + Self.files(in: "docs", endings: [".md"])
    var named = 0
    for page in pages + Self.files(in: "Benchmarks", endings: [".md"]) {
      for (number, text) in try Self.text(page).components(separatedBy: "```").enumerated()
      where number % 2 == 0 {
        for line in text.split(separator: "\n") {
          for (place, code) in line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
          where place % 2 == 1 {
            for name in Self.identifiers(in: code) {
              named += 1
              #expect(words.contains(name), "\(page): \(code)")
            }
          }
        }
      }
    }
    #expect(named > 100)
  }

  /// The names in something like `Type`, `Type.member`, `Type.method(label:)` or `method(label:)`; none in anything else.
  private static func identifiers(in code: Substring) -> [Substring] {
    let isCall = code.hasSuffix(")") && code.contains("(")
    let path = code.prefix { $0 != "(" }
    let labels = code.dropFirst(path.count).allSatisfy { $0.isLetter || "(_:)".contains($0) }
    let names = path.split(separator: ".", omittingEmptySubsequences: false)
    let areNames = names.allSatisfy {
      $0.first?.isLetter == true && $0.allSatisfy { $0.isLetter || $0.isNumber }
    }
    guard labels, areNames, let first = names.first, let letter = first.first else { return [] }
    let isType = letter.isUppercase && first.contains(where: \.isLowercase)
    return isType || isCall && names.count == 1 ? names : []
  }

  /// The README shows what the tool prints.
  @Test func reportInTheReadmeIsReal() throws {
    let report = try Self.text("Tests/ScenarioTests/Fixtures/results/firmware-download.txt")
    #expect(try Self.text("README.md").contains(report))
  }

  /// Every picture follows the color scheme of its reader, and is told to those who cannot see it.
  @Test func picturesSuitLightAndDark() throws {
    let pictures = Self.files(in: "docs/images", endings: [".svg"])
    #expect(!pictures.isEmpty)
    for picture in pictures {
      let text = try Self.text(picture)
      #expect(text.contains("prefers-color-scheme: dark"), "\(picture)")
      #expect(text.contains("<title>") && text.contains("<desc>"), "\(picture)")
    }
  }
}
