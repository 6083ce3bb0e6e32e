import FrameSim
import Scenario

/// A part of what a driver has in memory: one of Cadence's buffers, what a BAM works with, or a memory of an offload.
enum MemoryPart: String, CaseIterable {
  case transmit = "tx"
  case receive = "rx"
  case ring, elements
  case instructions, data

  /// Which of Cadence's buffers it is; nil for a part of a BAM.
  var direction: CadenceDirection? {
    switch self {
    case .transmit: .transmit
    case .receive: .receive
    case .ring, .elements, .instructions, .data: nil
    }
  }

  /// The parts of a BAM.
  static let ofBAM: [MemoryPart] = [.ring, .elements]
  /// The memories of an offload.
  static let ofOffload: [MemoryPart] = [.instructions, .data]
}

extension TransferMemory {
  /// The descriptors and command elements of a BAM; nil where the DMA is another.
  var image: BAMImage? {
    if case .bam(let image) = encoding.memory { image } else { nil }
  }

  /// Throws a usage failure where the DMA has no such part.
  func check(_ part: MemoryPart, of option: Option) throws {
    let isOffload = MemoryPart.ofOffload.contains(part)
    let has = part.direction == nil ? image != nil && !isOffload : buffers != nil
    if has { return }
    let whose = isOffload ? "the program of an offload" : part.direction == nil ? "a BAM" : "Intel's DMA"
    let other =
      if buffers != nil {
        "Intel's has tx and rx"
      } else if image != nil {
        "a BAM has ring and elements"
      } else {
        "AMD's has descriptors"
      }
    throw Failure.usage("\(option.name) \(part.rawValue) goes with \(whose); \(other)")
  }
}
