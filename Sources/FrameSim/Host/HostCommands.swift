/// The commands of one half of a set-up, in order: one that is repeated, then others.
///
/// Takes the same room whether it is four or a million.
struct HostCommands: Hashable, Sendable {
  private let filler: HostCommand
  private let fillers: Int
  private let rest: [HostCommand]

  /// These commands.
  init(_ commands: [HostCommand]) {
    self.init(repeating: .read(0), count: 0, then: commands)
  }

  /// A command so many times, then others.
  init(repeating filler: HostCommand, count: Int, then rest: [HostCommand]) {
    self.filler = filler
    fillers = max(0, count)
    self.rest = rest
  }

  /// How many there are.
  var count: Int { fillers + rest.count }
  var isEmpty: Bool { count == 0 }

  subscript(index: Int) -> HostCommand {
    index < fillers ? filler : rest[index - fillers]
  }

  /// How many commands stand in front of each bank switch, since the one before; others may follow the last.
  var runs: [Int] {
    var runs: [Int] = []
    var count = fillers
    for command in rest {
      if command.isBankSwitch {
        runs.append(count)
        count = 0
      } else {
        count += 1
      }
    }
    return runs
  }
}
