import Foundation

/// The numbers of the study's text that no mark fills.
enum StudyProse {
  /// All numbers outside of marks, filled tables, code and links, each with its line.
  static func unmarkedNumbers(of text: String) -> [(line: String, number: String)] {
    var found: [(line: String, number: String)] = []
    var isCode = false
    var isFilled = false
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("```") { isCode.toggle() }
      if line.hasPrefix("<!--cells ") { isFilled = true }
      if !line.isEmpty, !line.hasPrefix("|"), !line.hasPrefix("<!--cells ") { isFilled = false }
      if isCode || isFilled || line.hasPrefix("#") { continue }
      let prose = line.replacing(/<!--.*?-->[^<]*<!--\/-->/, with: "")
        .replacing(/<!--.*?-->/, with: "").replacing(/`[^`]*`/, with: "").replacing(/\]\([^)]*\)/, with: "]")
      let plain = prose.replacing(/0x[0-9A-F]+|\d+x\d+|(Column|Port) 0|DP0/, with: "")
        .replacing(/^\| [\d, ]+:/, with: "").replacing(/\[host notes [\d.]+\]/, with: "")
      for match in plain.matches(of: /\d+(\.\d+)?/) { found.append((line, String(match.0))) }
    }
    return found
  }

  /// What the page about descriptor engines puts in: times of the engine, sizes, and what bam-unlock-on-consumed.json5 works out.
  static let engineInputs: Set<String> = [
    "1", "0.5", "0.2", "10", "50", "1.4", "64", "4096", "4000", "1024", "23", "12", "13", "20", "0",
  ]

  /// What the page about offloads puts in: sizes of words and memories, the rates it tries, frames that it counts; and the names of
  /// scenarios, which end in 5.
  static let offloadInputs: Set<String> = [
    "5",
    "16", "32", "6", "7", "4", "2", "3", "1", "0", "8", "9", "31", "28", "27", "24", "23", "256", "1024",
    "64", "17.5", "35", "39", "48", "1000", "5333", "6000", "12000", "24000", "48000",
  ]

  /// What the study puts in, takes from its sources or counts by hand.
  static let inputs: Set<String> = [
    // Proposed minimums, and the sizes and rules that are tried.
    "16", "64", "128", "256", "400", "800", "1", "1024", "4096", "15", "8",
    // Commands of set-ups, frames that switches wait, drawn phases.
    "4", "14", "21", "39", "47", "707", "0", "6", "12", "1000",
    // The two published figures and what they calibrate (host notes 4), clocks and rates.
    "32", "2.5", "100", "48000", "0.42", "13.89", "14.7", "48", "9.6", "512", "29", "90", "12.288", "96000",
    // Fields and limits of a block.
    "214", "255", "470", "502",
    // Years.
    "2023", "2025", "2026",
    // Frames of the wait for a pulse, counted in section 1: by phase, between two switches, four independent ones.
    "11", "2", "24", "3", "5", "7", "9", "10",
    // "More than some 30 bytes": read off the table of shapes.
    "30",
  ]
}
