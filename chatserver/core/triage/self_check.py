"""The self-check: what an index makes of its author's own lines that it has not seen. From it come the thresholds."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from chatserver.core.triage.index import Entry

FOLDS = 5
# So many lines say enough about thresholds; the rest would only cost time at every reload.
MAX_CHECKED = 300
RIGHT_ANSWERS = 0.91
# Of eight of ten with all lines, somewhat fewer remain while one in five is hidden.
RIGHT_BUTTONS = 0.74
STRANGERS_ANSWERED = 0.04
# Buttons for a matter that nobody taught are a nuisance, and no wrong answer.
STRANGERS_ASKED = 0.75
MAX_BUTTONS = 3
# How often lines, and intents, are hidden: a small set has few lines to learn from, a large one takes its time.
_BY_SIZE = ((300, (5, 3)), (10**9, (2, 1)))
ENOUGH_LINES = 60
USUAL_ANSWER = 0.4
USUAL_ASK = 0.3


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
    """What was found; `strangers` come from the lines of hidden intents."""

    thresholds: Thresholds
    checked: tuple[Checked, ...] = ()
    strangers: tuple[Guess, ...] = ()


Build = Callable[[Sequence[Entry]], Callable[[str], Guess | None]]


def self_check(entries: Sequence[Entry], build: Build, *, is_whole: bool = False) -> Report:
    """Hides a fifth of the lines at a time, then a fifth of the intents, whose lines nobody should answer then.

    Some of each are enough for thresholds; with `is_whole` every line is hidden once, so that each can be judged.
    """
    checked: list[Checked] = []
    strangers: list[Guess] = []
    total = sum(len(entry.lines) for entry in entries)
    hidden_lines, hidden_intents = (FOLDS, 3) if is_whole else next(folds for most, folds in _BY_SIZE if total <= most)
    each = total if is_whole else MAX_CHECKED // hidden_lines
    for fold in range(hidden_lines):
        kept = [Entry(entry.name, _without(entry.lines, fold)) for entry in entries]
        guess_of = build([entry for entry in kept if entry.lines])
        hidden = ((entry.name, line) for entry in entries for line in _only(entry.lines, fold))
        for name, line in _spread(list(hidden), each):
            guess = guess_of(line)
            if guess is not None:
                checked.append(Checked(name, line, guess))
    if len(entries) >= 2 * FOLDS:
        for fold in range(hidden_intents):
            guess_of = build([entry for number, entry in enumerate(entries) if number % FOLDS != fold])
            left_out = [line for number, entry in enumerate(entries) if number % FOLDS == fold for line in entry.lines]
            found = (guess_of(line) for _, line in _spread([("", line) for line in left_out], each))
            strangers += [guess for guess in found if guess is not None]
    return Report(_thresholds(checked, strangers), tuple(checked), tuple(strangers))


def _thresholds(checked: Sequence[Checked], strangers: Sequence[Guess]) -> Thresholds:
    answer = _least([(one.guess.confidence, one.is_right) for one in checked], RIGHT_ANSWERS)
    ask = _least([(one.guess.strength, one.is_near) for one in checked], RIGHT_BUTTONS)
    if strangers:
        answer = max(answer, _exceeded_by([guess.confidence for guess in strangers], STRANGERS_ANSWERED))
        ask = max(ask, _exceeded_by([guess.strength for guess in strangers], STRANGERS_ASKED))
    # A handful of lines proves little: then what most sets come to counts, too.
    proven = min(1.0, len(checked) / ENOUGH_LINES)
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


def _spread(lines: list[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """So many of the lines, from all over the list."""
    step = max(1, len(lines) // count)
    return lines[::step][:count]
