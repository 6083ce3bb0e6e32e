import FrameSim
import Scenario

extension ScenarioFile {
  /// 16 hexadecimal digits that change with everything a run depends on, but for the content of data files: FNV-1a of
  /// the expanded scenario without its name, with the seed that holds.
  func fingerprint(seed: UInt64?) -> String {
    guard case .object(var members) = expanded else { return "" }
    members["name"] = nil
    members["seed"] = .count(seed ?? self.seed)
    let hash = FNV1a.hash(JSONValue.object(members).text(.compact))
    return hexadecimal(hash, digits: 16).lowercased()
  }
}
