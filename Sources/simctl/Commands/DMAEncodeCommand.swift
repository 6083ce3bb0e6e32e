import BRAEncoder
import FrameSim
import Scenario

/// `simctl dma encode`: prints what a driver puts into memory for a transfer.
enum DMAEncodeCommand {
  static let command = Command(
    name: "dma encode",
    summary:
      "Prints what a host's driver puts into memory for a transfer over BRA, and what comes back: the plan of its DMA and "
      + "both buffers, or the descriptors and what they name; or the program of an offload.",
    examples: [
      Command.Example("docs/scenarios/dma-hda.json5 --transfer back"),
      Command.Example(
        "docs/scenarios/dma-hda.json5 --transfer back --format bin --buffer rx -o pdi1.bin",
        "a buffer for a test"),
      Command.Example("my.json5 --format json", "plan and buffers as JSON"),
    ],
    operands: .one("SCENARIO"),
    options: [
      TransferMemory.transfer, TransferMemory.message, formats, buffer, .verbose, .seed, .output, .base,
      .memoryLimit,
    ],
    notes: [
      "The transfers before it have run, and what comes back is read off the simulated wire. The DMA is that of host.dma; "
        + "without one it is Intel's with Cadence's buffers (hda). No minimum length applies, but where policy.rest sends others over Column 0. Exit code 1 if the transfer is "
        + "refused.",
      "Bits that the driver leaves as they are, as the upper half of words with one byte, are 0.",
    ], run: run)

  private static let formats = Option.format("text", "json", "bin")
  private static let buffer = Option(
    "--buffer", choices: MemoryPart.allCases.map(\.rawValue),
    help:
      "Only this part, as words that dma decode reads: with Intel's DMA tx or rx, with a BAM ring or elements, of an offload instructions or data. With "
      + "--format bin default tx, ring or instructions.")

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    let form = arguments[formats] ?? "text"
    let part = arguments[buffer].flatMap(MemoryPart.init)
    if form == "json", part != nil {
      throw Failure.usage("--buffer goes with --format text or bin; JSON has both buffers")
    }
    try OutputPaths.check([arguments[.output] ?? "-"], inputs: arguments.operands)
    let input = try ScenarioFiles.loadFirst(arguments, for: .run, talk)
    if let index = OffloadMemory.index(of: arguments[TransferMemory.transfer], in: input.scenario) {
      return try OffloadMemory.deliver(index, of: input, form, part, buffer, arguments, talk)
    }
    guard let memory = try TransferMemory(input, arguments, talk) else { return .disagreed }
    if let part { try memory.check(part, of: buffer) }
    let output = try Output(path: arguments[.output])
    switch form {
    case "json": try memory.writeDocument { try output.write($0) }
    case "bin": try output.write(memory.bytes(part))
    default:
      if let part {
        try output.write(memory.dump(part))
      } else {
        try memory.writeText(isVerbose: arguments.has(.verbose)) { try output.write($0) }
      }
    }
    try output.commit()
    return .ok
  }
}

// MARK: - What is written

extension TransferMemory {
  /// Writes the document `simctl-dma/1`.
  fileprivate func writeDocument(_ write: (String) throws -> Void) throws {
    if let buffers {
      return try buffers.plan.writeDocument(txBuffer: buffers.transmit, rxBuffer: buffers.receive, write)
    }
    if let image { return try image.writeDocument(write) }
    let document: JSONValue = [
      "schema": "simctl-dma/1", "kind": "amd",
      "descriptors": .array(descriptors.map { $0.document(pages: nil) }),
    ]
    try write(document.text() + "\n")
  }

  private var descriptors: [AMDDescriptor] {
    if case .amd(let descriptors) = encoding.memory { descriptors } else { [] }
  }

  /// A part of the memory, or, where none is named, the one that the engine starts with; of AMD's the registers of all
  /// descriptors.
  fileprivate func bytes(_ part: MemoryPart?) -> [UInt8] {
    if let buffers { return part == .receive ? buffers.receive : buffers.transmit }
    if let image { return part == .elements ? image.elements : image.ringBytes }
    return descriptors.flatMap { $0.registers.flatMap { CadenceWord(rawValue: $0).bytes } }
  }

  /// A part as words, four on a line, with the offset of the first in bytes.
  fileprivate func dump(_ part: MemoryPart) -> String {
    Self.lines(bytes(part)).map { $0 + "\n" }.joined()
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    stride(from: 0, to: bytes.count, by: 16).map { start in
      let words = stride(from: start, to: min(start + 16, bytes.count - 3), by: 4).map {
        hex(CadenceWord(bytes, at: $0).rawValue, digits: 8)
      }
      return "\(hex(UInt32(start), digits: 8)): \(words.joined(separator: " "))"
    }
  }

  /// So many lines of a buffer are shown where nobody wants all.
  private static let mostLines = 16

  /// Writes everything as a person reads it.
  fileprivate func writeText(isVerbose: Bool, _ write: (String) throws -> Void) throws {
    if let image { return try image.writeText(isVerbose: isVerbose, write) }
    try write(text(isVerbose: isVerbose))
  }

  private func text(isVerbose: Bool) -> String {
    guard let buffers else { return descriptorText }
    var lines = encoding.messages > 1 ? ["message \(message + 1) of \(encoding.messages)"] : []
    lines += buffers.plan.summary
    for (direction, part) in [(CadenceDirection.transmit, MemoryPart.transmit), (.receive, .receive)] {
      lines += ["", direction.name]
      let all = Self.lines(bytes(part))
      let shown = isVerbose || all.count <= Self.mostLines ? all[...] : all.prefix(Self.mostLines - 1)
      lines += shown
      if shown.count < all.count {
        lines.append("... \(all.count - shown.count) more lines, which --verbose shows")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var descriptorText: String {
    descriptors.enumerated().map { index, descriptor in
      let operation = descriptor.operation == .write ? "write" : "read"
      var lines = [
        "descriptor \(index + 1) of \(descriptors.count): \(operation) of \(plural(Int(descriptor.byteCount), "byte")) at 0x"
          + "\(hex(descriptor.address, digits: 8)), \(plural(descriptor.frames, "frame")) of \(descriptor.bytesPerFrame)"
      ]
      lines += zip(AMDDescriptor.Register.allCases, descriptor.registers).map { register, value in
        "  \(DisplayWidth.padded(register.name, to: 17, isLeft: true))0x\(hex(value, digits: 8))"
      }
      return lines.joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }
}
