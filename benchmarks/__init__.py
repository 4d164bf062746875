"""Benchmarks: each part prints ratios against a bare, stock python-socketio that runs in the same run. `make bench`.

From the wire up: `websocket` (frames), `client` (Socket.IO), `generator` (a process full of clients), `driving` (what
such a process is asked to do), `servers` (the two servers under test); one module a part; `tables` prints.
"""
