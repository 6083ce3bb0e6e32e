import BRAEncoder
import FrameSim
import Testing

/// Locks, metadata and what refuses them (host reference 6.1).
@Suite struct BAMLockTests {
  private static let write = TransferRequest.write(testBytes(200), to: BAMHost.base, device: 3, via: .bra)

  private func run(_ change: (inout BAMConfiguration) -> Void, _ lock: BAMConfiguration.Lock = .v20)
    -> TransferResult
  {
    var simulation = BAMHost.simulation(BAMHost.configuration(lock, change))
    return simulation.run(Self.write)
  }

  /// Attaching metadata: EINVAL without data; without support or scratchpad it runs unlocked, and only the strict version says so.
  @Test(arguments: [BAMConfiguration.Lock.v12, .v13, .v20])
  func metadata(lock: BAMConfiguration.Lock) {
    let empty = run({ $0.attachesNothing = true }, lock)
    #expect(empty.error?.errno == .invalid && empty.frames.total == 0)
    for change: (inout BAMConfiguration) -> Void in [{ $0.canLock = false }, { $0.scratchpad = nil }] {
      let open = run(change, lock)
      #expect(open.error == nil && open.isIntact == true && open.course.bam?.isLocked == false)
      #expect(open.course.bam?.lockHeldNanoseconds == 0)
      let strict = run(
        {
          change(&$0)
          $0.hasStrictMetadata = true
        }, lock)
      #expect(strict.error?.errno == .notSupported && strict.frames.total == 0)
    }
    #expect(run({ $0.hasStrictMetadata = true }, lock).course.bam?.isLocked == true)
    #expect(run({ $0.faults = [.metadataOnWrongChannel] }, lock).course.bam?.isLocked == false)
  }

  /// Who asks for no lock attaches nothing, and is not refused.
  @Test func withoutLocksNothingIsAttached() {
    let result = run(
      {
        $0.attachesNothing = true
        $0.hasStrictMetadata = true
        $0.canLock = false
      }, .none)
    #expect(result.error == nil && result.course.bam?.isLocked == false)
  }

  /// UNLOCK that is never queued: the next LOCK is EBUSY. Where both are allocated in advance, none of them is.
  @Test(
    arguments: [BAMConfiguration.Lock.v12, .v13, .v20], [BAMFault.lockWithoutUnlock, .unlockAllocationFails])
  func aLockThatStays(lock: BAMConfiguration.Lock, fault: BAMFault) {
    var simulation = BAMHost.simulation(BAMHost.configuration(lock) { $0.faults = [fault] })
    let first = simulation.run(Self.write)
    #expect(first.error == nil && first.isIntact == true)
    let second = simulation.run(Self.write)
    let runsUnlocked = lock == .v20 && fault == .unlockAllocationFails
    #expect(first.course.bam?.isLocked == !runsUnlocked)
    #expect(second.error?.errno == (runsUnlocked ? nil : .busy))
  }

  /// Others wait for such a lock until the watchdog ends them.
  @Test func deadlock() {
    var bam = BAMHost.configuration(.v13) { $0.faults = [.lockWithoutUnlock] }
    bam.watchdogNanoseconds = 5_000_000
    bam.clients = [
      BAMClient(
        name: "firmware", group: 1,
        transactions: [.command(atNanoseconds: 500_000, device: 3, register: 0x2000, value: 9)])
    ]
    var simulation = BAMHost.simulation(bam)
    #expect(simulation.run(Self.write).error == nil)
    // 300 bytes are 6 ms.
    _ = simulation.run(.read(300, from: 0x2100, device: 3, via: .column0))
    let client = simulation.bamClients[0]
    #expect(
      client.isDeadlocked && client.finished == 0
        && simulation.bus.peripheral(at: 3)?.memory.stored(0x2000) == 0)
    // The same group is not kept out.
    bam.clients[0].group = bam.group
    simulation = BAMHost.simulation(bam)
    _ = simulation.run(Self.write)
    _ = simulation.run(.read(300, from: 0x2100, device: 3, via: .column0))
    #expect(
      simulation.bamClients[0].finished == 1 && simulation.bus.peripheral(at: 3)?.memory.stored(0x2000) == 9)
  }

  /// A driver that is reset in the middle of its data, and one that is only halted.
  @Test func terminateAndPause() {
    let gone = run { $0.faults = [.terminate] }
    #expect(gone.error?.errno == .io && gone.bytesMoved == 138 && gone.course.bam?.damagedTransactions == 1)
    let plain = run { _ in }
    let halted = run {
      $0.faults = [.pause]
      $0.pauseNanoseconds = 500_000
    }
    // The pipe stands still for 24 frames; 200 bytes are in the Manager's buffer by then, and only what closes waits.
    #expect(halted.error == nil && halted.isIntact == true && halted.frames.host > plain.frames.host)
    let tooLong = run {
      $0.faults = [.pause]
      $0.pauseNanoseconds = 500_000_000
      $0.watchdogNanoseconds = 1_000_000
    }
    #expect(tooLong.error?.errno == .timedOut)
  }

  /// A write to a register of the Manager, in the middle of the blocks: what it does is on the wire, and in memory.
  @Test(arguments: Engine.allCases)
  func whatAWriteDoes(engine: Engine) throws {
    let writes: [(register: ManagerRegister, value: UInt32, effect: String?)] = [
      (.dp0AddressLow, 0x9000, "bytes went to other addresses"), (.dp0Device, 5, "did not go through"),
      (.dp0Count, 4, "did not go through"), (.dp0Control, 0, "did not go through"),
      (.dp0Bank, 7, "did not go through"), (.scratchpad, 7, nil),
    ]
    for (register, value, effect) in writes {
      var bam = BAMHost.configuration(.none)
      bam.watchdogNanoseconds = 2_000_000
      bam.clients = [
        BAMClient(
          name: "firmware", group: 1,
          transactions: [BAMClient.Transaction(atNanoseconds: 1_000_000, writes: [.init(register, value)])])
      ]
      var simulation = BAMHost.simulation(bam, engine)
      let data = testBytes(4000)
      let result = simulation.run(.write(data, to: BAMHost.base, device: 3, via: .bra))
      let report = try #require(result.course.bam)
      let write = try #require(report.interleaved.first { $0.register == register && $0.value == value })
      #expect(write.client == "firmware" && write.slot == 24_000)
      let isWhole = simulation.bus.peripheral(at: 3)?.memory.holds(data, at: BAMHost.base) == true
      #expect(isWhole == (effect == nil) && (report.damagedTransactions == 0) == isWhole, "\(register)")
      if let effect {
        #expect(write.effect?.hasSuffix(effect) == true, "\(register): \(write.effect ?? "")")
      } else {
        #expect(write.effect == nil)
      }
    }
  }
}
