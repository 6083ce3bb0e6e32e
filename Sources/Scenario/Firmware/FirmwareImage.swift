/// What a file of records puts into memory.
public struct FirmwareImage: Hashable, Sendable {
  /// The most data of an image, and of a software file: as much as a transfer can have.
  public static let byteLimit = DataSource.loadLimit
  /// The most sections of an image.
  public static let sectionLimit = 4096
  /// The longest file of records that needs to be read: data of the most bytes takes 14 MiB with one byte in each record.
  public static let textLimit = 16 << 20

  /// At least one section, in the order of their addresses; they neither overlap nor adjoin.
  public var sections: [FirmwareSection]
  /// What was read but means nothing here, in the order of the file; at most 21.
  public var notes: [FirmwareNote]

  /// How many bytes the sections have, 1 to 1048576.
  public var bytes: Int { sections.reduce(0) { $0 + $1.bytes.count } }
}

/// Something in a firmware file that is no mistake, but is not used as it stands.
public struct FirmwareNote: Hashable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// What it is, and what became of it.
  public var message: String
}

/// Collects the notes on a file: some are kept, the rest is counted.
struct FirmwareNotes {
  private static let limit = 20
  private var kept: [FirmwareNote] = []
  private var leftOut = 0
  private var firstLeftOut = 0

  /// A note on a line; the message is only made if it is kept.
  mutating func add(_ line: Int, _ message: @autoclosure () -> String) {
    if kept.count < Self.limit {
      kept.append(FirmwareNote(line: line, message: message()))
    } else {
      if leftOut == 0 { firstLeftOut = line }
      leftOut += 1
    }
  }

  /// The notes, and as the last one how many there are besides.
  var all: [FirmwareNote] {
    if leftOut == 0 { return kept }
    return kept + [FirmwareNote(line: firstLeftOut, message: "and \(leftOut) more notes from here on")]
  }
}
