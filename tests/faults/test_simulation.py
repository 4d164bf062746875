"""Random histories of a small company over a network that loses, doubles and delays, with a server that is killed.

The short form runs with all other tests; CHATSERVER_FAULTS=full runs thousands of new histories.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from chatserver.services import views
from tests.faults.simulated_clients import Console, VisitorTab
from tests.faults.simulation import MAX_TABS, Simulation, make_template
from tests.services.conftest import WORKSHOP

IS_FULL = os.environ.get("CHATSERVER_FAULTS") == "full"
RUNS = 3000 if IS_FULL else 100
STEPS = 50

WORDS = ("hello", "where is my order", "yes", "I want a human", "tiger77moon", "bye")
REPLIES = ("I am here.", "What is your password?", "Thank you.")

picks = st.integers(0, 1000)
calmly = st.booleans()


class Company(RuleBasedStateMachine):
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.here = Path(tempfile.mkdtemp(dir=self.folder))
        self.world = Simulation(self.folder / "template", self.here, WORKSHOP, note)

    def teardown(self) -> None:
        try:
            self.world.check()
            self.world.heal()
        finally:
            self.world.close()
            shutil.rmtree(self.here)

    @invariant()
    def every_promise_is_kept(self) -> None:
        self.world.check()

    # What happens by itself

    @rule(choices=st.lists(picks, min_size=1, max_size=25))
    def things_go_on(self, choices: list[int]) -> None:
        for choice in choices:
            steps = self.world.steps()
            if steps:
                self.world.do(steps[choice % len(steps)])

    @rule()
    def it_is_calm(self) -> None:
        self.world.calm()
        self.world.check_calm()

    @rule(seconds=st.sampled_from([1, 16, 40, 130]))
    def time_passes(self, seconds: int) -> None:
        self.world.pass_time(seconds)

    # Visitors

    @rule(pick=picks, calm=calmly)
    def a_visitor_opens(self, pick: int, calm: bool) -> None:
        self.tab(pick).open()
        self.then(calm)

    @rule(pick=picks, text=st.sampled_from(WORDS), calm=calmly)
    def a_visitor_says(self, pick: int, text: str, calm: bool) -> None:
        tab = self.tab(pick)
        tab.open()
        self.world.say(tab, text)
        self.then(calm)

    @rule(pick=picks, calm=calmly)
    def a_visitor_wants_an_agent(self, pick: int, calm: bool) -> None:
        self.tab(pick).act("request_agent")
        self.then(calm)

    @rule(pick=picks, calm=calmly)
    def a_visitor_ends(self, pick: int, calm: bool) -> None:
        self.tab(pick).act("close_chat")
        self.then(calm)

    @rule(pick=picks, score=st.integers(1, 5), calm=calmly)
    def a_visitor_rates(self, pick: int, score: int, calm: bool) -> None:
        self.tab(pick).act("rate_chat", score=score, comment="")
        self.then(calm)

    @rule(pick=picks, calm=calmly)
    def a_visitor_starts_another(self, pick: int, calm: bool) -> None:
        tab = self.tab(pick)
        if tab.is_closed:
            tab.start_another()
        self.then(calm)

    @rule(pick=picks)
    def a_visitor_opens_another_tab(self, pick: int) -> None:
        browser = self.tab(pick).browser
        if len(browser.tabs) < MAX_TABS:
            self.world.add_tab(browser)
            browser.tabs[-1].open()

    @rule(pick=picks)
    def a_visitor_reloads(self, pick: int) -> None:
        self.world.reload(self.tab(pick))

    @rule(pick=picks, text=st.sampled_from(WORDS), calm=calmly)
    def a_client_id_is_used_for_something_else(self, pick: int, text: str, calm: bool) -> None:
        client = self.client(pick)
        if client.acked:
            again = client.acked[pick % len(client.acked)]
            client.ask(again.name, {**again.body, "text": text}, lambda answer: None)
        self.then(calm)

    # Agents

    @rule(pick=picks, status=st.sampled_from(["available", "away"]), calm=calmly)
    def an_agent_is(self, pick: int, status: str, calm: bool) -> None:
        self.console(pick).ask("set_presence", {"status": status}, lambda answer: None)
        self.then(calm)

    @rule(pick=picks, chat=picks)
    def an_agent_looks_at(self, pick: int, chat: int) -> None:
        if chat_id := self.chat(chat):
            self.console(pick).open(chat_id)

    @rule(first=picks, chat=picks, is_race=st.booleans(), calm=calmly)
    def agents_claim(self, first: int, chat: int, is_race: bool, calm: bool) -> None:
        if chat_id := self.chat(chat):
            for pick in (first, first + 1) if is_race else (first,):
                self.console(pick).act("claim_chat", chat_id)
        self.then(calm)

    @rule(pick=picks, accept=st.booleans(), calm=calmly)
    def an_agent_answers_an_offer(self, pick: int, accept: bool, calm: bool) -> None:
        console = self.console(pick)
        offers = [row for row in console.rows.values() if row["offer"] is not None]
        if offers:
            row = offers[pick % len(offers)]
            console.act("answer_offer", row["chat_id"], offer_id=row["offer"]["offer_id"], accept=accept)
        self.then(calm)

    @rule(
        pick=picks,
        chat=picks,
        kind=st.sampled_from(["message", "message", "note"]),
        text=st.sampled_from(REPLIES),
        older=st.sampled_from([0, 0, 0, 1, 2]),
        calm=calmly,
    )
    def an_agent_writes(self, pick: int, chat: int, kind: str, text: str, older: int, calm: bool) -> None:
        console = self.console(pick)
        if chat_id := self.chat(chat):
            version = max(0, console.version(chat_id) - older)
            self.world.write(console, chat_id, kind, text, version)
        self.then(calm)

    @rule(pick=picks, chat=picks, what=st.sampled_from(["transfer", "release", "hand_back", "close"]), calm=calmly)
    def an_agent_lets_go(self, pick: int, chat: int, what: str, calm: bool) -> None:
        console = self.console(pick)
        if chat_id := self.chat(chat):
            more = {"to": self.console(pick + 1).agent.name} if what == "transfer" else {}
            console.act(f"{what}_chat", chat_id, version=console.version(chat_id), **more)
        self.then(calm)

    # The network and the machine

    @rule(pick=picks)
    def a_command_is_lost(self, pick: int) -> None:
        self.world.drop_up(pick)

    @rule(pick=picks)
    def an_ack_or_event_is_lost(self, pick: int) -> None:
        self.world.drop_down(pick)

    @rule(pick=picks)
    def a_command_is_doubled(self, pick: int) -> None:
        self.world.double(pick)

    @rule(pick=picks)
    def somebody_loses_patience(self, pick: int) -> None:
        self.world.lose_patience(pick)

    @rule(pick=picks, loses=st.booleans())
    def a_connection_breaks(self, pick: int, loses: bool) -> None:
        self.world.cut(self.client(pick), loses_what_is_under_way=loses)

    @rule(is_full=st.booleans())
    def the_disk_is(self, is_full: bool) -> None:
        self.world.server.store.is_disk_full = is_full

    @rule()
    def the_server_drains(self) -> None:
        self.world.server.is_draining = True

    @rule()
    def the_server_is_killed(self) -> None:
        self.world.kill()

    @rule()
    def a_backup_is_made(self) -> None:
        self.world.back_up()

    @rule()
    def the_backup_is_restored(self) -> None:
        self.world.restore()

    # Who is meant

    def then(self, calm: bool) -> None:
        if calm:
            self.world.calm()

    def tab(self, pick: int) -> VisitorTab:
        browser = self.world.browsers[pick % 2]
        return browser.tabs[pick // 2 % len(browser.tabs)]

    def console(self, pick: int) -> Console:
        return self.world.consoles[pick % 2]

    def client(self, pick: int) -> VisitorTab | Console:
        return self.console(pick // 2) if pick % 2 else self.tab(pick // 2)

    def chat(self, pick: int) -> str | None:
        known = sorted(self.world.ledger.logs)
        return known[pick % len(known)] if known else None


def test_every_history_ends_well(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory)) if memory.is_dir() else tmp_path_factory.mktemp("simulation")
    make_template(folder / "template")
    monkeypatch.setattr(Company, "folder", folder, raising=False)
    # Most resumes take several pages.
    monkeypatch.setattr(views, "PAGE_LENGTH", 4)
    try:
        run_state_machine_as_test(
            Company,
            settings=settings(
                max_examples=RUNS,
                stateful_step_count=STEPS,
                derandomize=not IS_FULL,
                deadline=None,
                database=None,
                print_blob=True,
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        shutil.rmtree(folder)
