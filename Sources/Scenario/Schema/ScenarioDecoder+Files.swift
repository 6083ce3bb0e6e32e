internal import FrameSim

/// Files with the bytes of a write.
extension ScenarioDecoder {
  /// What messages call the folder of relative data files.
  private var folderName: String {
    guard document.source.name == ScenarioSource.standardInputName else { return "the scenario's folder" }
    return folder.isEmpty ? "the current folder" : quote(folder, limit: 200)
  }

  mutating func decodeFile(_ field: Field) -> DataSource? {
    guard let file = decodeFileName(field) else { return nil }
    return .file(file)
  }

  /// A file that is there, and not empty.
  private mutating func decodeFileName(_ field: Field) -> DataFile? {
    guard let name = reader.string(field) else { return nil }
    if name.isEmpty {
      reader.error(field, "the name of the data file is empty")
      return nil
    }
    let path = DataFile.path(of: name, in: folder)
    do {
      let bytes = try InputFile.length(of: path)
      if bytes > 0 { return DataFile(name: name, path: path, bytes: bytes) }
      reader.error(
        field, "the data file \(quote(name, limit: 200)) is empty; a transfer has at least one byte")
    } catch {
      report(error, field, name)
    }
    return nil
  }

  /// Says why a file cannot be read.
  private mutating func report(_ error: InputFileError, _ field: Field, _ name: String) {
    var shown: String { quote(name, limit: 200) }
    guard case .missing = error else {
      return reader.error(field, "the data file \(shown) \(error.sentence)")
    }
    let isRelative = name.utf8.first != UInt8(ascii: "/")
    let hint = isRelative ? "; it is looked for in \(folderName)" : ""
    reader.diagnostics.missingFile(
      at: field.node.offset, path: field.path, "the data file \(shown) does not exist\(hint)")
  }

  /// What is in a file, with its length.
  private mutating func contents(_ field: Field, limit: Int) -> (file: DataFile, bytes: [UInt8])? {
    guard let file = decodeFileName(field) else { return nil }
    if let latestFile, latestFile.name.hasSameBytes(as: file.name) { return (file, latestFile.bytes) }
    do {
      let bytes = try InputFile.contents(of: file.path, limit: limit)
      latestFile = (file.name, bytes)
      return (file, bytes)
    } catch {
      report(error, field, file.name)
      return nil
    }
  }

  mutating func decodeFirmware(
    _ field: Field, _ format: FirmwareData.Format, offset: Int
  ) -> FirmwareData? {
    guard let (file, text) = contents(field, limit: FirmwareImage.textLimit) else { return nil }
    do throws(FirmwareError) {
      let image = try FirmwareData.image(format, text, offset: offset)
      for note in image.notes {
        reader.diagnostics.add(
          .warning, at: field.node.offset, in: file.path, .line(note.line), note.message)
      }
      return FirmwareData(
        file: file, format: format, offset: offset, runs: image.runs,
        bytes: image.bytes)
    } catch {
      report(error, field, file)
      return nil
    }
  }

  mutating func decodeSoftware(_ field: Field, _ selection: SoftwareData.Selection?) -> SoftwareData? {
    let limit = SoftwareData.limit(isTable: selection != nil)
    guard let (file, bytes) = contents(field, limit: limit) else { return nil }
    do throws(FirmwareError) {
      let software = try SoftwareData.software(bytes, selection)
      return SoftwareData(file: file, selection: selection, bytes: software.data.count)
    } catch {
      report(error, field, file)
      return nil
    }
  }

  /// Lists the mistakes of a data file.
  private mutating func report(_ error: FirmwareError, _ field: Field, _ file: DataFile) {
    for mistake in error.mistakes {
      reader.diagnostics.add(.error, at: field.node.offset, in: file.path, mistake.place, mistake.message)
    }
    if error.leftOut > 0 {
      reader.error(field, "the data file \(quote(file.name, limit: 200)) has \(error.leftOut) more mistakes")
    }
  }
}
