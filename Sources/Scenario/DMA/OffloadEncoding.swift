package import FrameSim

/// What is in the memories of an offload after one of a scenario's calls to optimise.
package struct OffloadEncoding: Sendable {
  /// Its words.
  package let image: OffloadImage
  /// The instance.
  package let offload: OffloadConfiguration

  /// Runs the transfers and calls up to one, and that one.
  package init(
    _ scenario: ScenarioFile, call index: Int, seed: UInt64?, settings: RunSettings
  ) throws(DMAEncoding.Failure) {
    let seed = seed ?? scenario.seed
    guard let offload = scenario.host.offload else {
      throw .refused(TransferError(errno: .noDevice, message: "the controller has no offload instance"))
    }
    let (image, error): (OffloadImage?, TransferError?)
    do throws(RunFailure) {
      (image, error) = try Self.run(scenario, index, seed, settings)
    } catch {
      throw .run(error)
    }
    guard error == nil, let image else {
      throw .refused(error ?? TransferError(errno: .invalid, message: "no message is optimised"))
    }
    self.image = image
    self.offload = offload
  }

  private static func run(
    _ scenario: ScenarioFile, _ index: Int, _ seed: UInt64, _ settings: RunSettings
  ) throws(RunFailure) -> (OffloadImage?, TransferError?) {
    if let failure = scenario.memoryFailure(seed: seed, engine: .frame, limit: settings.memoryLimit) {
      throw failure
    }
    var simulation = try scenario.simulation(seed: seed, engine: .frame)
    simulation.meter = settings.meter
    let transfers = scenario.transfers
    var error: TransferError?
    try TransferSchedule(transfers).run(index + 1) { (place, companions) throws(RunFailure) in
      if let call = try transfers[place].loadedCall(seed: seed) {
        let result = simulation.run(call)
        if place == index { error = result.error }
        return false
      }
      let (request, beside) = try transfers.group(place, companions, seed: seed)
      return simulation.run(request, beside: beside).others != nil
    }
    return (simulation.offloadImage, error)
  }

  /// The document `simctl-dma/1`.
  package var document: JSONValue {
    [
      "schema": "simctl-dma/1", "kind": "offload", "instructionWords": .count(offload.instructionWords),
      "dataWords": .count(offload.dataWords),
      "instructions": .array(
        image.lines.map { line in
          [
            "word": .string(lowercaseHex([UInt8(line.word >> 8), UInt8(line.word & 0xFF)])),
            "text": .string(line.text),
            "uses": .array(
              line.uses.map {
                [
                  "first": .count($0.words.lowerBound), "words": .count($0.words.count),
                  "text": .string($0.text),
                ]
              }),
          ]
        }),
      "data": .string(lowercaseHex(image.dataBytes)),
    ]
  }
}
