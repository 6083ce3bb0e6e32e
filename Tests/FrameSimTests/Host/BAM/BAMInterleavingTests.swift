import FrameSim
import Testing

/// Two masters on one engine: what locks keep apart, and what comes of it where they do not (host reference 6.1).
///
/// The report counts damage from what was on the bus; here memory is looked at.
@Suite struct BAMInterleavingTests {
  #if DEBUG
    private static let cases: UInt64 = 16
    private static let whole: UInt64 = 60
  #else
    private static let cases: UInt64 = 2000
    private static let whole: UInt64 = 10_000
  #endif

  /// LOCK and UNLOCK with NWD on the data: whatever the ring, the bursts, the times and the moments, both arrive whole.
  @Test(arguments: [BAMConfiguration.Lock.v13, .v20])
  func bothTransactionsArriveWhole(lock: BAMConfiguration.Lock) {
    for seed in 1...Self.whole {
      var test = BAMCase(seed: seed, lock, nil)
      let outcome = test.run()
      #expect(outcome.hostIsWhole && outcome.firmwareIsWhole, "seed \(seed)")
      #expect(outcome.result.error == nil && outcome.result.isIntact == true, "seed \(seed)")
      #expect(outcome.report.damagedTransactions == 0 && outcome.report.deadlocks == 0, "seed \(seed)")
      #expect(outcome.firmware.damaged == 0 && outcome.firmware.finished == outcome.firmware.transactions)
    }
  }

  /// Without a lock, with v12, and with each fault: damage is reported in those runs in which memory differs, and in no others.
  @Test(arguments: BAMConfiguration.Lock.allCases, [nil] + BAMFault.allCases.map { Optional($0) })
  func damageIsReportedWhereMemoryDiffers(lock: BAMConfiguration.Lock, fault: BAMFault?) {
    var damaged = 0
    for seed in 1...Self.cases {
      var test = BAMCase(seed: seed, lock, fault, firmwareLocks: seed % 2 == 0)
      let outcome = test.run()
      let firmwareIsFine =
        outcome.firmware.damaged == 0 && outcome.firmware.finished == outcome.firmware.transactions
      #expect((outcome.report.damagedTransactions == 0) == outcome.hostIsWhole, "seed \(seed)")
      #expect(firmwareIsFine == outcome.firmwareIsWhole, "seed \(seed)")
      if !outcome.hostIsWhole || !outcome.firmwareIsWhole { damaged += 1 }
      // What was written in between is named, where it did anything.
      if outcome.report.interleaved.isEmpty, fault != .terminate {
        #expect(outcome.hostIsWhole, "seed \(seed)")
      }
    }
    let isSafe = lock == .v13 || lock == .v20
    if isSafe, fault == nil || fault == .pause {
      return
    }
    #expect(damaged > 0)
  }

  /// Both engines, frame by frame: the same results, the same reports.
  @Test func enginesAgree() {
    for seed in 1...Self.cases {
      let (lock, fault) = (
        BAMConfiguration.Lock.allCases[Int(seed % 4)],
        ([nil] + BAMFault.allCases.map { Optional($0) })[Int(seed / 4 % 8)]
      )
      var frame = BAMCase(seed: seed, lock, fault)
      var slot = BAMCase(seed: seed, lock, fault, .slot)
      let (a, b) = (frame.simulation.run(frame.request), slot.simulation.run(slot.request))
      #expect(a == b, "seed \(seed)")
    }
  }
}
