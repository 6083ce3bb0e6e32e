/// A small reader of Value Change Dumps, to check what the writer wrote.
struct VCDReader {
  /// A moment at which values changed, with all values after it.
  struct Moment: Equatable {
    var time: UInt64
    var values: [String: String]
  }

  enum Failure: Error {
    case malformed(String)
    case timeGoesBack(UInt64)
  }

  private(set) var moments: [Moment] = []

  init(_ text: String) throws {
    var names: [String: String] = [:]
    var values: [String: String] = [:]
    var time: UInt64?
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "$var" {
        names[words[3]] = words[4]
      } else if words[0].hasPrefix("#") {
        if let time { moments.append(Moment(time: time, values: values)) }
        guard let next = UInt64(words[0].dropFirst()) else { throw Failure.malformed(String(line)) }
        if let time, next <= time { throw Failure.timeGoesBack(next) }
        time = next
      } else if !words[0].hasPrefix("$") {
        let (value, code) =
          words.count == 2
          ? (String(words[0].dropFirst()), words[1]) : (String(line.prefix(1)), String(line.dropFirst()))
        guard let name = names[code] else { throw Failure.malformed(String(line)) }
        values[name] = value
      }
    }
    if let time { moments.append(Moment(time: time, values: values)) }
  }

  /// When the data changed.
  var dataChanges: [UInt64] {
    zip(moments, moments.dropFirst()).filter { $0.0.values["sdw_data"] != $0.1.values["sdw_data"] }.map(
      \.1.time)
  }

  /// The edges of the clock after the first moment.
  var edges: [UInt64] {
    zip(moments, moments.dropFirst()).filter { $0.0.values["sdw_clk"] != $0.1.values["sdw_clk"] }.map(
      \.1.time)
  }

  /// The data as sampled just before each edge of the clock, as characters.
  var levels: String {
    zip(moments, moments.dropFirst()).filter { $0.0.values["sdw_clk"] != $0.1.values["sdw_clk"] }
      .map { $0.0.values["sdw_data"] ?? "?" }.joined()
  }
}
