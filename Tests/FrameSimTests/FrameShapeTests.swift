import FrameSim
import Testing

/// Section 2: frame shapes and their codes in SCP_FrameCtrl (Fig 64).
@Suite struct FrameShapeTests {
  /// RowControl codes 0 to 23 as section 2 tabulates them; code 13 is 160, not the analyzer's 169 (section 17).
  static let rowCodes: [Int: Int] = [
    0: 48, 1: 50, 2: 60, 3: 64, 4: 75, 5: 80, 6: 125, 7: 147, 8: 96, 9: 100, 10: 120, 11: 128, 12: 150,
    13: 160, 14: 250, 16: 192, 17: 200, 18: 240, 19: 256, 20: 72, 21: 144, 22: 90, 23: 180,
  ]

  @Test func thereAre184Shapes() {
    #expect(FrameShape.all.count == 184)
    #expect(Set(FrameShape.all).count == 184)
    #expect(FrameShape.rowCounts.count == 23)
    #expect(FrameShape.columnCounts == [2, 4, 6, 8, 10, 12, 14, 16])
    #expect(FrameShape.all.map(\.slots).min() == 96)
    #expect(FrameShape.all.map(\.slots).max() == 4096)
  }

  @Test func everyRegisterValueSelectsItsShape() {
    for value in UInt8.min...UInt8.max {
      let shape = FrameShape(registerValue: value)
      guard let rows = Self.rowCodes[Int(value >> 3)] else {
        #expect(shape == nil, "code \(value >> 3) is reserved")
        continue
      }
      #expect(shape?.rows == rows)
      #expect(shape?.columns == 2 * Int(value & 7) + 2)
      #expect(shape?.registerValue == value)
      #expect(shape.flatMap { FrameShape(rows: $0.rows, columns: $0.columns) } == shape)
    }
  }

  @Test func wrongNumbersAreNoShape() {
    for (rows, columns) in [(0, 2), (49, 4), (169, 4), (48, 0), (48, 3), (48, 18), (-48, 2), (48, -2)] {
      #expect(FrameShape(rows: rows, columns: columns) == nil)
    }
  }

  @Test func linuxWritesNineFor50x4() {
    #expect(FrameShape.of(50, 4).registerValue == 0x09)
    #expect(FrameShape.reset.registerValue == 0x00)
    #expect(FrameShape.of(48, 16).registerValue == 0x07)
  }

  /// Section 2: every frame has an even number of slots, so each begins on a falling clock edge.
  @Test func framesAreEven() {
    #expect(FrameShape.all.allSatisfy { $0.slots % 2 == 0 })
  }
}
