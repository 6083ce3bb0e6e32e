internal import FrameSim

/// Measures how long a frame takes, by running the beginning of the very thing on a bus of its own.
public enum SpeedProbe {
  /// A measurement ends after so long.
  private static let patience = Duration.milliseconds(50)
  /// So many frames are enough where they are quick.
  private static let few: UInt64 = 1000
  /// Or after so many frames.
  private static let frames: UInt64 = 20_000

  /// Seconds for a frame of a scenario's transfers; nil where it has none that take frames, or no data.
  ///
  /// `isWatched` says that somebody wants to see every frame.
  public static func secondsPerFrame(
    _ scenario: ScenarioFile, seed: UInt64?, engine: EngineChoice, isWatched: Bool
  ) -> Double? {
    let seed = seed ?? scenario.seed
    guard var simulation = try? scenario.simulation(seed: seed, engine: engine) else { return nil }
    let clock = ContinuousClock()
    let start = clock.now
    // A few frames are no measure: they are run again, but not for long.
    var isPatient = true
    repeat {
      for transfer in scenario.transfers where isPatient {
        if transfer.call != nil {
          guard let call = try? transfer.loadedCall(seed: seed) else { return nil }
          _ = simulation.run(call.shortened)
          isPatient = clock.now < start + patience && simulation.bus.statistics.clocked < frames
          continue
        }
        guard let request = try? transfer.request(seed: seed) else { return nil }
        isPatient = run(request, on: &simulation, isWatched: isWatched, until: start + patience)
      }
    } while isPatient && simulation.bus.statistics.clocked < few && clock.now < start + patience / 5
    let clocked = simulation.bus.statistics.clocked
    guard clocked > 0 else { return nil }
    return seconds(clock.now - start) / Double(clocked)
  }

  /// Seconds that a point of a sweep takes besides its frames; nil where it cannot be made.
  public static func secondsPerPoint(_ sweep: Sweep, _ index: Int, secondsPerFrame: Double) -> Double? {
    guard let point = try? sweep.plan.point(index) else { return nil }
    // A short point is run, a long one only prepared: then its rows do not count beside its frames.
    let clocked = point.scenario.work(seed: sweep.seed).clockingEverything(
      slotsPerFrame: point.scenario.bus.shape.slots
    ).clocked
    let isShort = clocked <= few
    let clock = ContinuousClock()
    let end = clock.now + patience
    var (sum, count) = (0.0, 0)
    // The first finds nothing that is known already.
    for number in 0..<32 where number < 2 || clock.now < end {
      let start = clock.now
      guard (try? isShort ? sweep.rehearse(index) : sweep.prepare(index)) != nil else { return nil }
      if number > 0 { (sum, count) = (sum + seconds(clock.now - start), count + 1) }
    }
    return max(0, sum / Double(count) - (isShort ? Double(clocked) * secondsPerFrame : 0))
  }

  /// Seconds for a frame of a break-even, and for one of its branches.
  public static func breakevenSpeed(
    _ request: BreakevenRequest, in scenario: ScenarioFile, seed: UInt64?, _ work: WorkEstimate
  ) -> (secondsPerFrame: Double, secondsPerBranch: Double)? {
    let meter = WorkMeter()
    let search = BreakevenSearch(
      Breakeven.Input(scenario: scenario, request: request), host: scenario.host(seed: seed ?? scenario.seed),
      meter: meter)
    // Some thousand blocks; fewer where what surrounds them takes long.
    var bytes = min(BreakevenSearch.longest, Int(search.point.bytesPerFrame * 3000) + 1)
    if search.forecast(bytes, via: .bra).clocked > frames { bytes = min(bytes, request.maxBytes) }
    guard let bra = curveSpeed(search, bytes, via: .bra, meter) else { return nil }
    let column0 = curveSpeed(search, min(3000, request.maxBytes), via: .column0, meter)?.perBranch ?? 0
    // Every byte over Column 0 has one, once.
    let share = min(1, Double(request.maxBytes) / Double(max(1, work.branches)))
    return (bra.perFrame, share * column0 + (1 - share) * bra.perBranch)
  }

  /// Seconds for a frame and for a branch of a curve.
  private static func curveSpeed(
    _ search: BreakevenSearch, _ bytes: Int, via path: TransferRequest.Path, _ meter: WorkMeter
  ) -> (perFrame: Double, perBranch: Double)? {
    let longest = search.transfer(bytes, via: path)
    // The same transfer without its branches, and with; what is run for real to end them are frames, too.
    let clock = ContinuousClock()
    let (start, before) = (clock.now, meter.frames)
    _ = try? search.simulation.curve(longest, from: bytes)
    let plain = (seconds: seconds(clock.now - start), frames: meter.frames - before)
    guard plain.frames > 0 else { return nil }
    let perFrame = plain.seconds / Double(plain.frames)
    guard plain.frames < frames else { return (perFrame, 0) }
    let between = clock.now
    guard let steps = try? search.simulation.curve(longest).steps.count, steps > 1 else {
      return (perFrame, 0)
    }
    let ends = Double(meter.frames - before - 2 * plain.frames)
    let left = seconds(clock.now - between) - plain.seconds - ends * perFrame
    return (perFrame, max(0, left / Double(steps - 1)))
  }

  private static func seconds(_ duration: Duration) -> Double {
    let parts = duration.components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }

  /// Runs a transfer as far as time allows; whether there is time for another.
  private static func run(
    _ request: TransferRequest, on simulation: inout Simulation, isWatched: Bool,
    until end: ContinuousClock.Instant
  ) -> Bool {
    var transfer = simulation.begin(request, wantsLevels: isWatched, skipsPauses: !isWatched)
    var count = 0
    while simulation.advance(&transfer) {
      count += 1
      if count % 64 == 0, ContinuousClock.now >= end || simulation.bus.statistics.clocked >= frames {
        return false
      }
    }
    _ = simulation.end(transfer)
    return simulation.bus.statistics.clocked < frames
  }
}

extension OffloadCall {
  /// The same for no longer than a measurement takes.
  fileprivate var shortened: OffloadCall {
    switch self {
    case .trigger(let count, let frames): .trigger(count: min(count, 100), everyFrames: frames)
    case .wait(.triggers(let count)): .wait(.triggers(min(count, 100)))
    case .wait(.frames(let count)): .wait(.frames(min(count, 1000)))
    default: self
    }
  }
}
