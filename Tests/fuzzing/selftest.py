"""Tries the fuzzer: bad tools, made on the fly, must each be found out; a good one must not be accused."""

import os
import stat
from dataclasses import replace

import commands
from corpus import Corpus
from generator import Generator
from judge import Judge
from runner import Runner
from scratch import Scratch
from worker import Worker

#: Sets `out` to what --output names, if that is a plain name in the folder.
FIND_OUTPUT = """
while [ $# -gt 0 ]; do case "$1" in -o|--output) out=$2;; --output=*) out=${1#--output=};; esac; shift; done
case "$out" in ""|-|/*|*[!a-zA-Z0-9._]*) out=;; esac
"""
FAIL = "echo 'simctl: error: no' >&2; exit 65"
LOOP = "while :; do sleep 0.02; done"

#: A sin: the kind of finding it must lead to, the command to try, and what the bad tool does.
SINS = [
    ("exit-code", None, "exit 3"),
    ("exit-code", None, "echo sorry >&2; exit 70"),
    ("signal", None, "kill -SEGV $$"),
    ("signal", None, "kill -PIPE $$"),
    ("leftover", None, f"echo x >.simctl-1-0.tmp; {FAIL}"),
    ("leftover", None, f'echo x >"$TMPDIR/x"; {FAIL}'),
    ("leftover", "run", f"echo x >.simctl-1-0.tmp; {LOOP}"),
    ("leftover", "sweep", f'{FIND_OUTPUT} [ "$out" ] && echo x >"$out.partial"; exit 0'),
    ("input-changed", "run", f"[ -f scenario.json5 ] && echo x >>scenario.json5; {FAIL}"),
    ("input-changed", "run", f"rm -f scenario.json5; {FAIL}"),
    ("input-changed", "run", "[ -L link.old ] && rm link.old && echo new >link.old; exit 0"),
    ("input-changed", "run", f"""
for file in a.bin b.bin five.bin firmware.bin; do
  if grep -q $file scenario.json5 2>/dev/null && [ ! -f $file ]; then echo missing >&2; exit 66; fi
done
{FIND_OUTPUT} [ "$out" ] && case "$out" in *.json5) ;; *) echo new 2>/dev/null >"$out" ;; esac; exit 0"""),
    ("partial-output", "run", f'{FIND_OUTPUT} [ "$out" ] && echo x 2>/dev/null >"$out"; {FAIL}'),
    ("partial-output", "run", f'{FIND_OUTPUT} [ "$out" ] && echo $$ 2>/dev/null >"$out"; echo no >&2; exit 74'),
    ("silent-failure", None, "exit 65"),
    ("silent-failure", None, "exit 74"),
    ("stdout-on-failure", "run", f"echo data; {FAIL}"),
    ("noise", None, "trap '' PIPE; echo data 2>/dev/null || { echo 'cannot write standard output' >&2; exit 74; }"),
    ("stderr-utf8", None, "printf '\\377' >&2; exit 64"),
    ("stderr-control", None, "printf '\\033[31mred' >&2; exit 64"),
    ("stderr-control", None, "printf '\\001' >&2; exit 64"),
    ("color", None, "printf '\\033[31mred\\033[0m' >&2; exit 64"),
    ("quiet", "run", "echo hello >&2; echo data; exit 0"),
    ("no-data", "run", "exit 0"),
    ("lost-data", "run", "echo data 2>/dev/null; exit 0"),
    ("stdout-control", "run", "printf '\\001'; exit 0"),
    ("stdout-utf8", "run", "printf '\\377'; exit 0"),
    ("document", "run", "echo '{ \"a\": NaN }'; exit 0"),
    ("document", "sweep", "echo a,b; echo c; exit 0"),
    ("document", "breakeven", 'for word; do [ "$last" = --plot ] && plot=$word; last=$word; done; '
                              '[ "$plot" = new.out ] && echo "<svg>" >new.out; echo data; exit 0'),
    ("document", "check", "echo '{'; exit 65"),
    ("closed-form", "breakeven", "echo '{ \"points\": [{ \"agrees\": false }] }'; exit 0"),
    ("expansion", "check", f'for word; do [ "$word" = expanded.json ] && {{ {FAIL}; }}; done; echo "{{"; echo "}}"; exit 0'),
    ("internal-error", "run", "echo 'the engines disagree' >&2; echo data; exit 1"),
    ("not-the-same", "run", "echo $$; exit 0"),
    ("log-replaced", None, f": 2>/dev/null >/dev/stdout; {FAIL}"),
    ("log-replaced", None, f": 2>/dev/null >/dev/fd/3; {FAIL}"),
    ("memory", "schema", "exec python3 -c 'x = b\"x\" * 510_000_000'"),
    ("silence", "run", LOOP),
    ("slow-stop", "run", f"trap 'sleep 0.5; trap - TERM; kill -TERM $$' TERM; {LOOP}"),
    ("deaf", "run", f"trap '' TERM; {LOOP}"),
    ("wrong-end", "run", f"trap 'sleep 0.1; exit 0' TERM; {LOOP}"),
]
#: What no one may be accused of.
VIRTUES = [
    ("refuses everything", "trap '' XFSZ; echo 'simctl: error: no' >&2; exit 64"),
    ("is slow, shows it, and stops when asked",
     "trap '' XFSZ; i=0; while :; do i=$((i + 1)); [ -t 2 ] && printf '\\r\\033[K%s' $i >&2; sleep 0.05; done"),
]
#: After so many cases a sin must have been found out.
MOST_CASES = 1500


def run(tool, root, folders):
    """Runs the self-test; 0 if all is well, else 1."""
    known = commands.read(tool)
    corpus = Corpus(root, commands.ask(tool, "schema"))
    bad = os.path.join(folders.base, "bad-tool")
    wrong = 0
    if described(Generator(7, known, corpus)) != described(Generator(7, known, corpus)):
        print("self-test: the same seed makes different cases")
        wrong += 1
    for kind, only, body in SINS:
        worker = worker_of(bad, body, Generator(7, known, corpus, only, most_patience=0.6), folders)
        found = next((n for n in range(MOST_CASES) if kind in {k for k, _ in worker.work(n).findings}), None)
        wrong += found is None
        verdict = f"found out in case {found}" if found is not None else "NOT FOUND OUT"
        print(f"{kind}: {verdict}: {' '.join(body.split())[:90]}", flush=True)
    for title, body in VIRTUES:
        worker = worker_of(bad, body, Generator(7, known, corpus, most_patience=0.6), folders)
        accused = [finding for n in range(20) for finding in worker.work(n).findings]
        wrong += bool(accused)
        print(f"a tool that {title}: " + (f"WRONGLY ACCUSED: {accused[:3]}" if accused else "nothing found"), flush=True)
    print(f"{wrong} mistakes" if wrong else "the fuzzer is well")
    return 1 if wrong else 0


def described(generator):
    """Some cases as texts."""
    return [repr(replace(generator.case(number), command=None)) for number in range(200)]


def worker_of(path, body, generator, folders):
    """A worker for a shell script; times are short, so that sins of time show soon."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\n{body}\n")
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    runner = Runner(path, Scratch(folders.base, folders.far, "self-test"), grace=1.0)
    return Worker(generator, runner, Judge(longest_silence=0.4, longest_stop=0.25))
