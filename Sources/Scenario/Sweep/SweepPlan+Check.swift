internal import Synchronization

extension SweepPlan {
  /// What a look at all points found.
  package struct Findings: Sendable {
    /// The warnings that the scenario itself does not give, each once, with its first point.
    package var warnings: [Diagnostic] = []
    /// What is wrong with the first point that cannot be run.
    package var failure: ScenarioLoadFailure?
    /// How many parts of points were decoded.
    package var decodings = 0
  }

  /// Looks at every point on `jobs` threads, and finds what decoding each in full would.
  ///
  /// Parts are decoded once for each combination of the values of those axes that they depend on, so that the work is
  /// about the sum of the axes' lengths, and their product only where a part depends on all of them. `known` are the
  /// messages that the scenario itself gives.
  package func check(except known: [Diagnostic], jobs: Int) -> Findings {
    let (remarks, firstBad, decodings) = look(known, jobs: jobs)
    var findings = Findings(decodings: decodings)
    let devices = devices()
    if let index = [firstBad, devices.firstBad, firstOverlap(), firstBadName()].compactMap({ $0 }).min() {
      do throws(ScenarioLoadFailure) {
        _ = try decodedInFull(index)
      } catch {
        findings.failure = error
        return findings
      }
    }
    findings.warnings = warnings(remarks + absentDevices(devices), except: known)
    return findings
  }

  private typealias Remark = (point: Int, entry: DiagnosticCollector.Entry)

  /// Decodes all parts: what is worth a remark, and the first point that is wrong.
  private func look(_ known: [Diagnostic], jobs: Int) -> ([Remark], firstBad: Int?, decodings: Int) {
    struct Piece: Sendable {
      var number: Int
      var look: Look
      var combinations: Range<Int>
    }
    // Many combinations at once, since each takes little time.
    let size = 256
    let pieces = looks.enumerated().flatMap { number, look in
      stride(from: 0, to: look.grid.count, by: size).map {
        Piece(number: number, look: look, combinations: $0..<min(look.grid.count, $0 + size))
      }
    }
    let firstBad = Mutex(Int.max)
    let known = Set(known.map { ByteKey($0.message) })
    let found = Mutex<(remarks: FirstRemarks, decodings: Int)>((FirstRemarks(), 0))
    OrderedJobs.run(pieces.count, jobs: jobs) { number -> ([Remark], Int) in
      var remarks: [Remark] = []
      var decodings = 0
      let (look, combinations) = (pieces[number].look, pieces[number].combinations)
      var digits = [Int](repeating: 0, count: base.axes.count)
      for combination in combinations {
        let point = look.grid.point(combination)
        // After a bad point nothing counts; the points of a look ascend.
        if decodings % 16 == 0, point >= firstBad.withLock({ $0 }) { break }
        look.grid.put(combination, into: &digits)
        decodings += 1
        let said = diagnostics(of: look.part, digits)
        if said.isEmpty { continue }
        if said.hasErrors {
          firstBad.withLock { $0 = min($0, point) }
          break
        }
        remarks += said.entries.filter { !known.contains(ByteKey($0.message)) }.map { (point, $0) }
      }
      return (remarks, decodings)
    } receive: { number, result in
      found.withLock {
        $0.remarks.add(result.0, of: pieces[number].number)
        $0.decodings += result.1
      }
      return true
    }
    let bad = firstBad.withLock { $0 }
    return found.withLock { ($0.remarks.kept, bad == .max ? nil : bad, $0.decodings) }
  }

  private func diagnostics(of part: SweepPart, _ digits: [Int]) -> DiagnosticCollector {
    do throws(SweepPartError) {
      let root = try part.root(base.axes, digits)
      var decoder = decoder(root)
      part.decode(root, with: &decoder)
      return decoder.reader.diagnostics
    } catch {
      var collector = DiagnosticCollector()
      collector.error(at: error.offset, path: error.path.description, error.message)
      return collector
    }
  }

  /// Warnings in the order of their points and of the text, each message once; with as many as a collector keeps those of
  /// further points are left out.
  private func warnings(_ remarks: [Remark], except known: [Diagnostic]) -> [Diagnostic] {
    let ordered = remarks.enumerated().sorted {
      ($0.element.point, $0.element.entry.offset, $0.offset) < (
        $1.element.point, $1.element.entry.offset, $1.offset
      )
    }.map(\.element)
    var seen = Set(known.map { ByteKey($0.message) })
    var kept: [DiagnosticCollector.Entry] = []
    var last: Int?
    for remark in ordered where seen.insert(ByteKey(remark.entry.message)).inserted {
      if kept.count >= DiagnosticCollector.limit, remark.point != last { break }
      last = remark.point
      var entry = remark.entry
      entry.message = "\(label(remark.point)): \(entry.message)"
      kept.append(entry)
    }
    return DiagnosticCollector.diagnostics(kept, in: base.document.source)
  }
}

/// The first remarks of each look: of more than are shown in all, none can be shown.
private struct FirstRemarks {
  private(set) var kept: [(point: Int, entry: DiagnosticCollector.Entry)] = []
  private var look: Int?
  private var seen: Set<ByteKey> = []
  private var last: Int?

  /// Adds remarks of a look, which come one look after the other and by ascending points.
  mutating func add(_ remarks: [(point: Int, entry: DiagnosticCollector.Entry)], of look: Int) {
    if look != self.look { (self.look, seen, last) = (look, [], nil) }
    for remark in remarks {
      if seen.count >= DiagnosticCollector.limit, remark.point != last { return }
      guard seen.insert(ByteKey(remark.entry.message)).inserted else { continue }
      last = remark.point
      kept.append(remark)
    }
  }
}
