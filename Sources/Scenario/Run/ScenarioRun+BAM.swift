package import FrameSim

// What a run says of a descriptor engine between the driver and the Manager.
extension ScenarioRun {
  /// The rows of a transfer's details.
  func bamRows(_ result: TransferResult) -> [DetailRow] {
    let bam = result.course.bam ?? BAMReport()
    let isAbsent = bam.transactions == 0
    let others = bam.clients.reduce(into: (damaged: 0, waited: UInt64(0))) {
      $0.damaged += $1.damaged
      $0.waited = max($0.waited, $1.waitedNanoseconds)
    }
    return [
      DetailRow("  pipes locked", bam.isLocked ? "yes" : "no", isEmpty: isAbsent),
      DetailRow("  transactions", "\(bam.transactions)", isEmpty: isAbsent),
      DetailRow("    damaged", "\(bam.damagedTransactions)", isEmpty: bam.damagedTransactions == 0),
      DetailRow("  interleaved", "\(bam.interleaved.count)", isEmpty: bam.interleaved.isEmpty),
      DetailRow("  others damaged", "\(others.damaged)", isEmpty: others.damaged == 0),
      DetailRow("  others waited so far", SI.text(seconds(others.waited), "s"), isEmpty: others.waited == 0),
      DetailRow("  deadlocks", "\(bam.deadlocks)", isEmpty: bam.deadlocks == 0),
      DetailRow(
        "  ring full", SI.text(seconds(bam.ringFullNanoseconds), "s"), isEmpty: bam.ringFullNanoseconds == 0),
      DetailRow(
        "  early interrupt", plural(Int(clamping: bam.earlySlots), "slot"), isEmpty: bam.earlySlots == 0),
    ]
  }

  /// Of so many writes each has a line, also where nobody wants every detail.
  private static let mostInShort = 8

  /// For each transfer into which other clients wrote what they did; many are cut short unless `isVerbose`.
  func interleavedLines(isVerbose: Bool) -> [[String]] {
    zip(scenario.transfers, results).compactMap { transfer, result in
      guard let bam = result.course.bam, !bam.interleaved.isEmpty || bam.deadlocks > 0 else { return nil }
      let ended = bam.deadlocks > 0 ? bam.clients.filter(\.isDeadlocked) : []
      let deadlocks = ended.flatMap { client in
        DisplayWidth.wrapped(
          "deadlock during \(transfer.shortName): \(excerpt(DisplayWidth.shortened(client.name, to: 24), limit: .max)) waited for a "
            + "lock that did not come back (ETIMEDOUT)", indent: 2)
      }
      guard !bam.interleaved.isEmpty else { return deadlocks }
      let shown = isVerbose ? bam.interleaved[...] : bam.interleaved.prefix(Self.mostInShort)
      var lines = DisplayWidth.wrapped("interleaved with \(transfer.shortName):", indent: 2)
      lines += shown.flatMap { DisplayWidth.wrapped($0.sentence, first: 2, indent: 2) }
      let rest = bam.interleaved.count - shown.count
      if rest > 0 { lines.append("  and \(rest) more; --verbose lists them") }
      return lines + deadlocks
    }
  }
}

extension HostDMA {
  /// Its kind, and how a descriptor engine is shared.
  var text: String {
    guard case .bam(let bam) = self else { return word.rawValue }
    let lock = bam.lock == .none ? "" : ", lock \(bam.lock.rawValue)"
    let others = bam.clients.isEmpty ? "" : ", \(plural(bam.clients.count, "other client"))"
    return word.rawValue + lock + others
  }
}

extension BAMReport {
  /// As result documents have it.
  package var document: JSONValue {
    [
      "transactions": .count(transactions), "damagedTransactions": .count(damagedTransactions),
      "deadlocks": .count(deadlocks), "locked": .bool(isLocked),
      "interleaved": .array(interleaved.map(\.document)), "dataDescriptors": .count(dataDescriptors),
      "commandDescriptors": .count(commandDescriptors), "doorbells": .count(doorbells),
      "interrupts": .count(interrupts), "ringFullSeconds": .number(seconds(ringFullNanoseconds)),
      "lockHeldSeconds": .number(seconds(lockHeldNanoseconds)), "earlySlots": .count(earlySlots),
      "clients": .array(clients.map(\.document)),
    ]
  }
}

extension BAMReport.Interleaving {
  fileprivate var document: JSONValue {
    [
      "client": .string(client), "slot": .count(slot), "register": .string(register.name),
      "before": .count(before), "value": .count(value), "effect": .string(effect ?? "none"),
    ]
  }

  /// Who wrote what when, and what came of it.
  fileprivate var sentence: String {
    let name = excerpt(DisplayWidth.shortened(client, to: 24), limit: .max)
    let value = "0x" + hexadecimal(UInt64(value), digits: 8)
    return "\(name) wrote \(register.name) = \(value) in slot \(slot)" + (effect.map { ": \($0)" } ?? "")
  }
}

extension BAMReport.Client {
  fileprivate var document: JSONValue {
    [
      "name": .string(name), "transactions": .count(transactions), "finished": .count(finished),
      "damaged": .count(damaged), "waitedSeconds": .number(seconds(waitedNanoseconds)),
      "deadlocked": .bool(isDeadlocked),
    ]
  }
}

private func seconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1e9 }
