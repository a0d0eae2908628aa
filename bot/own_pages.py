"""Links to pages of our own: written as "/calendar/…", they leave the house with its public address."""

from handlers.talk import Block, Button, Card, Item, Link


def is_own(each: Block) -> bool:
    """Whether it leads to a page of ours by path alone: only the playground, beside it, can open that."""
    # "//elsewhere.example" is somebody else's page.
    return isinstance(each, Link) and each.url[:1] == "/" and each.url[1:2].isalnum()


def completed(card: Card, public_url: str) -> Card:
    """The same with every link to a page of ours beginning with `public_url`; "" leaves them as they are."""
    if not public_url or not any(map(is_own, card.buttons())):
        return card
    return Card(card.title, *(_block(each, public_url) for each in card.blocks))


def _block(block: Block, public_url: str) -> Block:
    match block:
        case Button() | Link():
            return _action(block, public_url)
        case Item(title, detail, actions):
            return Item(title, detail, *(_action(each, public_url) for each in actions))
        case _:
            return block


def _action(each: Button | Link, public_url: str) -> Button | Link:
    return Link(each.label, public_url + each.url) if isinstance(each, Link) and is_own(each) else each
