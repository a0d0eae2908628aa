"""Colleagues whom somebody writes into a form: by e-mail or by name, several with commas or lines."""

import re

from handlers.colleagues import colleagues_of
from handlers.naming import workplace
from handlers.rules.outline import whom
from handlers.talk import Invalid, Request
from storage.records import Person, PersonId
from storage.store import Store

NAMED = 3  # of those whom a name may mean


async def people_in(words: str, field: str, request: Request, store: Store) -> tuple[Person, ...]:
    """Each of them once, in order; Invalid under that field where one is nobody, or could be several."""
    everyone = (await colleagues_of(request.trust.id, store)).directory.people
    by_email = {each.email: each for each in everyone}
    by_id = {each.id: each for each in everyone}
    names = {each.id: each.name for each in everyone}
    found: dict[PersonId, Person] = {}
    for said in filter(None, map(str.strip, re.split(r"[,;\n]", words))):
        person = by_email.get(said.lower())
        meant = [person] if person else [by_id[each] for each in whom(said, names)]
        if not meant:
            raise Invalid(**{field: f"I know nobody called “{said[:80]}”. Please write their work e-mail."})
        if len(meant) > 1:
            several = " or ".join(f"{each.name}, {workplace(each)}" for each in meant[:NAMED])
            raise Invalid(**{field: f"“{said[:80]}” could be {several}. Please write their work e-mail."})
        found[meant[0].id] = meant[0]
    return tuple(found.values())
