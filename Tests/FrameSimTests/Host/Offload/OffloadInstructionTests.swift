import BRAEncoder
import FrameSim
import Testing

/// The words of an offload's memories, bit by bit (host reference 6.2).
@Suite struct OffloadInstructionTests {
  private typealias Host = OffloadHost

  private func image(
    _ items: [OffloadMessage.Item], _ shape: FrameShape = .of(50, 4), setup: TransferSetup = .linux,
    endsWithSync: Bool = true, port: OffloadConfiguration.Port = .open
  ) -> (instructions: [UInt16], data: [UInt32]) {
    let offload = Host.instance {
      $0.endsWithSync = endsWithSync
      $0.port = port
    }
    var simulation = Host.simulation(offload, .frame, shape, setup: setup)
    simulation.call(
      .get(device: 1, capabilities: offload.capabilities), .optimize(OffloadMessage(items)))
    let image = simulation.offloadImage
    return (image?.instructions ?? [], image?.data ?? [])
  }

  /// All words there are: those with an opcode and flags of ours mean what their bits say, all others nothing.
  @Test func everyWord() {
    var words = 0
    for word in UInt16.min...UInt16.max {
      let instruction = OffloadInstruction(word: word)
      let count = Int(word & 0xFF) + 1
      let expected: OffloadInstruction? =
        switch word >> 8 {
        case 0x30: .sync(id: UInt8(word & 0xFF))
        case 0x31: .sleep(frames: count)
        case 0x51: .writes(count)
        case 0x52: .reads(count)
        case 0x61: .blocks(count, .inMemory)
        case 0x65: .blocks(count, .fromStream)
        case 0x62: .blocks(count, .toStream)
        default: nil
        }
      guard instruction == expected, instruction.map({ $0.word == word }) ?? true else {
        Issue.record("word \(word)")
        return
      }
      words += instruction == nil ? 0 : 1
    }
    #expect(words == 7 * 256)
  }

  /// 0x3 in bits 31:28 writes, 0x2 reads; device in 27:24, register in 23:8, byte in 7:0.
  @Test func commands() {
    let image = image([
      Host.write([0xAB, 0xCD], to: 0x2345, .column0), Host.read(3, from: 0x0040, .column0),
      Host.write([0x77], to: 0x7FFE, .column0),
    ])
    #expect(image.instructions == [0x5101, 0x5202, 0x5100, 0x3000])
    #expect(image.data == [0x3123_45AB, 0x3123_46CD, 0x2100_4000, 0x317F_FE77])
  }

  /// Writes that follow each other are one instruction, whatever message they are of; a pause parts them.
  @Test func writesRunTogether() {
    let two = [Host.write([1], .column0), Host.write([2], to: 0x3000, .column0)]
    #expect(image(two, endsWithSync: false).instructions == [0x5101])
    #expect(
      image([two[0], .sleep(frames: 3), two[1]], endsWithSync: false).instructions == [
        0x5100, 0x3102, 0x5100,
      ])
  }

  /// Page registers: at the start of a message at 0x8000 or above, and at each border of 32 KiB; 0x48 is bits 30:23, 0x49 bits 22:15.
  @Test func pageRegisters() {
    let border = image([Host.write([1, 2, 3], to: 0x7FFE, .column0)], endsWithSync: false)
    #expect(border.instructions == [0x5104])
    #expect(border.data == [0x317F_FE01, 0x317F_FF02, 0x3100_4800, 0x3100_4901, 0x3180_0003])
    // 0x40007FFF: bits 30:23 are 0x80, bits 22:15 are 0; a byte further they are 1.
    let write = image([Host.write([9, 8], to: 0x4000_7FFF, .column0)], endsWithSync: false)
    #expect(
      write.data == [0x3100_4880, 0x3100_4900, 0x31FF_FF09, 0x3100_4880, 0x3100_4901, 0x3180_0008])
    #expect(write.instructions == [0x5105])
    let read = image([Host.read(2, from: 0x4000_7FFF, .column0)], endsWithSync: false)
    #expect(read.instructions == [0x5101, 0x5200, 0x5101, 0x5200])
    #expect(read.data == [0x3100_4880, 0x3100_4900, 0x21FF_FF00, 0x3100_4880, 0x3100_4901, 0x2180_0000])
    // Two messages, each with its own, though they hold already.
    let again = image(
      [Host.read(1, from: 0x4000_0000, .column0), Host.read(1, from: 0x4000_0001, .column0)],
      endsWithSync: false)
    #expect(again.instructions == [0x5101, 0x5200, 0x5101, 0x5200])
  }

  /// 48 bits of header, device in bits 5:2 of byte 0, then data; four bytes to a word, the first in bits 7:0.
  @Test func blocks() {
    let image = image(
      [Host.write([1, 2, 3, 4, 5, 6, 7, 8, 9], to: 0x1122_3344), Host.read(9, from: 0x4455_6677)])
    #expect(image.instructions == [0x6101, 0x6201, 0x3000])
    // 11 0001 1 0 is 0xC6 for a write, 11 0001 0 0 is 0xC4 for a read; then the count, then the address from the top.
    #expect(
      image.data == [
        0x2211_08C6, 0x0201_4433, 0x0605_0403, 0x0000_0807,
        0x2211_01C6, 0x0009_4C33,
        0x5544_08C4, 0x0000_7766, 0x5544_01C4, 0x0000_7F66,
      ])
  }

  /// What comes by DMA has a header only.
  @Test func streamedBlocks() {
    let image = image([Host.streamed(20, to: 0x2000)], endsWithSync: false)
    #expect(image.instructions == [0x6502])
    #expect(
      image.data == [
        0x0000_08C6, 0x0000_0020, 0x0000_08C6, 0x0000_0820, 0x0000_04C6, 0x0000_1020,
      ])
  }

  /// An operand counts up to 256; what is more takes another instruction.
  @Test(arguments: [
    (1, [0]), (255, [254]), (256, [255]), (257, [255, 0]), (512, [255, 255]), (700, [255, 255, 187]),
  ])
  func longRuns(count: Int, operands: [Int]) {
    func words(_ opcode: UInt16) -> [UInt16] { operands.map { opcode << 8 | UInt16($0) } }
    let writes = image([Host.write(testBytes(count), .column0)], endsWithSync: false)
    #expect(writes.instructions == words(0x51) && writes.data.count == count)
    let reads = image([Host.read(count, .column0)], endsWithSync: false)
    #expect(reads.instructions == words(0x52))
    #expect(reads.data == operands.indices.map { 0x2120_0000 + UInt32($0) * 0x1_0000 })
    let pause = image([.sleep(frames: count)], endsWithSync: false)
    #expect(pause.instructions == words(0x31) && pause.data.isEmpty)
    let blocks = image([Host.write(testBytes(8 * count))], endsWithSync: false)
    #expect(blocks.instructions == words(0x61) && blocks.data.count == 4 * count)
    let read = image([Host.read(8 * count)], endsWithSync: false)
    #expect(read.instructions == words(0x62) && read.data.count == 2 * count)
    let streamed = image([Host.streamed(8 * count)], endsWithSync: false)
    #expect(streamed.instructions == words(0x65) && streamed.data.count == 2 * count)
  }

  /// A program that opens DP0 by itself has the commands around its blocks in memory: the shortest set-up by hand.
  ///
  /// 50x4 has row code 1 and column code 1 in FrameCtrl of the bank that is switched to: 0x09.
  @Test func aProgramThatOpensAndCloses() throws {
    let image = image(
      [Host.write([5])], setup: .commands(4), endsWithSync: false, port: .perTrigger)
    #expect(image.instructions == [0x5101, 0x6100, 0x5101])
    #expect(
      image.data == [0x3100_3001, 0x3F00_7009, 0x0000_01C6, 0x0005_0020, 0x3100_2000, 0x3F00_6009])
  }

  /// Read out of the words alone, line by line, with the data words that each takes.
  @Test func listing() throws {
    var simulation = Host.simulation(Host.instance())
    simulation.prepare([
      Host.write([0xAB, 0xCD], to: 0x2345, .column0), .sleep(frames: 3), Host.read(3, from: 0x0040, .column0),
      Host.write(testBytes(9), to: 0x1122_3344), Host.read(4, from: 0x2000), Host.streamed(8),
    ])
    let lines = try #require(simulation.offloadImage?.lines)
    #expect(lines.map(\.word) == [0x5101, 0x3102, 0x5202, 0x6101, 0x6200, 0x6500, 0x3000])
    #expect(
      lines.map { $0.uses.map(\.words) } == [
        [0..<1, 1..<2], [], [2..<3], [3..<7, 7..<9], [9..<11], [11..<13], [],
      ])
    let uses = lines.flatMap(\.uses).map(\.text)
    #expect(uses[1] == "write of 0xcd to device 1, register 0x2346")
    #expect(uses[2] == "read of device 1, register 0x0040")
    #expect(uses[4] == "write of 1 bytes, device 1, address 0x1122334c")
    #expect(uses[5] == "read of 4 bytes, device 1, address 0x00002000")
  }

  /// Of Linux's 39 commands the four Reads are not recorded: 17 in front, 18 after.
  @Test func linuxRecordsThirtyFive() {
    let image = image([Host.write([5])], endsWithSync: false, port: .perTrigger)
    #expect(image.instructions == [0x5110, 0x6100, 0x5111])
    #expect(image.data.count == 17 + 2 + 18)
    #expect(image.data.allSatisfy { $0 >> 28 != 2 })
    // Column 0 needs no DP0.
    #expect(
      self.image([Host.write([5], .column0)], endsWithSync: false, port: .perTrigger).instructions == [0x5100]
    )
  }
}
