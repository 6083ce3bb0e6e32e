/// Where the fields of a block lie among the payload bits of a frame (section 11.1, Table 118).
struct BlockLayout: Hashable, Sendable {
  /// Payload bits of DP0 in the frame.
  let payloadBits: Int
  /// Payload bits the block took up; less than its full length where it ended early, 0 where there was none.
  let blockBits: Int
  /// Data bytes the header announces.
  let byteCount: Int
  /// Whether the block is sent only to fill a host's buffer.
  var isFake = false

  static let headerEnd = 48
  static let headerCRCEnd = 56
  private static let headerResponseEnd = 64

  /// The class of each run of payload bits, in order; empty runs included.
  var runs: [(class: SlotClass, bits: Int)] {
    if isFake { return [(.dp0Padding, payloadBits)] }
    guard blockBits > 0 else { return [(.dp0Idle, payloadBits)] }
    let dataEnd = Self.headerResponseEnd + 8 * byteCount
    var runs: [(SlotClass, Int)] = []
    var position = 0
    for (kind, end) in [
      (SlotClass.dp0Header, Self.headerEnd), (.dp0HeaderCRC, Self.headerCRCEnd),
      (.dp0HeaderResponse, Self.headerResponseEnd), (.dp0Data, dataEnd), (.dp0DataCRC, dataEnd + 8),
      (.dp0FooterResponse, dataEnd + 16),
    ] {
      let bits = max(0, min(end, blockBits) - position)
      runs.append((kind, bits))
      position += bits
    }
    runs.append((.dp0Unused, payloadBits - position))
    return runs
  }
}
