"""How right a restoration is, against the text before the damage."""

from bisect import bisect_left
from dataclasses import dataclass, field

from kyyeu.restorer import Restoration, Step, replay
from kyyeu.restorer.damage import Damage
from training.aligned import Aligned

BINS = 20


@dataclass
class Score:
    """Counts over any number of texts; the percentages are worked out when asked for."""

    words: int = 0
    """Syllables of the sound text."""
    words_right: int = 0
    """Of these, restored exactly."""
    lost: int = 0
    """Syllables the damage changed."""
    lost_right: int = 0
    """Of these, restored exactly."""
    letters: int = 0
    """Letters the damage took."""
    letters_right: int = 0
    """Of these, in syllables restored exactly."""
    bins: list[list[float]] = field(default_factory=lambda: [[0, 0.0, 0] for _ in range(BINS)])
    """For each twentieth of probability: the steps so likely, the sum of it, the right ones."""
    accepted: dict[float, list[int]] = field(default_factory=lambda: {0.95: [0, 0], 0.99: [0, 0]})
    """For each threshold: the steps above it, and the right ones."""
    wrong: list[tuple[str, str, str]] = field(default_factory=list)
    """What was lost and came back wrong: source, restored, sound."""

    @property
    def steps(self) -> int:
        """All steps taken."""
        return int(sum(row[0] for row in self.bins))

    @property
    def calibration_error(self) -> float:
        """The expected calibration error, between 0 and 1."""
        return sum(abs(said - right) for _, said, right in self.bins) / max(1, self.steps)

    def percentages(self) -> dict[str, float]:
        """All, lost and untouched syllables right, in percent."""
        untouched, untouched_right = self.words - self.lost, self.words_right - self.lost_right
        return {
            "all": 100 * self.words_right / max(1, self.words),
            "lost": 100 * self.lost_right / max(1, self.lost),
            "untouched": 100 * untouched_right / max(1, untouched),
        }

    def add(self, sound: str, restoration: Restoration, damage: Damage) -> None:
        """Count one text."""
        before = Aligned(sound, damage)
        self._add_words(before, restoration)
        for step in restoration.steps:
            self._add_step(step, before.piece(step.start, step.end) == step.after)

    def _add_words(self, before: "Aligned", restoration: Restoration) -> None:
        starts = [step.start for step in restoration.steps]
        for start, end in before.words():
            stands, was = restoration.source[start:end], before.piece(start, end)
            # A word deleted whole is an empty stretch, and so is the step that put it back.
            steps = restoration.steps[bisect_left(starts, start) : bisect_left(starts, max(end, start + 1))]
            said = replay(stands, [step for step in steps if step.end <= end], start)
            right, lost = said == was, stands != was
            self.words += 1
            self.words_right += right
            self.lost += lost
            self.lost_right += lost and right
            missing = before.taken(start, end)
            self.letters += missing
            self.letters_right += missing if right else 0
            if lost and not right:
                self.wrong.append((stands, said, was))

    def _add_step(self, step: Step, right: bool) -> None:
        row = self.bins[min(BINS - 1, int(step.probability * BINS))]
        row[0] += 1
        row[1] += step.probability
        row[2] += right
        for threshold, counts in self.accepted.items():
            if step.probability >= threshold:
                counts[0] += 1
                counts[1] += right
