"""Incoming → handler → answer, in one transaction.

The router knows who speaks, checks the words, finds the handler and turns every way it can end into
something to say. It never raises for what a person did or for a handler's bug, only for a database that
gave way.
"""

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.clock import Clock
from bot.door import WHOLE, Answer
from bot.incoming import Filled, Happened, Incoming, Opened, Pressed, Said, storable
from bot.postman import Postman
from bot.weekly import OF_SEVERAL
from handlers import house
from handlers.capability import Capability, Occasion, StaleCard
from handlers.catalogue import CAPABILITIES
from handlers.colleagues import own_words_of, understood
from handlers.rules import safeguarding
from handlers.rules.commands import asked_about, nearly
from handlers.rules.safeguarding import Kind
from handlers.talk import Answers, Card, Form, Heard, Invalid, Place, Post, Refusal, Reply, Request, ToPerson
from storage.letterbox import unreachable
from storage.records import Person, Why
from storage.store import Store

log = logging.getLogger(__name__)


class Router:
    """Who answers what."""

    def __init__(
        self, clock: Clock, postman: Postman, capabilities: Sequence[Capability] = CAPABILITIES
    ) -> None:
        self._clock = clock
        self._postman = postman
        self._commands = {
            word: handler for each in capabilities for word, (_, handler) in each.commands.items()
        }
        #: Commands whose answer is shown in a window of its own, where a platform has one.
        self.in_window = frozenset(word for each in capabilities for word in each.in_window)
        self._presence = {word: rest for each in capabilities for word, rest in each.presence.items()}
        self._questions = {
            intent: handler for each in capabilities for intent, handler in each.questions.items()
        }
        self._phrases = [phrase for each in capabilities for phrase in each.phrases]
        self._actions = {name: action for each in capabilities for name, action in each.actions.items()}
        self._forms = {name: form for each in capabilities for name, form in each.forms.items()}
        self._occasions = {
            occasion: handler for each in capabilities for occasion, handler in each.occasions.items()
        }
        self._additions = {
            occasion: [each.additions[occasion] for each in capabilities if occasion in each.additions]
            for occasion in Occasion
        }
        self._ears = [ear for each in capabilities for ear in each.ears]

    def asks_presence(self, incoming: Incoming) -> bool:
        """Whether the answer depends on Brightspot being in the channel: only then its platform is asked."""
        if incoming.direct or not isinstance(incoming.what, Said):
            return False
        word, rest = parted(incoming.what.text)
        return word in self._presence and bool(self._presence[word].match(rest))

    async def answer(self, incoming: Incoming, person: Person | None, store: Store) -> Answer:
        """What to say back. What the handler wrote, and its posts, are in the store's transaction."""
        asked = not isinstance(incoming.what, Heard)
        if person is None:
            return Answer(house.stranger() if asked else None)
        # What could not be done leaves the card as it is: its other buttons still can.
        aside = isinstance(incoming.what, Pressed | Opened | Filled)
        try:
            async with store.undoable():
                reply = await self._handle(incoming, person, store)
                await self._postman.post(reply.posts if reply else (), store)
        except Invalid as problem:
            return Answer(house.sorry(str(problem)), person=person, problems=problem.problems, aside=aside)
        except Refusal as refusal:
            problems = {WHOLE: str(refusal)} if isinstance(incoming.what, Filled) else {}
            return Answer(house.sorry(str(refusal)), person=person, problems=problems, aside=aside)
        except StaleCard:
            return Answer(house.old_card(), person=person)
        except Exception as error:
            if unreachable(error):
                raise  # the database's, and no mistake of ours: it is tried again
            number = secrets.token_hex(4)
            log.exception("handler failed", extra={"number": number, "key": incoming.key})
            return Answer(house.our_mistake(number) if asked else None, person=person, aside=aside)
        if reply is None:
            return Answer(None, person=person)
        if isinstance(reply.say, Card) and _is_of_several(incoming):
            beside = Post(ToPerson(person), reply.say, f"beside:{incoming.key}", Why.ANSWER)
            await self._postman.post([beside], store)
            return Answer(None, person=person)
        say = self._postman.ready(reply.say) if isinstance(reply.say, Card) else reply.say
        return Answer(say, public=reply.public, person=person)

    async def _handle(self, incoming: Incoming, person: Person, store: Store) -> Reply | None:
        request = await self._request(incoming, person, store)
        match incoming.what:
            case Said(text, command):
                return await self._said(request, storable(text), store, command=command)
            case Pressed(name, values):
                if name not in self._actions:
                    raise StaleCard(name)
                return await self._actions[name].press(request, store, values)
            case Opened(name, values):
                if name not in self._forms:
                    raise StaleCard(name)
                form = await self._forms[name].open(request, store, values)
                return Reply(_of_several(form) if _is_of_several(incoming) else form)
            case Filled(name, values, answers):
                if name not in self._forms:
                    raise StaleCard(name)
                return await self._filled(name, request, values, answers, store)
            case Happened(occasion):
                return await self._happened(occasion, request, store)
            case Heard() as heard:
                return await self._heard(replace(heard, text=storable(heard.text)), request, store)

    async def _heard(self, heard: Heard, request: Request, store: Store) -> Reply | None:
        """What whoever wrote it is told, by the first capability that has something to say."""
        for hear in self._ears if request.place.network else ():
            if reply := await hear(request, heard, store):
                return reply
        return None

    async def _happened(self, occasion: Occasion, request: Request, store: Store) -> Reply | None:
        """What is said on that occasion, with what others have to add."""
        handler = self._occasions.get(occasion)
        reply = await handler(request, store) if handler else None
        if reply is None or not isinstance(reply.say, Card):
            return reply
        added = [block for add in self._additions[occasion] for block in await add(request, store)]
        card = Card(reply.say.title, *reply.say.blocks, *added)
        return Reply(card, *reply.posts, public=reply.public)

    async def _request(self, incoming: Incoming, person: Person, store: Store) -> Request:
        trust = await store.trusts.find(person.trust)
        if trust is None:
            raise Refusal("Your trust is not here any more. Please tell your IT team.")
        network = None
        if incoming.channel:
            network = await store.networks.in_channel(
                incoming.account.platform, incoming.account.workspace, incoming.channel, trust=trust.id
            )
        place = Place(
            incoming.direct,
            network,
            incoming.channel_name or (network.name if network else ""),
            incoming.account.workspace,
            incoming.channel,
            incoming.channel_address,
            incoming.present,
        )
        return Request(person, trust, self._clock.now(), "", place, incoming.account.platform)

    async def _said(self, request: Request, text: str, store: Store, *, command: bool) -> Reply:
        concern = safeguarding.check(text)
        if concern is not None:
            # The doors' guard stops such words before they are stored; this is the second lock.
            return Reply(house.not_here(concern))
        word, rest = self._meant(text)
        handler = self._commands.get(word)
        # "Help me find a SENDCo" is a question; "help" is a command. The other words are never idle.
        if handler is not None and (command or word != "help" or not rest or rest in self._commands):
            return await handler(_said(request, rest), store)
        for phrase, meant in self._phrases:
            if phrase.search(text) and (reply := await meant(_said(request, text.strip()), store)):
                return reply
        text = (await own_words_of(request.trust.id, store)).explained(text)
        sought = await understood(text, request.person, store)
        answer = self._questions.get(sought.intent)
        if answer is None:
            return Reply(house.not_my_thing())
        return await answer(_said(request, text.strip()), sought, store)

    def _meant(self, text: str) -> tuple[str, str]:
        """The command and what follows it, where the word is mistyped or asked about, too."""
        if about := asked_about(text, self._commands):
            return "help", about
        word, rest = parted(text)
        return nearly(word, rest, self._commands), rest

    async def _filled(
        self, name: str, request: Request, values: Mapping[str, Any], answers: Answers, store: Store
    ) -> Reply:
        clean = {
            field: storable(given) if isinstance(given, str) else tuple(map(storable, given))
            for field, given in answers.items()
        }
        for field, given in clean.items():
            concern = safeguarding.check(given) if isinstance(given, str) else None
            if concern is not None and concern.kind is Kind.PUPIL_DATA:
                raise Invalid(**{field: house.WITHOUT_PUPILS})
            if concern is not None:
                return Reply(house.not_here(concern))
        return await self._forms[name].fill(request, store, clean, values)


def parted(text: str) -> tuple[str, str]:
    """(the word that may be a command, what follows it): "/Peers: phonics" → ("peers", "phonics")."""
    first, _, rest = text.strip().partition(" ")
    return first.lower().lstrip("/").rstrip(":,.?!"), rest.strip()


def _said(request: Request, words: str) -> Request:
    return replace(request, said=words)


def _is_of_several(incoming: Incoming) -> bool:
    """Pressed in a message that holds other subjects too: the answer comes below it, in place of none."""
    what = incoming.what
    return isinstance(what, Pressed | Opened | Filled) and what.values.get(OF_SEVERAL) is True


def _of_several(form: Form) -> Form:
    """What is filled in leaves that message, too, as it is."""
    values = {**form.submit.values, OF_SEVERAL: True}
    return replace(form, submit=replace(form.submit, values=values))
