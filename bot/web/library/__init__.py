"""The library's pages, for the trust's people: looking for, looking at, adding, putting right.

Who enters, and until when: `inside`. What stands on the pages: `pages` ← `shown`, `asked`. What is done there
goes through the router, as a button in the chat does: `acts`. How it looks: `look`.
"""
