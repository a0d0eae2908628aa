"""Posts and answers become letters: addressed, keyed, in the same transaction as their cause."""

from collections.abc import Sequence

from handlers.talk import Post
from storage.store import Store


class Postman:
    async def post(self, posts: Sequence[Post], store: Store) -> None: ...
