/// For which blocks a Target is not ready: every so many of those that begin in a memory region that stalls.
struct TargetReadiness: Hashable, Sendable {
  private struct Region: Hashable, Sendable {
    let addresses: Range<UInt64>
    let every: Int
    /// Blocks since the last for which it was not ready.
    var blocks = 0
  }

  private var regions: [Region]

  /// A Target with this memory, in front of its first block.
  init(_ memory: [MemoryRegion]) {
    regions = memory.compactMap { region in
      region.notReadyEvery.map {
        let start = UInt64(region.address)
        return Region(addresses: start..<start + region.bytes, every: max(1, $0))
      }
    }
  }

  /// Whether it is ready for the block that arrives, which begins at an address.
  @inline(__always)
  mutating func isReady(forBlockAt address: UInt32) -> Bool {
    regions.isEmpty || count(address)
  }

  private mutating func count(_ address: UInt32) -> Bool {
    guard let index = regions.firstIndex(where: { $0.addresses.contains(UInt64(address)) }) else {
      return true
    }
    regions[index].blocks += 1
    guard regions[index].blocks >= regions[index].every else { return true }
    regions[index].blocks = 0
    return false
  }
}
