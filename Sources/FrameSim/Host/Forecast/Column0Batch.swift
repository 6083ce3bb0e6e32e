internal import BRAEncoder

/// Commands of a Column 0 transfer at whose end the host waits, however few they are.
struct Column0Batch: Hashable, Sendable {
  /// Writes to page registers; they come in front, or in front of bytes after a page border.
  var pages: Int
  /// Bytes.
  var bytes: Int

  /// What its first command is.
  private(set) var part: FramePart

  /// The first command of it.
  var cut: Column0Batch {
    Column0Batch(pages: part == .setup ? 1 : 0, bytes: part == .setup ? 0 : 1, part: part)
  }

  /// What a transfer is made of: its sections, and where the host waits for page registers by themselves, these and what is
  /// between them.
  static func all(of request: TransferRequest, _ model: HostModel) -> [Column0Batch] {
    var waitsForPage = false
    if case .pio(let pio) = model { waitsForPage = pio.waitsForPage }
    var batches: [Column0Batch] = []
    for section in request.sections where section.byteCount > 0 {
      let first = Int(section.address) / pageBytes
      let last = (Int(section.address) + section.byteCount - 1) / pageBytes
      if !waitsForPage {
        // At the start and at every 32 KiB border, from 0x8000 on.
        let pages = 2 * max(0, last - max(first, 1) + 1)
        batches.append(
          Column0Batch(pages: pages, bytes: section.byteCount, part: first > 0 ? .setup : .data))
        continue
      }
      var left = section.byteCount
      for page in first...last {
        if page > 0 { batches.append(Column0Batch(pages: 2, bytes: 0, part: .setup)) }
        let start = max(Int(section.address), page * pageBytes)
        let bytes = min(left, (page + 1) * pageBytes - start)
        batches.append(Column0Batch(pages: 0, bytes: bytes, part: .data))
        left -= bytes
      }
    }
    return batches
  }

  private static let pageBytes = Int(Column0Program.pageBytes)
}
