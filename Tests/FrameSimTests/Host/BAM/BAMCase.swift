import BRAEncoder
import FrameSim

/// A transfer of the host beside a firmware that writes registers of the device and of the Manager, drawn from a seed.
struct BAMCase {
  let request: TransferRequest
  var simulation: Simulation
  /// What the firmware writes into the device's memory.
  let commands: [UInt32: UInt8]

  /// Ring, burst, buffer, times and moments are drawn.
  init(
    seed: UInt64, _ lock: BAMConfiguration.Lock, _ fault: BAMFault?, firmwareLocks: Bool = true,
    _ engine: Engine = .frame
  ) {
    var dice = SeededGenerator(seed: seed, stream: "bam")
    func draw<T>(_ values: T...) -> T { values[Int.random(in: 0..<values.count, using: &dice)] }
    var bam = BAMConfiguration()
    bam.lock = lock
    if let fault { bam.faults = [fault] }
    bam.ring = draw(2, 3, 4, 8, 64, 4096)
    bam.burst = draw(16, 32, 64, 256)
    bam.descriptorBytes = draw(16, 100, 1000, 32760)
    bam.fifo = draw(512, 1024, 4096)
    bam.times.perDoorbell = draw(0, 500, 20000)
    bam.times.perDescriptor = draw(0, 100, 3000)
    bam.times.perBurst = draw(0, 50, 1000)
    bam.times.perElement = draw(0, 40, 2000)
    bam.times.toInterrupt = draw(0, 5000, 50000)
    bam.times.toWorker = draw(0, 10000, 100_000)
    bam.arbitration = draw(.roundRobin, .priority)
    bam.watchdogNanoseconds = 20_000_000
    bam.faultAtByte = draw(nil, 1, 100)
    let data = testBytes(1 + Int.random(in: 0..<1500, using: &dice))
    var commands: [UInt32: UInt8] = [:]
    var time = UInt64.random(in: 0..<3_000_000, using: &dice)
    let others: [ManagerRegister] = [
      .dp0AddressLow, .dp0AddressHigh, .dp0Count, .dp0Bank, .dp0Control, .dp0Device, .scratchpad, .scratchpad,
    ]
    let transactions = (0...Int.random(in: 0..<5, using: &dice)).map { index in
      let (register, value) = (BAMHost.registers + UInt32(index), UInt8.random(in: 1...255, using: &dice))
      commands[register] = value
      var transaction = BAMClient.Transaction.command(
        atNanoseconds: time, device: 3, register: UInt16(register), value: value)
      for _ in 0..<Int.random(in: 0..<4, using: &dice) {
        let write = BAMClient.Write(
          others[Int.random(in: 0..<others.count, using: &dice)], draw(0, 1, 2, 0x40, 0x4401, 77))
        transaction.writes.insert(write, at: Int.random(in: 0...transaction.writes.count, using: &dice))
      }
      time += UInt64.random(in: 0..<800_000, using: &dice)
      return transaction
    }
    self.commands = commands
    bam.clients = [BAMClient(name: "firmware", group: 1, locks: firmwareLocks, transactions: transactions)]
    simulation = BAMHost.simulation(
      bam, engine, draw(.of(50, 4), .of(50, 10), .of(64, 16)), setup: draw(.linux, .commands(4), .alwaysOpen))
    request = .write(data, to: BAMHost.base, device: 3, via: .bra)
  }

  /// What became of a case: what the report says, which comes from the bus, and what memory says.
  struct Outcome {
    var result: TransferResult
    var firmware: BAMReport.Client
    /// Whether each of the two has its bytes in the device.
    var hostIsWhole: Bool
    var firmwareIsWhole: Bool

    var report: BAMReport { result.course.bam ?? BAMReport() }
  }

  /// Runs it, and something over Column 0 after it in which the firmware may come to its end.
  mutating func run() -> Outcome {
    let result = simulation.run(request)
    _ = simulation.run(.read(300, from: BAMHost.registers, device: 3, via: .column0))
    var isLocked = true
    // Until nobody waits any more, or the watchdog has ended who waits in vain.
    for _ in 0..<20 where isLocked {
      _ = simulation.run(.read(300, from: BAMHost.registers, device: 3, via: .column0))
      isLocked = simulation.bamClients.contains { $0.finished < $0.transactions && !$0.isDeadlocked }
    }
    let memory = simulation.bus.peripheral(at: 3)?.memory
    return Outcome(
      result: result, firmware: simulation.bamClients[0],
      hostIsWhole: memory?.holds(request.data, at: BAMHost.base) == true,
      firmwareIsWhole: commands.allSatisfy { memory?.stored($0.key) == $0.value })
  }
}
