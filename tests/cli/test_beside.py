from chatserver.cli.beside import run_beside
from chatserver.services import announcing
from chatserver.settings import Settings


def test_a_use_case_runs_on_the_folder_of_the_settings(tmp_path):
    settings = Settings(data=str(tmp_path))
    run_beside(settings, lambda ctx: announcing.announce_problem(ctx, "It is down."))
    assert [problem.text for problem in run_beside(settings, announcing.open_problems)] == ["It is down."]
