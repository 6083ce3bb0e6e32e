"""What is wrong with a case, and what every judgement asks of it."""

import re

from streams import LOG

#: Kinds that depend on how busy the machine is: they count when they repeat.
TIMED = {"silence", "slow-stop", "wrong-end", "deaf"}
STREAM_NAMES = (b"/dev/std", b"/dev/fd/", b"/proc/self/fd/", b"link.stdout", b"./link.stdout")


class Findings:
    """The findings of a case so far, as (kind, sentence)."""

    def __init__(self, case, outcome):
        self.case, self.outcome, self.all = case, outcome, []
        #: Every word that may be the name of an output, as (option, name).
        self.outputs = case.command.outputs(case.argv) if case.command else []
        #: Whether an output may be one of the streams.
        self.names_streams = any(name.startswith(STREAM_NAMES) for _, name in self.outputs)

    def add(self, kind, sentence):
        """Adds a finding."""
        self.all.append((kind, sentence))

    @property
    def form(self):
        """What `--format` says, or the default of the command."""
        for index, word in enumerate(self.case.argv):
            if word == b"--":
                break
            if word.startswith(b"--format="):
                return word[9:].decode("latin-1")
            if word == b"--format" and index + 1 < len(self.case.argv):
                return self.case.argv[index + 1].decode("latin-1")
        return "csv" if self.case.name == "sweep" else "text"

    @property
    def lists_mistakes(self):
        """Whether it is a check whose data are the mistakes it finds."""
        # Without the folder that --base names nothing is looked at.
        is_checked = b" for --base" not in (self.outcome.stderr or b"")
        return self.case.name == "check" and self.form == "json" and is_checked

    def has(self, *words):
        """Whether one of the words is on the command line."""
        return any(word in self.case.argv for word in words)

    @property
    def asks_for_help(self):
        """Whether help or the version may be what is printed."""
        return any(word.startswith((b"--h", b"--v")) or word == b"help" or re.match(rb"-\w*[hV]", word)
                   for word in self.case.argv)

    @property
    def may_be_quiet(self):
        """Whether the case may have asked for silence."""
        return any(re.match(rb"--q|-[A-Za-z]*q", word) for word in self.case.argv)

    @property
    def is_surely_quiet(self):
        """Whether the case has asked for silence in so many words."""
        end = self.case.argv.index(b"--") if b"--" in self.case.argv else len(self.case.argv)
        values = {value for _, value in self.outputs}
        return any(word in self.case.argv[1:end] and word not in values for word in (b"-q", b"--quiet"))

    @property
    def stdout(self):
        """What the tool wrote to stdout; None where nobody saw it."""
        if self.outcome.stdout is None:
            return None
        return self.outcome.stdout.removeprefix(LOG) if self.case.stdout == "log" else self.outcome.stdout

    @property
    def is_cramped(self):
        """Whether streams may be cut off by the limit on files."""
        return self.case.file_limit < 1 << 20
