import Foundation
import Testing

/// Help is as wide as the terminal; `script` gives the tool one.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
struct HelpWidthTests {
  private func page(_ command: String, columns: Int?, size: Int = 0) throws -> String {
    let variable = columns.map { "COLUMNS=\($0) " } ?? ""
    let text = try Simctl(
      script: "script -qec 'stty cols \(size); \(variable)'$SIMCTL' \(command) --help' /dev/null < /dev/null"
    ).stdout
    return text.replacing("\r\n", with: "\n")
  }

  private func width(_ page: String) -> Int {
    // Calls are not broken.
    page.split(separator: "\n").filter { !$0.hasPrefix("  simctl ") }.map(\.count).max() ?? 0
  }

  @Test func wrapsAtTheTerminal() throws {
    let plain = try Simctl(["run", "--help"]).stdout
    #expect(try page("run", columns: nil, size: 100) == plain)
    #expect(try page("run", columns: 200) == plain)
    #expect(try page("run", columns: nil, size: 0) == plain)
    for command in ["run", "bra encode", ""] {
      for columns in [80, 60] {
        let narrow = try page(command, columns: columns)
        #expect(width(narrow) <= columns && width(narrow) > columns - 15, "\(command) \(columns)")
        #expect(narrow == (try page(command, columns: nil, size: columns)))
      }
    }
    #expect(try page("run", columns: 1) == (try page("run", columns: 40)))
    // The same words, however they are broken.
    func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
    #expect(words(try page("run", columns: 40)) == words(plain))
  }

  /// COLUMNS holds for a file or a pipe, too; what is no number of columns does not.
  @Test func obeysTheVariable() throws {
    let plain = try Simctl(["run", "--help"]).stdout
    for columns in [40, 60, 80] {
      let narrow = try Simctl(["run", "--help"], environment: ["COLUMNS": "\(columns)"]).stdout
      #expect(width(narrow) <= columns && width(narrow) > columns - 15, "\(columns)")
    }
    for word in ["", "0", "-60", "60x", " 60", "99999999999999999999", "200"] {
      #expect(try Simctl(["run", "--help"], environment: ["COLUMNS": word]).stdout == plain, "\(word)")
    }
  }
}
