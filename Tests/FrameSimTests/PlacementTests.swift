import BRAEncoder
import FrameSim
import Testing

/// Section 9.2: which slots a port owns.
@Suite struct PlacementTests {
  private func slot(_ row: Int, _ column: Int, _ shape: FrameShape) -> Int { row * shape.columns + column }

  /// Fig 133, port A: 50x16, HStart 1, HStop 6, offset 16: first slot [2,5]; second window at [15,5].
  @Test func figure133PortA() {
    let shape = FrameShape.of(50, 16)
    // Three channels of 8 bits are, for one channel, a word of 24 bits: channel 3 is its bits 16 to 23.
    let port = PortGeometry(hStart: 1, hStop: 6, sampleInterval: 200, wordLength: 24, blockOffset: 16)
    let slots = port.ownedSlots(in: shape)
    #expect(slots.count == 4 * 24)
    #expect(slots[0] == slot(2, 5, shape))
    #expect(slots[16] == slot(5, 3, shape))
    #expect(slots[24] == slot(15, 5, shape))
  }

  /// Fig 133, port C: sample interval 400, offset 48: channel 1 begins at [8,1].
  @Test func figure133PortC() {
    let shape = FrameShape.of(50, 16)
    let port = PortGeometry(hStart: 1, hStop: 6, sampleInterval: 400, wordLength: 16, blockOffset: 48)
    let slots = port.ownedSlots(in: shape)
    #expect(slots[0] == slot(8, 1, shape))
    // Channel 3, the second one enabled, begins a word of 16 and a gap of 62 slots on: 48 + 78 = 126, at [21,1].
    let channel3 = PortGeometry(hStart: 1, hStop: 6, sampleInterval: 400, wordLength: 1, blockOffset: 126)
    #expect(channel3.ownedSlots(in: shape)[0] == slot(21, 1, shape))
    #expect(slots.count == 2 * 16)
  }

  /// Fig 142 with a word of 25 bits (section 10): 140 bits = 17 bytes and 4 bits.
  @Test func figure142() {
    let shape = FrameShape.of(48, 8)
    let port = PortGeometry(hStart: 1, hStop: 5, sampleInterval: 72, wordLength: 25, blockOffset: 0)
    let first = port.ownedSlots(in: shape)
    #expect(first.count == 140)
    #expect(port.payloadBits(in: shape) == 140)
    #expect(first.firstIndex(of: slot(45, 1, shape)) == 15 * 8 + 5)
    // Frame N+1 begins with the rest of the split block in rows 0 and 1; the next one starts in row 6.
    let second = port.ownedSlots(in: shape, slotsSinceSSP: UInt64(shape.slots))
    #expect(Array(second.prefix(10)) == [0, 1].flatMap { row in (1...5).map { slot(row, $0, shape) } })
    #expect(second[10] == slot(6, 1, shape))
    #expect(port.payloadBits(in: shape, slotsSinceSSP: UInt64(shape.slots)) == second.count)
  }

  /// The misprint of Fig 142: 30 bits would make 165 and byte 18.
  @Test func figure142AsPrinted() {
    let shape = FrameShape.of(48, 8)
    let port = PortGeometry(hStart: 1, hStop: 5, sampleInterval: 72, wordLength: 30, blockOffset: 0)
    #expect(port.payloadBits(in: shape) == 165)
    #expect(port.ownedSlots(in: shape).firstIndex(of: slot(45, 1, shape)) == 18 * 8 + 6)
  }

  /// The recommended geometry of section 10: all columns but 0, row by row.
  @Test func recommendedGeometryFillsAllColumnsButZero() {
    for shape in FrameShape.all {
      let port = PortGeometry(fillingColumns: shape.columns)
      let slots = port.ownedSlots(in: shape)
      #expect(slots.count == shape.rows * (shape.columns - 1))
      #expect(port.payloadBits(in: shape) == slots.count)
      #expect(slots.first == 1 && slots.last == shape.slots - 1)
    }
  }

  /// A random geometry; some do not fit their windows, some reach over the frame's columns.
  private static func random(_ shape: FrameShape, _ generator: inout SeededGenerator) -> PortGeometry {
    let hStart = Int.random(in: 0...min(15, shape.columns), using: &generator)
    let interval = Int.random(
      in: 1...(Bool.random(using: &generator) ? 3 * shape.columns : 900), using: &generator)
    return PortGeometry(
      hStart: hStart, hStop: Int.random(in: max(0, hStart - 1)...15, using: &generator),
      sampleInterval: interval, wordLength: Int.random(in: 1...64, using: &generator),
      blockOffset: Int.random(in: 0...(Bool.random(using: &generator) ? 3 : 60), using: &generator))
  }

  /// `ownedSlots` against the algorithm of section 9.2, word for word; the closed form of `payloadBits` against both.
  @Test func agreesWithTheAlgorithmOfTheReference() {
    var generator = SeededGenerator(seed: 92, stream: "placement")
    var fitting = 0
    var wrong: [String] = []
    for _ in 0..<(isDebugBuild ? 250 : 5000) {
      guard let shape = FrameShape.all.filter({ $0.slots < 1000 }).randomElement(using: &generator) else {
        continue
      }
      let port = Self.random(shape, &generator)
      let frame = Int.random(in: 0...2, using: &generator)
      let phase = UInt64(frame * shape.slots)
      let expected = ReferencePlacement.slots(port, in: shape, frame: frame)
      if port.ownedSlots(in: shape, slotsSinceSSP: phase) != expected {
        wrong.append("slots \(shape) \(port)")
      }
      if port.payloadBits(in: shape, slotsSinceSSP: phase) != expected.count {
        wrong.append("bits \(shape) \(port)")
      }
      if port.fitsEveryWindow(columns: shape.columns) { fitting += 1 }
    }
    #expect(wrong == [])
    #expect(fitting > 20, "the closed form was in use")
  }

  /// The same over geometries that fit, which is where the closed form works, far after the last SSP.
  @Test func closedFormAgreesFarFromTheSynchronisationPoint() {
    var generator = SeededGenerator(seed: 93, stream: "closed form")
    var tried = 0
    var wrong: [String] = []
    while tried < (isDebugBuild ? 250 : 5000) {
      guard let shape = FrameShape.all.filter({ $0.slots < 1000 }).randomElement(using: &generator) else {
        continue
      }
      let port = Self.random(shape, &generator)
      guard port.fitsEveryWindow(columns: shape.columns) else { continue }
      tried += 1
      let phase = UInt64(Int.random(in: 0...100_000, using: &generator) * shape.slots)
      if port.payloadBits(in: shape, slotsSinceSSP: phase)
        != port.ownedSlots(in: shape, slotsSinceSSP: phase).count
      {
        wrong.append("\(shape) \(port) \(phase)")
      }
    }
    #expect(wrong == [])
  }

  /// `fitsEveryWindow`: in a geometry that fits, every whole window carries its whole word.
  @Test func fittingWindowsCarryWholeWords() {
    var generator = SeededGenerator(seed: 94, stream: "fit")
    var wrong: [String] = []
    for _ in 0..<(isDebugBuild ? 200 : 2000) {
      guard let shape = FrameShape.all.filter({ $0.slots < 700 }).randomElement(using: &generator) else {
        continue
      }
      let port = Self.random(shape, &generator)
      // All windows of enough frames to see every phase of a row.
      let frames = 3
      let slots = (0..<frames).flatMap { frame in
        ReferencePlacement.slots(port, in: shape, frame: frame).map { $0 + frame * shape.slots }
      }
      let whole = frames * shape.slots / port.sampleInterval
      var perWindow = [Int](repeating: 0, count: whole + 1)
      for slot in slots { perWindow[slot / port.sampleInterval] += 1 }
      let fits = perWindow.prefix(whole).allSatisfy { $0 == port.wordLength }
      if port.fitsEveryWindow(columns: shape.columns), !fits { wrong.append("\(shape) \(port)") }
      if fits, !port.fitsEveryWindow(columns: shape.columns), whole >= shape.columns,
        port.hStop < shape.columns
      {
        wrong.append("too strict: \(shape) \(port)")
      }
    }
    #expect(wrong == [])
  }

  /// The devices use the same slots as the function says: random geometries, data at both ends and on the line.
  @Test func devicesUseTheseSlots() {
    var generator = SeededGenerator(seed: 95, stream: "devices")
    var carried = 0
    while carried < (isDebugBuild ? 12 : 200) {
      guard let shape = FrameShape.all.filter({ $0.slots < 1000 }).randomElement(using: &generator) else {
        continue
      }
      var port = Self.random(shape, &generator)
      port.hStart = max(1, port.hStart)
      port.hStop = min(port.hStop, shape.columns - 1)
      guard (0..<4).allSatisfy({ ReferencePlacement.slots(port, in: shape, frame: $0).count >= 8 * 15 })
      else { continue }
      carried += 1
      var bus = Bus.open(shape: shape, geometry: port)
      for frame in 0..<4 {
        let block = frame % 2 == 0 ? TestBlock.write(5) : TestBlock.read(5)
        let run = bus.send(block, data: testBytes(5), geometry: port, frame: frame)
        #expect(Array(run.bytes.prefix(7)) == block.headerBytes + [TableCRC.of(block.headerBytes)])
        #expect(run.outcome.footerResponse?.rawValue == 0x08, "\(shape) \(port)")
        #expect(Array(run.bytes[8..<13]) == testBytes(5))
        #expect(run.isSilent(after: 15))
      }
    }
  }
}

/// Sections 10 and 11.7, host reference 2.3 and 2.4: data bytes per frame.
@Suite struct CapacityTests {
  private func capacity(_ shape: FrameShape) -> Int? {
    BlockCapacity(geometry: PortGeometry(fillingColumns: shape.columns), shape: shape).largest
  }

  /// `min(511, floor(payload bits / 8) - 10)`, none below 11 bytes, for all 184 shapes.
  @Test func formulaHoldsForAllShapes() {
    for shape in FrameShape.all {
      let bytes = shape.rows * (shape.columns - 1) / 8 - 10
      #expect(capacity(shape) == (bytes >= 1 ? bytes : nil), "\(shape)")
      let bus = Bus.open(shape: shape)
      #expect(bus.manager.payloadBits == shape.rows * (shape.columns - 1))
    }
    #expect(FrameShape.all.compactMap(capacity).max() == 470)
  }

  /// The examples of section 11.7 and the table of host reference 2.4.
  @Test func tabulatedShapes() {
    let table: [(Int, Int, Int?)] = [
      (48, 2, nil), (50, 2, nil), (60, 2, nil), (80, 2, nil), (96, 2, 2), (125, 2, 5), (250, 2, 21),
      (256, 2, 22),
      (48, 4, 8), (50, 4, 8), (60, 4, 12), (64, 4, 14), (125, 4, 36), (48, 6, 20), (50, 6, 21), (48, 8, 32),
      (50, 8, 33), (64, 8, 46), (125, 8, 99), (192, 8, 158), (48, 10, 44), (50, 10, 46), (60, 10, 57),
      (48, 16, 80), (50, 16, 83), (64, 16, 110), (125, 16, 224), (250, 16, 458), (256, 16, 470),
    ]
    for (rows, columns, bytes) in table {
      #expect(capacity(.of(rows, columns)) == bytes, "\(rows)x\(columns)")
    }
  }

  /// Section 8.4: what the registers of DP0 hold, at both ends; HStart 0 belongs to the control word.
  @Test func limitsOfTheRegisters() {
    func isProgrammable(
      _ hStart: Int = 1, _ hStop: Int = 3, _ interval: Int = 4, _ length: Int = 2, _ offset: Int = 0
    ) -> Bool {
      PortGeometry(
        hStart: hStart, hStop: hStop, sampleInterval: interval, wordLength: length, blockOffset: offset
      ).isProgrammable
    }
    #expect(isProgrammable(1, 0, 1, 1, 0) && isProgrammable(15, 15, 65536, 64, 65535))
    for hStart in [0, 16] { #expect(!isProgrammable(hStart)) }
    for hStop in [-1, 16] { #expect(!isProgrammable(1, hStop)) }
    for interval in [0, 65537] { #expect(!isProgrammable(1, 3, interval)) }
    for length in [0, 65] { #expect(!isProgrammable(1, 3, 4, length)) }
    for offset in [-1, 65536] { #expect(!isProgrammable(1, 3, 4, 2, offset)) }
  }

  /// Host reference 2.3, steps 2 and 3: the Peripheral's maximum, then its block alignment.
  @Test func limitsOfThePeripheral() {
    let shape = FrameShape.of(50, 8)
    let capacity = BlockCapacity(geometry: PortGeometry(fillingColumns: 8), shape: shape)
    #expect(capacity.mean(DP0Limits()) == 33)
    #expect(capacity.mean(DP0Limits(maxBytesPerFrame: 16)) == 16)
    #expect(capacity.mean(DP0Limits(blockAlignment: 4)) == 32)
    #expect(capacity.mean(DP0Limits(maxBytesPerFrame: 31, blockAlignment: 4)) == 28)
    #expect(capacity.mean(DP0Limits(blockAlignment: 64)) == 0)
    let largest = BlockCapacity(geometry: PortGeometry(fillingColumns: 16), shape: .of(256, 16))
    #expect(largest.mean(DP0Limits(maxBytesPerFrame: 511)) == 470)
  }

  /// Where windows do not divide the frame, capacity varies from frame to frame.
  @Test func capacityVariesWithThePhase() {
    let port = PortGeometry(hStart: 1, hStop: 5, sampleInterval: 72, wordLength: 25, blockOffset: 0)
    let shape = FrameShape.of(48, 8)
    let bits = (0..<3).map { ReferencePlacement.slots(port, in: shape, frame: $0).count }
    let capacity = BlockCapacity(geometry: port, shape: shape)
    #expect(Set(bits).count > 1)
    #expect(capacity.largest == bits.map { $0 / 8 - 10 }.max())
    #expect(capacity.mean(DP0Limits()) == Double(bits.map { $0 / 8 - 10 }.reduce(0, +)) / 3)
  }
}
