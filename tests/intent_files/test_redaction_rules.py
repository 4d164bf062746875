import pytest

from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context, redact
from chatserver.intent_files.redaction_rules import load_rules

GOOD = """\
format: 1
off: [password.near, key.okta]
rules:
  - name: acme.key
    form: acme_<b62:12-40>
    finds: |
      use acme_Ab12Cd34Ef56 for it
    keeps: |
      acme_help is a page
"""


def loaded(tmp_path, text):
    file = tmp_path / "redaction.yml"
    file.write_text(text)
    return load_rules(file)


def test_a_good_file_is_used(tmp_path):
    rules = loaded(tmp_path, GOOD).rules
    result = redact(Context(), RawText("the key acme_Ab12Cd34Ef56Gh78"), rules=rules)
    assert [mask.rule for mask in result.redactions] == ["own.acme.key"]
    assert not rules.is_on("password.near")
    assert not rules.is_on("key.okta.token")
    assert rules.is_on("key.github.token")


@pytest.mark.parametrize(
    ("wrong", "place", "fault", "cure"),
    [
        (GOOD.replace("acme_<b62:12-40>", "acme_<b26:12>"), ":5:", "no class 'b26'", "acme_<b62:24>"),
        (GOOD.replace("acme_<b62:12-40>", "acme"), ":5:", "no random part", "make it longer"),
        (GOOD.replace("use acme_Ab12Cd34Ef56", "use acme_short"), ":6:", "does not find", "Mend the form"),
        (GOOD.replace("acme_help is", "acme_Ab12Cd34Ef56Gh78 is"), ":8:", "masks", "Mend the form"),
        (GOOD.replace("form:", "from:"), ":5:", "Unknown key 'from'", "Did you mean 'form'?"),
        (GOOD.replace("key.okta]", "keys.okta]"), ":2:", "no rule 'keys.okta'", "Did you mean 'key.okta'?"),
        (GOOD.replace("password.near", "password.nearr"), ":2:", "no rule 'password.nearr'", "'password.near'?"),
        (GOOD.replace("password.near", "card.vsa"), ":2:", "no rule 'card.vsa'", "Did you mean 'card.visa'?"),
        (GOOD.replace("format: 1\n", ""), ":1:", "no `format: 1`", "Begin it"),
        (GOOD.replace("- name: acme.key", "- name: Acme Key"), ":4:", "no name of a rule", "a-z"),
        (GOOD.replace("    form:", "    kind: keyy\n    form:"), ":5:", "no kind 'keyy'", "Did you mean 'key'?"),
    ],
)
def test_a_fault_is_told_with_its_place_and_its_cure(tmp_path, wrong, place, fault, cure):
    found = loaded(tmp_path, wrong)
    assert found.rules is None
    told = "\n".join(str(problem) for problem in found.problems)
    assert place in told
    assert fault in told
    assert cure in told
