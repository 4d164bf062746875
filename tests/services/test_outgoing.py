from chatserver.core.mail import ALARM_PACE, LETTER_PACE
from chatserver.services.outgoing import Kind, Post, Undelivered


def test_a_copy_may_wait_for_a_day_and_an_alarm_may_not():
    assert {kind: kind.pace for kind in Kind} == {
        Kind.TRANSCRIPT: LETTER_PACE,
        Kind.ALARM_MAIL: ALARM_PACE,
        Kind.ALARM_HOOK: ALARM_PACE,
    }


def test_nothing_is_set_up_until_somebody_does():
    assert (Post().can_mail, Post().has_hook, Post().on_call_mail) == (False, False, ())


def test_what_went_wrong_can_be_tried_again_unless_it_says_otherwise():
    assert (str(Undelivered("smtp 451")), Undelivered("smtp 451").is_final) == ("smtp 451", False)
    assert Undelivered("smtp 550", is_final=True).is_final
