/// Where payload of DP0 lies in a frame that it shares with the control word.
struct PortOverlap: Hashable, Sendable {
  /// The transport parameters of the Manager.
  var geometry: PortGeometry
  /// Slots since the last stream synchronisation point, at slot [0,0].
  var slotsSinceSSP: UInt64
}

extension Manager {
  /// Where its payload lies in the next frame; nil while DP0 is closed, or keeps out of Column 0.
  @inline(__always)
  var overlap: PortOverlap? {
    mutating get {
      guard payloadBits > 0, portSettings.geometry.hStart == 0 else { return nil }
      return PortOverlap(geometry: portSettings.geometry, slotsSinceSSP: slotsSinceSSP)
    }
  }
}
