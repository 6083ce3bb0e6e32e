internal import BRAEncoder

/// One section of a transfer as it went over the wire.
public struct SectionResult: Hashable, Sendable {
  /// The address of its first byte.
  public var address: UInt32
  /// How many bytes it has.
  public var bytes: Int
  /// Frames in which something of it was sent: a block, a byte or a page register. Those in which it waited are not among them.
  public var frames: UInt64

  /// What a section took.
  public init(address: UInt32, bytes: Int, frames: UInt64) {
    self.address = address
    self.bytes = bytes
    self.frames = frames
  }
}

/// Counts the frames of the sections of a transfer, one after the other.
package struct SectionFrames: Hashable, Sendable {
  /// Frames so far.
  private var frames: UInt64 = 0
  /// Frames up to the end of each section that is through.
  private var ends: [UInt64] = []
  /// Frames of each section in passes that came to nothing.
  private var inVain: [UInt64] = []

  /// None yet.
  package init() {}

  /// A frame in which something was sent, after which so many sections are through.
  @inline(__always)
  mutating func count(finished: Int) {
    count()
    if finished != ends.count { finish(finished) }
  }

  /// A frame in which something was sent.
  @inline(__always)
  mutating func count() { frames &+= 1 }

  /// So many sections are through.
  mutating func finish(_ finished: Int) {
    while ends.count < finished { ends.append(frames) }
  }

  /// The sections after so many come once more.
  mutating func restart(finished: Int) {
    let passed = ends.dropFirst(finished) + (frames == ends.last ? [] : [frames])
    var before = finished > 0 ? ends[finished - 1] : 0
    for (index, end) in passed.enumerated() {
      while inVain.count <= finished + index { inVain.append(0) }
      inVain[finished + index] += end - before
      before = end
    }
    ends.removeLast(ends.count - finished)
    frames = ends.last ?? 0
  }

  /// What the sections took; of those that are not through, the first has what is left.
  func results(of sections: [BRASection]) -> [SectionResult] {
    var before: UInt64 = 0
    return sections.enumerated().map { index, section in
      let end = index < ends.count ? ends[index] : frames
      defer { before = end }
      let more = index < inVain.count ? inVain[index] : 0
      return SectionResult(address: section.address, bytes: section.byteCount, frames: end - before + more)
    }
  }
}
