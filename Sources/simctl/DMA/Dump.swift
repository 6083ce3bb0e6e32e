import Scenario

/// The bytes of a memory dump, as the tools print it that people have at hand.
///
/// Binary, or text: words or bytes in hexadecimal, with addresses, prefixes of a log and the text column of `hexdump -C`, `xxd`,
/// `gdb` (`x/8wx`), `od`, U-Boot's `md` and the kernel's `print_hex_dump`. Addresses must follow each other.
struct Dump {
  /// Most bytes of a file.
  static let fileLimit = 64 << 20
  /// Most bytes that it may stand for.
  static let limit = 32 << 20

  /// What is wrong with a dump.
  struct Mistake: Error {
    /// The line, from 1, and the column, from 1; nil where it is about the file as a whole.
    let place: SourcePosition?
    /// What is wrong.
    let message: String

    /// A mistake at a line.
    init(_ message: String, line: Int, column: Int = 1) {
      place = SourcePosition(line: line, column: column)
      self.message = message
    }

    /// A mistake of the file.
    init(_ message: String) {
      place = nil
      self.message = message
    }
  }

  /// The bytes, in the order of memory.
  let bytes: [UInt8]
  /// How the file was read.
  let form: DumpForm

  /// Reads a file; without a form, finds out which it is.
  init(_ file: [UInt8], form: DumpForm? = nil) throws(Mistake) {
    guard !file.isEmpty else { throw Mistake("the file is empty") }
    if form == .binary || form == nil && !Self.isText(file) {
      self.form = .binary
      bytes = file
      return
    }
    let lines = try DumpLines(file)
    guard let form = form ?? lines.form else {
      throw Mistake(
        "groups of four digits may be pairs of bytes or 16-bit numbers: --input bytes or --input halves says which"
      )
    }
    self.form = form
    bytes = try lines.bytes(form)
    guard !bytes.isEmpty else { throw Mistake("there are no hexadecimal digits in the file") }
  }

  /// Text is UTF-8 without control characters; a buffer of DMA has zeros.
  private static func isText(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) || $0 == 0x1B }
      && String(validating: bytes, as: UTF8.self) != nil
  }
}
