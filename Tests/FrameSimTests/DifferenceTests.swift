import Foundation
import FrameSim
import Testing

/// `Bus.difference(from:)`, which the equivalence of the engines and skipping rest on, knows every field of every device.
@Suite struct DifferenceTests {
  /// What is left out, and why.
  private static let leftOut = [
    "drive": "decided anew in front of every slot; compared in the middle of a Peripheral's frame",
    "configuration": "never changes",
    "deviceID": "never changes",
  ]

  private static func source() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "Sources/FrameSim/Engines/Bus+Difference.swift"), encoding: .utf8)
  }

  /// A field that is added to a device is either compared, or named here.
  @Test func everyStoredPropertyIsNamed() throws {
    let bus = Bus.open()
    let source = try Self.source()
    var labels: Set<String> = []
    for device: Any in [bus.manager, bus.peripherals[0]] as [Any] {
      labels.formUnion(Mirror(reflecting: device).children.compactMap(\.label))
    }
    #expect(labels.count > 20)
    for label in labels.sorted() {
      let isCompared = source.contains("other.\(label)")
      #expect(isCompared || Self.leftOut[label] != nil, "\(label) is not compared")
    }
  }

  /// Fields that hardly anything changes are compared, too.
  @Test func readinessCounts() {
    let bus = Bus.open()
    var other = bus
    other.peripherals[0].isReady = false
    #expect(other.difference(from: bus)?.contains("readiness") == true)
    other.peripherals[0].isReady = true
    #expect(other.difference(from: bus) == nil)
  }
}
