import pytest

from chatserver.core.triage.intents import SlotType
from chatserver.intent_files.structure import read_structure
from chatserver.yaml_places import Problems

GOOD = """format: 1
default: en
languages: [en]
forms:
  order:
    confirm: false
    seats: {type: number, least: 1, most: 10, tries: 2}
    code: {type: pattern, pattern: '[A-Z]{2}[0-9]{4}'}
    when: {type: datetime, optional: true}
    severity: {type: choice, choices: ["1", "2"], on_request: true}
intents:
  order: {form: order, ask: [severity], formerly: [buy]}
  outage: {incident: true, topic: false}
"""


def read(tmp_path, text=GOOD):
    path = tmp_path / "bot.yml"
    path.write_text(text)
    problems = Problems()
    return read_structure(path, problems), [
        (problem.line, problem.code, problem.severity.value) for problem in problems.found
    ]


def test_every_part_of_the_structure_is_read(tmp_path):
    structure, found = read(tmp_path)
    assert found == []
    form = structure.forms["order"]
    assert (form.confirm, [slot.name for slot in form.slots]) == (False, ["seats", "code", "when", "severity"])
    assert (form.slots[0].least, form.slots[0].most, form.slots[0].tries) == (1.0, 10.0, 2)
    assert (form.slots[1].pattern, form.slots[2].type, form.slots[3].on_request) == (
        "[A-Z]{2}[0-9]{4}",
        SlotType.TIME,
        True,
    )
    order, outage = structure.actions["order"], structure.actions["outage"]
    assert (order.form, order.asks, order.formerly) == ("order", ("severity",), ("buy",))
    assert (outage.is_incident, outage.is_topic) == (True, False)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("type: number,", "type: text,", (7, "wrong-bounds", "error")),
        ("least: 1, most: 10", "least: 10, most: 1", (7, "wrong-bounds", "error")),
        ("least: 1,", "least: one,", (7, "not-a-number", "error")),
        ("tries: 2", "tries: 99", (7, "wrong-bounds", "error")),
        ("'[A-Z]{2}[0-9]{4}'", "'[A-Z'", (8, "wrong-pattern", "error")),
        ("'[A-Z]{2}[0-9]{4}'", "'(a+)+b'", (8, "dangerous-pattern", "error")),
        ("'[A-Z]{2}[0-9]{4}'", "'([a-z]*)*'", (8, "dangerous-pattern", "error")),
        ("'[A-Z]{2}[0-9]{4}'", "'(a|a)+b'", (8, "dangerous-pattern", "error")),
        ("'[A-Z]{2}[0-9]{4}'", "'(a|aa)+$'", (8, "dangerous-pattern", "error")),
        (", pattern: '[A-Z]{2}[0-9]{4}'", "", (8, "wrong-pattern", "error")),
        ("optional: true", "optional: maybe", (9, "not-a-flag", "error")),
        ("ask: [severity]", "ask: [seats]", (12, "unknown-slot", "error")),
        ("formerly: [buy]", "formerly: [outage]", (12, "former-name-taken", "error")),
        ("{form: order, ask: [severity], formerly: [buy]}", "{topic: false}", (5, "unused-form", "warning")),
    ],
)
def test_a_mistake_has_its_line_and_code(tmp_path, old, new, told):
    assert old in GOOD
    column_off = read(tmp_path, GOOD.replace(old, new))[1]
    assert [(line, code, severity) for line, code, severity in column_off if (code, severity) == told[1:]], column_off
