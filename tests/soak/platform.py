"""A chat platform on loopback, in a process of its own, that counts what it was sent and often fails.

    POST /send  {"key", "to", "text", "once"}   200, 429 with Retry-After, or 502 before or after accepting
    POST /find  {"key"}                         the message's id, or null
    GET  /seen                                  key → how often, key → how often answered 502, fastest second

It takes its time on both sides of accepting, so that a process can die before or after it.
"""

import argparse
import asyncio
import random
import time
from collections import Counter, defaultdict

from aiohttp import web


class Platform:
    def __init__(self, *, trouble: float, slowest_s: float, honours_once: bool, seed: int) -> None:
        self.trouble = trouble
        self.slowest_s = slowest_s
        self.honours_once = honours_once
        self.random = random.Random(seed)
        self.seen: Counter[str] = Counter()
        self.bad_gateways: Counter[str] = Counter()
        self.at: dict[str, list[float]] = defaultdict(list)

    async def send(self, request: web.Request) -> web.Response:
        letter = await request.json()
        chance = self.random.random()
        await self._dawdle()
        if chance < self.trouble:
            return web.json_response({}, status=429, headers={"Retry-After": "0.2"})
        if chance < 2 * self.trouble:
            self.bad_gateways[letter["key"]] += 1
            return web.json_response({}, status=502)
        if not (self.honours_once and letter["key"] in self.seen):
            self.seen[letter["key"]] += 1
            self.at[letter["to"]].append(time.monotonic())
        await self._dawdle()
        if chance < 3 * self.trouble:
            self.bad_gateways[letter["key"]] += 1
            return web.json_response({}, status=502)
        return web.json_response({"id": f"m-{letter['key']}"})

    async def find(self, request: web.Request) -> web.Response:
        key = (await request.json())["key"]
        return web.json_response({"id": f"m-{key}" if key in self.seen else None})

    async def tell(self, request: web.Request) -> web.Response:
        return web.json_response({"seen": self.seen, "bad_gateways": self.bad_gateways, "at": dict(self.at)})

    async def _dawdle(self) -> None:
        await asyncio.sleep(self.random.uniform(0.1, 0.5) * self.slowest_s)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--trouble", type=float, default=0.02)
    parser.add_argument("--slowest", type=float, default=0.06)
    parser.add_argument("--honours-once", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    platform = Platform(
        trouble=given.trouble, slowest_s=given.slowest, honours_once=given.honours_once, seed=given.seed
    )

    async def serve() -> None:
        app = web.Application()
        app.add_routes(
            [
                web.post("/send", platform.send),
                web.post("/find", platform.find),
                web.get("/seen", platform.tell),
            ]
        )
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()

    asyncio.run(serve())


if __name__ == "__main__":
    main()
