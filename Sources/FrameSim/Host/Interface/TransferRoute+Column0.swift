internal import BRAEncoder

// What of a transfer over BRA goes over Column 0.
extension TransferRoute {
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
      if index == 0, unsent.place != nil { return visit(range, from: unsent.place, .unsent, all.starts) }
      if let known = made[range] { return known }
      made[range] = visit(range, .unsent, all.starts)
      return made[range]
    }
    guard !visits.isEmpty else { return [] }
    let ends = all.starts[first.upperBound - 1] + bulk.sections[first.upperBound - 1].byteCount
    let start = unsent.place ?? all.starts[first.lowerBound]
    visits[0].tried = ownBytes(in: start..<(unsent.tried.map { start + $0 } ?? ends))
    return visits
  }

  /// Sections that the interface sends over Column 0, each at its time.
  static func visits(
    short: [Int], of bulk: TransferRequest, own: [Range<Int>], _ starts: [Int]
  ) -> [Column0Visit] {
    short.compactMap { visit($0..<$0 + 1, of: bulk, own: own, from: nil, .short, starts) }
  }

  private func visit(
    _ range: Range<Int>, from place: Int? = nil, _ kind: Column0Visit.Kind, _ starts: [Int]
  ) -> Column0Visit? {
    Self.visit(range, of: bulk, own: own, from: place, kind, starts)
  }

  /// Sections, from a place in the first of them on, without what only fills the gaps between the caller's.
  private static func visit(
    _ range: Range<Int>, of bulk: TransferRequest, own: [Range<Int>], from place: Int?,
    _ kind: Column0Visit.Kind, _ starts: [Int]
  ) -> Column0Visit? {
    var parts = PartList()
    var offsets: [Int] = []
    var places: [Int] = []
    for index in range {
      let (section, start) = (bulk.sections[index], starts[index])
      let bytes = max(start, place ?? 0)..<max(place ?? 0, start + section.byteCount)
      for part in Self.own(own, in: bytes) {
        parts.add(section, part.lowerBound - start..<part.upperBound - start, bulk.data, start)
        offsets.append(part.lowerBound)
        places.append(index)
      }
    }
    guard !parts.sections.isEmpty else { return nil }
    let request = TransferRequest(
      name: bulk.name, path: .column0, operation: bulk.operation, device: bulk.device,
      sections: parts.sections, data: parts.data)
    return Column0Visit(request: request, offsets: offsets, places: places, kind: kind)
  }

  /// The caller's bytes among some; all are where none are named.
  private static func own(_ own: [Range<Int>], in bytes: Range<Int>) -> [Range<Int>] {
    guard !own.isEmpty else { return bytes.isEmpty ? [] : [bytes] }
    return own.map { $0.clamped(to: bytes) }.filter { !$0.isEmpty }
  }

  private func ownBytes(in bytes: Range<Int>) -> Int {
    Self.own(own, in: bytes).reduce(0) { $0 + $1.count }
  }
}
