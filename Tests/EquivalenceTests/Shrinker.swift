import BRAEncoder
import FrameSim

/// Makes a failing case small: takes things away as long as it still fails, in whatever way.
struct Shrinker {
  /// Runs a case; gives what went wrong.
  let run: (EquivalenceCase) -> Mismatch?
  /// How many cases it may try.
  var attempts = 4000

  init(run: @escaping (EquivalenceCase) -> Mismatch?) {
    self.run = run
  }

  /// The smallest case found, and how it fails.
  mutating func shrink(_ made: EquivalenceCase, _ mismatch: Mismatch) -> (EquivalenceCase, Mismatch) {
    var best = (made, mismatch)
    // Nothing after the failure matters.
    let cut = made.keeping(made.steps.prefix(mismatch.step + 1))
    if let found = attempt(cut) { best = (cut, found) }
    var progress = true
    while progress, attempts > 0 {
      progress = false
      for pass in Self.passes {
        // A candidate that still fails makes new candidates; the pass goes on where it was.
        var place = 0
        while attempts > 0 {
          let candidates = pass(best.0)
          guard place < candidates.count else { break }
          if let found = attempt(candidates[place]) {
            best = (candidates[place], found)
            progress = true
          } else {
            place += 1
          }
        }
      }
    }
    return best
  }

  private mutating func attempt(_ made: EquivalenceCase) -> Mismatch? {
    attempts -= 1
    return run(made)
  }

  /// Each gives smaller cases, the much smaller ones first.
  private static let passes: [@Sendable (EquivalenceCase) -> [EquivalenceCase]] = [
    { $0.withoutRunsOfSteps }, { $0.withFewerFlips }, { $0.withFewerPeripherals }, { $0.withSimplerHost },
    { $0.withSimplerShape }, { $0.withSimplerPeripherals }, { $0.withSimplerSteps },
  ]
}

extension EquivalenceCase {
  fileprivate func keeping(_ steps: some Sequence<Step>) -> EquivalenceCase {
    var copy = self
    copy.steps = Array(steps)
    return copy
  }

  fileprivate func changing(_ change: (inout EquivalenceCase) -> Void) -> EquivalenceCase {
    var copy = self
    change(&copy)
    return copy
  }

  /// Without a half of the steps, a quarter, and so on down to a single one.
  fileprivate var withoutRunsOfSteps: [EquivalenceCase] {
    var result: [EquivalenceCase] = []
    var length = steps.count / 2
    while length > 0 {
      for start in stride(from: 0, to: steps.count, by: length) {
        let end = min(start + length, steps.count)
        result.append(keeping(steps[..<start] + steps[end...]))
      }
      length /= 2
    }
    return result
  }

  fileprivate var withFewerFlips: [EquivalenceCase] {
    var result: [EquivalenceCase] = []
    if flipCount > 1 {
      result.append(changing { for index in $0.steps.indices { $0.steps[index].flips = [:] } })
    }
    for index in steps.indices {
      for (frame, slots) in steps[index].flips.sorted(by: { $0.key < $1.key }) {
        result.append(changing { $0.steps[index].flips[frame] = nil })
        guard slots.count > 1 else { continue }
        for place in slots.indices {
          result.append(changing { $0.steps[index].flips[frame]?.remove(at: place) })
        }
      }
    }
    return result
  }

  fileprivate var withFewerPeripherals: [EquivalenceCase] {
    guard peripherals.count > 1 else { return [] }
    return peripherals.indices.reversed().map { gone in
      changing {
        $0.peripherals.remove(at: gone)
        $0.steps = $0.steps.compactMap { step in
          guard case .ready(let index, let isReady) = step.work, index >= gone else { return step }
          return index == gone ? nil : Step(work: .ready(index - 1, isReady), flips: step.flips)
        }
      }
    }
  }

  fileprivate var withSimplerHost: [EquivalenceCase] {
    var result: [EquivalenceCase] = []
    let plain = HostConfiguration()
    if host.model != plain.model { result.append(changing { $0.host.model = plain.model }) }
    if host.syncWait != plain.syncWait { result.append(changing { $0.host.syncWait = plain.syncWait }) }
    if host.responses != plain.responses { result.append(changing { $0.host.responses = plain.responses }) }
    if host.check != plain.check { result.append(changing { $0.host.check = plain.check }) }
    if host.syncNanoseconds != 0 { result.append(changing { $0.host.syncNanoseconds = 0 }) }
    if host.retry != nil { result.append(changing { $0.host.retry = nil }) }
    if host.policy != nil { result.append(changing { $0.host.policy = nil }) }
    if host.dp0 != nil { result.append(changing { $0.host.dp0 = nil }) }
    if host.setup != .alwaysOpen { result.append(changing { $0.host.setup = .alwaysOpen }) }
    if skipsPauses { result.append(changing { $0.skipsPauses = false }) }
    if !watchesLevels { result.append(changing { $0.watchesLevels = true }) }
    return result
  }

  fileprivate var withSimplerShape: [EquivalenceCase] {
    [(48, 2), (48, 4), (48, 8), (64, 8), (48, 16), (64, 16)].compactMap { rows, columns in
      guard let simple = FrameShape(rows: rows, columns: columns), simple.slots < shape.slots else {
        return nil
      }
      return changing { $0.shape = simple }
    }
  }

  fileprivate var withSimplerPeripherals: [EquivalenceCase] {
    var result: [EquivalenceCase] = []
    for index in peripherals.indices {
      for region in peripherals[index].memory.indices {
        result.append(changing { $0.peripherals[index].memory.remove(at: region) })
      }
      if let limits = peripherals[index].dp0, limits != DP0Limits() {
        result.append(changing { $0.peripherals[index].dp0 = DP0Limits() })
      }
    }
    return result
  }

  fileprivate var withSimplerSteps: [EquivalenceCase] {
    steps.indices.flatMap { index in
      steps[index].work.simpler.map { work in changing { $0.steps[index].work = work } }
    }
  }
}

extension EquivalenceCase.Work {
  /// The same work made simpler, the simplest first.
  fileprivate var simpler: [EquivalenceCase.Work] {
    switch self {
    case .transfer(let request): return request.shorter.map { .transfer($0) }
    case .group(let request, let others):
      var result: [EquivalenceCase.Work] = [.transfer(request)]
      for index in others.indices {
        var fewer = others
        fewer.remove(at: index)
        if !fewer.isEmpty { result.append(.group(request, fewer)) }
        for shorter in others[index].request.shorter {
          var changed = others
          changed[index].request = shorter
          result.append(.group(request, changed))
        }
        if others[index].afterFrames > 0 {
          var changed = others
          changed[index].afterFrames = 0
          result.append(.group(request, changed))
        }
      }
      return result + request.shorter.map { .group($0, others) }
    case .frame(let plan, let dataSeed):
      var result = plan.simpler.map { EquivalenceCase.Work.frame($0, dataSeed: dataSeed) }
      if dataSeed != 0 { result.append(.frame(plan, dataSeed: 0)) }
      return result
    case .program(let geometry, let enabled):
      let simple = PortGeometry(hStart: 1, hStop: 1, sampleInterval: 2, wordLength: 1, blockOffset: 0)
      return geometry == simple ? [] : [.program(simple, enabled: enabled)]
    case .ready, .policy: return []
    }
  }
}

extension TransferRequest {
  fileprivate var shorter: [TransferRequest] {
    var result = [1, bytes / 2, bytes - 1].filter { $0 > 0 && $0 < bytes }.map { count in
      prefix(count)
    }
    if sections.count > 1 {
      result.append(
        TransferRequest(
          name: name, path: path, operation: operation, device: device, address: address, bytes: bytes,
          data: data))
    }
    if gapFilling != nil {
      var copy = self
      copy.gapFilling = nil
      result.append(copy)
    }
    if data.contains(where: { $0 != 0 }) {
      var copy = self
      copy.data = [UInt8](repeating: 0, count: bytes)
      result.append(copy)
    }
    return result
  }
}

extension FramePlan {
  fileprivate var simpler: [FramePlan] {
    var result: [FramePlan] = []
    if command != .ping { result.append(FramePlan(.ping, block: block)) }
    guard let block else { return result }
    result.append(FramePlan(command))
    let header = block.header
    for count in [0, 1, header.byteCount / 2, header.byteCount - 1]
    where count >= 0 && count < header.byteCount {
      let shorter = BRAHeader(
        type: header.type, operation: header.operation, device: header.device, address: header.address,
        byteCount: count)
      if let shorter {
        result.append(FramePlan(command, block: BlockRequest(header: shorter, offset: block.offset)))
      }
    }
    if block.offset != 0 {
      result.append(FramePlan(command, block: BlockRequest(header: header, offset: 0)))
    }
    return result
  }
}
