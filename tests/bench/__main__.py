"""Speed, as ratios side by side in one run: `make bench`, or `python -m tests.bench ack outbox` for some.

Absolute figures swing twofold on a shared machine; only what stands in one table may be compared. Each
part measures ours beside the thing it is built on, says what was demanded, and whether it holds.
"""

import asyncio
import importlib
import os
import sys

#: Part → what it measures.
PARTS = {
    "ack": "Slack: milliseconds until the ack, beside bare slack-bolt and bare aiohttp",
    "window": "Slack: the ack of /agenda beside bare slack-bolt, and when its window opens",
    "teams": "Teams: CPU a message, beside stock botbuilder",
    "ask": "A question's answer at 160 to 100,000 staff, beside plain text search over the same words",
    "library": "A search of the library at 1,000 to 100,000 resources, beside the database's full text",
    "standing": "Standing questions asked again in the morning, at 10,000 staff",
    "agenda": "A network's meetings: statements and CPU, at 7 networks of 10 and 28 of 40",
    "morning": "The letters of a morning before meetings, beside the same rows on the bare driver",
    "nudges": "Planning the nudges of a morning for 1,000 to 100,000 who take part, and the memory it takes",
    "ics": "A network's calendar file, beside icalendar's own writing",
    "outbox": "Letters a second, beside the same statements on the bare driver",
    "render": "Rendering a reply, beside json.dumps of the result",
    "start": "The demonstration: seconds from the command to its page",
}


def main(wanted: list[str]) -> int:
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)} (there are {', '.join(PARTS)})", file=sys.stderr)
        return 2
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")
    failed = False
    for name in wanted or PARTS:
        print(f"\n{PARTS[name]}")
        part = importlib.import_module(f"tests.bench.{name}")
        for line in asyncio.run(part.bench()):
            failed |= "NOT MET" in line
            print(f"  {line}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
