"""What Microsoft allows, as named figures with their source.

Sources, read in November 2026: [cards] learn.microsoft.com/microsoftteams/platform/task-modules-and-cards,
[store] …/concepts/deploy-and-publish/appsource/prepare/teams-store-validation-guidelines,
[size] …/bots/how-to/format-your-bot-messages and its include agent-message-size-limit,
[rate] …/bots/how-to/rate-limit, [auth] learn.microsoft.com/azure/bot-service/rest-api/
bot-framework-rest-connector-authentication, [roster] …/bots/how-to/get-teams-context.
"""

CARD_VERSION = "1.5"  # the newest Teams renders everywhere [cards]
CARD_BYTES = 28_000  # the oldest documented ceiling, 28 KB; newer pages say about 100 KB [size]
ACTIONS = 6  # a card's buttons, links included [store]
TITLE_CHARS = 200  # our own: a heading that still fits four lines of a phone
TEXT_CHARS = 2_000  # our own: a block longer than this is a document, not a message
LABEL_CHARS = 60  # our own: Teams cuts longer buttons without a sign
SPOKEN_CHARS = 1_000  # our own, for `fallbackText` and `speak`: a minute of speech
SUMMARY_CHARS = 150  # our own: what a notification shows
OPTION_CHARS = 100  # our own: a choice is a name, not a sentence
CHOICE_BYTES = 13_500  # our own: what one field's choices may take of a card, 100 of the longest names

BODY_BYTES = 262_144  # an activity that comes in; Teams sends at most about 100 KB [size]

SKEW_S = 300  # clocks may differ by five minutes [auth]
KEYS_KEPT_S = 24 * 3600  # Microsoft changes its keys seldom and asks to look daily [auth]
KEY_LOOKS = 5  # looks for a key we do not know, allowed in …
KEY_LOOKS_S = 60  # … this many seconds, so that invented key ids cannot make us a nuisance

TOKEN_EARLY_S = 300  # a token is renewed this long before it ends
CONNECT_S = 4  # to reach the connector; not reached is certainly not sent
ANSWER_S = 9  # for the connector's answer, before delivery itself loses patience; then nobody can tell
KEPT_ALIVE_S = 15  # an idle connection is closed by us first, so a send does not meet a closed one

ROSTER_PAGE = 500  # members in a page: the most Teams gives [roster]
ROSTER_PAGES = 20  # our own: who is not among 10,000 members is not looked for further

#: Reaches every tenant's connector (…/bots/how-to/conversations/send-proactive-messages).
GLOBAL_CONNECTOR = "https://smba.trafficmanager.net/teams/"
