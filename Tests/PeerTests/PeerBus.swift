import CPeer
import Foundation
import Testing

/// The C peer's bus, frame by frame.
final class PeerBus {
  private let bus: OpaquePointer

  init(
    rows: Int, columns: Int, devices: [sdw_device], level: Int = 0, highs: Int = 0, dynamicSync: Int = 0xF
  ) throws {
    bus = try #require(
      devices.withUnsafeBufferPointer { devices in
        var setup = sdw_bus_setup(
          rows: UInt32(rows), columns: UInt32(columns), level: UInt32(level), highs: UInt32(highs),
          dynamic_sync: UInt32(dynamicSync), devices: devices.baseAddress, device_count: UInt32(devices.count)
        )
        return sdw_bus_create(&setup)
      })
  }

  deinit { sdw_bus_destroy(bus) }

  var level: Int { Int(sdw_bus_level(bus)) }
  var highs: Int { Int(sdw_bus_highs(bus)) }

  /// What a Peripheral has in its memory, from its first byte on.
  func memory(of index: Int, count: Int) throws -> [UInt8] {
    let memory = try #require(sdw_bus_memory(bus, UInt32(index)))
    return Array(UnsafeBufferPointer(start: memory, count: count))
  }

  /// Enables DP0 with all columns but the first: the Manager's, or everybody's.
  func openPort(columns: Int, everywhere: Bool) -> Bool {
    var port = sdw_port(
      enabled: true, hstart: 1, hstop: UInt32(columns) - 1, sample_interval: UInt32(columns),
      word_length: UInt32(columns) - 1, block_offset: 0)
    return sdw_bus_program_port(bus, &port, everywhere)
  }

  /// What the line and the Manager say of one frame.
  struct Outcome {
    var controlWord: UInt64
    /// The levels packed into bytes, most significant bit first.
    var packedLevels: [UInt8]
    var slots: Int
    var blockDone: Bool
    var dataCRCGood: Bool
    var headerResponse: UInt32
    var footerResponse: UInt32
    var received: [UInt8]

    var hexLevels: String { packedLevels.map { String(format: "%02X", $0) }.joined() }
    var levels: String {
      packedLevels.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 == 1 ? "1" : "0" } }
        .prefix(slots).joined()
    }
  }

  /// A block of DP0.
  enum Block {
    case write(device: Int, address: UInt32, data: [UInt8])
    case read(device: Int, address: UInt32, count: Int)
  }

  /// Clocks one frame; the command is given as the control word that carries it.
  func clock(controlWord: UInt64, block: Block? = nil) -> Outcome {
    var frame = sdw_frame()
    frame.opcode = sdw_opcode(rawValue: UInt32(controlWord >> 44 & 7))
    frame.ssp = frame.opcode == SDW_COMMAND_PING && controlWord >> 42 & 1 == 1
    frame.device = UInt32(controlWord >> 40 & 0xF)
    frame.reg = UInt32(controlWord >> 24 & 0xFFFF)
    frame.value = UInt32(controlWord >> 7 & 0xFF)
    var outgoing: [UInt8] = []
    var incoming: [UInt8] = []
    switch block {
    case .write(let device, let address, let data):
      outgoing = data
      (frame.block, frame.block_write) = (true, true)
      (frame.block_device, frame.block_address) = (UInt32(device), address)
      frame.block_bytes = UInt32(data.count)
    case .read(let device, let address, let count):
      incoming = [UInt8](repeating: 0, count: count)
      (frame.block, frame.block_device, frame.block_address) = (true, UInt32(device), address)
      frame.block_bytes = UInt32(count)
    case nil: break
    }
    let outcome = outgoing.withUnsafeBufferPointer { outgoing in
      incoming.withUnsafeMutableBufferPointer { incoming in
        frame.block_out = outgoing.baseAddress
        frame.block_in = incoming.baseAddress
        let report = sdw_bus_frame(bus, &frame, true)
        let bytes = UnsafeBufferPointer(start: report.levels, count: (Int(report.slots) + 7) / 8)
        return Outcome(
          controlWord: report.control_word, packedLevels: Array(bytes), slots: Int(report.slots),
          blockDone: report.block_done, dataCRCGood: report.data_crc_good,
          headerResponse: report.header_response, footerResponse: report.footer_response, received: [])
      }
    }
    var complete = outcome
    complete.received = incoming
    return complete
  }
}

/// Reads a JSON file of the fixtures.
func fixture<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
  let url = try #require(
    Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
  return try JSONDecoder().decode(type, from: Data(contentsOf: url))
}
