import Foundation
import Testing

/// Names that are no UTF-8, or have control characters.
extension HostileTests {
  /// Bytes in, bytes out: scenario, folder, data file and every output.
  @Test func namesThatAreNoUTF8() throws {
    let scenario = Self.scenario(data: "{ file: 'data.bin' }", sweep: "{ seed: [1, 2, 3] }")
    try write("scenario", scenario)
    let run = try script(
      #"""
      set -e; export LC_ALL=C
      d=$'f\xffolder\xf4\x8e\xbe\x80'; n=$'n\xfe\xc3\xa4\xc3.json5'
      mkdir "$d"; cp scenario "$d/$n"; printf abc > "$d/data.bin"
      "$SIMCTL" sweep "$d/$n" -o $'rows\x80'
      "$SIMCTL" sweep "$d/$n" > plain; cmp plain $'rows\x80'
      ln -s $'rows\x80' $'link\xff'; "$SIMCTL" sweep "$d/$n" --output=$'link\xff'; test -L $'link\xff'
      "$SIMCTL" sweep "$d/$n" -o $'rows\x80' --resume
      head -n 2 plain > $'rows\x80.partial'; "$SIMCTL" sweep "$d/$n" -o $'rows\x80' --resume; cmp plain $'rows\x80'
      "$SIMCTL" run "$d/$n" --format json -o $'o\xff' --vcd "$d/v" --levels $'\xff' --events $'e\xff'
      test -s $'o\xff' -a -s "$d/v" -a -s $'\xff' -a -s $'e\xff'
      iconv -f UTF-8 -t UTF-8 $'o\xff' > json
      "$SIMCTL" check "$d/$n"
      for output in "$d/$n" "$d/data.bin"; do ! "$SIMCTL" run "$d/$n" -o "$output"; done
      ls -Ab; ls -Ab "$d"
      """#)
    #expect(run.exitCode == 0, "\(run.stderr)")
    #expect(
      run.stderr.contains("\nf\\xFFolder\\xF4\\x8E\\xBE\\x80/n\\xFEä\\xC3.json5: fine\n"), "\(run.stderr)")
    #expect(run.stderr.contains("the output \"f\\xFFolder\\xF4\\x8E\\xBE\\x80/data.bin\" is an input"))
    #expect(try text("json").contains(#""name": "n\\xFEä\\xC3.json5""#))
    #expect(!run.stdout.contains(".tmp") && !run.stdout.contains("partial"))
  }

  @Test func messagesEscapeBytesAndControlCharacters() throws {
    let run = try script(
      #"""
      export LC_ALL=C
      printf '{ x' > $'a\xff\x1b[31m\n.json5'
      "$SIMCTL" check $'a\xff\x1b[31m\n.json5' $'b\xff\t'
      "$SIMCTL" run s.json5 -o $'missing\xff\n/x'
      "$SIMCTL" run s.json5 --vcd $'v\xff\r' --levels $'v\xff\r'
      "$SIMCTL" $'c\xff\a'
      "$SIMCTL" run --engine $'\xff' s.json5
      "$SIMCTL" check s.json5 --x$'\xff'
      cp s.json5 $'g\x07\xff'; "$SIMCTL" check $'g\x07\xff'
      printf '{ format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
        peripherals: [{ device: 1, dp0: {} }], breakeven: { device: 1, op: "write", address: 0x2000 } }' > $'h\x07'
      "$SIMCTL" breakeven --memory-limit 1 $'h\x07'
      """#)
    for words in [
      #"a\xFF\u{1B}[31m\u{A}.json5:1:"#, #"b\xFF\u{9}: error: the file does not exist"#,
      #"cannot write "missing\xFF\u{A}/x""#, #"the same path "v\xFF\u{D}""#, #"unknown command "c\xFF\u{7}""#,
      #"not "\xFF""#, #"unknown option "--x\xFF""#, #"g\u{7}\xFF: fine"#,
      #"h\u{7}: the run needs"#,
    ] { #expect(run.stderr.contains(words), "\(words) in \(run.stderr)") }
    #expect(run.stderr.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
  }

  /// Names that look the same and are not: composed and decomposed letters.
  @Test func namesThatLookTheSame() throws {
    try write("a\u{308}.bin", "abc")
    try write("n.json5", Self.scenario(data: #"{ file: "a\u0308.bin" }"#))
    #expect(
      try simctl("run", "n.json5", "-o", "ä.bin", "--vcd", "a\u{308}.vcd", "--levels", "ä.vcd").exitCode == 0)
    #expect(try text("a\u{308}.bin") == "abc")
    #expect(folder.names.count == 6)
  }
}
