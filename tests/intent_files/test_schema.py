import re

import pytest
from ruamel.yaml import YAML

from chatserver.core.triage.intents import PHRASES, WORD_LISTS
from chatserver.intent_files import language, structure
from chatserver.intent_files.schema import SCHEMAS, language_schema, schema_of_tests, structure_schema
from tests.conftest import ROOT
from tests.intent_files.small_set import FAQ, STRUCTURE, WORDS

TYPES = {"object": dict, "array": list, "string": str, "number": (int, float), "integer": int, "boolean": bool}
KNOWN = {
    *("type", "properties", "additionalProperties", "required", "items", "enum", "const"),
    *("minLength", "minItems", "minimum", "maximum", "description", "title", "$schema"),
}


def is_valid(value, schema) -> bool:
    """As much of JSON Schema as is used here; a word that is not known fails the test."""
    assert schema.keys() <= KNOWN, schema.keys() - KNOWN
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (kind != "boolean" and isinstance(value, bool))):
        return False
    if ("enum" in schema and value not in schema["enum"]) or ("const" in schema and value != schema["const"]):
        return False
    if len(value) < schema.get("minLength", 0) if isinstance(value, str) else False:
        return False
    if isinstance(value, list):
        return len(value) >= schema.get("minItems", 0) and all(is_valid(one, schema["items"]) for one in value)
    if isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return False
    if isinstance(value, dict):
        rest, own = schema.get("additionalProperties", True), schema.get("properties", {})
        if not set(schema.get("required", ())) <= value.keys():
            return False
        return all(_is_valid_entry(key, inner, own, rest) for key, inner in value.items())
    return True


def _is_valid_entry(key, inner, own, rest) -> bool:
    schema = own.get(key, rest)
    return schema if isinstance(schema, bool) else is_valid(inner, schema)


def parsed(text: str):
    return YAML(typ="safe", pure=True).load(text)


def test_good_files_are_valid():
    assert is_valid(parsed(STRUCTURE), structure_schema())
    assert is_valid(parsed(WORDS), language_schema())
    assert is_valid(parsed(FAQ), language_schema())


def test_the_shipped_files_are_valid():
    for path in sorted((ROOT / "intents").rglob("*.yml")):
        inside = path.relative_to(ROOT / "intents").parts
        kind = "tests" if inside[0] == "tests" else "language" if len(inside) > 1 else "structure"
        assert is_valid(parsed(path.read_text()), SCHEMAS[kind]()), path


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (FAQ, "title: Opening hours", "titel: Opening hours"),
        (FAQ, "title: Opening hours", "title: 12"),
        (FAQ, "    title: Opening hours\n", ""),
        (FAQ, "format: 1", "format: 2"),
        (FAQ, "format: 1", ""),
        (FAQ, "intents:", "intent:"),
        (WORDS, "greeting:", "greting:"),
        (WORDS, "cancel: |", "cancle: |"),
        (WORDS, "retry: Choose.", "again: Choose."),
    ],
)
def test_mistakes_in_a_language_are_invalid(text, old, new):
    assert old in text
    assert not is_valid(parsed(text.replace(old, new, 1)), language_schema())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("type: name", "type: nmae"),
        ("type: name", "kind: name"),
        ("languages: [en]", "languages: []"),
        ("languages: [en]", "languages: en"),
        ("default: en\n", ""),
        ("then: handoff", "then: hand_off"),
        ("topic: false", "topic: 'no'"),
        ("{type: name}", "{type: name, tries: 11}"),
        ("{type: name}", "{type: name, least: one}"),
        ("form: order", "from: order"),
    ],
)
def test_mistakes_in_the_structure_are_invalid(old, new):
    assert old in STRUCTURE
    assert not is_valid(parsed(STRUCTURE.replace(old, new, 1)), structure_schema())


def test_a_form_may_say_whether_it_is_confirmed():
    text = STRUCTURE.replace("  order:\n", "  order:\n    confirm: false\n")
    assert is_valid(parsed(text), structure_schema())


def test_the_schemas_have_the_keys_that_the_loader_reads():
    words = language_schema()["properties"]
    assert set(words) == {"format", *language._SECTIONS}
    assert set(words["intents"]["additionalProperties"]["properties"]) == set(language._INTENT_KEYS)
    assert set(words["phrases"]["properties"]) == set(PHRASES)
    assert set(words["words"]["properties"]) == set(WORD_LISTS)
    forms = structure_schema()["properties"]["forms"]["additionalProperties"]
    assert set(forms["additionalProperties"]["properties"]) == set(structure._SLOT_KEYS)
    source = (ROOT / "chatserver/intent_files/structure.py").read_text()
    action = re.search(r'as_map\(problems, \(([^)]*)\), "the intent"\)', source)
    known = set(re.findall(r'"(\w+)"', action[1]))
    assert set(structure_schema()["properties"]["intents"]["additionalProperties"]["properties"]) == known


def test_tests_need_their_format():
    assert is_valid({"format": 1, "anything": []}, schema_of_tests())
    assert not is_valid({"anything": []}, schema_of_tests())
