"""Commissioned questions: a small group looks into something, somebody decides, each school takes note.

Hannah  cycle question which reading scheme fits mixed-age classes?
bot     (in Jo's weekly message) Would you look into it with others?        [I'll join] [Not this time]
Jo      (presses Report) We read with three classes …
bot     (to Hannah) The report is in                                        [Decide]
bot     (in the network's channel) Decided: Scheme A                        [Noted]

The rooms, each importing only those before it:
seen, filling_in ← cards, where every room offers what it can do ← telling, joining ← asking, changing ←
gathering; noting ← choosing ← putting_right; overseeing, calling_off, listing, reminding.
"""
