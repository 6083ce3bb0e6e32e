/// A time as a person says it: `12 s`, `3 min 20 s`, `5 h`, `9 days`.
struct DurationText: CustomStringConvertible {
  private let seconds: Double

  /// So many seconds.
  init(_ seconds: Double) { self.seconds = max(0, seconds) }

  var description: String {
    // Rounded up: what is promised holds.
    let whole = Int(min(1e15, seconds.rounded(.up)))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<600: return "\(whole / 60) min \(whole % 60) s"
    case ..<7200: return "\((whole + 59) / 60) min"
    case ..<172_800: return "\((whole + 3599) / 3600) h"
    default: return "\((whole + 86_399) / 86_400) days"
    }
  }
}

extension Duration {
  /// Its length in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
