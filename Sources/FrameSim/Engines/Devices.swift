/// The devices of a bus, in place: what the engines work on within a frame.
///
/// A view that lives as long as the frame; going through it copies no device.
struct Devices {
  let manager: UnsafeMutablePointer<Manager>
  let peripherals: UnsafeMutableBufferPointer<Peripheral>

  /// Does something with every Peripheral that is on the bus.
  ///
  /// Looks at a stored property only: a getter would be given a copy of the whole device.
  @inline(__always)
  func forEachAttached(_ body: (UnsafeMutablePointer<Peripheral>) -> Void) {
    guard let base = peripherals.baseAddress else { return }
    for index in 0..<peripherals.count where (base + index).pointee.sync != .unattached {
      body(base + index)
    }
  }

  /// Does something with every Peripheral whose DP0 is open in this frame.
  @inline(__always)
  func forEachOpenPort(_ body: (UnsafeMutablePointer<Peripheral>) -> Void) {
    forEachAttached { peripheral in
      if peripheral.pointee.portSettings.enabled { body(peripheral) }
    }
  }
}

extension Bus {
  /// Works on the devices in place.
  @inline(__always)
  mutating func withDevices<Result>(_ body: (Devices) -> Result) -> Result {
    withUnsafeMutablePointer(to: &manager) { manager in
      peripherals.withUnsafeMutableBufferPointer { peripherals in
        body(Devices(manager: manager, peripherals: peripherals))
      }
    }
  }
}
