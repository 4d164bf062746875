from chatserver.core.triage.state import BotState


def test_the_bot_begins_with_nothing_in_mind():
    assert BotState() == BotState(form=None, choices=(), misses=0, tried=(), last_intent=None)
