internal import Scenario

/// What a workload simulates, whoever runs it and how fast.
struct Counts: Codable, Equatable, Sendable {
  var name: String
  var slots: UInt64
  var frames: UInt64
  var bytes: UInt64
  /// The hash of all line levels, 16 hexadecimal digits.
  var levelHash: String

  /// The counts of a run with its hash.
  init(_ workload: Workload, _ measurement: Measurement) {
    name = workload.name
    slots = measurement.slots
    frames = measurement.frames
    bytes = measurement.bytesOk
    levelHash = hexadecimal(measurement.levelHash ?? 0, digits: 16).lowercased()
  }

  init(name: String, slots: UInt64, frames: UInt64, bytes: UInt64, levelHash: String) {
    self.name = name
    self.slots = slots
    self.frames = frames
    self.bytes = bytes
    self.levelHash = levelHash
  }

  /// A sentence for each count that is not as wanted.
  func differences(from wanted: Counts, by who: String) -> [String] {
    var sentences: [String] = []
    func compare(_ what: String, _ measured: some Equatable & CustomStringConvertible, _ wanted: String) {
      if measured.description != wanted {
        sentences.append("\(name), \(who): \(what) \(measured), wanted \(wanted)")
      }
    }
    compare("slots", slots, "\(wanted.slots)")
    compare("frames", frames, "\(wanted.frames)")
    compare("bytes", bytes, "\(wanted.bytes)")
    compare("level hash", levelHash, wanted.levelHash)
    return sentences
  }

  /// As an element of the counts file.
  var json: JSONValue {
    [
      "name": .string(name), "slots": .count(slots), "frames": .count(frames), "bytes": .count(bytes),
      "levelHash": .string(levelHash),
    ]
  }
}
