internal import BRAEncoder

/// Looks at each program's end whether the Peripheral holds what the message says, and whether what was read is what it holds.
///
/// Knows no instruction and no sequencer: only the message, what was on the wire, and the memory of the devices.
struct OffloadWitness: Sendable {
  /// Bytes that a message leaves behind in a memory, or has read there, and that no later write of it writes over.
  private struct Piece: Sendable {
    /// Where its bytes are.
    enum Source: Sendable {
      case message(move: Int)
      case stream
      case landing
      case commands
    }

    var source: Source
    /// Which of those.
    var bytes: Range<Int>
    var device: Int
    var address: UInt32
  }

  private let moves: [OffloadMessage.Move]
  private let pieces: [Piece]
  private let stream: [UInt8]
  /// Bytes of the stream that a program takes.
  private let streamedBytes: Int
  /// Programs that were looked at.
  private var looked: UInt64
  /// Those that were not right.
  private(set) var damaged: UInt64
  /// What Reads of Column 0 brought in the program at hand.
  private(set) var bytesRead: [UInt8]

  /// In front of a call's first frame, with what was found before; nil where no message is being replayed.
  init?(_ engine: OffloadEngine) {
    guard let run = engine.run, let prepared = engine.prepared else { return nil }
    moves = prepared.message.moves
    pieces = Self.pieces(moves)
    stream = engine.configuration?.streams.data ?? []
    streamedBytes = prepared.message.streamedBytes
    looked = run.report.programs
    damaged = run.report.streams.damaged
    // A program that an earlier call has left under way has read some bytes already.
    bytesRead = run.isRunning ? engine.brought.read : []
    bytesRead.reserveCapacity(prepared.message.readBytes)
  }

  /// What is to be looked at; goes from the end to the start, so that it is known what is written over.
  private static func pieces(_ moves: [OffloadMessage.Move]) -> [Piece] {
    var pieces: [Piece] = []
    var written: [Int: AddressRanges] = [:]
    var (streamed, landed, read) = (0, 0, 0)
    // Where the bytes of each move begin in their source.
    let starts = moves.map { move -> (source: Piece.Source?, first: Int) in
      let bytes = move.request.bytes
      switch (move.request.operation, move.request.path) {
      case (.write, _) where move.place == .stream:
        defer { streamed += bytes }
        return (.stream, streamed)
      case (.write, _): return (nil, 0)
      case (.read, .bra):
        defer { landed += bytes }
        return (.landing, landed)
      case (.read, .column0):
        defer { read += bytes }
        return (.commands, read)
      }
    }
    for (index, move) in moves.enumerated().reversed() {
      let request = move.request
      var end = starts[index].first + request.sections.reduce(0) { $0 + $1.byteCount }
      for section in request.sections.reversed() {
        end -= section.byteCount
        guard AddressTarget.isMemory(section.address, count: section.byteCount) else { continue }
        let first = UInt64(section.address)
        let addresses = first..<first + UInt64(section.byteCount)
        for left in written[request.device]?.gaps(in: addresses) ?? [addresses] where !left.isEmpty {
          let start = end + Int(left.lowerBound - first)
          pieces.append(
            Piece(
              source: starts[index].source ?? .message(move: index), bytes: start..<start + left.count,
              device: request.device, address: UInt32(truncatingIfNeeded: left.lowerBound)))
        }
        if request.operation == .write {
          written[request.device, default: AddressRanges()].insert(addresses)
        }
      }
    }
    return pieces
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
    let streamed = stream.isEmpty ? 0 : Int(program % UInt64(stream.count)) * (streamedBytes % stream.count)
    for piece in pieces {
      guard let device = bus.peripheral(at: piece.device) else { continue }
      let bytes: ArraySlice<UInt8> =
        switch piece.source {
        case .message(let move): Self.slice(moves[move].request.data, piece.bytes)
        case .stream: wrapped(from: streamed + piece.bytes.lowerBound, piece.bytes.count)
        case .landing:
          Self.slice(bus.manager.buffers[OffloadSequencer.landingBuffer].incoming, piece.bytes)
        case .commands: Self.slice(bytesRead, piece.bytes)
        }
      guard bytes.count == piece.bytes.count, device.memory.holds(Array(bytes), at: piece.address) else {
        return false
      }
    }
    return true
  }

  private static func slice(_ bytes: [UInt8], _ range: Range<Int>) -> ArraySlice<UInt8> {
    bytes[min(range.lowerBound, bytes.count)..<min(range.upperBound, bytes.count)]
  }

  /// Bytes of the stream, which begins again at its end.
  private func wrapped(from start: Int, _ count: Int) -> ArraySlice<UInt8> {
    guard !stream.isEmpty else { return [] }
    let start = start % stream.count
    if start + count <= stream.count { return stream[start..<start + count] }
    return (start..<start + count).map { stream[$0 % stream.count] }[...]
  }
}
