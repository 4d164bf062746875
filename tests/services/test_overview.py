import asyncio
from datetime import timedelta

import pytest

from chatserver.core.errors import Code, Refused
from chatserver.core.people import Role
from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.rules import OwnRule, Rules
from chatserver.services import overview, signing_in
from chatserver.services.ports import Presence
from chatserver.services.site_ports import PolicyFile, RuleCount, RuleFile, SiteFacts


class Files:
    """A site without files, whose chats are those of the desk."""

    def __init__(self, desk) -> None:
        self.desk = desk
        self.asked_since = None
        self.logs: list = []

    def facts(self):
        return SiteFacts("Acme", "", (), "chatserver.toml", 8)

    async def policies(self):
        return PolicyFile("")

    async def rules(self):
        return RuleFile("")

    def rule_counts(self):
        return {"card.visa": RuleCount(3, 1), "key.okta.token": RuleCount(2, 0)}

    def reload_problems(self):
        return ["billing.yml:3:1: error: It is wrong."]

    def histories(self, since):
        self.asked_since = since
        yield from self.logs


@pytest.fixture
async def ruth(desk):
    made = await desk.agent("Ruth", Presence.AWAY)
    await signing_in.set_profile(desk.ctx, "Ruth", role=Role.ADMIN, languages=("de", "en"), teams=("billing",))
    return made


async def test_lists_are_made_of_what_agents_have(desk, ruth):
    await desk.agent("Ada")
    await signing_in.set_profile(desk.ctx, "Ada", languages=("de",), skills=("sso",))
    found = await overview.site(desk.ctx, ruth, Files(desk))
    assert (found.languages, found.teams, found.skills) == ({"de": 2, "en": 1}, {"billing": 1}, {"sso": 1})
    assert found.facts.brand == "Acme"


def test_families_come_first_then_what_there_is_to_tell():
    rules = Rules((OwnRule("acme", SecretKind.KEY, "acme_<b62:24>"),), frozenset({"key.okta", "password"}))
    counts = {"card.visa": RuleCount(3, 1), "own.acme": RuleCount(2, 0)}
    view = overview.rule_view(rules, RuleFile("r.yml", rules), counts)
    assert [(one.name, one.is_on, one.count.masked) for one in view.families] == [
        ("card", True, 3),
        ("key", True, 0),
        ("password", False, 0),
        ("own", True, 2),
    ]
    assert [(one.name, one.is_on, one.count.disputed) for one in view.rules] == [
        ("own.acme", True, 0),
        ("key.okta", False, 0),
        ("card.visa", True, 1),
    ]
    assert view.is_file_in_force
    assert view.formats > 100


def test_a_file_that_was_changed_since_the_start_is_not_in_force():
    started_with = Rules(off=frozenset({"card"}))
    assert not overview.rule_view(started_with, RuleFile("r.yml", Rules()), {}).is_file_in_force
    assert not overview.rule_view(started_with, RuleFile("r.yml", None), {}).is_file_in_force
    assert overview.rule_view(Rules(), RuleFile(""), {}).is_file_in_force


async def test_the_intents_are_told_with_what_keeps_newer_ones_out(desk, ruth):
    view = await overview.intents(desk.ctx, ruth, Files(desk))
    assert view.intents is desk.ctx.workshop.intents
    assert view.problems == ("billing.yml:3:1: error: It is wrong.",)
    assert (await overview.policies(desk.ctx, ruth, Files(desk))).in_force is desk.ctx.policies
    assert (await overview.rules(desk.ctx, ruth, Files(desk))).families[1].count == RuleCount(2, 0)


async def test_gaps_are_what_the_bot_would_not_answer_now(desk, ruth):
    files = Files(desk)
    for text in ("do you sell purple flamingos", "Do you sell purple flamingos?"):
        visitor = await desk.visitor()
        await visitor.says(text)
        files.logs.append(await visitor.log())
    view = await overview.open_gaps(desk.ctx, ruth, files, 7)
    assert [(gap.count, view.chats, view.is_part) for gap in view.gaps] == [(2, 2, False)]
    assert files.asked_since == desk.clock.now() - timedelta(days=7)


@pytest.mark.parametrize("days", [0, -1, 32])
async def test_nobody_looks_back_for_ever(desk, ruth, days):
    with pytest.raises(Refused) as refused:
        await overview.open_gaps(desk.ctx, ruth, Files(desk), days)
    assert refused.value.code is Code.BAD_REQUEST


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.AGENT, set()),
        (Role.AUTHOR, {"intents", "gaps"}),
        (Role.SUPERVISOR, {"policies", "intents", "gaps"}),
        (Role.ADMIN, {"site", "policies", "rules", "intents", "gaps"}),
    ],
)
async def test_agents_see_none_of_it_and_authors_the_words(desk, ruth, role, seen):
    files = Files(desk)
    await signing_in.set_profile(desk.ctx, "Ruth", role=role)
    everything = {
        "site": overview.site(desk.ctx, ruth, files),
        "policies": overview.policies(desk.ctx, ruth, files),
        "rules": overview.rules(desk.ctx, ruth, files),
        "intents": overview.intents(desk.ctx, ruth, files),
        "gaps": overview.open_gaps(desk.ctx, ruth, files, 7),
    }
    found = await asyncio.gather(*everything.values(), return_exceptions=True)
    answers = dict(zip(everything, found, strict=True))
    refused = {name: answer for name, answer in answers.items() if isinstance(answer, BaseException)}
    assert answers.keys() - refused.keys() == seen
    assert all(isinstance(error, Refused) and error.code is Code.FORBIDDEN for error in refused.values())
