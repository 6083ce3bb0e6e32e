import FrameSim
import Scenario

/// What `dma encode` prints of an offload: its program and its data.
enum OffloadMemory {
  /// Which call to optimise a name means: its own, or that of the offload where there is one call; nil where it means something else.
  static func index(of name: String?, in scenario: ScenarioFile) -> Int? {
    let transfers = scenario.transfers
    let calls = transfers.indices.filter { transfers[$0].call?.word == .optimize }
    guard let name else {
      return calls.count == 1 && !transfers.contains { $0.isStream } ? calls.first : nil
    }
    if let call = calls.first(where: { transfers[$0].name.utf8.elementsEqual(name.utf8) }) { return call }
    let isOffload = scenario.host.offload?.name.utf8.elementsEqual(name.utf8) == true
    return isOffload && !transfers.contains { $0.name.utf8.elementsEqual(name.utf8) } ? calls.first : nil
  }

  /// Runs a scenario up to a call, and writes what is in the memories then.
  static func deliver(
    _ index: Int, of input: ScenarioInput, _ form: String, _ part: MemoryPart?, _ option: Option,
    _ arguments: Arguments, _ talk: Talk
  ) throws -> ExitCode {
    if arguments[TransferMemory.message] != nil {
      throw Failure.usage("--message goes with a transfer; the program of an offload is one")
    }
    if let part, !MemoryPart.ofOffload.contains(part) {
      throw Failure.usage(
        "\(option.name) \(part.rawValue) goes with a transfer; an offload has instructions and data")
    }
    let seed = try arguments.seed()
    let progress = Progress(talk, "reading")
    defer { progress.clear() }
    let settings = try arguments.settings(progress)
    let encoding: OffloadEncoding
    do throws(DMAEncoding.Failure) {
      encoding = try OffloadEncoding(
        input.scenario, call: index, seed: seed, settings: settings)
    } catch {
      switch error {
      case .run(let failure):
        throw Failure(
          ExitCode(rawValue: failure.exitCode) ?? .badData, "\(input.shownPath): \(failure.message)")
      case .refused(let refusal):
        let name = quote(input.scenario.transfers[index].name, limit: 200)
        talk.error("\(input.shownPath): \(name): \(refusal.errno.rawValue): \(refusal.message)")
        return .disagreed
      case .isNoStream: return .disagreed
      }
    }
    let output = try Output(path: arguments[.output])
    switch form {
    case "json": try output.write(encoding.document.text() + "\n")
    case "bin": try output.write(encoding.bytes(of: part))
    default: try output.write(encoding.text(part, isVerbose: arguments.has(.verbose)))
    }
    try output.commit()
    return .ok
  }
}

extension OffloadEncoding {
  /// A memory as bytes, each word with its least byte first; the instructions where none is named.
  fileprivate func bytes(of part: MemoryPart?) -> [UInt8] {
    part == .data
      ? image.dataBytes
      : image.instructions.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  /// Of what one instruction takes so many groups of words are shown where nobody wants all.
  private static let mostUses = 8

  fileprivate func text(_ part: MemoryPart?, isVerbose: Bool) -> String {
    let words = image.data.count
    var lines = [
      "\(quote(offload.name)): \(image.instructions.count) of \(offload.instructionWords) instructions, \(words) of "
        + "\(offload.dataWords) data words"
    ]
    if part != .data {
      for (index, line) in image.lines.enumerated() {
        lines.append("\(hex(index, digits: 4)): \(hex(line.word, digits: 4))  \(line.text)")
        let shown = isVerbose ? line.uses[...] : line.uses.prefix(Self.mostUses)
        lines += shown.map { use in
          let place =
            use.words.count == 1
            ? "word \(use.words.lowerBound)" : "words \(use.words.lowerBound) to \(use.words.upperBound - 1)"
          return "            \(place): \(use.text)"
        }
        if shown.count < line.uses.count {
          lines.append("            ... \(line.uses.count - shown.count) more, which --verbose shows")
        }
      }
    }
    if part != .instructions, words > 0 {
      lines.append("data")
      let all = stride(from: 0, to: words, by: 4).map { start in
        let row = image.data[start..<min(start + 4, words)].map { hex($0, digits: 8) }
        return "\(hex(start, digits: 4)): \(row.joined(separator: " "))"
      }
      let shown = isVerbose || all.count <= 16 ? all[...] : all.prefix(15)
      lines += shown
      if shown.count < all.count {
        lines.append("... \(all.count - shown.count) more lines, which --verbose shows")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
