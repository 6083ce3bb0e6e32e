"""What a second run tells: the same in other surroundings, whether an output is whole, whether a file was an input."""

from dataclasses import replace

import files
from findings import Findings

#: Runs that took longer are not repeated, in seconds.
LONGEST = 0.4


def findings(case, outcome, runner):
    """What is wrong with a case in the light of further runs, as (kind, sentence)."""
    found = Findings(case, outcome)
    changed = files.changed_outputs(found)
    if outcome.code in (0, 1):
        overwritten(found, changed, runner)
        if case.wants_twin and outcome.seconds < LONGEST and not outcome.is_cut and not case.signal:
            compare(found, changed, runner)
    elif changed and files.may_be_whole(found):
        is_whole(found, changed, runner)
    return found.all


def calm(case, **changes):
    """The case with streams that take everything, without signals and limits."""
    plain = {"stdout": "file", "stderr": "file", "signal": None, "ignored": None, "file_limit": 1 << 26, "patience": 10.0}
    return replace(case, **{**plain, **changes})


def compare(found, changed, runner):
    """The same words with another number of threads, or another engine, give the same data."""
    case, outcome = found.case, found.outcome
    argv = list(case.argv)
    has_streams = found.names_streams
    if case.command:
        for option, values in (("--jobs", (b"1", b"3")), ("--engine", (b"frame", b"slot"))):
            exchange(case.command, argv, option, values, b"--stats" in argv)
    again = runner.run(calm(case, argv=argv))
    if again.timed_out or again.is_cut:
        return
    title = "with other threads or engine, " if argv != case.argv else "run again, "
    # The null device takes any number of outputs, a file only one.
    on_stdout = has_streams or any(name == b"-" for _, name in found.outputs)
    if again.code != outcome.code and not (on_stdout and case.stdout == "null"):
        found.add("not-the-same", f"{title}exit code {again.code} instead of {outcome.code}")
    if again.code != outcome.code:
        return
    twin = Findings(replace(case, stdout="file"), again)
    if found.stdout is not None and not has_streams and not found.is_cramped:
        # Help is as wide as the terminal: its words are the same.
        is_wrapped = case.stdout == "terminal" and found.asks_for_help
        one, other = (text.split() if is_wrapped else text for text in (found.stdout, twin.stdout))
        if one != other:
            found.add("not-the-same", title + difference(found.stdout, twin.stdout))
    for label, content in files.changed_outputs(twin).items():
        # What was put into a file depends on nothing but the words and the inputs.
        if label in changed and changed[label] != content:
            found.add("not-the-same", f"{title}{label!r}: " + difference(changed[label], content))
    if case.name == "check" and b"--expand" in argv and outcome.code == 0 and twin.stdout:
        expands(found, twin.stdout, runner)


def exchange(command, argv, option, values, keeps_engine):
    """Gives an option another value, where that changes no result."""
    known = command.option(option)
    name = option.encode()
    if known is None or (option == "--engine" and keeps_engine):
        return
    if name in argv and argv.index(name) + 1 < len(argv) and argv[argv.index(name) + 1] in values:
        at = argv.index(name) + 1
        argv[at] = values[1] if argv[at] == values[0] else values[0]


def expands(found, document, runner):
    """An expanded scenario is one, and is its own expansion."""
    lines = document.splitlines()
    if not lines or lines[0] != b"{" or found.asks_for_help or found.outputs:
        return
    files_of_twin = {**found.case.files, b"expanded.json": ("file", document)}
    again = runner.run(calm(found.case, argv=[b"check", b"--expand", b"expanded.json"], files=files_of_twin))
    if again.timed_out:
        return
    if again.code != 0:
        found.add("expansion", f"the expanded scenario is refused: {again.stderr[:200]!r}")
    elif again.stdout != document:
        found.add("expansion", "expanded twice: " + difference(document, again.stdout))


def is_whole(found, changed, runner):
    """Outputs of a run that failed late are complete, as those of a run that does not fail."""
    again = runner.run(calm(found.case))
    if again.timed_out:
        return
    complete = files.changed_outputs(Findings(found.case, again))
    for label, content in changed.items():
        if complete.get(label) != content:
            found.add("partial-output", f"{label!r} is left with {len(content)} bytes, which are not those of a whole run")


def overwritten(found, changed, runner):
    """No output is a data file of the same command: without it the command would fail."""
    case = found.case
    for label, content in changed.items():
        entry = found.outcome.before.get(label)
        name = label.removeprefix(b"home/")
        if entry is None or case.files.get(name, ("",))[0] != "file" or not name.endswith(b".bin"):
            continue
        kept = {other: made for other, made in case.files.items()
                if other != name and not (made[0] in ("link", "hard") and made[1] == name)}
        again = runner.run(calm(case, files=kept, argv=without_outputs(found)))
        if again.code == 66:
            found.add("input-changed", f"{label!r} is a data file of the command, and an output of {len(content)} bytes now")


def without_outputs(found):
    """The words of the case without its output options, as far as they can be told."""
    options = {o.name.encode() for o in found.case.command.options if o.is_output}
    options |= {o.short.encode() for o in found.case.command.options if o.is_output and o.short}
    words, rest = [], list(found.case.argv)
    while rest:
        word = rest.pop(0)
        if word in options:
            rest[:1] = []
        elif not word.startswith(tuple(o + b"=" for o in options if o.startswith(b"--"))) and not (
                word[:2] in options and not word.startswith(b"--")):
            words.append(word)
    return words


def difference(one, two):
    """Where two texts differ first."""
    at = next((i for i, (a, b) in enumerate(zip(one, two)) if a != b), min(len(one), len(two)))
    return f"differs at byte {at}: {one[max(0, at - 20):at + 60]!r} and {two[max(0, at - 20):at + 60]!r}"
