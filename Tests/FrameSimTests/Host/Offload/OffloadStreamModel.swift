/// A program that streams, as brute force has it: rings byte by byte, the host's work period by period, and a walk over all frames.
///
/// Shares nothing with the simulator. Times are in billionths of a slot, so that they are exact.
struct OffloadStreamModel {
  /// A ring that the host serves, one period after the other.
  struct Ring {
    /// Bytes that may pass.
    var ready: Int
    /// Bytes that the host has not begun to provide; nil where there is no end.
    var rest: Int?
    let period: Int
    let costInBillionths: UInt64
    var passed = 0
    var coming: [(time: UInt64, bytes: Int)] = []
    var busyUntil: UInt64 = 0
    var served = 0

    mutating func settle(_ slot: UInt64) {
      while let first = coming.first, first.time <= slot * 1_000_000_000 {
        ready += first.bytes
        coming.removeFirst()
      }
    }

    var isAllThereIs: Bool { coming.isEmpty }

    /// Bytes pass in a frame that ends in front of a slot; each period that is through is served.
    mutating func pass(_ bytes: Int, _ slot: UInt64) {
      for _ in 0..<bytes {
        passed += 1
        ready -= 1
        guard passed % period == 0 else { continue }
        let more = min(period, rest ?? period)
        guard more > 0 else { continue }
        rest = rest.map { $0 - more }
        busyUntil = max(busyUntil, slot * 1_000_000_000) + costInBillionths
        coming.append((busyUntil, more))
        served += 1
      }
    }
  }

  /// A block: bytes that are sent, or read.
  struct Block {
    var bytes: Int
    var isRead: Bool
  }

  var blocks: [Block]
  var tx: Ring
  var rx: Ring
  var underruns = 0
  var overruns = 0
  var started = 0
  var finished = 0
  var lost = 0
  var isStuck = false
  /// The frames in which blocks that are sent go out.
  var sentIn: [UInt64] = []

  /// Walks over frames of 200 slots from frame `first` on, with a pulse every `interval` frames.
  mutating func walk(from first: UInt64, pulses: Int, every interval: Int) {
    var frame = first
    var given = 0
    var next: Int?
    var isWaiting = false
    while given < pulses || next != nil && !isStuck {
      let slot = frame * 200
      tx.settle(slot)
      rx.settle(slot)
      if given < pulses, (frame - first) % UInt64(interval) == 0 {
        given += 1
        if next == nil {
          next = 0
          started += 1
        } else {
          lost += 1
        }
      }
      if let index = next {
        let block = blocks[index]
        if !block.isRead, tx.ready < block.bytes {
          if !isWaiting { underruns += 1 }
          isWaiting = true
          isStuck = tx.isAllThereIs
        } else {
          isWaiting = false
          let end = slot + 200
          if block.isRead {
            rx.settle(end)
            if rx.ready < block.bytes { overruns += 1 } else { rx.pass(block.bytes, end) }
          } else {
            sentIn.append(frame)
            tx.pass(block.bytes, end)
          }
          next = index + 1 < blocks.count ? index + 1 : nil
          if next == nil { finished += 1 }
        }
      }
      frame += 1
    }
  }
}
