import FrameSim
import Testing
import WireDecoder

/// Keeps the levels of a run, one 0 or 1 per slot, and the frames that the simulator says are in them.
private struct LevelRecorder: FrameObserver {
  static let wantsLevels = true
  var levels: [UInt8] = []
  var frames: [ExpectedFrame] = []
  mutating func observe(_ frame: borrowing ObservedFrame) {
    let outcome = frame.outcome
    let words = frame.levels
    levels += (0..<outcome.shape.slots).map { UInt8(words[$0 / 64] >> UInt64(63 - $0 % 64) & 1) }
    frames.append(
      ExpectedFrame(
        slot: Int(outcome.startSlot), rows: outcome.shape.rows, columns: outcome.shape.columns,
        controlWord: outcome.controlWord.bits))
  }
}

@Suite("Wire decoder: what the simulator puts on the wire")
struct WireEngineTests {
  struct Case: Sendable {
    var rows: Int
    var columns: Int
    /// hStart, hStop, sampleInterval, wordLength, blockOffset; nil for the recommended geometry.
    var dp0: [Int]?
    var setup = TransferSetup.linux

    var geometry: WireGeometry {
      guard let dp0 else { return .filling(columns: columns) }
      return WireGeometry(
        hStart: dp0[0], hStop: dp0[1], sampleInterval: dp0[2], wordLength: dp0[3], blockOffset: dp0[4])
    }
  }

  static let cases = [
    Case(rows: 50, columns: 4), Case(rows: 256, columns: 16), Case(rows: 125, columns: 2),
    Case(rows: 75, columns: 6, setup: .commands(7)), Case(rows: 64, columns: 8, setup: .alwaysOpen),
    // Windows that divide neither row nor frame, with gaps and offsets; the first one is that of Fig 142.
    Case(rows: 48, columns: 8, dp0: [1, 5, 72, 25, 0]),
    Case(rows: 147, columns: 14, dp0: [2, 11, 517, 64, 100], setup: .alwaysOpen),
    Case(rows: 90, columns: 10, dp0: [1, 9, 37, 16, 3], setup: .commands(4)),
    Case(rows: 180, columns: 12, dp0: [3, 3, 12, 1, 0]),
    Case(rows: 50, columns: 16, dp0: [1, 15, 401, 64, 150]),
  ]

  @Test("Frames, PAR and blocks of a write and its read-back (sections 2 to 4, 7 to 11)", arguments: cases)
  func transfers(_ test: Case) throws {
    let shape = try #require(FrameShape(rows: test.rows, columns: test.columns))
    let dp0 = test.dp0.map {
      PortGeometry(hStart: $0[0], hStop: $0[1], sampleInterval: $0[2], wordLength: $0[3], blockOffset: $0[4])
    }
    var simulation = Simulation(
      shape: shape,
      peripherals: [
        PeripheralConfiguration(
          device: 2, memory: [MemoryRegion(address: 0x4400_0000, bytes: 4096)], dp0: DP0Limits())
      ],
      host: HostConfiguration(setup: test.setup, dp0: dp0))
    var generator = SeededGenerator(seed: 5, stream: "data")
    let data = (0..<77).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    var recorder = LevelRecorder()
    let written = simulation.run(.write(data, to: 0x4400_0010, device: 2, via: .bra), observer: &recorder)
    let read = simulation.run(.read(77, from: 0x4400_0010, device: 2, via: .bra), observer: &recorder)
    #expect(written.error == nil)
    #expect(read.error == nil)

    let knowledge: WireDP0 =
      switch test.setup {
      case .linux: .followed
      case .commands: .programmed(test.geometry, enabled: false)
      case .alwaysOpen: .programmed(test.geometry, enabled: true)
      }
    let frames = try WireDecoder.decode(
      levels: recorder.levels, start: .shape(test.rows, test.columns), dp0: knowledge)
    expectFrames(frames, recorder.frames)
    let blocks = frames.compactMap(\.block).filter { $0.outcome != .idle }
    #expect(blocks.allSatisfy { $0.outcome == .good && $0.device == 2 })
    #expect(blocks.filter(\.isWrite).flatMap(\.data) == data)
    #expect(blocks.filter { !$0.isWrite }.flatMap(\.data) == data)
    #expect(Set(frames.compactMap(\.geometry)) == [test.geometry])
  }
}
