import FrameSim

extension DocumentSchema {
  static let lowercase = JSONValue.object([
    "type": "string", "pattern": "^([0-9a-f][0-9a-f])*$",
  ])
  private static let operation = words(TransferRequest.Operation.self)
  static let inputs = words(["bin", "words", "bytes", "halves"])

  /// The document of `dma encode`, of any kind.
  static var dma: JSONValue {
    let numbers = [
      "dataPerFrame", "numFrames", "fakeFrames", "txDMABandwidth", "rxDMABandwidth", "txChannels",
      "rxChannels",
      "txAlignment", "rxAlignment", "pdi0BytesBeforePadding", "pdi1BytesBeforePadding", "txPad", "rxPad",
      "pdi0BufferBytes", "pdi1BufferBytes", "planReturn", "packReturn", "fakeSize", "txBytesWritten",
    ]
    var plan: [String: JSONValue] = [
      "schema": constant("simctl-dma/1"), "kind": constant("hda"), "txBuffer": lowercase,
      "rxBuffer": lowercase,
    ]
    for number in numbers { plan[number] = count }
    plan["frames"] = list(
      object(
        [
          "offset": count, "bytes": count, "counter": integer(0...15), "header": lowercase,
          "headerCRC": lowercase, "active": flag, "numBytes": integer(0...511),
        ], optional: ["dataCRC": lowercase]))
    let descriptor = object([
      "bytesPerFrame": integer(0...511), "numFrames": count, "sampleInterval": integer(1...65536),
      "registers": list(object(["name": text, "value": lowercase])), "words": lowercase,
    ])
    return [
      "anyOf": [
        object(plan),
        object([
          "schema": constant("simctl-dma/1"), "kind": constant("amd"), "descriptors": list(descriptor),
        ]),
        bamImage,
        object([
          "schema": constant("simctl-dma/1"), "kind": constant("offload"), "instructionWords": count,
          "dataWords": count,
          "instructions": list(
            object([
              "word": lowercase, "text": text,
              "uses": list(object(["first": count, "words": count, "text": text])),
            ])), "data": lowercase,
        ]),
      ]
    ]
  }

  /// The document of `dma decode`, of any kind.
  static var dmaDecode: JSONValue { ["anyOf": [bufferDump, descriptorDump, ringDump, elementDump]] }

  private static var bufferDump: JSONValue {
    object([
      "schema": constant("simctl-dma-decode/1"), "kind": constant("hda"), "input": inputs,
      "direction": words(CadenceDirection.self), "directionAssumed": flag, "byteCount": count,
      "frameCount": count, "idleFrames": count, "dataBytes": count, "paddingBytes": count,
      "restBytes": integer(0...3), "faultCount": count, "sound": flag, "frames": list(frame),
    ])
  }

  /// A frame: what was sent has a header where it is whole, what came back responses.
  private static var frame: JSONValue {
    object(
      [
        "offset": count, "bytes": count, "counter": orNull(integer(0...15)), "words": list(lowercase),
        "faults": list(object(["kind": text, "word": count, "message": text])),
      ],
      optional: [
        "operation": operation, "header": lowercase, "headerCRC": lowercase, "active": flag,
        "device": integer(ScenarioLimits.addressedDevice), "address": integer(ScenarioLimits.addresses),
        "numBytes": integer(0...511), "data": lowercase, "dataCRC": lowercase,
        "headerResponse": lowercase, "footerResponse": orNull(lowercase), "errno": orNull(text),
      ])
  }

  private static var descriptorDump: JSONValue {
    object(
      [
        "schema": constant("simctl-dma-decode/1"), "kind": constant("amd"), "input": inputs,
        "byteCount": count,
        "operation": operation, "device": integer(ScenarioLimits.addressedDevice),
        "address": integer(ScenarioLimits.addresses), "bytes": count, "bytesPerFrame": integer(0...511),
        "frames": count, "wordLength": integer(1...64), "sampleInterval": integer(1...65536),
        "hStart": integer(0...15), "hStop": integer(0...15),
        "registers": list(object(["name": text, "value": lowercase])),
        "problems": list(object(["place": text, "message": text])), "sound": flag,
      ],
      optional: ["pages": list(object(["address": count, "valid": flag]))])
  }
}
