import Foundation
import Testing

/// Short options share a word, and take their value from it.
@Suite struct ShortOptionTests {
  private let folder: TemporaryFolder
  private static let block = "CA03123456781908EDD1EAD908"

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ["-qo", "OUT"], ["-oOUT"], ["-qoOUT"], ["-o=OUT"], ["-q", "-o", "OUT"], ["-qqo./OUT"], ["-oOUT", "--"],
  ])
  func valuesAndClusters(words: [String]) throws {
    let run = try Simctl(["bra", "decode"] + words + [Self.block], directory: folder.url)
    #expect(run.exitCode == 0)
    #expect(run.stdout.isEmpty)
    #expect(folder.names == ["OUT"])
  }

  @Test(arguments: [["-j4"], ["-j", "4"], ["-qj", "4"], ["-qj4"], ["-j0x4"], ["--jobs=4"]])
  func jobs(words: [String]) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let run = try Simctl(
      ["sweep", "-o", "/dev/null"] + words + ["docs/scenarios/sweep.json5"], directory: root)
    #expect(run.exitCode == 0)
  }

  @Test func quietInAClusterIsQuiet() throws {
    let long = ["bra", "encode", "--device", "1", "--address", "0", "--read", "480"]
    #expect(try Simctl(long + ["-qo", "/dev/null"]).stderr.isEmpty)
    // The value of an option is no switch.
    #expect(try Simctl(long + ["-oq"], directory: folder.url).stderr.hasPrefix("simctl: warning: "))
    #expect(folder.names == ["q"])
  }

  @Test(
    arguments: [
      (["bra", "decode", "-qx", "00"], "unknown option \"-x\" in \"-qx\""),
      (["bra", "decode", "-xq", "00"], "unknown option \"-xq\""),
      (["bra", "decode", "-output", "x", "00"], "unknown option \"-output\"; did you mean --output?"),
      (["bra", "decode", "-output=x", "00"], "unknown option \"-output=x\"; did you mean --output?"),
      (["bra", "decode", "00", "-o"], "--output needs a value: --output PATH"),
      (["bra", "decode", "00", "-o", "-q"], "--output needs a value: --output PATH"),
      (["bra", "decode", "00", "-o", "--quiet"], "--output needs a value: --output PATH"),
      (["bra", "decode", "-oA", "-oB", "00"], "--output is given twice"),
      (["sweep", "-j-1", "x.json5"], "--jobs is a whole number from 1 to 1024, not \"-1\""),
      (["sweep", "-j", "-1", "x.json5"], "--jobs is a whole number from 1 to 1024, not \"-1\""),
      (["sweep", "-j", "-", "x.json5"], "--jobs is a whole number from 1 to 1024, not \"-\""),
      (["run", "-1", "x.json5"], "unknown option \"-1\""),
      (["run", "-qé", "x.json5"], "unknown option \"-é\" in \"-qé\""),
    ] as [([String], String)])
  func mistakes(words: [String], message: String) throws {
    let run = try Simctl(words, directory: folder.url)
    #expect(run.exitCode == 64)
    #expect(run.stderr.hasPrefix("simctl: error: \(message)\n"), "\(run.stderr)")
    #expect(folder.names.isEmpty)
  }

  @Test func helpAndVersionInAnyPlace() throws {
    let version = try Simctl(["--version"])
    #expect(version.stdout == "simctl 0.1.0\n")
    for words in [
      ["-V"], ["-qV"], ["run", "--version"], ["run", "-V"], ["bra", "-V"], ["bra", "encode", "-qV"],
      ["-V", "run"], ["sweep", "x.json5", "-j4", "-V"],
    ] {
      let run = try Simctl(words)
      #expect(run.stdout == version.stdout, "\(words)")
      #expect(run.exitCode == 0, "\(words)")
    }
    let page = try Simctl(["run", "--help"]).stdout
    for words in [["run", "-qh"], ["-qh", "run"], ["run", "-Vh"], ["run", "-vh", "--nonsense"]] {
      #expect(try Simctl(words).stdout == page, "\(words)")
    }
    // What is a value asks for nothing.
    #expect(try Simctl(["run", "-oh", "x.json5"]).exitCode == 66)
    #expect(try Simctl(["run", "--", "-V"]).exitCode == 66)
  }

  /// A release has its commit in the version.
  @Test func theReleaseScriptPutsTheCommitIn() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let copy = folder.url.appending(path: "BuildInfo.swift")
    try FileManager.default.copyItem(at: root.appending(path: "Sources/simctl/BuildInfo.swift"), to: copy)
    let script = root.appending(path: ".ci/stamp-commit").path()
    let run = try Simctl(script: "\(script) 0123abc \(copy.path())")
    #expect(run.exitCode == 0)
    #expect(
      try String(contentsOf: copy, encoding: .utf8).contains("static let commit: String? = \"0123abc\"\n"))
    #expect(try Simctl(script: "\(script) 'x\"' \(copy.path())").exitCode == 64)
  }
}
