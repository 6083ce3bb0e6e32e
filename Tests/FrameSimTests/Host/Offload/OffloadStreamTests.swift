import BRAEncoder
import Testing

@testable import FrameSim

/// Streams by DMA: rings that are served, or go round (host reference 6.2).
@Suite struct OffloadStreamTests {
  private static let timer = OffloadTrigger("t", .dataReady(frames: 4, phase: 0))

  @Test("a ring that is not served goes round, and costs nothing")
  func cyclic() {
    let data = (0..<7).map { UInt8(10 + $0) }
    var offload = OffloadConfiguration(
      capabilities: [.trigger, .txStream], triggers: [OffloadTrigger("t", .command)])
    offload.streams.data = data
    var bench = OffloadBench(offload)
    bench.simulation.startComparing()
    #expect(
      bench.start(OffloadMessage([OffloadMessage.stream(3)]), capabilities: [.trigger, .txStream]) == [
        nil, nil, nil, nil,
      ])
    for trigger in 0..<20 {
      #expect(bench.simulation.run(.trigger(count: 1, everyFrames: nil)).isIntact == true)
      let memory = bench.simulation.bus.peripherals[0].memory
      for byte in 0..<3 { #expect(memory.stored(0x2000 + UInt32(byte)) == data[(3 * trigger + byte) % 7]) }
    }
    #expect(bench.report.hostNanoseconds == 0 && bench.report.streams.underruns == 0)
    #expect(bench.simulation.disagreement == nil)
  }

  #if DEBUG
    private static let cases: UInt64 = 60
  #else
    private static let cases: UInt64 = 2000
  #endif

  @Test(
    "a ring that is served runs empty, or full, where the host is too slow: against a ring that is filled byte by byte"
  )
  func served() {
    for seed in 1...Self.cases {
      var random = SeededGenerator(seed: seed, stream: "ring")
      let isRead = Bool.random(using: &random)
      let ring = OffloadStreams.Ring(
        bytes: Int.random(in: 8...40, using: &random), periods: Int.random(in: 1...4, using: &random),
        isServed: true)
      let block = Int.random(in: 1...8, using: &random)
      // A frame at 50x4 and 4.8 MHz takes 20.83 us.
      let cost = UInt64.random(in: 0...400_000, using: &random)
      var offload = OffloadConfiguration(
        capabilities: [.trigger, .txStream, .rxStream], triggers: [Self.timer])
      offload.streams = OffloadStreams(data: (0..<200).map { UInt8($0) }, tx: ring, rx: ring)
      var bench = OffloadBench(offload, setup: .alwaysOpen, dma: .hda(DMATimes(nanosecondsToStart: cost)))
      bench.simulation.startComparing()
      let item = isRead ? OffloadMessage.read(block) : OffloadMessage.stream(block)
      #expect(
        bench.start(OffloadMessage([item]), capabilities: [.trigger, .txStream, .rxStream]) == [
          nil, nil, nil, nil,
        ])
      // The ring is prepared in whole frames, and the first trigger is that of a frame of four.
      #expect(bench.simulation.bus.frame == UInt64((Double(cost) * 9.6e6 / 1e9 / 200).rounded(.up)))
      let behind = UInt64(4 - bench.simulation.bus.frame % 4) % 4
      if behind > 0 { #expect(bench.errors(.wait(.frames(Int(behind)))) == [nil]) }
      #expect(bench.errors(.wait(.triggers(30)), .disableInOrder) == [nil, nil])
      let report = bench.report
      let model = isRead ? Self.full(ring, block, cost) : Self.empty(ring, block, cost, bytes: 200)
      #expect(report.triggers == model.triggers, "seed \(seed)")
      #expect(report.programs == model.programs && report.lost.running == model.lost, "seed \(seed)")
      #expect(
        report.streams.underruns == model.underruns && report.streams.overruns == model.overruns,
        "seed \(seed)")
      #expect(report.cut == model.cut && report.streams.damaged == 0, "seed \(seed)")
      #expect(report.hostNanoseconds == cost * model.served, "seed \(seed)")
      #expect(bench.simulation.disagreement == nil, "seed \(seed)")
      if !isRead, report.programs > 0 {
        let memory = bench.simulation.bus.peripherals[0].memory
        let first = Int(report.programs - 1) * block
        for byte in 0..<block {
          #expect(memory.stored(0x2000 + UInt32(byte)) == UInt8(first + byte), "seed \(seed)")
        }
      }
    }
  }

  private struct Counts {
    var triggers: UInt64 = 30
    var programs: UInt64 = 0
    var lost: UInt64 = 0
    var underruns: UInt64 = 0
    var overruns: UInt64 = 0
    var cut: UInt64 = 0
    var served: UInt64 = 0
  }

  /// Frames of 200 slots at 9.6 million a second; a trigger every fourth; what the host does is a list of times at which a period is served.
  private static func empty(_ ring: OffloadStreams.Ring, _ block: Int, _ cost: UInt64, bytes: Int) -> Counts {
    var counts = Counts()
    let period = max(1, ring.bytes / ring.periods)
    var there = min(ring.bytes, bytes)
    var promised = there
    var taken = 0
    var busy = 0.0
    var coming: [(time: Double, bytes: Int)] = []
    var waits = false
    var isRunning = false
    var isStuck = false
    var pulse = 0
    var frame = 0
    func time(_ frame: Int) -> Double { Double(frame) * 200 / 9.6e6 * 1e9 }
    while pulse < 30 || isRunning && !isStuck {
      let now = time(frame)
      if isRunning {
        while 4 * pulse < frame { (pulse, counts.lost) = (pulse + 1, counts.lost + 1) }
      } else if 4 * pulse <= frame {
        (pulse, isRunning) = (pulse + 1, true)
      }
      while let first = coming.first, first.time <= now + 1e-6 {
        there += first.bytes
        coming.removeFirst()
      }
      if isRunning {
        if there - taken >= block {
          let before = taken / period
          taken += block
          for _ in before..<taken / period {
            let more = min(period, bytes - promised)
            guard more > 0 else { continue }
            promised += more
            busy = max(busy, time(frame + 1)) + Double(cost)
            coming.append((busy, more))
            counts.served += 1
          }
          counts.programs += 1
          (isRunning, waits) = (false, false)
          // What came during its frame is lost; what comes with the next frame is not.
          while 4 * pulse < frame + 1 { (pulse, counts.lost) = (pulse + 1, counts.lost + 1) }
        } else {
          if !waits { counts.underruns += 1 }
          waits = true
          isStuck = promised - taken < block
        }
      }
      frame += 1
    }
    if isRunning { counts.cut = 1 }
    counts.triggers = UInt64(pulse)
    return counts
  }

  private static func full(_ ring: OffloadStreams.Ring, _ block: Int, _ cost: UInt64) -> Counts {
    var counts = Counts()
    let period = max(1, ring.bytes / ring.periods)
    var room = ring.bytes
    var put = 0
    var busy = 0.0
    var coming: [Double] = []
    for trigger in 0..<30 {
      // The frame of the block is over.
      let now = Double(4 * trigger + 1) * 200 / 9.6e6 * 1e9
      while let first = coming.first, first <= now + 1e-6 {
        room += period
        coming.removeFirst()
      }
      counts.programs += 1
      guard room >= block else {
        counts.overruns += 1
        continue
      }
      room -= block
      let before = put / period
      put += block
      for _ in before..<put / period {
        busy = max(busy, now) + Double(cost)
        coming.append(busy)
        counts.served += 1
      }
    }
    return counts
  }
}
