from chatserver.core import events, reasons


def test_the_events_hand_the_reasons_on():
    for name in ("AssignedBy", "CloseReason", "HandoffReason", "OfferOutcome"):
        assert getattr(events, name) is getattr(reasons, name)


def test_a_reason_is_its_name_on_the_wire():
    assert reasons.CloseReason("no_reply") is reasons.CloseReason.NO_REPLY
    assert [reason.value for reason in reasons.OfferOutcome] == ["declined", "lapsed", "withdrawn"]
