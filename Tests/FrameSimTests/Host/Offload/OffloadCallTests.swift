import BRAEncoder
import FrameSim
import Testing

/// Sees all frames, so that none is passed over.
private struct Watcher: FrameObserver {
  static let wantsLevels = false
  var frames: UInt64 = 0
  mutating func observe(_ frame: borrowing ObservedFrame) { frames += 1 }
}

/// Calls in any order, of any sense: each comes to an end, and what is counted adds up (host reference 6.2).
@Suite struct OffloadCallTests {
  private typealias Host = OffloadHost

  /// An instance, and calls to it, drawn from a seed. A thousand frames a second: 5 s are 5000 frames.
  private struct Case {
    var simulation: Simulation
    var calls: [OffloadCall] = []

    init(seed: Int) {
      var dice = SeededGenerator(seed: UInt64(seed), stream: "offload calls")
      func draw<T>(_ values: T...) -> T { values[Int.random(in: 0..<values.count, using: &dice)] }
      func drawn(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }
      let source: OffloadTrigger.Source = draw(
        .command, .alert(device: 1), .dataReady(frames: 7, phase: 2),
        .periodic(hertz: drawn(20...900), offsetNanoseconds: UInt64(drawn(0...1_000_000))))
      let served = draw(true, false)
      let offload = Host.instance {
        $0.port = draw(.open, .perTrigger)
        $0.sequenceNanoseconds = draw(nil, 0, 700_000, 2_000_000)
        $0.triggers = [
          OffloadTrigger(
            "t", source, appearsAt: draw(0, 3_000_000), vanishesAt: draw(nil, nil, 200_000_000))
        ]
        $0.streams = OffloadStreams(
          data: testBytes(drawn(1...300)), tx: .init(bytes: drawn(8...40), isServed: served),
          rx: .init(bytes: drawn(8...40), isServed: served))
      }
      simulation = Host.simulation(
        offload, .frame, .of(50, 4), slotRateHz: 200_000, setup: draw(.linux, .commands(4), .alwaysOpen),
        dma: draw(nil, .hda(DMATimes(nanosecondsToStart: UInt64(drawn(0...20_000_000))))),
        syncWait: draw(.none, .none, .frames(3), .pulse(interval: 5, phase: 1)))
      simulation.host.syncNanoseconds = draw(0, 0, 9_000_000)
      func order() -> OffloadCall.Order { draw(.offloadFirst, .triggerFirst) }
      func pause() -> UInt64 { UInt64(drawn(0...20_000_000)) }
      let items = (0..<drawn(1...4)).map { _ -> OffloadMessage.Item in
        draw(
          .sleep(frames: drawn(1...300)), Host.write(testBytes(drawn(1...12)), .column0),
          Host.write(testBytes(drawn(1...20)), to: Host.readOnly), Host.write(testBytes(drawn(1...20))),
          Host.read(drawn(1...20)), Host.read(drawn(1...9), .column0), Host.streamed(drawn(1...20)))
      }
      calls = [
        .get(device: 1, capabilities: offload.capabilities), .wait(.frames(3)),
        .optimize(OffloadMessage(items)), .triggerGet("t"), .enable(order(), betweenNanoseconds: pause()),
      ]
      for _ in 0..<drawn(3...12) {
        calls.append(
          draw(
            .put, .unoptimize, .run, .triggerGet("t"), .enable(order(), betweenNanoseconds: pause()),
            .disable(order(), betweenNanoseconds: pause()), .wait(.triggers(drawn(0...4))),
            .wait(.frames(drawn(0...400))), .wait(.nanoseconds(UInt64(drawn(0...300_000_000)))),
            .wait(.frames(drawn(0...20))), .wait(.triggers(1)),
            .trigger(count: drawn(0...5), everyFrames: draw(nil, drawn(1...60)))))
      }
      calls.append(.disable(order(), betweenNanoseconds: pause()))
    }
  }

  /// Watched and not, the same; each pulse is a program, lost, or cut off.
  @Test(arguments: 0..<(isDebugBuild ? 60 : 1000))
  func anyCalls(seed: Int) {
    var one = Case(seed: seed)
    var watched = one.simulation
    for (index, call) in one.calls.enumerated() {
      let result = one.simulation.run(call)
      var watcher = Watcher()
      let other = watched.run(call, observer: &watcher)
      #expect(result == other, "case \(seed), call \(index): \(call)")
      #expect(result.frames.total == watcher.frames)
      #expect(result.slots.total == 200 * watcher.frames && result.split.total == 200 * watcher.frames)
      #expect(one.simulation.offloadReports == watched.offloadReports, "case \(seed), call \(index): \(call)")
      #expect(one.simulation.bus.slot == watched.bus.slot)
      guard let report = one.simulation.offloadReports.last else { continue }
      let ended = report.programs + report.cut + report.lost.total
      // One may be under way.
      #expect(
        report.triggers == ended || report.triggers == ended + 1, "case \(seed), call \(index): \(call)")
    }
    for report in one.simulation.offloadReports {
      #expect(report.triggers == report.programs + report.cut + report.lost.total, "case \(seed)")
      #expect(report.jitter.count == report.programs + report.cut, "case \(seed)")
      #expect(report.jitter.most <= max(report.jitter.sum, 0) && report.jitter.least <= report.jitter.most)
    }
    #expect(one.simulation.bus.difference(from: watched.bus) == nil, "case \(seed)")
  }
}
