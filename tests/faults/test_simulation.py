"""Random histories of a small company over a network that loses, doubles and delays, with a server that is killed.

The short form runs with all other tests; `make faults` runs thousands of new histories.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chatserver.core.ids import chat_id_from
from chatserver.services import views
from tests.faults.ending import Ending
from tests.faults.simulated_clients import Console, VisitorTab
from tests.faults.simulation import Simulation, make_template
from tests.services.conftest import WORKSHOP

IS_FULL = bool(os.environ.get("FULL_FAULTS"))
RUNS = 3000 if IS_FULL else 100
STEPS = 40 if IS_FULL else 20

WORDS = ("hello", "where is my order", "yes", "I want a human", "my password is hunter22xyz", "bye")
REPLIES = ("I am here.", "Your card 4111 1111 1111 1111 is safe.", "Thank you.")

VISITORS_DO = (
    *["opens"],
    *["says"] * 5,
    *["request_agent"] * 2,
    *["close_chat", "rates", "starts another"],
    *["opens another tab", "reloads"],
    *["comes back"] * 2,
    *["falls asleep", "wakes up"],
    *["says something else as the same"],
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
    *["loses a command", "doubles a command"] * 2,
    *["loses an ack or an event"] * 3,
    *["goes deaf"],
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


@dataclass(frozen=True, slots=True)
class Deed:
    """Who (`pick`), what, and what else it needs (`more`); then nothing disturbs for a while."""

    what: str
    pick: int
    more: int


@dataclass(frozen=True, slots=True)
class AllAtOnce:
    """Several deeds, and what the network, the store and the timers do next."""

    deeds: list[Deed]
    choices: list[int]
    ends_calmly: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that the machine does."""

    what: str
    choices: list[int]


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: int


deeds = st.builds(Deed, st.sampled_from(VISITORS_DO + AGENTS_DO), picks, picks)
all_at_once = st.builds(AllAtOnce, st.lists(deeds, max_size=4), st.lists(picks, min_size=1, max_size=25), st.booleans())
faults = st.builds(Fault, st.sampled_from(MACHINE_DOES), st.lists(picks, max_size=5))
pauses = st.builds(Pause, st.sampled_from([1, 16, 40, 130]))
moments = st.sampled_from([deeds] * 5 + [all_at_once] * 5 + [faults] * 2 + [pauses]).flatmap(lambda kind: kind)


class Company(RuleBasedStateMachine):
    """One history. The pieces of the simulation say what is checked all the time and at the end."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.here = Path(tempfile.mkdtemp(dir=self.folder))
        self.world = Simulation(self.folder / "template", self.here, WORKSHOP, note)

    def teardown(self) -> None:
        try:
            self.world.check()
            Ending(self.world).play()
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
            self.world.back_up()
        if begun == 2:
            otto.open()
            self.world.calm()
            ada.act("claim_chat", self.chat(0))
            self.world.calm()
        if begun == 3:
            # Two tabs, one chat: each asks for it before it knows of the other.
            self.world.open_another_tab(otto.browser)
            otto.open()
            self.world.say(otto, "hello")
            self.world.say(otto, "is anybody there?")

    # One rule for all: Hypothesis leaves out some rules in each history, and one without people tells nothing.
    @rule(moment=moments)
    def next_comes(self, moment: Deed | AllAtOnce | Fault | Pause) -> None:
        match moment:
            case Deed():
                self.carry_out(moment)
                self.world.calm()
            case AllAtOnce():
                for deed in moment.deeds:
                    self.carry_out(deed)
                for choice in moment.choices:
                    self.go_on(choice)
                if moment.ends_calmly:
                    self.world.calm()
                    self.world.check_calm()
            case Fault():
                self.the_machine(moment)
            case Pause():
                self.world.pass_time(moment.seconds)

    def go_on(self, choice: int) -> None:
        if choice >= DISTURBED:
            self.the_network(NETWORK_DOES[choice % len(NETWORK_DOES)], choice // len(NETWORK_DOES))
        elif steps := self.world.steps():
            self.world.do(steps[choice % len(steps)])

    def carry_out(self, deed: Deed) -> None:
        if deed.what in VISITORS_DO:
            self.visitor_does(self.tab(deed.pick), deed)
        else:
            self.agent_does(self.console(deed.pick), deed)

    def visitor_does(self, tab: VisitorTab, deed: Deed) -> None:
        match deed.what:
            case "opens":
                tab.open()
            case "says":
                tab.open()
                self.world.say(tab, WORDS[deed.more % len(WORDS)])
            case "rates":
                tab.act("rate_chat", score=1 + deed.more % 5, comment="")
            case "starts another":
                if tab.is_closed:
                    tab.start_another()
            case "opens another tab":
                self.world.open_another_tab(tab.browser)
            case "reloads":
                self.world.reload(tab)
            case "falls asleep":
                self.world.sleep(tab)
            case "wakes up":
                tab.is_asleep = False
            case "comes back":
                self.world.cut(tab, loses_what_is_under_way=False)
            case "says something else as the same":
                self.forge(tab, deed)
            case command:
                tab.act(command)

    def agent_does(self, console: Console, deed: Deed) -> None:
        colleague = self.console(deed.pick + 1)
        chat_id = self.own_chat(console, deed.more) if deed.what in FOR_OWNERS else self.chat(deed.more)
        # Now and then what an agent has on the screen is old.
        version = max(0, console.version(chat_id) - deed.more % 7 // 5)
        match deed.what:
            case "available" | "away":
                console.ask("set_presence", {"status": deed.what}, lambda answer: None)
            case "looks":
                console.open(chat_id)
            case "claims":
                console.act("claim_chat", chat_id)
            case "claims, and so does another":
                console.act("claim_chat", chat_id)
                colleague.act("claim_chat", chat_id)
            case "accepts" | "declines":
                self.answer_offer(console, deed.what == "accepts")
            case "message" | "note":
                self.world.write(console, chat_id, deed.what, REPLIES[deed.more % len(REPLIES)], version)
            case "sends something else as the same":
                self.forge(console, deed)
            case "transfer_chat":
                console.act("transfer_chat", chat_id, version=version, to=colleague.agent.name)
            case command:
                console.act(command, chat_id, version=version)

    # What the network and the machine do

    def the_network(self, fault: str, pick: int) -> None:
        match fault:
            case "loses a command":
                self.world.drop_up(pick)
            case "loses an ack or an event":
                self.world.drop_down(pick)
            case "doubles a command":
                self.world.double(pick)
            case "goes deaf":
                self.world.deafen(self.client(pick))
            case "is slower than somebody's patience":
                self.world.lose_patience(pick)
            case _:
                self.world.cut(self.client(pick), loses_what_is_under_way=fault == "breaks and loses")

    def the_machine(self, fault: Fault) -> None:
        match fault.what:
            case "dies":
                self.world.kill()
            case "stops":
                self.world.server.is_draining = True
                for choice in fault.choices:
                    self.go_on(choice)
                self.world.kill()
            case "backs up":
                self.world.back_up()
            case "goes back":
                self.world.restore()
            case what:
                self.world.server.store.is_disk_full = what == "has no room"

    # Who is meant

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

    def answer_offer(self, console: Console, accept: bool) -> None:
        for row in console.rows.values():
            if row["offer"] is not None:
                console.act("answer_offer", row["chat_id"], offer_id=row["offer"]["offer_id"], accept=accept)

    def forge(self, client: VisitorTab | Console, deed: Deed) -> None:
        """With an id whose ack still stands; after a restore it would be new."""
        acked = [asked for asked in client.acked if self.world.ledger.has_acked(asked)]
        if acked:
            before = acked[deed.more % len(acked)]
            client.ask(before.name, {**before.body, "text": "something else"}, lambda answer: None)


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
