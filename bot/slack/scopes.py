"""What Brightspot may do in a workspace: exactly what it uses, each with its reason.

A test compares this with the calls the code makes and the events it asks for.
"""

SCOPES = {
    "app_mentions:read": "to answer when it is mentioned in a channel",
    "channels:history": "links that members post in a network's own public channel; nothing is read back",
    "channels:read": "to know that somebody joined a channel it is in, and whether it is in one",
    "chat:write": "to answer",
    "commands": "/peers, /help and the others, “Add to agenda” and “Save to library” on a message",
    "groups:read": "the same as channels:read, in private channels",
    "im:history": "direct messages to it, and whether its answer arrived",
    "im:write": "to open its direct conversation with a person",
    "mpim:history": "whether an introduction arrived in the conversation it opened",
    "mpim:write": "to introduce two colleagues in one conversation",
    "users:read": "needed by users:read.email",
    "users:read.email": "to recognise a person by their work e-mail",
}

#: Event → the scope that Slack asks for it.
EVENTS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "member_joined_channel": "channels:read",  # groups:read for private channels
    "message.channels": "channels:history",  # not message.groups: private channels are not listened to
    "message.im": "im:history",
    "tokens_revoked": "",
}
