import BRAEncoder
import FrameSim
import Testing

/// Somebody who looks at memory after each program: what is not as the message says is counted (host reference 6.2).
@Suite struct OffloadWitnessTests {
  private typealias Host = OffloadHost

  private func simulation(
    _ items: [OffloadMessage.Item], _ engine: Engine = .frame,
    _ streams: OffloadStreams = OffloadStreams(), trigger: OffloadTrigger = Host.trigger
  ) -> Simulation {
    let offload = Host.instance {
      $0.streams = streams
      $0.triggers = [trigger]
    }
    var simulation = Host.simulation(offload, engine, setup: .commands(4))
    simulation.prepare(items, trigger: trigger.name)
    simulation.call(.enable)
    return simulation
  }

  private func expect(
    _ simulation: Simulation, failures: UInt64, damaged: UInt64,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let streams = simulation.report.streams
    #expect(streams.failures == failures, sourceLocation: sourceLocation)
    #expect(streams.damaged == damaged, sourceLocation: sourceLocation)
  }

  private static let five = OffloadCall.trigger(count: 5, everyFrames: nil)

  /// Two blocks that a memory does not take: it answers so, and holds something else, but where it holds the same.
  @Test(arguments: Engine.allCases, TransferRequest.Path.allCases)
  func memoryThatIsNotWritten(engine: Engine, path: TransferRequest.Path) {
    for holdsIt in [false, true] {
      var simulation = simulation([Host.write(testBytes(16), to: Host.readOnly, path)], engine)
      if holdsIt { simulation.preload(testBytes(16), at: Host.readOnly, device: 1) }
      let result = simulation.run(Self.five)
      #expect(result.error == nil && result.bytesMoved == 0 && result.isIntact == holdsIt)
      expect(simulation, failures: path == .bra ? 10 : 80, damaged: holdsIt ? 0 : 5)
      #expect(simulation.report.programs == 5)
      simulation.call(.disable)
      expect(simulation, failures: path == .bra ? 10 : 80, damaged: holdsIt ? 0 : 5)
    }
  }

  /// A stream of which only some bytes are those that memory holds: two of three programs are damaged.
  @Test func theRightBytesOfTheStream() {
    let data = [UInt8](repeating: 1, count: 8) + [UInt8](repeating: 2, count: 16)
    var simulation = simulation([Host.streamed(8, to: Host.readOnly)], .frame, OffloadStreams(data: data))
    simulation.preload([UInt8](repeating: 2, count: 8), at: Host.readOnly, device: 1)
    simulation.call(.trigger(count: 1, everyFrames: nil))
    expect(simulation, failures: 1, damaged: 1)
    simulation.call(.trigger(count: 2, everyFrames: nil))
    expect(simulation, failures: 3, damaged: 1)
    simulation.call(.trigger(count: 3, everyFrames: 5))
    expect(simulation, failures: 6, damaged: 2)
  }

  /// Memory that is written over between programs is made good by the next one.
  @Test func whatIsWrittenOverInBetween() {
    var simulation = simulation([Host.write(testBytes(16)), Host.read(16)])
    for _ in 0..<5 {
      simulation.preload([9, 9, 9], at: Host.base, device: 1)
      simulation.call(.trigger(count: 1, everyFrames: nil))
      #expect(simulation.stored(16) == testBytes(16))
    }
    expect(simulation, failures: 0, damaged: 0)
  }

  /// A device that is not there: nobody answers, and nobody knows its memory.
  @Test func nobodyThere() {
    var simulation = simulation([
      .move(.init(.write([1, 2], to: Host.base, device: 5, via: .column0), .staticData)),
      .move(.init(.read(2, from: Host.base, device: 5, via: .column0), .stream)),
    ])
    simulation.call(Self.five)
    expect(simulation, failures: 20, damaged: 0)
  }

  /// What a later write of the same message writes over need not be there; all else has to be.
  @Test(arguments: TransferRequest.Path.allCases)
  func writesOverEarlierOnes(path: TransferRequest.Path) {
    var over = simulation([
      Host.write(testBytes(16), to: Host.base, path), Host.read(4, from: Host.base, path),
      Host.write([1, 2, 3], to: Host.base + 2, path),
    ])
    over.call(Self.five)
    #expect(over.stored(6) == [testBytes(16)[0], testBytes(16)[1], 1, 2, 3, testBytes(16)[5]])
    expect(over, failures: 0, damaged: 0)

    // Sections of one write, of which the later writes over the earlier.
    let sections = [BRASection(address: 0x2000, byteCount: 8), BRASection(address: 0x2004, byteCount: 8)]
    let request = TransferRequest(
      name: "", path: path, operation: .write, device: 1, sections: sections.compactMap { $0 },
      data: testBytes(16))
    var inside = simulation([.move(.init(request, .staticData))])
    inside.call(Self.five)
    #expect(inside.stored(12) == Array(testBytes(4) + testBytes(16)[8...]))
    expect(inside, failures: 0, damaged: 0)

    // The first half is not taken, the second is written over: half of what the message says is not there.
    var half = simulation([
      Host.write(testBytes(16), to: 0x6FF8, path), Host.write([7], to: 0x7000, path),
    ])
    half.call(Self.five)
    #expect(half.stored(3, at: 0x6FFF) == [0, 7, testBytes(16)[9]])
    expect(half, failures: path == .bra ? 5 : 40, damaged: 5)
  }

  /// A call that ends in the middle of a program changes nothing: the next one goes on with it.
  @Test(arguments: Engine.allCases, TransferRequest.Path.allCases)
  func callsThatEndInAProgram(engine: Engine, path: TransferRequest.Path) {
    let trigger = OffloadTrigger("t", .dataReady(frames: 50, phase: 0))
    var simulation = simulation(
      [Host.read(64, from: Host.base, path), Host.write(testBytes(8), to: 0x2100, path)], engine,
      trigger: trigger)
    simulation.preload(testBytes(64).map { ~$0 }, at: Host.base, device: 1)
    for frames in [48, 3, 1, 2, 1, 50, 1] {
      simulation.call(.wait(.frames(frames)))
      expect(simulation, failures: 0, damaged: 0)
    }
    simulation.call(.wait(.triggers(1)), .disable)
    expect(simulation, failures: 0, damaged: 0)
    #expect(simulation.report.programs >= 2)
  }
}
