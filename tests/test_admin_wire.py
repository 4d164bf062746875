from datetime import timedelta

import pytest

from chatserver import admin_wire as wire
from chatserver.core.errors import Refused
from chatserver.core.sla.policies import DEFAULT_POLICIES, ClockKind
from chatserver.core.working_hours import read_hours
from chatserver.protocol_admin import HoursFields, StretchFields
from chatserver.services.administering import Welcome
from chatserver.services.overview import PolicyView
from chatserver.services.ports import Agent
from chatserver.services.site_ports import Complaint, PolicyFile
from tests.doubles import NOON

WEEK = [[StretchFields("09:00", "17:00")], *([[]] * 6)]


def test_an_agent_is_told_without_the_hash_of_the_password():
    card = wire.agent_card(Agent("a-1", "Ada", "hash"), frozenset({"a-1"}))
    assert card.has_password
    assert card.is_connected
    assert "hash" not in repr(card).replace("has_password", "")


def test_hours_go_to_and_fro():
    hours = wire.hours_of(HoursFields("Europe/Berlin", WEEK))
    assert hours == read_hours("Europe/Berlin", [[("09:00", "17:00")], *([[]] * 6)])
    card = wire.agent_card(Agent("a-1", "Ada", "", hours=hours), frozenset())
    assert (card.hours.weekly[0][0].opens, card.hours.zone) == ("09:00", "Europe/Berlin")
    assert wire.hours_of(HoursFields("UTC", [[]] * 7)) is None


def test_hours_that_are_none_are_refused_at_their_field():
    with pytest.raises(Refused) as refused:
        wire.hours_of(HoursFields("Nowhere", WEEK))
    assert refused.value.field == "hours"


def test_a_link_stands_behind_the_hash_of_the_address():
    ack = wire.welcome_ack(Welcome(Agent("a-1", "Ada", ""), "token", NOON), frozenset())
    assert ack.path == "/console#sign-in=token"


def test_promises_are_told_from_the_narrowest_to_everybodys():
    file = PolicyFile("sla.yml", None, (Complaint("sla.yml:3:1", "Wrong.", "Mend it."),))
    ack = wire.policies_ack(PolicyView(DEFAULT_POLICIES, file), NOON)
    assert not ack.is_current
    assert [one.kind for one in ack.policies] == list(ClockKind)
    first = next(one for one in ack.policies if one.kind is ClockKind.FIRST_RESPONSE)
    assert [(row.plan, row.seconds) for row in first.targets] == [
        ("premium", 1800),
        ("regular", 4 * 3600),
        ("", 24 * 3600),
    ]
    assert [(step.at, len(step.tell)) for step in first.steps] == [("80 %", 1), ("100 %", 1), ("125 %", 1)]
    # NOON is on a Saturday.
    (days,) = ack.calendars
    assert (days.is_open, days.opens_at) == (False, NOON.replace(hour=0) + timedelta(days=2))


def test_nothing_was_declared_is_normal():
    now = wire.volume_now(None)
    assert (now.volume, now.since, now.by) == ("normal", None, None)
