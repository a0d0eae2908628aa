"""A chat platform on loopback, in a process of its own, that counts what it was sent and often fails.

    POST /send  {"key", "to", "text", "once"}   200, 429 with Retry-After, or 502 before or after accepting
    POST /find  {"key"}                         the message's id, or null
    POST /api/chat.postMessage and what else the Slack door calls: the same, as Slack spells it
    GET  /seen                                  key → how often, key → how often answered 502, fastest second

It takes its time on both sides of accepting, so that a process can die before or after it.
"""

import argparse
import asyncio
import random
import time
from collections import Counter, defaultdict
from typing import Any

from aiohttp import web


class Platform:
    def __init__(
        self, *, trouble: float, slowest_s: float, rest_s: float, honours_once: bool, seed: int
    ) -> None:
        self.trouble = trouble
        self.slowest_s = slowest_s
        self.rest_s = rest_s
        self.honours_once = honours_once
        self.random = random.Random(seed)
        self.seen: Counter[str] = Counter()
        self.bad_gateways: Counter[str] = Counter()
        self.at: dict[str, list[float]] = defaultdict(list)
        self.slack_messages: dict[str, list[dict[str, Any]]] = defaultdict(list)

    async def send(self, request: web.Request) -> web.Response:
        letter = await request.json()
        trouble = await self._accept(letter["key"], letter["to"])
        return trouble or web.json_response({"id": f"m-{letter['key']}"})

    async def _accept(self, key: str, to: str, message: dict[str, Any] | None = None) -> web.Response | None:
        """None where it went well; a trouble before it was accepted, or after."""
        chance = self.random.random()
        await self._dawdle()
        if chance < self.trouble:
            return web.json_response({"ok": False}, status=429, headers={"Retry-After": f"{self.rest_s:g}"})
        if chance < 2 * self.trouble:
            self.bad_gateways[key] += 1
            return web.json_response({}, status=502)
        if not (self.honours_once and key in self.seen):
            self.seen[key] += 1
            self.at[to].append(time.monotonic())
            if message is not None:
                self.slack_messages[to].append(message)
        await self._dawdle()
        if chance < 3 * self.trouble:
            self.bad_gateways[key] += 1
            return web.json_response({}, status=502)
        return None

    async def slack(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        given = dict(request.query) if request.method == "GET" else await request.json()
        match method:
            case "conversations.open":
                return web.json_response({"ok": True, "channel": {"id": f"D{given['users']}"}})
            case "chat.postMessage":
                channel, key = given["channel"], given["metadata"]["event_payload"]["key"]
                ts = f"{time.time():.6f}"
                trouble = await self._accept(key, channel, given | {"ts": ts})
                return trouble or web.json_response({"ok": True, "channel": channel, "ts": ts})
            case "conversations.history":
                if self.random.random() < self.trouble:
                    return web.json_response(
                        {"ok": False}, status=429, headers={"Retry-After": f"{self.rest_s:g}"}
                    )
                newest_first = self.slack_messages[given["channel"]][::-1]
                after = [each for each in newest_first if float(each["ts"]) > float(given.get("oldest", 0))]
                return web.json_response({"ok": True, "messages": after[: int(given["limit"])]})
        return web.json_response({"ok": False, "error": "unknown_method"})

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
    parser.add_argument("--rest", type=float, default=1.0, help="seconds that a 429 asks for")
    parser.add_argument("--honours-once", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    platform = Platform(
        trouble=given.trouble,
        slowest_s=given.slowest,
        rest_s=given.rest,
        honours_once=given.honours_once,
        seed=given.seed,
    )

    async def serve() -> None:
        app = web.Application()
        app.add_routes(
            [
                web.post("/send", platform.send),
                web.post("/find", platform.find),
                web.get("/seen", platform.tell),
                web.route("*", "/api/{method}", platform.slack),
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
