from chatserver.intent_files.lines import read_lines, read_placed_lines


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_lines_are_read_whatever_else_is_missing(tmp_path):
    write(
        tmp_path,
        "en/a.yml",
        "intents:\n  refund:\n    say: |\n      money back\n    not: |\n      policy\n    answr: x\n",
    )
    write(tmp_path, "de/b.yml", "format: 1\nintents:\n  hours:\n    say: |\n      offen?\n  none: {title: Nothing}\n")
    write(tmp_path, "en/broken.yml", "intents: [\n")
    write(tmp_path, "tests/en/x.yml", "intents:\n  no:\n    say: |\n      never\n")
    found = read_lines(tmp_path)
    assert {tag: [intent.name for intent in intents] for tag, intents in found.items()} == {
        "en": ["refund"],
        "de": ["hours"],
    }
    assert found["en"][0].examples == ("money back",)
    assert found["en"][0].counter_examples == ("policy",)


def test_lines_of_a_set_that_is_not_ready_know_their_places(tmp_path):
    write(
        tmp_path,
        "en/a.yml",
        "intents:\n  refund:\n    title: Refunds\n    say: |\n\n      money back\n    not: policy\n",
    )
    write(tmp_path, "tests/en/x.yml", "intents:\n  no:\n    say: |\n      never\n")
    placed = [
        (line.tag, line.intent, line.key, line.text, line.node.line, line.node.column)
        for line in read_placed_lines(tmp_path)
    ]
    assert placed == [
        ("en", "refund", "title", "Refunds", 3, 12),
        ("en", "refund", "say", "money back", 6, 7),
        ("en", "refund", "not", "policy", 7, 10),
    ]
