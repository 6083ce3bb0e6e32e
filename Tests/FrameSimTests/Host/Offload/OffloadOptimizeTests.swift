import BRAEncoder
import FrameSim
import Testing

/// What optimising refuses, in the order of Linux's driver (host reference 6.2): instruction memory, plain receive buffer,
/// capability of static data, data memory, prepared already.
@Suite struct OffloadOptimizeTests {
  private typealias Host = OffloadHost

  private static let small = OffloadMessage([Host.write([1], .column0)])

  /// An instance that has a message of one instruction and one data word already.
  private func prepared(
    instructionWords: Int, dataWords: Int, _ capabilities: OffloadCapabilities
  ) -> Simulation {
    let offload = Host.instance {
      $0.instructionWords = instructionWords
      $0.dataWords = dataWords
      $0.endsWithSync = false
    }
    var simulation = Host.simulation(offload)
    simulation.call(.get(device: 1, capabilities: capabilities), .optimize(Self.small))
    return simulation
  }

  private func expect(
    _ simulation: Simulation, _ message: OffloadMessage, _ errno: TransferErrno, _ words: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var simulation = simulation
    let result = simulation.run(.optimize(message))
    #expect(result.error?.errno == errno, sourceLocation: sourceLocation)
    #expect(
      result.error?.message.contains(words) == true, "\(result.error?.message ?? "no error")",
      sourceLocation: sourceLocation)
    #expect(result.frames.total == 0 && simulation.bus.slot == 0, sourceLocation: sourceLocation)
    // What was there before is what is there still.
    #expect(simulation.offloadImage?.data == [0x3120_0001], sourceLocation: sourceLocation)
  }

  /// Blocks and a read: two instructions; headers of 1.5 words: 64 bytes in blocks of 8 are 8 x 4 words, and the read 2.
  @Test func everyFaultInItsTurn() {
    let plain = OffloadMessage([Host.write(testBytes(64)), Host.read(8, .bra, .buffer)])
    expect(prepared(instructionWords: 1, dataWords: 33, .trigger), plain, .invalid, "2 instructions")
    expect(prepared(instructionWords: 2, dataWords: 33, .trigger), plain, .invalid, "plain buffer")
    let streamed = OffloadMessage([Host.write(testBytes(64)), Host.read(8)])
    expect(
      prepared(instructionWords: 2, dataWords: 33, [.trigger, .rxStream]), streamed, .invalid, "staticTx")
    expect(
      prepared(instructionWords: 2, dataWords: 33, [.staticTx, .rxStream]), streamed, .invalid,
      "34 data words")
    expect(prepared(instructionWords: 2, dataWords: 34, [.staticTx, .rxStream]), streamed, .busy, "already")
    var last = prepared(instructionWords: 2, dataWords: 34, [.staticTx, .rxStream])
    last.call(.unoptimize, .optimize(streamed))
    #expect(last.offloadImage?.data.count == 34)
    // With its SYNC it is one more.
    let offload = Host.instance {
      $0.instructionWords = 2
      $0.dataWords = 34
    }
    var synced = Host.simulation(offload)
    synced.call(.get(device: 1, capabilities: [.staticTx, .rxStream]))
    #expect(synced.run(.optimize(streamed)).error?.message.contains("3 instructions") == true)
  }

  /// The 16 words of the default hold no block of 64 bytes: with its header that is 17.5 words; of 58 they do.
  @Test func sixteenWords() {
    var offload = OffloadConfiguration()
    offload.triggers = [Host.trigger]
    #expect(offload.instructionWords == 16 && offload.dataWords == 16)
    for (bytes, words) in [(64, 18), (59, 17), (58, 16), (54, 15)] {
      // A frame of 64x16 has room for a block of any of these.
      var simulation = Host.simulation(offload, .frame, .of(64, 16))
      simulation.call(.get(device: 1, capabilities: .staticTx))
      let result = simulation.run(.optimize(OffloadMessage([Host.write(testBytes(bytes))])))
      #expect((result.error?.errno == .invalid) == (words > 16))
      if words > 16 { #expect(result.error?.message.contains("\(words) data words") == true) }
      #expect(simulation.offloadImage?.data.count == (words > 16 ? nil : words))
    }
  }

  /// Only bytes of blocks are static data; Writes of Column 0 lie beside their addresses.
  @Test func commandsNeedNoCapability() {
    var simulation = Host.simulation(Host.instance())
    simulation.call(.get(device: 1, capabilities: []), .optimize(Self.small), .unoptimize)
    let stream = simulation.run(.optimize(OffloadMessage([Host.streamed(8)])))
    #expect(stream.error?.errno == .invalid && stream.error?.message.contains("txStream") == true)
    for path in TransferRequest.Path.allCases {
      let read = simulation.run(.optimize(OffloadMessage([Host.read(1, path)])))
      #expect(read.error?.errno == .invalid && read.error?.message.contains("rxStream") == true)
      let plain = simulation.run(.optimize(OffloadMessage([Host.read(1, path, .buffer)])))
      #expect(plain.error?.errno == .invalid && plain.error?.message.contains("plain buffer") == true)
    }
  }

  /// What the interface refuses for an ordinary transfer is refused here, too.
  @Test func theInterfaceIsAsked() {
    func errno(_ message: [OffloadMessage.Item]) -> TransferErrno? {
      var simulation = Host.simulation(Host.instance())
      simulation.call(
        .get(device: 1, capabilities: [.trigger, .staticTx, .txStream, .rxStream]))
      return simulation.run(.optimize(OffloadMessage(message))).error?.errno
    }
    func move(_ device: Int, _ path: TransferRequest.Path = .bra) -> OffloadMessage.Item {
      .move(.init(.write([1], to: Host.base, device: device, via: path), .staticData))
    }
    #expect(errno([]) == .invalid)
    #expect(errno([move(12)]) == .noDevice && errno([move(0, .column0)]) == .noDevice)
    #expect(errno([move(1), move(2)]) == .invalid, "blocks to two devices")
    #expect(errno([move(1), move(2, .column0)]) == nil)
    #expect(errno([Host.write([1], to: 0x8000_0000, .column0)]) == .invalid)
    #expect(errno([Host.write([1], to: 0x7FFF_FFFF, .column0)]) == nil)
    #expect(errno([Host.read((1 << 20) + 1)]) == .invalid)
    #expect(errno([Host.read(1 << 19), Host.read(1 << 19), Host.read(1)]) == .invalid)
    // A stream has no place in Writes of Column 0.
    let request = TransferRequest(
      name: "", path: .column0, operation: .write, device: 1, address: Host.base, bytes: 4, data: [])
    #expect(errno([.move(.init(request, .stream))]) == .invalid)
  }
}
