internal import BRAEncoder

/// Finds the gaps between sections that are worth being written over: those with which the blocks take fewest frames.
///
/// Each section begins a block (host reference 2.3), so two sections in a run save what the last block of the first leaves
/// free, if the gap fits in. Where frames differ in room, the first block is taken to go in the frame after a stream
/// synchronisation point, as it does after the bank switch of a set-up.
struct SectionMerge {
  private let sections: [BRASection]
  private let filling: GapFilling
  private let pattern: BlockPattern

  init(_ sections: [BRASection], _ filling: GapFilling, _ pattern: BlockPattern) {
    self.sections = sections
    self.filling = filling
    self.pattern = pattern
  }

  /// A way to cut the sections in front of one into runs.
  private struct Way {
    /// Frames from the first block on.
    var frames: Int
    /// Bytes of gaps that are written.
    var gapBytes: Int
    /// Where the last run begins.
    var start: Int
  }

  /// The runs of sections that are written as one each: the fewest frames, and of those the fewest bytes in gaps.
  var runs: [Range<Int>] {
    // A run that ends sooner is never the worse beginning, so the best way up to a section is part of the best way on.
    var ways = [Way(frames: 0, gapBytes: 0, start: 0)]
    ways.reserveCapacity(sections.count + 1)
    for end in sections.indices {
      var best: Way?
      var length = 0
      var gapBytes = 0
      for start in (0...end).reversed() {
        length += sections[start].byteCount
        if start < end {
          guard let gap = gap(after: start), gap <= filling.maxBytes else { break }
          length += gap
          gapBytes += gap
        }
        let before = ways[start]
        let way = Way(
          frames: before.frames + frames(length, from: before.frames), gapBytes: before.gapBytes + gapBytes,
          start: start)
        if let sofar = best, (sofar.frames, sofar.gapBytes) <= (way.frames, way.gapBytes) { continue }
        best = way
      }
      if let best { ways.append(best) }
    }
    var runs: [Range<Int>] = []
    var end = sections.count
    while end > 0 {
      let start = ways[end].start
      runs.append(start..<end)
      end = start
    }
    return runs.reversed()
  }

  /// Frames of runs, one after the other.
  func frames(of runs: [Range<Int>]) -> UInt64 {
    runs.reduce(0) { $0 + UInt64(frames(length(of: $1), from: Int($0))) }
  }

  /// Bytes of a run, its gaps included.
  func length(of run: Range<Int>) -> Int {
    run.reduce(0) { $0 + sections[$1].byteCount + ($1 + 1 < run.upperBound ? gap(after: $1) ?? 0 : 0) }
  }

  /// The longest gap with which two neighbours take a frame less than one by one; nil where none does.
  var largestGapThatPays: Int? {
    sections.indices.dropLast().compactMap { index in
      let (first, second) = (sections[index].byteCount, sections[index + 1].byteCount)
      let own = frames(first, from: 0)
      let apart = own + frames(second, from: own)
      let gaps = (0..<BRALimits.field + 1).partitionPoint { frames(first + $0 + second, from: 0) >= apart }
      return gaps > 0 ? gaps - 1 : nil
    }.max()
  }

  /// Bytes between a section and the next, which begins after it; nil where it begins before.
  private func gap(after index: Int) -> Int? {
    let end = UInt64(sections[index].address) + UInt64(sections[index].byteCount)
    let next = UInt64(sections[index + 1].address)
    return next >= end ? Int(next - end) : nil
  }

  private func frames(_ bytes: Int, from frame: Int) -> Int {
    let (blocks, pauses) = pattern.frames(for: bytes, from: frame % pattern.period)
    return blocks + pauses
  }
}
