"""Routing: who is served next and by whom, how long the others wait, what they are told, and who is called in time.

Plain functions of plain structs (`lines.py`): no chats, no storage, no clock. Whatever serves a queue can call them,
the server and the simulation alike; `docs/decisions/0014-routing.md` shows a whole round.
"""
