/// What `--help` prints.
enum Help {
  static let text = """
    usage: benchmark [options]

    Measures both engines against the bit-serial C peer and prints tables. Run it from the package's
    folder, built with: swift build -c release -Xcc -O3 --product benchmark

      --check          Hold ratios against Benchmarks/floors.json and simulated counts against
                       Benchmarks/counts.json; exit code 1 where one falls short or differs.
      --record         Record the simulated counts, and exit with 1 as for any recording.
      --workload NAME  Only this workload; may be given several times. Leaves out sweep and simctl.
      --rounds N       Interleaved rounds per measurement, 1 to 99; default 5, with --check 3.
      --json FILE      Write the figures as a JSON array of {name, unit, value, extra}; - is stdout,
                       and then the tables go to stderr.
      --help           Show this help.

    Workloads:

    """ + Workload.all.map { "  \($0.name)\n" }.joined()
}
