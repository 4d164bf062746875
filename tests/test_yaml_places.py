from chatserver.yaml_places import Problem, Problems, read_yaml, suggestion


def test_values_know_their_places(tmp_path):
    path = tmp_path / "x.yml"
    path.write_text("a:\n  b: yes\n  c: [one, two]\n")
    node = read_yaml(path, "x.yml", Problems())
    assert (node["a"]["b"].value, node["a"]["b"].line, node["a"]["b"].column) == (True, 2, 6) or node["a"][
        "b"
    ].value == "yes"
    assert [(element.value, element.line) for element in node["a"]["c"].elements()] == [("one", 3), ("two", 3)]
    assert node["a"].place_of("c") == (3, 3)
    assert "d" not in node["a"]


def test_a_problem_of_a_whole_file_has_no_line():
    assert str(Problem("x.yml", 0, 0, "It is missing.", "Add it.")) == "x.yml: error: It is missing. Add it."


def test_a_cure_names_the_nearest_or_all():
    assert suggestion("anwser", ["answer", "title"]) == "Did you mean 'answer'?"
    assert suggestion("zzz", ["answer", "title"]) == "Known here: answer, title."


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "x.yml"
    path.write_text("a: " + "x" * 1_100_000)
    problems = Problems()
    assert read_yaml(path, "x.yml", problems) is None
    assert "larger than 1 MiB" in str(problems.found[0])


def test_a_date_stays_text_so_that_an_impossible_one_has_a_place(tmp_path):
    path = tmp_path / "x.yml"
    path.write_text("days:\n  2026-02-30: closed\n  2026-12-24: 2026-12-25\n")
    problems = Problems()
    node = read_yaml(path, "x.yml", problems)
    assert not problems.found
    assert [(key, value.value, value.line) for key, value in node["days"].items()] == [
        ("2026-02-30", "closed", 2),
        ("2026-12-24", "2026-12-25", 3),
    ]


def test_the_lines_of_a_block_have_places_of_their_own_and_those_of_other_texts_share_one(tmp_path):
    path = tmp_path / "x.yml"
    path.write_text('a:\n  b: |  # note\n\n     one\n       two\n  c: "three\n\n    four"\n')
    node = read_yaml(path, "x.yml", Problems())["a"]
    places = [(text, place.line, place.column) for key in "bc" for text, place in node.placed_lines(Problems(), key)]
    assert places == [("one", 4, 6), ("two", 5, 8), ("three", 6, 6), ("four", 6, 6)]
