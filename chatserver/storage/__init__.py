"""The store: where the logs of all chats are kept."""

from chatserver.storage.sqlite_store import SqliteStore, StoreUnusable, open_store

__all__ = ["SqliteStore", "StoreUnusable", "open_store"]
