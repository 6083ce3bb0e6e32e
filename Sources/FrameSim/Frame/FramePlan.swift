public import BRAEncoder

/// What the Manager sends in one frame.
public struct FramePlan: Hashable, Sendable {
  /// The command in Column 0.
  public var command: Command
  /// The block on DP0, or nil for none; it needs a DP0 that is enabled in the Manager.
  public var block: BlockRequest?

  /// A frame with a command and, where given, a block.
  public init(_ command: Command = .ping, block: BlockRequest? = nil) {
    self.command = command
    self.block = block
  }
}

/// A block for the Initiator to send.
public struct BlockRequest: Hashable, Sendable {
  /// The header; its CRC is the Initiator's work.
  public var header: BRAHeader
  /// Which of the Manager's buffers its data is in.
  public var buffer: Int
  /// Where in that buffer the data of a write begins, or that of a read goes.
  public var offset: Int

  /// A block with the place of its data.
  public init(header: BRAHeader, offset: Int, buffer: Int = 0) {
    self.header = header
    self.offset = offset
    self.buffer = buffer
  }

  /// A block with an idle header that goes out whole. It has no data, and no buffer: that tells it from others.
  init(fake header: BRAHeader) {
    self.init(header: header, offset: 0, buffer: -1)
  }

  /// Whether it is sent only to fill a host's buffer: an idle header goes out whole, with its CRC, and nobody answers (open
  /// point A30, host reference 2.5). Other idle blocks are two zero bits.
  @inline(__always)
  public var isFake: Bool { buffer == -1 && header.type == .idle }

  /// Whether its header goes out: all but the first two bits of an idle block otherwise stay released.
  @inline(__always)
  var sendsHeader: Bool { header.type == .active || isFake }
}

/// What the Manager saw of one frame.
public struct FrameOutcome: Hashable, Sendable {
  /// The frame's number since slot 0.
  public var number: UInt64
  /// The absolute number of its first slot.
  public var startSlot: UInt64
  /// Its shape.
  public var shape: FrameShape
  /// Column 0, rows 0 to 47, as sampled.
  public var controlWord: ControlWord
  /// What became of the block, or nil where none was sent.
  public var block: BlockOutcome?
  /// Payload bits of DP0 in this frame: 0 while DP0 is closed in the Manager.
  public var payloadBits: Int

  /// A frame of the given shape; all else is as it is in one that carries nothing.
  public init(
    number: UInt64 = 0, startSlot: UInt64 = 0, shape: FrameShape = .reset,
    controlWord: ControlWord = ControlWord(), payloadBits: Int = 0
  ) {
    self.number = number
    self.startSlot = startSlot
    self.shape = shape
    self.controlWord = controlWord
    self.payloadBits = payloadBits
  }

  /// The merged response to the command.
  public var response: CommandResponse { controlWord.response }

  /// The absolute number of the slot after its last.
  var endSlot: UInt64 { startSlot &+ UInt64(shape.slots) }
  /// The absolute number of the slot after [47,0], from which on the response is known.
  var responseSlot: UInt64 { startSlot &+ UInt64((ControlWord.rowCount - 1) * shape.columns + 1) }
}
