import Foundation
import Scenario
import Testing

/// The study in `docs/minimum-transfer-size.md`: every number in it is one that the tool prints.
///
/// `docs/study/regenerate` records what these tests compare.
@Suite("Study", .serialized)
struct StudyTests {
  /// Its scenarios are simulated with some ten million frames: too many for a debug build.
  static let isFastBuild: Bool = {
    #if DEBUG
      false
    #else
      true
    #endif
  }()

  @Test(
    "the marked numbers of the text are what simctl prints", .enabled(if: isFastBuild), arguments: Study.pages
  )
  func numbers(_ url: URL) throws {
    let text = try String(contentsOf: url, encoding: .utf8)
    var page = StudyPage()
    try expectGolden(page.updated(text), at: url)
  }

  @Test("its plots are what simctl draws", .enabled(if: isFastBuild), arguments: Study.plots)
  func plots(_ name: String) throws {
    let folder = try TemporaryFolder()
    let plot = folder.url.appendingPathComponent("plot.svg")
    let options = ["--output", "/dev/null", "--plot", plot.path]
    _ = try Study.output(["breakeven", "--quiet"] + options + ["docs/study/\(name).json5"])
    try expectGolden(
      String(contentsOf: plot, encoding: .utf8),
      at: Study.folder.appendingPathComponent("plots/\(name).svg"))
  }

  @Test("the texts of its break-evens fit 80 columns", .enabled(if: isFastBuild), arguments: Study.names)
  func width(_ name: String) throws {
    let command = try Study.command(name)
    guard command.first == "breakeven" else { return }
    for options in [[], ["--verbose"]] {
      for line in try Study.output(command + options).split(separator: "\n") {
        #expect(DisplayWidth.of(String(line)) <= 80, "\(line)")
      }
    }
  }

  @Test("every scenario of the study is used in its text")
  func scenarios() throws {
    let text = try Study.pages.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    #expect(Study.names.count > 10)
    for name in Study.names { #expect(text.contains("docs/study/\(name).json5"), "\(name) is not shown") }
    for name in Study.plots {
      #expect(text.contains("(study/plots/\(name).svg)"), "\(name).svg is not shown")
    }
  }

  @Test("every other number of the text is one that the study puts in")
  func inputs() throws {
    for (url, inputs) in zip(
      Study.pages, [StudyProse.inputs, StudyProse.engineInputs, StudyProse.offloadInputs])
    {
      let text = try String(contentsOf: url, encoding: .utf8)
      for (line, number) in StudyProse.unmarkedNumbers(of: text) where !inputs.contains(number) {
        Issue.record("\(number) is neither marked nor a known input: \(line)")
      }
    }
  }

  @Test("the README says what the study says")
  func readme() throws {
    let page = try String(contentsOf: Study.page, encoding: .utf8)
    let readme = try String(
      contentsOf: Study.package.appendingPathComponent("README.md"), encoding: .utf8)
    let marked = page.matches(of: /<!--[a-z-]+\[\d+\]\.breakEvenBytes-->(\d+)<!--\/-->/).map { String($0.1) }
    let section = try #require(readme.firstMatch(of: /## From how many bytes on\?\n\n([^#]*?)\n\n/)).1
    let numbers = section.matches(of: /from (\d+)(?: (?:to|or) (\d+))?/)
      .flatMap { [$0.1, $0.2].compactMap { $0 } }
    #expect(numbers == ["46", "58", "69", "201", "241", "808"])
    for number in numbers { #expect(marked.contains(String(number)), "\(number) is not in the study") }
  }

  @Test("a mark that leads nowhere is found", .enabled(if: isFastBuild))
  func badMarks() {
    var page = StudyPage()
    #expect(throws: StudyError.self) { try page.updated("<!--ideal[3].breakEvenBytes-->1<!--/-->") }
    #expect(throws: StudyError.self) { try page.updated("<!--ideal[0].breakEven-->1<!--/-->") }
    #expect(throws: StudyError.self) {
      try page.updated("<!--cells ideal breakEvenBytes-->\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    }
    #expect(throws: Never.self) {
      let text = try page.updated("from <!--ideal[0].breakEvenBytes-->1<!--/--> on")
      #expect(text == "from <!--ideal[0].breakEvenBytes-->46<!--/--> on")
    }
  }
}
