from chatserver.core.errors import RETRYABLE, Code, Refused


def test_only_passing_troubles_may_be_tried_again():
    assert {Code.BUSY, Code.DRAINING, Code.RATE_LIMITED} == RETRYABLE


def test_a_refusal_says_its_code_and_its_sentence():
    assert str(Refused(Code.TAKEN, "Ada has this chat.")) == "taken: Ada has this chat."
