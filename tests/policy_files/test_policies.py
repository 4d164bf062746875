from datetime import timedelta

import pytest

from chatserver.core.sla.policies import (
    DEFAULT_POLICIES,
    Audience,
    Circumstance,
    ClockKind,
    PauseReason,
    Policy,
    Row,
    Step,
    Within,
    WithinDays,
)
from chatserver.policy_files.policies import read_policies
from chatserver.yaml_places import Problems, read_yaml

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

RESPONSE = """\
plans: [Gold]
policies:
  first_response:
    calendar: office
    target: 9 h
    targets:
      - plan: premium
        severity: 1
        target: 15 min
      - plan: gold
        target: 1 working day
      - on: high_volume
        target: 12 h
    steps:
      - at: 80 %
        tell: agents
      - at: 10 h
        tell: [supervisors, on_call]
    pauses: [waiting_for_others]
"""


def read(tmp_path, text):
    file = tmp_path / "sla.yml"
    file.write_text(text)
    problems = Problems()
    table = read_policies(read_yaml(file, file.name, problems), ("working_days", "office"), problems)
    return table, "\n".join(map(str, problems.found))


def test_a_policy_is_what_the_file_says_and_the_others_stay(tmp_path):
    table, told = read(tmp_path, RESPONSE)
    assert told == ""
    assert table.pop(ClockKind.FIRST_RESPONSE) == Policy(
        ClockKind.FIRST_RESPONSE,
        Within(9 * HOUR),
        (
            Row(Within(15 * MINUTE), "premium", 1),
            Row(WithinDays(1), "gold"),
            Row(Within(12 * HOUR), on=Circumstance.HIGH_VOLUME),
        ),
        "office",
        (Step(80, (Audience.AGENTS,)), Step(10 * HOUR, (Audience.SUPERVISORS, Audience.ON_CALL))),
        (PauseReason.WAITING_FOR_OTHERS,),
    )
    assert table == {kind: policy for kind, policy in DEFAULT_POLICIES.table.items() if kind in table}


def test_what_a_policy_does_not_say_is_as_in_the_default(tmp_path):
    table, told = read(tmp_path, "policies:\n  first_response:\n    calendar: office\n")
    default = DEFAULT_POLICIES.table[ClockKind.FIRST_RESPONSE]
    assert told == ""
    assert table[ClockKind.FIRST_RESPONSE].rows == default.rows
    assert table[ClockKind.FIRST_RESPONSE].steps == default.steps
    assert table[ClockKind.FIRST_RESPONSE].calendar == "office"


def test_one_target_is_for_everybody(tmp_path):
    table, told = read(
        tmp_path, "policies:\n  first_response:\n    target: 1 h\n  complaint_update: {target: 2 working days}\n"
    )
    assert told == ""
    assert table[ClockKind.FIRST_RESPONSE].target == Within(HOUR)
    assert table[ClockKind.FIRST_RESPONSE].rows == ()
    assert table[ClockKind.COMPLAINT_UPDATE].target == WithinDays(2)


def test_nothing_pauses_and_nobody_is_told_when_the_lists_are_empty(tmp_path):
    table, told = read(tmp_path, "policies:\n  resolution:\n    pauses: []\n    steps: []\n")
    assert told == ""
    assert (table[ClockKind.RESOLUTION].pauses, table[ClockKind.RESOLUTION].steps) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "place", "fault", "cure"),
    [
        ("first_response", "first_reponse", ":3:3:", "Unknown key 'first_reponse'", "Did you mean 'first_response'?"),
        ("calendar:", "calender:", ":4:5:", "Unknown key 'calender'", "Did you mean 'calendar'?"),
        ("office", "ofice", ":4:15:", "no calendar 'ofice'", "Did you mean 'office'?"),
        ("office", "", ":4:", "no calendar ''", "wall_clock"),
        ("9 h", "9", ":5:13:", "'9' has no unit", "`3 working days`"),
        ("9 h", "2 days", ":5:13:", "working days", "`3 working days`"),
        ("9 h", "100 working days", ":5:13:", "between 1 and 90", "Write it like"),
        ("    target: 9 h\n", "", ":4:5:", "no 'target' for everybody else", "target: 24 h"),
        ("plan: premium", "plan: premum", ":7:15:", "no plan 'premum'", "Did you mean 'premium'?"),
        ("plan: premium", "plan: platinum", ":7:15:", "no plan 'platinum'", "`plans:`"),
        ("severity: 1", "severity: high", ":8:19:", "no severity 'high'", "from 1, the worst, to 5"),
        ("severity: 1", "severity: 0", ":8:19:", "no severity '0'", "from 1, the worst, to 5"),
        ("severity: 1", "severty: 1", ":8:9:", "Unknown key 'severty'", "Did you mean 'severity'?"),
        ("15 min", "soon", ":9:17:", "'soon' is no time", "Write it like"),
        ("        target: 15 min\n", "", ":7:9:", "The row has no 'target'", "target: 30 min"),
        ("on: high_volume", "on: hi_volume", ":12:13:", "no circumstance 'hi_volume'", "Did you mean 'high_volume'?"),
        ("- on: high_volume\n        target", "- target", ":12:9:", "The row fits everybody", "`target` above"),
        ("plan: gold", "plan: premium\n        severity: 1", ":10:9:", "never applies: the one in line 7", "above"),
        ("80 %", "80", ":15:13:", "'80' has no unit", "a share of the target"),
        ("80 %", "0 %", ":15:13:", "between 1 and 1000 %", "a share of the target"),
        ("tell: agents", "tell: agent", ":16:15:", "no group of people 'agent'", "Did you mean 'agents'?"),
        ("        tell: agents\n", "", ":15:9:", "A step has `at` and `tell`", "tell: lead"),
        ("at: 10 h", "at: 80 %", ":17:13:", "two steps at this time", "[lead, supervisors]"),
        ("supervisors,", "boss,", ":18:16:", "no group of people 'boss'", "Known here"),
        ("waiting_for_others", "waiting", ":19:14:", "no reason to wait 'waiting'", "waiting_for_"),
        ("calendar: office", "calendar: wall_clock", ":4:5:", "Working days need a calendar", "calendar: working_days"),
        ("plans: [Gold]", "plans: Gold", ":1:8:", "'plans' must be a list", "[one, two]"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_cure(tmp_path, old, new, place, fault, cure):
    assert old in RESPONSE
    told = read(tmp_path, RESPONSE.replace(old, new, 1))[1]
    assert f"sla.yml{place}" in told, told
    assert fault in told
    assert cure in told


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("policies: []", "policies must be a mapping"),
        ("policies:\n  pickup: 5 min\n", "policy 'pickup' must be a mapping"),
        ("policies:\n  pickup:\n    target: 1 h\n    targets: 5 min\n", "'targets' must be a list"),
        ("policies:\n  pickup:\n    target: 1 h\n    targets: [5 min]\n", "a row of 'targets' must be a mapping"),
        ("policies:\n  pickup:\n    steps: 5 min\n", "'steps' must be a list"),
        ("policies:\n  pickup:\n    steps: [5 min]\n", "a step must be a mapping"),
        ("policies:\n  pickup:\n    pauses: {}\n", "no reason to wait"),
        ("policies:\n  complaint_update:\n    calendar: wall_clock\n", "Working days need a calendar"),
    ],
)
def test_a_wrong_shape_is_told(tmp_path, text, fault):
    assert fault in read(tmp_path, text)[1]
