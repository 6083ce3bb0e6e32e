import FrameSim
import Testing

@Suite("Slot clock")
struct SlotClockTests {
  static let rates: [UInt64] = [
    1, 2, 3, 4_800_000, 9_600_000, 19_200_000, 24_576_000, 22_579_200, 45_158_400, 12_345_679, 99_999_989,
    250_000_000, 333_333_333, 400_000_000, 500_000_000,
  ]

  @Test(
    "Edges are rounded from the exact quotient, however many slots have passed (section 1.2)",
    arguments: rates)
  func exact(rate: UInt64) throws {
    let clock = try #require(SlotClock(slotRateHz: rate))
    func rounded(_ numerator: UInt128, _ denominator: UInt128) -> UInt64 {
      UInt64((2 * numerator + denominator) / (2 * denominator))
    }
    let slots = (0..<40).map { UInt64($0) } + (0..<40).map { 1_000_000_000 * rate + 12_345 + $0 }
    for slot in slots {
      let edge = rounded(UInt128(slot) * 1_000_000_000, UInt128(rate))
      let quarter = rounded((4 * UInt128(slot) + 1) * 1_000_000_000, 4 * UInt128(rate))
      #expect(clock.edge(slot) == edge)
      #expect(clock.dataChange(slot) == max(quarter, edge + 1))
      if rate <= 250_000_000 { #expect(clock.dataChange(slot) == quarter) }
    }
  }

  @Test("Edge, data and next edge are different nanoseconds at every rate", arguments: rates)
  func order(rate: UInt64) throws {
    let clock = try #require(SlotClock(slotRateHz: rate))
    for slot in (0..<2000).map({ UInt64($0) }) {
      #expect(clock.edge(slot) < clock.dataChange(slot))
      #expect(clock.dataChange(slot) < clock.edge(slot + 1))
    }
  }

  @Test("Rates without a time scale are refused")
  func refused() {
    #expect(SlotClock(slotRateHz: 0) == nil)
    #expect(SlotClock(slotRateHz: 500_000_001) == nil)
  }

  @Test("Times at 4.8 MHz: edges every 104 1/6 ns")
  func example() throws {
    let clock = try #require(SlotClock(slotRateHz: 9_600_000))
    #expect((0...6).map { clock.edge($0) } == [0, 104, 208, 313, 417, 521, 625])
    #expect((0...3).map { clock.dataChange($0) } == [26, 130, 234, 339])
    #expect(clock.edge(9_600_000) == 1_000_000_000)
  }
}
