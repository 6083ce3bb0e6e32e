import BRAEncoder
import Testing

@testable import FrameSim

/// What is replayed: the words, the wire and the memory (host reference 6.2).
@Suite struct OffloadReplayTests {
  private static let go = OffloadTrigger("t", .command)

  @Test("every word is an instruction that spells it, or none")
  func words() {
    var known = 0
    for word in UInt16.min...UInt16.max {
      guard let instruction = OffloadInstruction(word: word) else { continue }
      known += 1
      #expect(instruction.word == word)
    }
    // SYNC and sleep, two kinds of commands, three of blocks.
    #expect(known == 7 * 256)
  }

  @Test("counts above 256 are several instructions; pages are written at the start and at each border")
  func compilation() throws {
    var bench = OffloadBench(OffloadConfiguration(instructionWords: 1024, dataWords: 4096))
    func image(_ items: OffloadMessage.Item...) throws -> OffloadImage {
      _ = bench.errors(.get(device: 1, capabilities: OffloadBench.all))
      #expect(bench.errors(.optimize(OffloadMessage(items))) == [nil])
      let image = try #require(bench.simulation.offloadImage)
      #expect(bench.errors(.unoptimize) == [nil])
      return image
    }
    // 2057 bytes are 257 blocks of 8 and one of 1: 256 and 2.
    #expect(try image(OffloadMessage.read(2057)).instructions == [0x62FF, 0x6201, 0x3000])
    #expect(try image(OffloadMessage.read(2057)).data.count == 2 * 258)
    #expect(try image(.sleep(frames: 257)).instructions == [0x31FF, 0x3100, 0x3000])
    #expect(try image(OffloadMessage.read(300, via: .column0)).instructions == [0x52FF, 0x522B, 0x3000])
    // From 0x7FFF on: one register, then two pages and the next; address 0x8000 is page 1, bit 15.
    let paged = try image(OffloadMessage.write([0xAA, 0xBB], to: 0x7FFF, via: .column0))
    #expect(paged.instructions == [0x5103, 0x3000])
    #expect(paged.data == [0x317F_FFAA, 0x3100_4800, 0x3100_4901, 0x3180_00BB])
  }

  @Test(
    "one optimise and 1000 triggers: the host spends nothing, and each replay writes what was changed in between"
  )
  func aThousand() {
    var reports: [OffloadReport] = []
    for engine in [Engine.frame, .slot] {
      var bench = OffloadBench(
        OffloadConfiguration(triggers: [Self.go]),
        model: .pio(.init(column0: .init(nanosecondsPerBatch: 500), bra: .init(nanosecondsPerBatch: 1000))),
        engine: engine)
      let bytes = (0..<12).map { UInt8(7 * $0 + 1) }
      #expect(bench.start(OffloadMessage([OffloadMessage.write(bytes, to: 0x3000)])) == [nil, nil, nil, nil])
      for trigger in 0..<1000 {
        // Another pattern each time, so that a replay that does nothing, or half, is seen.
        bench.simulation.preload(
          (0..<14).map { UInt8(truncatingIfNeeded: trigger &+ $0) }, at: 0x2FFF, device: 1)
        let result = bench.simulation.run(.trigger(count: 1, everyFrames: nil))
        #expect(result.error == nil && result.frames.data == 2 && result.frames.total == 2)
        let memory = bench.simulation.bus.peripherals[0].memory
        #expect((0..<12).allSatisfy { memory.stored(0x3000 + UInt32($0)) == bytes[$0] })
        #expect(memory.stored(0x2FFF) == UInt8(truncatingIfNeeded: trigger))
        #expect(memory.stored(0x300C) == UInt8(truncatingIfNeeded: trigger &+ 13))
        if engine == .slot, trigger == 99 { break }
      }
      #expect(bench.errors(.disableInOrder) == [nil])
      reports.append(bench.report)
      #expect(bench.report.hostNanoseconds == 0 && bench.report.streams.damaged == 0)
      // Four commands, one by one, 1 us each.
      #expect(bench.report.ordinary.hostNanoseconds == 4000)
    }
    #expect(reports.map(\.programs) == [1000, 100])
  }

  @Test(
    "back to back a program of one block is a frame, and as many as triggers go through",
    arguments: [Engine.frame, .slot])
  func backToBack(engine: Engine) {
    var bench = OffloadBench(
      OffloadConfiguration(dataWords: 32, triggers: [Self.go]), rows: 64, columns: 16, engine: engine)
    let message = OffloadMessage([OffloadMessage.write([UInt8](repeating: 5, count: 64))])
    #expect(bench.start(message) == [nil, nil, nil, nil])
    let result = bench.simulation.run(.trigger(count: 500, everyFrames: nil))
    #expect(result.frames.total == 500 && result.blocks.ok == 500 && result.bytesMoved == 32000)
    #expect(bench.report.triggers == 500 && bench.report.lost.total == 0 && bench.report.jitter.most == 0)
  }

  @Test(
    "with the port opened each time the recorded commands are on the wire, and the bank is the same afterwards"
  )
  func perTrigger() {
    for (setup, opening, closing) in [
      (TransferSetup.linux, 17, 18), (.commands(4), 2, 2), (.commands(9), 5, 4), (.alwaysOpen, 0, 0),
    ] {
      let offload = OffloadConfiguration(
        instructionWords: 64, dataWords: 64, port: .perTrigger, triggers: [Self.go])
      var bench = OffloadBench(offload, setup: setup)
      bench.simulation.startComparing()
      #expect(bench.start(OffloadMessage([OffloadMessage.write([9, 8, 7])])) == [nil, nil, nil, nil])
      #expect(bench.simulation.bus.frame == 0)
      let bank = bench.simulation.bus.manager.registers.currentBank
      let result = bench.simulation.run(.trigger(count: 3, everyFrames: nil))
      #expect(result.frames.setup == UInt64(3 * opening) && result.frames.teardown == UInt64(3 * closing))
      #expect(result.frames.data == 3 && result.frames.total == UInt64(3 * (opening + closing + 1)))
      #expect(result.commands.write == UInt64(3 * (opening + closing)) && result.commands.read == 0)
      #expect(bench.simulation.bus.manager.registers.currentBank == bank)
      #expect(bench.errors(.disableInOrder) == [nil])
      #expect(bench.report.streams.damaged == 0 && bench.report.streams.failures == 0)
      #expect(bench.simulation.run(.write([1], to: 0x2000, device: 1, via: .bra)).isIntact == true)
      #expect(bench.simulation.disagreement == nil)
    }
  }

  @Test("commands, blocks and pauses go in their order, a frame each")
  func mixed() {
    var bench = OffloadBench(OffloadConfiguration(dataWords: 64, triggers: [Self.go]))
    bench.simulation.preload([1, 2, 3, 4], at: 0x9000, device: 1)
    bench.simulation.startComparing()
    let message = OffloadMessage([
      OffloadMessage.write([0x55], to: 0x2100, via: .column0), .sleep(frames: 5),
      OffloadMessage.read(4, from: 0x9000, via: .column0),
      OffloadMessage.read(10), OffloadMessage.write([6, 7], to: 0x2200),
    ])
    #expect(bench.start(message) == [nil, nil, nil, nil])
    let result = bench.simulation.run(.trigger(count: 2, everyFrames: nil))
    // 1 command, 5 pauses, 2 pages and 4 Reads, 2 blocks, 1 block.
    #expect(result.frames.total == 2 * 15 && result.frames.host == 2 * 5 && result.frames.data == 2 * 10)
    #expect(result.commands.read == 8 && result.commands.write == 6 && result.blocks.ok == 6)
    // Pages count as moved, as nothing tells them from other Writes.
    #expect(result.bytesMoved == 2 * (1 + 2 + 4 + 10 + 2))
    #expect(bench.report.streams.damaged == 0 && result.isIntact == true)
    #expect(bench.simulation.disagreement == nil)
  }

  @Test("what is damaged is found in memory, and what is not answered well on the wire")
  func witness() {
    var bench = OffloadBench(OffloadConfiguration(triggers: [Self.go]))
    // Beyond the memory nothing is stored, and the footer is Bad.
    #expect(
      bench.start(OffloadMessage([OffloadMessage.write([1, 2], to: 0x11FFF)])) == [nil, nil, nil, nil])
    let result = bench.simulation.run(.trigger(count: 3, everyFrames: nil))
    #expect(result.error == nil && result.isIntact == false && result.bytesMoved == 0)
    #expect(
      bench.report.programs == 3 && bench.report.streams.damaged == 3 && bench.report.streams.failures == 3)
  }
}
