"""Runs a case under limits and watches it: how it ends, what it says, how long it is silent, how much memory it takes."""

import os
import resource
import select
import signal
import time
from dataclasses import dataclass, field

from streams import Streams


@dataclass
class Outcome:
    """How a case went."""

    #: Exit code, or minus the signal that ended it.
    code: int = 0
    seconds: float = 0.0
    #: Longest time without a byte on the terminal, in seconds; None where stderr is no terminal.
    silence: object = None
    #: Bytes it took at most; what this program takes is the least that is seen.
    memory: int = 0
    #: What came out; None where nobody could look.
    stdout: object = None
    stderr: object = None
    log: object = None
    #: Whether stdout or stderr was longer than what was kept.
    is_cut: bool = False
    #: Signals that were sent.
    sent: list = field(default_factory=list)
    #: Seconds from the first signal that asks it to end to its end, or None.
    stop_seconds: object = None
    #: Ended because patience was at its end.
    timed_out: bool = False
    #: Had to be killed.
    killed: bool = False
    #: The streams and folders of the scratch that were changed: see `Scratch.look`.
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    #: What the names on the command line meant before the run: name to label, see `Scratch.label`.
    labels: dict = field(default_factory=dict)


class Runner:
    """Runs cases of one tool in one scratch."""

    def __init__(self, tool, scratch, address_space=4 << 30, grace=3.0):
        self.tool, self.scratch, self.grace = os.path.abspath(tool), scratch, grace
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (address_space, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def run(self, case):
        """Makes the folder of a case, runs it, and looks at what it left. The folder stays until the next one."""
        self.scratch.make(case)
        outcome = Outcome(before=self.scratch.look())
        if case.command:
            for _, name in case.command.outputs(case.argv):
                outcome.labels[name] = self.scratch.label(name)
        streams = Streams(case, self.scratch)
        os.chdir(self.scratch.home)
        try:
            process = self.spawn(case, streams)
            streams.close_child_ends()
            status, usage = self.watch(process, case, streams, outcome)
        finally:
            os.chdir("/")
            streams.close()
        outcome.code = os.waitstatus_to_exitcode(status)
        outcome.memory = usage.ru_maxrss * 1024
        streams.collect(outcome)
        outcome.after = self.scratch.look()
        return outcome

    def spawn(self, case, streams):
        """Starts the tool."""
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (case.file_limit, most))
        if case.ignored:
            signal.signal(case.ignored, signal.SIG_IGN)
        environment = dict(case.environment)
        environment.setdefault(b"HOME", b"/")
        environment[b"TMPDIR"] = os.path.join(self.scratch.io, b"tmp")
        # A crash is told by its signal; a backtrace takes seconds.
        environment[b"SWIFT_BACKTRACE"] = b"enable=no"
        forget_peak()
        defaults = {signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGTERM, signal.SIGHUP} - {case.ignored}
        try:
            return os.posix_spawn(self.tool, [b"simctl", *case.argv], environment, file_actions=streams.actions,
                                  setsigdef=defaults, setsigmask=[])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            if case.ignored:
                signal.signal(case.ignored, signal.SIG_DFL if case.ignored != signal.SIGINT else signal.default_int_handler)

    def watch(self, process, case, streams, outcome):
        """Reads what comes, sends the signals that are due, and waits for the end."""
        start = last = time.monotonic()
        handle = os.pidfd_open(process)
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        for descriptor in streams.readers:
            poll.register(descriptor, select.POLLIN)
        due = [(start + case.signal[1], case.signal[0])] if case.signal else []
        due.append((start + case.patience, None))
        asked, silence = None, 0.0
        while True:
            now = time.monotonic()
            while due and due[0][0] <= now:
                _, number = due.pop(0)
                if number is None and asked and not outcome.timed_out and now - asked < self.grace:
                    due.append((asked + self.grace, None))
                    continue
                if number is None and asked:
                    outcome.killed, number = True, signal.SIGKILL
                elif number is None:
                    outcome.timed_out, number = True, signal.SIGTERM
                    due.append((now + self.grace, None))
                os.kill(process, number)
                outcome.sent.append(number)
                if asked is None and number not in (case.ignored, signal.SIGWINCH):
                    asked = now
            ready = poll.poll(max(0.0, due[0][0] - now) * 1000 + 1 if due else None)
            now = time.monotonic()
            for descriptor, _ in ready:
                if descriptor == handle:
                    continue
                if descriptor == streams.terminal:
                    silence, last = max(silence, now - last), now
                if not streams.read(descriptor):
                    poll.unregister(descriptor)
            if any(descriptor == handle for descriptor, _ in ready):
                break
        os.close(handle)
        _, status, usage = os.wait4(process, 0)
        outcome.seconds = now - start
        if asked is not None:
            outcome.stop_seconds = now - asked
        if streams.terminal is not None:
            # What follows a request to end is no silence.
            outcome.silence = max(silence, (asked or now) - last)
        return status, usage


def forget_peak():
    """Takes back the peak of memory of this program: a process that it makes would start with it."""
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
    except OSError:
        pass
