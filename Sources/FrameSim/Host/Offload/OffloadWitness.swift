internal import BRAEncoder

/// Looks at each program's end whether the Peripheral holds what the message says, and whether what was read is what it holds.
///
/// Knows no instruction and no sequencer: only the message, what was on the wire, and the memory of the devices.
struct OffloadWitness: Sendable {
  private let message: OffloadMessage
  private let moves: [OffloadMessage.Move]
  /// Whether what each of them leaves behind is there at the end of the program.
  private let isLast: [Bool]
  private let stream: [UInt8]
  /// Programs that were looked at.
  private var looked: UInt64
  /// Those that were not right.
  private(set) var damaged: UInt64
  /// What Reads of Column 0 brought in the program at hand.
  private var bytesRead: [UInt8] = []

  /// In front of a call's first frame, with what was found before; nil where no message is being replayed.
  init?(_ engine: OffloadEngine) {
    guard let run = engine.run, let prepared = engine.prepared else { return nil }
    let moves = prepared.message.moves
    message = prepared.message
    self.moves = moves
    isLast = moves.indices.map { index in
      !moves[(index + 1)...].contains { moves[index].isWrittenOver(by: $0) }
    }
    stream = engine.configuration?.streams.data ?? []
    looked = run.report.programs
    damaged = run.report.streams.damaged
    bytesRead.reserveCapacity(message.readBytes)
  }

  /// A frame of the program was on the wire.
  @inline(__always)
  mutating func see(_ command: Command, _ outcome: FrameOutcome) {
    if case .read = command { bytesRead.append(outcome.controlWord.data) }
  }

  /// So many programs are through.
  @inline(__always)
  mutating func look(_ programs: UInt64, _ bus: inout Bus) {
    guard programs > looked else { return }
    if !isRight(looked, &bus) { damaged += 1 }
    looked = programs
    bytesRead.removeAll(keepingCapacity: true)
  }

  /// Whether all is where it belongs, after a program, the first of which is 0.
  private func isRight(_ program: UInt64, _ bus: inout Bus) -> Bool {
    let perProgram = message.streamedBytes % max(1, stream.count)
    var streamed = stream.isEmpty ? 0 : Int(program % UInt64(stream.count)) * perProgram
    var landed = 0
    var read = 0
    for (move, isLast) in zip(moves, isLast) {
      let request = move.request
      var written = 0
      for section in request.sections {
        let count = section.byteCount
        let bytes: ArraySlice<UInt8>
        switch (request.operation, request.path) {
        case (.write, _) where move.place == .stream:
          bytes = wrapped(from: streamed, count)
          streamed += count
        case (.write, _):
          bytes = Self.slice(request.data, written, count)
          written += count
        case (.read, .bra):
          bytes = Self.slice(bus.manager.buffers[OffloadSequencer.landingBuffer].incoming, landed, count)
          landed += count
        case (.read, .column0):
          bytes = Self.slice(bytesRead, read, count)
          read += count
        }
        guard isLast, AddressTarget.isMemory(section.address, count: count),
          let device = bus.peripheral(at: request.device)
        else { continue }
        guard bytes.count == count, device.memory.holds(Array(bytes), at: section.address) else {
          return false
        }
      }
    }
    return true
  }

  private static func slice(_ bytes: [UInt8], _ start: Int, _ count: Int) -> ArraySlice<UInt8> {
    bytes[min(start, bytes.count)..<min(start + count, bytes.count)]
  }

  /// Bytes of the stream, which begins again at its end.
  private func wrapped(from start: Int, _ count: Int) -> ArraySlice<UInt8> {
    guard !stream.isEmpty else { return [] }
    let start = start % stream.count
    if start + count <= stream.count { return stream[start..<start + count] }
    return (start..<start + count).map { stream[$0 % stream.count] }[...]
  }
}

extension OffloadMessage.Move {
  /// Whether a later write goes to one of its addresses.
  fileprivate func isWrittenOver(by later: OffloadMessage.Move) -> Bool {
    guard later.request.operation == .write, later.request.device == request.device else { return false }
    return request.sections.contains { own in
      later.request.sections.contains { other in
        UInt64(own.address) < UInt64(other.address) + UInt64(other.byteCount)
          && UInt64(other.address) < UInt64(own.address) + UInt64(own.byteCount)
      }
    }
  }
}
