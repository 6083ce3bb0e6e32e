internal import BRAEncoder

extension TransferRequest {
  /// What of a transfer goes over BRA, and what over Column 0 after it, by the policy of a host; nil where nothing is left over.
  ///
  /// With `v1`, whose messages have one address each, the rules are for each section; else for all together.
  func split(by host: HostConfiguration) -> (bulk: TransferRequest, rest: TransferRequest?) {
    guard path == .bra, let policy = host.policy, policy.rest == .column0, bytes <= TransferRules.maximumBytes
    else { return (self, nil) }
    if host.interface.kind == .v1, sections.count > 1 {
      return split { policy.bytesOverBRA(of: $0.byteCount) }
    }
    var left = policy.bytesOverBRA(of: bytes)
    return split { section in
      let part = min(left, section.byteCount)
      left -= part
      return part
    }
  }

  /// Cuts each section after as many bytes as `bulk` says.
  private func split(
    _ bulk: (BRASection) -> Int
  ) -> (bulk: TransferRequest, rest: TransferRequest?) {
    var parts = [PartList(), PartList()]
    var place = 0
    for section in sections {
      let cut = bulk(section)
      parts[0].add(section, 0..<cut, data, place)
      parts[1].add(section, cut..<section.byteCount, data, place)
      place += section.byteCount
    }
    if parts[1].sections.isEmpty { return (self, nil) }
    return (
      TransferRequest(
        name: name, path: .bra, operation: operation, device: device, sections: parts[0].sections,
        data: parts[0].data, gapFilling: gapFilling),
      TransferRequest(
        name: name, path: .column0, operation: operation, device: device, sections: parts[1].sections,
        data: parts[1].data)
    )
  }

  /// The same bytes in other sections.
  func with(sections: [BRASection]) -> TransferRequest {
    TransferRequest(
      name: name, path: path, operation: operation, device: device, sections: sections, bytes: bytes,
      data: data, gapFilling: gapFilling)
  }
}

/// Parts of sections one after the other.
struct PartList {
  private(set) var sections: [BRASection] = []
  private(set) var data: [UInt8] = []

  /// Adds a part of a section whose bytes begin at a place of all data.
  mutating func add(_ section: BRASection, _ part: Range<Int>, _ all: [UInt8], _ place: Int) {
    guard !part.isEmpty else { return }
    BRASection(
      address: section.address &+ UInt32(truncatingIfNeeded: part.lowerBound), byteCount: part.count
    ).map { sections.append($0) }
    if !all.isEmpty { data += all[place + part.lowerBound..<place + part.upperBound] }
  }
}
