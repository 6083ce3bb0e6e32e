internal import FrameSim

extension ScenarioDecoder {
  mutating func decodePeripherals(_ view: ObjectView) -> [PeripheralConfiguration] {
    let hint = "list at least one: peripherals: [{ device: 1 }]"
    guard let field = reader.required(view, "peripherals", hint), let elements = reader.elements(field)
    else { return [] }
    if elements.isEmpty { reader.error(field, "the list is empty; \(hint)") }
    if elements.count > ScenarioLimits.peripherals.upperBound {
      reader.error(
        field,
        "\(elements.count) Peripherals are listed; a bus has at most \(ScenarioLimits.peripherals.upperBound)"
      )
    }
    var peripherals: [PeripheralConfiguration] = []
    var places: [Int: Int] = [:]
    for (index, element) in elements.enumerated() {
      guard let device = decodeDevice(element) else { continue }
      if let other = places[device.configuration.device] {
        reader.error(
          device.field,
          "device \(device.configuration.device) is already \(elements[other].path); device numbers are unique"
        )
      } else {
        places[device.configuration.device] = index
        peripherals.append(device.configuration)
      }
    }
    return peripherals
  }

  /// One Peripheral, whatever the device numbers of the others.
  mutating func decodeDevice(_ field: Field) -> (
    configuration: PeripheralConfiguration, field: Field
  )? {
    guard let view = reader.object(field, .peripheral, example: "{ device: 1 }") else { return nil }
    let name = view["name"].flatMap { reader.name($0) }
    let memory = view["memory"].map { decodeMemory($0) } ?? []
    let dp0 = view["dp0"].flatMap { decodeLimits($0) }
    guard
      let number = reader.required(
        view, "device",
        "its number on the bus, \(ScenarioLimits.device.lowerBound) to \(ScenarioLimits.device.upperBound)"),
      let device = reader.integer(number)
    else { return nil }
    let configuration = PeripheralConfiguration(
      device: device, name: name ?? "device\(device)", memory: memory, dp0: dp0)
    return (configuration, number)
  }

  private mutating func decodeLimits(_ field: Field) -> DP0Limits? {
    guard let view = reader.object(field, .peripheralDP0, example: "{} for all defaults") else { return nil }
    var limits = DP0Limits()
    if let most = view["maxBytesPerFrame"] {
      limits.maxBytesPerFrame =
        reader.integer(most)
        ?? limits.maxBytesPerFrame
    }
    if let alignment = view["blockAlignment"] {
      limits.blockAlignment =
        reader.integer(alignment) ?? limits.blockAlignment
      if limits.blockAlignment > limits.maxBytesPerFrame {
        reader.warning(
          alignment,
          "no block can be a multiple of \(limits.blockAlignment) bytes and have at most "
            + "\(limits.maxBytesPerFrame); every BRA transfer to this device will fail")
      }
    }
    return limits
  }

  private mutating func decodeMemory(_ field: Field) -> [MemoryRegion] {
    guard let elements = reader.elements(field) else { return [] }
    var regions: [MemoryRegion] = []
    regions.reserveCapacity(elements.count)
    var places: [Int] = []
    for (place, element) in elements.enumerated() {
      guard let region = decodeRegion(element) else { continue }
      regions.append(region)
      places.append(place)
    }
    reportOverlaps(regions) { elements[places[$0]] }
    return regions
  }

  /// One memory region, wherever the others are.
  mutating func decodeRegion(_ field: Field) -> MemoryRegion? {
    guard let view = reader.object(field, .memory, example: "{ address: 0x44010000, bytes: 0x20000 }")
    else { return nil }
    let start = reader.required(
      view, "address",
      "the first address, 0x\(hexadecimal(UInt64(ScenarioLimits.memoryAddresses.lowerBound))) or above")
    let address = start.flatMap { reader.address($0) }
    let length = reader.required(view, "bytes", "the length of the region")
    let bytes = length.flatMap { reader.integer($0) }
    let access = view["access"].flatMap {
      reader.word(
        $0, MemoryAccess.self,
        aliases: [
          "readwrite": .readWrite, "readonly": .readOnly, "writeonly": .writeOnly, "r": .readOnly,
          "w": .writeOnly,
        ])
    }
    let notReadyEvery = view["notReadyEvery"].flatMap { reader.integer($0) }
    guard let address, let bytes, let start, let length else { return nil }
    let last = Int(address) + bytes - 1
    guard last <= 0xFFFF_FFFF else {
      reader.error(
        length,
        "the region ends at \(Scenario.address(last)), above 0xFFFFFFFF; it has room for "
          + "\(0x1_0000_0000 - Int(address)) bytes from \(Scenario.address(Int(address))) on")
      return nil
    }
    if last >= 0x4800_0000 {
      // Protocol reference section 8.1.
      reader.warning(
        start,
        "the region ends at \(Scenario.address(last)); addresses from 0x48000000 on are reserved")
    }
    return MemoryRegion(
      address: address, bytes: UInt64(bytes), access: access ?? .readWrite, notReadyEvery: notReadyEvery)
  }

  /// Reports every region that starts inside a region below it, in one pass over the sorted regions.
  private mutating func reportOverlaps(_ regions: [MemoryRegion], field: (Int) -> Field) {
    let sorted = regions.indices.sorted { (regions[$0].address, $0) < (regions[$1].address, $1) }
    guard var furthest = sorted.first else { return }
    for next in sorted.dropFirst() {
      let (below, region) = (regions[furthest], regions[next])
      let end = UInt64(below.address) + below.bytes
      if UInt64(region.address) < end {
        let (from, to) = (Int(below.address), Int(end) - 1)
        reader.error(
          field(next),
          "the region overlaps \(field(furthest).path), which goes from \(Scenario.address(from)) to "
            + Scenario.address(to))
      }
      if UInt64(region.address) + region.bytes > end { furthest = next }
    }
  }
}
