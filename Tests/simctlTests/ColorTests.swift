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

  @Test func notInAFile() throws {
    #expect(try !Simctl(["bra"], environment: ["TERM": "xterm"]).stderr.contains("\u{1B}"))
  }
}
