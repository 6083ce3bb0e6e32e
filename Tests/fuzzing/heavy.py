"""Legal scenarios that ask for a lot: of memory, points, phases, frames or transfers."""

import json5


def make(tree, dice):
    """Makes a scenario ask for a lot."""
    dice.choice([memory, points, phases, waits, host_time])(tree, dice)


def memory(tree, dice):
    """Many transfers, each to memory of its own."""
    count, size = dice.choice([(100, 1 << 20), (1000, 1 << 20), (4000, 1 << 20), (10_000, 64), (10_000, 4096), (10_000, 400_000)])
    way = dice.choice(["bra", "bra", "column0"])
    tree.set("bus", json5.parse("{ clockHz: 9600000, rows: 64, columns: 16 }"))
    tree.set("peripherals", [json5.parse("{ device: 1, memory: [{ address: 0x2000, bytes: 0xFFFF0000 }], dp0: {} }")])
    tree.set("transfers", [
        json5.parse(f"{{ via: '{way}', op: 'write', device: 1, address: {0x2000 + index * size}, "
                    f"data: {{ pattern: 'random', bytes: {size} }} }}") for index in range(count)])
    tree.set("expect", [])


def points(tree, dice):
    """As many points as there may be, or just more."""
    tree.set("sweep", json5.Object([
        ['"seed"', [str(seed) for seed in range(1000)]],
        ['"bus.clockHz"', [str(1_000_000 + step) for step in range(dice.choice([50, 1000, 1001]))]]]))


def phases(tree, dice):
    """Many random phases of a rare pulse."""
    host(tree).set("syncWaitFrames", json5.parse("{ intervalFrames: 1000000, phase: 'random' }"))
    tree.set("breakeven", json5.parse(
        f"{{ device: 1, op: 'write', address: 0x2000, seeds: {dice.choice([200, 1_000_000])}, "
        f"maxBytes: {dice.choice([64, 4096, 1_048_576])} }}"))


def waits(tree, dice):
    """The longest set-up, and the longest waits for a bank switch."""
    host(tree).set("setup", json5.parse("{ commands: 1000000 }"))
    host(tree).set("syncWaitFrames", dice.choice(["0", "1000000"]))


def host_time(tree, dice):
    """A host that takes seconds for each command."""
    way = f"{{ commandsPerBatch: {dice.choice([1, 1000])}, microsecondsPerBatch: 1000000, microsecondsPerTransfer: 1000000 }}"
    tree.set("host", json5.parse(f"{{ model: 'pio', pio: {{ column0: {way}, bra: {way} }} }}"))


def host(tree):
    """The host of a scenario, which is made where it is missing."""
    found = tree.get("host")
    if not isinstance(found, json5.Object):
        found = json5.Object()
        tree.set("host", found)
    return found
