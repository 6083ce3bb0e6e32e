import Scenario

/// What holds for whatever a firmware reader makes of any file.
enum FirmwareJudge {
  /// What is wrong with an image, or nil.
  static func complaint(about image: FirmwareImage) -> String? {
    if image.sections.isEmpty { return "no section" }
    if image.bytes > 1 << 20 { return "more than 1 MiB" }
    if image.sections.count > 4096 { return "more than 4096 sections" }
    if image.notes.count > 21 { return "more than 21 notes" }
    var free = -1
    for section in image.sections {
      if section.bytes.isEmpty { return "an empty section" }
      if Int(section.address) <= free { return "sections overlap, adjoin or are out of order" }
      free = Int(section.address) + section.bytes.count
      if free > 1 << 32 { return "a section past 32 bits" }
    }
    return image.notes.contains { !isPrintable($0.message) } ? "a note that cannot be printed" : nil
  }

  /// What is wrong with an error about a file, or nil.
  static func complaint(about error: FirmwareError, _ bytes: [UInt8]) -> String? {
    if error.mistakes.isEmpty || error.mistakes.count > 20 { return "\(error.mistakes.count) mistakes" }
    if error.leftOut > 0, error.mistakes.count < 20 { return "mistakes left out without need" }
    var before = 0
    var lines: Int?
    for mistake in error.mistakes {
      let place: Int
      switch mistake.place {
      case .line(let line):
        let last = lines ?? lineCount(bytes)
        lines = last
        if line < 1 || line > last { return "line \(line) of \(last)" }
        place = line
      case .byte(let offset):
        if offset < 0 || offset > bytes.count { return "byte \(offset) of \(bytes.count)" }
        place = offset
      }
      if place < before { return "mistakes out of order" }
      before = place
      if !isPrintable(mistake.message) { return "a message that cannot be printed: \(mistake.message)" }
    }
    return nil
  }

  private static func isPrintable(_ message: String) -> Bool {
    !message.isEmpty && message.utf8.count < 300 && message.utf8.allSatisfy { 0x20...0x7E ~= $0 }
  }

  /// How many lines an editor shows; a file without bytes has one.
  private static func lineCount(_ bytes: [UInt8]) -> Int {
    var count = 1
    for index in bytes.indices {
      let isEnd =
        bytes[index] == 0x0A
        || (bytes[index] == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A))
      if isEnd, index + 1 < bytes.count { count += 1 }
    }
    return count
  }
}
