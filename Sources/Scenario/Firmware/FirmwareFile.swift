/// A file of records as it is read: how far, what was found, and what is wrong with it.
struct FirmwareFile {
  /// What a format of records is like.
  struct Format {
    /// What it is called after "of".
    let name: String
    /// The first character of a record.
    let mark: UInt8
    /// A record.
    let example: String
    /// What is wrong with a file without an end record.
    let missingEnd: String
  }

  var text: FirmwareText
  var record = FirmwareRecord()
  var assembler = FirmwareAssembler()
  var notes = FirmwareNotes()
  /// Whether no line was so broken that it may have said where others lie.
  var areAddressesSure = true
  /// The line of the end record.
  var endLine: Int?
  fileprivate var mistakes = FirmwareMistakes()
  fileprivate var lastLine = 1

  init(_ bytes: [UInt8]) { text = FirmwareText(bytes) }

  /// What its records make, each address moved by an offset; throws all that is wrong.
  fileprivate mutating func image(offset: Int) throws(FirmwareError) -> FirmwareImage {
    let sections = try assembler.sections(
      offset: offset, areAddressesSure: areAddressesSure, lastLine: lastLine, &mistakes)
    return FirmwareImage(sections: sections, notes: notes.all)
  }
}

/// Reads a format of records, line by line.
protocol FirmwareRecordReader {
  /// The format.
  static var format: FirmwareFile.Format { get }
  /// The file.
  var file: FirmwareFile { get set }

  /// Reads a line; throws what is wrong with it.
  mutating func read(_ line: FirmwareText.Line) throws(FirmwareRecordMistake)

  /// Finds out what a line may have done that cannot be read.
  mutating func missed(_ line: FirmwareText.Line)
}

extension FirmwareRecordReader {
  /// Nothing that matters to others.
  mutating func missed(_ line: FirmwareText.Line) {}

  /// The image of the file, each address moved by an offset.
  mutating func image(offset: Int) throws(FirmwareError) -> FirmwareImage {
    try file.text.check(mark: Self.format.mark, format: Self.format.name, example: Self.format.example)
    if file.text.hasByteOrderMark {
      file.notes.add(1, "a byte order mark stands before the first record; ignored")
    }
    while let line = file.text.next() {
      if let endLine = file.endLine {
        file.mistakes.add(
          .line(line.number),
          "something follows the end record of line \(endLine); are these two files in one?")
        break
      }
      file.lastLine = line.number
      do {
        try read(line)
      } catch {
        file.mistakes.add(.line(line.number), error.message)
        missed(line)
      }
    }
    if file.endLine == nil { file.mistakes.add(.line(file.lastLine), Self.format.missingEnd) }
    return try file.image(offset: offset)
  }
}
