import Foundation
import Scenario
import Testing

/// The parts that plots are made of: axes, labels that make room for each other, texts that fit.
@Suite struct SVGPartsTests {
  @Test func aLogarithmicAxis() {
    let scale = LogScale(1, 10_000, start: 100, end: 500)
    #expect(abs(scale(1) - 100) < 1e-9)
    #expect(abs(scale(100) - 300) < 1e-9)
    #expect(abs(scale(10_000) - 500) < 1e-9)
    #expect(scale.holds(1) && scale.holds(10_000) && !scale.holds(0.9) && !scale.holds(10_001))
    #expect(scale(0) == 100)
  }

  @Test func anAxisOfOneValueIsWidened() {
    let scale = LogScale(5, 5, start: 0, end: 10, leastRatio: 16)
    #expect(abs(scale.upper / scale.lower - 16) < 1e-9)
    #expect(abs(scale(5) - 5) < 1e-9)
    for (low, high) in [(0, 0), (-1, 3), (Double.nan, 1), (1, Double.infinity), (3, 1)] {
      let scale = LogScale(low, high, start: 0, end: 10)
      #expect(scale.lower > 0 && scale.upper > scale.lower && scale.upper.isFinite)
    }
  }

  @Test func ticksAreAsDenseAsThereIsRoom() {
    let sizes = LogScale(1, 4096, start: 0, end: 600)
    #expect(sizes.binaryTicks(most: 13).labelled == (0...12).map { pow(2, Double($0)) })
    #expect(sizes.binaryTicks(most: 12).labelled == [1, 4, 16, 64, 256, 1024, 4096])
    #expect(sizes.binaryTicks(most: 4).labelled == [1, 16, 256, 4096])
    #expect(sizes.binaryTicks(most: 4).others.count == 9)
    let times = LogScale(1e-5, 1e-2, start: 0, end: 300)
    #expect(times.decimalTicks(most: 10).labelled.count == 10)
    #expect(times.decimalTicks(most: 9).labelled == [1e-5, 1e-4, 1e-3, 1e-2])
    #expect(times.decimalTicks(most: 9).others.count == 6)
    #expect(LogScale(1e-9, 1e20, start: 0, end: 9).decimalTicks(most: 4).labelled.count <= 4)
  }

  @Test func labelsMakeRoom() {
    func centers(_ wanted: [Double], _ width: Double = 20) -> [Double] {
      LabelSpread.centers(
        wanted: wanted, widths: wanted.map { _ in width }, gap: 4, lower: 0, upper: 200)
    }
    #expect(centers([]) == [])
    #expect(centers([50, 100]) == [50, 100])
    #expect(centers([50, 50]) == [38, 62])
    #expect(centers([0]) == [10])
    #expect(centers([300]) == [190])
    #expect(centers([198, 199, 200]) == [142, 166, 190])
  }

  @Test func noLabelsOverlapWhateverTheyWant() {
    for seed in 0..<200 {
      let wanted = (0..<7).map { Double((seed * 37 + $0 * $0 * 13) % 200) }.sorted()
      let widths = (0..<7).map { Double(8 + (seed + $0 * 5) % 12) }
      let centers = LabelSpread.centers(wanted: wanted, widths: widths, gap: 4, lower: 0, upper: 200)
      for index in centers.indices.dropFirst() {
        let room = centers[index] - centers[index - 1] - (widths[index] + widths[index - 1]) / 2
        #expect(room >= 4 - 1e-9, "\(seed)")
      }
      #expect((centers.first ?? 0) - (widths.first ?? 0) / 2 >= -1e-9, "\(seed)")
      #expect((centers.last ?? 0) + (widths.last ?? 0) / 2 <= 200 + 1e-9, "\(seed)")
    }
  }

  @Test func textsFit() {
    #expect(SVGTextFit.cut("short", to: 100, size: 12) == "short")
    let cut = SVGTextFit.cut("a rather long text", to: 60, size: 12)
    #expect(cut.hasSuffix("\u{2026}") && SVGTextFit.width(cut, size: 12) <= 60)
    #expect(SVGTextFit.lines("one two three", width: 45, size: 12, most: 3) == ["one", "two", "three"])
    let two = SVGTextFit.lines("one two three four", width: 45, size: 12, most: 2)
    #expect(two.count == 2 && two[0] == "one" && two[1].hasSuffix("\u{2026}"))
    let broken = SVGTextFit.lines(String(repeating: "x", count: 30), width: 50, size: 12, most: 9)
    #expect(broken.joined().count == 30)
    #expect(broken.allSatisfy { SVGTextFit.width($0, size: 12) <= 50 })
    // Names of keys and of presets are broken between their words.
    #expect(SVGTextFit.lines("intel-2023-folded", width: 90, size: 12, most: 2) == ["intel-2023-", "folded"])
    #expect(SVGTextFit.lines("syncWaitFrames", width: 70, size: 12, most: 2) == ["syncWait", "Frames"])
    #expect(SVGTextFit.lines("", width: 50, size: 12, most: 2).isEmpty)
  }

  @Test func classesHaveAsManyValuesEach() {
    let classes = HeatClasses([41, 41, 42, 43, 44, 50, 80], most: 3)
    #expect(classes.ranges == [41...42, 43...44, 50...80])
    #expect(classes.index(of: 43) == 1)
    #expect(classes.index(of: 45) == nil)
    #expect(HeatClasses([7], most: 6).ranges == [7...7])
    #expect(PlotMeasure.breakEven.text(7...7) == "7")
    #expect(PlotMeasure.breakEven.text(50...80) == "50\u{2013}80")
    #expect(PlotMeasure.policyCost.text(0...18) == "0.0\u{2013}1.8 %")
    #expect(PlotMeasure.policyCost.text(126...126) == "12.6 %")
    #expect(HeatClasses([], most: 6).ranges.isEmpty)
  }
}
