"""What we can do: each capability a file or a folder, and beside them what several of them need.

capabilities in a folder    agenda, cycle, introductions, library, networks, peers, profile
and in a file               welcome, mailbox, privacy; catalogue has all of them
the language of the house   talk, capability; house (what is said whatever was asked), packing (cards as data)
people                      colleagues (who can be found), naming (on a card), written_in (into a form)
networks                    which (is meant, and who may do what in it), suggested (for its next agenda)
what there is               shelf (the library), shared (who may know of what), ledger (what was tried)
days                        days (when schools teach and people work), dates (how they are said)
between capabilities        ways (buttons from one into another)
between rooms of one        ranked (what each adds to a card that belongs to all)
without reading or writing  rules/
"""
