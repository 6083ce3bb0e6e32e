internal import Foundation

/// Measures both engines against the bit-serial C peer; `benchmark --help` says how.
@main
enum Benchmark {
  static func main() {
    // A reader who leaves early is told by `write`, and then ignored.
    signal(SIGPIPE, SIG_IGN)
    do throws(Failure) {
      exit(try run(Options(Array(CommandLine.arguments.dropFirst()))))
    } catch {
      Talk.error(error.message)
      if error.code == 64 { Talk.error("try: benchmark --help") }
      exit(error.code)
    }
  }

  /// Does what was asked for and returns the exit code.
  private static func run(_ options: Options) throws(Failure) -> Int32 {
    let talk = Talk(usesStderr: options.json == "-")
    if let json = options.json { try ResultFile.probe(json) }
    switch options.mode {
    case .help:
      try ResultFile.write(Help.text, to: "-")
      return 0
    case .child(let task):
      let report = try task.run()
      guard let data = try? JSONEncoder().encode(report) else { throw .failed("a report cannot be encoded") }
      try ResultFile.write(String(decoding: data, as: UTF8.self) + "\n", to: "-")
      return 0
    case .record:
      try Recording.run(talk)
      return 1
    case .check:
      var check = try Check(options, talk)
      let result = try check.run()
      try write(result.figures, options)
      return result.isGood ? 0 : 1
    case .measure:
      var measurement = FullMeasurement(options, talk)
      try write(try measurement.run(), options)
      return 0
    }
  }

  private static func write(_ figures: [Figure], _ options: Options) throws(Failure) {
    guard let json = options.json else { return }
    try ResultFile.write(Figure.json(figures), to: json)
  }
}
