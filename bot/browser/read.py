"""A payload of the playground → Incoming.

The playground writes its payloads itself (`said`, `pressed` and so on below), and they take the same way
through guard, inbox and router as Slack's and Microsoft's.
"""

from collections.abc import Mapping
from typing import Any

from bot.incoming import Filled, Happened, Incoming, Opened, Pressed, Said, What
from handlers.capability import Occasion
from handlers.talk import Fate, Heard
from storage.records import Account, Platform

#: The playground is one workspace; its members are named by their e-mail address.
WORKSPACE = "browser"


def account(email: str) -> Account:
    return Account(Platform.BROWSER, WORKSPACE, email)


def read(payload: Mapping[str, Any]) -> Incoming | None:
    """None where the payload says nothing that could be answered."""
    what = _what(payload)
    person, conversation = payload.get("person"), payload.get("conversation")
    if what is None or not isinstance(person, int) or not isinstance(conversation, str):
        return None
    direct = conversation.startswith("direct:")
    return Incoming(
        key=str(payload["key"]),
        account=account(str(payload["email"])),
        what=what,
        direct=direct,
        channel="" if direct else conversation,
        # What a button on one's own card leads to takes that card's place.
        reply_to={"conversation": conversation, "person": person, "edits": str(payload.get("edits", ""))},
        bucket=f"{WORKSPACE}:{conversation}",
        address={"person": person},
    )


def _what(payload: Mapping[str, Any]) -> What | None:
    match payload:
        case {"kind": "said", "text": str(text)}:
            return Said(text)
        case {"kind": "pressed", "action": str(action), "values": dict(values)}:
            return Pressed(action, values)
        case {"kind": "opened", "action": str(action), "values": dict(values)}:
            return Opened(action, values)
        case {"kind": "filled", "action": str(action), "values": dict(values), "answers": dict(answers)}:
            filled = {
                name: tuple(given) if isinstance(given, list) else given for name, given in answers.items()
            }
            return Filled(action, values, filled)
        case {"kind": "happened", "occasion": str(occasion)} if occasion in set(Occasion):
            return Happened(Occasion(occasion))
        case {"kind": "heard", "text": str(text), "message": str(name), "fate": str(fate)} if fate in set(
            Fate
        ):
            return Heard(text, name, Fate(fate))
        case _:
            return None
