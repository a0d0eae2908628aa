"""Asking: a question for a small group, or a decision to be prepared; who decides, and by when.

Hannah  cycle question which reading scheme fits mixed-age classes?
bot     (a form) Who looks into it? When do they report? Who decides, by when?
Cora    cycle decision one exam board for geography
bot     (a form) Options, each with what speaks for and against it; who decides, by when
"""

from datetime import date

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.cards import enquiry_card
from handlers.cycle.commissioned.filling_in import (
    QUESTION_LIMIT,
    WHO,
    at_the_table,
    decider_in,
    for_whom,
    options_of,
    report_on_in,
    what_and_for_whom,
    who_decides,
)
from handlers.cycle.commissioned.joining import invitations
from handlers.cycle.commissioned.telling import to_the_decider
from handlers.cycle.said import after
from handlers.rules.words import capital
from handlers.talk import Answers, Form, Invalid, Reply, Request, TextField, given
from storage.records import Enquiry, EnquiryId, EnquiryState, Network, Option
from storage.store import Store

OPTIONS_LIMIT = 3000  # characters of all options as they are written: what a box on Slack holds
OPTIONS = "One a line, with semicolons: Option; what speaks for it; what against"


@after("question")
async def ask_by_word(request: Request, store: Store) -> Reply:
    return Reply(await ask.open(request, store, {"words": request.said.strip()[:QUESTION_LIMIT]}))


@after("decision")
async def put_by_word(request: Request, store: Store) -> Reply:
    return Reply(await put.open(request, store, {"words": request.said.strip()[:QUESTION_LIMIT]}))


# ------------------------------------------------------------------ a question for a group


@cycle.form("cycle.ask")
async def ask(request: Request, store: Store, *, words: str = "") -> Form:
    return ask.form(
        "Ask a group",
        "A few colleagues look into it and report. They are asked in their weekly message, and may say no.",
        (
            *await what_and_for_whom(words, request, store),
            TextField("who", "Who looks into it?", hint=WHO, multiline=True, max_length=1000),
            TextField("report_on", "When do they report?", hint="For example: 12 March", max_length=40),
            *who_decides(),
        ),
        "Ask them",
        words=words,
    )


@ask.filled
async def asked(request: Request, store: Store, answers: Answers, *, words: str = "") -> Reply:
    network = await for_whom(answers, request, store)
    table = await at_the_table(answers, network, request, store)
    report_on = await report_on_in(answers, request, store)
    enquiry = await _added(answers, network, report_on, EnquiryState.ASKED, (), request, store)
    if any(each.id == request.person.id for each in table):
        await store.enquiries.join(enquiry, request.person)
    posts = await invitations(enquiry, table, request, store)
    said = "I ask them in their weekly message. You hear when the report is in."
    return Reply(await enquiry_card(enquiry.id, request, store, said), *posts)


# ------------------------------------------------------------------ a decision without a group


@cycle.form("cycle.put")
async def put(request: Request, store: Store, *, words: str = "") -> Form:
    return put.form(
        "Prepare a decision",
        "Everybody it is for sees the options, what was decided and why.",
        (
            *await what_and_for_whom(words, request, store),
            TextField("options", "Options", hint=OPTIONS, multiline=True, max_length=OPTIONS_LIMIT),
            *who_decides(),
        ),
        "Put it to them",
        words=words,
    )


@put.filled
async def put_to_them(request: Request, store: Store, answers: Answers, *, words: str = "") -> Reply:
    network = await for_whom(answers, request, store)
    options = options_of(answers)
    if not options:
        raise Invalid(options="Please write at least two options, one on each line.")
    enquiry = await _added(answers, network, request.today, EnquiryState.REPORTED, options, request, store)
    posts = await to_the_decider(enquiry, request, store)
    return Reply(await enquiry_card(enquiry.id, request, store, "It is ready to be decided."), *posts)


async def _added(
    answers: Answers,
    network: Network | None,
    report_on: date,
    state: EnquiryState,
    options: tuple[Option, ...],
    request: Request,
    store: Store,
) -> Enquiry:
    question = capital(" ".join(given(answers, "question").split()))
    if not question:
        raise Invalid(question="Please say in a sentence what the question is.")
    if len(question) > QUESTION_LIMIT:
        raise Invalid(question=f"Please say it in {QUESTION_LIMIT} characters: one sentence is enough.")
    decider, decide_by = await decider_in(answers, network, report_on, None, request, store)
    made = Enquiry(
        EnquiryId(0),
        request.trust.id,
        network.id if network else None,
        question,
        request.person.id,
        request.today,
        report_on,
        state,
        options=options,
        decides=decider.id,
        decide_by=decide_by,
    )
    return await store.enquiries.add(made, ())
