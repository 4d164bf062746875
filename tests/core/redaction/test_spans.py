from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.spans import Span, without_overlaps


def span(start: int, end: int, rule: str = "") -> Span:
    return Span(start, end, SecretKind.KEY, rule, "•")


def test_of_two_that_overlap_the_first_stays_and_order_is_by_place():
    kept = without_overlaps([span(10, 20, "first"), span(15, 25, "second"), span(0, 5, "third"), span(20, 21)])
    assert [(found.start, found.rule) for found in kept] == [(0, "third"), (10, "first"), (20, "")]
