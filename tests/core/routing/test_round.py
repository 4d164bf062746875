"""The round that the decision record shows works as it stands there."""

import re
from typing import Any

from chatserver.core.routing.announcement import Kind
from chatserver.core.routing.assignment import Match
from chatserver.core.routing.ladder import Step
from tests.conftest import ROOT


def test_the_documented_round_makes_an_offer_and_tells_who_waits():
    text = (ROOT / "docs/decisions/0014-routing.md").read_text()
    names: dict[str, Any] = {}
    exec(re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0], names)
    assert names["offers"] == [Match("B", "ben")]
    # The last of the line is the English chat; the German one is due before it.
    assert names["estimate"].chat_id == "B"
    assert names["told"].announcement.kind is Kind.RANGE
    assert names["steps"] == ()
    german = names["estimate_all"](names["waiting"], names["agents"], names["rates"], names["now"])[0]
    assert german.chat_id == "A"
    assert german.mean > names["estimate"].mean
    assert Step.OFFER_TICKET not in names["steps"]
