import FrameSim
import Scenario

/// What a host's DMA has in memory for the transfer that a command line names.
struct TransferMemory {
  static let transfer = Option(
    "--transfer", value: "NAME",
    help:
      "The transfer over BRA, the call optimize of an offload, or the offload; may be left out where the file has one."
  )
  static let message = Option(
    "--message", value: "N",
    help:
      "With host.interface v1, which message of it, from 1 on; sent again, messages go on counting. Default 1."
  )

  let encoding: DMAEncoding
  /// The buffers of the message that is asked for; nil where the DMA is not Intel's.
  let buffers: DMAEncoding.Buffers?
  /// Which message, from 0.
  let message: Int

  /// Runs a scenario up to the transfer.
  ///
  /// Nil where the transfer is refused, after it was said why.
  init?(_ input: ScenarioInput, _ arguments: Arguments, _ talk: Talk) throws {
    let number = try arguments.integer(Self.message, in: 1...Int.max)
    let seed = try arguments.seed()
    let progress = Progress(talk, "reading")
    defer { progress.clear() }
    let settings = try arguments.settings(progress)
    let index = try Self.index(of: arguments[Self.transfer], in: input)
    do throws(DMAEncoding.Failure) {
      encoding = try DMAEncoding(input.scenario, transfer: index, seed: seed, settings: settings)
    } catch {
      let name = quote(input.scenario.transfers[index].name, limit: 200)
      switch error {
      case .run(let failure):
        throw Failure(
          ExitCode(rawValue: failure.exitCode) ?? .badData, "\(input.shownPath): \(failure.message)")
      case .refused(let refusal):
        talk.error("\(input.shownPath): \(name): \(refusal.errno.rawValue): \(refusal.message)")
        return nil
      case .isNoStream:
        throw Failure(.badData, "\(input.shownPath): nothing of \(name) goes over BRA, so no DMA moves it")
      }
    }
    if let error = encoding.result.error {
      talk.warning("\(input.shownPath): the transfer fails: \(error.errno.rawValue): \(error.message)")
    }
    let count = encoding.messages
    if let number, number > max(1, count) {
      throw Failure.usage(
        "--message \(number): there \(count == 1 ? "is" : "are") \(plural(count, "message"))")
    }
    message = (number ?? 1) - 1
    buffers = encoding.buffers(of: message)
  }

  private static func index(of name: String?, in input: ScenarioInput) throws -> Int {
    let transfers = input.scenario.transfers
    let streams = transfers.indices.filter { transfers[$0].isStream }
    guard let name else {
      if streams.count == 1 { return streams[0] }
      throw Failure.usage(
        streams.isEmpty
          ? "the file has no transfer over BRA"
          : "--transfer NAME is missing; \(names(streams.map { transfers[$0] }))")
    }
    guard let index = transfers.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      let meant = nearest(to: name, among: transfers.map(\.name)).map {
        "; did you mean \(quote($0, limit: 200))?"
      }
      throw Failure.usage("there is no transfer \(quote(name, limit: 200))\(meant ?? "")")
    }
    guard transfers[index].call == nil else {
      throw Failure.usage("\(quote(name, limit: 200)) is a call to an offload, and no transfer over BRA")
    }
    guard transfers[index].path == .bra else {
      throw Failure.usage("the transfer \(quote(name, limit: 200)) goes over Column 0, and no DMA moves it")
    }
    return index
  }

  private static func names(_ transfers: [ScenarioTransfer]) -> String {
    let first = transfers.prefix(5).map { quote($0.name, limit: 60) }
    return "over BRA go \(list(first))" + (transfers.count > 5 ? " and others" : "")
  }
}
