internal import Foundation

/// Another program, run several times one after the other.
///
/// It runs in a child of its own (`ChildTask.program`): the system adds up what all children of a process used, and
/// counts the memory of the process that started a program as the program's, too. A small one does not show.
struct ProgramRun {
  let report: ChildReport

  init(_ command: [String], times: Int) throws(Failure) {
    var userSeconds: [Double] = []
    var before = Self.usage
    for _ in 0..<times {
      let finished = try Subprocess(command)
      guard finished.exitCode == 0 else {
        throw .failed("\(command.joined(separator: " ")) ended with exit code \(finished.exitCode)")
      }
      let after = Self.usage
      userSeconds.append(after.userSeconds - before.userSeconds)
      before = after
    }
    report = ChildReport(seconds: median(userSeconds), peakBytes: before.peakBytes)
  }

  /// What all children of this process that ended used: their user time, and the peak memory of the largest.
  private static var usage: (userSeconds: Double, peakBytes: Int) {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    let seconds = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) * 1e-6
    return (seconds, usage.ru_maxrss << 10)
  }
}
