"""The self-check: what an index makes of its author's own lines that it has not seen. From it come the thresholds.

Each line that is looked at is hidden and asked twice: as it is, and as if its whole intent had never been taught. The
first shows what is found; the second, a stranger, what would be answered that should not be.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from chatserver.core.triage.index import Entry

FOLDS = 5
# So many lines say enough about thresholds; the rest would only cost time at every reload.
MAX_CHECKED = 300
RIGHT_ANSWERS = 0.93
# Of eight of ten with all lines, somewhat fewer remain while one in five is hidden.
RIGHT_BUTTONS = 0.74
# A stranger here still has the neighbours of its intent to be taken for: of lines about quite another matter, one or
# less in a hundred is answered then.
STRANGERS_ANSWERED = 0.06
# Buttons for a matter that nobody taught are a nuisance, and no wrong answer.
STRANGERS_ASKED = 0.8
MAX_BUTTONS = 3
# How many fifths of the lines are hidden: a small set has few lines to learn from, a large one takes its time.
_BY_SIZE = ((300, 5), (10**9, 2))
# With fewer intents, a line whose own is hidden says little of what strangers meet.
MIN_INTENTS = 10
# What most sets come to weighs as much as so many lines of the author's.
USUAL_LINES = 200
USUAL_ANSWER = 0.5
USUAL_ASK = 0.22
# Two intents so near each other are asked about, however sure the line is of both.
CLOSE = 0.03


class Guess(Struct, frozen=True):
    """What was made of one line: which intents, best first; how sure of the best, and of their lot."""

    confidence: float
    strength: float
    intents: tuple[str, ...]
    # Of as many intents as were ranked, for whoever wants to know how far behind one was.
    scores: Mapping[str, float] = {}

    def margin_over(self, intent: str) -> float:
        """How much better the best is than this intent."""
        best = self.scores.get(self.intents[0], 0.0) if self.intents else 0.0
        return best - self.scores.get(intent, 0.0)

    @property
    def is_close(self) -> bool:
        """True when the second intent is as good as the best."""
        first = [self.scores.get(intent, 0.0) for intent in self.intents[:2]]
        return len(first) > 1 and first[0] - first[1] < CLOSE


class Checked(Struct, frozen=True):
    """One of the author's lines, and what an index without it says."""

    intent: str
    line: str
    guess: Guess

    @property
    def is_right(self) -> bool:
        return self.guess.intents[:1] == (self.intent,)

    @property
    def is_near(self) -> bool:
        return self.intent in self.guess.intents[:MAX_BUTTONS]


class Thresholds(Struct, frozen=True):
    """The least confidence for an answer, and the least strength for asking back."""

    answer: float
    ask: float


class Report(Struct, frozen=True):
    """What was found; `strangers` is what the same lines would get if their intents had never been taught."""

    thresholds: Thresholds
    checked: tuple[Checked, ...] = ()
    strangers: tuple[Guess, ...] = ()


# The guess at a line, with the intent of this name as if it had never been taught; with "", every intent is known.
GuessWithout = Callable[[str, str], Guess | None]
Build = Callable[[Sequence[Entry]], GuessWithout]


def self_check(entries: Sequence[Entry], build: Build) -> Report:
    """Hides some of the lines, a fifth at a time, and returns the thresholds that follow."""
    checked: list[Checked] = []
    strangers: list[Guess] = []
    total = sum(len(entry.lines) for entry in entries)
    folds = next(folds for most, folds in _BY_SIZE if total <= most)
    for guess_at, hidden in _folds(entries, build, folds):
        for name, line in _spread(hidden, MAX_CHECKED // folds):
            guess = guess_at(line, "")
            stranger = guess_at(line, name) if len(entries) >= MIN_INTENTS else None
            checked += [Checked(name, line, guess)] if guess is not None else []
            strangers += [stranger] if stranger is not None else []
    return Report(_thresholds(checked, strangers, total), tuple(checked), tuple(strangers))


def hide_every_line(entries: Sequence[Entry], build: Build) -> tuple[Checked, ...]:
    """Returns every line once, with what an index without it says."""
    return tuple(
        Checked(name, line, guess)
        for guess_at, hidden in _folds(entries, build, FOLDS)
        for name, line in hidden
        if (guess := guess_at(line, "")) is not None
    )


def _folds(entries: Sequence[Entry], build: Build, count: int) -> Iterator[tuple[GuessWithout, list[tuple[str, str]]]]:
    """So many fifths: the hidden lines with their intents' names, and what guesses without them."""
    for fold in range(count):
        kept = [Entry(entry.name, _without(entry.lines, fold)) for entry in entries]
        guess_at = build([entry for entry in kept if entry.lines])
        yield guess_at, [(entry.name, line) for entry in entries for line in _only(entry.lines, fold)]


def _thresholds(checked: Sequence[Checked], strangers: Sequence[Guess], total: int) -> Thresholds:
    # What is close is asked about and never answered.
    answer = _least([(one.guess.confidence, one.is_right) for one in checked if not one.guess.is_close], RIGHT_ANSWERS)
    ask = _least([(one.guess.strength, one.is_near) for one in checked], RIGHT_BUTTONS)
    if strangers:
        sure = [0.0 if guess.is_close else guess.confidence for guess in strangers]
        answer = max(answer, _exceeded_by(sure, STRANGERS_ANSWERED))
        ask = max(ask, _exceeded_by([guess.strength for guess in strangers], STRANGERS_ASKED))
    # Few lines prove little, and where a threshold comes to lie among them is half chance.
    proven = total / (total + USUAL_LINES)
    return Thresholds(
        proven * answer + (1 - proven) * USUAL_ANSWER, proven * min(answer, ask) + (1 - proven) * USUAL_ASK
    )


def _exceeded_by(values: Sequence[float], share: float) -> float:
    """The value that so many of the values exceed."""
    return sorted(values, reverse=True)[int(len(values) * share)]


def _least(guesses: Sequence[tuple[float, bool]], share: float) -> float:
    """The least value from which on, taken together, `share` of the guesses are good; 1.0 when there is none."""
    good, least = 0, 1.0
    for count, (value, is_good) in enumerate(sorted(guesses, reverse=True), 1):
        good += is_good
        if good / count >= share:
            least = value
    return least


def _without(lines: Sequence[str], fold: int) -> tuple[str, ...]:
    # An intent of one line keeps it: an intent without lines could not be found at all.
    kept = tuple(line for number, line in enumerate(lines) if number % FOLDS != fold)
    return kept or tuple(lines)


def _only(lines: Sequence[str], fold: int) -> tuple[str, ...]:
    return tuple(line for number, line in enumerate(lines) if number % FOLDS == fold) if len(lines) > 1 else ()


def _spread(lines: Sequence[tuple[str, str]], count: int) -> Sequence[tuple[str, str]]:
    """So many of the lines, from all over the list."""
    step = max(1, len(lines) // count)
    return lines[::step][:count]
