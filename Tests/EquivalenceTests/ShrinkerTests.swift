import BRAEncoder
import FrameSim
import Scenario
import Testing

/// What happens with a case that fails: made small, and printed so that it can be run again.
@Suite struct ShrinkerTests {
  /// A case with much in it that has nothing to do with its failure.
  private static func large(_ kind: EquivalenceCase.Kind) -> EquivalenceCase? {
    for index in 0..<400 {
      var generator = CaseGenerator(seed: 5, index: UInt64(index))
      var coverage = Coverage()
      let made = generator.run(&coverage).case
      if made.kind == kind, made.peripherals.count > 2, made.steps.contains(where: { Self.isLongWrite($0) }) {
        return made
      }
    }
    return nil
  }

  private static func isLongWrite(_ step: EquivalenceCase.Step) -> Bool {
    switch step.work {
    case .transfer(let request): request.operation == .write && request.bytes >= 3
    case .frame(let plan, _):
      plan.block.map { $0.header.operation == .write && $0.header.byteCount >= 3 } ?? false
    default: false
    }
  }

  /// Says that a case fails where it writes at least three bytes.
  private static func pretend(_ made: EquivalenceCase) -> Mismatch? {
    made.steps.firstIndex { isLongWrite($0) }.map { Mismatch(step: $0, frame: 0, what: "pretended") }
  }

  @Test(arguments: [EquivalenceCase.Kind.host, .frames])
  func aFailureIsMadeSmall(kind: EquivalenceCase.Kind) throws {
    let made = try #require(Self.large(kind))
    var shrinker = Shrinker { Self.pretend($0) }
    let (small, mismatch) = shrinker.shrink(made, try #require(Self.pretend(made)))
    #expect(mismatch.step == 0)
    #expect(small.steps.count == 1)
    #expect(small.flipCount == 0)
    #expect(small.peripherals.count == 1)
    #expect(small.peripherals.allSatisfy { $0.memory == [] })
    #expect(small.host == HostConfiguration(setup: .alwaysOpen))
    #expect(small.shape.slots == 96)
    switch try #require(small.steps.first).work {
    case .transfer(let request):
      #expect(request.bytes == 3)
      #expect(request.data == [0, 0, 0])
    case .frame(let plan, let seed):
      #expect(plan.command == .ping)
      #expect(plan.block?.header.byteCount == 3)
      #expect(plan.block?.offset == 0)
      #expect(seed == 0)
    default: Issue.record("neither a transfer nor a frame is left")
    }
  }

  /// A case made by the generator runs again from what was kept of it, without the generator.
  @Test func aCaseRunsAgainFromWhatWasKept() {
    for index in 0..<(EquivalenceTests.isDebugBuild ? 2 : 20) {
      var generator = CaseGenerator(seed: 11, index: UInt64(index))
      var coverage = Coverage()
      let made = generator.run(&coverage).case
      let first = EnginePair.length(of: made)
      #expect(first.frames == coverage.frames)
      #expect(first.slots == coverage.slots)
      var again = CaseGenerator(seed: 11, index: UInt64(index))
      #expect(again.run(&coverage).case.list == made.list)
    }
  }

  /// What is printed of transfers is a scenario file without mistakes; on a quiet line it does the same.
  @Test func aCaseOfTransfersIsAScenarioFile() throws {
    var files = 0
    for index in 0..<(EquivalenceTests.isDebugBuild ? 15 : 400) {
      var generator = CaseGenerator(seed: 2, index: UInt64(index))
      var coverage = Coverage()
      let made = generator.run(&coverage).case
      guard made.kind == .host, made.isTransfersOnly, made.flipCount == 0,
        coverage.frames < EnginePair.frameLimit
      else { continue }
      let text = made.scenario(name: "case \(index)")
      let loaded = try ScenarioLoader.load(bytes: Array(text.utf8), name: "case.json5", folder: "")
      var observer = NoObserver()
      let run = try ScenarioRun.run(loaded.scenario, engine: .both, observer: &observer)
      // Those beside a transfer that is refused run in their turn, which a case does not have.
      let leads = Set(loaded.scenario.transfers.compactMap { $0.during?.transfer })
      let isRefused = zip(loaded.scenario.transfers, run.results).contains {
        leads.contains($0.name) && $1.frames.total == 0
      }
      if isRefused { continue }
      #expect(run.disagreement == nil)
      #expect(run.frames == coverage.frames, "\(text)")
      #expect(run.slots.total == coverage.slots)
      let length = EnginePair.length(of: made)
      #expect(run.results.map(\.error) == length.results.map(\.error))
      #expect(run.results.map(\.slots) == length.results.map(\.slots))
      files += 1
    }
    #expect(files >= (EquivalenceTests.isDebugBuild ? 1 : 30))
  }

  /// The list of a case of single frames names every command, block and disturbance.
  @Test func aCaseOfFramesIsAList() throws {
    var made = EquivalenceCase()
    made.peripherals = [PeripheralConfiguration(device: 1, dp0: DP0Limits())]
    let header = try #require(
      BRAHeader(type: .active, operation: .write, device: 1, address: 0x2000, byteCount: 3))
    made.steps = [
      EquivalenceCase.Step(work: .program(PortGeometry(fillingColumns: 2), enabled: true)),
      EquivalenceCase.Step(work: .ready(0, false)),
      EquivalenceCase.Step(work: .policy(abandonsNotReady: true, defersResponseCheck: false)),
      EquivalenceCase.Step(
        work: .frame(
          FramePlan(
            .write(device: 1, register: 0x41, value: 7), block: BlockRequest(header: header, offset: -2)),
          dataSeed: 9), flips: [0: [4, 90]]),
      EquivalenceCase.Step(work: .frame(FramePlan(.ping(ssp: true)), dataSeed: 0)),
    ]
    #expect(
      made.list == """
        bus 48x2, levels watched
        peripheral { device: 1, dp0: { maxBytesPerFrame: 511, blockAlignment: 1 } }
        host { setup: "linux", responses: "strict", check: "perBlock" }
        DP0 { hStart: 1, hStop: 1, sampleInterval: 2, wordLength: 1, blockOffset: 0 } open
        peripheral 1 is busy
        abandonsNotReady true, defersResponseCheck false
        frame write device 1 register 0x41 value 0x7, block active write device 1 address 0x2000 bytes 3 offset -2, \
        data seed 9; disturbed in its frame 0: slots 4, 90
        frame ping with SSP
        """)
  }
}
