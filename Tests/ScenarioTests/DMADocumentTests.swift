import BRAEncoder
import Foundation
import FrameSim
import Scenario
import Testing

/// The documents of what a driver puts into memory, against vectors of another program (host reference 2.5).
@Suite struct DMADocumentTests {
  private static let fixtures = Golden.fixtures.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "FrameSimTests/Fixtures/dma_plan_example.json")

  /// Every key of an output that is about plan and buffers, with its value.
  @Test(arguments: 0..<3)
  func planDocument(index: Int) throws {
    let file = try JSONSerialization.jsonObject(with: Data(contentsOf: Self.fixtures)) as? [String: Any]
    let vector = try #require((file?["vectors"] as? [[String: Any]])?[index])
    let input = try #require(vector["input"] as? [String: Any])
    let output = try #require(vector["output"] as? [String: Any])
    let operation: BRAOperation = input["op"] as? String == "write" ? .write : .read
    let columns = try #require(input["columns"] as? Int)
    let list = try #require(input["sections"] as? [[String: Any]])
    let sections = try list.map { section in
      let address = try #require(
        (section["address"] as? String).flatMap { UInt32($0.dropFirst(2), radix: 16) })
      return try #require(BRASection(address: address, byteCount: section["bytes"] as? Int ?? 0))
    }
    let digits = list.compactMap { $0["data"] as? String }.joined()
    let capacity = try #require(BRASplitter.bytesPerFrame(payloadBits: 50 * (columns - 1)))
    let plan = try CadencePlan(
      operation: operation, sections: sections, dataPerFrame: capacity, fullFrameDataBytes: capacity,
      slotRateHz: 50 * columns * 48_000, slotsPerFrame: 50 * columns)
    let device = try #require(input["device"] as? Int)
    let buffer = try #require(plan.transmitBuffer(device: device, data: bytes(digits)))
    var text = ""
    try plan.writeDocument(txBuffer: buffer, rxBuffer: [0x08, 0xAB]) { text += $0 }
    let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "simctl-dma/1")
    #expect(document["kind"] as? String == "hda")
    #expect(document["rxBuffer"] as? String == "08ab")
    #expect(document["txBuffer"] as? String == output["txBuffer"] as? String)
    let numbers = [
      "dataPerFrame", "numFrames", "fakeFrames", "txDMABandwidth", "rxDMABandwidth", "txAlignment",
      "rxAlignment",
      "pdi0BytesBeforePadding", "pdi1BytesBeforePadding", "txPad", "rxPad", "pdi0BufferBytes",
      "pdi1BufferBytes", "planReturn", "packReturn", "fakeSize", "txBytesWritten",
    ]
    for key in numbers {
      let expected = try #require(output[key] as? Int, "\(key)")
      #expect(document[key] as? Int == expected, "\(key)")
    }
    #expect(document.count == numbers.count + 7)
    // Frame by frame, each with all keys of the vector.
    let frames = try #require(document["frames"] as? [[String: Any]])
    let expected = try #require(output["frames"] as? [[String: Any]])
    #expect(NSArray(array: frames).isEqual(to: expected))
    // In one piece it is the same text as written frame by frame.
    #expect(text.hasSuffix("}\n") && text.contains("\n  \"frames\": [\n    {\n      \"active\""))
    #expect(plan.document(txBuffer: buffer, rxBuffer: nil).text().contains("\"rxBuffer\": null"))
  }

  private func bytes(_ digits: String) -> [UInt8] {
    let digits = Array(digits)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
  }

  @Test func planText() throws {
    let section = try #require(BRASection(address: 0, byteCount: 20))
    let plan = try CadencePlan(
      operation: .read, sections: [section], dataPerFrame: 8, fullFrameDataBytes: 8, slotRateHz: 9_600_000,
      slotsPerFrame: 200)
    #expect(
      plan.summary == [
        "read of 20 bytes in 1 section: 3 frames of up to 8 data bytes, then 2 fake frames", "",
        "                   Mb/s  channels  alignment  bytes  fake  padding  buffer",
        "transmit (PDI0)   6.144         1         64     48    32       48     128",
        "receive (PDI1)   10.752         2         64     76     0       52     128",
      ])
  }

  @Test func descriptorDocument() throws {
    let section = try #require(BRASection(address: 0x4401_0000, byteCount: 600))
    let descriptor = try #require(
      AMDDescriptor(.write, section, device: 3, geometry: AMDGeometry(rows: 50, columns: 10)))
    let document = descriptor.document(pages: AMDPageTable(address: 0x1_2345_6000, byteCount: 600))
    guard case .object(let members) = document else {
      Issue.record("no object")
      return
    }
    #expect(members["numFrames"] == 15)
    #expect(members["bytesPerFrame"] == 40)
    #expect(members["words"] == "1c44310009000000190000000000000008000000000001440000000458020000")
    #expect(members["pages"] == [["address": 0x1_2345_6000, "valid": true]])
    guard case .array(let registers)? = members["registers"] else {
      Issue.record("no registers")
      return
    }
    #expect(registers.first == ["name": "FrameFormat", "value": "0031441c"])
    #expect(registers.count == 8)
  }
}
