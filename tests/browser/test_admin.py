"""The administration on the screen: what an admin does on the first day, what others see, and no barrier in it."""

import pytest
from playwright.async_api import expect

from chatserver.app import running
from chatserver.core.people import Role
from chatserver.services import announcing, signing_in
from chatserver.settings import Settings
from tests.browser.conftest import violations
from tests.browser.people import ConsoleScreen
from tests.clients import new_id
from tests.conftest import PASSWORD, add_agent, shipped_intents

SECTIONS = {
    Role.ADMIN: ["agents", "now", "blocked", "replies", "intents", "policies", "redaction", "site", "audit"],
    Role.SUPERVISOR: ["now", "blocked", "replies", "intents", "policies"],
    Role.AUTHOR: ["replies", "intents"],
}


async def person_of(server, person, role: Role = Role.ADMIN, name: str = "Ada", **options) -> ConsoleScreen:
    await signing_in.set_profile(server.ctx, name, role=role)
    screen = ConsoleScreen(await person(f"{server.url}/console", **options))
    await screen.signs_in(name, PASSWORD)
    return screen


async def admin(server, person, section: str = "agents", **options) -> ConsoleScreen:
    screen = await person_of(server, person, **options)
    await screen.part("view-admin").click()
    await screen.part(f"admin-{section}").click()
    await expect(screen.part(f"admin-{section}")).to_have_attribute("aria-current", "page")
    return screen


@pytest.mark.parametrize("role", list(SECTIONS))
async def test_each_role_sees_its_sections(server, person, role):
    screen = await person_of(server, person, role)
    await screen.part("view-admin").click()
    nav = screen.part("admin").get_by_role("navigation")
    await expect(nav.get_by_role("button")).to_have_count(len(SECTIONS[role]))
    for section in SECTIONS[role]:
        await screen.part(f"admin-{section}").click()
        await expect(screen.part("admin").locator("h3")).to_be_visible()
        await expect(screen.part("admin").locator(".admin-fault")).to_have_count(0)
        await expect(screen.part("admin").get_by_text("Loading…")).to_have_count(0)


async def test_an_agent_has_no_administration(server, person):
    screen = await person_of(server, person, Role.AGENT)
    await expect(screen.part("view-queue")).to_be_visible()
    await expect(screen.part("view-admin")).to_have_count(0)
    await screen.page.goto(f"{server.url}/console#view=admin")
    await screen.page.reload()
    await expect(screen.part("view-mine")).to_be_visible()
    await expect(screen.part("admin")).to_have_count(0)


async def test_a_new_agent_is_added_comes_by_the_link_and_is_shown_out(server, person):
    ada = await admin(server, person)
    await ada.part("admin-add").click()
    await ada.part("admin-save").click()
    await expect(ada.part("fault-name")).to_be_visible()
    await expect(ada.part("admin-name")).to_be_focused()
    await ada.part("admin-name").fill("ben")
    await ada.part("admin-save").click()
    await expect(ada.part("fault-name")).to_contain_text("already")
    await ada.part("admin-name").fill("Eve")
    await ada.part("admin-role").select_option("supervisor")
    await ada.part("admin-languages").fill("de, pt-BR")
    await ada.part("admin-cap").fill("3")
    await ada.part("admin-day-0").fill("9:00 – 17:30")
    await ada.page.get_by_role("button", name="Monday’s hours").click()
    await ada.part("admin-save").click()
    link = await ada.part("admin-link").input_value()
    row = ada.page.locator('[data-testid="admin-agent"][data-name="Eve"]')
    await expect(row).to_contain_text("No password yet")
    await expect(row).to_contain_text("0 of 3")

    eve = ConsoleScreen(await person(link))
    await expect(eve.part("view-board")).to_be_visible()
    # A link works once: they are asked for a password at once.
    await eve.part("admin-password").fill("short")
    await eve.part("password-save").click()
    await expect(eve.part("fault-password")).to_be_visible()
    assert await violations(eve.page) == []
    await eve.part("admin-password").fill("long enough")
    await eve.part("password-save").click()
    await expect(eve.part("password-set")).to_be_visible()
    await eve.page.keyboard.press("Escape")
    await expect(eve.page.get_by_role("dialog")).to_have_count(0)
    await eve.part("open-settings").click()
    await eve.part("password").click()
    await eve.part("admin-current").fill("wrong wrong")
    await eve.part("admin-password").fill("another long one")
    await eve.part("password-save").click()
    await expect(eve.part("fault-current")).to_be_visible()
    await eve.page.keyboard.press("Escape")
    await row.get_by_role("button").click()
    await expect(ada.part("admin-day-4")).to_have_value("09:00-17:30")
    await expect(ada.part("admin-day-5")).to_have_value("")
    await ada.part("admin-deactivate").click()
    await ada.page.get_by_role("button", name="Cancel").click()
    await ada.part("admin-deactivate").click()
    await ada.part("admin-yes").click()
    await expect(ada.part("admin-done")).to_contain_text("Eve can no longer sign in.")
    await expect(eve.part("sign-in")).to_be_visible()
    await expect(row).to_contain_text("Left")
    await row.get_by_role("button").click()
    await ada.part("admin-activate").click()
    await expect(ada.part("admin-done")).to_contain_text("Eve can sign in again.")


async def test_the_last_admin_stays(server, person):
    ada = await admin(server, person)
    await ada.page.locator('[data-testid="admin-agent"][data-name="Ada"]').get_by_role("button").click()
    await ada.part("admin-role").select_option("agent")
    await ada.part("admin-save").click()
    await expect(ada.part("fault-role")).to_contain_text("last admin")
    await ada.part("admin-deactivate").click()
    await ada.part("admin-yes").click()
    await expect(ada.page.locator("dialog .told")).to_contain_text("cannot deactivate yourself")


async def test_a_problem_is_announced_to_visitors_and_ended(server, person):
    ada = await admin(server, person, "now")
    await ada.part("admin-announce").click()
    await expect(ada.part("fault-text")).to_be_visible()
    await ada.part("admin-text").fill("Invoices cannot be loaded.")
    await ada.part("admin-text-de").fill("Rechnungen werden nicht geladen.")
    await ada.part("admin-announce").click()
    await expect(ada.part("admin-problem")).to_contain_text("Rechnungen")
    assert [one.text for one in await announcing.open_problems(server.ctx)] == ["Invoices cannot be loaded."]
    await ada.part("admin-end").click()
    await ada.part("admin-yes").click()
    await expect(ada.part("admin-problem")).to_have_count(0)
    await ada.part("admin-volume-high").click()
    await expect(ada.part("admin-volume")).to_contain_text("by Ada")
    assert server.ctx.policies.volume == "high"


async def test_a_blocked_visitor_is_let_in_with_a_reason(server, person, agents, visitors):
    ben = await agents("Ben")
    visitor = await visitors()
    await visitor.start()
    await visitor.want_agent()
    taken = await ben.ask("claim_chat", chat_id=visitor.chat_id, client_id=new_id())
    ben.chat_id, ben.version = visitor.chat_id, taken["version"]
    await ben.do("block_visitor")
    ada = await admin(server, person, "blocked")
    await expect(ada.part("admin-blocked-row")).to_contain_text(visitor.chat_id)
    await ada.part("admin-unblock").click()
    await ada.part("admin-yes").click()
    await expect(ada.page.locator("dialog .told")).to_contain_text("why")
    await ada.part("admin-why").fill("It was a mix-up.")
    await ada.part("admin-yes").click()
    await expect(ada.part("admin-blocked-row")).to_have_count(0)
    await ada.part("admin-audit").click()
    await expect(ada.part("admin-entry").first).to_contain_text("It was a mix-up.")
    await ada.part("admin-audit-act").select_option("visitor_blocked")
    await ada.part("admin-filter").click()
    await expect(ada.part("admin-entry")).to_have_count(1)
    await expect(ada.part("admin-entry")).to_contain_text("Ben")
    await ada.part("admin-audit-about").fill("nothing like it")
    await ada.part("admin-filter").click()
    await expect(ada.part("admin-entry")).to_have_count(0)


async def test_an_author_writes_a_reply_and_a_tag_and_removes_them(server, person):
    ada = await person_of(server, person, Role.AUTHOR)
    await ada.part("view-admin").click()
    await ada.part("admin-add").click()
    await ada.part("admin-shortcut").fill("refund")
    await ada.part("admin-save").click()
    await expect(ada.part("fault-shortcut")).to_be_visible()
    await expect(ada.part("fault-title")).to_be_visible()
    await expect(ada.part("fault-text")).to_be_visible()
    await ada.part("admin-shortcut").fill("/refund")
    await ada.part("admin-title").fill("Money back")
    await ada.part("admin-text-de").fill("Sie bekommen Ihr Geld zurück, {visitor}.")
    await ada.part("admin-save").click()
    await expect(ada.part("admin-reply")).to_contain_text("German")
    await ada.part("admin-add").click()
    await ada.part("admin-shortcut").fill("/refund")
    await ada.part("admin-title").fill("Again")
    await ada.part("admin-text-en").fill("Again.")
    await ada.part("admin-save").click()
    await expect(ada.part("fault-shortcut")).to_contain_text("Another reply")
    await ada.part("admin-back").click()
    await ada.part("admin-add-tag").click()
    await expect(ada.part("fault-new-tag")).to_be_visible()
    await ada.page.get_by_label("Name of the tag").fill("refund")
    await ada.part("admin-add-tag").click()
    await expect(ada.part("admin-tag").filter(has_text="refund")).to_be_visible()
    assert await violations(ada.page) == []
    await ada.part("admin-reply").get_by_role("button").click()
    await ada.part("admin-remove").click()
    await ada.part("admin-yes").click()
    await expect(ada.part("admin-reply")).to_have_count(0)


async def test_what_the_bot_did_not_know_is_found(server, person, visitors):
    visitor = await visitors()
    await visitor.start()
    await visitor.say("do you sell purple flamingos on weekdays")
    ada = await admin(server, person, "intents")
    await expect(ada.part("admin-version")).to_have_text(server.ctx.workshop.intents.version)
    await ada.part("admin-look").click()
    await expect(ada.part("admin-gap")).to_contain_text("purple flamingos")


async def test_files_that_are_wrong_are_told_with_place_and_cure(tmp_path, person):
    sla, rules = tmp_path / "sla.yml", tmp_path / "rules.yml"
    sla.write_text("format: 1\npolicies:\n  first_response:\n    target: 9 h\n")
    rules.write_text("format: 1\noff: [key.okta]\n")
    origins = ["https://shop.example.com"]
    settings = Settings(port=0, data=str(tmp_path / "data"), sla=str(sla), redaction_rules=str(rules), origins=origins)
    async with running(settings, intents=shipped_intents()) as server:
        await server.ctx.store.run(lambda tx: add_agent(tx, "Ada"))
        sla.write_text("format: 1\npolicies:\n  first_response:\n    target: soon\n")
        ada = await admin(server, person, "policies")
        await expect(ada.part("admin-file")).to_contain_text("sla.yml:4:13")
        await expect(ada.part("admin-policy")).to_have_count(9)
        await expect(ada.part("admin-policy").nth(1)).to_contain_text("9 hr")
        await ada.part("admin-redaction").click()
        off = ada.page.locator('[data-testid="admin-rule"][data-name="key.okta"]')
        await expect(off).to_contain_text("Off")
        await expect(ada.part("admin-file")).to_contain_text("is in force")
        await ada.part("admin-site").click()
        await expect(ada.part("admin-origin")).to_have_text(origins)
        assert await ada.part("admin-embed").input_value() == f'<script async src="{server.url}/widget.js"></script>'


async def test_everything_is_reached_by_keyboard_and_the_focus_comes_back(server, person):
    ada = await admin(server, person)
    await ada.part("admin-agents").focus()
    await ada.page.keyboard.press("Tab")
    await ada.page.keyboard.press("Enter")
    await expect(ada.page.get_by_role("heading", name="Announcements")).to_be_focused()
    await ada.part("admin-agents").press("Enter")
    await ada.page.locator('[data-testid="admin-agent"][data-name="Ben"]').get_by_role("button").press("Enter")
    await ada.part("admin-sign-out").press("Enter")
    await expect(ada.page.get_by_role("dialog")).to_be_visible()
    await ada.page.keyboard.press("Escape")
    await expect(ada.page.get_by_role("dialog")).to_have_count(0)
    await expect(ada.part("admin-sign-out")).to_be_focused()


LOOKS = [
    ("light", 1440, "en"),
    ("dark", 1024, "ru"),
    ("light", 820, "de"),
]


@pytest.mark.parametrize(("scheme", "width", "lang"), LOOKS)
async def test_no_barrier_and_nothing_runs_out_of_the_page(server, person, visitors, pictures, scheme, width, lang):
    await announcing.announce_problem(server.ctx, "Invoices cannot be loaded.", {"de": "Rechnungen fehlen."})
    await signing_in.set_profile(server.ctx, "Ben", languages=("de", "en"), teams=("billing",), skills=("sso",))
    visitor = await visitors()
    await visitor.start()
    await visitor.say("my card is 4111 1111 1111 1111")
    now = server.ctx.clock.now()
    await server.ctx.store.run(lambda tx: tx.visitors.block(tx.chats.get(visitor.chat_id).visitor_id, now))
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    ada = await admin(server, person, lang=lang, **options)
    for section in SECTIONS[Role.ADMIN]:
        await ada.part(f"admin-{section}").click()
        await expect(ada.part("admin").locator("h3")).to_be_visible()
        await expect(ada.part("admin").locator(".panel, table").first).to_be_visible()
        await ada.page.screenshot(path=str(pictures / f"admin-{section}-{scheme}-{width}.png"))
        assert await violations(ada.page) == [], section
        body = ada.page.locator(".admin-body")
        assert await body.evaluate("(one) => one.scrollWidth <= one.clientWidth"), section
    await ada.part("admin-agents").click()
    await ada.part("admin-agent").last.get_by_role("button").click()
    await ada.page.screenshot(path=str(pictures / f"admin-agent-{scheme}-{width}.png"))
    assert await violations(ada.page) == []
    await ada.part("admin-deactivate").click()
    assert await violations(ada.page) == []
