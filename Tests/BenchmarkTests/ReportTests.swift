import Foundation
import Testing

@testable import benchmark

/// What the benchmark makes of what it measured.
@Suite struct ReportTests {
  @Test func medians() {
    #expect(median([]) == 0)
    #expect(median([7]) == 7)
    #expect(median([9, 1, 5]) == 5)
    #expect(median([9, 1, 5, 6]) == 5.5)
  }

  @Test func figuresAsJSON() throws {
    let text = Figure.json([Figure("a/b", 1.5, "slots/s", "median \"of\" 3"), Figure("c", 2, "MiB")])
    #expect(text.hasSuffix("]\n"))
    let elements = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    #expect(elements.map { $0["name"] as? String } == ["a/b", "c"])
    #expect(elements.map { $0["unit"] as? String } == ["slots/s", "MiB"])
    #expect(elements.map { $0["value"] as? Double } == [1.5, 2])
    #expect(elements.map { $0["extra"] as? String } == ["median \"of\" 3", ""])
    #expect(elements.allSatisfy { $0.count == 4 })
  }

  @Test func figuresOfARow() throws {
    let workload = try #require(Workload.named("bra-write-64x16"))
    let row = SpeedRow(workload, rounds: 3, speeds: [.peer: 1e8, .slot: 5e7, .frame: 2.4576e9])
    #expect(row.timesRealTime == 100)
    #expect(
      row.figures.map(\.name) == [
        "bra-write-64x16/peer", "bra-write-64x16/slot", "bra-write-64x16/frame",
        "bra-write-64x16/slot-ratio", "bra-write-64x16/frame-ratio", "bra-write-64x16/real-time",
      ])
    #expect(row.figures.map(\.value) == [1e8, 5e7, 2.4576e9, 0.5, 24.576, 100])
  }

  @Test func tablesAreAligned() {
    let table = TextTable(widths: [4, 5, 3])
    #expect(table.line(["a", "12", "3"]) == "a        12    3")
    #expect(table.line(["longer", "", ""]) == "longer")
  }

  @Test(arguments: [(1, [1]), (2, [1, 2]), (4, [1, 2, 4]), (6, [1, 2, 4, 6]), (0, [1])])
  func jobsOfTheScalingTable(cores: Int, jobs: [Int]) {
    #expect(FullMeasurement.jobs(cores: cores) == jobs)
  }

  @Test func instructionsInTheLogsOfValgrind() {
    let log = "==7== Cachegrind\n==7== \n==7== I   refs:      14,019,390\n"
    #expect(InstructionCounter.instructions(inLog: log) == 14_019_390)
    #expect(InstructionCounter.instructions(inLog: "==7== I refs: 5") == 5)
    #expect(InstructionCounter.instructions(inLog: "==7== D refs: 5") == nil)
    #expect(InstructionCounter.instructions(inLog: "") == nil)
  }

  @Test func peakMemory() {
    #expect(ProcessMemory.peakBytes(inStatus: "VmPeak:\t 9 kB\nVmHWM:\t   2048 kB\n") == 2 << 20)
    #expect(ProcessMemory.peakBytes(inStatus: "") == nil)
    #expect(ProcessMemory.peakBytes > 1 << 20)
  }

  @Test func resultFilesAppearWhole() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("first", to: "x.json")
    try ResultFile.write("second", to: file)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "second")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.json"])
    try ResultFile.write("x", to: "/dev/null")
    for path in [folder.path, folder.path + "/absent/x.json"] {
      #expect(throws: Failure.self) { try ResultFile.probe(path) }
    }
    #expect(throws: Failure.self) { try ResultFile.write("x", to: "/dev/full") }
    try ResultFile.probe(file)
    try ResultFile.probe(folder.path + "/new.json")
  }

  @Test func workloadsHaveNamesOfTheirOwn() {
    #expect(Set(Workload.all.map(\.name)).count == 15)
    #expect(Workload.all.map(\.bytesPerFrame).allSatisfy { $0 >= 1 })
    #expect(Workload.named("bra-write-64x16")?.bytesPerFrame == 110)
    #expect(Workload.named("column0-write-50x4")?.bytesPerFrame == 1)
  }
}
