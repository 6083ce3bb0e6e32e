import BRAEncoder
import FrameSim
import Testing

/// Small things at the border between the driver, the engine and other clients, each by hand (host notes 6.1).
@Suite struct BAMSharingTests {
  /// A write-back writes what its own Read brought, also where the register is not 0 (host notes 1.3).
  @Test(arguments: Engine.allCases)
  func writeBacks(engine: Engine) {
    for lock in BAMConfiguration.Lock.allCases {
      var (plain, bam) = (
        BAMHost.simulation(nil, engine), BAMHost.simulation(BAMHost.configuration(lock), engine)
      )
      var logs: [[Command]] = []
      for index in 0...1 {
        var log = CommandLog()
        let before = TransferRequest.write([0xF0], to: 2, device: 3, via: .column0)
        let write = TransferRequest.write(testBytes(40), to: BAMHost.base, device: 3, via: .bra)
        if index == 0 {
          _ = plain.run(before)
          _ = plain.run(write, observer: &log)
        } else {
          _ = bam.run(before)
          _ = bam.run(write, observer: &log)
        }
        logs.append(log.commands)
      }
      #expect(logs[0] == logs[1] && logs[0].contains(.write(device: 3, register: 2, value: 0xD0)))
    }
  }

  /// A command of another client that nobody answers is its own affair.
  @Test func anothersFailure() {
    var bam = BAMHost.configuration(.none)
    var transaction = BAMClient.Transaction.command(
      atNanoseconds: 1_000_000, device: 5, register: 1, value: 1)
    transaction.writes[2].value |= 0x100
    bam.clients = [BAMClient(name: "firmware", group: 1, transactions: [transaction])]
    var simulation = BAMHost.simulation(bam)
    let result = simulation.run(.write(testBytes(4000), to: BAMHost.base, device: 3, via: .bra))
    #expect(result.error == nil && result.isIntact == true && result.frames.teardown == 20)
    #expect(result.course.bam?.damagedTransactions == 0)
  }

  /// Blocks that go over Column 0 in the end are no damage.
  @Test(arguments: BAMConfiguration.Lock.allCases)
  func fallingBack(lock: BAMConfiguration.Lock) {
    var simulation = BAMHost.simulation(
      BAMHost.configuration(lock), retry: RetryPolicy(then: .column0),
      region: MemoryRegion(address: BAMHost.base, bytes: 0x1000, notReadyEvery: 5))
    let result = simulation.run(.write(testBytes(700), to: BAMHost.base, device: 3, via: .bra))
    #expect(result.error == nil && result.isIntact == true && result.course.column0Bytes > 0)
    #expect(result.course.bam?.damagedTransactions == 0)
  }

  /// A byte that Column 0 writes in the frame of the block that brings it, to the device or to all: the device takes the command last.
  @Test func overwritten() {
    for device in [3, 15] {
      for offset in [455, 460, 490, 505, 506, 900] {
        var bam = BAMHost.configuration(.none)
        bam.clients = [
          BAMClient(
            name: "firmware", group: 1, locks: false,
            transactions: [
              .command(atNanoseconds: 590_000, device: device, register: 0x2000 + UInt16(offset), value: 0xEE)
            ])
        ]
        var simulation = BAMHost.simulation(bam)
        let data = testBytes(1000).map { $0 & 0x7F }
        let result = simulation.run(.write(data, to: 0x2000, device: 3, via: .bra))
        let isWhole = simulation.bus.peripheral(at: 3)?.memory.holds(data, at: 0x2000) == true
        #expect(
          isWhole == (offset > 505) && (result.course.bam?.damagedTransactions == 0) == isWhole, "\(offset)")
      }
    }
  }

  /// The watchdog does not bite where the host takes its own time, nor while a read is emptied slowly.
  @Test func slowHosts() {
    for change: (inout BAMConfiguration) -> Void in [
      { $0.times.toInterrupt = 200_000_000 }, { $0.times.perDoorbell = 200_000_000 },
      {
        $0.times.perElement = 2_000_000; $0.watchdogNanoseconds = 1_000_000
      },
      {
        $0.times.perDescriptor = 100_000; $0.descriptorBytes = 1
      },
    ] {
      var simulation = BAMHost.simulation(BAMHost.configuration(.v20, change), setup: .commands(4))
      let write = simulation.run(.write(testBytes(200), to: BAMHost.base, device: 3, via: .bra))
      #expect(write.error == nil && write.isIntact == true && write.frames.teardown == 2)
      let read = simulation.run(.read(200, from: BAMHost.base, device: 3, via: .bra))
      #expect(read.error == nil && read.data == testBytes(200))
    }
  }

  /// A client of the host's own group goes on under the lock, and does not give it back.
  @Test func theSameGroup() {
    var bam = BAMHost.configuration(.v13)
    bam.clients = [
      BAMClient(
        name: "same", group: bam.group,
        transactions: [.init(atNanoseconds: 600_000, writes: [.init(.scratchpad, 1)])]),
      BAMClient(
        name: "other", group: 1,
        transactions: [.init(atNanoseconds: 700_000, writes: [.init(.dp0AddressLow, 0x9000)])]),
    ]
    var simulation = BAMHost.simulation(bam)
    let result = simulation.run(.write(testBytes(4000), to: BAMHost.base, device: 3, via: .bra))
    #expect(result.isIntact == true && result.course.bam?.damagedTransactions == 0)
  }

  /// Who changed which half of the address is named, and a client's command that closes DP0.
  @Test func whoIsToBlame() {
    var bam = BAMHost.configuration(.none)
    bam.watchdogNanoseconds = 2_000_000
    bam.clients = [
      BAMClient(
        name: "a", group: 1, locks: false,
        transactions: [.init(atNanoseconds: 1_000_000, writes: [.init(.dp0AddressHigh, 0x4402)])]),
      BAMClient(
        name: "b", group: 2, locks: false,
        transactions: [.init(atNanoseconds: 1_000_000, writes: [.init(.scratchpad, 8)])]),
    ]
    var simulation = BAMHost.simulation(bam)
    let write = TransferRequest.write(testBytes(4000), to: BAMHost.base, device: 3, via: .bra)
    let moved = simulation.run(write).course.bam?.interleaved ?? []
    #expect(moved.first { $0.client == "a" }?.effect == "2666 bytes went to other addresses")
    #expect(moved.first { $0.client == "b" }?.effect == nil)
    bam.clients = [
      BAMClient(
        name: "c", group: 1, locks: false,
        transactions: [.command(atNanoseconds: 500_000, device: 3, register: 0x20, value: 0)])
    ]
    simulation = BAMHost.simulation(bam)
    let closed = simulation.run(write).course.bam?.interleaved ?? []
    #expect(
      closed.last?.register == .commandControl && closed.last?.effect?.contains("did not go through") == true)
  }
}

/// The commands of a run that are no Pings.
private struct CommandLog: FrameObserver {
  static let wantsLevels = false
  var commands: [Command] = []
  mutating func observe(_ frame: borrowing ObservedFrame) {
    if frame.plan.command != .ping { commands.append(frame.plan.command) }
  }
}
