import BRAEncoder
import FrameSim
import Testing

/// What an engine and its driver take, worked out by hand (host reference 6.1, host notes 6.1).
@Suite struct BAMTimeTests {
  private static func frames(
    setup: UInt64 = 0, data: UInt64 = 0, teardown: UInt64 = 0, host: UInt64 = 0
  ) -> FrameCounts {
    var frames = FrameCounts()
    (frames.setup, frames.data, frames.teardown, frames.host) = (setup, data, teardown, host)
    return frames
  }

  /// 10 us for each command element: LOCK has one, what starts the blocks six, UNLOCK one. A frame lasts 20.83 us, so the block
  /// goes in the frame after 70 us, and all is over 10 us after it.
  @Test(arguments: Engine.allCases)
  func elements(engine: Engine) {
    var bam = BAMHost.configuration(.v13)
    bam.times.perElement = 10_000
    var simulation = BAMHost.simulation(bam, engine, setup: .alwaysOpen)
    let result = simulation.run(.write(testBytes(40), to: BAMHost.base, device: 3, via: .bra))
    #expect(result.frames == Self.frames(data: 1, host: 5))
    // From the end of the fetch of LOCK to the end of what UNLOCK writes: five frames and 10 us.
    #expect(result.course.bam?.lockHeldNanoseconds == 114_166)
    #expect(result.isIntact == true)
  }

  /// A thousand descriptors of 100 ns each are 100 us, not a thousand times a slot or a frame.
  @Test func timesAddUpExactly() {
    var bam = BAMHost.configuration(.none)
    bam.descriptorBytes = 1
    bam.fifo = 4096
    bam.times.perDescriptor = 100
    var simulation = BAMHost.simulation(bam, setup: .alwaysOpen)
    let result = simulation.run(.write(testBytes(1000), to: BAMHost.base, device: 3, via: .bra))
    // 22 blocks of 46 bytes; the first 46 bytes are there after 4.7 us, in the second frame, and later ones faster than frames.
    #expect(result.frames == Self.frames(data: 22, host: 1) && result.course.bam?.dataDescriptors == 1000)
  }

  /// Interrupt and worker take 80 us, four frames. The worker that was called for the data finds all complete, as what closes has two
  /// frames; where the data is not fenced the driver waits for the Manager first, and again in the end.
  @Test func interruptAndWorker() {
    var bam = BAMHost.configuration(.v20)
    bam.times.toInterrupt = 30_000
    bam.times.toWorker = 50_000
    for (lock, host) in [(BAMConfiguration.Lock.none, UInt64(2)), (.v13, 2), (.v20, 2), (.v12, 8)] {
      bam.lock = lock
      var simulation = BAMHost.simulation(bam, setup: .commands(4))
      let result = simulation.run(.write(testBytes(400), to: BAMHost.base, device: 3, via: .bra))
      #expect(result.frames == Self.frames(setup: 2, data: 9, teardown: 2, host: host), "\(lock)")
    }
  }

  /// The doorbell is the driver's time in front of the engine's first step.
  @Test func doorbell() {
    var bam = BAMHost.configuration(.none)
    bam.times.perDoorbell = 41_000
    var simulation = BAMHost.simulation(bam, setup: .alwaysOpen)
    let result = simulation.run(.write(testBytes(40), to: BAMHost.base, device: 3, via: .bra))
    #expect(result.frames == Self.frames(data: 1, host: 2) && result.course.bam?.doorbells == 1)
  }

  /// Without NWD the engine interrupts when it has read the data: what is in the Manager's buffer goes on the wire after that.
  @Test func consumedIsNotDone() {
    let data = testBytes(4000)
    for (lock, fault, isEarly) in [
      (BAMConfiguration.Lock.v13, BAMFault?.none, false), (.v20, nil, false), (.none, nil, false),
      (.v12, nil, true),
      (.v20, .unlockOnConsumed, true),
    ] {
      var bam = BAMHost.configuration(lock)
      if let fault { bam.faults = [fault] }
      var simulation = BAMHost.simulation(bam, setup: .commands(4))
      let result = simulation.run(.write(data, to: BAMHost.base, device: 3, via: .bra))
      // 1024 bytes fit into the buffer: the last have been read when the 65th of 87 blocks goes, 23 frames before the end.
      let expected: UInt64 = isEarly ? 23 * 500 : 0
      #expect(result.course.bam?.earlySlots == expected, "\(lock)")
      #expect(result.isIntact == true)
    }
  }
}
