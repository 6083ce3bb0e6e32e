"""Makes, runs and judges cases, one after the other."""

import os
import shlex
import shutil
import stat
from dataclasses import dataclass, field

import twin
from findings import TIMED


@dataclass
class Result:
    """What is kept of a case."""

    number: int
    command: str
    code: int
    seconds: float
    silence: float
    memory: int
    timed_out: bool
    findings: list = field(default_factory=list)
    line: str = ""
    folder: str = ""


class Worker:
    """Runs the cases of a generator, and saves those that something is wrong with."""

    def __init__(self, generator, runner, judge, save=None, always=False):
        self.generator, self.runner, self.judge, self.save, self.always = generator, runner, judge, save, always

    def work(self, number):
        """The result of a case."""
        case = self.generator.case(number)
        outcome = self.runner.run(case)
        findings = self.confirmed(case, self.judge.findings(case, outcome))
        findings += twin.findings(case, outcome, self.runner)
        result = Result(number, case.name, outcome.code, outcome.seconds, outcome.silence or 0.0, outcome.memory,
                        outcome.timed_out, findings, command_line(case))
        if self.save and (findings or self.always):
            result.folder = self.saved(case, outcome, result)
        return result

    def confirmed(self, case, findings):
        """The findings without those that depend on time and do not repeat themselves: the machine may be busy."""
        kinds = {kind for kind, _ in findings} & TIMED
        for _ in range(2):
            if not kinds:
                break
            kinds &= {kind for kind, _ in self.judge.findings(case, self.runner.run(case))}
        return [(kind, sentence) for kind, sentence in findings if kind not in TIMED or kind in kinds]

    def saved(self, case, outcome, result):
        """Saves a case: its files, its command line, what it said. Empty where enough of the kind are there."""
        kind = result.findings[0][0] if result.findings else "fine"
        folder = os.path.join(self.save, f"{kind}-{case.name.replace(' ', '-')}-{case.number}")
        alike = [name for name in os.listdir(self.save) if name.startswith(kind + "-")]
        if not self.always and (len(alike) >= 16 or len(os.listdir(self.save)) >= 200):
            return ""
        self.runner.scratch.make(case)
        shutil.rmtree(folder, ignore_errors=True)
        # The scratch may be on another file system.
        shutil.copytree(self.runner.scratch.home, os.fsencode(folder), symlinks=True, copy_function=copy_file)
        lines = [result.line, f"exit code {outcome.code}, {outcome.seconds:.2f} s, {outcome.memory / 1e6:.0f} MB"]
        lines += [f"{kind}: {sentence}" for kind, sentence in result.findings]
        with open(folder + ".txt", "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join(lines) + "\n")
            for title, stream in (("stdout", outcome.stdout), ("stderr", outcome.stderr)):
                if stream is not None:
                    file.write(f"--- {title}\n{stream[:20_000].decode('utf-8', 'backslashreplace')}\n")
        return folder


def copy_file(source, target):
    """Copies a regular file, and makes a FIFO anew."""
    if stat.S_ISFIFO(os.lstat(source).st_mode):
        os.mkfifo(target)
    else:
        shutil.copy(source, target)


def command_line(case):
    """The case as one would type it, for a person to read: bytes that are no text in $'' quotes."""
    words = " ".join(quoted(word) for word in [b"simctl", *case.argv])
    inputs = case.stdin if isinstance(case.stdin, str) else ("pipe" if isinstance(case.stdin, tuple) else "bytes")
    notes = [f"stdin {inputs}", f"stdout {case.stdout}", f"stderr {case.stderr}"]
    notes += [f"signal {int(case.signal[0])} after {case.signal[1]:.3f} s"] if case.signal else []
    notes += [f"ignores {int(case.ignored)}"] if case.ignored else []
    notes += [f"files up to {case.file_limit} bytes"] if case.file_limit < 1 << 24 else []
    extra = {k: v for k, v in case.environment.items() if k != b"PATH" and (k, v) != (b"TERM", b"xterm")}
    before = "".join(f"{k.decode()}={quoted(v)} " for k, v in extra.items())
    return f"{before}{words[:2000]}   # {', '.join(notes)}"


def quoted(word):
    """A word for a shell."""
    text = word.decode("utf-8", "surrogateescape")
    if text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(c if c.isprintable() and c not in "'\\" else "".join(f"\\x{b:02x}" for b in c.encode(
        "utf-8", "surrogateescape")) for c in text) + "'"
