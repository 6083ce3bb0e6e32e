import Foundation
import FrameSim
import Scenario
import Synchronization
import Testing

/// A sweep into a file, broken off anywhere, goes on to the same bytes, and runs nothing twice.
@Suite struct SweepResumeTests {
  /// A folder of its own for `out`.
  struct Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: "resume-\(UUID().uuidString)")
    var out: String { folder.appending(path: "out").path }
    var partial: String { out + ".partial" }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    func remove() { try? FileManager.default.removeItem(at: folder) }
    func bytes(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { [UInt8]($0) } }
    func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
      try Data(bytes).write(to: URL(filePath: path))
    }
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] }
  }

  static func withPlace(_ body: (Place) throws -> Void) throws {
    let place = try Place()
    defer { place.remove() }
    try body(place)
  }

  /// Every length in a release build; in a debug build every eleventh, and those around a line end.
  static func isTried(_ length: Int, _ whole: [UInt8]) -> Bool {
    #if DEBUG
      length % 11 == 0 || whole[max(0, length - 2)..<min(whole.count, length + 1)].contains(0x0A)
    #else
      true
    #endif
  }

  /// How many points of two rows each are complete in a table.
  static func points(in bytes: some Collection<UInt8>, hasHeader: Bool) -> Int {
    max(0, bytes.count { $0 == 0x0A } - (hasHeader ? 1 : 0)) / 2
  }

  @Test(arguments: Sweep.Format.allCases, ["1/1", "2/2"])
  func aSweepBrokenOffAtAnyByteGoesOn(format: Sweep.Format, shard: String) throws {
    let sweep = try SweepTests.sweep(format: format, shard: try #require(SweepShard(shard)))
    let whole = Array(try SweepTests.text(sweep).utf8)
    let hasHeader = sweep.header != nil
    try Self.withPlace { place in
      for length in 0...whole.count where Self.isTried(length, whole) {
        try place.write(whole[..<length], to: place.partial)
        let summary = try sweep.run(to: place.out, resumes: true, jobs: 1)
        #expect(place.bytes(place.out) == whole, "\(length)")
        #expect(place.names == ["out"], "\(length)")
        #expect(summary.resumed == Self.points(in: whole[..<length], hasHeader: hasHeader), "\(length)")
        #expect(summary.rows == 2 * summary.points)
        #expect(summary.disappointed == (shard == "1/1" ? 1 : 0))
      }
    }
  }

  @Test(arguments: 1...6)
  func aLongerSweepBrokenOffAtRandomGoesOn(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, stream: "resume")
    let axes = "{ 'bus.columns': [4, 6, 8], 'seed': [1, 2, 3, 4, 5, 6] }"
    let sweep = try SweepTests.sweep(axes, format: seed % 2 == 0 ? .csv : .jsonLines)
    let whole = Array(try SweepTests.text(sweep).utf8)
    try Self.withPlace { place in
      for _ in 0..<5 {
        let length = Int.random(in: 0...whole.count, using: &generator)
        try place.write(whole[..<length], to: place.partial)
        let jobs = Int.random(in: 1...4, using: &generator)
        let summary = try sweep.run(to: place.out, resumes: true, jobs: jobs)
        #expect(place.bytes(place.out) == whole)
        #expect(
          summary.resumed == Self.points(in: whole[..<length], hasHeader: sweep.header != nil), "\(length)")
      }
    }
  }

  @Test func whatFailsCanBeResumed() throws {
    let folder = try Place()
    defer { folder.remove() }
    let data = folder.folder.appending(path: "data.bin").path
    try folder.write([1, 2, 3], to: data)
    let axes = "{ 'transfers[0].data': [{ hex: '00' }, { file: '\(data)' }, { hex: '01' }] }"
    let sweep = try SweepTests.sweep(axes)
    let whole = Array(try SweepTests.text(sweep).utf8)
    try FileManager.default.removeItem(atPath: data)
    #expect(throws: ScenarioLoadFailure.self) { try sweep.run(to: folder.out, resumes: false, jobs: 2) }
    #expect(folder.bytes(folder.out) == nil)
    let present = try #require(folder.bytes(folder.partial))
    #expect(present.count > 0 && whole.starts(with: present))
    try folder.write([1, 2, 3], to: data)
    #expect(try sweep.run(to: folder.out, resumes: true, jobs: 2).resumed == 1)
    #expect(folder.bytes(folder.out) == whole)
  }

  @Test func aFinishedSweepIsNotRunAgain() throws {
    let sweep = try SweepTests.sweep()
    try Self.withPlace { place in
      #expect(try sweep.run(to: place.out, resumes: true, jobs: 2).resumed == 0)
      let progress = Mutex<[SweepProgress]>([])
      let summary = try sweep.run(to: place.out, resumes: true, jobs: 2) { step in
        progress.withLock { $0.append(step) }
      }
      #expect(summary == SweepSummary(points: 4, resumed: 4, rows: 8, disappointed: 1))
      #expect(progress.withLock { $0 } == [SweepProgress(done: 4, resumed: 4, total: 4)])
      // Without resuming, and where the file is another's, it is run.
      #expect(try sweep.run(to: place.out, resumes: false, jobs: 2).resumed == 0)
      try place.write(Array("something else\n".utf8), to: place.out)
      #expect(try sweep.run(to: place.out, resumes: true, jobs: 2).resumed == 0)
      #expect(place.bytes(place.out) == Array(try SweepTests.text(sweep).utf8))
    }
  }

  @Test func withoutResumingAnOldPartialIsOverwritten() throws {
    let sweep = try SweepTests.sweep()
    try Self.withPlace { place in
      try place.write(Array("old, and much longer than nothing".utf8), to: place.partial)
      #expect(try sweep.run(to: place.out, resumes: false, jobs: 1).resumed == 0)
      #expect(place.bytes(place.out) == Array(try SweepTests.text(sweep).utf8))
    }
  }

  @Test(arguments: Sweep.Format.allCases)
  func thePartialOfAnotherSweepIsRefused(format: Sweep.Format) throws {
    let sweep = try SweepTests.sweep(format: format)
    let others = try [
      // Other values, axes, seeds, shapes of the table, and a change that no column but the fingerprint shows.
      SweepTests.sweep(
        "{ 'bus.rows,columns': [[48, 4], [50, 6]], 'transfers[0].data.bytes': [1, 9] }", format: format),
      SweepTests.sweep("{ 'bus.rows': [48, 50] }", format: format),
      SweepTests.sweep(format: format, seed: 3),
      SweepTests.sweep(format: format == .csv ? .jsonLines : .csv),
      SweepTests.sweep(more: SweepTests.quick + "policy: { minBytes: 2 },", format: format),
      SweepTests.sweep(format: format, shard: #require(SweepShard(number: 2, count: 2))),
    ].map { Array(try SweepTests.text($0).utf8) }
    for other in others {
      try Self.withPlace { place in
        try place.write(other, to: place.partial)
        let failure = #expect(throws: SweepFailure.self) {
          try sweep.run(to: place.out, resumes: true, jobs: 1)
        }
        #expect(failure?.exitCode == 65)
        #expect(failure?.message.contains("is not of this sweep") == true)
        // Nothing was touched.
        #expect(place.bytes(place.partial) == other)
        #expect(place.names == ["out.partial"])
      }
    }
  }

  @Test func whatNoSweepWroteIsRefused() throws {
    let sweep = try SweepTests.sweep()
    let whole = try SweepTests.text(sweep)
    let lines = whole.split(separator: "\n").map(String.init)
    for text in [
      "garbage", "garbage\n", "\n", lines[0] + ",\n", lines[0] + "x", whole + "x", whole + "\n",
      whole + lines[1] + "\n",
      lines[0] + "\n" + lines[2] + "\n", lines[0] + "\n" + lines[1] + ",\n", lines[0] + "\n\n" + lines[1],
      lines[0] + "\n4" + String(repeating: "x", count: 10_000_000),
    ] {
      try Self.withPlace { place in
        try place.write(Array(text.utf8), to: place.partial)
        let failure = #expect(throws: SweepFailure.self, "\(text.prefix(600))") {
          try sweep.run(to: place.out, resumes: true, jobs: 1)
        }
        #expect(failure?.exitCode == 65)
      }
    }
  }

  /// A row is one only if its result is: all columns, each of its kind, as a sweep writes them. Its numbers are believed.
  @Test(arguments: Sweep.Format.allCases, ["1/1", "2/2"])
  func resultsOfAnotherKindAreRefused(format: Sweep.Format, shard: String) throws {
    let sweep = try SweepTests.sweep(format: format, shard: try #require(SweepShard(shard)))
    let whole = try SweepTests.text(sweep)
    let header = sweep.header.map { $0 + "\n" } ?? ""
    let rows = String(whole.dropFirst(header.count))
    let changes: [(old: String, new: String)] =
      format == .csv
      ? [
        (",ok,", ",OK,"), (",ok,", ",,"), (",ok,", ",failed,"), (",ok,,", ",ok,EIO,"), (",ok,,", ",ok,EFOO,"),
        (",ok,,", ",ok,,-"), (",ok,,", ",ok,,0"), (",ok,,", ",ok,,x"), (",ok,,", ",ok,,1.5"), ("\n", "\r\n"),
        ("\n", " \n"), ("true\n", "yes\n"), ("true\n", "TRUE\n"),
      ]
      : [
        ("\"ok\"", "\"OK\""), ("\"ok\"", "null"), ("\"ok\"", "1"), ("\"error\":null", "\"error\":\"EIO\""),
        ("\"error\":null,", ""), ("\"frames\":", "\"frames\":-"), ("\"frames\":", "\"frames\": "),
        ("\"seconds\":", "\"seconds\":\"1\",\"x\":"), ("\"retries\":", "\"retries\":0,\"retries\":"),
        ("\n", "\r\n"),
        ("}}\n", ",}}\n"), ("true", "1"), ("}}\n", "}}}\n"),
      ]
    func resume(_ rows: String) throws -> Int {
      let bytes = Array((header + rows).utf8)
      let place = try Place()
      defer { place.remove() }
      try place.write(bytes, to: place.partial)
      do {
        return try sweep.run(to: place.out, resumes: true, jobs: 1).resumed
      } catch {
        #expect(place.bytes(place.partial) == bytes)
        throw error
      }
    }
    for (old, new) in changes {
      let bad = rows.replacing(old, with: new)
      #expect(bad != rows, "\(old)")
      #expect(throws: SweepFailure.self, "\(old) \(new)") { try resume(bad) }
    }
    if format == .jsonLines {
      let empty = rows.replacing(/"result":.*/, with: "\"result\":{}}")
      #expect(throws: SweepFailure.self) { try resume(empty) }
    }
    let start = format == .csv ? ",ok,," : "\"frames\":"
    let other = rows.replacing(start, with: start + "7")
    #expect(try resume(other) == sweep.points.count)
  }

  @Test func twoProcessesDoNotWriteTheSameFile() throws {
    let sweep = try SweepTests.sweep()
    try Self.withPlace { place in
      let outcome = Mutex<[SweepFailure]>([])
      try sweep.run(to: place.out, resumes: false, jobs: 1) { progress in
        guard progress.done == 1 else { return }
        do {
          try sweep.run(to: place.out, resumes: true, jobs: 1)
        } catch let failure as SweepFailure {
          outcome.withLock { $0.append(failure) }
        } catch {}
      }
      let failure = try #require(outcome.withLock { $0.first })
      #expect(failure.exitCode == 74)
      #expect(failure.message.contains("another process writes"))
      #expect(place.bytes(place.out) == Array(try SweepTests.text(sweep).utf8))
    }
  }

  @Test func whatCannotBeWrittenIsExit74() throws {
    let sweep = try SweepTests.sweep()
    try Self.withPlace { place in
      try place.write([], to: place.out)
      for path in [place.out + "/below", place.folder.path, "/dev/full", ""] {
        let failure = #expect(throws: SweepFailure.self, "\(path)") {
          try sweep.run(to: path, resumes: false, jobs: 2)
        }
        #expect(failure?.exitCode == 74)
      }
      for resumes in [true, false] {
        let failure = #expect(throws: SweepFailure.self) {
          try sweep.run(to: "/dev/null", resumes: resumes, jobs: 1)
        }
        #expect(failure?.message == "\"/dev/null\" is no regular file, so it has nothing to resume")
      }
    }
  }

  @Test func aLinkStaysALink() throws {
    let sweep = try SweepTests.sweep()
    try Self.withPlace { place in
      let target = place.folder.appending(path: "target").path
      try place.write([1], to: target)
      try FileManager.default.createSymbolicLink(atPath: place.out, withDestinationPath: target)
      try sweep.run(to: place.out, resumes: false, jobs: 1)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: place.out) == target)
      #expect(place.bytes(target) == Array(try SweepTests.text(sweep).utf8))
    }
  }

  /// NULs, which a power cut leaves where bytes did not reach the disk, are cut off with what comes after them.
  @Test(arguments: Sweep.Format.allCases)
  func nulsAreCutOff(format: Sweep.Format) throws {
    let sweep = try SweepTests.sweep(format: format)
    let whole = Array(try SweepTests.text(sweep).utf8)
    let hasHeader = sweep.header != nil
    let firstLine = try #require(whole.firstIndex(of: 0x0A)) + 1
    let tails: [[UInt8]] = [
      [0], [UInt8](repeating: 0, count: 300_000), [0, 0x0A, 0], [0] + Array(whole.suffix(100)),
    ]
    try Self.withPlace { place in
      for length in firstLine...whole.count where Self.isTried(length, whole) {
        let bytes = whole[..<length] + tails[length % tails.count]
        try place.write(bytes, to: place.partial)
        let summary = try sweep.run(to: place.out, resumes: true, jobs: 1)
        #expect(place.bytes(place.out) == whole, "\(length)")
        #expect(summary.resumed == Self.points(in: whole[..<length], hasHeader: hasHeader), "\(length)")
      }
      // A finished file with a tail of NULs is not finished.
      try place.write(whole + [0, 0], to: place.out)
      #expect(try sweep.run(to: place.out, resumes: true, jobs: 1).resumed == 0)
      #expect(place.bytes(place.out) == whole)
    }
  }

  /// Without a whole line of this sweep before the NULs the file may be anybody's.
  @Test(arguments: Sweep.Format.allCases)
  func nulsAfterNothingWholeAreRefused(format: Sweep.Format) throws {
    let sweep = try SweepTests.sweep(format: format)
    let whole = Array(try SweepTests.text(sweep).utf8)
    let firstLine = try #require(whole.firstIndex(of: 0x0A))
    let header = Array(whole[..<firstLine])
    let garbage = Array("garbage".utf8)
    let files: [[UInt8]] =
      [
        [], [UInt8](repeating: 0, count: 100_000), Array(whole[..<1]), header, header + [0, 0x0A], garbage,
        garbage + [0x0A], header + [0x0A] + garbage, whole + garbage,
      ].map { $0 + [0] } + [[0] + whole]
    try Self.withPlace { place in
      for bytes in files {
        try place.write(bytes, to: place.partial)
        let failure = #expect(throws: SweepFailure.self) {
          try sweep.run(to: place.out, resumes: true, jobs: 1)
        }
        #expect(failure?.exitCode == 65)
        #expect(place.bytes(place.partial) == bytes)
        #expect(place.names == ["out.partial"])
      }
    }
  }
}
