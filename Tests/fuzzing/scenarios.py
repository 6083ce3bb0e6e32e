"""Mutated scenario files: by their structure, by tokens, by bytes."""

import bam
import heavy
import json5
import schema

STRINGS = [
    '""', '" "', '"x"', "'single'", '"\\u0000"', '"\\x1b[31m"', '"a\\nb"', '"\u202e"', '"\\ud83d"', '"\\uD83D\\uDE00"',
    '"é"', '"👍🏽"', '"' + "x" * 200 + '"', '"' + "x" * 201 + '"', '"' + "long " * 5000 + '"',
    '"' + "a" + "\u0301" * 3000 + '"', '"\u2028"', '"\ufeff"', '"\\q"', '"\\1"', '"unclosed', "'", '"\x7f"', '"\t"',
    '"../five.bin"', '"/dev/full"', '"/dev/zero"', '"."', '"/"', '"five.bin"', '"a.bin"', '"b.bin"', '"empty.bin"',
    '"link.bin"', '"missing.bin"', '"all"', '"linux"', '"random"', '"de ad be ef"', '"d"', '"ok"', '"failed"',
]
OTHERS = ["null", "true", "false", "undefined", "NaN", "Infinity", "bare", "[]", "{}", "[[]]", "[{}]", "{a: {}}", "-", "//",
          "/*", "0x", "1,2", ": :", "}", "]"]
KEYS = ["", '""', '"a b"', "__proto__", "bytes", "device", "name", "rows", "sweep", "format", "hStart", "ключ",
        "$schema", "0",
        "'\\x1b'", '"\\u0000"', '"' + "k" * 3000 + '"', '"e' + "\u0301" * 500 + '"', "frames", "via", "data", "file"]
PIECES = [
    b"{", b"}", b"[", b"]", b",", b":", b'"', b"'", b"\\", b"/", b"/*", b"*/", b"//", b"\n", b"\r", b"\r\n", b"\t", b"\0",
    b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\x1b[31m",
    b"\xcc\x81" * 40, b"0", b"-", b"+", b".", b"e9", b"0x", b"null", b"NaN", b"1e999", b"\\u", b"\\uD83D", b"all",
]
#: How often a scenario asks for a lot: seldom, since such cases run until patience is at its end.
HEAVY = 0.004
#: How often a host has a descriptor engine.
BAM = 0.06
AXIS_LENGTHS = [1, 1, 2, 2, 3, 4, 6, 10, 30]


def make(corpus, command, dice):
    """The bytes of a scenario file for a command."""
    if corpus.bad and dice.chance(0.06):
        return bytes_mutated(dice.choice(corpus.bad), dice, dice.choice([0, 1, 2]))
    if dice.chance(0.06):
        tree = schema.value(corpus.schema, dice)
        if isinstance(tree, json5.Object):
            tree.set("format", '"simctl-scenario/1"')
    else:
        tree = corpus.tree(command, dice)
    if isinstance(tree, json5.Object) and dice.chance(BAM):
        bam.add(tree, corpus, dice)
    for _ in range(dice.choice([0, 0, 0, 1, 1, 1, 1, 2, 2, 4])):
        if isinstance(tree, json5.Object):
            mutate(tree, corpus, dice)
    if isinstance(tree, json5.Object) and dice.chance(HEAVY):
        heavy.make(tree, dice)
    text = json5.render(tree, dice.choice(["\n", "\n", "\n", "\r\n", "\r", " "]))
    if dice.chance(0.12):
        text = tokens_mutated(text, dice)
    raw = text.encode("utf-8", "surrogatepass")
    if dice.chance(0.12):
        raw = bytes_mutated(raw, dice, dice.choice([1, 1, 2, 4, 16]))
    if dice.chance(0.01):
        raw = enormous(raw, dice)
    return raw


def mutate(tree, corpus, dice):
    """One change of the structure."""
    spots = json5.places(tree)
    if not spots:
        return
    container, index, path = dice.choice(spots)
    objects = [tree] + [json5.at(c, i) for c, i, _ in spots if isinstance(json5.at(c, i), json5.Object)]
    change = dice.weighted({
        "number": 22, "schema": 22, "axis": 14, "delete": 5, "double": 4, "swap": 4, "move": 4, "rename": 3, "kind": 6,
        "string": 6, "repeat": 6, "splice": 4, "nest": 2, "file": 5, "top": 5})
    if change == "number":
        numbers = [(c, i) for c, i, _ in spots if is_number(json5.at(c, i))]
        if numbers:
            json5.put(*dice.choice(numbers), schema.border(dice))
    elif change == "schema":
        set_by_schema(tree, spots, corpus, dice)
    elif change == "axis":
        add_axes(tree, corpus, dice)
    elif change == "delete":
        del (container.pairs if isinstance(container, json5.Object) else container)[index]
    elif change == "double" and isinstance(container, json5.Object):
        container.pairs.insert(dice.randrange(len(container.pairs) + 1), list(container.pairs[index]))
    elif change == "swap":
        other, place, _ = dice.choice(spots)
        one, two = json5.at(container, index), json5.at(other, place)
        # One inside of the other would make a ring.
        if not inside(one, two) and not inside(two, one):
            json5.put(container, index, two)
            json5.put(other, place, one)
    elif change == "move" and isinstance(container, json5.Object):
        pair = container.pairs.pop(index)
        into = dice.choice(objects)
        if inside(into, pair[1]):
            container.pairs.append(pair)
        else:
            into.pairs.insert(dice.randrange(len(into.pairs) + 1), pair)
    elif change == "rename" and isinstance(container, json5.Object):
        key = container.pairs[index][0]
        container.pairs[index][0] = dice.choice(
            [dice.choice(KEYS), key.upper(), key[:-1], key + "s", f'"{json5.plain(key)}"', key[::-1]])
    elif change == "kind":
        json5.put(container, index, dice.choice(OTHERS))
    elif change == "string":
        json5.put(container, index, dice.choice(STRINGS))
    elif change == "repeat":
        lists = [json5.at(c, i) for c, i, _ in spots if isinstance(json5.at(c, i), list) and json5.at(c, i)]
        if lists:
            items = dice.choice(lists)
            item = dice.choice(items)
            count = dice.choice([1, 1, 1, 2, 3, 10, 100] + ([2000] if dice.chance(0.1) else []))
            items += [json5.copied(item) for _ in range(count)]
    elif change == "splice":
        other = corpus.tree("", dice)
        theirs = json5.places(other)
        if theirs:
            c, i, _ = dice.choice(theirs)
            json5.put(container, index, json5.at(c, i))
    elif change == "nest":
        depth = dice.choice([1, 2, 59, 60, 61, 62, 63, 64, 65, 200, 5000])
        opening, closing = dice.choice([("[", "]"), ("{a:", "}")])
        json5.put(container, index, opening * depth + dice.choice(["", "1"]) + closing * depth)
    elif change == "file":
        data = json5.Object([["file", dice.choice(
            ['"five.bin"', '"a.bin"', '"b.bin"', '"link.bin"', '"hard.bin"', '"missing.bin"', '"dir"', '"five.bin/x"',
             '"./a.bin"', '"dir/../a.bin"', '"/dev/zero"', '"/dev/stdin"', '"scenario.json5"', '"empty.bin"'])]])
        transfers = [json5.at(c, i) for c, i, p in spots
                     if p.startswith("transfers[") and isinstance(json5.at(c, i), json5.Object)]
        if transfers:
            dice.choice(transfers).set("data", data)
    elif change == "top":
        known = corpus.schema.get("properties", {})
        if known:
            name = dice.choice(sorted(known))
            tree.set(name, schema.value(known[name], dice))


def add_axes(tree, corpus, dice):
    """Adds one to three axes over any path, with values that may fit."""
    axes = tree.get("sweep")
    if not isinstance(axes, json5.Object):
        axes = json5.Object()
        tree.set("sweep", axes)
    if dice.chance(0.3):
        axes.pairs.clear()
    for _ in range(dice.choice([1, 1, 2, 3])):
        length = dice.choice(AXIS_LENGTHS if dice.chance(0.98) else [1000, 20000])
        kind = dice.random()
        if kind < 0.15:
            axes.pairs.append(['"transfers[0].data.file"',
                               [dice.choice(['"a.bin"', '"b.bin"', '"five.bin"', '"link.bin"']) for _ in range(length)]])
        elif kind < 0.25:
            shapes = [[dice.choice(["48", "50", "64", "256"]), dice.choice(["2", "4", "8", "16"])] for _ in range(length)]
            axes.pairs.append(['"bus.rows,columns"', dice.choice(['"all"', shapes, shapes])])
        elif kind < 0.6 and corpus.paths:
            path, inner = dice.choice(corpus.paths)
            axes.pairs.append([f'"{path}"', [schema.value(inner, dice) for _ in range(length)]])
        else:
            container, index, path = dice.choice(json5.places(tree))
            here = json5.at(container, index)
            values = [json5.copied(here) if dice.chance(0.3) else any_value(dice)
                      for _ in range(length)]
            if dice.chance(0.1):
                path += dice.choice([",", ".", "[0]", "[99999999999999999999]", "[-1]", " , bus", ".x", "[", ",,"])
            axes.pairs.append([f'"{path}"', values])


def set_by_schema(tree, spots, corpus, dice):
    """Gives an object that the schema knows a key that the schema knows."""
    known = dict(corpus.paths)
    choices = [(tree, corpus.schema)]
    for container, index, path in spots:
        here = json5.at(container, index)
        # Lists stand for their first element in the schema's paths.
        general = "".join("[0]" if part.startswith("[") else part for part in split_indices(path))
        if isinstance(here, json5.Object) and general in known:
            choices.append((here, known[general]))
    target, rules = dice.choice(choices)
    properties = rules.get("properties", {}) if isinstance(rules, dict) else {}
    if properties:
        name = dice.choice(sorted(properties))
        target.set(name, schema.value(properties[name], dice))


def split_indices(path):
    """A path cut at its list indices."""
    parts, rest = [], path
    while "[" in rest:
        head, tail = rest.split("[", 1)
        number, rest = tail.split("]", 1) if "]" in tail else (tail, "")
        parts += [head, f"[{number}]"]
    return parts + [rest]


def inside(tree, outer):
    """Whether a container is the other one or a part of it."""
    if tree is outer:
        return True
    values = [v for _, v in outer.pairs] if isinstance(outer, json5.Object) else outer if isinstance(outer, list) else []
    return any(not isinstance(v, str) and inside(tree, v) for v in values)


def any_value(dice):
    """A number, a text, or something else."""
    kind = dice.random()
    return schema.border(dice) if kind < 0.5 else dice.choice(STRINGS if kind < 0.8 else OTHERS)


def is_number(value):
    """Whether a scalar's text starts like a number."""
    return isinstance(value, str) and value[:1] in "+-.0123456789" and value != ""


def tokens_mutated(text, dice):
    """A text with a few tokens deleted, doubled, swapped or replaced."""
    words = json5.tokens(text)
    for _ in range(dice.choice([1, 1, 2, 5])):
        if not words:
            break
        at = dice.randrange(len(words))
        change = dice.randrange(5)
        if change == 0:
            del words[at]
        elif change == 1:
            words.insert(at, words[at])
        elif change == 2:
            other = dice.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        elif change == 3:
            words[at] = any_value(dice)
        else:
            words.insert(at, dice.choice(["/* c */", "// c\n", "/*", "//", ",", "\u00a0", "\ufeff", "\u2029", " " * 300]))
    return "".join(words)


def bytes_mutated(raw, dice, count):
    """Bytes with `count` places changed."""
    data = bytearray(raw)
    for _ in range(count):
        at = dice.randrange(len(data) + 1)
        length = dice.choice([1, 1, 2, 5, 12, 100])
        change = dice.randrange(8)
        if change == 0:
            del data[at:at + length]
        elif change == 1:
            data[at:at] = dice.choice(PIECES)
        elif change == 2:
            data[at:at + length] = dice.choice(PIECES)
        elif change == 3 and at < len(data):
            data[at] = dice.randrange(256)
        elif change == 4:
            place = dice.randrange(len(data) + 1)
            data[place:place] = data[at:at + length]
        elif change == 5:
            digits = [i for i, b in enumerate(data) if 0x30 <= b <= 0x39]
            if digits:
                data[dice.choice(digits)] = dice.randrange(0x30, 0x3A)
        elif change == 6 and dice.chance(0.2):
            del data[at:]
        elif change == 7 and dice.chance(0.3):
            data[:0] = dice.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"\xef\xbb\xbf\xef\xbb\xbf", b"#!x\n", b" " * 5000])
    return bytes(data)


def enormous(raw, dice):
    """Files that are long in one way or another."""
    kind = dice.randrange(7)
    size = dice.choice([1 << 16, 1 << 18, 1 << 20] if dice.chance(0.9) else [(1 << 24) - len(raw) - 64])
    if kind == 0:
        return raw + b" " * size
    if kind == 1:
        return b"/*" + b"x" * size + b"*/" + raw
    if kind == 2:
        return b"[" * size
    if kind == 3:
        return b'{"k' + "\u0301".encode() * (size // 2) + b'": 1}'
    if kind == 4:
        return b"{ name: '" + b"\\u0041" * (size // 6) + b"' }"
    if kind == 5:
        return b"{ faults: [" + b"0," * (size // 2) + b"] }"
    # Just above the longest file that is read.
    return raw + b" " * ((1 << 24) + dice.choice([0, 1]) - len(raw)) if dice.chance(0.3) else raw + b"\n" * size
