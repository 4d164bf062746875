import html

import nh3
import pytest

from chatserver.core.markup import (
    MAX_HTML_CHARS,
    Html,
    TooMuchMarkup,
    clean_html,
    element,
    html_page,
    lines_to_html,
    text_to_html,
)

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jAvAsCrIpT&#58;alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    '<math><mi xlink:href="javascript:alert(1)">',
    "<iframe src=//evil.example></iframe>",
    "<p style=\"background:url('javascript:alert(1)')\">x</p>",
    "<style>@import url(//evil.example)</style>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<!--<img src=--><img src=x onerror=alert(1)//>",
    "<b onmouseover=alert(1)>x</b>",
    "<object data=evil.swf></object><embed src=evil>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
]


def nh3_clean(dirty: str) -> str:
    """The library that would take over; it must hold the same line."""
    return nh3.clean(dirty, tags={"a", "b", "p", "img"}, attributes={"a": {"href"}, "img": {"src"}}, link_rel=None)


@pytest.mark.parametrize("clean", [clean_html, nh3_clean])
@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_become_harmless(clean, attack):
    cleaned = clean(attack).casefold()
    parsed = cleaned.replace("&lt;", "")
    for danger in ("<script", "<svg", "<iframe", "<object", "<style", "<base", "<meta", "<form", "<template"):
        assert danger not in parsed
    tags = [part.split(">")[0] for part in parsed.split("<")[1:]]
    assert not [tag for tag in tags if " on" in tag or "javascript:" in tag or "data:" in tag or "style=" in tag]


def test_harmless_markup_stays():
    text = '<h1>A</h1><p><a href="https://example.com">b</a> <code>c</code></p><ul><li>d</li></ul>'
    assert clean_html(text) == text


def test_too_much_is_refused_before_it_costs_time():
    for dirty in ("x" * (MAX_HTML_CHARS + 1), "<b>" * 20_000):
        with pytest.raises(TooMuchMarkup):
            clean_html(dirty)


def test_text_is_shown_letter_for_letter():
    assert text_to_html("a < b && c \"d\" 'e'") == "a &lt; b &amp;&amp; c &quot;d&quot; &#x27;e&#x27;"


@pytest.mark.parametrize("attack", [*ATTACKS, '"', "'", "&lt;", "]]>"])
def test_an_element_shows_text_letter_for_letter_in_its_body_and_its_attributes(attack):
    made = element("p", attack, title=attack).markup
    assert made == f'<p title="{text_to_html(attack)}">{text_to_html(attack)}</p>'
    assert html.unescape(made) == f'<p title="{attack}">{attack}</p>'
    assert made.count("<") == 2
    assert made.count('"') == 2


def test_elements_nest_and_only_what_was_made_here_is_not_escaped():
    inner = element("b", "x & y")
    assert element("p", inner, "<b>", class_="a").markup == '<p class="a"><b>x &amp; y</b>&lt;b&gt;</p>'
    assert element("br") == Html("<br>")


def test_lines_keep_their_ends_and_their_indents():
    kept = "\N{NO-BREAK SPACE}"
    assert lines_to_html("a\n  b  c d").markup == f"a<br>{kept} b{kept} c d"
    assert lines_to_html("\tx").markup == f"{kept * 3} x"
    assert lines_to_html("<br>\n").markup == "&lt;br&gt;<br>"


def test_a_page_is_whole_and_escapes_its_title():
    page = html_page("de", "</title><script>", "p{margin:0}", element("p", "x"))
    assert page.startswith('<!doctype html>\n<html lang="de"><head><meta charset="utf-8">')
    assert "<title>&lt;/title&gt;&lt;script&gt;</title><style>p{margin:0}</style>" in page
    assert page.endswith("<body><p>x</p></body></html>\n")
