"""`bot.yml`: what all languages share. The languages, the forms' questions, and which intents do more than answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import regex

from chatserver.core.triage.intents import Form, Slot, SlotType, Then
from chatserver.yaml_places import Node, Problems, read_yaml, suggestion

FORMAT = 1
_SLOT_KEYS = ("type", "optional", "choices", "pattern", "least", "most", "tries", "on_request")
_MAX_PATTERN_CHARS = 200
# A repetition of something that holds a repetition: what makes a match take for ever.
_NESTED = re.compile(r"\([^()]*[*+}][^()]*\)\s*[*+{]")
_MAX_TRIES = 10
_HARD_ANSWERS = tuple(part * 100 + "!x" for part in ("a", "1", "ab", "a1", "1-", " a", "A-"))
_LONGEST_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Action:
    """What an intent does beside answering."""

    form: str | None = None
    then: Then = Then.NOTHING
    is_topic: bool = True
    asks: tuple[str, ...] = ()
    is_incident: bool = False
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """The content of `bot.yml`."""

    default: str = ""
    languages: tuple[str, ...] = ()
    forms: Mapping[str, Form] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)


def open_file(path: Path, problems: Problems, keys: tuple[str, ...]) -> Node | None:
    """Returns the file's mapping, if its format is one that this program knows."""
    node = read_yaml(path, str(path), problems)
    problems.has_unread |= node is None
    if node is None or not node.as_map(problems, ("format", *keys), "the file"):
        return None
    if "format" not in node or node["format"].value != FORMAT:
        place = node["format"] if "format" in node else node
        fault = "The file's format is missing or not known."
        problems.add(place, fault, f"Write `format: {FORMAT}`.", code="wrong-format")
    return node


def read_structure(path: Path, problems: Problems) -> Structure:
    """Reads `bot.yml`."""
    node = open_file(path, problems, ("default", "languages", "forms", "intents"))
    if node is None:
        return Structure()
    languages = node.names(problems, "languages")
    default = node.text(problems, "default", required=True, what="The file")
    if default and default not in languages:
        fault = f"The default language '{default}' is not listed."
        problems.add(node, fault, suggestion(default, languages), code="unknown-language")
    forms = {}
    if "forms" in node and node["forms"].as_map(problems, None, "forms"):
        forms = {name: _read_form(name, form, problems) for name, form in node["forms"].items()}
    actions: dict[str, Action] = {}
    if "intents" in node and node["intents"].as_map(problems, None, "intents"):
        actions = {name: _read_action(action, forms, problems) for name, action in node["intents"].items()}
        _check_former_names(node["intents"], actions, problems)
    _report_unused(node, forms, actions, problems)
    return Structure(default, languages, forms, actions)


def _read_form(name: str, node: Node, problems: Problems) -> Form:
    """A form is a mapping of its questions; `confirm: false` among them leaves the summary out."""
    slots: list[Slot] = []
    is_confirmed = True
    if node.as_map(problems, None, f"form '{name}'"):
        is_confirmed = node.flag(problems, "confirm", True)
        slots = [
            slot
            for slot_name, entry in node.items()
            if slot_name != "confirm" and (slot := _read_slot(slot_name, entry, problems)) is not None
        ]
    if not slots:
        problems.add(node, f"Form '{name}' asks nothing.", "Add a slot, or remove the form.", code="empty-form")
    return Form(name, tuple(slots), is_confirmed)


def _read_slot(name: str, node: Node, problems: Problems) -> Slot | None:
    if not node.as_map(problems, _SLOT_KEYS, f"slot '{name}'"):
        return None
    kind = node.text(problems, "type", required=True, what=f"slot '{name}'")
    known = [one.value for one in SlotType]
    if kind not in known:
        problems.add(node, f"Unknown type '{kind}'.", suggestion(kind, known), code="unknown-type")
        return None
    choices = node.names(problems, "choices")
    if (kind == SlotType.CHOICE) != bool(choices):
        fault = "A choice has `choices`, and nothing else has."
        problems.add(node, fault, "Write `choices: [one, two]`.", code="wrong-choices")
    pattern = node.text(problems, "pattern")
    if (kind == SlotType.PATTERN) != bool(pattern):
        fault = "A pattern has `pattern`, and nothing else has."
        problems.add(node, fault, "Write `pattern: '[A-Z]{2}[0-9]{6}'`.", code="wrong-pattern")
    elif pattern:
        _check_pattern(pattern, node["pattern"], problems)
    least, most = node.number(problems, "least"), node.number(problems, "most")
    is_empty = least is not None and most is not None and least > most
    if (kind != SlotType.NUMBER and (least is not None or most is not None)) or is_empty:
        fault = "`least` and `most` bound a number, the smaller one first."
        problems.add(node, fault, "Write `least: 1` and `most: 10`.", code="wrong-bounds")
    tries = node.number(problems, "tries")
    if tries is not None and not (tries.is_integer() and 1 <= tries <= _MAX_TRIES):
        problems.add(node["tries"], f"`tries` is a whole number from 1 to {_MAX_TRIES}.", "", code="wrong-bounds")
        tries = None
    return Slot(
        name=name,
        type=SlotType(kind),
        optional=node.flag(problems, "optional", False),
        choices=choices,
        pattern=pattern,
        least=least,
        most=most,
        tries=int(tries) if tries is not None else Slot("", SlotType.TEXT).tries,
        on_request=node.flag(problems, "on_request", False),
    )


def _check_pattern(pattern: str, node: Node, problems: Problems) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        problems.add(node, f"The pattern is not a regular expression: {error}.", "Mend it.", code="wrong-pattern")
        return
    if len(pattern) > _MAX_PATTERN_CHARS or _NESTED.search(pattern) or _takes_long(pattern):
        fault = "The pattern repeats a repetition, or is very long: some answers would take for ever."
        problems.add(node, fault, "Use one repetition, such as [0-9]{6,12}.", code="dangerous-pattern")


def _takes_long(pattern: str) -> bool:
    """Tries the answers that bad patterns stumble over."""
    try:
        for line in _HARD_ANSWERS:
            regex.fullmatch(pattern, line, regex.IGNORECASE, timeout=_LONGEST_SECONDS)
    except TimeoutError:
        return True
    except regex.error:
        # It is a pattern to one library and none to the other: better to refuse it.
        return True
    return False


def _read_action(node: Node, forms: Mapping[str, Form], problems: Problems) -> Action:
    if not node.as_map(problems, ("form", "then", "topic", "ask", "incident", "formerly"), "the intent"):
        return Action()
    form = node.text(problems, "form") or None
    if form is not None and form not in forms:
        problems.add(node["form"], f"There is no form '{form}'.", suggestion(form, forms), code="unknown-form")
    then = node.text(problems, "then") or Then.NOTHING.value
    if then not in {known.value for known in Then}:
        cure = suggestion(then, [known.value for known in Then])
        problems.add(node["then"], f"Unknown '{then}'.", cure, code="unknown-action")
        then = Then.NOTHING.value
    asks = node.names(problems, "ask")
    on_request = [slot.name for slot in forms[form].slots if slot.on_request] if form and form in forms else []
    for name in asks:
        if name not in on_request:
            fault = f"'{name}' is no question that the form asks on request."
            problems.add(node["ask"], fault, suggestion(name, on_request) if on_request else "", code="unknown-slot")
    return Action(
        form=form,
        then=Then(then),
        is_topic=node.flag(problems, "topic", True),
        asks=asks,
        is_incident=node.flag(problems, "incident", False),
        formerly=node.names(problems, "formerly"),
    )


def _check_former_names(node: Node, actions: Mapping[str, Action], problems: Problems) -> None:
    seen: dict[str, str] = {}
    for name, action in actions.items():
        for former in action.formerly:
            other = former if former in actions else seen.get(former)
            if other is not None:
                fault = f"'{former}' cannot be a former name of '{name}': '{other}' has it."
                problems.add(node[name], fault, "A former name leads to one intent.", code="former-name-taken")
            seen[former] = name


def _report_unused(node: Node, forms: Mapping[str, Form], actions: Mapping[str, Action], problems: Problems) -> None:
    for name in forms.keys() - {action.form for action in actions.values()}:
        fault = f"No intent uses the form '{name}'."
        problems.warn(node["forms"][name], fault, "Give it to an intent, or remove it.", code="unused-form")
