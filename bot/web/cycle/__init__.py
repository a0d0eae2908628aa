"""The improvement cycle's pages: a network's initiatives as a picture and as a table, a trust's as figures.

They are only looked at: what is done about an initiative is done in the chat. Who enters: `bot/web/inside`.
"""
