import FrameSim
import Testing

@Test func firmware() throws {
  let shape = try #require(FrameShape(rows: 50, columns: 4))
  var s = Simulation(shape: shape, peripherals: [PeripheralConfiguration(device: 1, memory: [MemoryRegion(address: 0x44010000, bytes: 0x20000)], dp0: DP0Limits(maxBytesPerFrame: 470))], host: HostConfiguration())
  let data = (0..<32768).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
  let r = s.run(.write(data, to: 0x44010000, device: 1, via: .bra))
  #expect(r.error == nil)
  #expect(r.frames.setup == 19)
  #expect(r.frames.data == 4096)
  #expect(r.frames.teardown == 20)
  #expect(r.slots.total == r.duration)
  #expect(r.split.total == r.duration)
  #expect(r.isIntact == true)
  let c = s.run(.write(data, to: 0x44010000, device: 1, via: .column0))
  #expect(c.frames.total == 32770)
  #expect(c.slots.total == c.duration)
  #expect(c.split.total == c.duration)
  #expect(c.isIntact == true)
  let b = s.run(.read(32768, from: 0x44010000, device: 1, via: .bra))
  #expect(b.frames.total == 4135)
  #expect(b.data == data)
}
