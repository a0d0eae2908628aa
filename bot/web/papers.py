"""What the home page says on privacy and terms: where the links of the Slack and Teams apps lead.

Kept true by `handlers/privacy.py` (what is held and shown) and `bot/upkeep.py` (for how long).
"""

PRIVACY = """<section id="privacy">
<h2>Privacy</h2>
<p>Your trust provides Brightspot and is the data controller. Write to its data protection officer with any
question or complaint; you may also complain to the Information Commissioner’s Office.</p>
<h3>What is held</h3>
<ul>
<li>From your trust’s staff list: name, work e-mail, school, job title, networks and working days.</li>
<li>What you add: what you are working on and can help with.</li>
<li>What you ask, for 90 days, and the introductions that came of it.</li>
<li>Of your networks’ meetings: whether you come and were there, for a year; the agendas, notes and what you
took on, for three. Members read them, and where a network is open, colleagues; what you took on and is still
open may stand on the next agenda, without a word on why.</li>
<li>What you suggest for agendas, for a year. A topic nobody could help you with may stand on a network’s
draft agenda, never your words or name.</li>
<li>Links that you post in your networks’ channels, or save, with what you say of them and your name:
colleagues find them in the trust’s library. You are told each time and can undo it;
<strong>privacy</strong> stops it for good. Where you are asked first and do not answer, the link goes after
two weeks. What you save for yourself or open there only you see; that you opened something goes a month after
you were asked whether you used it, and after ninety days if nobody asked; what you were told is new after a
year. A line on how something helped, or a case study you tell, carries your name until you take it back.</li>
<li>Of what you try with your school: what you write down for it (problem, plan, evidence, rounds),
which those who take part and its network’s facilitators read; and how you answer when you are asked how it
goes, which only you see. Colleagues of your school and members of its network may join without being asked,
of a closed network its members alone; whoever leads it hears of each who does. Members of its network see
each school’s stage and date, its facilitators also where nothing was recorded for long, never answers or
silence; line managers nothing more.
A decision that is shared carries your name only where you said so. Your answers are kept for a school year,
the rest for three after it ended.</li>
<li>Of questions that a few of you look into for a network or the trust: who asked, looks into it and decides,
with what was found, decided and noted at each school. Everybody it is for reads that, of a closed network its
members alone; who said no when asked to look into it is told to nobody. It goes three school
years after.</li>
<li>The hour at which you like to hear from Brightspot, and when you are away: two dates, never a reason.</li>
<li>When you open the library or what a network tries in your browser: a cookie that says it is you, until
you sign out or for twelve hours. What you look for there is not kept.</li>
<li>Which Slack or Teams account is yours, and for 90 days what Brightspot wrote to you.</li>
</ul>
<p>Never anything about pupils, safeguarding, health or beliefs: a message that seems to hold such things is
stopped, and only its kind, time and place are noted. Brightspot reads what is said to it, a message that
somebody adds to an agenda or saves to the library, and in the channels of networks the messages with a link;
its facilitators can turn that off. Nothing is used for advertising or to train a model.</p>
<h3>Who sees it</h3>
<p>Colleagues of your own trust see your profile. A question is shown to a colleague only when you ask to be
introduced to them. Line managers see nothing more than any colleague. A coordinator of your trust may suggest
that you meet a colleague, and hears whether it came about, not what you answered. Whoever runs Brightspot for
your trust can produce everything held on you when you ask for it. Messages travel through Slack or Microsoft
Teams, which your trust uses already. A public page that somebody shares is asked for its title, and each week
whether it is still there, without a word of who shared it; nobody else receives anything.</p>
<h3>What you can do, in the chat</h3>
<ul>
<li>See everything held on you, or delete it: say <strong>privacy</strong>.</li>
<li>Correct it: say <strong>profile</strong>; what comes from the staff list, your office corrects.</li>
<li>Not be found by anyone: say <strong>hide me from search</strong>.</li>
<li>Have it as a file: ask your IT team.</li>
</ul>
</section>"""

TERMS = """<section id="terms">
<h2>Terms of use</h2>
<ul>
<li>Brightspot is for staff of the trust that provides it, for their work, under the trust’s own rules for its
chat. The trust answers for it.</li>
<li>No pupil’s name or anything that could identify a pupil belongs here. It is no place to raise a
safeguarding concern: go to your designated safeguarding lead, and in an emergency call 999.</li>
<li>Suggestions come from the staff list and from what colleagues say of themselves. Nobody has to accept an
introduction, give a reason, or be available.</li>
<li>The software is free and open, under the MIT licence, and comes without a warranty.</li>
</ul>
</section>"""
