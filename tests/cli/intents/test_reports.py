import csv
import io
import json
import shlex

import pytest
from click.testing import CliRunner

from chatserver.app import SystemClock
from chatserver.cli import main
from chatserver.core.triage.gaps import week_of
from tests.cli.intents.chats import write_chats
from tests.intent_files.small_set import STRUCTURE, write_small_set

ASKED = "when will it come to my place"


@pytest.fixture
def folder(tmp_path):
    return write_small_set(tmp_path / "intents")


@pytest.fixture
def run(tmp_path, folder):
    def invoke(*arguments: str):
        places = ["--intents", str(folder), "--data", str(tmp_path / "data")]
        return CliRunner().invoke(main, ["intents", *arguments, *places])

    return invoke


@pytest.fixture
def chats(tmp_path, folder):
    def write(*lines: tuple[str, ...]) -> None:
        write_chats(tmp_path / "data", folder, SystemClock(), *lines)

    return write


def test_unanswered_questions_are_shown_with_what_followed_and_the_command_to_adopt_them(run, chats, folder):
    chats(
        (ASKED, "Where is my parcel"),
        (f"{ASKED}?", "Where is my parcel"),
        ("xyzzy", "human it"),
        ("are you open on sunday",),
    )
    result = run("gaps", "--format", "json")
    assert result.exit_code == 1
    first, second = json.loads(result.stdout)
    assert (first["text"], first["count"], first["pressed"]) == (ASKED, 2, {"parcel": 2})
    assert (second["text"], second["count"], second["pressed"]) == ("xyzzy", 1, {"a person": 1})
    assert second["adopt"] is None
    words = shlex.split(first["adopt"])
    assert words[:4] == ["chatserver", "intents", "adopt", ASKED]
    assert CliRunner().invoke(main, words[1:]).exit_code == 0
    assert ASKED in (folder / "en/faq.yml").read_text()


def test_what_is_answered_by_now_is_left_out_unless_it_is_asked_for(run, chats):
    chats((ASKED, "Where is my parcel"))
    assert f"1 x “{ASKED}” (en;" in run("gaps").stdout
    run("adopt", ASKED, "--intent", "parcel", "--lang", "en")
    CliRunner().invoke(main, shlex.split(json.loads(run("gaps", "--format", "json").stdout)[0]["adopt"])[1:])
    result = run("gaps")
    assert (result.exit_code, "1 question of before would be answered by now" in result.stdout) == (0, True)
    assert run("gaps", "--all").exit_code == 1


def test_only_one_language_or_one_time_may_be_asked_for(run, chats):
    chats(("xyzzy",))
    assert run("gaps", "--lang", "en").exit_code == 1
    assert run("gaps", "--lang", "ru").exit_code == 2
    assert run("gaps", "--since", "2020-01-01").exit_code == 1
    late = run("gaps", "--since", "2999-01-01")
    assert (late.exit_code, late.stdout) == (0, "Nothing that the bot did not answer.\n")


def test_what_has_a_mask_or_an_address_in_it_is_shown_and_not_adopted(run, chats):
    chats(("xyzzy my password is hunter2", "Where is my parcel"), ("xyzzy anna@shop.example", "Where is my parcel"))
    result = run("gaps", "--format", "json")
    assert "hunter2" not in result.output
    assert [gap["adopt"] for gap in json.loads(result.stdout)] == [None, None]


def test_coverage_is_counted_by_intent_and_week(run, chats):
    chats(("are you open on sunday", "is there a real person"), (ASKED, "Where is my parcel"))
    week = week_of(SystemClock().now())
    result = run("coverage", "--format", "json")
    assert result.exit_code == 0
    tallies = {tally["intent"]: tally for tally in json.loads(result.stdout)}
    assert {tally["week"] for tally in tallies.values()} == {week}
    assert tallies["hours"]["answered"] == 1
    assert tallies["hours"]["handed_off"] == 1
    assert (tallies["parcel"]["answered"], tallies["parcel"]["asked"]) == (1, 1)
    rows = list(csv.DictReader(io.StringIO(run("coverage", "--format", "csv").stdout)))
    assert {row["intent"]: int(row["answered"]) for row in rows} == {
        name: tally["answered"] for name, tally in tallies.items()
    }


def test_as_text_intents_that_nobody_met_are_named(run, chats):
    chats(("are you open on sunday",))
    week = week_of(SystemClock().now())
    assert run("coverage", "--weeks", "1").stdout == (
        "week      intent  answered  asked  handed off\n"
        f"{week}  hours          1      0           0\n"
        "Never met in 1 week: buy, parcel, person\n"
    )


def test_a_renamed_intent_keeps_its_past(run, chats, folder):
    chats(("are you open on sunday",))
    (folder / "bot.yml").write_text(STRUCTURE + "  times: {formerly: [hours]}\n")
    faq = folder / "en/faq.yml"
    faq.write_text(faq.read_text().replace("  hours:", "  times:"))
    (tally,) = json.loads(run("coverage", "--format", "json").stdout)
    assert (tally["intent"], tally["answered"]) == ("times", 1)


def test_no_database_is_status_two(run):
    for report in ("gaps", "coverage"):
        result = run(report)
        assert (result.exit_code, "There is no database" in result.output) == (2, True)
