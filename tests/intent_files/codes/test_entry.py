from chatserver.intent_files.codes.entry import Entry


def test_a_page_has_the_reason_the_example_and_the_cure():
    entry = Entry("It is wrong", "It matters.", "Mend it.", "en/faq.yml", "\n        a:\n          b: c\n        ")
    assert entry.page("wrong-it") == (
        "# `wrong-it`: It is wrong\n\nIt matters.\n\nAn example, in `en/faq.yml`:\n\n"
        "```yaml\na:\n  b: c\n```\n\n**The cure:** Mend it.\n"
    )


def test_a_page_without_an_example_says_the_rest():
    assert Entry("It is wrong", "It matters.", "Mend it.").page("x") == (
        "# `x`: It is wrong\n\nIt matters.\n\n**The cure:** Mend it.\n"
    )
