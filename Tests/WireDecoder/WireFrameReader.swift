/// Reads one frame after the other, following the bus from a slot at which a frame starts.
package struct WireFrameReader {
  package let line: WireLine
  /// The first slot of the next frame.
  private(set) var slot: Int
  private(set) var shape: WireShape
  /// What dynamic sync of the next frame must be; nil where unknown.
  package var expectedDynamicSync: UInt8?
  /// Highs in the parity window so far; nil where its beginning was not seen.
  package var highs: Int?

  private var number: Int
  private var devices: WireDevices
  private var given: (geometry: WireGeometry, fromFrame: Int)?
  private var placesCache: [PlacesKey: [Int]] = [:]

  private struct PlacesKey: Hashable {
    var geometry: WireGeometry
    var shape: WireShape
    var intoWindow: Int
  }

  package init(line: WireLine, slot: Int, shape: WireShape, dp0: WireDP0, number: Int = 0) {
    self.line = line
    self.slot = slot
    self.shape = shape
    self.number = number
    switch dp0 {
    case .followed: devices = WireDevices()
    case .programmed(let geometry, let enabled):
      devices = WireDevices(programmed: geometry, enabled: enabled)
    case .given(let geometry, let fromFrame):
      devices = WireDevices()
      given = (geometry, fromFrame)
    }
  }

  /// The next frame; nil where the levels end before it does.
  package mutating func next() -> DecodedFrame? {
    let end = slot + shape.slots
    guard end <= line.levels.count else { return nil }
    var word: UInt64 = 0
    for row in 0..<48 { word = word << 1 | UInt64(line.bits[slot + row * shape.columns]) }
    let controlWord = WireControlWord(bits: word)

    // The parity window ends with [44,0] and the next one begins with [44,1] (section 4.1).
    let windowEnd = slot + 44 * shape.columns
    let highsInFrame = line.levels[slot...windowEnd].reduce(0) { $0 + Int($1) }
    let highsInWindow = (highs ?? 0) + highsInFrame
    let parityOK = highs.map { _ in Int(controlWord.parity) == highsInWindow % 2 }
    highs = line.levels[(windowEnd + 1)..<end].reduce(0) { $0 + Int($1) }

    let dynamicSyncOK = expectedDynamicSync.map { $0 == controlWord.dynamicSync }
    // A wrong value does not change what the Manager's generator does next.
    expectedDynamicSync = WireDynamicSync.after(expectedDynamicSync ?? controlWord.dynamicSync)

    let port = openPort()
    let payload = port.map { places(of: $0.geometry, slotsSinceSSP: $0.slotsSinceSSP) }
    let frame = DecodedFrame(
      startSlot: slot, shape: shape, controlWord: controlWord, highs: highsInWindow, parityOK: parityOK,
      staticSyncOK: controlWord.staticSync == 0xB1, dynamicSyncOK: dynamicSyncOK,
      block: payload.map { slots in WireBlock(payload: slots.map { line.bits[slot + $0] }) },
      geometry: port?.geometry)

    if let newShape = devices.endFrame(controlWord, slots: shape.slots) { shape = newShape }
    slot = end
    number += 1
    return frame
  }

  private func openPort() -> (geometry: WireGeometry, slotsSinceSSP: Int)? {
    guard let given else { return devices.openPort }
    return number >= given.fromFrame ? (given.geometry, devices.slotsSinceSSP) : nil
  }

  private mutating func places(of geometry: WireGeometry, slotsSinceSSP: Int) -> [Int] {
    let key = PlacesKey(
      geometry: geometry, shape: shape, intoWindow: slotsSinceSSP % geometry.payloadDataInterval)
    if let known = placesCache[key] { return known }
    let slots = WirePlacement.places(of: geometry, in: shape, slotsSinceSSP: key.intoWindow)
      .map { $0.row * shape.columns + $0.column }
    placesCache[key] = slots
    return slots
  }
}
