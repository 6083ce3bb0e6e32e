"""What is wrong with how a case went: its end, its time, its memory, what it said."""

import json
import re
import signal
import unicodedata

import documents
import files
from findings import Findings

CODES = {0, 1, 64, 65, 66, 74}
#: Most bytes of memory under `--memory-limit 256MiB`, and of commands that have no such option.
MOST_MEMORY = 500_000_000
#: The same where another limit, or none, was given.
MOST_MEMORY_UNLIMITED = 2_000_000_000
CONTROL_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
COLOR = re.compile(rb"\x1b\[[0-9;]*m")
#: Commands that always have something to say on stdout when they are well.
TALKATIVE = {"run", "breakeven", "schema", "bra encode", "bra decode", "dma decode", "help"}


class Judge:
    """Judges cases by the contract of the command line; times are in seconds."""

    def __init__(self, longest_silence=5.0, longest_stop=0.5):
        self.longest_silence, self.longest_stop = longest_silence, longest_stop

    def findings(self, case, outcome):
        """Everything that is wrong with a case by itself, as (kind, sentence)."""
        found = Findings(case, outcome)
        end(found)
        self.time(found)
        memory(found)
        talk(found)
        failure(found)
        data(found)
        files.judge(found)
        return found.all

    def time(self, found):
        """How long it was silent, and how long it took to stop."""
        outcome = found.outcome
        is_blocked = ("fifo", False) in found.case.files.values()
        if outcome.silence is not None and not found.may_be_quiet and not is_blocked:
            if outcome.silence > self.longest_silence:
                found.add("silence", f"{outcome.silence:.1f} s without a sign on a terminal")
        if outcome.stop_seconds is not None and not outcome.killed and outcome.stop_seconds > self.longest_stop:
            found.add("slow-stop", f"{outcome.stop_seconds:.2f} s from {name(outcome.sent[0])} to the end")


def end(found):
    """By an exit code of the contract, or by a signal that was sent."""
    outcome, code = found.outcome, found.outcome.code
    if outcome.killed:
        found.add("deaf", f"still there {outcome.stop_seconds:.1f} s after {name(outcome.sent[0])}")
    elif code < 0:
        if -code not in outcome.sent or -code == found.case.ignored:
            found.add("signal", f"ended by {name(-code)}, which nobody sent or it was to ignore")
    elif code not in CODES:
        found.add("exit-code", f"exit code {code}")
    elif outcome.timed_out and outcome.stop_seconds > 0.02:
        found.add("wrong-end", f"exit code {code} after SIGTERM")
    said = (outcome.stderr or b"") + (outcome.stdout or b"")[:1 << 16]
    for words in (b"internal error", b"engines disagree", b"Fatal error"):
        if words in said and b"internal error: a bug" not in said:
            found.add("internal-error", f"says {words.decode()!r}")


def memory(found):
    """How much it took."""
    argv, command = found.case.argv, found.case.command
    has_option = command is not None and command.option("--memory-limit") is not None
    is_limited = b"--memory-limit=256MiB" in argv or (
        b"--memory-limit" in argv and argv[argv.index(b"--memory-limit") + 1:][:1] == [b"256MiB"])
    most = MOST_MEMORY if is_limited or not has_option else MOST_MEMORY_UNLIMITED
    if found.outcome.memory > most:
        found.add("memory", f"{found.outcome.memory / 1e6:.0f} MB")


def talk(found):
    """What is on stderr is text, without control characters but those of a terminal."""
    case, raw = found.case, found.outcome.stderr
    if raw is None or found.is_cramped or found.outcome.is_cut or found.names_streams:
        return
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        found.add("stderr-utf8", str(error))
        text = raw.decode("utf-8", "replace")
    if case.stderr == "terminal":
        text = CONTROL_SEQUENCE.sub("", text)
    odd = {c for c in text if unicodedata.category(c) == "Cc" and c not in "\n\t"}
    if odd:
        found.add("stderr-control", f"control characters {sorted(odd)!r} on stderr")
    wants_none = case.environment.get(b"NO_COLOR") or case.environment.get(b"TERM") == b"dumb"
    if wants_none and COLOR.search(raw):
        found.add("color", "colors where none are wanted")
    if found.is_surely_quiet and found.outcome.code == 0 and raw and not found.asks_for_help:
        found.add("quiet", f"says something in spite of --quiet: {raw[:80]!r}")


def failure(found):
    """Who fails says why, and brings no data."""
    case, code, stderr = found.case, found.outcome.code, found.outcome.stderr
    left = case.stdout == "left"
    is_said = (code == 74 and left) or (code in (65, 66) and found.lists_mistakes)
    if code in CODES - {0} and stderr == b"" and not found.is_cramped and not is_said:
        found.add("silent-failure", f"exit code {code} and nothing on stderr")
    if code == 74 and left and stderr and (b"standard output" in stderr or b"roken pipe" in stderr):
        found.add("noise", f"a reader left, and it says {stderr[:100]!r}")
    # Rows of a sweep come as they are made; a damaged block is explained; a checked file's mistakes may be the data; a
    # dry run says how much it would be also of what is too much.
    delivers = case.name in ("sweep", "bra decode", "dma decode") or found.lists_mistakes or found.has(b"--dry-run")
    if code in (64, 65, 66) and found.stdout and not found.names_streams and (code == 64 or not delivers):
        found.add("stdout-on-failure", f"exit code {code} and data on stdout: {found.stdout[:80]!r}")


def data(found):
    """What is on stdout is there, and is what `--format` says."""
    case, code, stdout = found.case, found.outcome.code, found.stdout
    if found.lists_mistakes and code in (65, 66) and stdout == b"" and not (found.outputs or found.is_cramped):
        found.add("no-data", f"exit code {code} and no list of mistakes on stdout")
    if not (code in (0, 1) or code in (65, 66) and found.lists_mistakes) or found.names_streams or found.is_cramped:
        return
    is_talkative = case.name in TALKATIVE and not found.outputs and b"--dry-run" not in case.argv
    if is_talkative and stdout == b"":
        found.add("no-data", f"exit code {code} and nothing on stdout")
    if is_talkative and case.stdout in ("closed", "full"):
        found.add("lost-data", f"exit code {code} though stdout is {case.stdout}")
    if found.asks_for_help or found.outcome.is_cut:
        return
    if stdout:
        wrong = documents.of_form(found.form, stdout)
        if wrong:
            found.add("document", f"stdout: {wrong}")
        try:
            odd = {c for c in stdout.decode() if unicodedata.category(c) == "Cc" and c not in "\n\t\r"}
            if odd:
                found.add("stdout-control", f"control characters {sorted(odd)!r} on stdout")
        except UnicodeDecodeError as error:
            found.add("stdout-utf8", str(error))
        if case.name == "breakeven" and found.form == "json":
            closed_form(found, stdout)
    for option, output in found.outputs:
        entry = found.outcome.after.get(found.outcome.labels.get(output))
        before = found.outcome.before.get(found.outcome.labels.get(output))
        if entry and entry[0] == "file" and entry != before:
            wrong = documents.written(option, found.form, entry[1])
            if wrong:
                found.add("document", f"{option} {output!r}: {wrong}")


def closed_form(found, stdout):
    """Points at which the simulation and the closed form disagree."""
    try:
        points = json.loads(stdout).get("points", [])
    except ValueError:
        return
    for point in points:
        if point.get("agrees") is False and not point.get("error"):
            found.add("closed-form", f"a point disagrees with its closed form: {json.dumps(point)[:300]}")
            return


def name(number):
    """A signal's name."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
