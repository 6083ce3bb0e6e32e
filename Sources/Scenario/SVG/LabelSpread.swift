/// Moves labels along a line so that none overlap.
package enum LabelSpread {
  /// The middles of labels of given widths, as near as can be to where they belong, in the same order.
  ///
  /// `wanted` ascends. Labels stay `gap` apart and between `lower` and `upper`, unless there is no room at all.
  package static func centers(
    wanted: [Double], widths: [Double], gap: Double, lower: Double, upper: Double
  ) -> [Double] {
    // Blocks of touching labels, each at the mean of what its labels want (pool adjacent violators).
    var blocks: [Block] = []
    for (index, (want, width)) in zip(wanted, widths).enumerated() {
      blocks.append(Block(first: index, count: 1, sum: want, width: width))
      while blocks.count > 1, let last = blocks.last {
        let before = blocks[blocks.count - 2]
        guard
          before.clamped(lower, upper) + before.width / 2 + gap > last.clamped(lower, upper) - last.width / 2
        else { break }
        blocks.removeLast(2)
        blocks.append(before.joined(last, gap: gap, widths: widths))
      }
    }
    var centers: [Double] = []
    for block in blocks {
      var left = block.clamped(lower, upper) - block.width / 2
      for index in block.first..<(block.first + block.count) {
        centers.append(left + widths[index] / 2)
        left += widths[index] + gap
      }
    }
    return centers
  }

  private struct Block {
    var first: Int
    var count: Int
    /// Sum over its labels of where the block's middle should be for that label alone.
    var sum: Double
    var width: Double

    func clamped(_ lower: Double, _ upper: Double) -> Double {
      max(lower + width / 2, min(upper - width / 2, sum / Double(count)))
    }

    func joined(_ next: Block, gap: Double, widths: [Double]) -> Block {
      let total = width + gap + next.width
      // Where its middle was wanted relative to the block moves with the block's new middle.
      let own = sum + Double(count) * (total - width) / 2
      let others = next.sum - Double(next.count) * (total - next.width) / 2
      return Block(first: first, count: count + next.count, sum: own + others, width: total)
    }
  }
}
