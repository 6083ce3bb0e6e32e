import Foundation

/// Takes the samples of two step functions by ascending size, and leaves out those that no plot shows.
///
/// Sizes that share a pixel of a logarithmic axis have at most six samples: the first, the last, and the least and greatest time
/// of each way, where one differs to be seen.
struct SampleThinning {
  /// The pixels across the widest plot.
  private static let pixels = 660.0
  /// The ratio of two times that lie two pixels or so apart.
  private static let visibleJump = 1.03

  private let scale: Double
  private let kept: Set<Int>
  private var samples: [BreakevenSample] = []
  private var cell: Cell?

  /// Thins sizes up to a longest one; those of `keeps` stay in any case.
  init(longest: Int, keeps kept: Set<Int>) {
    scale = Self.pixels / log(Double(max(2, longest)))
    self.kept = kept
  }

  /// What is known of the sizes of one pixel.
  private struct Cell {
    let pixel: Int
    let first: BreakevenSample
    var last: BreakevenSample
    /// The least and the greatest time of BRA, and then of Column 0.
    var extremes: [BreakevenSample]
    var kept: [BreakevenSample] = []

    init(_ sample: BreakevenSample, pixel: Int) {
      self.pixel = pixel
      first = sample
      last = sample
      extremes = [sample, sample, sample, sample]
    }

    mutating func add(_ sample: BreakevenSample) {
      last = sample
      if sample.bra < extremes[0].bra { extremes[0] = sample }
      if sample.bra > extremes[1].bra { extremes[1] = sample }
      if sample.column0 < extremes[2].column0 { extremes[2] = sample }
      if sample.column0 > extremes[3].column0 { extremes[3] = sample }
    }

    var samples: [BreakevenSample] {
      let isFlat =
        extremes[1].bra <= extremes[0].bra * SampleThinning.visibleJump
        && extremes[3].column0 <= extremes[2].column0 * SampleThinning.visibleJump
      let all = [first, last] + (isFlat ? [] : extremes) + kept
      return Dictionary(all.map { ($0.bytes, $0) }, uniquingKeysWith: { $1 }).values.sorted {
        $0.bytes < $1.bytes
      }
    }
  }

  /// Adds the sample of a size that is greater than those before it.
  mutating func add(_ sample: BreakevenSample) {
    let pixel = Int(log(Double(max(1, sample.bytes))) * scale)
    if cell?.pixel == pixel {
      cell?.add(sample)
    } else {
      samples += cell?.samples ?? []
      cell = Cell(sample, pixel: pixel)
    }
    if kept.contains(sample.bytes) { cell?.kept.append(sample) }
  }

  /// All that is left.
  mutating func finish() -> [BreakevenSample] {
    samples += cell?.samples ?? []
    cell = nil
    return samples
  }
}
