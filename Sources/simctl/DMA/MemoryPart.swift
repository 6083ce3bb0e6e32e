import FrameSim
import Scenario

/// A part of what a driver has in memory: one of Cadence's buffers, or what a BAM works with.
enum MemoryPart: String, CaseIterable {
  case transmit = "tx"
  case receive = "rx"
  case ring, elements

  /// Which of Cadence's buffers it is; nil for a part of a BAM.
  var direction: CadenceDirection? {
    switch self {
    case .transmit: .transmit
    case .receive: .receive
    case .ring, .elements: nil
    }
  }

  /// The parts of a BAM.
  static let ofBAM: [MemoryPart] = [.ring, .elements]
}

extension TransferMemory {
  /// The descriptors and command elements of a BAM; nil where the DMA is another.
  var image: BAMImage? {
    if case .bam(let image) = encoding.memory { image } else { nil }
  }

  /// Throws a usage failure where the DMA has no such part.
  func check(_ part: MemoryPart, of option: Option) throws {
    let has = part.direction == nil ? image != nil : buffers != nil
    if has { return }
    let whose = part.direction == nil ? "a BAM" : "Intel's DMA"
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
