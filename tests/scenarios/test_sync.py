"""What a page that is under way may meet: events that overtake it, a shorter copy, another database."""

import json
import subprocess

import pytest

from tests.conftest import ROOT
from tests.scenarios.test_replay import NODE


@pytest.fixture(scope="module")
def played() -> dict:
    assert NODE is not None
    script = str(ROOT / "tests/scenarios/sync.mjs")
    run = subprocess.run([NODE, script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_a_page_is_applied(played):
    assert played["first"] == {"texts": ["m1", "m2", "m3"], "asked": [0]}


def test_an_event_that_overtakes_its_page_costs_nothing(played):
    assert played["overtaken"] == {"texts": ["m1", "m2", "m3", "m4"], "asked": [3]}


def test_a_shorter_copy_replaces_what_the_screen_had(played):
    assert played["shorter"]["texts"] == ["m1", "other"]


def test_another_database_replaces_what_the_screen_had(played):
    assert played["restored"]["texts"] == ["restored"]
