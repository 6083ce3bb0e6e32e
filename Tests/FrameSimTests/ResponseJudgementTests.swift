import BRAEncoder
import FrameSim
import Testing

/// How the host judges and counts a block whose responses or data were disturbed on the line (protocol reference
/// sections 11.3 and 11.4, host reference 3).
@Suite struct ResponseJudgementTests {
  /// Payload bits of a block of `count` data bytes: 7 bytes of header with CRC, byte 7, data, CRC, footer.
  private enum Bit {
    static let header = 10
    /// NAK is bit 4 of a response, ACK is bit 3; bit 7 is sent first.
    static let headerNAK = 8 * 7 + 3
    static let headerACK = 8 * 7 + 4
    static let data = 8 * 8 + 5
    static func footerNAK(_ count: Int) -> Int { 8 * (9 + count) + 3 }
    static func footerACK(_ count: Int) -> Int { 8 * (9 + count) + 4 }
    static func footerResult(_ count: Int) -> Int { 8 * (9 + count) + 2 }
  }

  /// Makes a transfer of one block, with one bit of its payload inverted on the line.
  private static func run(
    _ operation: TransferRequest.Operation, disturbing bit: Int, _ responses: ResponsePolicy, bytes: Int = 6
  ) throws -> TransferResult {
    let shape = FrameShape.of(50, 4)
    var simulation = Simulation(
      shape: shape, peripherals: [.target(1)],
      host: HostConfiguration(setup: .alwaysOpen, responses: responses))
    simulation.preload(testBytes(bytes), at: 0x2000, device: 1)
    let slots = ReferencePlacement.slots(PortGeometry(fillingColumns: shape.columns), in: shape)
    var transfer = simulation.begin(
      operation == .read
        ? .read(bytes, from: 0x2000, device: 1, via: .bra)
        : .write(testBytes(bytes), to: 0x2000, device: 1, via: .bra),
      wantsLevels: false)
    var nobody = NoObserver()
    try #require(simulation.step(&transfer, flips: LineFlips(slots: [slots[bit]]), observer: &nobody))
    while simulation.step(&transfer, flips: .none, observer: &nobody) {}
    return simulation.end(transfer)
  }

  private static func blocks(_ change: (inout BlockCounts) -> Void) -> BlockCounts {
    var counts = BlockCounts()
    counts.sent = 1
    change(&counts)
    return counts
  }

  /// The Target says Good to what it sent; only the Initiator can see that the CRC does not fit what arrived.
  @Test(arguments: ResponsePolicy.allCases)
  func aReadWithAWrongDataCRC(_ responses: ResponsePolicy) throws {
    let result = try Self.run(.read, disturbing: Bit.data, responses)
    #expect(result.error?.errno == .io)
    #expect(result.error?.message.contains("wrong CRC") == true)
    #expect(result.blocks == Self.blocks { $0.bad = 1 })
    #expect(result.bytesMoved == 0)
  }

  /// A Target that finds the CRC of a header or of data wrong answers with NAK alone.
  @Test(arguments: ResponsePolicy.allCases)
  func nakAlone(_ responses: ResponsePolicy) throws {
    for bit in [Bit.header, Bit.data] {
      let result = try Self.run(.write, disturbing: bit, responses)
      #expect(result.error?.errno == .io)
      #expect(result.blocks == Self.blocks { $0.nak = 1 })
      #expect(result.bytesMoved == 0)
    }
  }

  /// NAK and ACK at once: Targets disagree.
  @Test(arguments: ResponsePolicy.allCases)
  func nakAndAck(_ responses: ResponsePolicy) throws {
    for operation in [TransferRequest.Operation.read, .write] {
      for bit in [Bit.headerNAK, Bit.footerNAK(6)] {
        let result = try Self.run(operation, disturbing: bit, responses)
        #expect(result.error?.errno == .io)
        #expect(result.blocks == Self.blocks { $0.aborted = 1 })
      }
    }
  }

  /// Without ACK and NAK nobody answered.
  @Test(arguments: ResponsePolicy.allCases)
  func aLostAck(_ responses: ResponsePolicy) throws {
    for operation in [TransferRequest.Operation.read, .write] {
      for bit in [Bit.headerACK, Bit.footerACK(6)] {
        let result = try Self.run(operation, disturbing: bit, responses)
        #expect(result.error?.errno == .noData)
        #expect(result.blocks == Self.blocks { $0.ignored = 1 })
        #expect(result.bytesMoved == 0)
      }
    }
  }

  /// Result Bad: an error where strict; Linux does not look at it.
  @Test func aGoodThatBecameBad() throws {
    for operation in [TransferRequest.Operation.read, .write] {
      let strict = try Self.run(operation, disturbing: Bit.footerResult(6), .strict)
      #expect(strict.error?.errno == .io)
      #expect(strict.blocks == Self.blocks { $0.bad = 1 })
      let linux = try Self.run(operation, disturbing: Bit.footerResult(6), .linux)
      #expect(linux.error == nil)
      #expect(linux.blocks == Self.blocks { $0.bad = 1 })
      #expect(linux.bytesMoved == 6)
    }
  }
}
