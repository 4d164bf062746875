from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatserver.core.sla.calendars import add_working_days, is_open
from chatserver.core.sla.clocks import start
from chatserver.core.sla.policies import DEFAULT_POLICIES, Audience, Circumstance, ClockKind, Facts, PauseReason
from chatserver.policy_files.load import load_sla
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs/examples/sla.yml"


def loaded(tmp_path, text):
    file = tmp_path / "sla.yml"
    file.write_text(text)
    return load_sla(file)


def test_the_documented_example_is_right_and_stands_in_the_page():
    found = load_sla(EXAMPLE)
    assert found.problems == ()
    assert found.policies is not None
    assert EXAMPLE.read_text().strip() in (ROOT / "docs/sla.md").read_text()
    asked = datetime(2026, 12, 23, 16, tzinfo=UTC)
    clock = start(found.policies, ClockKind.FIRST_RESPONSE, Facts("regular"), asked).clock
    assert clock.due_at == datetime(2026, 12, 24, 10, tzinfo=UTC)
    assert is_open(found.policies.calendars["nights"], datetime(2026, 12, 4, 8, tzinfo=UTC))


def test_the_page_names_every_word_that_may_be_written():
    page = (ROOT / "docs/sla.md").read_text()
    for word in (*ClockKind, *Audience, *Circumstance, *PauseReason):
        assert f"`{word}`" in page, word


def test_a_file_that_says_nothing_is_the_default(tmp_path):
    policies = loaded(tmp_path, "format: 1\n").policies
    assert (policies.calendars, policies.table) == (DEFAULT_POLICIES.calendars, DEFAULT_POLICIES.table)


def test_working_days_may_be_said_better(tmp_path):
    text = "format: 1\ncalendars:\n  working_days:\n    zone: Europe/Berlin\n    hours: {mon-sat: 00:00-24:00}\n"
    policies = loaded(tmp_path, text).policies
    friday = datetime(2026, 6, 5, 10, tzinfo=UTC)
    calendar = policies.calendar_of(ClockKind.COMPLAINT_UPDATE)
    assert add_working_days(calendar, friday, 1) == datetime(2026, 6, 6, 10, tzinfo=UTC)


def test_the_version_changes_with_the_content_and_only_with_it(tmp_path):
    text = EXAMPLE.read_text()
    version = load_sla(EXAMPLE).policies.version
    assert loaded(tmp_path, text + "\n# a remark\n").policies.version == version
    assert loaded(tmp_path, text.replace("4 h", "5 h")).policies.version != version
    assert loaded(tmp_path, text.replace("13:00-18:00", "13:00-17:00")).policies.version != version


def test_all_mistakes_are_told_at_once_and_the_file_is_not_used(tmp_path):
    text = EXAMPLE.read_text().replace("Europe/Berlin", "Europe/Berln").replace("tell: lead", "tell: leed")
    found = loaded(tmp_path, text)
    assert found.policies is None
    told = [str(problem) for problem in found.problems]
    assert len(told) == 3, told
    assert "sla.yml:5:11: error: There is no time zone 'Europe/Berln'. Did you mean 'Europe/Berlin'?" in told[0]
    assert "Did you mean 'lead'?" in told[2]


def test_a_calendar_with_a_mistake_is_not_missing_as_well(tmp_path):
    found = loaded(tmp_path, EXAMPLE.read_text().replace("sat: 09:00-13:00", "sat: 9-13"))
    assert [problem.fault for problem in found.problems] == ["'9-13' are no hours."]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty or not a mapping"),
        ("calendars: {}\n", "format is missing"),
        ("format: 2\n", "format is missing or not known"),
        ("format: 1\npolices: {}\n", "Unknown key 'polices'"),
        ("format: 1\ncalendars: *x\n", "aliases"),
        ("format: 1\nformat: 1\n", "duplicate key"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, text, fault):
    found = loaded(tmp_path, text)
    assert found.policies is None
    assert any(fault in problem.fault for problem in found.problems), found.problems


def test_a_missing_file_is_told(tmp_path):
    found = load_sla(tmp_path / "none.yml")
    assert found.policies is None
    assert "cannot be read" in found.problems[0].fault


LINES = EXAMPLE.read_text().splitlines()
WORDS = (
    "",
    "~",
    "[]",
    "{}",
    "1",
    "-1",
    "1.5",
    "true",
    "null",
    "0x1F",
    "12:30",
    "2026-12-24",
    "x",
    "é",
    "[[",
    "- a",
    "? b",
    "1e999",
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.integers(0, len(LINES) - 1), st.sampled_from(WORDS), st.sampled_from(("value", "key", "line")))
def test_whatever_is_written_there_is_read_or_told_with_a_place(tmp_path, number, word, where):
    lines = list(LINES)
    key, colon, value = lines[number].partition(":")
    indent = key[: len(key) - len(key.lstrip())]
    lines[number] = {"value": f"{key}{colon} {word}", "key": f"{indent}{word}{colon}{value}", "line": indent + word}[
        where
    ]
    found = loaded(tmp_path, "\n".join(lines) + "\n")
    assert (found.policies is None) == bool(found.problems)
    for problem in found.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.fault.strip()
        assert problem.cure.strip()
