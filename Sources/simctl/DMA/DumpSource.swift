import Scenario

/// The file of a dump, or standard input for `-`.
struct DumpSource {
  let path: String

  private var name: String { path == "-" ? "<stdin>" : path }

  /// Reads the dump; what is wrong with it is said with its line.
  func read(as form: DumpForm?, _ talk: Talk) throws -> Dump {
    let bytes: [UInt8]
    do throws(InputFileError) {
      bytes =
        try path == "-"
        ? InputFile.standardInput(limit: Dump.fileLimit) : InputFile.contents(of: path, limit: Dump.fileLimit)
    } catch {
      say("the file \(sentence(error))", at: nil, talk)
      throw Failure(error == .missing ? .missingFile : .badData, [])
    }
    do throws(Dump.Mistake) {
      return try Dump(bytes, form: form)
    } catch {
      throw failure(error, talk)
    }
  }

  /// Says what is wrong, and gives the failure to end with.
  func failure(_ mistake: Dump.Mistake, _ talk: Talk) -> Failure {
    say(mistake.message, at: mistake.place, talk)
    return Failure(.badData, [])
  }

  private func say(_ message: String, at place: SourcePosition?, _ talk: Talk) {
    let diagnostic = Diagnostic(file: name, position: place, severity: .error, message: message)
    talk.say(diagnostic.report(colored: talk.isColored))
  }

  private func sentence(_ error: InputFileError) -> String {
    if case .tooLong = error { return "is longer than \(Dump.fileLimit >> 20) MiB" }
    return error.sentence
  }
}
