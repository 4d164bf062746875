from chatserver.core.redaction.cuts import MARKED, Cut, apply_cuts
from chatserver.core.redaction.findings import Redaction, SecretKind


def cut(start: int, end: int) -> Cut:
    return Cut(start, end, MARKED, SecretKind.PASSWORD, "person.marked")


def test_what_is_cut_is_replaced_and_its_mask_is_listed():
    recut = apply_cuts("my pin is 4821, ok", (), [cut(10, 14)])
    assert recut.text == "my pin is ••••••••, ok"
    assert recut.redactions == (Redaction(SecretKind.PASSWORD, 10, 18, "person.marked"),)


def test_the_places_of_all_masks_old_and_new_fit_the_new_text():
    old = (Redaction(SecretKind.CARD, 2, 6, "card.visa"), Redaction(SecretKind.KEY, 13, 17, "key.jwt"))
    recut = apply_cuts("a ---- b CCC ==== d", old, [cut(0, 1), cut(9, 12)])
    assert recut.text == f"{MARKED} ---- b {MARKED} ==== d"
    assert [recut.text[mask.start : mask.end] for mask in recut.redactions] == [MARKED, "----", MARKED, "===="]


def test_an_old_mask_that_a_cut_touches_goes():
    recut = apply_cuts("•••• 1111", (Redaction(SecretKind.CARD, 0, 9, "card.visa"),), [cut(5, 9)])
    assert [mask.rule for mask in recut.redactions] == ["person.marked"]


def test_without_cuts_nothing_changes():
    assert apply_cuts("hello", (), ()).text == "hello"
