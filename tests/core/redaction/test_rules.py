import re
from pathlib import Path

import pytest

from chatserver.core.redaction import rules
from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import fold
from chatserver.core.redaction.forms import BadForm
from chatserver.core.redaction.password_labels import Between
from chatserver.core.redaction.rules import PASSWORD_RULES, SHIPPED, OwnRule, Rules, require_form

SOURCES = Path(rules.__file__).parent


def test_an_own_key_keeps_its_prefix_and_an_own_password_nothing():
    for kind, shown in ((SecretKind.KEY, "acme_0••••••b"), (SecretKind.PASSWORD, "•" * 8)):
        own = Rules((OwnRule("acme", kind, "acme_<hex:12>"),))
        (span,) = own.find_own(fold("it is acme_0123456789ab."))
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


def test_every_password_rule_in_the_code_is_in_the_table_and_the_other_way_round():
    in_code = {
        name
        for file in SOURCES.glob("*.py")
        if file.name != "rules.py"
        for name in re.findall(r'"password\.(\w+)"', file.read_text(encoding="utf-8"))
    }
    assert in_code | {between.name.lower() for between in Between} == PASSWORD_RULES
