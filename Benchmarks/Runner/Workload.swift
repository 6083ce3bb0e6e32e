internal import FrameSim

/// One fixed workload: a single transfer of counter bytes between the Manager and device 1.
struct Workload: Equatable, Sendable {
  enum Kind: Sendable {
    case braWrite
    case braRead
    case column0Write
  }

  let kind: Kind
  let shape: FrameShape
  let peripherals: Int
  /// Bytes of the transfer, 1 to `memoryBytes`.
  private(set) var bytes: Int
  /// The clock the bus would have, to relate speed to real time.
  let clockHz: Int

  static let address: UInt32 = 0x4400_0000
  /// The memory of device 1.
  static let memoryBytes = 1 << 20

  init?(_ kind: Kind, rows: Int, columns: Int, bytes: Int, clockHz: Int, peripherals: Int = 1) {
    guard let shape = FrameShape(rows: rows, columns: columns) else { return nil }
    self.kind = kind
    self.shape = shape
    self.peripherals = peripherals
    self.bytes = bytes
    self.clockHz = clockHz
  }

  /// The name in reports and in files, for example `bra-write-64x16`.
  var name: String {
    let way =
      switch kind {
      case .braWrite: "bra-write"
      case .braRead: "bra-read"
      case .column0Write: "column0-write"
      }
    return "\(way)-\(shape)" + (peripherals > 1 ? "-\(peripherals)-peripherals" : "")
  }

  /// Bit slots per second of the bus itself.
  var slotRateHz: Double { Double(2 * clockHz) }

  /// Bytes that one frame moves.
  var bytesPerFrame: Int {
    guard kind != .column0Write else { return 1 }
    let capacity = BlockCapacity(geometry: PortGeometry(fillingColumns: shape.columns), shape: shape)
    return max(1, Int(capacity.mean(DP0Limits())))
  }

  /// The same transfer with fewer bytes.
  func shortened(to bytes: Int) -> Workload {
    var workload = self
    workload.bytes = min(max(1, bytes), self.bytes)
    return workload
  }

  /// The fixed set.
  static let all: [Workload] = {
    let mebibyte = 1 << 20
    let shapes = [
      (48, 4, 4_608_000), (50, 4, 4_800_000), (50, 10, 12_000_000), (64, 8, 12_288_000),
      (64, 16, 12_288_000), (256, 16, 12_288_000),
    ]
    var all: [Workload?] = shapes.flatMap { rows, columns, clock in
      [Kind.braWrite, .braRead].map {
        Workload($0, rows: rows, columns: columns, bytes: mebibyte, clockHz: clock)
      }
    }
    all.append(Workload(.column0Write, rows: 48, columns: 2, bytes: 1 << 16, clockHz: 2_304_000))
    all.append(Workload(.column0Write, rows: 50, columns: 4, bytes: 1 << 16, clockHz: 4_800_000))
    all.append(
      Workload(.braWrite, rows: 64, columns: 16, bytes: mebibyte, clockHz: 12_288_000, peripherals: 11))
    return all.compactMap { $0 }
  }()

  /// The workload of a name.
  static func named(_ name: String) -> Workload? { all.first { $0.name == name } }

  /// What the memory holds before a read: all of it, so that a shorter transfer costs no less to prepare.
  static let counter = (0..<memoryBytes).map { UInt8(truncatingIfNeeded: $0) }

  /// The bytes that are moved.
  var data: [UInt8] { Array(Self.counter.prefix(bytes)) }
}
