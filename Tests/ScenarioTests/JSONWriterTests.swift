import Foundation
import FrameSim
import Scenario
import Testing

/// The JSON writer: keys sorted, counts exact.
@Suite struct JSONWriterTests {
  @Test func layoutsAreFixed() {
    let value: JSONValue = ["b": [1, [], [:]], "a": ["x": .null], "é": true, "Z": "t"]
    #expect(value.text(.compact) == #"{"Z":"t","a":{"x":null},"b":[1,[],{}],"é":true}"#)
    #expect(
      value.text() == """
        {
          "Z": "t",
          "a": {
            "x": null
          },
          "b": [
            1,
            [],
            {}
          ],
          "é": true
        }
        """)
  }

  @Test(arguments: [
    (JSONValue.count(UInt64.max), "18446744073709551615"), (.count(Int64.min), "-9223372036854775808"),
    (.count(UInt8(7)), "7"), (.real(0.1), "0.1"), (.real(1), "1.0"), (.real(1e300), "1e+300"),
    (.real(.leastNonzeroMagnitude), "5e-324"), (.real(.infinity), "null"), (.real(.nan), "null"),
    (.real(9_007_199_254_740_992), "9007199254740992.0"),
  ])
  func numbersAreDeterministic(value: JSONValue, text: String) {
    #expect(value.text(.compact) == text)
  }

  @Test func countsOfAnyTypeAreEqual() {
    #expect(JSONValue.count(UInt64(5)) == JSONValue.count(Int8(5)))
  }

  @Test func textIsEscaped() {
    let text = "\"\\/\u{8}\t\n\u{C}\r\u{0}\u{1F}\u{7F}é👍\u{2028}"
    #expect(JSONValue.string(text).text() == #""\"\\/\b\t\n\f\r\u0000\u001F\u007Fé👍\#u{2028}""#)
  }

  @Test func foundationReadsTextBack() throws {
    var generator = SeededGenerator(seed: 1, stream: "json")
    for _ in 0..<200 {
      let scalars = (0..<8).compactMap { _ in Unicode.Scalar(UInt32(generator.next() % 0x3000)) }
      let text = String(String.UnicodeScalarView(scalars))
      let value: JSONValue = [text: .string(text)]
      let object = try JSONSerialization.jsonObject(with: Data(value.text().utf8)) as? [String: String]
      #expect(object?.keys.first.map { Array($0.utf8) } == Array(text.utf8))
      #expect(object?.values.first.map { Array($0.utf8) } == Array(text.utf8))
    }
  }

  /// Foundation on Linux rounds some doubles wrongly when it reads them, so the project's reader is used.
  @Test func doublesComeBackBitByBit() throws {
    var generator = SeededGenerator(seed: 1, stream: "doubles")
    for _ in 0..<500 {
      let number = Double(bitPattern: generator.next())
      guard number.isFinite else { continue }
      let text = JSONValue.real(number).text()
      guard case .number(let back) = try JSON5ReaderTests.value(text) else {
        Issue.record("\(text) is no number")
        continue
      }
      #expect(back.double.bitPattern == number.bitPattern, "\(text)")
    }
  }
}
