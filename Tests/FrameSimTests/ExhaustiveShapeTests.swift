import BRAEncoder
import FrameSim
import Testing

/// All 184 shapes with data: a long test, for release builds.
@Suite(.enabled(if: !isDebugBuild, "takes too long in a debug build"))
struct ExhaustiveShapeTests {
  /// 1000 bytes there and back over BRA, where the shape carries it, and over Column 0: data intact, static, PHY and
  /// dynamic sync and PAR right in every frame, slot classes and frames adding up.
  @Test(arguments: FrameShape.all)
  func dataArriveIntact(shape: FrameShape) {
    let capacity = shape.rows * (shape.columns - 1) / 8 - 10
    let data = testBytes(1000)
    var simulation = Simulation(
      shape: shape, peripherals: [.target(1), .target(2)], host: HostConfiguration(), engine: .slot)
    var log = FrameLog()
    var total: UInt64 = 0
    for path in TransferRequest.Path.allCases {
      for device in 1...2 {
        let sent = path == .bra ? data : data.reversed()
        let write = simulation.run(.write(sent, to: 0x4400_0000, device: device, via: path), observer: &log)
        let read = simulation.run(.read(1000, from: 0x4400_0000, device: device, via: path), observer: &log)
        if path == .bra, capacity < 1 {
          #expect(write.error?.errno == .invalid && read.error?.errno == .invalid)
          continue
        }
        #expect(write.error == nil && read.error == nil)
        #expect(write.isIntact == true)
        #expect(read.data == sent)
        let dataFrames = path == .bra ? (1000 + capacity - 1) / capacity : 1000
        for result in [write, read] {
          #expect(result.frames.data == UInt64(dataFrames))
          #expect(result.frames.total == UInt64(dataFrames + (path == .bra ? 39 : 2)))
          #expect(result.duration == result.frames.total * UInt64(shape.slots))
          #expect(result.slots.total == result.duration)
          #expect(result.split.total == result.duration)
          total += result.duration
        }
      }
    }
    #expect(log.checker.complaints == [])
    #expect(simulation.bus.slot == total)
    #expect(simulation.bus.peripherals.allSatisfy { $0.isAttached && $0.registers.read(0x40) == 0 })
  }

  /// From every shape to the next, through both banks, with a block in each that carries one.
  @Test func everyShapeChange() {
    var bus = Bus.with(2)
    var checker = WireChecker()
    var generator = SeededGenerator(seed: 184, stream: "changes")
    var bank: UInt16 = 0
    for shape in FrameShape.all.shuffled(using: &generator) + FrameShape.all.shuffled(using: &generator) {
      bank = 0x10 - bank
      let old = bus.shape
      var levels: [UInt64]? = []
      let outcome = bus.runSlots(
        FramePlan(.write(device: 15, register: 0x60 + bank, value: shape.registerValue)), levels: &levels)
      #expect(outcome.response == .ok)
      checker.take(levels ?? [], rows: old.rows, columns: old.columns)
      #expect(bus.shape == shape)
      let capacity = shape.rows * (shape.columns - 1) / 8 - 10
      guard capacity >= 1 else { continue }
      bus.programDP0(PortGeometry(fillingColumns: shape.columns), enabled: bank == 0)
      guard bus.manager.isDP0Open else { continue }
      bus.manager.buffers[0].outgoing = testBytes(capacity)
      let block = bus.runSlots(FramePlan(.ping, block: TestBlock.write(capacity).request), levels: &levels)
      #expect(block.block?.footerResponse == .okGood)
      checker.take(levels ?? [], rows: shape.rows, columns: shape.columns)
    }
    #expect(checker.complaints == [])
  }
}
