"""The files of one language: intents with their lines and answers, the bot's own sentences, words, forms' words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chatserver.core.triage.intents import (
    FALLBACKS,
    PHRASES,
    WORD_LISTS,
    Intent,
    Language,
    SlotWords,
    Then,
    fill,
    variables_in,
)
from chatserver.core.triage.words import normalise
from chatserver.intent_files.structure import Action, Structure, open_file
from chatserver.yaml_places import Node, Problems, Severity, suggestion

STRUCTURE = "bot"
# What only this conversation knows; phrases that are said there may use it.
OF_THE_CHAT = ("chat_id", "email", "waiting_place")
_SECTIONS = ("intents", "phrases", "words", "forms", "variables", "synonyms", "small_talk", "abuse")
_INTENT_KEYS = ("title", "say", "not", "keywords", "answer")


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of an author, and where it stands."""

    tag: str
    intent: str
    key: str
    text: str
    node: Node

    @property
    def place(self) -> str:
        """The file and the line."""
        return f"{self.node.file}:{self.node.line}"


@dataclass(slots=True)
class Authored:
    """What authors have written, with its places: the lines that the bot learns from, and what it says."""

    lines: list[PlacedLine] = field(default_factory=list)
    said: list[PlacedLine] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What has been read of one language so far."""

    tag: str
    structure: Structure
    variables: dict[str, str]
    problems: Problems
    authored: Authored
    intents: dict[str, Intent] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    slots: dict[tuple[str, str], SlotWords] = field(default_factory=dict)
    seen: dict[str, Node] = field(default_factory=dict)
    blocks: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_language(
    folder: Path,
    tag: str,
    files: list[Path],
    structure: Structure,
    variables: Mapping[str, str],
    problems: Problems,
    authored: Authored,
) -> Language:
    """Reads the files below `folder/tag`; adds what is wrong to `problems`, and what they say to `authored`."""
    reading = Reading(tag, structure, dict(variables), problems, authored)
    mine = [path for path in files if path.is_relative_to(folder / tag)]
    if not mine:
        problems.add_file(
            str(folder / tag), f"There are no files for '{tag}'.", "Add some, or unlist it.", code="unknown-language"
        )
    opened = [node for path in mine if (node := open_file(path, problems, _SECTIONS)) is not None]
    for node in opened:
        for name, _ in _entries(node, "variables", problems):
            reading.variables[name] = node["variables"].text(problems, name)
    for node in opened:
        _read_file(reading, node)
    _report_missing(reading, str(folder / tag / f"{STRUCTURE}.yml"))
    return Language(
        tag,
        reading.intents,
        reading.phrases,
        reading.words,
        reading.slots,
        synonyms=reading.blocks.get("synonyms", ()),
        small_talk=reading.blocks.get("small_talk", ()),
        abuse=reading.blocks.get("abuse", ()),
    )


def _read_file(reading: Reading, node: Node) -> None:
    problems = reading.problems
    for name, intent in _entries(node, "intents", problems):
        if name in reading.seen:
            first = reading.seen[name]
            cure = f"The first is at {first.file}:{first.line}."
            problems.add(intent, f"Intent '{name}' stands twice.", cure, code="duplicate-intent")
            continue
        reading.seen[name] = intent
        reading.intents[name] = _read_intent(reading, name, intent)
    for name, phrase in _entries(node, "phrases", problems, PHRASES):
        text = node["phrases"].text(problems, name, required=True)
        reading.phrases[name] = _filled(reading, phrase, text, OF_THE_CHAT)
        reading.authored.said += _placed(reading, "", name, node["phrases"])
    for name, _ in _entries(node, "words", problems, WORD_LISTS):
        reading.words[name] = frozenset(normalise(line) for line in node["words"].lines(problems, name))
    for name, form in _entries(node, "forms", problems, reading.structure.forms):
        _read_slot_words(reading, name, form)
    for key in ("synonyms", "small_talk", "abuse"):
        reading.blocks[key] = (*reading.blocks.get(key, ()), *node.lines(problems, key))


def _report_missing(reading: Reading, place: str) -> None:
    problems = reading.problems
    for name in FALLBACKS.keys() - reading.phrases.keys():
        if FALLBACKS[name] in reading.phrases:
            reading.phrases[name] = reading.phrases[FALLBACKS[name]]
    for name in PHRASES.keys() - reading.phrases.keys() - FALLBACKS.keys():
        cure = f"It says: {PHRASES[name]}."
        problems.add_file(place, f"The phrase '{name}' is missing.", cure, code="missing-phrase")
    for name in WORD_LISTS.keys() - reading.words.keys():
        cure = f"It {WORD_LISTS[name]}."
        problems.add_file(place, f"The word list '{name}' is missing.", cure, code="missing-words")
    for form in reading.structure.forms.values():
        for slot in form.slots:
            if (form.name, slot.name) not in reading.slots:
                fault = f"Slot '{form.name}.{slot.name}' has no words."
                problems.add_file(place, fault, "Add it to `forms`.", code="missing-slot-words")


def _entries(
    node: Node, key: str, problems: Problems, known: Mapping[str, object] | None = None
) -> list[tuple[str, Node]]:
    if key not in node or not node[key].as_map(problems, known, key):
        return []
    return [(name, entry) for name, entry in node[key].items() if known is None or name in known]


def _read_intent(reading: Reading, name: str, node: Node) -> Intent:
    problems = reading.problems
    action = reading.structure.actions.get(name, Action())
    what = f"Intent '{name}'"
    if not node.as_map(problems, _INTENT_KEYS, what):
        return Intent(name, name, ())
    is_answered = action.form is None and action.then is Then.NOTHING
    if is_answered and "answer" not in node:
        cure = "Add `answer: |`, or give it a form in bot.yml."
        problems.add(node, f"{what} has no 'answer'.", cure, code="missing-answer")
    answer = node.text(problems, "answer", required=is_answered and "answer" in node, what=what)
    examples = node.lines(problems, "say")
    if not examples:
        cure = "Add `say: |` with one line for each way to say it."
        problems.add(node, f"{what} has no examples.", cure, code="missing-examples")
    for key in ("say", "not", "keywords"):
        reading.authored.lines += _placed(reading, name, key, node)
    for key in ("title", "answer"):
        reading.authored.said += _placed(reading, name, key, node)
    return Intent(
        name=name,
        title=node.text(problems, "title", required=True, what=what),
        examples=examples,
        answer=_filled(reading, node["answer"], answer, _slot_names(reading)) if "answer" in node else "",
        counter_examples=node.lines(problems, "not"),
        keywords=node.lines(problems, "keywords"),
        form=action.form,
        then=action.then,
        is_topic=action.is_topic,
        asks=action.asks,
        is_incident=action.is_incident,
        formerly=action.formerly,
    )


def _placed(reading: Reading, name: str, key: str, node: Node) -> list[PlacedLine]:
    # What is wrong with the text as a whole has been told already.
    found = node.placed_lines(Problems(), key)
    return [PlacedLine(reading.tag, name, key, text, place) for text, place in found]


def _read_slot_words(reading: Reading, form_name: str, node: Node) -> None:
    problems = reading.problems
    form = reading.structure.forms[form_name]
    if not node.as_map(problems, [slot.name for slot in form.slots], f"form '{form_name}'"):
        return
    for slot in form.slots:
        if slot.name not in node:
            continue
        words = node[slot.name]
        what = f"slot '{slot.name}'"
        if not words.as_map(problems, ("label", "ask", "retry", "choices"), what):
            continue
        labels: dict[str, str] = {}
        if slot.choices:
            if "choices" not in words or not words["choices"].as_map(problems, slot.choices, "choices"):
                fault = f"Slot '{slot.name}' has no labels."
                problems.add(words, fault, "Add `choices:` with one for each.", code="missing-label")
            else:
                choices = words["choices"]
                labels = {key: choices.text(problems, key, required=True, what=what) for key in slot.choices}
                _report_same_labels(labels, choices, problems)
        ask, retry = (
            _filled(reading, words, words.text(problems, key, required=True, what="The slot"), _slot_names(reading))
            for key in ("ask", "retry")
        )
        reading.slots[form_name, slot.name] = SlotWords(
            label=words.text(problems, "label", required=True, what="The slot"),
            ask=ask,
            retry=retry,
            choices=labels,
        )


def _report_same_labels(labels: Mapping[str, str], node: Node, problems: Problems) -> None:
    seen: dict[str, str] = {}
    for key, label in labels.items():
        other = seen.setdefault(normalise(label), key)
        if label and other != key:
            fault = f"'{other}' and '{key}' have the same label."
            problems.add(node[key], fault, "The bot tells them apart by it.", code="same-label")


def _slot_names(reading: Reading) -> tuple[str, ...]:
    return tuple({slot.name for form in reading.structure.forms.values() for slot in form.slots})


def _filled(reading: Reading, node: Node, text: str, later: tuple[str, ...]) -> str:
    """Fills what the site knows; what only a chat knows stays, and has a default unless the phrase is said there."""
    known = reading.variables
    for variable in sorted(variables_in(text), key=lambda one: one.name):
        if variable.name not in known and variable.name not in later:
            cure = suggestion(variable.name, [*known, *later])
            reading.problems.add(node, f"Unknown variable '{variable.name}'.", cure, code="unknown-variable")
        elif variable.name not in known and variable.default is None and later is not OF_THE_CHAT:
            fault = f"Whether the answer '{variable.name}' is known differs from chat to chat."
            cure = f"Give it a default: {{{{ {variable.name} | … }}}}."
            reading.problems.add(node, fault, cure, code="variable-without-default")
    return fill(text, known)


def compare_languages(
    folder: Path, languages: Mapping[str, Language], structure: Structure, problems: Problems
) -> None:
    """Every intent has its words in the default language; a missing translation is worth a warning."""
    default = languages.get(structure.default)
    if default is None:
        return
    for name in structure.actions.keys() - default.intents.keys():
        place = str(folder / f"{STRUCTURE}.yml")
        cure = "Add it to a language, or remove it."
        problems.add_file(place, f"Intent '{name}' has no words.", cure, code="missing-words")
    for tag, language in languages.items():
        for name in sorted(default.intents.keys() - language.intents.keys()):
            fault = f"Intent '{name}' is not translated."
            problems.add_file(str(folder / tag), fault, "Add it.", Severity.WARNING, "missing-translation")
        for name in sorted(language.intents.keys() - default.intents.keys()):
            fault = f"Intent '{name}' is not in '{structure.default}'."
            problems.add_file(str(folder / tag), fault, "Add it.", Severity.WARNING, "missing-translation")
