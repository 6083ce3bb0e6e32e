internal import BRAEncoder

// What of a transfer over BRA goes over Column 0.
extension TransferRoute {
  /// Sections that the interface sends over Column 0, each at its time.
  static func visits(short: [Int], of bulk: TransferRequest, _ starts: [Int]) -> [Column0Visit] {
    short.map {
      Column0Visit(
        request: bulk.overColumn0(section: $0, at: starts[$0]), offsets: [starts[$0]], places: [$0],
        kind: .short)
    }
  }

  /// What a policy leaves over, as often as the rest is sent.
  static func visits(
    rest: TransferRequest, after bulk: TransferRequest, times: Int
  ) -> [Column0Visit] {
    var offset = bulk.bytes
    let offsets = rest.sections.map { section in
      defer { offset += section.byteCount }
      return offset
    }
    let places = rest.sections.indices.map { bulk.sections.count + $0 }
    return Array(
      repeating: Column0Visit(request: rest, offsets: offsets, places: places, kind: .rest), count: times)
  }

  /// What did not go through over BRA: the caller's bytes from a place on, in their order; a transfer for each message that was
  /// to be sent.
  func visits(for unsent: UnsentBytes) -> [Column0Visit] {
    let all = legs ?? FeedLegs(bulk.sections, [bulk.sections.indices])
    guard all.ranges.indices.contains(unsent.leg) else { return [] }
    let first = all.ranges[unsent.leg]
    // Short sections between the legs go with them, each a message as it was to be.
    let ranges =
      short.isEmpty
      ? Array(all.ranges[unsent.leg...]) : (first.lowerBound..<bulk.sections.count).map { $0..<$0 + 1 }
    // Messages that are sent again share their bytes.
    var made: [Range<Int>: Column0Visit] = [:]
    var visits = ranges.enumerated().compactMap { index, range -> Column0Visit? in
      if index == 0, unsent.place != nil { return visit(range, from: unsent.place, all.starts) }
      if let known = made[range] { return known }
      made[range] = visit(range, from: nil, all.starts)
      return made[range]
    }
    guard !visits.isEmpty else { return [] }
    let ends = all.starts[first.upperBound - 1] + bulk.sections[first.upperBound - 1].byteCount
    let start = unsent.place ?? all.starts[first.lowerBound]
    visits[0].tried = ownBytes(in: start..<(unsent.tried.map { start + $0 } ?? ends))
    return visits
  }

  /// Sections, from a place in the first of them on, without what only fills the gaps between the caller's.
  private func visit(_ range: Range<Int>, from place: Int?, _ starts: [Int]) -> Column0Visit? {
    var sections: [BRASection] = []
    var offsets: [Int] = []
    var places: [Int] = []
    var data: [UInt8] = []
    for index in range {
      let section = bulk.sections[index]
      let bytes = max(starts[index], place ?? 0)..<max(place ?? 0, starts[index] + section.byteCount)
      for part in own(in: bytes) {
        let address = section.address &+ UInt32(truncatingIfNeeded: part.lowerBound - starts[index])
        guard let part = BRASection(address: address, byteCount: part.count).map({ ($0, part) }) else {
          continue
        }
        sections.append(part.0)
        offsets.append(part.1.lowerBound)
        places.append(index)
        if !bulk.data.isEmpty { data += bulk.data[part.1] }
      }
    }
    guard !sections.isEmpty else { return nil }
    let request = TransferRequest(
      name: bulk.name, path: .column0, operation: bulk.operation, device: bulk.device, sections: sections,
      data: data)
    return Column0Visit(request: request, offsets: offsets, places: places, kind: .unsent)
  }

  /// The caller's bytes among some.
  private func own(in bytes: Range<Int>) -> [Range<Int>] {
    guard !own.isEmpty else { return bytes.isEmpty ? [] : [bytes] }
    return own.map { $0.clamped(to: bytes) }.filter { !$0.isEmpty }
  }

  private func ownBytes(in bytes: Range<Int>) -> Int { own(in: bytes).reduce(0) { $0 + $1.count } }
}
