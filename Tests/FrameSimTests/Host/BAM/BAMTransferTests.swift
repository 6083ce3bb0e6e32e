import BRAEncoder
import FrameSim
import Testing

/// Transfers whose commands and data are descriptors (host reference 6.1).
@Suite struct BAMTransferTests {
  private static let locks = BAMConfiguration.Lock.allCases

  /// An engine that takes no time changes nothing on the wire, whatever it locks: the same frames as on an ideal host.
  @Test(arguments: Engine.allCases, locks)
  func anEngineWithoutTimeIsAnIdealHost(engine: Engine, lock: BAMConfiguration.Lock) {
    for setup in [TransferSetup.linux, .commands(4), .commands(9), .alwaysOpen] {
      for wait in [SyncWait.none, .frames(6), .pulse(interval: 16, phase: 3)] {
        for (shape, bytes) in [
          (FrameShape.of(50, 10), 1000), (.of(50, 4), 57), (.of(48, 2), 3), (.of(50, 2), 3),
          (.of(64, 16), 4000),
        ] {
          // Slot by slot a part of it is enough: what is offered does not depend on the engine.
          if engine == .slot, wait != .none || setup == .commands(9) || bytes > 1000 { continue }
          let data = testBytes(bytes)
          for request in [
            TransferRequest.write(data, to: BAMHost.base, device: 3, via: .bra),
            .read(bytes, from: BAMHost.base, device: 3, via: .bra),
          ] {
            var ideal = BAMHost.simulation(nil, engine, shape, setup: setup, syncWait: wait)
            var bam = BAMHost.simulation(
              BAMHost.configuration(lock), engine, shape, setup: setup, syncWait: wait)
            ideal.preload(data, at: BAMHost.base, device: 3)
            bam.preload(data, at: BAMHost.base, device: 3)
            let (a, b) = (ideal.run(request), bam.run(request))
            #expect(
              a.error == b.error && a.frames == b.frames, "\(setup) \(wait) \(shape) \(request.operation)")
            #expect(a.endSlot == b.endSlot && a.blocks == b.blocks && a.commands == b.commands)
            #expect(a.bytesMoved == b.bytesMoved && a.isIntact == b.isIntact && a.data == b.data)
            #expect(a.sections == b.sections && a.slots == b.slots && a.split == b.split)
            guard a.error == nil else { continue }
            #expect(b.course.bam?.damagedTransactions == 0 && b.course.bam?.interleaved == [])
          }
        }
      }
    }
  }
}
