internal import BRAEncoder
internal import FrameSim

extension DocumentSchema {
  /// A line of `sweep --format jsonl`, see `Sweep` and `TransferTable`.
  static var sweepRow: JSONValue {
    object([
      "axes": axes,
      "request": object([
        "transfer": text, "via": words(TransferRequest.Path.allCases.map(\.rawValue) + ["call"]),
        "op": words(
          TransferRequest.Operation.allCases.map(\.rawValue) + ScenarioCall.Word.allCases.map(\.rawValue)),
        "device": orNull(integer(ScenarioLimits.addressedDevice)),
        "address": orNull(integer(ScenarioLimits.addresses)), "bytes": orNull(count), "seed": seed,
        "fingerprint": ["type": "string", "pattern": "^[0-9a-f]{16}$"],
      ]),
      "result": object([
        "status": words(ExpectedStatus.self), "error": orNull(words(TransferErrno.self)),
        "bytesMoved": count,
        "frames": count, "setupFrames": count, "syncWaitFrames": count, "dataFrames": count,
        "teardownFrames": count, "retryFrames": count, "hostFrames": count, "seconds": number,
        "hostSeconds": number, "frameRateHz": number, "bytesPerSecond": number, "bytesPerFrame": number,
        "efficiency": number, "startSlot": count, "endSlot": count, "writeCommands": count,
        "readCommands": count, "pingCommands": count, "blocksSent": count, "blocksOk": count,
        "retries": count, "fakeFrames": count, "column0Bytes": count, "sections": count,
        "damagedTransactions": count, "interleaved": count, "deadlocks": count, "triggers": count,
        "lost": count, "programs": count, "damagedPrograms": count, "underruns": count, "overruns": count,
        "cpuSecondsPerTrigger": number, "cpuSecondsPerTriggerWithoutOffload": number, "jitterSlotsMax": count,
        "passed": orNull(flag),
      ]),
    ])
  }

  /// A line of `run --events`: one of three kinds, by the command in the frame.
  static var event: JSONValue {
    func event(_ command: String, _ own: [String: JSONValue]) -> JSONValue {
      let all: [String: JSONValue] = [
        "frame": count, "slot": count, "rows": count, "columns": count, "part": words(FramePart.self),
        "controlWord": text, "response": words(["ok", "ignored", "aborted"]),
        "command": constant(.string(command)),
      ]
      return object(
        all.merging(own) { $1 },
        optional: ["preq": constant(true), "block": eventBlock])
    }
    let register: [String: JSONValue] = [
      "device": integer(ScenarioLimits.addressedDevice), "register": integer(0...0xFFFF),
      "value": integer(0...255),
    ]
    return [
      "oneOf": [
        event("ping", ["ssp": flag, "status": list(integer(0...3), exactly: 12)]), event("read", register),
        event("write", register),
      ]
    ]
  }

  private static var eventBlock: JSONValue {
    object(
      [
        "op": words(TransferRequest.Operation.self), "device": integer(ScenarioLimits.addressedDevice),
        "address": integer(ScenarioLimits.addresses), "bytes": integer(0...511),
        "headerResponse": orNull(integer(0...255)), "footerResponse": orNull(integer(0...255)),
        "readCRCGood": flag,
      ], optional: ["fake": constant(true)])
  }

  /// The document of `bra encode` and `bra decode`: what the header says is there only where there is a whole one.
  static var braBlock: JSONValue {
    object(
      [
        "schema": constant("simctl-bra-block/1"), "bytes": hexadecimal("*"), "byteCount": count,
        "responses": words(["present", "absent"]), "responsesAssumed": flag, "sound": flag,
        "problems": list(object(["kind": text, "byte": count, "message": text])),
        "fields": list(
          object([
            "name": text, "firstByte": count, "byteCount": count, "bits": orNull(text),
            "hex": hexadecimal("*"), "value": orNull(count), "drivenBy": text, "meaning": text,
          ])),
      ],
      optional: [
        "headerType": words(["idle", "reserved1", "reserved2", "active"]),
        "operation": words(TransferRequest.Operation.self),
        "device": integer(ScenarioLimits.addressedDevice), "address": integer(ScenarioLimits.addresses),
        "dataBytes": integer(0...511), "data": orNull(hexadecimal("*")),
      ])
  }
}
