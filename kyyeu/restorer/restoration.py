"""What comes out of a restoration: the text, every step towards it, and the proof of no other."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from kyyeu.restorer.damage import NONE, Span, damage_named
from kyyeu.restorer.refusals import UnknownReading

_SURE = 0.99
_LINE_END = re.compile(r"\n|\Z")


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a place."""

    text: str
    """What would stand there."""
    probability: float
    """How likely it is, between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Step:
    """One place where the text was changed, or where it was kept although another reading was thinkable."""

    start: int
    """Where it begins in the source, in characters from 0."""
    before: str
    """What the source has; empty where a whole word was lost."""
    after: str
    """What the restored text has."""
    probability: float
    """How likely `after` is, between 0 and 1."""
    alternatives: tuple[Alternative, ...] = ()
    """The other readings worth showing, the likeliest first."""

    @property
    def end(self) -> int:
        """Where `before` ends in the source."""
        return self.start + len(self.before)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one damage, or none, had to say for itself when the damage was looked for."""

    damage: str
    """Its name; ``none`` for sound text."""
    score: float
    """The natural logarithm of how likely it makes the words looked at, less that of sound text; what was
    given up before the last of them is put down for these at the rate it had."""


@dataclass(frozen=True, slots=True)
class Restoration:
    """A restored text with its apparatus."""

    source: str
    """The text as it was received."""
    text: str
    """The restored text."""
    damage: str = NONE.name
    """The damage that was undone; ``none`` where the text was found sound."""
    steps: tuple[Step, ...] = ()
    """What was done, in the order of the source."""
    spared: tuple[Span, ...] = ()
    """The words of the source that the damage would have changed and did not, such as a caption set apart."""
    unknown: tuple[Span, ...] = ()
    """The words that the vocabulary explains neither whole nor damaged: they stay as they are, unweighed.

    Of those spared, the ones that may be written in an old code page."""
    why: tuple[Evidence, ...] = ()
    """Why this damage, the best first; empty where its caller named it and nothing speaks against it."""
    vietnamese: bool = True
    """Whether the text reads as Vietnamese, restored, and no worse than from another damage."""
    sure: float = 1.0
    """How likely the damage is the right one, between 0 and 1; every probability of a change contains it."""

    def doubted(self, sure: float) -> "Restoration":
        """The same where the damage is at most so likely to be the right one, between 0 and 1.

        What is as good as certain changes no probability.
        """
        if sure >= self.sure:
            return self
        if sure >= _SURE:
            return replace(self, sure=sure)
        share = sure / self.sure
        steps = tuple(
            replace(step, probability=step.probability * share) if step.before != step.after else step
            for step in self.steps
        )
        return replace(self, steps=steps, sure=sure)

    def parted(self) -> tuple[str, str, str]:
        """The lines in which something was changed, these restored, and all other lines, once each."""
        changed = [step for step in self.steps if step.before != step.after]
        starts = [step.start for step in changed]
        source, text, others = list[str](), list[str](), list[str]()
        for start, end in _lines(self.source, changed):
            line, steps = (
                self.source[start:end],
                changed[bisect_left(starts, start) : bisect_left(starts, end)],
            )
            (source if steps else others).append(line)
            text += [replay(line, steps, start)] if steps else []
        return "".join(source), "".join(text), "".join(dict.fromkeys(others))

    def redamaged(self) -> str:
        """The restored text damaged again everywhere but at what was spared: the source, to the character.

        Of what was written in other ways afterwards the source is read: there the two must meet.
        """
        damage = damage_named(self.damage)
        pieces, previous = [], "\n"
        for spared, piece in self._stretches():
            pieces.append(piece if spared else damage.after(previous, piece))
            previous = piece[-1:] or previous
        left = "".join(pieces)
        return self.source if damage.notations and left == damage.read(self.source) else left

    def with_readings(self, readings: Mapping[int, str]) -> "Restoration":
        """The restoration with the readings a reviewer chose, by the place of their step in the source.

        Raises:
            UnknownReading: there is no step at a place, or the damage could not have turned the
                reading into what the source has there.
        """
        steps = {step.start: step for step in self.steps}
        for place, reading in readings.items():
            if place not in steps:
                raise UnknownReading(place, self.source[place : place + 1], reading)
            steps[place] = self._chosen(steps[place], reading)
        chosen = tuple(steps[step.start] for step in self.steps)
        return replace(self, text=replay(self.source, chosen), steps=chosen)

    def to_json(self) -> str:
        """Everything, as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, data: str) -> "Restoration":
        """What `to_json` wrote."""
        fields = json.loads(data)
        steps = (
            Step(**(step | {"alternatives": tuple(Alternative(**other) for other in step["alternatives"])}))
            for step in fields["steps"]
        )
        return cls(
            source=fields["source"],
            text=fields["text"],
            damage=fields["damage"],
            steps=tuple(steps),
            spared=tuple(Span(*span) for span in fields["spared"]),
            unknown=tuple(Span(*span) for span in fields["unknown"]),
            why=tuple(Evidence(**evidence) for evidence in fields["why"]),
            vietnamese=fields["vietnamese"],
            sure=fields["sure"],
        )

    def _chosen(self, step: Step, reading: str) -> Step:
        """The step as its reviewer wants it."""
        damage = damage_named(self.damage)
        before = damage.read(self.source[: step.start])[-1:] or "\n"
        if damage.after(before, reading) != damage.after(before, step.after):  # that is what stands there
            raise UnknownReading(step.start, step.before, reading)
        others = (Alternative(step.after, step.probability), *step.alternatives)
        kept = tuple(other for other in others if other.text != reading)
        return replace(step, after=reading, probability=1.0, alternatives=kept)

    def _stretches(self) -> Iterator[tuple[bool, str]]:
        """The restored text cut at what was spared: whether each piece was, and the piece."""
        starts = [step.start for step in self.steps]
        for spared, start, end in self._source_stretches():
            steps = self.steps[bisect_left(starts, start) : bisect_left(starts, end)]
            yield spared, replay(self.source[start:end], steps, start)

    def _source_stretches(self) -> Iterator[tuple[bool, int, int]]:
        place = 0
        for span in self.spared:
            yield False, place, span.start
            yield True, span.start, span.end
            place = span.end
        # One past the end, so that a word lost at the very end belongs to the last piece.
        yield False, place, len(self.source) + 1


def _lines(source: str, steps: Iterable[Step]) -> Iterator[Span]:
    """The lines of the source, with what ends them; a step that goes over an end makes two of them one."""
    over = {place for step in steps for place, char in enumerate(step.before, step.start) if char == "\n"}
    start = 0
    for match in _LINE_END.finditer(source):
        if match.start() not in over and match.end() > start:
            yield Span(start, match.end())
            start = match.end()


def replay(source: str, steps: Iterable[Step], offset: int = 0) -> str:
    """The source with the steps taken; `offset` is where the source begins in the text they count in."""
    pieces, place = [], 0
    for step in steps:
        pieces += [source[place : step.start - offset], step.after]
        place = step.end - offset
    pieces.append(source[place:])
    return "".join(pieces)


def steps_back(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps that lead from the text to the source."""
    grown = 0
    for step in steps:
        yield replace(step, start=step.start + grown, before=step.after, after=step.before)
        grown += len(step.after) - len(step.before)
