"""The end of every history: all faults end, everybody comes back, and everything must be as it should be.

Some things that a random history meets too rarely happen here to each of them: the newest event is lost for all,
everybody comes back while something is said, a backup is restored while the visitors sleep.
"""

import random

from chatserver.realtime.publisher import HEADS_EVERY_SECONDS
from tests.faults.simulated_clients import ELSEWHERE, Browser, Console
from tests.faults.simulation import Simulation, TimerStep

# Whoever has not finished after so many rounds of timers never will.
PATIENCE_ROUNDS = 40


class Ending:
    def __init__(self, world: Simulation) -> None:
        self._world = world

    def play(self) -> None:
        """Does the steps in their order; raises AssertionError at the first thing that is not as it should be."""
        self._world.server.store.is_disk_full = False
        if self._world.server.is_draining:
            self._world.kill()
        for client in self._world.clients():
            client.is_asleep = False
            if client.connection is not None:
                client.connection.is_deaf = False
        assert self._world.calm(PATIENCE_ROUNDS), "somebody is busy for ever"
        self._world.check()
        for tab in (tab for browser in self._world.browsers for tab in browser.tabs):
            # A tab whose `resume_chat` had no answer waits for another connection.
            if tab.connection is not None and not tab.connection.has_lost and tab.copy is not None:
                assert tab.is_joined, f"{tab.name} never joined again"
        self._lose_the_last_words()
        self._world.pass_time(HEADS_EVERY_SECONDS)
        assert self._world.calm(PATIENCE_ROUNDS), "somebody is busy for ever"
        self._world.check()
        self._world.check_screens(lambda client: client.connection is not None)
        self._come_back_while_agents_write()
        self._come_back_and_write()
        for client in self._world.clients():
            self._world.cut(client, loses_what_is_under_way=False)
        assert self._world.calm(PATIENCE_ROUNDS), "somebody is busy for ever"
        self._world.check()
        self._world.check_screens(lambda client: True)
        self._check_outboxes()
        self._check_rows()
        self._go_back_while_visitors_sleep()
        self._world.check_screens(lambda client: True)
        self._world.ledger.look_again(self._world.server.folder, self._world.copies())

    def _lose_the_last_words(self) -> None:
        """Of each chat the newest event is lost for all; only being told its seq again can help."""
        for client in self._world.clients():
            self._world.deafen(client)
        self._note_everywhere("The visitor is back.")
        self._world.finish()
        for connection in self._world.connections():
            connection.is_deaf = False

    def _come_back_while_agents_write(self) -> None:
        """And one more tab of each visitor asks for the chat by the token alone. Nobody may need a reminder."""
        for browser in [browser for browser in self._world.browsers if "token" in browser.storage]:
            other = Browser(f"{browser.name} elsewhere")
            other.storage["token"] = browser.storage["token"]
            self._world.browsers.append(other)
            self._world.add_tab(other)
            other.tabs[0].open()
        self._cut_tabs()
        self._note_everywhere("Here they come.")
        self._cross_one_another()

    def _come_back_and_write(self) -> None:
        """All tabs at once; what each says is a reminder to the others."""
        self._cut_tabs()
        for tab in (tab for browser in self._world.browsers for tab in browser.tabs):
            if tab.copy is not None and not tab.is_closed:
                self._world.say(tab, "Here I am.")
        self._note_everywhere("There they are.")
        self._cross_one_another()

    def _cut_tabs(self) -> None:
        for tab in (tab for browser in self._world.browsers for tab in browser.tabs):
            self._world.cut(tab, loses_what_is_under_way=False)

    def _cross_one_another(self) -> None:
        """Everything that is under way, in an order that differs from history to history."""
        chance = random.Random(sum(self._world.ledger.lengths().values()))
        while steps := [step for step in self._world.steps() if not isinstance(step, TimerStep)]:
            self._world.do(chance.choice(steps))
        assert self._world.calm(PATIENCE_ROUNDS), "somebody is busy for ever"
        self._world.check_calm()

    def _go_back_while_visitors_sleep(self) -> None:
        """What they come back to is another past, and not shorter than the one they knew."""
        self._world.back_up()
        self._note_everywhere("This will not have been.")
        self._world.calm(PATIENCE_ROUNDS)
        tabs = [tab for browser in self._world.browsers for tab in browser.tabs]
        for tab in tabs:
            self._world.sleep(tab)
        self._world.restore()
        for _ in range(2):
            self._note_everywhere("This is now.")
        self._world.calm(PATIENCE_ROUNDS)
        for tab in tabs:
            tab.is_asleep = False
        assert self._world.calm(PATIENCE_ROUNDS), "somebody is busy for ever"
        self._world.pass_time(HEADS_EVERY_SECONDS)
        assert self._world.calm(PATIENCE_ROUNDS), "somebody is busy for ever"
        self._world.check()

    def _note_everywhere(self, text: str) -> None:
        for chat_id, log in self._world.ledger.logs.items():
            if log.chat.is_open:
                self._world.write(self._world.consoles[0], chat_id, "note", text, 0)

    def _check_outboxes(self) -> None:
        """Everything written is in the log, or its writer was told that it is not."""
        failed: set[str] = set().union(*(console.put_back for console in self._world.consoles))
        for client in self._world.clients():
            for letter in client.outbox.letters:
                assert letter.failed is not None, f"{client.name} never sent {letter}"
                is_expected = letter.failed in ("closed", ELSEWHERE) or isinstance(client, Console)
                assert is_expected, f"{client.name} was refused {letter}"
                is_stored = self._world.ledger.is_stored(letter.chat_id, letter.client_id)
                # A restore opens a closed chat again, and another tab may still have what one has given up.
                is_odd = is_stored and letter.failed != ELSEWHERE and not self._world.has_gone_back
                assert not is_odd, f"{client.name} was told that {letter} failed, and it is in the log"
                failed.add(letter.client_id)
        lost = self._world.ledger.missing() - failed
        assert not lost, f"{lost} were written and are nowhere"

    def _check_rows(self) -> None:
        """What a console knows of a chat is of now, also when it is not on its screen.

        Not after a restore: a row with a higher seq of the other database stays, and its version with it.
        """
        for console in self._world.consoles if not self._world.has_gone_back else []:
            for chat_id, log in self._world.ledger.logs.items():
                if log.chat.is_open:
                    row = console.rows[chat_id]
                    assert (row["seq"], row["version"]) == (log.chat.seq, log.chat.version), f"{console.name}: {row}"
