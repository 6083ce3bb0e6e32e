internal import FrameSim

extension DocumentSchema {
  /// The document of `run`, see `ScenarioRun.document`.
  static var result: JSONValue {
    object(
      [
        "schema": constant("simctl-result/1"), "tool": tool, "scenario": SchemaType.object(.scenario).schema,
        "seed": seed,
        "derived": object(
          [
            "slotRateHz": count, "frameRateHz": number, "slotsPerFrame": count, "braBytesPerFrame": number,
          ], optional: ["syncWaitPhase": count]),
        "transfers": list(["anyOf": [transfer, call]]),
        "comparisons": list(
          object([
            "bra": text, "column0": text, "braFrames": count, "column0Frames": count, "ratio": number,
          ])),
        "slots": slots, "expectations": list(expectation), "warnings": list(text),
      ], optional: ["run": engine, "offloads": list(offload)])
  }

  /// What a transfer and a call to an offload have in common.
  private static var measured: [String: JSONValue] {
    [
      "name": text, "bytesMoved": count, "status": words(ExpectedStatus.self), "bytesPerSecond": number,
      "bytesPerFrame": number, "efficiency": number, "startSlot": count, "endSlot": count,
      "seconds": number,
      "frames": object([
        "total": count, "setup": count, "syncWait": count, "data": count, "teardown": count,
        "retry": count, "host": count,
      ]),
      "hostFrames": object(["setup": count, "data": count, "teardown": count]),
      "commands": object(["write": count, "read": count, "ping": count]),
      "blocks": object([
        "sent": count, "ok": count, "ignored": count, "nak": count, "notReady": count, "bad": count,
        "aborted": count,
      ]),
      "retries": count, "slots": slots,
      "split": object(
        Dictionary(SlotSplit().parts.map { ($0.key, count) }, uniquingKeysWith: { $1 })),
    ]
  }

  private static var call: JSONValue {
    object(
      measured.merging(["call": words(ScenarioCall.Word.self)]) { $1 },
      optional: ["error": error, "intact": flag])
  }

  private static var transfer: JSONValue {
    object(
      measured.merging([
        "via": words(TransferRequest.Path.self), "op": words(TransferRequest.Operation.self),
        "device": integer(ScenarioLimits.addressedDevice), "address": integer(ScenarioLimits.addresses),
        "bytes": count,
      ]) { $1 },
      optional: [
        "error": error, "intact": flag, "during": text,
        "sections": list(
          object(["address": integer(ScenarioLimits.addresses), "bytes": count, "frames": count])),
        "merging": object([
          "gaps": count, "gapBytes": count, "framesSaved": count, "largestGapThatPays": orNull(count),
        ]),
        "column0Bytes": count, "fallback": error, "interface": words(HostInterface.Kind.self), "sends": count,
        "fakeFrames": count,
        "dma": ["anyOf": [streams, object(["kind": constant("bam"), "descriptors": count])]], "bam": bam,
      ])
  }

  /// What a DMA that sends frames had in memory.
  private static var streams: JSONValue {
    object(
      ["kind": words([DMAKindWord.hda, .amd].map(\.rawValue)), "streams": count, "numFrames": count],
      optional: [
        "fakeFrames": count, "txBufferBytes": count, "rxBufferBytes": count, "txPad": count, "rxPad": count,
      ])
  }

  /// What a descriptor engine did.
  private static var bam: JSONValue {
    let register = words(ManagerRegister.allCases.map(\.name))
    let value = integer(ScenarioLimits.registerValues)
    return object([
      "transactions": count, "damagedTransactions": count, "deadlocks": count, "locked": flag,
      "interleaved": list(
        object([
          "client": text, "slot": count, "register": register, "before": value, "value": value,
          "effect": text,
        ])),
      "dataDescriptors": count, "commandDescriptors": count, "doorbells": count, "interrupts": count,
      "ringFullSeconds": number, "lockHeldSeconds": number, "earlySlots": count,
      "clients": list(
        object([
          "name": text, "transactions": count, "finished": count, "damaged": count, "waitedSeconds": number,
          "deadlocked": flag,
        ])),
    ])
  }

  /// What an offload did from one call on that enabled it.
  private static var offload: JSONValue {
    object([
      "name": text, "triggers": count, "lost": count, "lostWhileRunning": count, "lostWhileDisabled": count,
      "programs": count, "damaged": count, "cut": count, "underruns": count, "overruns": count,
      "failures": count, "cpuSecondsPerTrigger": number, "cpuSecondsPerTriggerWithoutOffload": number,
      "jitterSlots": object(["min": count, "mean": number, "max": count]), "instructionWords": count,
      "dataWords": count,
    ])
  }

  static var error: JSONValue { object(["errno": words(TransferErrno.self), "message": text]) }

  /// A number of slots for each class.
  private static var slots: JSONValue {
    let classes = Dictionary(SlotClass.allCases.map { ($0.rawValue, count) }, uniquingKeysWith: { $1 })
    return object(classes.merging(["total": count]) { $1 })
  }

  private static var expectation: JSONValue {
    object([
      "name": text, "passed": flag, "actual": orNull(["anyOf": [text, number]]),
      "expected": ["anyOf": [text, number]],
    ])
  }

  /// What `--stats` adds.
  private static var engine: JSONValue {
    object([
      "engine": words(EngineChoice.self), "frames": count, "skipped": count,
      "handedOver": map(count, names: words(Handover.self)),
    ])
  }
}
