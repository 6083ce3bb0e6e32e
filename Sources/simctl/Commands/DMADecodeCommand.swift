import FrameSim
import Scenario

/// `simctl dma decode`: explains what a host's DMA has in memory.
enum DMADecodeCommand {
  static let command = Command(
    name: "dma decode",
    summary:
      "Explains a dump of what a host's DMA sends or has received, frame by frame and word by word, and says "
      + "what is wrong with it.",
    examples: [
      Command.Example("--kind hda docs/dumps/write-20-bytes.txt"),
      Command.Example("--kind hda --direction rx --format json pdi1.bin", "what came back, as JSON"),
      Command.Example("--kind amd - < registers.txt", "AMD's registers come from standard input"),
      Command.Example("--kind bam docs/dumps/bam-ring.txt", "a ring of Qualcomm's BAM"),
    ],
    operands: .one("FILE"), options: [kind, direction, input, .format("text", "json"), .verbose, .output],
    notes: [
      "Kind hda is a buffer of Cadence's SoundWire interface as Intel's links have it: PDI0 of what is sent (tx), PDI1 of "
        + "what came back (rx). Kind amd is the eight registers of a transfer in the order in which they are written, and "
        + "after them the page table, two words a page. Kind bam is the ring of descriptors of a Qualcomm BAM, eight bytes "
        + "each, of which those at the end that are all zeros are unused; bam-elements is the command elements that "
        + "descriptors with CMD name, 16 bytes each, for the registers of the simulated Manager.",
      "FILE is binary or text. In text, groups of up to two digits are bytes, of eight digits or with 0x 32-bit words, "
        + "between blanks or commas; addresses, the words of a log before them, and the text column of hexdump -C, xxd, "
        + "gdb (x/8wx), od, md and the kernel's print_hex_dump are left out. Addresses must follow each other, as in "
        + "one dump. Groups of four digits are bytes as xxd prints them, or 16-bit numbers (halves) as hexdump, od -x and "
        + "gdb do. With --input bytes the digits of any group are bytes in order, also of xxd -g4.",
      "Counters are held against the frame before, the first one against 1. Exit code 65 if a frame is damaged or refused "
        + "with a NAK; Ignored, NotReady and Bad are answers and no damage. Exit code 65 also if registers, descriptors or elements "
        + "are such as no engine works with, or locks do not pair up.",
    ], run: run)

  private static let kind = Option(
    "--kind", choices: Kind.allCases.map(\.rawValue), help: "What wrote the memory; must be given.")

  /// What a dump may be of.
  private enum Kind: String, CaseIterable {
    case hda, amd, bam
    case elements = "bam-elements"
  }

  private static let direction = Option(
    "--direction", choices: CadenceDirection.allCases.map(\.rawValue),
    help: "With hda, which of the two buffers it is, instead of finding out.")
  private static let input = Option(
    "--input", choices: DumpForm.allCases.map(\.rawValue),
    help: "What FILE holds, instead of finding out.")
  private static let formats = Option.format("text", "json")

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    guard let kind = arguments[kind].flatMap(Kind.init) else {
      throw Failure.usage("--kind is missing: \(list(Kind.allCases.map(\.rawValue), "or"))")
    }
    if kind != .hda, arguments.has(direction) { throw Failure.usage("--direction goes with --kind hda") }
    try OutputPaths.check([arguments[.output] ?? "-"], inputs: arguments.operands)
    let source = DumpSource(path: arguments.operands[0])
    let dump = try source.read(as: arguments[input].flatMap(DumpForm.init), talk)
    let output = try Output(path: arguments[.output])
    let problems =
      switch kind {
      case .hda: try explainBuffer(dump, arguments, output)
      case .amd: try explainDescriptor(dump, source, arguments, output, talk)
      case .bam: try explainRing(dump, arguments, output, talk)
      case .elements: try explainElements(dump, arguments, output)
      }
    try output.commit()
    if problems.isEmpty { return .ok }
    var failure = Failure(.badData, problems)
    if dump.form == .words, !arguments.has(input), isSoundInBytes(dump.bytes, kind) {
      failure.hint =
        "Try: --input bytes; read as bytes in order, as xxd -g4 prints them, the groups are sound"
    }
    throw failure
  }

  /// Whether a dump is sound if its words are printed byte by byte.
  private static func isSoundInBytes(_ bytes: [UInt8], _ kind: Kind) -> Bool {
    let turned = stride(from: 0, to: bytes.count - 3, by: 4).flatMap { bytes[$0..<$0 + 4].reversed() }
    return switch kind {
    case .hda: BufferExplanation(turned, form: .bytes, direction: nil).isSound
    case .amd: false
    case .bam: RingExplanation(turned, form: .bytes).isSound
    case .elements: ElementExplanation(turned, form: .bytes).isSound
    }
  }

  private static func explainBuffer(_ dump: Dump, _ arguments: Arguments, _ output: Output) throws -> [String]
  {
    let explanation = BufferExplanation(
      dump.bytes, form: dump.form, direction: arguments[direction].flatMap(CadenceDirection.init))
    if arguments[formats] == "json" {
      try explanation.writeJSON { try output.write($0) }
    } else {
      try explanation.writeText(isVerbose: arguments.has(.verbose)) { try output.write($0) }
    }
    return explanation.problems
  }

  private static func explainRing(
    _ dump: Dump, _ arguments: Arguments, _ output: Output, _ talk: Talk
  ) throws -> [String] {
    let explanation = RingExplanation(dump.bytes, form: dump.form)
    if arguments[formats] == "json" {
      try explanation.writeJSON { try output.write($0) }
    } else {
      try explanation.writeText(isVerbose: arguments.has(.verbose)) { try output.write($0) }
    }
    for warning in explanation.warnings.sentences { talk.warning(warning) }
    return explanation.sentences
  }

  private static func explainElements(
    _ dump: Dump, _ arguments: Arguments, _ output: Output
  ) throws -> [String] {
    let explanation = ElementExplanation(dump.bytes, form: dump.form)
    if arguments[formats] == "json" {
      try explanation.writeJSON { try output.write($0) }
    } else {
      try explanation.writeText { try output.write($0) }
    }
    return explanation.sentences
  }

  private static func explainDescriptor(
    _ dump: Dump, _ source: DumpSource, _ arguments: Arguments, _ output: Output, _ talk: Talk
  ) throws -> [String] {
    let explanation: DescriptorExplanation
    do throws(DescriptorExplanation.DumpTooShort) {
      explanation = try DescriptorExplanation(dump.bytes, form: dump.form)
    } catch {
      throw source.failure(Dump.Mistake(error.message), talk)
    }
    let isJSON = arguments[formats] == "json"
    try output.write(isJSON ? explanation.document.text() + "\n" : explanation.text)
    let problems = explanation.problems.map { "\($0.place): \($0.message)" }
    let most = BufferExplanation.mostFaults
    return problems.count <= most
      ? problems : Array(problems.prefix(most)) + ["and \(problems.count - most) more"]
  }
}
