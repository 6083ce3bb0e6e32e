internal import BRAEncoder

/// The Manager as the client of the engine: registers, the command that waits for its frame, and the stream of blocks.
///
/// The registers are live: a stream takes its next block's address, length and bank from them, whoever wrote them.
struct ManagerPort: Sendable {
  /// A command that was started.
  struct Started: Hashable, Sendable {
    var command: Command
    /// The pipe that started it.
    var pipe: Int
    /// Whether nothing follows where it fails.
    var isRequired: Bool
    /// The bits that a Write keeps of what the pipe's latest Read brought; nil where it writes what it says.
    var mask: UInt8?
  }

  /// What it does not do any more, until the host looks.
  enum Stop: Hashable, Sendable {
    case nothing
    /// A block failed: data is thrown away.
    case blocks
    /// A required command failed: so are commands.
    case everything
  }

  /// Bytes that lie one after the other in the host's buffer.
  struct Run: Hashable, Sendable {
    var offset: Int
    var count: Int
  }

  var values: [UInt32] = Array(repeating: 0, count: ManagerRegister.allCases.count)
  /// The command that waits for its frame.
  var pending: Started?
  /// The one whose frame is on the wire.
  var onWire: Started?
  /// What the blocks of the stream do; nil where there is none.
  var stream: BRAOperation?
  /// The block whose frame is on the wire.
  var block: Run?
  var stop = Stop.nothing
  /// What the latest Read of each pipe brought.
  var valuesRead: [UInt8]
  /// Data for writes, with its place in the host's buffer.
  var outgoing: [Run] = []
  var outgoingBytes = 0
  /// Data of reads that is not in memory yet.
  var incomingBytes = 0
  /// Where the data of the next read block goes.
  var readOffset = 0
  /// Data bytes for writes that are over: answered, or thrown away.
  var drained = 0
  /// Commands that each pipe has started, and those that are over.
  var commands: [(started: Int, ended: Int)]
  var streams = (started: 0, ended: 0)
  let capacity: Int

  /// A port for so many pipes that holds so many bytes each way.
  init(pipes: Int, capacity: Int) {
    commands = Array(repeating: (0, 0), count: pipes)
    valuesRead = Array(repeating: 0, count: pipes)
    self.capacity = capacity
  }

  subscript(register: ManagerRegister) -> UInt32 {
    get { values[register.place] }
    set { values[register.place] = newValue }
  }

  // MARK: Registers

  /// Whether a write to a register has to wait: the command before has not its frame yet.
  func holds(_ register: ManagerRegister) -> Bool { register == .commandControl && pending != nil }

  /// Writes a register, for a pipe.
  mutating func write(_ value: UInt32, to register: ManagerRegister, pipe: Int) {
    self[register] = value
    switch register {
    case .commandControl: startCommand(value, pipe)
    case .dp0Control: controlStream(value, pipe)
    case .dp0Count: if value == 0, block == nil { endStream() }
    default: break
    }
  }

  mutating func startCommand(_ control: UInt32, _ pipe: Int) {
    guard let kind = CommandControl.command(in: control) else { return }
    let device = Int(self[.commandAddress] >> 16 & 15)
    let register = UInt16(truncatingIfNeeded: self[.commandAddress])
    let value = UInt8(truncatingIfNeeded: self[.commandData])
    let command: Command =
      kind == CommandControl.read
      ? .read(device: device, register: register) : .write(device: device, register: register, value: value)
    commands[pipe].started += 1
    if stop == .everything, pipe == BAMSystem.hostPipe {
      commands[pipe].ended += 1
    } else {
      pending = Started(
        command: command, pipe: pipe, isRequired: control & CommandControl.isRequired != 0,
        mask: kind == CommandControl.writeBack ? value : nil)
    }
  }

  mutating func controlStream(_ control: UInt32, _ pipe: Int) {
    switch control {
    case StreamControl.write, StreamControl.read:
      let operation: BRAOperation = control == StreamControl.read ? .read : .write
      // Only a pipe with data can start one; any may turn it round.
      guard pipe == BAMSystem.hostPipe else {
        if stream != nil { stream = operation }
        return
      }
      streams.started += 1
      if stop == .nothing, self[.dp0Count] > 0 {
        stream = operation
      } else {
        streams.ended += 1
      }
    case StreamControl.stop:
      if stream != nil, block == nil { endStream() } else { self[.dp0Count] = 0 }
    default: break
    }
  }

  mutating func endStream() {
    if stream != nil { streams.ended += 1 }
    stream = nil
  }

  // MARK: Data

  /// How many bytes it takes now; what it throws away needs no room.
  var room: Int { stop == .nothing ? capacity - outgoingBytes : .max }

  /// Takes bytes of the host's buffer.
  mutating func take(_ run: Run) {
    guard stop == .nothing else { return drained += run.count }
    outgoingBytes += run.count
    if let last = outgoing.last, last.offset + last.count == run.offset {
      outgoing[outgoing.count - 1].count += run.count
    } else {
      outgoing.append(run)
    }
  }

  /// Gives bytes of reads to memory.
  mutating func give(_ count: Int) { incomingBytes -= count }

  mutating func throwAway() {
    drained += outgoingBytes
    outgoing = []
    outgoingBytes = 0
  }
}
