import BRAEncoder
import FrameSim

func bench(rows: Int, columns: Int, devices: Int, engine: Engine) {
  var none: [UInt64]?
  guard let shape = FrameShape(rows: rows, columns: columns) else { return }
  var bus = Bus(
    shape: shape,
    peripherals: (1...devices).map {
      PeripheralConfiguration(device: $0, memory: [MemoryRegion(address: 0x4400_0000, bytes: 1 << 20)], dp0: DP0Limits())
    })
  bus.programDP0(PortGeometry(fillingColumns: columns), enabled: true)
  bus.manager.outgoing = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0) }
  let d = bus.manager.payloadBits / 8 - 10
  let clock = ContinuousClock()
  var frames = 0
  let elapsed = clock.measure {
    var offset = 0
    while offset < 1 << 20, bus.slot < 400_000_00 {
      let count = min(d, (1 << 20) - offset)
      let header = BRAHeader(type: .active, operation: .write, device: 1, address: 0x4400_0000 + UInt32(offset), byteCount: count)!
      let outcome = bus.run(FramePlan(.ping, block: BlockRequest(header: header, offset: offset)), engine: engine, levels: &none)
      if outcome.block?.footerResponse != .okGood { print("bad", outcome); return }
      offset += count
      frames += 1
    }
  }
  let seconds = Double(elapsed.components.attoseconds) * 1e-18 + Double(elapsed.components.seconds)
  print("\(engine) \(shape) x\(devices): \(Double(bus.slot) / seconds / 1e6) Mslots/s, \(frames) frames")
}
for engine in Engine.allCases {
bench(rows: 64, columns: 16, devices: 1, engine: engine)
bench(rows: 50, columns: 10, devices: 1, engine: engine)
bench(rows: 64, columns: 8, devices: 1, engine: engine)
bench(rows: 48, columns: 4, devices: 1, engine: engine)
bench(rows: 256, columns: 16, devices: 1, engine: engine)
bench(rows: 64, columns: 16, devices: 11, engine: engine)
}
