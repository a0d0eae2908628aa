"""What is measured while it runs, by the names that docs and alerts use."""

from prometheus_client import Counter, Gauge, Histogram

#: A platform gives three seconds; the buckets say how much of them is used.
ack_seconds = Histogram(
    "ack_seconds",
    "From a platform's request to its acknowledgement",
    ["platform"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
)
dedupe_hits_total = Counter("dedupe_hits_total", "Deliveries that had come before", ["platform"])
stopped_total = Counter("stopped_total", "Messages that were not stored, by rule", ["rule"])
inbox_waiting = Gauge("inbox_waiting", "Deliveries not handled yet")
inbox_problems_total = Counter("inbox_problems_total", "Deliveries that could not be handled", ["platform"])
outbox_oldest_due_seconds = Gauge("outbox_oldest_due_seconds", "How long the oldest letter that is due waits")
send_total = Counter(
    "send_total", "Sends, by how they ended; later is a platform's wait", ["platform", "result"]
)
rate_limited_total = Counter("rate_limited_total", "Calls a platform answered with 429", ["platform"])
expired_total = Counter("expired_total", "Letters that no longer mattered when they could go")
outbox_letters = Gauge("outbox_letters", "Letters by where they are on their way", ["state"])
looks_total = Counter("looks_total", "Pages asked, by errand and what became of it", ["errand", "result"])
errands_waiting = Gauge("errands_waiting", "Pages due to be asked")
loop_lag_seconds = Gauge("loop_lag_seconds", "How late the event loop woke at its last look")
last_tick_seconds = Gauge("last_tick_seconds", "When timetables were last looked at, in epoch seconds")
