import FrameSim

extension FrameShape {
  /// A shape that a test names by its numbers; 48x2 where there is no such shape, which the test then notices.
  static func of(_ rows: Int, _ columns: Int) -> FrameShape {
    FrameShape(rows: rows, columns: columns) ?? .reset
  }
}

extension PeripheralConfiguration {
  /// A Peripheral with DP0 and 4 KiB of memory at 0x2000 and at 0x44000000.
  static func target(_ device: Int, dp0: DP0Limits? = DP0Limits()) -> PeripheralConfiguration {
    PeripheralConfiguration(
      device: device,
      memory: [
        MemoryRegion(address: 0x2000, bytes: 4096), MemoryRegion(address: 0x4400_0000, bytes: 4096),
      ], dp0: dp0)
  }
}

extension Bus {
  /// A bus with Peripherals 1 to `count`.
  static func with(_ count: Int = 1, shape: FrameShape = .reset) -> Bus {
    Bus(shape: shape, peripherals: (1...count).map { .target($0) })
  }

  /// A bus with Peripherals 1 to `count` whose DP0 is open.
  static func open(
    _ count: Int = 1, shape: FrameShape = .of(64, 8), geometry: PortGeometry? = nil
  ) -> Bus {
    var bus = Bus.with(count, shape: shape)
    bus.programDP0(geometry ?? PortGeometry(fillingColumns: shape.columns), enabled: true)
    return bus
  }

  /// A stored register of a Peripheral, without a bus access; nil where it cannot be read.
  func register(_ register: UInt8, of index: Int = 0) -> UInt8? {
    peripherals[index].registers.read(register)
  }

  /// Bytes of a Peripheral's memory.
  func stored(_ count: Int, at address: UInt32, of index: Int = 0) -> [UInt8] {
    (0..<count).map { peripherals[index].memory.stored(address &+ UInt32($0)) }
  }
}

/// Bytes that are easy to tell apart.
func testBytes(_ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11 &+ $0 >> 8) }
}

/// Whether this is a debug build: long tests run in release builds only.
var isDebugBuild: Bool {
  #if DEBUG
    true
  #else
    false
  #endif
}
