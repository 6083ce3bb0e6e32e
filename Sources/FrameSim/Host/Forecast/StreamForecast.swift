internal import BRAEncoder

/// What a transfer over BRA takes, step by step of its route (`StreamStep`).
struct StreamForecast {
  private let route: TransferRoute
  private let host: HostConfiguration
  private let geometry: PortGeometry
  private let timeline: BusTimeline
  private let isAnswered: Bool
  private var leg = 0
  private var visit = 0

  /// A route; `isAnswered` says whether the device is there.
  init(
    _ route: TransferRoute, _ host: HostConfiguration, _ geometry: PortGeometry, _ timeline: BusTimeline,
    isAnswered: Bool
  ) {
    self.route = route
    self.host = host
    self.geometry = geometry
    self.timeline = timeline
    self.isAnswered = isAnswered
  }

  /// Goes all of it, as far as it comes where nobody answers.
  mutating func go(
    _ run: inout TransferForecast, _ pattern: BlockPattern, _ shape: FrameShape, column0: PaceForecast?
  ) {
    for (index, step) in route.steps.enumerated() {
      switch step {
      case .commands(let step):
        let commands = host.setup.commands(step, geometry, bank: 0)
        guard isAnswered || commands.isEmpty else { return run.first(of: commands, step) }
        run.close(isLast: index == route.steps.count - 1) { $0.send(commands, step) }
      case .pause(let nanoseconds):
        run.pause(slots: timeline.slots(nanoseconds: nanoseconds), shape)
      case .blocks:
        blocks(&run, pattern)
        leg += 1
        let goesOn = isAnswered || leg == (route.legs?.ranges.count ?? 1) && route.column0.isEmpty
        if !goesOn {
          if index + 1 < route.steps.count, case .pause(let nanoseconds) = route.steps[index + 1] {
            run.pause(slots: timeline.slots(nanoseconds: nanoseconds), shape)
          }
          return
        }
      case .column0:
        send(&run, column0)
        guard isAnswered else { return }
      case .refuse: break
      }
    }
    run.endsUnlike()
    while isAnswered || route.steps.isEmpty, visit < route.column0.count { send(&run, column0) }
  }

  private mutating func send(_ run: inout TransferForecast, _ pace: PaceForecast?) {
    let batches = Column0Batch.all(of: route.column0[visit].request, host.model)
    visit += 1
    run.visit(pace) { $0.column0(batches, isAnswered: isAnswered) }
    if !isAnswered { visit = route.column0.count }
  }

  private func blocks(_ run: inout TransferForecast, _ pattern: BlockPattern) {
    guard isAnswered || host.check == .atEnd else { return run.blocks(1, pattern) }
    let range = route.legs?.ranges[leg] ?? route.bulk.sections.indices
    for section in route.bulk.sections[range] { run.blocks(section.byteCount, pattern) }
    if let fakes = route.fakes { run.fakes(fakes.count(afterLeg: leg)) }
  }
}
