/// The transport parameters of a port and whether its channel is enabled.
package struct PortSettings: Hashable, Sendable {
  /// Its transport parameters.
  package var geometry: PortGeometry
  /// Whether its channel is enabled.
  package var enabled: Bool

  /// A port at reset: every register 0, channel closed.
  static let reset = PortSettings(
    geometry: PortGeometry(hStart: 0, hStop: 0, sampleInterval: 1, wordLength: 1, blockOffset: 0),
    enabled: false)
}

/// The values that program a geometry into the registers of DP0 (section 8.4).
extension PortGeometry {
  var wordLengthValue: UInt8 { UInt8(truncatingIfNeeded: wordLength - 1) & 0x3F }
  var sampleIntervalValue: (low: UInt8, high: UInt8) { Self.split(sampleInterval - 1) }
  var blockOffsetValue: (low: UInt8, high: UInt8) { Self.split(blockOffset) }
  var hControlValue: UInt8 { UInt8(truncatingIfNeeded: hStart << 4 | hStop & 15) }

  private static func split(_ value: Int) -> (low: UInt8, high: UInt8) {
    (UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8))
  }
}
