import Foundation
import Testing

/// Outputs: what must not be overwritten, what is no regular file, links, full disks.
extension HostileTests {
  /// Data files `a.bin` and `b.bin`, other names of the second, and scenarios that use them at points of a sweep.
  private func writeDataFiles(axis: String) throws {
    let data = "{ file: 'a.bin' }"
    try write("axis.json5", Self.scenario(data: data, sweep: "{ \(axis) }"))
    try write("even.json5", Self.scenario(data: data, sweep: "{ \(axis) }", more: Self.question))
    try FileManager.default.createDirectory(at: url("sub"), withIntermediateDirectories: true)
    try write("a.bin", "precious a")
    try write("b.bin", "precious b")
    try FileManager.default.linkItem(at: url("b.bin"), to: url("hard"))
    try FileManager.default.linkItem(at: url("b.bin"), to: url("rows.partial"))
    try FileManager.default.createSymbolicLink(atPath: url("soft").path, withDestinationPath: "sub/../b.bin")
  }

  /// Makes calls, each of which is refused because it would write what it reads, and changes nothing.
  private func expectInputs(_ calls: [String]) throws {
    let names = folder.names
    let run = try script(calls.map { "\"$SIMCTL\" \($0); echo $?\n" }.joined())
    #expect(run.stdout == String(repeating: "64\n", count: calls.count), "\(run.stderr)")
    let said = run.stderr.split(separator: "\n").count { $0.hasSuffix("is an input of the same command") }
    #expect(said == calls.count, "\(run.stderr)")
    #expect(try text("a.bin") == "precious a")
    #expect(try text("b.bin") == "precious b")
    #expect(folder.names == names)
  }

  /// Every data file that an axis puts in is an input, however it is put in.
  @Test(arguments: [
    #""transfers[0].data.file": ["a.bin", "b.bin"]"#,
    #""transfers[0].data": [{ file: "a.bin" }, { pattern: "zeros", bytes: 4 }, { file: "b.bin" }]"#,
    #""transfers[0].data.file,transfers[0].address": [["a.bin", 0x2000], ["sub/../b.bin", 0x2004]]"#,
    #""transfers[0]": [{ via: "bra", op: "write", device: 1, address: 0x2000, data: { file: "b.bin" } }]"#,
    #""transfers": [[{ via: "bra", op: "write", device: 1, address: 0x2000, data: { file: "b.bin" } }]]"#,
  ])
  func dataFilesOfAxesAreInputs(axis: String) throws {
    try writeDataFiles(axis: axis)
    try expectInputs(["sweep axis.json5 -o b.bin", "run axis.json5 --vcd b.bin"])
    #expect(try simctl("sweep", "axis.json5", "-o", "other").exitCode == 0)
  }

  /// So it is for every output of every command, and whatever the file is called.
  @Test func everyOutputIsCompared() throws {
    try writeDataFiles(axis: #""transfers[0].data.file": ["a.bin", "b.bin"]"#)
    try expectInputs(
      [
        "breakeven even.json5 -o", "breakeven even.json5 --plot", "run axis.json5 -o",
        "run axis.json5 --levels",
        "run axis.json5 --events", "check --expand axis.json5 -o", "sweep axis.json5 >>",
        "sweep axis.json5 -o /dev/fd/3 3>>",
      ].map { $0 + " b.bin" })
    let names = ["hard", "soft", "sub/../b.bin", url("b.bin").path, "/proc/self/cwd/b.bin", "rows --resume"]
    try expectInputs(names.map { "sweep axis.json5 -o " + $0 })
  }

  /// What comes from standard input is an input, too, however the output is opened.
  @Test(arguments: [
    "run", "sweep", "breakeven", "check --expand", "check --format json", "check --dry-run", "run --dry-run",
    "bra decode", "bra decode --format json",
  ])
  func standardInputIsAnInput(command: String) throws {
    let before = command.hasPrefix("bra") ? "CA03123456781908EDD1EAD908" : Self.everything
    try write("file", before)
    for redirection in [
      "< file >> file", "< file 1<> file", "-o /dev/stdout < file 1<> file", "-o file < file",
    ]
    where !command.contains("dry") || !redirection.contains("-o") {
      let run = try script("\"$SIMCTL\" \(command) - \(redirection)")
      #expect(run.exitCode == 64, "\(command) \(redirection)")
      #expect(run.stderr.contains("is an input of the same command"), "\(run.stderr)")
      #expect(try text("file") == before)
    }
    #expect(folder.names == ["file", "s.json5"])
  }

  /// The data files of a scenario that cannot be read are not known, so that nothing is replaced that may be one.
  @Test func nothingIsReplacedThatMayBeADataFile() throws {
    let data = "\u{0}firmware"
    try write("bad.json5", "{ transfers: [{ data: { file: 'fw.bin' } }] oops")
    try write("twice.json5", "{ transfers: [{ data: { file: 'x', file: 'fw.bin' } }] }")
    try write("fw.bin", data)
    try write("text", "{ schema: 'simctl-result/1' }")
    try FileManager.default.createSymbolicLink(atPath: url("link").path, withDestinationPath: "fw.bin")
    let names = folder.names
    for scenario in ["bad.json5", "twice.json5", "missing.json5", "s.json5 bad.json5", "bad.json5 s.json5"] {
      for path in ["fw.bin", "link", "text"] {
        let run = try script("\"$SIMCTL\" check --format json -o \(path) \(scenario)")
        #expect(run.exitCode == 64, "\(scenario) \(path)")
        #expect(run.stderr.contains("is not replaced"), "\(run.stderr)")
      }
    }
    #expect(try text("fw.bin") == data)
    #expect(folder.names == names)

    // A new file, an empty one and the document before are none.
    let document = try script("\"$SIMCTL\" check --format json bad.json5").stdout
    #expect(document.contains("simctl-check/1"))
    try write("empty", "")
    for path in ["new", "new", "empty", "/dev/stdout"] {
      let run = try script("\"$SIMCTL\" check --format json -o \(path) bad.json5")
      #expect(run.exitCode == 65, "\(path)")
      #expect(try path == "/dev/stdout" ? run.stdout == document : text(path) == document)
    }
    // Where the inputs are known, any other file is replaced.
    #expect(try script("\"$SIMCTL\" check --format json -o text s.json5").exitCode == 0)
    #expect(try text("text").contains("simctl-check/1"))
  }

  /// A log that the shell opened is added to, whatever it is called and whichever output it is.
  @Test(arguments: ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/thread-self/fd/1", "link"])
  func theShellsLogIsAddedTo(path: String) throws {
    try FileManager.default.createSymbolicLink(atPath: url("link").path, withDestinationPath: "/dev/stdout")
    let plain = try simctl("sweep", "s.json5").stdout
    try write("log", "old\n")
    #expect(try script("\"$SIMCTL\" sweep s.json5 -o \(path) >>log").exitCode == 0)
    #expect(try text("log") == "old\n" + plain)
    // What was written through the same descriptor before stays, and what comes after stands after it.
    #expect(try script("{ echo new; \"$SIMCTL\" sweep s.json5 -o \(path); echo end; } >log").exitCode == 0)
    #expect(try text("log") == "new\n" + plain + "end\n")
    #expect(folder.names == ["link", "log", "s.json5"])
  }

  @Test func everyOutputGoesToADescriptor() throws {
    #expect(try simctl("run", "s.json5", "--vcd", "v", "--levels", "l", "--events", "e").exitCode == 0)
    for (option, file) in [("--vcd", "v"), ("--levels", "l"), ("--events", "e")] {
      try write("log", "old\n")
      #expect(try script("\"$SIMCTL\" run s.json5 -o /dev/null \(option) /dev/fd/7 7>>log").exitCode == 0)
      #expect(try text("log") == "old\n" + text(file))
    }
    try write("even.json5", Self.breakeven)
    #expect(try simctl("breakeven", "even.json5", "--plot", "p").exitCode == 0)
    let run = try script("\"$SIMCTL\" breakeven even.json5 -o /dev/null --plot /dev/stderr")
    #expect(run.stderr == (try text("p")))
  }

  /// Descriptors that the tool was not given are none of its outputs, even if it uses their number itself.
  @Test(arguments: ["3", "4", "9", "0", "99999999999"])
  func descriptorsThatWereNotGiven(number: String) throws {
    let run = try script("\"$SIMCTL\" run s.json5 -o out --vcd /dev/fd/\(number) 3>&- 4>&- </dev/null")
    #expect(run.exitCode == 74, "\(run.stderr)")
    #expect(folder.names == ["s.json5"])
  }

  /// Without its standard descriptors the tool puts no file in their place.
  @Test func closedStandardDescriptors() throws {
    #expect(try script("\"$SIMCTL\" run s.json5 -o out --vcd v --nonsense <&- >&- 2>&-").exitCode == 64)
    #expect(try script("\"$SIMCTL\" sweep s.json5 -o out <&- >&- 2>&-").exitCode == 0)
    #expect(try text("out") == simctl("sweep", "s.json5").stdout)
    #expect(try script("\"$SIMCTL\" run s.json5 --vcd v <&- >&- 2>&-").exitCode == 74)
    #expect(folder.names.contains("out"))
  }

  @Test func standardOutputTwice() throws {
    for outputs in [
      "--vcd /dev/stdout", "-o - --vcd -", "-o /dev/fd/1 --events /dev/stdout", "--levels out >out",
    ] {
      let run = try script("\"$SIMCTL\" run s.json5 \(outputs)")
      #expect(run.exitCode == 64, "\(outputs)")
      #expect(run.stderr.contains("two outputs"), "\(run.stderr)")
      #expect(run.stderr.contains("the same"), "\(run.stderr)")
    }
    #expect(try simctl("run", "s.json5", "-o", "/dev/null", "--vcd", "/dev/null").exitCode == 0)
  }

  /// A sweep onto standard output keeps nothing to resume.
  @Test func resumeOnlyOfFiles() throws {
    for path in ["/dev/stdout", "/dev/null", "-"] {
      let run = try simctl("sweep", "s.json5", "--resume", "-o", path)
      #expect(run.exitCode == 64)
      #expect(run.stderr.contains("--resume goes with"))
      #expect(run.stdout.isEmpty)
    }
    #expect(folder.names == ["s.json5"])
  }

  /// A pipe with a name is written, and stays.
  @Test func namedPipes() throws {
    let plain = try simctl("sweep", "s.json5").stdout
    #expect(
      try script("mkfifo pipe; cat pipe > rows & \"$SIMCTL\" sweep s.json5 -o pipe && wait").exitCode == 0)
    #expect(try text("rows") == plain)
    #expect(folder.names == ["pipe", "rows", "s.json5"])
    #expect(try script("test -p pipe").exitCode == 0)
  }

  /// Links, hanging ones among them, stay links, also into another file system; the partial file lies where they lead.
  @Test(arguments: ["exists", "hangs"])
  func linksIntoAnotherFileSystem(target: String) throws {
    let other = URL(filePath: "/dev/shm/simctl-\(UUID().uuidString)")
    guard (try? FileManager.default.createDirectory(at: other, withIntermediateDirectories: false)) != nil
    else { return }
    defer { try? FileManager.default.removeItem(at: other) }
    let file = other.appending(path: "rows")
    let partial = other.appending(path: "rows.partial")
    if target == "exists" { try Data("old".utf8).write(to: file) }
    try FileManager.default.createSymbolicLink(at: url("one"), withDestinationURL: file)
    try FileManager.default.createSymbolicLink(atPath: url("two").path, withDestinationPath: "one")
    let plain = try simctl("sweep", "s.json5").stdout
    #expect(try simctl("sweep", "s.json5", "-o", "two").exitCode == 0)
    #expect(try String(contentsOf: file, encoding: .utf8) == plain)
    #expect(try simctl("run", "s.json5", "-o", "/dev/null", "--events", "two").exitCode == 0)
    #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("{"))
    try Data("precious".utf8).write(to: partial)
    let refused = try simctl("sweep", "s.json5", "-o", "two")
    #expect(refused.exitCode == 74)
    #expect(refused.stderr.contains(partial.path))
    try Data(plain.utf8.prefix(plain.utf8.count - 5)).write(to: partial)
    #expect(try simctl("sweep", "s.json5", "-o", "two", "--resume").exitCode == 0)
    #expect(try String(contentsOf: file, encoding: .utf8) == plain)
    #expect(folder.names == ["one", "s.json5", "two"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: other.path) == ["rows"])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: url("two").path) == "one")
  }

  /// Links that lead in a circle or nowhere, and a link in the place of the partial file.
  @Test func badLinks() throws {
    for (name, destination) in [
      ("a", "b"), ("b", "a"), ("nowhere", "missing/x"), ("rows.partial", "s.json5"),
    ] {
      try FileManager.default.createSymbolicLink(atPath: url(name).path, withDestinationPath: destination)
    }
    let scenario = try text("s.json5")
    for name in ["a", "nowhere"] {
      #expect(try simctl("sweep", "s.json5", "-o", name).exitCode == 74)
      #expect(try simctl("run", "s.json5", "-o", name).exitCode == 74)
    }
    for resume in [[], ["--resume"]] {
      let run = try Simctl(["sweep", "s.json5", "-o", "rows"] + resume, directory: folder.url)
      #expect([64, 74].contains(run.exitCode))
    }
    try FileManager.default.removeItem(at: url("rows.partial"))
    try FileManager.default.createSymbolicLink(atPath: url("rows.partial").path, withDestinationPath: "other")
    try write("other", "precious")
    #expect(try simctl("sweep", "s.json5", "-o", "rows", "--resume").exitCode == 74)
    #expect(try text("other") == "precious")
    #expect(try text("s.json5") == scenario)
  }

  /// A disk that is full, or a file that is as long as it may be: code 74, and only what can be resumed is left.
  @Test func noRoom() throws {
    try write(
      "rows.json5",
      Self.scenario(
        data: "{ pattern: 'counter', bytes: 4 }",
        sweep: "{ seed: [\((0..<40).map(String.init).joined(separator: ","))] }"))
    for call in ["run s.json5 -o", "run s.json5 --vcd", "sweep rows.json5 -o", "check --expand s.json5 -o"] {
      let full = try script("\"$SIMCTL\" \(call) /dev/full")
      #expect(full.exitCode == 74, "\(call)")
      #expect(full.stderr == "simctl: error: cannot write \"/dev/full\": No space left on device\n")
    }
    let names = folder.names
    let long = try script("ulimit -f 4; \"$SIMCTL\" run s.json5 -o out --levels levels")
    #expect(long.exitCode == 74)
    #expect(long.stderr == "simctl: error: cannot write \"levels\": File too large\n")
    #expect(folder.names == names)
    let sweep = try script("ulimit -f 4; \"$SIMCTL\" sweep rows.json5 -o rows")
    #expect(sweep.exitCode == 74)
    #expect(sweep.stderr == "simctl: error: cannot write \"rows.partial\": File too large\n")
    #expect(try simctl("sweep", "rows.json5", "-o", "rows", "--resume").exitCode == 0)
    #expect(try text("rows") == simctl("sweep", "rows.json5").stdout)
  }

  /// A trace that cannot be written ends a run that would take long.
  @Test(arguments: ["--vcd", "--levels", "--events"])
  func aTraceThatCannotBeWritten(option: String) throws {
    try write("long.json5", Self.long)
    let tool = try RunningSimctl(
      ["run", "long.json5", "--engine", "slot", "--quiet", "-o", "out", option, "/dev/full"],
      directory: folder.url)
    #expect(try tool.end()?.code == 74)
    #expect(tool.stderr == "simctl: error: cannot write \"/dev/full\": No space left on device\n")
    #expect(!folder.names.contains { $0.hasSuffix(".tmp") || $0 == "out" })
  }

  /// A file system of 8 KiB, where the machine lets us have one.
  @Test func fullFileSystem() throws {
    let run = try script(
      """
      mkdir small && mount -t tmpfs -o size=8k none small 2>/dev/null || exit 99
      "$SIMCTL" run s.json5 -o small/out --levels small/levels --force; code=$?
      ls -A small; umount small; exit $code
      """)
    if run.exitCode == 99 { return }
    #expect(run.exitCode == 74)
    #expect(run.stdout.isEmpty)
    #expect(run.stderr == "simctl: error: cannot write \"small/levels\": No space left on device\n")
  }
}
