import BRAEncoder
import FrameSim
import Testing

/// Host reference 1.3 and 1.5, design section 7: the commands around the blocks of a BRA transfer.
@Suite struct HostCommandTests {
  private func log(
    _ host: HostConfiguration, shape: FrameShape = .of(50, 4), bytes: Int = 20,
    requests: Int = 1
  ) -> (log: FrameLog, results: [TransferResult]) {
    var simulation = Simulation(shape: shape, peripherals: [.target(1)], host: host)
    var log = FrameLog()
    let results = (0..<requests).map { _ in
      simulation.run(.write(testBytes(bytes), to: 0x2000, device: 1, via: .bra), observer: &log)
    }
    return (log, results)
  }

  /// The program-params block P(b) with its eight commands, for 50x4.
  private func parameters(_ bank: UInt16) -> [Command] {
    func write(_ register: UInt16, _ value: UInt8) -> Command {
      .write(device: 1, register: register, value: value)
    }
    let offset = 0x10 * bank
    return [
      .read(device: 1, register: 0x02), write(0x02, 0x00), write(0x03, 0x02), write(0x22 + offset, 0x03),
      write(0x24 + offset, 0x00), write(0x25 + offset, 0x00), write(0x23 + offset, 0x00),
      write(0x26 + offset, 0x13),
    ]
  }

  /// The 39 commands of Linux, one by one, with their values for 50x4.
  @Test func linuxSendsThirtyNineCommands() {
    let (log, results) = log(HostConfiguration())
    let toBank1 = Command.write(device: 15, register: 0x70, value: 0x09)
    let toBank0 = Command.write(device: 15, register: 0x60, value: 0x09)
    let prepare = parameters(1) + [toBank1]
    let enable = parameters(0) + [.write(device: 1, register: 0x20, value: 1), toBank0]
    let disable =
      [.write(device: 1, register: 0x30, value: 0)] + parameters(1)
      + [toBank1, .write(device: 1, register: 0x20, value: 0)]
    let deprepare = parameters(0) + [toBank0]
    #expect([prepare, enable, disable, deprepare].map(\.count) == [9, 10, 11, 9])
    #expect(log.accesses == prepare + enable + disable + deprepare)
    #expect(results[0].error == nil)
    #expect(results[0].commands.write == 35)
    #expect(results[0].commands.read == 4)
    #expect(results[0].commands.ping == 3, "one for each block")
    // Consecutive frames: 19, three blocks, 20.
    let parts = [FramePart](repeating: .setup, count: 19) + [.data, .data, .data]
    #expect(log.parts == parts + [FramePart](repeating: .teardown, count: 20))
    #expect(log.outcomes.allSatisfy { $0.block != nil || $0.response == .ok })
    #expect(log.checker.complaints == [])
  }

  /// The values of another shape: 64x8 and a geometry of its own.
  @Test func valuesFollowTheGeometry() {
    let port = PortGeometry(hStart: 2, hStop: 7, sampleInterval: 0x0208, wordLength: 60, blockOffset: 0x0105)
    let shape = FrameShape.of(256, 8)
    let (log, results) = log(HostConfiguration(dp0: port), shape: shape, bytes: 2)
    #expect(results[0].error == nil)
    var values: [UInt16: UInt8] = [:]
    for case .write(1, let register, let value) in log.accesses.prefix(18) { values[register] = value }
    let expected: [UInt16: UInt8] = [
      0x02: 0, 0x03: 59, 0x20: 1, 0x22: 0x07, 0x23: 0x02, 0x24: 0x05, 0x25: 0x01, 0x26: 0x27, 0x32: 0x07,
      0x33: 0x02, 0x34: 0x05, 0x35: 0x01, 0x36: 0x27,
    ]
    #expect(values == expected)
    #expect(log.accesses[8] == .write(device: 15, register: 0x70, value: shape.registerValue))
  }

  /// PortCtrl is written back as it was read, under 0xF0 (host reference, "Checked afterwards", point 5).
  @Test func portControlIsWrittenBack() {
    var simulation = Simulation(shape: .of(50, 4), peripherals: [.target(1)], host: HostConfiguration())
    _ = simulation.run(.write([0b0000_1100], to: 0x02, device: 1, via: .column0))
    var log = FrameLog()
    let result = simulation.run(.write([1], to: 0x2000, device: 1, via: .bra), observer: &log)
    #expect(result.error == nil)
    #expect(log.outcomes[0].controlWord.data == 0b0000_1100)
    #expect(log.accesses[1] == .write(device: 1, register: 0x02, value: 0))
  }

  /// `{ commands: N }`: half, rounded up, in front; each half ends with ChannelEn and the bank switch; the rest
  /// rewrites SampleCtrl1 of the inactive bank.
  @Test(arguments: [4, 5, 14, 47])
  func anyNumberOfCommands(count: Int) {
    let (log, results) = log(HostConfiguration(setup: .commands(count)))
    let before = (count + 1) / 2
    let after = count / 2
    #expect(results[0].frames.setup == UInt64(before))
    #expect(results[0].frames.teardown == UInt64(after))
    #expect(results[0].frames.data == 3)
    let filler1 = Command.write(device: 1, register: 0x32, value: 3)
    let filler0 = Command.write(device: 1, register: 0x22, value: 3)
    let opening =
      [Command](repeating: filler1, count: before - 2) + [
        .write(device: 1, register: 0x30, value: 1), .write(device: 15, register: 0x70, value: 0x09),
      ]
    let closing =
      [Command](repeating: filler0, count: after - 2) + [
        .write(device: 1, register: 0x20, value: 0), .write(device: 15, register: 0x60, value: 0x09),
      ]
    #expect(log.accesses == opening + closing)
    #expect(results[0].error == nil)
  }

  /// Every BRA transfer opens and closes for itself; the second begins in the bank the first has left.
  @Test(arguments: [TransferSetup.linux, .commands(4), .commands(7), .alwaysOpen])
  func transfersFollowEachOther(setup: TransferSetup) {
    let (log, results) = log(HostConfiguration(setup: setup), requests: 3)
    for result in results {
      #expect(result.error == nil)
      #expect(result.isIntact == true)
      #expect(result.frames == results[0].frames)
    }
    #expect(results[1].startSlot == results[0].endSlot)
    #expect(results[2].startSlot == results[1].endSlot)
    let perTransfer = log.accesses.count / 3
    #expect(Array(log.accesses.prefix(perTransfer)) == Array(log.accesses.suffix(perTransfer)))
    #expect(log.outcomes.map(\.number) == (0..<log.outcomes.count).map { UInt64($0) })
  }

  /// `none`: DP0 is open throughout; the first frame carries the first block.
  @Test func noCommandsAtAll() {
    let (log, results) = log(HostConfiguration(setup: .alwaysOpen))
    #expect(log.parts == [.data, .data, .data])
    #expect(results[0].commands.ping == 3)
    #expect(results[0].duration == 600)
  }

  /// `syncWaitFrames` as a number: that many Pings in front of each bank switch.
  @Test(arguments: [1, 6, 12])
  func fixedSyncWaits(wait: Int) {
    let (log, results) = log(HostConfiguration(syncWait: .frames(wait)))
    #expect(results[0].frames.syncWait == UInt64(4 * wait))
    #expect(results[0].frames.total == UInt64(39 + 4 * wait + 3))
    #expect(results[0].commands.ping == UInt64(4 * wait + 3))
    for (index, plan) in log.plans.enumerated() {
      guard case .write(15, _, _) = plan.command else { continue }
      #expect(log.parts[index - wait..<index].allSatisfy { $0 == .syncWait })
      #expect(log.plans[index - wait..<index].allSatisfy { $0.command == .ping })
      #expect(log.parts[index - wait - 1] != .syncWait)
    }
    #expect(results[0].split.syncWait == UInt64(4 * wait * 200))
  }

  /// A sync pulse: FrameCtrl goes only in frames whose number is P modulo I.
  @Test func pulsedSyncWaits() {
    let (log, results) = log(HostConfiguration(syncWait: .pulse(interval: 12, phase: 5)), requests: 2)
    var switches = 0
    for (index, plan) in log.plans.enumerated() {
      guard case .write(15, _, _) = plan.command else { continue }
      switches += 1
      #expect(log.outcomes[index].number % 12 == 5)
    }
    #expect(switches == 8)
    #expect(results.allSatisfy { $0.error == nil && $0.frames.syncWait <= 4 * 11 })
  }

  /// The blocks of a transfer: one per frame, from the frame after the enabling bank switch on, ascending addresses.
  @Test func blocksAreConsecutive() {
    let (log, _) = log(HostConfiguration())
    let headers = log.plans.compactMap(\.block?.header)
    #expect(headers.map(\.byteCount) == [8, 8, 4])
    #expect(headers.map(\.address) == [0x2000, 0x2008, 0x2010])
    #expect(headers.allSatisfy { $0.device == 1 && $0.operation == .write && $0.type == .active })
    #expect(log.plans[19].block != nil && log.plans[21].block != nil && log.plans[22].block == nil)
  }

  /// Host reference 2.3: the Peripheral's maximum and its block alignment; the last block is free of it.
  @Test(arguments: [
    (DP0Limits(), [33, 33, 33, 1]), (DP0Limits(blockAlignment: 4), [32, 32, 32, 4]),
    (DP0Limits(maxBytesPerFrame: 30, blockAlignment: 4), [28, 28, 28, 16]),
    (DP0Limits(maxBytesPerFrame: 99, blockAlignment: 33), [33, 33, 33, 1]),
    (DP0Limits(maxBytesPerFrame: 50), [33, 33, 33, 1]),
  ])
  func blockSizes(limits: DP0Limits, sizes: [Int]) {
    var simulation = Simulation(
      shape: .of(50, 8), peripherals: [.target(1, dp0: limits)], host: HostConfiguration(setup: .alwaysOpen))
    var log = FrameLog()
    let result = simulation.run(.write(testBytes(100), to: 0x2000, device: 1, via: .bra), observer: &log)
    #expect(result.error == nil)
    #expect(log.plans.compactMap(\.block?.header.byteCount) == sizes)
    let back = simulation.run(.read(100, from: 0x2000, device: 1, via: .bra))
    #expect(back.data == testBytes(100))
  }

  /// A geometry whose capacity varies from frame to frame: each block takes what its frame has.
  @Test func blocksFillTheFrameTheyAreIn() {
    let port = PortGeometry(hStart: 1, hStop: 5, sampleInterval: 72, wordLength: 25, blockOffset: 0)
    let shape = FrameShape.of(48, 8)
    var simulation = Simulation(
      shape: shape, peripherals: [.target(1)], host: HostConfiguration(setup: .alwaysOpen, dp0: port))
    var log = FrameLog()
    let result = simulation.run(.write(testBytes(40), to: 0x2000, device: 1, via: .bra), observer: &log)
    #expect(result.isIntact == true)
    let sizes = log.plans.compactMap(\.block?.header.byteCount)
    for (frame, size) in sizes.dropLast().enumerated() {
      #expect(size == ReferencePlacement.slots(port, in: shape, frame: frame).count / 8 - 10)
    }
    #expect(Set(sizes.dropLast()).count > 1)
  }
}
