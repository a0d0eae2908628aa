"""How our own pages look: one column for a phone, light or dark as the reader has it, nothing that runs."""

from html import escape

from aiohttp import web

PAGE = """<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1d2a2c; --paper: #f6f3ec; --link: #0e5a5e; --on-link: #fff }}
body {{ font: 1.125rem/1.6 system-ui, sans-serif; max-width: 38rem; margin: 3rem auto; padding: 0 1rem;
  color: var(--ink); background: var(--paper); overflow-wrap: anywhere }}
h1, h2, h3 {{ line-height: 1.2 }}
h2 {{ margin-top: 3rem }}
h3 {{ margin: 1.5rem 0 0; font-size: 1.125rem }}
ul {{ padding-left: 1.25rem }}
a {{ color: var(--link) }}
.choices {{ display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; list-style: none }}
.choices a {{ display: block; padding: .5rem 1rem; border: 2px solid var(--link); border-radius: .5rem;
  text-decoration: none }}
.choices li:first-child a {{ color: var(--on-link); background: var(--link) }}
a:focus-visible {{ outline: 3px solid var(--link); outline-offset: 3px }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #e7eeec; --paper: #11181a; --link: #86d5ca; --on-link: #08292a }} }}
</style>
<main>
{main}
</main>
</html>
"""
HEADERS = {
    # Nothing on these pages runs or is fetched from anywhere.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}


def page(title: str, main: str, *, status: int = 200) -> web.Response:
    """`main` is HTML: whatever came from people is escaped in it already."""
    text = PAGE.format(title=escape(title), main=main)
    return web.Response(text=text, status=status, content_type="text/html", headers=HEADERS)
