import BRAEncoder
import FrameSim

/// CRC-8 of BRA by a table that is made here, apart from the engine (section 11.2, first entries in 16.1).
enum TableCRC {
  static let table: [UInt8] = (0..<256).map { index in
    (0..<8).reduce(UInt8(index)) { crc, _ in crc & 0x80 != 0 ? crc << 1 ^ 0x4D : crc << 1 }
  }

  static func of(_ bytes: some Sequence<UInt8>) -> UInt8 {
    bytes.reduce(0xFF) { table[Int($0 ^ $1)] }
  }
}

/// A block that a test sends.
struct TestBlock {
  var type = BRAHeaderType.active
  var operation = BRAOperation.write
  var device = 1
  var address: UInt32 = 0x2000
  var count = 4

  static func write(_ count: Int, to address: UInt32 = 0x2000, device: Int = 1) -> TestBlock {
    TestBlock(operation: .write, device: device, address: address, count: count)
  }

  static func read(_ count: Int, from address: UInt32 = 0x2000, device: Int = 1) -> TestBlock {
    TestBlock(operation: .read, device: device, address: address, count: count)
  }

  /// The six header bytes, put together by hand (section 11.1).
  var headerBytes: [UInt8] {
    let first = Int(type.rawValue) << 6 | device << 2 | (operation == .write ? 2 : 0) | count >> 8
    return [UInt8(first), UInt8(count & 0xFF)]
      + (0..<4).map { UInt8(truncatingIfNeeded: address >> (24 - 8 * UInt32($0))) }
  }

  var request: BlockRequest? {
    BRAHeader(type: type, operation: operation, device: device, address: address, byteCount: count)
      .map { BlockRequest(header: $0, offset: 0) }
  }
}

/// What a frame with a block brought.
struct BlockRun {
  let frame: WireFrame
  /// The payload of DP0 in this frame, by byte.
  let bytes: [UInt8]
  /// The bytes of a read, as the Manager has them.
  let data: [UInt8]

  var outcome: BlockOutcome { frame.outcome.block ?? BlockOutcome() }
  /// Byte 7, as it stood on the line.
  var headerResponse: UInt8 { bytes[7] }
  /// Whether nothing was sent after the first `count` bytes.
  func isSilent(after count: Int) -> Bool { bytes.dropFirst(count).allSatisfy { $0 == 0 } }
}

extension Bus {
  /// Sends a block in a frame of its own; `flips` are payload bits of DP0, counted from the first of the frame.
  ///
  /// The payload is found by the reference placement, `frame` frames after the stream synchronisation point.
  @discardableResult
  mutating func send(
    _ block: TestBlock, data: [UInt8] = [], flips: [Int] = [], flipRows: [Int] = [],
    command: Command = .ping, geometry: PortGeometry? = nil, frame: Int = 0
  ) -> BlockRun {
    let shape = shape
    let slots = ReferencePlacement.slots(
      geometry ?? PortGeometry(fillingColumns: shape.columns), in: shape, frame: frame)
    manager.buffers[0].outgoing = data
    manager.buffers[0].incoming = [UInt8](repeating: 0, count: block.operation == .read ? block.count : 0)
    let wire = wire(
      FramePlan(command, block: block.request),
      flips: flips.map { slots[$0] } + flipRows.map { $0 * shape.columns })
    return BlockRun(frame: wire, bytes: wire.bytes(in: slots), data: manager.buffers[0].incoming)
  }
}
