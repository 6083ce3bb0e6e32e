extension SpeedRow {
  /// What the row says, one number each.
  var figures: [Figure] {
    let name = workload.name
    let how = "median of \(rounds) interleaved rounds"
    var figures = Contender.allCases.filter { speeds[$0] != nil }.map {
      Figure("\(name)/\($0.rawValue)", self[$0], "slots/s", how)
    }
    for contender in [Contender.slot, .frame] where speeds[contender] != nil {
      figures.append(Figure("\(name)/\(contender.rawValue)-ratio", ratio(contender), "times C peer", how))
    }
    figures.append(
      Figure("\(name)/real-time", timesRealTime, "times real time", "clock \(workload.clockHz) Hz"))
    return figures
  }
}
