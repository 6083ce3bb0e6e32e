internal import BRAEncoder

/// A transfer as it goes over the wire: its sections, or runs of them with the gaps between them written over.
package struct MergedTransfer: Sendable {
  /// What goes over the wire.
  package let request: TransferRequest
  /// What merging brought; nil where nothing may be merged.
  let merging: GapMerging?
  /// The caller's bytes in what goes over the wire; empty where all are.
  private(set) var own: [Range<Int>] = []

  /// A transfer to a DP0 with these limits, in frames of a capacity, as a host goes about it.
  package init(
    _ request: TransferRequest, _ capacity: BlockCapacity, _ limits: DP0Limits, _ host: HostConfiguration
  ) {
    guard let filling = request.gapFilling, filling.maxBytes > 0, request.path == .bra,
      request.operation == .write,
      capacity.largest != nil, request.bytes <= TransferRules.maximumBytes
    else {
      self.request = request
      merging = nil
      return
    }
    let full = capacity.largest.flatMap { BlockCapacity.dataBytes(capacity: $0, limits: limits) } ?? 0
    let merge = SectionMerge(
      request.sections, filling, BlockPattern(capacity, limits), host.runCost(dataPerFrame: full))
    var runs = merge.runs
    let apart = request.sections.indices.map { $0..<$0 + 1 }
    // What does not fit into a transfer is not written over.
    if runs.reduce(0, { $0 + merge.length(of: $1) }) > TransferRules.maximumBytes { runs = apart }
    let writer = RunWriter(request, filling.fill, runs)
    own = writer.own
    self.request = writer.request
    merging = GapMerging(
      gaps: request.sections.count - runs.count, gapBytes: writer.request.bytes - request.bytes,
      framesSaved: merge.frames(of: apart) - merge.frames(of: runs),
      largestGapThatPays: merge.largestGapThatPays)
  }

  /// How many of the caller's bytes went through: of so many on the wire, which are the first ones but for those that were lost.
  func ownBytes(done: Int, lost: [Range<Int>]) -> Int {
    if own.isEmpty { return done }
    if done > request.bytes {
      // It was sent several times.
      let (times, rest) = done.quotientAndRemainder(dividingBy: request.bytes)
      return times * ownBytes(in: [0..<request.bytes]) + ownBytes(done: rest, lost: [])
    }
    let sent = 0..<lost.reduce(done) { $0 + $1.count }
    return ownBytes(in: [sent]) - ownBytes(in: lost)
  }

  /// How many of the caller's bytes are in ranges, which ascend.
  private func ownBytes(in ranges: [Range<Int>]) -> Int {
    var sum = 0
    var index = 0
    for range in ranges {
      while index < own.count, own[index].upperBound <= range.lowerBound { index += 1 }
      var place = index
      while place < own.count, own[place].lowerBound < range.upperBound {
        sum += own[place].clamped(to: range).count
        place += 1
      }
    }
    return sum
  }
}

/// Puts sections and what fills the gaps between them one after the other.
private struct RunWriter {
  private(set) var request: TransferRequest
  /// The caller's bytes in it.
  private(set) var own: [Range<Int>] = []

  init(_ request: TransferRequest, _ fill: UInt8, _ runs: [Range<Int>]) {
    // Bytes may be left out where nothing runs.
    let hasData = request.data.count == request.bytes
    var sections: [BRASection] = []
    var data: [UInt8] = []
    var place = 0
    var count = 0
    for run in runs {
      let start = count
      for index in run {
        let section = request.sections[index]
        if index > run.lowerBound {
          let before = request.sections[index - 1]
          let gap = Int(section.address) - Int(before.address) - before.byteCount
          if hasData { data += repeatElement(fill, count: gap) }
          count += gap
        }
        if hasData { data += request.data[place..<place + section.byteCount] }
        own.append(count..<count + section.byteCount)
        place += section.byteCount
        count += section.byteCount
      }
      BRASection(address: request.sections[run.lowerBound].address, byteCount: count - start).map {
        sections.append($0)
      }
    }
    self.request = TransferRequest(
      name: request.name, path: request.path, operation: request.operation, device: request.device,
      sections: sections, data: data)
  }
}
