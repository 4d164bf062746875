"""Forecast: how long a visitor will wait, from their place and the agents who serve the queue."""

from datetime import timedelta

# Until the store has seen enough chats, a chat is taken to occupy an agent for this long.
TYPICAL_CHAT = timedelta(minutes=8)
# The time between an offer and its acceptance, when an agent is free.
TYPICAL_PICKUP = timedelta(seconds=20)


def expected_wait(
    position: int, agents: int, free_slots: int, chat_length: timedelta = TYPICAL_CHAT
) -> timedelta | None:
    """Returns the expected wait at `position` (1 is next), or None when nobody is there to answer.

    An agent is asked for one chat at a time, so the agents pick up as many at once as they are; whoever finds no slot
    free waits for chats to end, each agent's taken to end one after the other.
    """
    if agents == 0:
        return None
    rounds = -(-position // agents)
    beyond = max(0, position - free_slots)
    return rounds * TYPICAL_PICKUP + beyond * chat_length / agents
