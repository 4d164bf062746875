from chatserver.services.finding import SearchRows
from chatserver.storage.search_reads import SqliteSearch


def test_the_store_has_what_searching_needs():
    wanted = {name for name, part in vars(SearchRows).items() if callable(part) and not name.startswith("_")}
    assert wanted == {"find", "chat_ids", "chat_ids_with", "is_behind", "index_some", "purge_some"}
    assert all(callable(getattr(SqliteSearch, name)) for name in wanted)
