import FrameSim
import Scenario

/// `simctl dma diff`: says where a dump first differs from what a driver should have put into memory.
enum DMADiffCommand {
  static let command = Command(
    name: "dma diff",
    summary:
      "Compares a dump with what a host's driver should have in memory for a transfer over BRA, and says the first difference in "
      + "words: frame, word, field, byte, and what it probably means.",
    examples: [
      Command.Example("docs/scenarios/dma-hda.json5 --transfer download docs/dumps/write-20-bytes.txt"),
      Command.Example("my.json5 --transfer back --direction rx pdi1.bin", "what came back"),
    ],
    operands: .two("SCENARIO", "FILE"),
    options: [
      TransferMemory.transfer, TransferMemory.message, direction, part, input, .seed, .output, .base,
      .memoryLimit,
    ],
    notes: [
      "SCENARIO and the DMA are as for dma encode, FILE as for dma decode. Frames, words, bytes, descriptors and elements count "
        + "from 0. Bits that the driver leaves as they are do not count, nor do unused slots at the end of a BAM's ring. Exit code 1 if there is a "
        + "difference."
    ], run: run)

  private static let direction = Option(
    "--direction", choices: CadenceDirection.allCases.map(\.rawValue),
    help: "Which of the two buffers FILE is, instead of finding out.")
  private static let part = Option(
    "--buffer", choices: MemoryPart.ofBAM.map(\.rawValue), help: "With a BAM, what FILE is; default ring.")
  private static let input = Option(
    "--input", choices: DumpForm.allCases.map(\.rawValue), help: "What FILE holds, instead of finding out.")

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    if arguments.operands == ["-", "-"] {
      throw Failure.usage("- is given 2 times, but standard input is read once")
    }
    try OutputPaths.check([arguments[.output] ?? "-"], inputs: arguments.operands)
    let source = DumpSource(path: arguments.operands[1])
    let dump = try source.read(as: arguments[input].flatMap(DumpForm.init), talk)
    let input = try ScenarioFiles.loadFirst(arguments, for: .run, talk)
    guard let memory = try TransferMemory(input, arguments, talk) else { return .disagreed }
    let asked = arguments[part].flatMap(MemoryPart.init)
    if let named = arguments[direction].flatMap(MemoryPart.init) { try memory.check(named, of: direction) }
    if let asked { try memory.check(asked, of: part) }
    let (sentence, isEqual) =
      memory.buffers.map { $0.difference(dump.bytes, arguments[direction].flatMap(CadenceDirection.init)) }
      ?? memory.image.map { $0.difference(dump.bytes, inElements: asked == .elements) }
      ?? memory.descriptorDifference(dump.bytes)
    try Command.deliver(sentence + "\n", arguments)
    return isEqual ? .ok : .disagreed
  }
}

extension DMAEncoding.Buffers {
  /// The first difference in words, and whether there is none.
  fileprivate func difference(_ bytes: [UInt8], _ asked: CadenceDirection?) -> (String, isEqual: Bool) {
    let direction = asked ?? CadenceDirection.guess(CadenceBufferReader(bytes))
    let expected = direction == .transmit ? transmit : receive
    guard
      let difference = CadenceDifference.first(
        bytes, from: expected, plan: plan, device: device, direction: direction)
    else { return ("no difference: \(direction.name), \(plural(bytes.count, "byte"))", true) }
    let verdict = direction == .receive ? "; " + driver(bytes) : ""
    return ("\(direction.name): \(difference)\(verdict)", false)
  }

  /// What the driver makes of a buffer that came back.
  private func driver(_ bytes: [UInt8]) -> String {
    guard let failure = CadenceResponseCheck(bytes, plan: plan).failure else {
      return "the driver finds nothing wrong with it"
    }
    let place = failure.frame.map { " at frame \($0), word \(failure.word)" } ?? ""
    return "the driver gives \(failure.errno.rawValue)\(place)"
  }
}

extension TransferMemory {
  /// The first register that differs, and whether none does.
  fileprivate func descriptorDifference(_ bytes: [UInt8]) -> (String, isEqual: Bool) {
    guard case .amd(let descriptors) = encoding.memory else { return ("no difference", true) }
    let count = AMDDescriptor.Register.allCases.count
    for (index, descriptor) in descriptors.enumerated() {
      for (register, value) in zip(AMDDescriptor.Register.allCases, descriptor.registers) {
        let place = 4 * (index * count + register.rawValue)
        let name = "descriptor \(index), \(register.name)"
        guard place + 4 <= bytes.count else { return ("\(name): the dump ends before it", false) }
        let found = CadenceWord(bytes, at: place).rawValue
        if found != value {
          return ("\(name): is 0x\(hex(found, digits: 8)), should be 0x\(hex(value, digits: 8))", false)
        }
      }
    }
    let whole = 4 * count * descriptors.count
    if bytes.count > whole {
      return ("\(plural(bytes.count - whole, "byte")) after the last register", false)
    }
    return ("no difference: \(plural(descriptors.count, "descriptor"))", true)
  }
}
