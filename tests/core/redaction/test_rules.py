import pytest

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import fold
from chatserver.core.redaction.forms import BadForm
from chatserver.core.redaction.rules import SHIPPED, OwnRule, Rules, require_form


def test_an_own_key_keeps_its_prefix_and_an_own_password_nothing():
    for kind, shown in ((SecretKind.KEY, "acme_0••••••b"), (SecretKind.PASSWORD, "•" * 8)):
        rules = Rules((OwnRule("acme", kind, "acme_<hex:12>"),))
        (span,) = rules.find_own(fold("it is acme_0123456789ab."))
        assert (span.mask, span.rule) == (shown, "own.acme")


@pytest.mark.parametrize(
    ("off", "is_on"), [("key", False), ("key.okta", False), ("key.okta.token", False), ("key.o", True)]
)
def test_a_rule_is_switched_off_by_its_name_or_its_family(off, is_on):
    assert Rules(off=frozenset({off})).is_on("key.okta.token") is is_on
    assert SHIPPED.is_on("key.okta.token")


def test_a_form_that_cannot_be_read_is_refused():
    with pytest.raises(BadForm):
        require_form("acme_<hux:12>")
