import json

import pytest

from chatserver.cli.findings import Format, counted, rendered, show
from chatserver.intent_files import Problem, Severity

ONE = Problem("/elsewhere/en/faq.yml", 3, 5, "It is wrong.", "Mend it.", Severity.ERROR, "wrong-it")
WHOLE = Problem("/elsewhere/de", 0, 0, "It is missing.", "", Severity.WARNING, "missing-it")


def test_people_get_a_line_for_each():
    assert rendered([ONE, WHOLE], Format.TEXT) == (
        "/elsewhere/en/faq.yml:3:5: error: It is wrong. Mend it. [wrong-it]\n"
        "/elsewhere/de: warning: It is missing. [missing-it]"
    )


def test_programs_get_one_array():
    assert json.loads(rendered([ONE, WHOLE], Format.JSON)) == [
        {
            "code": "wrong-it",
            "severity": "error",
            "file": "/elsewhere/en/faq.yml",
            "line": 3,
            "column": 5,
            "fault": "It is wrong.",
            "cure": "Mend it.",
        },
        {
            "code": "missing-it",
            "severity": "warning",
            "file": "/elsewhere/de",
            "line": 0,
            "column": 0,
            "fault": "It is missing.",
            "cure": "",
        },
    ]
    assert rendered([], Format.JSON) == "[]"


def test_github_gets_commands_without_a_line_where_there_is_none():
    assert rendered([ONE, WHOLE], Format.GITHUB) == (
        "::error file=/elsewhere/en/faq.yml,line=3,col=5,title=wrong-it::It is wrong. Mend it.\n"
        "::warning file=/elsewhere/de,title=missing-it::It is missing."
    )


@pytest.mark.parametrize(
    ("file", "fault", "told"),
    [
        ("/a,b:c%.yml", "ok", "file=/a%2Cb%3Ac%25.yml,"),
        ("/a.yml", "50% off:\r\nnow, really", "::50%25 off:%0D%0Anow, really"),
        ("/a.yml", "%0A stays what it is", "::%250A stays"),
    ],
)
def test_signs_that_github_reads_itself_are_escaped(file, fault, told):
    text = rendered([Problem(file, 1, 1, fault, "", Severity.ERROR, "x")], Format.GITHUB)
    assert told in text
    assert "\n" not in text


def test_files_below_the_working_folder_are_named_from_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (str(tmp_path / "intents/bot.yml"), "intents/bot.yml"):
        assert "file=intents/bot.yml," in rendered([Problem(name, 1, 1, "x", "")], Format.GITHUB)


def test_nothing_to_show_prints_nothing(capsys):
    show([], Format.TEXT)
    assert capsys.readouterr().out == ""


def test_things_are_counted_in_plain_words():
    assert (counted(1, "error"), counted(2, "error"), counted(0, "error")) == ("1 error", "2 errors", "0 errors")
