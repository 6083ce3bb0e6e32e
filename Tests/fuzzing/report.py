"""Adds results up, and says what came of them."""

import sys
import time
from collections import Counter, defaultdict


class Report:
    """The results of all cases so far."""

    def __init__(self, total, replay):
        self.total, self.replay = total, replay
        self.ends, self.kinds = defaultdict(Counter), defaultdict(list)
        self.done, self.start = 0, time.monotonic()
        self.shown = self.start
        self.slowest, self.largest, self.most_silent = [], [], []

    def add(self, result):
        """Takes a result in, and shows how far it is."""
        self.done += 1
        self.ends[result.command]["ended" if result.timed_out else result.code] += 1
        for ranking, value in ((self.slowest, result.seconds), (self.largest, result.memory), (self.most_silent,
                                                                                               result.silence)):
            ranking.append((value, result.number, result.command))
            ranking.sort(reverse=True)
            del ranking[3:]
        for kind, sentence in result.findings:
            self.kinds[kind].append((result.number, result.command, sentence, result.line))
        self.progress()

    def progress(self):
        """A line now and then."""
        now = time.monotonic()
        interval = 1.0 if sys.stderr.isatty() else 30.0
        if now - self.shown < interval or self.done == self.total:
            return
        self.shown = now
        left = (now - self.start) / self.done * (self.total - self.done)
        line = f"{self.done} of {self.total} cases, {sum(map(len, self.kinds.values()))} findings, {left:.0f} s left"
        sys.stderr.write(f"\r\x1b[K{line}" if sys.stderr.isatty() else f"fuzz: {line}\n")
        sys.stderr.flush()

    @property
    def is_fine(self):
        """Whether nothing was found."""
        return not self.kinds

    def text(self):
        """The summary."""
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
        codes = {code for counts in self.ends.values() for code in counts if code != "ended"}
        codes = sorted(codes, key=lambda code: (code < 0, abs(code)))
        heads = [str(code) if code >= 0 else f"sig {-code}" for code in codes] + ["ended"]
        lines = ["command      " + "".join(f"{head:>8}" for head in heads)]
        for command in sorted(self.ends):
            counts = self.ends[command]
            lines.append(f"{command:<13}" + "".join(f"{counts[code] or '-':>8}" for code in [*codes, "ended"]))
        seconds = time.monotonic() - self.start
        lines.append(f"{self.done} cases in {seconds:.0f} s; \"ended\" are those that were at work too long")
        for title, ranking, form in (("slowest", self.slowest, lambda v: f"{v:.2f} s"),
                                     ("largest", self.largest, lambda v: f"{v / 1e6:.0f} MB"),
                                     ("most silent", self.most_silent, lambda v: f"{v:.2f} s")):
            lines.append(f"{title}: " + ", ".join(f"{form(v)} (case {number}, {command})" for v, number, command in ranking))
        for kind, found in sorted(self.kinds.items(), key=lambda item: -len(item[1])):
            lines.append(f"\n{kind}: {len(found)}")
            for number, command, sentence, line in found[:6]:
                lines += [f"  {self.replay} --replay {number}    ({command})"]
                lines += [f"    {text[:400]}" for text in (sentence, line)]
        lines.append(f"\n{sum(map(len, self.kinds.values()))} findings" if self.kinds else "no findings")
        return "\n".join(line.encode("utf-8", "backslashreplace").decode() for line in lines)
