import BRAEncoder
import FrameSim

/// Where the bytes of a transfer belong, byte by byte, and which of them have been on the line.
struct WireBytes {
  /// The address of each of the caller's bytes.
  let addresses: [UInt32]
  /// The bytes with which a section begins, but for the first.
  private let starts: Set<Int>
  private let filling: GapFilling?
  /// The next of the caller's bytes.
  private var next = 0
  /// The address after the latest byte on the line.
  private var end: UInt32?

  /// Whether all have been on the line.
  var isAtEnd: Bool { next == addresses.count }

  init(_ request: TransferRequest) {
    var addresses: [UInt32] = []
    var starts: Set<Int> = []
    for section in request.sections {
      if !addresses.isEmpty { starts.insert(addresses.count) }
      addresses += (0..<min(section.byteCount, 1 << 21)).map { section.address &+ UInt32($0) }
    }
    self.addresses = addresses
    self.starts = starts
    let canFill = request.operation == .write && (request.gapFilling?.maxBytes ?? 0) > 0
    filling = canFill ? request.gapFilling : nil
  }

  /// Which of the caller's bytes the next block has, from an address on, nil for bytes in gaps; nil where no block of the transfer
  /// can be like that. Sections share blocks only where gaps may be written over.
  mutating func take(_ count: Int, at address: UInt32) -> [Int?]? {
    var places: [Int?] = []
    for offset in 0..<count {
      let address = address &+ UInt32(offset)
      guard next < addresses.count else { return nil }
      let isStart = starts.contains(next)
      if addresses[next] == address, !isStart || offset == 0 || mayJoin {
        places.append(next)
        next += 1
      } else if isStart, mayJoin, let end, address == end {
        places.append(nil)
      } else {
        return nil
      }
      end = address &+ 1
    }
    return places
  }

  /// Whether the gap in front of the next byte, which begins a section, is short enough to be written over.
  private var mayJoin: Bool {
    guard let filling, next > 0 else { return false }
    let gap = Int(addresses[next]) - Int(addresses[next - 1]) - 1
    return 0...filling.maxBytes ~= gap
  }
}
