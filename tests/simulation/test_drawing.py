import xml.etree.ElementTree as ET

from chatserver.simulation.drawing import ROWS, bars, picture, table
from chatserver.simulation.records import Ending, Visit, figures


def visit(joined: float, waited: float, ending: Ending = Ending.ANSWERED) -> Visit:
    return Visit("A", joined, "en", "basic", 3, 480.0, 1200.0, ended=joined + waited, ending=ending)


DAY = [visit(3_600, 20), visit(4_000, 310), visit(9_000, 900, Ending.LEFT)]


def test_the_table_has_a_column_for_each_day_and_a_row_for_each_figure():
    lines = table({"due": figures(DAY), "fifo": figures(DAY[:1])}).splitlines()
    assert lines[0].split() == ["due", "fifo"]
    assert len(lines) == 1 + len(ROWS)
    assert lines[2].split()[-4:] == ["33.3", "%", "100.0", "%"]
    assert len({len(line) for line in lines}) == 1


def test_the_bars_count_minutes_and_mark_what_is_too_late():
    lines = bars(DAY).splitlines()
    assert len(lines) == 11
    assert lines[0].endswith("# 1")
    assert lines[5].endswith("! 1")
    assert lines[10].endswith("! 1")
    assert lines[1].endswith(" 0")


def test_the_picture_is_xml_with_a_dot_for_each_visitor_inside_its_frame():
    drawn = ET.fromstring(picture(DAY))
    dots = [one for one in drawn.iter() if one.tag.endswith("circle")]
    assert len(dots) == 3
    _, _, width, height = map(float, drawn.attrib["viewBox"].split())
    for dot in dots:
        assert 0 < float(dot.attrib["cx"]) < width
        assert 0 < float(dot.attrib["cy"]) < height


def test_an_empty_day_can_be_drawn():
    assert bars([]).count("\n") == 10
    ET.fromstring(picture([]))
