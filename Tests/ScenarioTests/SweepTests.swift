import Foundation
import FrameSim
import Scenario
import Synchronization
import Testing

/// The table of a sweep: its bytes, whatever the threads and shards.
@Suite struct SweepTests {
  /// Four points of two transfers each that take few frames.
  static let small = "{ 'bus.rows,columns': [[48, 4], [50, 8]], 'transfers[0].data.bytes': [1, 9] }"
  static let quick = "host: { setup: 'none' }, expect: [{ transfer: 'bulk', framesAtMost: 1 }],"

  static func sweep(
    _ axes: String = small, more: String = quick, format: Sweep.Format = .csv, shard: SweepShard = .whole,
    seed: UInt64? = nil
  ) throws -> Sweep {
    Sweep(try SweepPlanTests.load(axes, more: more).plan, format: format, shard: shard, seed: seed)
  }

  static func text(_ sweep: Sweep, jobs: Int = 1) throws -> String {
    let bytes = Mutex<[UInt8]>([])
    try sweep.run(jobs: jobs) { piece in bytes.withLock { $0 += piece } }
    return String(decoding: bytes.withLock { $0 }, as: UTF8.self)
  }

  @Test(arguments: Sweep.Format.allCases)
  func theTableIsGolden(format: Sweep.Format) throws {
    let file = Golden.fixtures.appending(path: "sweeps/small.\(format.rawValue)")
    try Golden.check(try Self.text(try Self.sweep(format: format)), against: file)
  }

  @Test(arguments: Sweep.Format.allCases)
  func anyNumberOfJobsGivesTheSameBytes(format: Sweep.Format) throws {
    let axes = "{ 'bus.columns': [2, 4, 6, 8], 'seed': [1, 2, 3, 4, 5], 'transfers[1].bytes': [1, 2] }"
    let sweep = try Self.sweep(axes, format: format)
    let whole = try Self.text(sweep)
    for jobs in [0, 2, 3, 7, 100] { #expect(try Self.text(sweep, jobs: jobs) == whole) }
  }

  @Test(arguments: Sweep.Format.allCases)
  func shardsTogetherAreTheWhole(format: Sweep.Format) throws {
    let axes = "{ 'bus.columns': [4, 6, 8], 'seed': [1, 2, 3] }"
    let whole = try Self.text(try Self.sweep(axes, format: format))
    for count in 1...11 {
      let parts = try (1...count).map { number in
        let shard = try #require(SweepShard(number: number, count: count))
        return try Self.text(try Self.sweep(axes, format: format, shard: shard))
      }
      #expect(parts.joined() == whole)
    }
  }

  @Test func shardsAreWrittenAsNumberAndCount() {
    #expect(SweepShard("2/4")?.number == 2)
    #expect(SweepShard("2/4")?.description == "2/4")
    #expect(SweepShard("1/1") == .whole)
    for text in [
      "", "/", "1", "0/4", "5/4", "-1/4", "+1/4", "1/0", "1/4/4", " 1/4", "1/x", "1/1000001",
      "1/99999999999999999999",
    ] {
      #expect(SweepShard(text) == nil, "\(text)")
    }
  }

  @Test func shardsAreContiguousAndEven() throws {
    for (total, count) in [
      (0, 3), (1, 1), (7, 3), (1_000_000, 1_000_000), (999_999, 1_000_000), (1_000_000, 7),
    ] {
      var next = 0
      var sizes: Set<Int> = []
      for number in stride(from: 1, through: count, by: max(1, count / 1000)) {
        let shard = try #require(SweepShard(number: number, count: count))
        let points = shard.points(of: total)
        if count < 1000 { #expect(points.lowerBound == next) }
        next = points.upperBound
        sizes.insert(points.count)
      }
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
      #expect(SweepShard(number: count, count: count)?.points(of: total).upperBound == total)
    }
  }

  @Test func theSeedCanBeReplaced() throws {
    let own = try Self.text(try Self.sweep())
    let other = try Self.text(try Self.sweep(seed: 7))
    #expect(own != other)
    #expect(other.split(separator: "\n").dropFirst().allSatisfy { $0.contains(",7,") })
  }

  @Test func aRowIsWhatARunGives() throws {
    let sweep = try Self.sweep("{ 'bus.columns': [2, 4], 'host.syncWaitFrames': [0, 5] }", more: "")
    let lines = try Self.text(sweep).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let columns = lines[0].map(String.init)
    #expect(lines.count == 9)
    for index in 0..<4 {
      var observer = NoObserver()
      let run = try ScenarioRun.run(try sweep.plan.point(index).scenario, observer: &observer)
      for (result, line) in zip(run.results, lines[(1 + 2 * index)...]) {
        let row = Dictionary(uniqueKeysWithValues: zip(columns, line.map(String.init)))
        #expect(row["frames"] == "\(result.frames.total)")
        #expect(row["syncWaitFrames"] == "\(result.frames.syncWait)")
        #expect(row["endSlot"] == "\(result.endSlot)")
        #expect(row["status"] == (result.error == nil ? "ok" : "failed"))
        #expect(row["error"] == (result.error?.errno.rawValue ?? ""))
        #expect(row["passed"] == "")
      }
    }
  }

  @Test func fingerprintsTellPointsAndScenariosApart() throws {
    func fingerprints(_ axes: String, more: String = Self.quick, seed: UInt64? = nil) throws -> [String] {
      let lines = try Self.text(try Self.sweep(axes, more: more, seed: seed)).split(separator: "\n")
      let column = lines[0].split(separator: ",").firstIndex(of: "fingerprint") ?? 0
      return lines.dropFirst().map {
        String($0.split(separator: ",", omittingEmptySubsequences: false)[column])
      }
    }
    let own = try fingerprints("{ 'seed': [1, 1, 2] }")
    #expect(own[0] == own[1] && own[0] == own[2] && own[0] != own[4])
    #expect(try fingerprints("{ 'seed': [1] }", more: "name: 'x', " + Self.quick)[0] == own[0])
    #expect(try fingerprints("{ 'seed': [1] }", more: "policy: {}, " + Self.quick)[0] != own[0])
    #expect(try fingerprints("{ 'seed': [2] }")[0] == own[4])
    #expect(try fingerprints("{ 'seed': [1] }", seed: 2)[0] == own[4])
  }

  @Test func oddValuesStayOnTheirLine() throws {
    let axes = """
      { name: ['a,b', 'a "quoted" name', 'plain'], 'transfers[0].data.hex,pattern,bytes': [['0\\n0', null, null]],
        host: [{ setup: 'none' }] }
      """
    let text = try Self.text(try Self.sweep(axes, more: ""))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 7)
    #expect(lines[1].hasPrefix(#""a,b","""0\n0""",,,"{""setup"":""none""}",bulk,bra,write,"#))
    #expect(lines[3].hasPrefix(#""a ""quoted"" name","""0\n0""",,,"#))
    #expect(lines[5].hasPrefix("plain,"))
  }

  @Test func expectationsOfPointsAreCounted() throws {
    let sweep = try Self.sweep(
      more: "host: { setup: 'none' }, expect: [{ transfer: 'bulk', dataFrames: 1 }],")
    let progress = Mutex<[SweepProgress]>([])
    let summary = try sweep.run(jobs: 2) { step in
      progress.withLock { $0.append(step) }
    } write: { _ in
    }
    // Nine bytes do not fit into one block of 48x4, but into one of 50x8.
    #expect(
      summary
        == SweepSummary(
          points: 4, resumed: 0, rows: 8, disappointed: 1,
          disappointment:
            "point 2 of the sweep (bus.rows = 48, bus.columns = 4, transfers[0].data.bytes = 9): "
            + "bulk: dataFrames is 2, expected 1"))
    #expect(progress.withLock { $0.map(\.done) } == [0, 1, 2, 3, 4])
    #expect(progress.withLock { $0.allSatisfy { $0.total == 4 && $0.resumed == 0 } })
  }

  @Test(arguments: [1, 2])
  func anErrorOfTheOutputEndsTheSweep(jobs: Int) throws {
    struct Full: Error {}
    let pieces = Mutex(0)
    #expect(throws: Full.self) {
      try Self.sweep("{ 'seed': [1, 2, 3, 4, 5, 6, 7, 8, 9] }").run(jobs: jobs) { _ in
        let count = pieces.withLock { count -> Int in
          count += 1
          return count
        }
        if count == 4 { throw Full() }
      }
    }
    #expect(pieces.withLock { $0 } == 4)
  }

  @Test func aDataFileThatGoesAwayEndsTheSweep() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sweep-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "data.bin")
    try Data([1, 2, 3]).write(to: file)
    let plan = try SweepPlanTests.load(
      "{ 'transfers[0].data': [{ hex: '00' }, { file: '\(file.path)' }] }", more: Self.quick
    ).plan
    try FileManager.default.removeItem(at: file)
    let bytes = Mutex(0)
    let failure = #expect(throws: ScenarioLoadFailure.self) {
      try Sweep(plan).run(jobs: 1) { piece in bytes.withLock { $0 += 1 } }
    }
    #expect(failure?.exitCode == 66)
    // The header and the first point were good.
    #expect(bytes.withLock { $0 } == 2)
  }

  @Test func noMoreThanAWindowOfResultsWaits() {
    let jobs = 4
    let started = Mutex(0)
    let most = Mutex(0)
    OrderedJobs.run(2000, jobs: jobs) { index in
      started.withLock { $0 = max($0, index) }
      // The first result comes late; the others must not run away.
      if index == 0 { Thread.sleep(forTimeInterval: 0.2) }
      return index
    } receive: { index, result in
      #expect(index == result)
      if index == 0 { most.withLock { $0 = started.withLock { $0 } } }
      return true
    }
    #expect(most.withLock { $0 } <= jobs * OrderedJobs.windowPerJob)
  }
}
