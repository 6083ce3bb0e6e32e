internal import FrameSim

extension ScenarioDecoder {
  /// Which lengths BRA takes: by what the file says, and by the interface; nil where it takes them all.
  mutating func decodePolicy(_ view: ObjectView) -> TransferPolicy? {
    let own = TransferPolicy.own(Self.interface(view))
    guard let field = view["policy"],
      let view = reader.object(field, .policy, example: "{ minBytes: 64 }")
    else { return own }
    var policy = own ?? TransferPolicy()
    for (key, field) in view.fields {
      if key == "rest" {
        policy.rest = reader.word(field, TransferPolicy.Rest.self) ?? policy.rest
        continue
      }
      guard let value = reader.integer(field) else { continue }
      switch key {
      case "minBytes": policy.minBytes = value
      case "alignBytes": policy.alignBytes = value
      default: policy.maxBytes = value
      }
    }
    let first = (policy.minBytes + policy.alignBytes - 1) / policy.alignBytes * policy.alignBytes
    if policy.minBytes > policy.maxBytes {
      reader.error(
        view["minBytes"] ?? field,
        "contradictory values: minBytes \(policy.minBytes) is above maxBytes \(policy.maxBytes)")
    } else if first > policy.maxBytes {
      reader.error(
        view["alignBytes"] ?? field,
        "contradictory values: no multiple of \(policy.alignBytes) is from \(policy.minBytes) to "
          + "\(policy.maxBytes) bytes")
    }
    return policy
  }

  /// The interface of the host, which has lengths of its own; what is wrong with it is reported where it is read.
  private static func interface(_ view: ObjectView) -> HostInterface.Kind {
    guard let kind = view["host"]?.node[path: [.key("interface"), .key("kind")]],
      case .string(let word) = kind.value
    else { return .merged }
    return HostInterface.Kind(rawValue: word) ?? .merged
  }

  /// What `simctl breakeven` is asked; it must be there where that is the command.
  mutating func decodeBreakeven(_ view: ObjectView) -> BreakevenRequest? {
    let example = "{ device: 1, op: \"write\", address: 0x2000 }"
    if view["breakeven"] == nil, use == .breakeven {
      reader.missing(view, "breakeven", "say what is compared: breakeven: \(example)")
    }
    let field = use == .breakeven ? view.needed("breakeven") : view["breakeven"]
    guard let field, let view = reader.object(field, .breakeven, example: example)
    else { return nil }
    let device = reader.required(view, "device", "the device number the host addresses").flatMap {
      decodeAddressedDevice($0)
    }
    let operation = reader.required(view, "op", "the direction, \"write\" or \"read\"").flatMap {
      decodeOperation($0)
    }
    let address = reader.required(view, "address", "the address of the first byte").flatMap {
      reader.address($0)
    }
    let most = view["maxBytes"].map { reader.integer($0) } ?? BreakevenRequest.defaultMaxBytes
    let sizes = view["sizes"].map { decodeSizes($0) } ?? []
    let seeds = view["seeds"].map { reader.integer($0) } ?? BreakevenRequest.defaultSeeds
    let sections = view["sections"].map { reader.integer($0) } ?? 1
    guard let device, let operation, let address, let most, let seeds, let sections else { return nil }
    return BreakevenRequest(
      device: device, operation: operation, address: address, maxBytes: most, sizes: sizes, seeds: seeds,
      sections: sections)
  }

  private mutating func decodeSizes(_ field: Field) -> [SizeWeight] {
    var sizes: [SizeWeight] = []
    guard let elements = reader.elements(field) else { return [] }
    sizes.reserveCapacity(elements.count)
    for element in elements {
      guard let view = reader.object(element, .size, example: "{ bytes: 64, weight: 1 }") else { continue }
      let bytes = reader.required(view, "bytes", "the length of the transfer").flatMap {
        reader.integer($0)
      }
      let weight = view["weight"].map { reader.positiveReal($0) } ?? 1
      guard let bytes, let weight else { continue }
      sizes.append(SizeWeight(bytes: bytes, weight: weight))
    }
    if sizes.count == elements.count, !sizes.isEmpty, sizes.allSatisfy({ $0.weight == 0 }) {
      reader.error(field, "contradictory values: every weight is 0, so that no size occurs")
    }
    return sizes
  }
}

extension TransferPolicy {
  /// What an interface itself takes, where a file says nothing else; nil where it takes all lengths up to 1 MiB (host reference
  /// 1.1, 1.8 and 2.1).
  fileprivate static func own(_ interface: HostInterface.Kind) -> TransferPolicy? {
    switch interface {
    case .merged: nil
    case .v1: TransferPolicy(minBytes: 128, alignBytes: 128)
    case .amd: TransferPolicy(minBytes: 16)
    }
  }
}
