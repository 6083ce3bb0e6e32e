/// A scenario that was read, with what is worth a remark.
public struct LoadedScenario: Sendable {
  /// The scenario.
  public var scenario: ScenarioFile
  /// Remarks, in the order of the file.
  public var warnings: [Diagnostic]
}

/// Why a scenario cannot be read.
public struct ScenarioLoadFailure: Error, Hashable, Sendable {
  /// All errors, and the warnings among them, in the order of the file; never empty.
  public var diagnostics: [Diagnostic]
  /// The exit code of the command line contract: 66 if all that is wrong is a missing file, else 65.
  public var exitCode: Int32
}

/// Reads scenario files.
public enum ScenarioLoader {
  /// The longest scenario file, in bytes.
  public static let sizeLimit = 16 << 20

  /// The scenario of a file, or everything that is wrong with it.
  public static func load(
    path: String, for use: ScenarioUse = .run
  ) throws(ScenarioLoadFailure) -> LoadedScenario {
    let bytes: [UInt8]
    do {
      bytes = try InputFile.contents(of: path, limit: sizeLimit)
    } catch {
      let message =
        switch error {
        case .tooLong(let length):
          "the file has \(length.map { "\($0)" } ?? "too many") bytes; "
            + "a scenario has at most 16 MiB (\(sizeLimit) bytes)"
        case .missing: "the file does not exist"
        default: "the file \(error.sentence)"
        }
      throw ScenarioLoadFailure(
        diagnostics: [Diagnostic(file: path, position: nil, severity: .error, message: message)],
        exitCode: error == .missing ? ExitCode.missingInput : ExitCode.badInput)
    }
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    // The folder of "/x" is "/.", that of "x" is the current one.
    let folder = slash.map { $0 == path.startIndex ? "/." : String(path[..<$0]) } ?? ""
    return try load(bytes: bytes, name: path, folder: folder, for: use)
  }

  /// The scenario of bytes that were read from a file of this name; relative data files are looked for in
  /// `folder`, empty for the current one.
  public static func load(
    bytes: [UInt8], name: String, folder: String, for use: ScenarioUse = .run
  ) throws(ScenarioLoadFailure) -> LoadedScenario {
    let document: JSON5Document
    do {
      document = try JSON5Document(SourceText(name: name, bytes: bytes))
    } catch {
      throw failure(error, SourceText(unchecked: bytes, name: name))
    }
    let file = name.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? name
    var decoder = ScenarioDecoder(document, folder: folder, defaultName: file, use: use)
    let scenario = decoder.decode()
    let collector = decoder.reader.diagnostics
    let diagnostics = collector.diagnostics(in: document.source)
    guard let scenario else {
      throw ScenarioLoadFailure(
        diagnostics: diagnostics,
        exitCode: collector.onlyMissingFiles ? ExitCode.missingInput : ExitCode.badInput)
    }
    return LoadedScenario(scenario: scenario, warnings: diagnostics)
  }

  private static func failure(_ error: JSON5Error, _ source: SourceText) -> ScenarioLoadFailure {
    let opened = error.opener.map {
      let position = source.position(of: $0)
      return " (opened at \(position.line):\(position.column))"
    }
    let diagnostic = Diagnostic(
      file: source.name, position: source.position(of: error.offset), severity: .error,
      message: error.message + (opened ?? ""))
    return ScenarioLoadFailure(diagnostics: [diagnostic], exitCode: ExitCode.badInput)
  }
}
