"""Hosts with a descriptor engine that others share: mostly legal, with rings, locks, faults and clients of all kinds."""

import json5
import schema


def add(tree, corpus, dice):
    """Gives a scenario a host with such an engine, whatever host it had."""
    dma = corpus.schema.get("properties", {}).get("host", {}).get("properties", {}).get("dma", {})
    if not isinstance(tree.get("host"), json5.Object) or dice.chance(0.5):
        tree.set("host", json5.Object())
    tree.get("host").set("dma", engine(dma, dice))


def engine(rules, dice):
    """The engine: any of its keys, and clients."""
    host = json5.Object([["kind", '"bam"']])
    for name, inner in rules.get("properties", {}).items():
        if name in keys(rules) - {"clients"} and dice.chance(0.2):
            host.set(name, schema.value(inner, dice))
    if dice.chance(0.5):
        host.set("ring", str(dice.choice([2, 3, 4, 16, 64, 4096])))
    if dice.chance(0.5):
        host.set("burst", str(16 * dice.randrange(1, 257)))
    if dice.chance(0.7):
        # A pipe that waits for a lock until it is ended takes its time.
        host.set("watchdogMicroseconds", str(dice.choice([1, 100, 5000])))
    if dice.chance(0.7):
        inner = rules.get("properties", {}).get("clients", {}).get("items", {})
        host.set("clients", [client(inner, number, dice) for number in range(dice.choice([0, 1, 1, 2, 3, 64, 65]))])
    return host


def keys(rules):
    """The keys that the kind can have: those that the schema does not forbid it."""
    names = set(rules.get("properties", {})) - {"kind"}
    for rule in rules.get("allOf", []):
        kind = rule.get("if", {}).get("properties", {}).get("kind", {}).get("const")
        if kind == "bam":
            names -= set(rule.get("then", {}).get("properties", {}))
    return names


def client(rules, number, dice):
    """A client with some transactions, mostly in the order of time."""
    found = json5.Object()
    if dice.chance(0.7):
        found.set("name", f'"c{number if dice.chance(0.97) else 0}"')
    for name in ("group", "locks"):
        inner = rules.get("properties", {}).get(name)
        if inner is not None and dice.chance(0.5):
            found.set(name, schema.value(inner, dice))
    inner = rules.get("properties", {}).get("ring", {}).get("items", {})
    ring, time = [], 0
    for _ in range(dice.choice([1, 1, 2, 5, 20] + ([0, 3000] if dice.chance(0.05) else []))):
        time = max(0, time + dice.choice([0, 1, 7, 100, 1000, 20_000] + ([-1] if dice.chance(0.05) else [])))
        ring.append(transaction(inner, time, dice))
    found.set("ring", ring)
    return found


def transaction(rules, time, dice):
    """A transaction in one of its forms, seldom in none."""
    if dice.chance(0.01):
        return schema.value(rules, dice)
    known = rules.get("properties", {})
    found = json5.Object([["atMicroseconds", str(time)]])
    form = dice.choice(["register", "writes", "command"])
    if form == "register":
        found.pairs += write(known, dice).pairs
    elif form == "writes":
        found.set("writes", [write(known, dice) for _ in range(dice.choice([1, 2, 3, 8]))])
    else:
        values = [["device", str(dice.randrange(16))], ["register", hex(dice.randrange(1 << 16))],
                  ["value", str(dice.randrange(256))]]
        found.set("command", json5.Object(values))
    return found


def write(known, dice):
    """The write of a register, by its name or by its offset."""
    register = known.get("register", {})
    words = [schema.word(word) for form in register.get("anyOf", []) for word in form.get("enum", [])]
    named = words and dice.chance(0.8)
    offset = hex(4 * dice.randrange(10)) if dice.chance(0.99) else schema.value(register, dice)
    value = hex(dice.getrandbits(dice.choice([1, 4, 14, 32]))) if dice.chance(0.99) else schema.border(dice)
    return json5.Object([["register", dice.choice(words) if named else offset], ["value", value]])
