"""Random choices that are the same for the same seed and case, whatever else runs."""

import random


class Dice(random.Random):
    """The random numbers of one case."""

    def __init__(self, seed, case):
        # A text as seed is hashed, so that neighbouring cases have nothing in common.
        super().__init__(f"simctl fuzz {seed}/{case}")

    def chance(self, probability):
        """True with this probability."""
        return self.random() < probability

    def weighted(self, weights):
        """A key of the dictionary, as often as its value says."""
        return self.choices(list(weights), list(weights.values()))[0]
