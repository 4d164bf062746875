import pickle

import pytest

from chatserver.core.redaction.raw_text import RawText


def test_raw_text_shows_itself_only_when_asked():
    raw = RawText("hunter2")
    assert raw.reveal() == "hunter2"
    for shown in (repr(raw), str(raw), f"{raw}", f"{[raw]}"):
        assert "hunter2" not in shown


def test_raw_text_is_never_pickled():
    with pytest.raises(TypeError):
        pickle.dumps(RawText("hunter2"))
