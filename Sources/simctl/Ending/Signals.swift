import Foundation
import Scenario
import Synchronization

/// What signals do to the tool.
enum Signals {
  private static let farewell = Mutex<(partial: String, words: String)?>(nil)

  /// Called before there is another thread.
  ///
  /// INT, TERM and HUP end the tool at once, whatever it is at: one thread waits for them, all others leave them alone. Those
  /// that were ignored (`nohup`) stay so. That a pipe is closed, or a file as long as it may be, is told by `write`.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    var awaited = sigset_t()
    sigemptyset(&awaited)
    let numbers = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }
    if numbers.isEmpty { return }
    for number in numbers { sigaddset(&awaited, number) }
    pthread_sigmask(SIG_BLOCK, &awaited, nil)
    let signals = awaited
    Thread.detachNewThread { wait(for: signals) }
  }

  /// What to say if a signal comes from now on, while there is a file of this name.
  static func say(_ words: String, whileThereIs partial: String) {
    farewell.withLock { $0 = (partial, words) }
  }

  /// Called first of all: where the tool is started without one of the three standard descriptors, no file that it opens takes its
  /// place. Reading from it, and writing to it, fails as before.
  static func holdStandardDescriptors() {
    for (number, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(number, F_GETFD) < 0 { _ = open("/dev/null", mode) }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    // The only way to ask that is the same with every C library.
    let old = signal(number, SIG_DFL)
    guard unsafeBitCast(old, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) else { return false }
    signal(number, SIG_IGN)
    return true
  }

  private static func wait(for signals: sigset_t) {
    var signals = signals
    var number: Int32 = 0
    guard sigwait(&signals, &number) == 0 else { return }
    StatusLine.end()
    TemporaryFiles.removeAll {
      if let (partial, words) = farewell.withLock({ $0 }), InputFile.isPresent(partial) {
        Talk.sayIfPossible(words + "\n")
      }
      signal(number, SIG_DFL)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      kill(getpid(), number)
      // The first process of a container does not die of its own signal.
      _exit(128 + number)
    }
  }
}
