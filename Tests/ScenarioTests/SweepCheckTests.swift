import Foundation
import FrameSim
import Scenario
import Testing

/// The quick look at all points of a sweep finds what decoding each of them in full does.
@Suite struct SweepCheckTests {
  /// What decoding every point in full says.
  static func everyPoint(_ loaded: LoadedSweep) -> (warnings: [Diagnostic], failure: ScenarioLoadFailure?) {
    var seen = Set(loaded.warnings.map(\.message))
    var warnings: [Diagnostic] = []
    for index in 0..<loaded.plan.count {
      do throws(ScenarioLoadFailure) {
        for warning in try loaded.plan.decodedInFull(index).warnings
        where seen.insert(warning.message).inserted {
          var warning = warning
          warning.message = "\(loaded.plan.label(index)): \(warning.message)"
          warnings.append(warning)
        }
      } catch {
        return ([], error)
      }
    }
    return (warnings, nil)
  }

  #if DEBUG
    private static let seeds: ClosedRange<UInt64> = 1...6
  #else
    private static let seeds: ClosedRange<UInt64> = 1...120
  #endif

  @Test(arguments: seeds)
  func findsWhatEveryPointSays(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, stream: "sweep check")
    var (bad, good, withWarnings, points) = (0, 0, 0, 0)
    for round in 0..<250 {
      let text = RandomSweep.text(&generator)
      let use = RandomSweep.use(&generator)
      guard
        let loaded = try? ScenarioLoader.loadUnchecked(
          bytes: Array(text.utf8), name: "t", folder: Golden.fixtures.path + "/good", for: use)
      else { continue }
      let (warnings, failure) = Self.everyPoint(loaded)
      let findings = loaded.plan.check(except: loaded.warnings, jobs: 1 + round % 2)
      #expect(findings.failure == failure, "seed \(seed), round \(round), \(use): \(text)")
      #expect(findings.warnings == warnings, "seed \(seed), round \(round), \(use): \(text)")
      if failure != nil { bad += 1 } else { good += 1 }
      if !warnings.isEmpty { withWarnings += 1 }
      if failure != nil { continue }
      // A point is made of what the axes change and of the file; it is what all of it decoded is.
      for index in Set([0, loaded.plan.count / 3, loaded.plan.count - 1]) {
        let point = try loaded.plan.point(index)
        let whole = try loaded.plan.decodedInFull(index).point
        #expect(point.axes == whole.axes)
        #expect(point.scenario.expanded == whole.scenario.expanded, "seed \(seed), point \(index): \(text)")
        points += 1
      }
    }
    // Every outcome is met, or the random sweeps are of the wrong kind.
    #expect(bad > 20 && good > 20 && withWarnings > 5 && points > 60)
  }

  @Test func anAxisIsLookedAtByItself() throws {
    let numbers = (1...1000).map(String.init).joined(separator: ", ")
    let loaded = try ScenarioLoader.loadUnchecked(
      bytes: Array(
        SweepPlanTests.text("{ 'bus.clockHz': [\(numbers)], 'transfers[0].data.bytes': [\(numbers)] }").utf8),
      name: "t", folder: "", for: .sweep)
    #expect(loaded.plan.count == 1_000_000)
    let findings = loaded.plan.check(except: loaded.warnings, jobs: 2)
    #expect(findings.failure == nil && findings.warnings.isEmpty)
    #expect(findings.decodings == 2000)
  }
}

/// Random sweeps over a scenario in which everything there is depends on something else.
enum RandomSweep {
  private static let peripherals = """
    [{ device: 1, name: 'p', dp0: {}, memory: [{ address: 0x2000, bytes: 16 }, { address: 0x3000, bytes: 16 }] },
     { device: 2, dp0: { maxBytesPerFrame: 8 } }]
    """
  private static let transfers = """
    [{ name: 'a', via: 'bra', op: 'write', device: 1, address: 0x2000, data: { pattern: 'random', bytes: 9, seed: 3 } },
     { name: 'b', via: 'column0', op: 'read', device: 2, address: 0x2000, bytes: 5 },
     { via: 'bra', op: 'write', device: 3, address: 0x3000, data: { file: 'five.bin' } }]
    """
  private static let expectations = """
    [{ transfer: 'a', status: 'ok', framesAtMost: 100 }, { transfer: 'a', framesAtLeast: 1 },
     { transfer: 'transfer3', error: 'ENODATA' }, { total: true, slots: 5 }]
    """
  private static let dma = """
    { kind: 'bam', clients: [
      { name: 'a', ring: [
        { atMicroseconds: 5, register: 'scratchpad', value: 1 }, { atMicroseconds: 9, register: 4, value: 2 }] },
      { name: 'b', ring: [{ atMicroseconds: 5, register: 'scratchpad', value: 1 }] }] }
    """
  private static let breakeven = "{ device: 1, op: 'write', address: 0x2000, sizes: [{ bytes: 4 }] }"

  /// Paths with values; the last of each are mostly wrong.
  private static let axes: [(paths: String, values: [String])] = [
    ("name", ["'x'", "null", "''"]),
    ("seed", ["1", "2", "null", "-1"]),
    ("faults", ["[]", "null", "['x']"]),
    (
      "bus", ["{ clockHz: 1, rows: 48, columns: 2 }", "{ clockHz: 12288001, rows: 64, columns: 16 }", "null"]
    ),
    ("bus.clockHz", ["4800000", "1", "12288001", "20000000", "0"]),
    ("bus.sspEverySeconds", ["0.1", "0", "null", "1e-7", "-1"]),
    ("bus.rows", ["48", "50", "64", "49"]),
    ("bus.columns", ["4", "8", "16", "2", "3"]),
    ("bus.rows,columns", ["[48, 4]", "[64, 16]", "[50, 2]", "[1, 1]"]),
    (
      "host",
      ["{}", "null", "{ model: 'pio', preset: 'intel-2023' }", "{ dp0: { hStop: 1, wordLength: 1 } }", "5"]
    ),
    ("host.model", ["'ideal'", "'pio'", "null"]),
    ("host.preset", ["null", "'intel-2023'", "'nope'"]),
    ("host.pio", ["null", "{ bra: { commandsPerBatch: 2 } }", "{}", "7"]),
    ("host.pio.bra", ["{}", "{ microsecondsPerBatch: 5 }", "3"]),
    ("host.pio.bra.commandsPerBatch", ["1", "null", "9", "0"]),
    ("host.pio.column0.microsecondsPerBatch", ["1", "0.5", "0.0001"]),
    (
      "host.model,preset",
      ["['pio', 'intel-2023']", "['ideal', null]", "['pio', 'intel-2023-folded']", "['pio', null]"]
    ),
    ("host.setup", ["'linux'", "'none'", "{ commands: 4 }", "7"]),
    ("host.setup.commands", ["4", "14", "65537", "3"]),
    ("host.interface.kind", ["'merged'", "'v1'", "'amd'", "'x'"]),
    (
      "host.dma",
      ["{ kind: 'bam', lock: 'v12' }", "null", "{ kind: 'hda', polls: 2 }", "{ kind: 'bam', ring: 1 }"]
    ),
    ("host.dma.kind", ["'bam'", "'bam'", "'hda'", "'amd'"]),
    ("host.dma.lock", ["'v12'", "null", "'v20'", "'v11'"]),
    ("host.dma.ring", ["2", "null", "4096", "1"]),
    ("host.dma.polls", ["null", "null", "2"]),
    ("host.dma.clients[0].name", ["'a'", "null", "'b'"]),
    ("host.dma.clients[0].ring[0].atMicroseconds", ["5", "9", "20"]),
    ("host.dma.clients[0].ring[1].atMicroseconds", ["9", "6", "2"]),
    ("host.syncWaitFrames", ["0", "6", "{ intervalFrames: 12 }", "-1"]),
    ("host.syncWaitFrames.intervalFrames", ["12", "30", "null", "0"]),
    ("host.syncWaitFrames.phase", ["0", "'random'", "11", "29"]),
    ("host.responses", ["'linux'", "'strict'", "'lax'"]),
    ("host.check", ["'atEnd'", "'perBlock'", "'never'"]),
    ("host.pio.from", ["'response'", "'frameEnd'", "'x'"]),
    ("host.dp0", ["{}", "null", "{ hStop: 3 }", "{ hStop: 7 }"]),
    ("host.dp0.hStop", ["3", "1", "null", "15"]),
    ("host.dp0.hStart", ["1", "2", "0"]),
    ("host.dp0.wordLength", ["1", "2", "null", "10"]),
    ("policy", ["null", "{ minBytes: 2 }", "{ maxBytes: 8 }", "{ minBytes: 9, maxBytes: 3 }"]),
    ("policy.minBytes", ["1", "8", "100"]),
    ("policy.maxBytes", ["1000", "64", "8"]),
    ("policy.alignBytes", ["1", "4", "70"]),
    (
      "peripherals",
      [peripherals, "[{ device: 3 }, { device: 5, dp0: {} }]", "[{ device: 1 }]", "[]", "null"]
    ),
    (
      "peripherals[0]",
      [
        "{ device: 1, memory: [{ address: 0x2000, bytes: 8 }, { address: 0x48000000, bytes: 8 }] }",
        "{ device: 7 }", "null",
      ]
    ),
    ("peripherals[0].device", ["1", "3", "4", "2", "12"]),
    ("peripherals[1].device", ["2", "3", "5", "1"]),
    ("peripherals[0].name", ["'y'", "null", "4"]),
    ("peripherals[0].dp0", ["{}", "null", "{ maxBytesPerFrame: 4, blockAlignment: 8 }", "1"]),
    ("peripherals[0].dp0.blockAlignment", ["1", "8", "600"]),
    ("peripherals[0].dp0.maxBytesPerFrame", ["511", "4", "0"]),
    ("peripherals[1].dp0.blockAlignment", ["4", "16"]),
    (
      "peripherals[0].memory",
      [
        "null", "[{ address: 0x2000, bytes: 32 }, { address: 0x5000, bytes: 1 }]",
        "[{ address: 0x10, bytes: 1 }]",
      ]
    ),
    ("peripherals[0].memory[0].address", ["0x2000", "0x2800", "0x48000000", "0x3004"]),
    ("peripherals[0].memory[0].bytes", ["16", "0x800", "0x1001"]),
    ("peripherals[0].memory[1].bytes", ["16", "1", "0x45000000"]),
    ("peripherals[0].memory[1]", ["{ address: 0x3000, bytes: 4 }", "{ address: 0x200F, bytes: 1 }", "null"]),
    ("peripherals[0].memory[1].address", ["0x3000", "0x2010", "0x47FFFFFF", "0x2004"]),
    ("peripherals[0].memory[0].access", ["'rw'", "'ro'", "'xx'"]),
    (
      "transfers",
      [
        transfers, "[{ name: 'a', via: 'bra', op: 'read', device: 1, address: 0, bytes: 1 }]",
        "[{ name: 'a', via: 'bra', op: 'read', device: 9, address: 0, bytes: 1 }, { via: 'bra', op: 'read', device: 1, address: 0, bytes: 1 }, { via: 'bra', op: 'read', device: 8, address: 0, bytes: 1 }]",
        "[]", "null",
      ]
    ),
    (
      "transfers[0]",
      [
        "{ name: 'a', via: 'bra', op: 'read', device: 1, address: 0, bytes: 1 }",
        "{ name: 'a', via: 'bra', op: 'read', device: 4, address: 0, bytes: 1, size: 2 }", "null",
        "{ via: 'bra', op: 'read', device: 4, address: 0, bytes: 1 }",
      ]
    ),
    ("transfers[0].name", ["'a'", "'a'", "'c'", "null", "'b'", "''"]),
    ("transfers[1].name", ["'b'", "'d'", "null", "'a'", "'transfer3'"]),
    ("transfers[2].name", ["null", "'transfer3'", "'e'", "'transfer2'"]),
    ("transfers[0].name,transfers[1].name", ["['a', 'x']", "['y', 'z']", "['a', 'a']", "['b', 'a']"]),
    ("transfers[1].during", ["'a'", "null", "'transfer3'", "'b'", "'x'"]),
    ("transfers[1].afterFrames", ["0", "5", "null", "-1"]),
    ("transfers[2].during", ["'a'", "null", "'transfer3'"]),
    ("transfers[0].device", ["1", "2", "5", "15", "16"]),
    ("transfers[1].device", ["2", "3", "7", "null"]),
    ("transfers[0].via", ["'bra'", "'column0'", "'x'"]),
    ("transfers[0].op", ["'write'", "'read'", "null"]),
    ("transfers[0].address", ["0", "0xFFFFFFFF", "-1"]),
    ("transfers[0].bytes", ["null", "5", "0"]),
    ("transfers[0].data", ["{ pattern: 'zeros', bytes: 4 }", "{ hex: '00 01' }", "null", "{}"]),
    ("transfers[0].data.bytes", ["1", "2", "7", "0"]),
    ("transfers[0].data.pattern", ["'random'", "'counter'", "null", "'r'"]),
    ("transfers[0].data.seed", ["1", "null", "-3"]),
    (
      "transfers[0].op,data,bytes",
      ["['read', null, 4]", "['write', { hex: 'FF' }, null]", "['read', {}, 4]"]
    ),
    ("transfers[2].data.file", ["'five.bin'", "'minimal.json5'", "'no.bin'"]),
    ("peripherals[0].device,transfers[0].device", ["[1, 1]", "[4, 4]", "[5, 6]", "[2, 2]"]),
    ("peripherals[1].device,transfers[1].device,breakeven.device", ["[2, 2, 2]", "[4, 4, 6]", "[5, 6, 5]"]),
    (
      "expect",
      [expectations, "[]", "null", "[{ total: true, frames: 1 }, { transfer: 'b', status: 'ok' }]", "[{}]"]
    ),
    (
      "expect[0]",
      [
        "{ transfer: 'a', frames: 3 }", "{ transfer: 'c', status: 'ok' }", "{ transfer: 'b', error: 'EIO' }",
        "1",
      ]
    ),
    ("expect[0].transfer", ["'a'", "'b'", "'c'", "'transfer3'", "null"]),
    ("expect[0].total", ["null", "true"]),
    ("expect[0].status", ["'ok'", "'failed'", "null", "'x'"]),
    ("expect[0].error", ["null", "'EIO'", "'ENODATA'", "'E'"]),
    ("expect[0].framesAtLeast", ["1", "null", "101"]),
    ("expect[1].transfer", ["'a'", "'b'", "'transfer3'", "'d'"]),
    ("expect[1].status", ["null", "'ok'", "'failed'"]),
    ("expect[1].error", ["null", "'ENODATA'", "'EIO'"]),
    ("expect[2].error", ["'ENODATA'", "'EIO'", "null"]),
    ("expect[3].slots", ["5", "null"]),
    ("breakeven", [breakeven, "null", "{ device: 9, op: 'read', address: 0 }", "{}"]),
    ("breakeven.device", ["1", "2", "6", "16"]),
    ("breakeven.maxBytes", ["1", "64", "0"]),
    ("breakeven.sizes", ["[]", "[{ bytes: 1, weight: 0 }, { bytes: 2 }]", "[{ bytes: 1, weight: 0 }]"]),
  ]

  static func use(_ generator: inout SeededGenerator) -> ScenarioUse {
    [.sweep, .sweep, .check, .breakeven].randomElement(using: &generator) ?? .sweep
  }

  /// A scenario with some axes of some values each; one in ten has none of the required or optional keys.
  static func text(_ generator: inout SeededGenerator) -> String {
    var members = [
      "format: 'simctl-scenario/1'", "bus: { clockHz: 4800000, rows: 50, columns: 4 }",
      "peripherals: \(peripherals)",
    ]
    let isBare = Int.random(in: 0..<10, using: &generator) == 0
    if !isBare || Bool.random(using: &generator) { members.append("transfers: \(transfers)") }
    if isBare || Bool.random(using: &generator) { members.append("breakeven: \(breakeven)") }
    if !isBare { members.append("expect: \(expectations)") }
    if Bool.random(using: &generator) {
      let dma = Bool.random(using: &generator) ? ", dma: \(dma)" : ""
      members.append("host: { syncWaitFrames: { intervalFrames: 12 }\(dma) }")
    }
    // A path that is part of another stands first.
    let count = Int.random(in: 1...4, using: &generator)
    let chosen = Set((0..<count).map { _ in Int.random(in: axes.indices, using: &generator) }).map {
      axes[$0]
    }
    .sorted { ($0.paths.count, $0.paths) < ($1.paths.count, $1.paths) }
    let sweep = chosen.map { axis in
      let isTame = Int.random(in: 0..<4, using: &generator) > 0
      let pool = isTame ? Array(axis.values.dropLast()) : axis.values
      let values = (0..<Int.random(in: 1...4, using: &generator)).compactMap { _ in
        pool.randomElement(using: &generator)
      }
      return "{ '\(axis.paths)': [\(values.joined(separator: ", "))] }"
    }
    members.append("sweep: [\(sweep.joined(separator: ", "))]")
    return "{ \(members.shuffled(using: &generator).joined(separator: ",\n  ")) }"
  }
}
