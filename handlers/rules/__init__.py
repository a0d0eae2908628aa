"""Rules: values in, values out; nothing here reads the clock or the database.

A message on its way to people, and what to read for each step:

what may not be kept      safeguarding ← scene, somebody, signs; identity, named_pupils, names
words                     words, years, vocabulary (with vocabulary.yaml; tables reads it), senses, own_words
what was meant            reading ← intents, clauses, composing, where, named; followups, narrowing, telling;
                          commands
what colleagues say       titles, profiles, found_for, likely
meaning without names     themes (with hints/), themematch, wordmatch, agreement
who fits                  matching ← directory, postings; needs, matters, grades, roles, places, weighing
why, and who nearly       reasons, nearest; cutting
whose turn                fairness, feedback
schools                   similarity, alike; around and counting for questions beyond one person
networks and days         suiting, gaps ← network_names ← fitting; calendar ← terms
agendas                   framework, outline, merging, unanswered; commitments, recalling, minutes
meetings                  dates, times; proposing, due; turnout
the cycle                 problems; stages; saved_time; touchpoints ← templates (with cycle_templates.yaml)
what was tried            ledger; enquiries
what is shared            links/; tagging ← kinds; shelf/ and sought; checks, chosen
initiatives seen together overview ← calendar
"""
