import aiohttp

from chatserver.core.errors import Code, Refused


async def test_a_running_server_is_alive_and_ready(server):
    async with aiohttp.ClientSession(server.url) as http:
        assert (await http.get("/healthz")).status == 200
        ready = await http.get("/readyz")
        assert (ready.status, (await ready.json())["ready"]) == (200, True)


async def test_a_store_that_takes_nothing_makes_it_unready_and_it_recovers(server, monkeypatch):
    async def busy(work):
        raise Refused(Code.BUSY, "The server cannot store anything at the moment.")

    async with aiohttp.ClientSession(server.url) as http:
        with monkeypatch.context() as patched:
            patched.setattr(server.ctx.store, "run", busy)
            response = await http.get("/readyz")
            assert response.status == 503
            assert "cannot store" in (await response.json())["problems"][0]
        assert (await http.get("/readyz")).status == 200
