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
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chatserver.core.ids import chat_id_from
from chatserver.services import views
from tests.faults.simulated_clients import Console, VisitorTab
from tests.faults.simulation import Simulation, make_template
from tests.services.conftest import WORKSHOP

IS_FULL = os.environ.get("CHATSERVER_FAULTS") == "full"
RUNS = 3000 if IS_FULL else 100
STEPS = 80

WORDS = ("hello", "where is my order", "yes", "I want a human", "my password is hunter22xyz", "bye")
REPLIES = ("I am here.", "Your card 4111 1111 1111 1111 is safe.", "Thank you.")

VISITORS_DO = (
    *["opens"],
    *["says"] * 5,
    *["request_agent"] * 2,
    *["close_chat", "rates", "starts another"],
    *["opens another tab", "reloads"],
    *["sends something else as the same"],
)
AGENTS_DO = (
    *["available", "away", "looks"],
    *["claims", "claims, and so does another"] * 2,
    *["accepts"] * 3,
    *["declines"],
    *["message"] * 4,
    *["note"],
    *["transfer_chat", "release_chat", "hand_back_chat", "close_chat"],
    *["sends something else as the same"],
)
FOR_OWNERS = frozenset({"message", "transfer_chat", "release_chat", "hand_back_chat", "close_chat"})
NETWORK_DOES = (
    *["loses a command", "loses an ack or an event", "doubles a command"] * 2,
    *["is slower than somebody's patience", "breaks", "breaks and loses"],
)
MACHINE_DOES = (
    *["dies"] * 2,
    *["stops", "backs up", "goes back"],
    *["has no room", "has room again"],
)

# One choice in eight is a fault of the network.
DISTURBED = 875
picks = st.integers(0, 999)
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

    @initialize(begun=st.integers(0, 3))
    def some_have_begun(self, begun: int) -> None:
        """Most histories are about chats that are under way."""
        anna, otto = (browser.tabs[0] for browser in self.world.browsers)
        ada = self.world.consoles[0]
        if begun >= 1:
            anna.open()
            ada.ask("set_presence", {"status": "available"}, lambda answer: None)
            self.world.calm()
        if begun >= 2:
            otto.open()
            self.world.calm()
            self.claim(ada, self.chat(0))
            self.world.calm()
        if begun >= 3:
            self.world.back_up()

    # What happens by itself

    @rule(choices=st.lists(picks, min_size=1, max_size=20))
    def things_go_on(self, choices: list[int]) -> None:
        for choice in choices:
            if choice >= DISTURBED:
                self.the_network(choice, NETWORK_DOES[choice % len(NETWORK_DOES)])
            elif steps := self.world.steps():
                self.world.do(steps[choice % len(steps)])

    @rule()
    def it_is_calm(self) -> None:
        self.world.calm()
        self.world.check_calm()

    @rule(seconds=st.sampled_from([1, 16, 40, 130]))
    def time_passes(self, seconds: int) -> None:
        self.world.pass_time(seconds)

    # What people do

    @rule(pick=picks, deed=st.sampled_from(VISITORS_DO), text=st.sampled_from(WORDS), calm=calmly)
    def a_visitor(self, pick: int, deed: str, text: str, calm: bool) -> None:
        tab = self.tab(pick)
        match deed:
            case "opens":
                tab.open()
            case "says":
                tab.open()
                self.world.say(tab, text)
            case "rates":
                tab.act("rate_chat", score=1 + pick % 5, comment="")
            case "starts another":
                if tab.is_closed:
                    tab.start_another()
            case "opens another tab":
                self.world.open_another_tab(tab.browser)
            case "reloads":
                self.world.reload(tab)
            case "sends something else as the same":
                self.forge(tab, pick, text)
            case command:
                tab.act(command)
        self.then(calm)

    @rule(
        pick=picks,
        deed=st.sampled_from(AGENTS_DO),
        chat=picks,
        text=st.sampled_from(REPLIES),
        older=st.sampled_from([0, 0, 0, 1, 2]),
        calm=calmly,
    )
    def an_agent(self, pick: int, deed: str, chat: int, text: str, older: int, calm: bool) -> None:
        console, colleague = self.console(pick), self.console(pick + 1)
        chat_id = self.own_chat(console, chat) if deed in FOR_OWNERS else self.chat(chat)
        version = max(0, console.version(chat_id) - older)
        match deed:
            case "available" | "away":
                console.ask("set_presence", {"status": deed}, lambda answer: None)
            case "looks":
                console.open(chat_id)
            case "claims":
                self.claim(console, chat_id)
            case "claims, and so does another":
                self.claim(console, chat_id)
                self.claim(colleague, chat_id)
            case "accepts" | "declines":
                self.answer_offer(console, deed == "accepts")
            case "message" | "note":
                self.world.write(console, chat_id, deed, text, version)
            case "sends something else as the same":
                self.forge(console, pick, text)
            case "transfer_chat":
                console.act(deed, chat_id, version=version, to=colleague.agent.name)
            case command:
                console.act(command, chat_id, version=version)
        self.then(calm)

    # What the network and the machine do

    @rule(pick=picks, fault=st.sampled_from(NETWORK_DOES))
    def the_network(self, pick: int, fault: str) -> None:
        match fault:
            case "loses a command":
                self.world.drop_up(pick)
            case "loses an ack or an event":
                self.world.drop_down(pick)
            case "doubles a command":
                self.world.double(pick)
            case "is slower than somebody's patience":
                self.world.lose_patience(pick)
            case _:
                self.world.cut(self.client(pick), loses_what_is_under_way=fault == "breaks and loses")

    @rule(fault=st.sampled_from(MACHINE_DOES), choices=st.lists(picks, max_size=5))
    def the_machine(self, fault: str, choices: list[int]) -> None:
        match fault:
            case "dies":
                self.world.kill()
            case "stops":
                self.world.server.is_draining = True
                self.things_go_on(choices)
                self.world.kill()
            case "backs up":
                self.world.back_up()
            case "goes back":
                self.world.restore()
            case _:
                self.world.server.store.is_disk_full = fault == "has no room"
                self.things_go_on(choices)

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

    def chat(self, pick: int) -> str:
        """Mostly an open one; an unknown one if there is none."""
        logs = self.world.ledger.logs
        known = [chat_id for chat_id, log in logs.items() if log.chat.is_open or pick % 4 == 3]
        return known[pick % len(known)] if known else chat_id_from(0)

    def own_chat(self, console: Console, pick: int) -> str:
        """Mostly one that the agent has."""
        logs = self.world.ledger.logs
        own = [chat_id for chat_id, log in logs.items() if log.chat.is_open and log.chat.agent == console.agent]
        return own[pick % len(own)] if own and pick % 4 != 3 else self.chat(pick)

    def claim(self, console: Console, chat_id: str) -> None:
        console.act("claim_chat", chat_id)

    def answer_offer(self, console: Console, accept: bool) -> None:
        for row in console.rows.values():
            if row["offer"] is not None:
                console.act("answer_offer", row["chat_id"], offer_id=row["offer"]["offer_id"], accept=accept)

    def forge(self, client: VisitorTab | Console, pick: int, text: str) -> None:
        """With an id whose ack still stands; after a restore it would be new."""
        acked = [asked for asked in client.acked if self.world.ledger.has_acked(asked)]
        if acked:
            before = acked[pick % len(acked)]
            client.ask(before.name, {**before.body, "text": text}, lambda answer: None)


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
