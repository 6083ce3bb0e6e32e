import BRAEncoder
import FrameSim

/// What is printed of a failure: how to see it again, and the small case itself.
struct FailureReport: CustomStringConvertible {
  let seed: UInt64
  let index: UInt64
  let mismatch: Mismatch
  let original: Mismatch
  let made: EquivalenceCase

  var description: String {
    """
    the engines differ in case \(index) of seed \(seed): \(original)
    again: EQUIVALENCE_SEED=\(seed) EQUIVALENCE_FIRST=\(index) EQUIVALENCE_CASES=1 \
    swift test -c release -Xcc -O3 --filter EquivalenceTests
    made small: \(mismatch)
    \(made.isTransfersOnly ? made.scenario(name: "case \(index) of seed \(seed)") : made.list)
    """
  }
}

extension EquivalenceCase {
  /// Whether it can be said as a scenario file, apart from disturbances of the line.
  var isTransfersOnly: Bool {
    steps.allSatisfy {
      switch $0.work {
      case .transfer: true
      case .group(let lead, _): lead.path == .bra
      default: false
      }
    }
      && peripherals.allSatisfy { (1...11).contains($0.device) }
      && Set(peripherals.map(\.device)).count == peripherals.count
  }

  /// The case as a scenario file for `simctl run --engine both`; what such a file cannot say yet stands in comments.
  func scenario(name: String) -> String {
    var lines = [
      "{", "  format: \"simctl-scenario/1\",", "  name: \"\(name)\",",
      "  bus: { clockHz: \(clockHz), rows: \(shape.rows), columns: \(shape.columns), \(host.sync) },",
      "  peripherals: [",
    ]
    lines += peripherals.map { "    { \($0.scenario) }," }
    lines.append("  ],")
    lines.append("  host: { \(host.scenario) },")
    if let policy = host.policy {
      lines.append(
        "  policy: { minBytes: \(policy.minBytes), alignBytes: \(policy.alignBytes), maxBytes: \(policy.maxBytes) },"
      )
    }
    lines.append("  transfers: [")
    for (index, step) in steps.enumerated() {
      switch step.work {
      case .transfer(let request):
        lines.append("    { name: \"transfer\(index + 1)\", \(request.scenario) },")
      case .group(let request, let others):
        lines.append("    { name: \"transfer\(index + 1)\", \(request.scenario) },")
        lines += others.enumerated().map { number, other in
          "    { name: \"beside\(index + 1).\(number + 1)\", \(other.request.scenario), during: \"transfer\(index + 1)\", afterFrames: \(other.afterFrames) },"
        }
      default: continue
      }
      if !step.flips.isEmpty { lines.append("    // \(step.flipList)") }
    }
    lines += ["  ],", "}"]
    if skipsPauses { lines.insert("// nobody watches: compare --engine slot with --engine frame", at: 0) }
    return lines.joined(separator: "\n")
  }

  /// The case as a list of what happens.
  var list: String {
    var lines = ["bus \(shape), \(watchesLevels ? "levels watched" : "nobody watches the levels")"]
    if skipsPauses { lines.append("nobody watches the frames of transfers") }
    lines += peripherals.map { "peripheral { \($0.scenario) }" }
    lines.append("host { \(host.scenario) }")
    lines += steps.map { $0.flips.isEmpty ? $0.work.line : "\($0.work.line); \($0.flipList)" }
    return lines.joined(separator: "\n")
  }
}

extension EquivalenceCase.Step {
  fileprivate var flipList: String {
    flips.sorted { $0.key < $1.key }.map { frame, slots in
      "disturbed in its frame \(frame): slots \(slots.map(String.init).joined(separator: ", "))"
    }.joined(separator: "; ")
  }
}

extension EquivalenceCase.Work {
  fileprivate var line: String {
    switch self {
    case .transfer(let request): "transfer { \(request.scenario) }"
    case .group(let request, let others):
      "transfer { \(request.scenario) } with "
        + others.map { "{ \($0.request.scenario), afterFrames: \($0.afterFrames) }" }.joined(separator: ", ")
    case .frame(let plan, let seed):
      "frame \(plan.command.line)\(plan.block.map { ", \($0.line), data seed \(seed)" } ?? "")"
    case .ready(let index, let isReady): "peripheral \(index + 1) is \(isReady ? "ready" : "busy")"
    case .policy(let abandons, let defers): "abandonsNotReady \(abandons), defersResponseCheck \(defers)"
    case .program(let port, let enabled): "DP0 { \(port.scenario) } \(enabled ? "open" : "closed")"
    }
  }
}

extension Command {
  fileprivate var line: String {
    switch self {
    case .ping(let ssp): ssp ? "ping with SSP" : "ping"
    case .read(let device, let register): "read device \(device) register \(register.hex)"
    case .write(let device, let register, let value):
      "write device \(device) register \(register.hex) value \(value.hex)"
    }
  }
}

extension BlockRequest {
  fileprivate var line: String {
    "block \(header.type) \(header.operation) device \(header.device) address \(header.address.hex) "
      + "bytes \(header.byteCount) offset \(offset)"
  }
}

extension FixedWidthInteger {
  fileprivate var hex: String { "0x" + String(self, radix: 16, uppercase: true) }
}

// MARK: - Parts of a scenario file

extension PeripheralConfiguration {
  fileprivate var scenario: String {
    var parts = ["device: \(device)"]
    if !memory.isEmpty {
      let regions = memory.map {
        "{ address: \($0.address.hex), bytes: \($0.bytes), access: \"\($0.access.rawValue)\""
          + ($0.notReadyEvery.map { ", notReadyEvery: \($0)" } ?? "") + " }"
      }
      parts.append("memory: [\(regions.joined(separator: ", "))]")
    }
    if let dp0 {
      parts.append(
        "dp0: { maxBytesPerFrame: \(dp0.maxBytesPerFrame), blockAlignment: \(dp0.blockAlignment) }")
    }
    return parts.joined(separator: ", ")
  }
}

extension HostConfiguration {
  fileprivate var sync: String { "sspEverySeconds: \(Double(syncNanoseconds) / 1e9)" }

  fileprivate var scenario: String {
    var parts: [String] = []
    switch setup {
    case .linux: parts.append("setup: \"linux\"")
    case .commands(let count): parts.append("setup: { commands: \(count) }")
    case .alwaysOpen: parts.append("setup: \"none\"")
    }
    switch syncWait {
    case .none: break
    case .frames(let count): parts.append("syncWaitFrames: \(count)")
    case .pulse(let interval, let phase):
      parts.append("syncWaitFrames: { intervalFrames: \(interval), phase: \(phase) }")
    }
    parts.append("responses: \"\(responses.rawValue)\", check: \"\(check.rawValue)\"")
    if case .pio(let pio) = model {
      parts.append(
        "model: \"pio\", pio: { from: \"\(pio.from.rawValue)\", pageWait: \(pio.waitsForPage), column0: \(pio.column0.scenario), "
          + "bra: \(pio.bra.scenario) }")
    }
    if let dp0 { parts.append("dp0: { \(dp0.scenario) }") }
    if let retry {
      parts.append(
        "retry: { onBad: \(retry.onBad), onNotReady: \(retry.onNotReady), backoffFrames: \(retry.backoffFrames), "
          + "then: \"\(retry.then.rawValue)\" }")
    }
    return parts.joined(separator: ", ")
  }
}

extension PIOModel.Feed {
  fileprivate var scenario: String {
    "{ commandsPerBatch: \(commandsPerBatch), microsecondsPerBatch: \(microseconds(nanosecondsPerBatch)), "
      + "microsecondsPerCommand: \(microseconds(nanosecondsPerCommand)), "
      + "microsecondsPerTransfer: \(microseconds(nanosecondsPerTransfer)) }"
  }

  private func microseconds(_ nanoseconds: UInt64) -> String {
    let fraction = String(nanoseconds % 1000)
    return "\(nanoseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
  }
}

extension PortGeometry {
  fileprivate var scenario: String {
    "hStart: \(hStart), hStop: \(hStop), sampleInterval: \(sampleInterval), wordLength: \(wordLength), "
      + "blockOffset: \(blockOffset)"
  }
}

extension TransferRequest {
  fileprivate var scenario: String {
    let start = "via: \"\(path.rawValue)\", op: \"\(operation.rawValue)\", device: \(device), "
    if sections.count == 1 { return start + "address: \(address.hex), \(content(0..<bytes))" }
    var place = 0
    let parts = sections.map { section in
      defer { place += section.byteCount }
      return "{ address: \(section.address.hex), \(content(place..<place + section.byteCount)) }"
    }
    let filling = gapFilling.map { ", mergeGapBytes: \($0.maxBytes), gapFill: \(UInt32($0.fill).hex)" } ?? ""
    return start + "sections: [\(parts.joined(separator: ", "))]" + filling
  }

  private func content(_ place: Range<Int>) -> String {
    guard operation == .write else { return "bytes: \(place.count)" }
    let digits = data[place].map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
    return "data: { hex: \"\(digits.joined())\" }"
  }
}
