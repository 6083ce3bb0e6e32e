"""What a case left in its folder: documented outputs, whole or not at all, and nothing else."""

from streams import LOG


def judge(found):
    """Inputs are as they were, outputs whole or absent, nothing is left over."""
    logs(found)
    outcome, code = found.outcome, found.outcome.code
    outputs, partials = allowed(found)
    delivers = code in (0, 1) or (code == 65 and found.case.name in ("bra decode", "dma decode")) or (
        code in (65, 66) and found.lists_mistakes)
    for label, (kind, content, identity) in outcome.before.items():
        now = outcome.after.get(label)
        if now is not None and now[:2] == (kind, content) and (kind != "link" or now[2] == identity):
            continue
        change = "is gone" if now is None else f"is now a {now[0]}" if now[0] != kind else "has changed"
        what = f"{label!r}, a {kind}, {change}"
        if label in partials and (code in (0, 1) or b"--resume" in found.case.argv or code < 0):
            continue
        if label not in outputs or now is None or now[0] != kind:
            found.add("input-changed", what)
        elif label in operands(found) and kind == "file":
            found.add("input-changed", what + ", and it is the scenario")
        elif not delivers and not may_be_whole(found):
            found.add("partial-output", what + f" at exit code {code}")
    for label, (kind, content, _) in outcome.after.items():
        if label in outcome.before:
            continue
        if label in partials and (code not in (0, 1) or label in outputs):
            continue
        if label not in outputs or kind != "file":
            found.add("leftover", f"{label!r}, a {kind} of {len(content)} bytes, is left at exit code {code}")
        elif not delivers and not may_be_whole(found):
            found.add("partial-output", f"{label!r}, of {len(content)} bytes, is made at exit code {code}")


def may_be_whole(found):
    """Whether an output may be complete although the tool failed: then a second run is asked, see `twin`."""
    return found.outcome.code < 0 or found.outcome.code == 74


def changed_outputs(found):
    """Labels of outputs that are new or changed, with their content."""
    outputs, _ = allowed(found)
    return {label: entry[1] for label, entry in found.outcome.after.items()
            if label in outputs and entry[0] == "file" and entry[:2] != found.outcome.before.get(label, ())[:2]}


def allowed(found):
    """The labels of outputs, and those of partial files that may stay."""
    outputs, partials = set(), set()
    for option, output in found.outputs:
        label = found.outcome.labels.get(output)
        if label is None:
            continue
        outputs.add(label)
        if found.case.name == "sweep" and option == "--output":
            partials.add(label + b".partial")
            partials.add(b"home/" + output.removeprefix(b"./") + b".partial")
    return outputs, partials


def operands(found):
    """The labels of scenario files: of what is on the command line and names no output."""
    words = list(found.case.argv)
    for _, output in found.outputs:
        if output in words:
            words.remove(output)
    return {b"home/" + word.removeprefix(b"./") for word in words}


def logs(found):
    """Logs that were appended to still begin as they did."""
    if found.case.stdout == "log" and not (found.outcome.stdout or b"").startswith(LOG):
        found.add("log-replaced", "what stdout was appended to has lost its beginning")
    if found.case.has_log and not (found.outcome.log or b"").startswith(LOG):
        found.add("log-replaced", "what descriptor 3 was appended to has lost its beginning")
