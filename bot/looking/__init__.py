"""Looking at pages: what an address leads to, asked of a far side that nobody here knows.

    addresses   which addresses may be asked at all
    troubles    how asking can end without an answer
    fetching    one request after another, redirects and all, within limits
    manners     each host's turn, and what its robots.txt says: kept in the database for every process
    page        title and description of HTML and PDF; runs in a process of its own
    reading     starts that process, and keeps of its words what may be kept
    looker      the two errands themselves: look at a page, and ask whether it is still there
    errands     the worker: takes what is due, a few at once, and hands on what was found

Everything from outside is hostile until it is shown to be harmless: a name may lead into our own network, a
page may never end, a PDF may be made to keep a reader busy for ever.
"""
