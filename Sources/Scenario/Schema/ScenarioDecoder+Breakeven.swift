internal import FrameSim

extension ScenarioDecoder {
  mutating func decodePolicy(_ view: ObjectView) -> TransferPolicy? {
    guard let field = view["policy"],
      let view = reader.object(field, .policy, example: "{ minBytes: 64 }")
    else { return nil }
    var policy = TransferPolicy()
    let range = "a policy's numbers of bytes are 1 to 1048576"
    for (key, field) in view.fields {
      guard let value = reader.integer(field, in: ScenarioLimits.takenBytes, range) else { continue }
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
      reader.address($0, from: 0)
    }
    let most = view["maxBytes"].map { decodeTakenBytes($0) } ?? 4096
    let sizes = view["sizes"].map { decodeSizes($0) } ?? []
    var range: String { "the number of seeds is 1 to \(ScenarioLimits.seeds.upperBound)" }
    let seeds = view["seeds"].map { reader.integer($0, in: ScenarioLimits.seeds, range) } ?? 200
    guard let device, let operation, let address, let most, let seeds else { return nil }
    return BreakevenRequest(
      device: device, operation: operation, address: address, maxBytes: most, sizes: sizes, seeds: seeds)
  }

  private mutating func decodeTakenBytes(_ field: Field) -> Int? {
    reader.integer(field, in: ScenarioLimits.takenBytes, "a transfer that is taken has 1 to 1048576 bytes")
  }

  private mutating func decodeSizes(_ field: Field) -> [SizeWeight] {
    var sizes: [SizeWeight] = []
    guard let elements = reader.elements(field) else { return [] }
    for element in elements {
      guard let view = reader.object(element, .size, example: "{ bytes: 64, weight: 1 }") else { continue }
      let bytes = reader.required(view, "bytes", "the length of the transfer").flatMap {
        decodeTakenBytes($0)
      }
      var range: String { "a weight is a number from 0 to \(Int(ScenarioLimits.weights.upperBound))" }
      let weight =
        view["weight"].map { reader.positiveReal($0, upTo: ScenarioLimits.weights.upperBound, range) } ?? 1
      guard let bytes, let weight else { continue }
      sizes.append(SizeWeight(bytes: bytes, weight: weight))
    }
    if sizes.count == elements.count, !sizes.isEmpty, sizes.allSatisfy({ $0.weight == 0 }) {
      reader.error(field, "contradictory values: every weight is 0, so that no size occurs")
    }
    return sizes
  }
}
