"""`connect slack TEAM_ID --trust NAME`, `connect teams TENANT_ID --trust NAME`: whose workspace it is.

`connect slack --install-link --trust NAME` prints the link with which a trust's administrator installs the
app: the workspace is then that trust's from the beginning.
"""

import argparse
import re
import secrets
from datetime import timedelta

from bot.clock import Clock
from bot.commands.operate import DONE, WRONG_INPUT, add_trust, complain, on_database, say
from bot.importing.outcome import shown
from bot.importing.trusts import choose
from bot.settings import Settings
from storage.records import Platform
from storage.store import Database

#: Platform → how it writes a workspace, and what that is called.
WORKSPACES = {
    Platform.SLACK: (re.compile(r"[TE][A-Z0-9]{2,30}"), "a Slack workspace id (T012AB3CD)"),
    Platform.TEAMS: (
        re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        "a Microsoft tenant id (eight-four-four-four-twelve letters and digits)",
    ),
}
LINK_LASTS = timedelta(days=7)  # long enough for an administrator to get round to it


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("platform", choices=[each.value for each in WORKSPACES])
    parser.add_argument("workspace", nargs="?", metavar="TEAM_OR_TENANT_ID")
    parser.add_argument("--install-link", action="store_true", help="print a link for Slack's administrator")
    add_trust(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when connected (or the link is printed), 2 on wrong input."""
    if args.install_link == (args.workspace is not None):
        complain("connect: give either the workspace's id or --install-link")
        return WRONG_INPUT
    if args.install_link:
        return _install_link(args, settings)
    return _workspace(args, settings)


def _workspace(args: argparse.Namespace, settings: Settings) -> int:
    platform = Platform(args.platform)
    form, what = WORKSPACES[platform]
    workspace = args.workspace.upper() if platform is Platform.SLACK else args.workspace.lower()
    if not form.fullmatch(workspace):
        complain(f"connect: {shown(args.workspace)} is not {what}")
        return WRONG_INPUT

    async def work(database: Database) -> int:
        async with database.store() as store:
            trust = await choose(store, args.trust)
            before = await store.installations.find(platform, workspace)
            if before is not None and before.trust not in (None, trust.id):
                # Its people's accounts lead into the other trust: they have to be found anew in this one.
                await store.accounts.unlink_workspace(platform, workspace, trust=before.trust)
            await store.installations.connect(platform, workspace, trust=trust.id)
        say(f"{workspace} on {platform.value} is {trust.name}'s")
        return DONE

    return on_database(settings, work)


def _install_link(args: argparse.Namespace, settings: Settings) -> int:
    if args.platform != Platform.SLACK:
        complain("connect: only Slack installs by a link; in Teams upload the package (teams-package)")
        return WRONG_INPUT
    if not settings.public_url or not settings.slack_client_id:
        complain("connect: an install link needs PUBLIC_URL, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET")
        return WRONG_INPUT

    async def work(database: Database) -> int:
        state = secrets.token_urlsafe(32)
        now = Clock(settings.clock).now()
        async with database.store() as store:
            trust = await choose(store, args.trust)
            await store.installations.begin(state, now + LINK_LASTS, trust=trust.id)
        say(f"{settings.public_url}/slack/install?state={state}")
        return DONE

    return on_database(settings, work)
