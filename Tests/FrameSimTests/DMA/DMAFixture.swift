import BRAEncoder
import FrameSim
import Testing

/// Plans and buffers of `dma_plan_example.json`, computed by another program.
struct DMAFixture: Decodable {
  struct Vector: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var input: Input
    var output: Output
    var testDescription: String { name }
  }

  struct Input: Decodable, Sendable {
    struct Section: Decodable, Sendable {
      var address: String
      var bytes: Int
      var data: String?
    }
    var op: String
    var rows: Int
    var columns: Int
    var frameRateHz: Int
    var device: Int
    var sections: [Section]
  }

  struct Output: Decodable, Sendable {
    struct Frame: Decodable, Sendable, Equatable {
      var offset: Int
      var bytes: Int
      var counter: Int
      var header: String
      var headerCRC: String
      var numBytes: Int
      var active: Bool
      var dataCRC: String?
    }
    struct Response: Decodable, Sendable {
      var what: String
      var rxBuffer: String
      var checkReturn: Int
      var data: [String]?
    }
    var dataPerFrame: Int
    var numFrames: Int
    var txDMABandwidth: Int
    var rxDMABandwidth: Int
    var txAlignment: Int
    var rxAlignment: Int
    var pdi0BytesBeforePadding: Int
    var pdi1BytesBeforePadding: Int
    var txPad: Int
    var rxPad: Int
    var fakeFrames: Int
    var fakeSize: Int
    var pdi0BufferBytes: Int
    var pdi1BufferBytes: Int
    var txBytesWritten: Int
    var txBuffer: String
    var frames: [Frame]
    var rx: [Response]
  }

  var vectors: [Vector]

  static let all: [Vector] = (try? fixture("dma_plan_example", as: DMAFixture.self).vectors) ?? []
}

extension DMAFixture.Vector {
  var operation: BRAOperation { input.op == "write" ? .write : .read }
  var data: [UInt8] { input.sections.flatMap { bytes(hex: $0.data ?? "") } }

  func plan() throws -> CadencePlan {
    let sections = try input.sections.map {
      try #require(
        BRASection(address: UInt32($0.address.dropFirst(2), radix: 16) ?? 0, byteCount: $0.bytes))
    }
    return try CadencePlan(
      operation, sections, rows: input.rows, columns: input.columns, frameRateHz: input.frameRateHz)
  }
}

extension CadencePlan {
  /// The plan of sections in frames of a shape, with the capacity of host reference 2.3: maximum 470, alignment none.
  init(
    _ operation: BRAOperation, _ sections: [BRASection], rows: Int = 50, columns: Int = 4,
    frameRateHz: Int = 48_000, peripheralMaximum: Int = 511, alignment: Int = 1, minimumBytes: Int = 16
  ) throws {
    let full = BRASplitter.bytesPerFrame(payloadBits: rows * (columns - 1)) ?? 0
    let data = try BRASplitter.dataBytes(
      capacity: min(470, full), peripheralMaximum: peripheralMaximum, alignment: alignment)
    try self.init(
      operation: operation, sections: sections, dataPerFrame: data, fullFrameDataBytes: full,
      slotRateHz: rows * columns * frameRateHz, slotsPerFrame: rows * columns, minimumBytes: minimumBytes)
  }

  /// The plan of one section at 0x44010000.
  init(_ operation: BRAOperation, bytes: Int, rows: Int = 50, columns: Int = 4, minimumBytes: Int = 16) throws
  {
    let section = try #require(BRASection(address: 0x4401_0000, byteCount: bytes))
    try self.init(operation, [section], rows: rows, columns: columns, minimumBytes: minimumBytes)
  }
}

/// The bytes of words in hexadecimal, as host reference 7 writes them, in the order of memory.
func memory(words: String) -> [UInt8] {
  words.split(separator: " ").flatMap { word -> [UInt8] in
    let value = UInt32(word, radix: 16) ?? 0
    return (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }
}

/// Bytes in hexadecimal, small digits, as the vectors have them.
func hexText(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
