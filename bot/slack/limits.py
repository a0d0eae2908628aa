"""What Slack allows, in characters or counts. Source unless said otherwise: docs.slack.dev, the Block
Kit and views reference, read in November 2026.

Where a limit is on characters, text is counted as it is sent: escaped (`&amp;` is five).
"""

BLOCKS_IN_MESSAGE = 50
BLOCKS_IN_VIEW = 100  # a modal or the Home tab
HEADER = 150
SECTION = 3000
FIELD = 2000  # one of a section's fields
FIELDS = 10  # in one section
CONTEXT_TEXT = 2000  # our choice: small print that is longer is no small print (Slack allows 3000)
BUTTONS_IN_ROW = 25  # elements of one actions block
BUTTON_LABEL = 75
BUTTON_VALUE = 2000
BUTTON_URL = 3000
SPOKEN = 75  # accessibility_label
ID = 255  # action_id, block_id, callback_id
VIEW_TITLE = 24  # also a view's submit and close
PRIVATE_METADATA = 3000
VIEW_BYTES = 250_000
INPUT_LABEL = 2000
INPUT_HINT = 2000
INPUT_TEXT = 3000  # max_length of a plain_text_input
OPTIONS = 100  # in a select, or in one of its groups
OPTION_GROUPS = 100
OPTION_TEXT = 75
OPTION_VALUE = 150
BOXES = 10  # radio buttons or checkboxes in one element
ERROR_TEXT = 2000  # our choice for a sentence under a field; Slack names no limit
#: Top-level text. Slack cuts at 40,000 and asks for 4,000; chat.update fails above it (msg_too_long).
MESSAGE_TEXT = 3900
#: All of a message's blocks as JSON. Undocumented: msg_blocks_too_long was seen from 13,200 characters of
#: text, once from 11,300 with many blocks (slackapi/bolt-js issues 2509 and 2867).
MESSAGE_BLOCKS = 11_000
PEOPLE_IN_GROUP = 8  # conversations.open; too_many_users beyond
BODY_BYTES = 256 * 1024  # our choice: far above any payload Slack sends us
STALE_S = 300  # a signature older than this is refused, as Slack's own SDK does
RESPONSE_URL_S = 30 * 60  # a response_url works for 30 minutes, five times
TRIGGER_S = 3.0  # a trigger_id must be used within this
