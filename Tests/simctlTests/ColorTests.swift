import Foundation
import Testing

/// Colors are for terminals only; `script` gives the tool one.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
struct ColorTests {
  private func colored(_ environment: String, _ options: String) throws -> Bool {
    let run = try Simctl(
      script: "\(environment) script -qec '\"'$SIMCTL'\" bra \(options)' /dev/null < /dev/null")
    #expect(run.stdout.contains("needs a command"))
    return run.stdout.contains("\u{1B}[1;31merror:\u{1B}[0m")
  }

  @Test func onATerminal() throws {
    #expect(try colored("TERM=xterm", ""))
    #expect(try colored("TERM=xterm NO_COLOR=", ""))
    #expect(try !colored("TERM=xterm NO_COLOR=1", ""))
    #expect(try !colored("TERM=dumb", ""))
    #expect(try !colored("TERM=xterm", "--no-color"))
  }

  /// Messages about scenarios: the place, the kind and the mark.
  @Test func marksOfMessages() throws {
    func check(_ options: String) throws -> String {
      try Simctl(
        script:
          "TERM=xterm script -qec 'echo \"{ seed: -1 }\" | '$SIMCTL' check \(options) -' /dev/null < /dev/null"
      ).stdout
    }
    #expect(try check("").contains("\u{1B}[1m<stdin>:1:9:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m seed: -1 is"))
    #expect(try check("").contains("          \u{1B}[1;32m^~\u{1B}[0m"))
    #expect(try check("--no-color").contains("          ^~"))
    #expect(try !check("--no-color").contains("\u{1B}["))
  }

  @Test func notInAFile() throws {
    #expect(try !Simctl(["bra"], environment: ["TERM": "xterm"]).stderr.contains("\u{1B}"))
  }
}
