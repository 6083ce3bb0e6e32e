internal import BRAEncoder

extension Bus {
  /// Whether what was moved is what the Peripheral's memory holds; nil where that cannot be said.
  func isIntact(_ request: TransferRequest, _ result: TransferResult) -> Bool? {
    guard result.error == nil, let target = peripheral(at: request.device),
      request.sections.allSatisfy({ AddressTarget($0.address) == .memory })
    else { return nil }
    let bytes = request.operation == .write ? request.data : result.data
    guard request.sections.count != 1 else { return target.memory.holds(bytes, at: request.address) }
    let sections = request.sections.placed
    // A section may be written over by a later one.
    let isPlain = request.operation == .read || !sections.overlap
    guard isPlain else { return target.memory.holds(sections.latest(bytes)) }
    return sections.allSatisfy { target.memory.holds(Array(bytes[$0.place]), at: $0.section.address) }
  }
}

/// A section, and where its bytes lie among those of its transfer.
private struct PlacedSection {
  let section: BRASection
  let place: Range<Int>

  /// Its addresses, as far as they ascend.
  var addresses: Range<UInt64> {
    let start = UInt64(section.address)
    return start..<start + UInt64(section.byteCount)
  }
}

extension [BRASection] {
  fileprivate var placed: [PlacedSection] {
    var place = 0
    return map { section in
      defer { place += section.byteCount }
      return PlacedSection(section: section, place: place..<place + section.byteCount)
    }
  }
}

extension [PlacedSection] {
  /// Whether any address is in two of them, or they go on after the last address at the first.
  fileprivate var overlap: Bool {
    let ranges = map(\.addresses).sorted { $0.lowerBound < $1.lowerBound }
    return zip(ranges, ranges.dropFirst()).contains { $0.upperBound > $1.lowerBound }
      || ranges.contains { $0.upperBound > 1 << 32 }
  }

  /// What is written last at each address.
  fileprivate func latest(_ bytes: [UInt8]) -> [UInt32: UInt8] {
    var latest: [UInt32: UInt8] = [:]
    for section in self {
      for (offset, place) in section.place.enumerated() {
        latest[section.section.address &+ UInt32(truncatingIfNeeded: offset)] = bytes[place]
      }
    }
    return latest
  }
}

extension SparseMemory {
  /// Whether it holds these bytes at these addresses.
  fileprivate func holds(_ bytes: [UInt32: UInt8]) -> Bool {
    bytes.allSatisfy { holds([$0.value], at: $0.key) }
  }
}
