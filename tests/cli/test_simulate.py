import pytest
from click.testing import CliRunner

from chatserver.cli import main


def run(*arguments: str):
    return CliRunner().invoke(main, ["simulate", "--hours", "1", *arguments])


def cells(result, title: str) -> list[str]:
    return next(line for line in result.stdout.splitlines() if line.strip().startswith(title)).split()[-2:]


def test_a_day_is_told_as_a_table_bars_and_a_line_on_staffing():
    result = run("--agents", "4", "--cap", "2", "--arrivals", "30", "--seed", "3")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("4 agents with 2 chats each, 30 chats/h for 1 h")
    for part in ("answered within 5 min", "mean error of the estimate", "0-1 min #", "agents needed for 95 %"):
        assert part in result.stdout


def test_the_same_seed_tells_the_same_day():
    assert run("--seed", "5").stdout == run("--seed", "5").stdout
    assert run("--seed", "5").stdout != run("--seed", "6").stdout


def test_policies_are_compared_side_by_side():
    result = run("--policy", "fifo", "--policy", "due")
    assert result.stdout.splitlines()[2].split() == ["fifo", "due"]


def test_languages_and_their_speakers_can_be_given():
    result = run("--languages", "en=60,fi=40", "--speakers", "fi=1", "--arrivals", "80")
    assert result.exit_code == 0, result.output
    assert result.stdout != run("--languages", "en=60,fi=40", "--speakers", "fi=8", "--arrivals", "80").stdout


def test_the_ladder_offers_tickets():
    crowded = ("--arrivals", "150", "--seed", "2")
    assert cells(run(*crowded), "tickets offered") == ["0.0", "%"]
    assert cells(run(*crowded, "--ladder"), "tickets offered") != ["0.0", "%"]


def test_a_picture_can_be_drawn(tmp_path):
    file = tmp_path / "day.svg"
    result = run("--svg", str(file))
    assert file.read_text().startswith("<svg ")
    assert result.stdout.endswith(f"Picture: {file}\n")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--policy", "best"),
        ("--agents", "0"),
        ("--arrivals", "0"),
        ("--arrivals", "nan"),
        ("--languages", "en=many"),
        ("--languages", "=3"),
        ("--languages", "en=-1"),
        ("--languages", "en=nan"),
        ("--languages", "en=0"),
        ("--work", "0"),
    ],
)
def test_what_cannot_be_simulated_is_refused_with_a_sentence(wrong):
    result = run(*wrong)
    assert result.exit_code == 2
    assert wrong[0] in result.stderr


def test_a_day_on_which_nobody_comes_is_said_so():
    result = CliRunner().invoke(main, ["simulate", "--hours", "0.01", "--arrivals", "0.1"])
    assert result.exit_code == 1
    assert "nobody asked" in result.stderr
