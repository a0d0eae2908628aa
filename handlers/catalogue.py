"""Every capability, in the order `help` shows. A new one is a file here beside it and a line below."""

from handlers.agenda import agenda
from handlers.capability import Capability
from handlers.cycle import cycle
from handlers.introductions import introductions
from handlers.library import library
from handlers.mailbox import mailbox
from handlers.networks import networks
from handlers.peers import peers
from handlers.privacy import privacy
from handlers.profile import profile
from handlers.welcome import welcome

CAPABILITIES: tuple[Capability, ...] = (
    peers,
    introductions,
    networks,
    agenda,
    library,
    cycle,
    profile,
    privacy,
    welcome,
    mailbox,
)
