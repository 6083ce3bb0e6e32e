public import BRAEncoder

/// The content of a firmware file that says itself where its bytes belong; the bytes are read when they are asked for.
public struct FirmwareData: Hashable, Sendable {
  /// How such a file is written; the raw value is the key in the scenario.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// Intel HEX.
    case intelHex
    /// Motorola S-records.
    case srec
  }

  /// The file; its length is that of the text.
  public var file: DataFile
  /// How it is written.
  public var format: Format
  /// What is added to the addresses of the file.
  public var offset: Int
  /// Where its bytes belong, by ascending addresses, when the scenario was read.
  public var runs: [BRASection]
  /// How many bytes it puts there, at most 1 MiB.
  public var bytes: Int

  /// What a file says now.
  static func image(
    _ format: Format, _ text: [UInt8], offset: Int
  ) throws(FirmwareError) -> FirmwareImage {
    switch format {
    case .intelHex: try IntelHexReader.read(text, offset: offset)
    case .srec: try SRecordReader.read(text, offset: offset)
    }
  }

  /// The bytes, run by run.
  func load() throws(DataSourceError) -> [UInt8] {
    let image: FirmwareImage
    do {
      image = try Self.image(format, try file.contents(limit: FirmwareImage.textLimit), offset: offset)
    } catch let error as DataSourceError {
      throw error
    } catch {
      throw file.hasChanged
    }
    guard image.runs == runs else { throw file.hasChanged }
    return image.sections.flatMap(\.bytes)
  }
}

extension FirmwareImage {
  /// Where its sections belong.
  var runs: [BRASection] {
    sections.compactMap { BRASection(address: $0.address, byteCount: $0.bytes.count) }
  }
}

/// The data of a software file: of one by itself (SWF), or of one of a table (SWFT).
public struct SoftwareData: Hashable, Sendable {
  /// Which file of a table.
  public struct Selection: Hashable, Sendable {
    /// Its id.
    public var fileId: UInt32
    /// Its vendor, or nil where only one vendor has that id.
    public var vendorId: UInt16?
  }

  /// The file.
  public var file: DataFile
  /// Which file of the table; nil where the file is a software file by itself.
  public var selection: Selection?
  /// How many bytes of data.
  public var bytes: Int

  /// The software file in a file's content.
  static func software(
    _ contents: [UInt8], _ selection: Selection?
  ) throws(FirmwareError) -> SoftwareFile {
    guard let selection else { return try SoftwareFile.read(contents) }
    return try SoftwareFileTable(contents).file(id: selection.fileId, vendorId: selection.vendorId)
  }

  /// The longest file.
  static func limit(isTable: Bool) -> Int {
    isTable ? SoftwareFileTable.fileLimit : SoftwareFile.fileLimit
  }

  /// The bytes.
  func load(_ files: inout DataFileCache) throws(DataSourceError) -> [UInt8] {
    let contents = try files.contents(of: file, limit: Self.limit(isTable: selection != nil))
    let software: SoftwareFile
    do {
      software = try Self.software(contents, selection)
    } catch {
      throw file.hasChanged
    }
    guard software.data.count == bytes else { throw file.hasChanged }
    return software.data
  }
}

/// The data file that was read last: sections of a transfer may all be in one.
struct DataFileCache {
  private var latest: (path: String, contents: [UInt8])?

  /// The content of a file.
  mutating func contents(of file: DataFile, limit: Int) throws(DataSourceError) -> [UInt8] {
    if let latest, latest.path.hasSameBytes(as: file.path) { return latest.contents }
    let contents = try file.contents(limit: limit)
    latest = (file.path, contents)
    return contents
  }
}
