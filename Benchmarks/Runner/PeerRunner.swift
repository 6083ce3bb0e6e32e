internal import CPeer
internal import FrameSim

/// Runs a workload in the bit-serial C peer.
enum PeerRunner {
  /// Runs a workload once; nil where a command or a block failed, or the bytes read are not those in memory.
  static func run(_ workload: Workload, hash: Bool) -> Measurement? {
    let data = workload.kind == .braRead ? Workload.counter : workload.data
    var readback = [UInt8](repeating: 0, count: workload.bytes)
    return data.withUnsafeBufferPointer { bytes in
      readback.withUnsafeMutableBufferPointer { readback in
        var peer = sdw_workload()
        peer.rows = UInt32(workload.shape.rows)
        peer.columns = UInt32(workload.shape.columns)
        peer.peripherals = UInt32(workload.peripherals)
        peer.path = workload.kind == .column0Write ? SDW_PATH_COLUMN0 : SDW_PATH_BRA
        peer.operation = workload.kind == .braRead ? SDW_OPERATION_READ : SDW_OPERATION_WRITE
        peer.address = Workload.address
        peer.bytes = workload.bytes
        peer.data = bytes.baseAddress
        peer.readback = readback.baseAddress
        if workload.kind == .braRead {
          peer.prefill = bytes.baseAddress
          peer.prefill_bytes = data.count
        }
        peer.hash_levels = hash
        var result = sdw_result()
        var ran = false
        let time = busySeconds { ran = sdw_peer_run(&peer, &result) }
        defer { sdw_result_free(&result) }
        guard ran, result.errors == 0 else { return nil }
        if workload.kind == .braRead, hash, !readback.elementsEqual(bytes.prefix(readback.count)) {
          return nil
        }
        return Measurement(
          slots: result.slots, frames: result.frames, bytesOk: result.bytes_ok,
          levelHash: hash ? result.level_hash : nil, seconds: time)
      }
    }
  }
}
