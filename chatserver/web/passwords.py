"""Password hashing with argon2id, in a small pool of its own: slow on purpose, so not on the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from chatserver.core.errors import Code, Refused

T = TypeVar("T")

_THREADS = 2
# Each takes some 50 ms and 64 MiB; beyond this a flood of sign-ins is told to come back.
_MAX_WAITING = 8


class ArgonPasswords:
    """See `services.signing_in.Passwords`."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="argon2")
        self._waiting = 0
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        return await self._in_pool(lambda: self._hasher.hash(password))

    async def verify(self, password_hash: str | None, password: str) -> bool:
        if password_hash is None:
            self._nobody = self._nobody or await self.hash("nobody's password")
            await self._in_pool(lambda: self._fits(self._nobody or "", password))
            return False
        return await self._in_pool(lambda: self._fits(password_hash, password))

    def close(self) -> None:
        self._pool.shutdown()

    def _fits(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False

    async def _in_pool(self, work: Callable[[], T]) -> T:
        if self._waiting >= _MAX_WAITING:
            raise Refused(Code.BUSY, "Too many people are signing in.", retry_after=timedelta(seconds=2))
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._waiting -= 1
