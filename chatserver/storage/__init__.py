"""The store: where the logs of all chats are kept."""

from chatserver.storage.connecting import FILE_NAME, FILES_NAME, StoreUnusable
from chatserver.storage.maintenance import back_up, faults_of, restore
from chatserver.storage.opening import open_store
from chatserver.storage.sqlite_store import SqliteStore

__all__ = ["FILES_NAME", "FILE_NAME", "SqliteStore", "StoreUnusable", "back_up", "faults_of", "open_store", "restore"]
