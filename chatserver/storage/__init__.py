"""The store: where the logs of all chats are kept."""

from chatserver.storage.maintenance import back_up, faults_of, restore
from chatserver.storage.sqlite_store import FILE_NAME, SqliteStore, StoreUnusable, open_store

__all__ = ["FILE_NAME", "SqliteStore", "StoreUnusable", "back_up", "faults_of", "open_store", "restore"]
