"""What the house itself says, whatever was asked: to strangers, about mistakes, and where words must stop."""

from handlers.rules.safeguarding import Concern, Kind
from handlers.talk import Card, Note, Text

#: Beside a form's field; what was typed stays in the form, and nowhere else.
WITHOUT_PUPILS = "This may identify a pupil, so nothing was saved. Please say it without names or details."


def stranger() -> Card:
    return Card(
        "I can't find you in your trust's staff list yet",
        Text("Please ask your trust's Brightspot contact to add the e-mail address you use here."),
    )


def sorry(words: str) -> Card:
    return Card("Sorry", Text(words))


def old_card() -> Card:
    return Card(
        "This card is old",
        Text("Things have moved on since it was posted. Ask your question again for a fresh one."),
    )


def too_long_to_fill_in(title: str) -> Card:
    """In place of a form that holds more than a platform shows: a part of it would lose the rest."""
    return Card(
        title,
        Text("There is more in this than fits one form here, so I have left it as it is."),
        Text("Please change it a part at a time."),
    )


def our_mistake(number: str) -> Card:
    return Card(
        "Sorry, that went wrong on my side",
        Text("Nothing was changed. Please try again in a minute."),
        Note(f"If it keeps happening, tell your IT team this number: {number}"),
    )


def not_here(concern: Concern) -> Card:
    """Shown to the sender alone. Nothing of what they wrote is kept."""
    match concern.kind:
        case Kind.DANGER:
            return Card(
                "If anyone is in danger now, call 999",
                Text("Then tell your designated safeguarding lead (DSL) at once, in person or by phone."),
                Text("I have not kept your message and cannot pass it on. Please delete it."),
            )
        case Kind.SAFEGUARDING:
            return Card(
                "Please take this to your DSL now",
                Text(
                    "Speak to your designated safeguarding lead or their deputy straight away, in person "
                    "or by phone. If a child is in immediate danger, call 999."
                ),
                Text("I have not kept your message and cannot pass it on. Please delete it."),
            )
        case Kind.ADULT:
            return Card(
                "Please take this to your headteacher now",
                Text(
                    "A worry about an adult goes straight to the head, or to the chair of governors or the "
                    "local authority's designated officer (LADO) if it is about the head. If a child is in "
                    "immediate danger, call 999."
                ),
                Text("I have not kept your message and cannot pass it on. Please delete it."),
            )
        case Kind.DISTRESS:
            return Card(
                "That sounds hard. You don't have to carry it alone",
                Text(
                    "Education Support has a free, confidential helpline for everyone who works in "
                    "schools, day and night: 08000 562 561. Samaritans are on 116 123. "
                    "If you may be in danger, call 999."
                ),
                Text("I have not kept your message. Only you can see this."),
            )
        case Kind.TOO_LONG:
            return Card(
                "That is more than I can read",
                Text("I have not kept it. Please ask again in a few sentences: what you need, and for whom."),
                Text("If it is about a worry, take it straight to your designated safeguarding lead (DSL)."),
            )
        case Kind.PUPIL_DATA:
            return Card(
                "Please leave pupils out of messages here",
                Text(
                    "Your message may identify a pupil or a family, so I have not kept it or searched with "
                    "it. Please delete it too. If you are worried about a child, speak to your DSL."
                ),
                Text("Ask again about the need, without names or details: “who supports EBSA in Year 9?”"),
            )


def not_that_message(concern: Concern) -> Card:
    """Shown to whoever picked a message, perhaps somebody else's. Nothing of it is kept."""
    if concern.kind is not Kind.PUPIL_DATA:
        return not_here(concern)
    return Card(
        "I can't take that message",
        Text("It may identify a pupil or a family, so I have kept none of it."),
        Text("You can say it in your own words, without names or details: “agenda add …”, “share …”."),
    )


def link_not_kept(concern: Concern) -> Card:
    """Shown to whoever posted a link in a network's channel. Nothing of the message is kept."""
    match concern.kind:
        case Kind.PUPIL_DATA:
            return Card(
                "I didn't keep that link",
                Text("Your message may identify a pupil or a family. Please delete it."),
            )
        case Kind.TOO_LONG:
            return Card(
                "I didn't keep that link",
                Text("The message is longer than I can read. To keep the link, say “share” and its address."),
            )
        case _:
            return not_here(concern)


def not_my_thing() -> Card:
    """What no capability answers: say so, and what is the nearest thing that helps."""
    return Card(
        "I can't help with that here",
        Text("I find colleagues in other schools of your trust and put you in touch."),
        Note("For example: who else is tackling mixed-age KS1?"),
    )
