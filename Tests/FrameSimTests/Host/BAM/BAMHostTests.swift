import BRAEncoder
import FrameSim
import Testing

/// An engine that takes no time against a host without one, in whatever the rest of the host is.
@Suite struct BAMHostTests {
  #if DEBUG
    private static let cases: UInt64 = 120
  #else
    private static let cases: UInt64 = 20_000
  #endif

  /// Steps, legs, retries, what goes over Column 0, failures: the same frames, bytes and errors, transfer after transfer.
  @Test func anEngineWithoutTimeChangesNothing() {
    var seen = (failed: 0, retried: 0, fellBack: 0)
    for seed in 1...Self.cases {
      var dice = SeededGenerator(seed: seed, stream: "bam")
      func draw<T>(_ values: T...) -> T { values[Int.random(in: 0..<values.count, using: &dice)] }
      let region = MemoryRegion(
        address: BAMHost.base, bytes: draw(0x20000, 0x400),
        access: draw(.readWrite, .readWrite, .readWrite, .readOnly, .writeOnly),
        notReadyEvery: draw(nil, nil, 1, 2, 5))
      let limits = DP0Limits(maxBytesPerFrame: draw(511, 470, 7, 32), blockAlignment: draw(1, 1, 4))
      let again = RetryPolicy(
        onBad: draw(0, 1, 2), onNotReady: draw(0, 1, 2), backoffFrames: draw(0, 1, 3),
        then: draw(.fail, .column0))
      let kind = draw(HostInterface.Kind.merged, .merged, .v1)
      let interface = HostInterface(kind: kind, sends: kind == .v1 ? draw(1, 2) : 1)
      let pio = PIOModel(
        column0: .init(commandsPerBatch: 2, nanosecondsPerBatch: 50_000),
        bra: .init(nanosecondsPerTransfer: 200_000))
      let model = draw(HostModel.ideal, .pio(pio))
      let (shape, setup) = (
        FrameShape.of(draw(48, 50, 64), draw(4, 8, 10, 16)),
        draw(TransferSetup.linux, .commands(4), .commands(7), .alwaysOpen)
      )
      let wait = draw(SyncWait.none, .frames(3), .pulse(interval: 7, phase: 2))
      let (responses, check) = (draw(ResponsePolicy.strict, .linux), draw(ResponseCheck.perBlock, .atEnd))
      let (retry, policy) = (
        draw(nil, again),
        draw(nil, nil, TransferPolicy(minBytes: 8, alignBytes: 16, maxBytes: 3000, rest: .column0))
      )
      var bam = BAMHost.configuration(draw(.none, .v12, .v13, .v20))
      bam.ring = draw(2, 3, 5, 4096)
      bam.descriptorBytes = draw(7, 100, 32760)
      bam.fifo = draw(512, 1024)
      bam.burst = draw(16, 64)
      let request = Self.request(&dice)
      // A failure in front of the last of several messages: what closes has its fillers after ChannelEn then, not before.
      if kind == .v1, setup == .commands(7), request.sections.count > 1 || interface.sends > 1 { continue }
      var (plain, engine) = (
        BAMHost.simulation(
          nil, .frame, shape, setup: setup, syncWait: wait, check: check, interface: interface, retry: retry,
          responses: responses, policy: policy, limits: limits, region: region, model: model),
        BAMHost.simulation(
          bam, .frame, shape, setup: setup, syncWait: wait, check: check, interface: interface, retry: retry,
          responses: responses, policy: policy, limits: limits, region: region, model: model)
      )
      for _ in 0..<2 {
        let a = plain.run(request)
        var b = engine.run(request)
        #expect(b.error?.errno == .invalid || b.course.bam != nil)
        b.course.bam = nil
        #expect(a == b, "seed \(seed)")
        if a.error != nil { seen.failed += 1 }
        if a.retries > 0 { seen.retried += 1 }
        if a.course.fallback != nil { seen.fellBack += 1 }
      }
    }
    #expect(seen.failed > 0 && seen.retried > 0 && seen.fellBack > 0)
  }

  private static func request(_ dice: inout SeededGenerator) -> TransferRequest {
    var sections: [BRASection] = []
    var address = BAMHost.base
    for _ in 0..<[1, 1, 2, 5][Int.random(in: 0..<4, using: &dice)] {
      let count = Int.random(in: 1...[20, 300][Int.random(in: 0...1, using: &dice)], using: &dice)
      BRASection(address: address, byteCount: count).map { sections.append($0) }
      address += UInt32(count + Int.random(in: 0..<30, using: &dice))
    }
    let isWrite = Bool.random(using: &dice)
    return TransferRequest(
      name: "", path: .bra, operation: isWrite ? .write : .read,
      device: Bool.random(using: &dice) ? 3 : 3 + Int.random(in: 0...1, using: &dice),
      sections: sections, data: isWrite ? testBytes(sections.reduce(0) { $0 + $1.byteCount }) : [])
  }
}
