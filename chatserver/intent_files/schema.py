"""JSON Schemas of the intent files, for editors that complete keys and mark mistakes while one types.

Made from the tables that the loader reads by; what only `check` can know (names that must be there) is left to it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from chatserver.core.triage.intents import PHRASES, WORD_LISTS, SlotType, Then
from chatserver.intent_files.structure import FORMAT

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "minLength": 1}
_NAMES: Schema = {"type": "array", "items": _TEXT}
_INTENT: Mapping[str, str] = {
    "title": "Two to five words; they stand on a button when the bot asks back.",
    "say": "How people say it: one line for each way, in a `|` block.",
    "not": "Lines that look like this intent and are not.",
    "keywords": "Single words or short phrases that mean this intent and no other.",
    "answer": "What the bot says; {{ brand }} and the like are filled in.",
}
_SLOT_WORDS: Mapping[str, str] = {
    "label": "What people read beside the answer.",
    "ask": "The question.",
    "retry": "What the bot says to an answer that does not fit.",
}


def structure_schema() -> Schema:
    """Returns the schema of `bot.yml` in the folder itself."""
    slot = _object(
        {
            "type": {"enum": [kind.value for kind in SlotType], "description": "What an answer must look like."},
            "optional": _flag("A button leaves the answer out."),
            "choices": {**_NAMES, "description": "Of the kind choice: short names, which each language gives a label."},
            "pattern": {**_TEXT, "description": "Of the kind pattern: a regular expression for the whole answer."},
            "least": {"type": "number", "description": "Of the kind number: the smallest that is taken."},
            "most": {"type": "number", "description": "Of the kind number: the largest that is taken."},
            "tries": {"type": "integer", "minimum": 1, "maximum": 10, "description": "Wrong answers before a person."},
            "on_request": _flag("Asked only for intents that name it under `ask`."),
        },
        required=["type"],
    )
    form = {
        "type": "object",
        "properties": {"confirm": _flag("False: the answers are not shown again before people get them.")},
        "additionalProperties": slot,
    }
    action = _object(
        {
            "form": {**_TEXT, "description": "The form whose questions are asked."},
            "then": {"enum": [then.value for then in Then], "description": "What follows the answer."},
            "topic": _flag("False: small talk, never what a chat is about."),
            "ask": {**_NAMES, "description": "Questions of the form that are asked on request."},
            "incident": _flag("An open incident is told before the answer."),
            "formerly": {**_NAMES, "description": "Names that the intent had before."},
        }
    )
    return _file(
        "The structure of an intent set",
        {
            "default": {**_TEXT, "description": "The language for everybody whose own is not listed."},
            "languages": {**_NAMES, "minItems": 1, "description": "Names such as en or pt-BR; each has a folder."},
            "forms": _each(form),
            "intents": _each(action),
        },
        required=["format", "default", "languages"],
    )


def language_schema() -> Schema:
    """Returns the schema of every file in the folder of a language."""
    intent = _object({key: _described(words) for key, words in _INTENT.items()}, required=["title", "say"])
    slot = _object(
        {
            **{key: _described(words) for key, words in _SLOT_WORDS.items()},
            "choices": {**_each(_TEXT), "description": "A label for each choice of bot.yml."},
        },
        required=list(_SLOT_WORDS),
    )
    return _file(
        "The words of a language",
        {
            "intents": _each(intent),
            "phrases": _object({key: _described(words) for key, words in PHRASES.items()}),
            "words": _object({key: _described(f"Whole lines: {words}.") for key, words in WORD_LISTS.items()}),
            "forms": _each(_each(slot)),
            "variables": {**_each(_TEXT), "description": "Filled in between double braces."},
            "synonyms": _described("Words that mean much the same, one group a line."),
            "small_talk": _described("Lines that are no matter of yours."),
            "abuse": _described("Words that earn one calm line, then a person."),
        },
        required=["format"],
    )


def schema_of_tests() -> Schema:
    """Returns the schema of the files below `tests/`; their keys are `chatserver intents test`'s matter."""
    return {**_file("Tests of an intent set", {}, required=["format"]), "additionalProperties": True}


SCHEMAS = {"structure": structure_schema, "language": language_schema, "tests": schema_of_tests}


def _file(title: str, properties: Mapping[str, Schema], required: Sequence[str]) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **_object({"format": {"const": FORMAT, "description": "The first line of the file."}, **properties}, required),
    }


def _object(properties: Mapping[str, Schema], required: Sequence[str] = ()) -> Schema:
    found: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**found, "required": list(required)} if required else found


def _each(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": schema}


def _flag(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def _described(description: str) -> Schema:
    return {**_TEXT, "description": description[:1].upper() + description[1:]}
