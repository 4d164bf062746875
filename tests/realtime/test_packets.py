import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.realtime.packets import Event, Malformed, WireJson, read_event


def test_an_event_is_read():
    assert read_event('2/visitor,7["post_message",{"text":"a"}]') == Event("/visitor", 7, "post_message", {"text": "a"})
    assert read_event('2/agent,["x",{}]') == Event("/agent", None, "x", {})
    assert read_event('2/agent?token=1,3["x",{}]') == Event("/agent", 3, "x", {})


@pytest.mark.parametrize(
    ("packet", "ack_id", "fault"),
    [
        ('2/visitor,1["x"]', 1, "one argument"),
        ('2/visitor,1["x",{},{}]', 1, "one argument"),
        ('2/visitor,1["x",5]', 1, "one argument"),
        ('2/visitor,1["x",null]', 1, "one argument"),
        ("2/visitor,1[]", 1, "begins with its name"),
        ("2/visitor,1[5,{}]", 1, "begins with its name"),
        ('2/visitor,1["x",{"n":NaN}]', 1, "not valid JSON"),
        ('2/visitor,1["x",{"n":Infinity}]', 1, "not valid JSON"),
        ('2/visitor,1["x",{"t":"\\ud800"}]', 1, "not valid JSON"),
        ('2/visitor,1["x",{', 1, "not valid JSON"),
        ("2/visitor,1[" + "[" * 100_000, 1, "not valid JSON"),
        ('51-/visitor,4["x",{"_placeholder":true,"num":0}]', 4, "Binary"),
        ("2", None, "not valid JSON"),
        ("2/visitor", None, "not valid JSON"),
        ('2{"a":1}', None, "begins with its name"),
        ("2/visitor,918{}", 918, "begins with its name"),
        ("2/visitor,99999999999999999999999[]", None, ""),
    ],
)
def test_anything_else_is_malformed_and_answered_where_possible(packet, ack_id, fault):
    found = read_event(packet)
    assert isinstance(found, Malformed)
    assert found.ack_id == ack_id
    assert fault in found.fault


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    assert isinstance(read_event("2" + text), Event | Malformed)


def test_the_json_of_frames_refuses_what_is_no_json():
    assert WireJson.loads(WireJson.dumps({"a": "é"}, separators=(",", ":"))) == {"a": "é"}
    with pytest.raises(ValueError):
        WireJson.loads("NaN")
