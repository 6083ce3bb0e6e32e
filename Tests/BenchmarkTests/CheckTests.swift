import Foundation
import FrameSim
import Testing

@testable import benchmark

/// What `--check` compares: ratios with floors, and counts with recorded ones.
@Suite struct CheckTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func row(_ name: String, peer: Double, slot: Double, frame: Double) throws -> SpeedRow {
    SpeedRow(
      try #require(Workload.named(name)), rounds: 3, speeds: [.peer: peer, .slot: slot, .frame: frame])
  }

  private let floors = Floors(
    frame: ["bra-write-64x16": 20], frameWithLevels: ["bra-write-64x16": 12], slot: 0.5,
    slotInstructions: ["bra-write-64x16": 2], elevenPeripheralsSlowdown: 3)

  @Test func ratiosAtTheFloorPass() throws {
    #expect(floors.shortfalls(of: try row("bra-write-64x16", peer: 100, slot: 50, frame: 2000)).isEmpty)
    #expect(floors.shortfalls(slowdown: 3).isEmpty)
  }

  @Test func ratiosBelowTheFloorAreNamedWithBothNumbers() throws {
    let found = floors.shortfalls(of: try row("bra-write-64x16", peer: 100, slot: 49, frame: 1990))
    #expect(
      found.map(\.description) == [
        "bra-write-64x16: frame engine / C peer: measured 19.900, wanted at least 20.0",
        "bra-write-64x16: slot engine / C peer: measured 0.490, wanted at least 0.5",
      ])
    #expect(
      floors.shortfalls(slowdown: 3.25).map(\.description) == [
        "64x16: one Peripheral / eleven: measured 3.250, wanted at most 3.0"
      ])
  }

  /// Levels have floors of their own, whatever the engine does without them.
  @Test func ratiosWithLevels() throws {
    let workload = try #require(Workload.named("bra-write-64x16"))
    func row(_ frame: Double) -> SpeedRow {
      SpeedRow(workload, rounds: 3, speeds: [.peer: 100, .frame: frame])
    }
    #expect(floors.shortfalls(withLevels: row(1200)).isEmpty)
    #expect(
      floors.shortfalls(withLevels: row(1190)).map(\.description) == [
        "bra-write-64x16: frame engine / C peer, both with the level hash: measured 11.900, wanted at least 12.0"
      ])
    #expect(row(1190).figureWithLevels.name == "bra-write-64x16/frame-ratio-hashed")
    #expect(row(1190).figureWithLevels.value == 11.9)
    #expect(floors.shortfalls(withLevels: try self.row("bra-read-48x4", peer: 1, slot: 1, frame: 0)).isEmpty)
  }

  /// Instructions have a ceiling, where they are counted.
  @Test func ratiosOfInstructions() throws {
    let workload = try #require(Workload.named("bra-write-64x16"))
    #expect(floors.shortfalls(instructions: 2, of: workload).isEmpty)
    #expect(
      floors.shortfalls(instructions: 2.01, of: workload).map(\.description) == [
        "bra-write-64x16: instructions, slot engine / C peer: measured 2.010, wanted at most 2.0"
      ])
    #expect(floors.shortfalls(instructions: 9, of: try #require(Workload.named("bra-read-48x4"))).isEmpty)
  }

  /// Without a floor of its own the frame engine is free; so is the slot engine with eleven Peripherals.
  @Test func whatHasNoFloorPasses() throws {
    #expect(floors.shortfalls(of: try row("bra-read-48x4", peer: 100, slot: 60, frame: 1)).isEmpty)
    #expect(
      floors.shortfalls(of: try row("bra-write-64x16-11-peripherals", peer: 100, slot: 1, frame: 1)).isEmpty)
  }

  /// A ratio that is no number, because nothing was measured, falls short of everything.
  @Test func nothingMeasuredFallsShort() throws {
    #expect(floors.shortfalls(of: try row("bra-write-64x16", peer: 0, slot: 0, frame: 0)).count == 2)
    #expect(floors.shortfalls(slowdown: .nan).count == 1)
  }

  @Test func committedFloorsAreOfWorkloads() throws {
    let floors = try Floors.load(Self.root.appending(path: Floors.path).path())
    let promised = [
      "bra-write-48x4", "bra-write-50x10", "bra-write-64x8", "bra-write-64x16", "column0-write-50x4",
    ]
    #expect(Set(floors.frame.keys).isSuperset(of: promised), "a floor is missing")
    #expect(floors.frame.count == 5)
    #expect(Set(floors.frameWithLevels.keys) == Set(SpeedRow.watched))
  }

  @Test func floorsOfUnknownWorkloadsAreRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      #"{ "frame": { "bra-write-64x61": 1 }, "frameWithLevels": {}, "slot": 1, "slotInstructions": {}, "elevenPeripheralsSlowdown": 1 }"#,
      to: "floors.json")
    #expect(throws: Failure.failed("\(file): no such workload: bra-write-64x61")) { try Floors.load(file) }
    let other = try folder.write(
      #"{ "frame": {}, "frameWithLevels": { "bra": 1 }, "slot": 1, "slotInstructions": {}, "elevenPeripheralsSlowdown": 1 }"#,
      to: "other.json")
    #expect(throws: Failure.failed("\(other): no such workload: bra")) { try Floors.load(other) }
    #expect(throws: Failure.self) { try Floors.load(folder.path + "/absent.json") }
  }

  @Test func committedCountsAreOfAllWorkloads() throws {
    let file = Self.root.appending(path: CountsFile.path)
    let counts = try CountsFile.load(file.path())
    #expect(counts.map(\.name) == Workload.all.map(\.name))
    #expect(CountsFile.text(counts) == (try String(contentsOf: file, encoding: .utf8)))
  }

  private let counts = Counts(name: "x", slots: 10, frames: 2, bytes: 3, levelHash: "00ff")

  @Test func equalCountsHaveNoDifference() {
    #expect(Verification([(.peer, counts), (.frame, counts)]).differences(from: counts).isEmpty)
    #expect((try? Verification([(.peer, counts), (.frame, counts)]).agreed.get()) == counts)
  }

  @Test func everyDifferentCountIsNamed() {
    let other = Counts(name: "x", slots: 11, frames: 3, bytes: 4, levelHash: "00fe")
    let verification = Verification([(.peer, counts), (.frame, other)])
    let sentences = [
      "x, frame engine: slots 11, wanted 10", "x, frame engine: frames 3, wanted 2",
      "x, frame engine: bytes 4, wanted 3", "x, frame engine: level hash 00fe, wanted 00ff",
    ]
    #expect(verification.differences(from: counts) == sentences)
    #expect(throws: Verification.Disagreement.self) { try verification.agreed.get() }
  }

  /// A short run of each kind, in every contender: the sizes of the fixed set would take a debug build minutes.
  @Test(arguments: [
    "bra-write-48x4", "bra-read-50x10", "column0-write-50x4", "bra-write-64x16-11-peripherals",
  ])
  func contendersAgree(name: String) throws {
    let workload = try #require(Workload.named(name)).shortened(to: 100)
    let counts = try Verification(workload).agreed.get()
    #expect(counts.bytes == 100)
    #expect(counts.slots == counts.frames * UInt64(workload.shape.slots))
  }

  @Test func optimisationLevels() {
    #expect(Check.name(ofLevel: 3) == "-O3")
    #expect(Check.name(ofLevel: 0) == "-O0")
    #expect(Check.name(ofLevel: -1) == "-Os")
  }
}
