internal import BRAEncoder

/// Finds the gaps between sections that are worth being written over: those with which the blocks take fewest frames.
///
/// Each section begins a block (host reference 2.3), so two sections in a run save what the last block of the first leaves
/// free, if the gap fits in, and where each run is a stream of its own the commands around it. Where frames differ in room,
/// the first block is taken to go in the frame after a stream synchronisation point, as it does after the bank switch of a
/// set-up.
struct SectionMerge {
  private let sections: [BRASection]
  private let filling: GapFilling
  private let pattern: BlockPattern
  private let cost: RunCost

  init(
    _ sections: [BRASection], _ filling: GapFilling, _ pattern: BlockPattern, _ cost: RunCost = RunCost()
  ) {
    self.sections = sections
    self.filling = filling
    self.pattern = pattern
    self.cost = cost
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
          frames: before.frames + frames(length, start..<end + 1, from: before.frames),
          gapBytes: before.gapBytes + gapBytes,
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
    runs.reduce(0) { $0 + UInt64(frames(length(of: $1), $1, from: Int($0))) }
  }

  /// Bytes of a run, its gaps included.
  func length(of run: Range<Int>) -> Int {
    run.reduce(0) { $0 + sections[$1].byteCount + ($1 + 1 < run.upperBound ? gap(after: $1) ?? 0 : 0) }
  }

  /// The longest gap with which two neighbours take a frame less than one by one; nil where none does.
  var largestGapThatPays: Int? {
    sections.indices.dropLast().compactMap { index in
      let (first, second) = (sections[index].byteCount, sections[index + 1].byteCount)
      let own = frames(first, index..<index + 1, from: 0)
      let apart = own + frames(second, index + 1..<index + 2, from: own)
      let both = index..<index + 2
      let most = (BRALimits.field + 1) * (cost.streamFrames + 1)
      let gaps = (0..<most).partitionPoint { frames(first + $0 + second, both, from: 0) >= apart }
      return gaps > 0 ? gaps - 1 : nil
    }.max()
  }

  /// Bytes between a section and the next, which begins after it; nil where it begins before.
  private func gap(after index: Int) -> Int? {
    let end = UInt64(sections[index].address) + UInt64(sections[index].byteCount)
    let next = UInt64(sections[index + 1].address)
    return next >= end ? Int(next - end) : nil
  }

  /// Frames of a run of so many bytes, whose first block may go in a frame.
  private func frames(_ bytes: Int, _ run: Range<Int>, from frame: Int) -> Int {
    if bytes < cost.column0Below, run.count < sections.count {
      // Nothing is written over there.
      if run.count > 1 { return 1 << 40 }
      return bytes + (sections[run.lowerBound].address >= Column0Program.pageBytes ? 2 : 0)
    }
    // A stream of its own begins with a synchronisation point.
    let start = cost.streamFrames > 0 ? 0 : frame % pattern.period
    let (blocks, pauses) = pattern.frames(for: bytes, from: start)
    return blocks + pauses + cost.streamFrames
  }
}

/// What a run of sections takes besides its blocks.
struct RunCost: Hashable, Sendable {
  /// Commands of the stream that each run has for itself; none where one stream has all.
  var streamFrames = 0
  /// Where there are others, shorter runs go over Column 0.
  var column0Below = 0
}
