"""What a message wants: colleagues, a resource, a date, a step in the cycle, the profile, help, or a chat."""

import re

# ruff: noqa: E501  a pattern is read as one line, however long


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_SOMEBODY = _any(
    r"\bwho(?:'?s|se)?\b", r"\bany(?:one|body)\b(?! (?:got|have) (?:a|an|the|any)\b)", r"\bsome(?:one|body)\b", r"\b(?:another|other|others)\b", r"\bcolleagues?\b",
    r"\bpeople\b", r"\bevery(?:one|body)\b(?:.{0,12}\b(?:else|doing|using|do|use|best)\b|.{0,30}\?)", r"\bcontacts?\b", r"\bput me in touch\b", r"\bpeers?\b", r"\bwhich (?:school|head|senco|sendco|lead|teacher)", r"\bany (?:school|head|senco|lead|teacher|other)",
    r"\b(?:leads|heads|sencos|sendcos|teachers|tas|dsls|sbms|managers|officers|coordinators|ects|mentors|principals)\b", r"\b(?:talk|speak|chat|connect|introduc)\w* (?:to|with)\b",
)  # fmt: skip

#: What people come together for.
_EVENT = r"(?:network|networks|meeting|meetings|hub|nlc|session|sessions|cluster|briefing|briefings|forum|forums|conference|webinar|twilight|training|moderation|inset|event|get[- ]?together|meet[- ]?up)"

_PRIVACY = _any(
    r"\bwhat happens to (?:my|our|these|the) (?:messages?|questions?|data|words|chats?)\b", r"\bdo you (?:store|keep|save|log|record) (?:this|it|these|everything|all)\b", r"\b(?:any(?:one|body)|some(?:one|body)|a human|a person) (?:reading|seeing|watching|monitoring) (?:these|this|my|our|the|what)\b",
    r"\bremind me how (?:this|it|you)\b", r"\bcan i (?:just )?ask (?:you )?(?:in|anything|a question|about anything)\b", r"\bwhat (?:sort|kind|type)s? of (?:stuff|things?|questions?) (?:can|do|could) (?:you|i|we)\b",
)  # fmt: skip

_HELP = _any(
    r"\bwhat (?:sort|kind|type)s? of (?:things?|questions?)\b.{0,20}\b(?:ask|do|say)\b", r"\bwho (?:sees|reads|gets|has access to) (?:my|what i|these|the) \w+", r"\bwhat(?:'?s| is) (?:this|the) (?:bot|app|thing|tool)\b", r"\bexplain (?:what you|how (?:you|this|it)|yourself)\b", r"\bhow (?:does|do) (?:this|it|you|brightspot)(?: bot| thing| all)? (?:work|works)\b", r"\bare my questions\b|\bis my question\b", r"\bwhat are you for\b|\bwhy are you here\b",
    r"^(?:help|hi help|help me|help please|i need (?:some )?help|who are you|\?+)[.!? ]*$", r"\bwhat (?:can|do|could) (?:you|u|this|it)(?: actually| even)? do\b", r"\bhow (?:do|does|can) (?:i|you|u|this|it|the bot|brightspot) (?:use|work|decide|choose|pick|match|know|find)\b(?! .{0,40}\b(?:phonics|maths)\b)",
    r"\bhow do (?:i|we) (?:start|use|ask)\b", r"\bwhat (?:are you(?! \w+ing)|is this(?: bot| thing)?|is brightspot)\b", r"\bis this (?:an? )?(?:ai|bot|robot|real|chatgpt)\b", r"\bare you (?:an? )?(?:ai|bot|robot|real|human|chatgpt)\b",
    r"\bwho (?:can|will) (?:see|read) (?:what i|my|this|these)", r"\b(?:show|list|give)(?: me)?(?: the| your| all)? commands?\b", r"\bwhat (?:can|should) i (?:ask|say|type)\b", r"\bwho (?:made|built|runs) (?:you|this bot|brightspot)\b", r"\bis (?:this|it) (?:private|confidential|anonymous)\b", r"\bhow (?:private|does this bot)\b",
    r"\bwhere does (?:my|the|this) (?:data|question)\w* go\b", r"\binstructions\b|\buser guide\b", r"\bdo you (?:keep|store|save) (?:what|my)\b",
)  # fmt: skip

_PROFILE = _any(
    r"\b(?:pause|snooze|mute) me\b", r"\bwhat (?:do|have) you (?:got |have )?(?:down )?(?:for|about|on) me\b", r"\b(?:remove|take|delete|drop) (?:\w+ ){1,4}(?:off|from) (?:my|mine)\b", r"\badd that (?:i|we) (?:can|could|know|do|lead|teach|have)\b",
    r"\bstop (?:putting|sending|giving|passing) (?:\w+ ){0,5}(?:to|with|on to) me\b", r"\b(?:change|update|edit|correct|amend) mine\b",
    r"\bmy name off\b", r"\bi (?:don'?t|do not|no longer) (?:teach|lead|run|work|manage|do) (?:\w+ ){0,4}any ?more\b", r"\bi (?:no longer|used to) (?:teach|lead|work)\b(?!.{0,60}\bwho\b)", r"\b(?:got|have|hold|stored?|know|kept) (?:\w+ )?(?:on|about) me\b", r"\b(?:not|never) (?:to )?be (?:contacted|suggested|introduced|approached|messaged|asked)\b", r"\badd (?:\w+ ){1,5}to (?:the things|what|my|things) i\b|\badd (?:\w+ ){1,5}to my\b", r"\b(?:things|what) i can help with\b", r"\b(?:i'?m|i am|i'?ve been) (?:off|away|out) (?:until|till|til|from|on)\b", r"\bdon'?t (?:contact|message|bother|disturb) me\b",
    r"\b(?:my|our) (?:profile|details|entry|data|record|job title|listing)\b", r"\bwhat (?:do|does) (?:you|it|brightspot) (?:know|hold|have|store|say) (?:about|on) me\b", r"\bhide me\b", r"\b(?:don'?t|do not|stop|please don'?t) (?:suggest|show|list|recommend|introduc|match|message|contact|messag)\w* (?:me|people to me)\b",
    r"\b(?:stop|pause|no more|turn off|switch off) (?:\w+ )?(?:introductions?|suggestions?|matches|matching|introducing|requests)\b", r"\btake me off\b", r"\b(?:remove|delete|forget|erase) (?:me|my)\b", r"\b(?:add|update|change|correct|edit|remove|delete) (?:me|my)\b(?! (?:to the agenda|school'?s))", r"\b(?:put|add) me (?:down|on(?! to)|as)\b(?! the agenda)",
    r"\bi(?:'m| am|m)? no longer\b", r"\bi(?:'m| am|m) (?:now|not) (?:\w+ ){0,6}?(?:any ?more|sendco|senco|lead|teacher|teaching|leading|head|deputy|in year|in y\d|at )", r"\bi(?:'ve| have|ve) (?:just )?(?:moved|changed|switched|become|taken on|taken over|started as|stepped down|given up|stopped (?:being|leading|teaching)|gone (?:down|part))\b", r"\bi (?:now )?only work\b", r"\bi (?:now )?work (?:on )?(?:mon|tue|wed|thu|fri)", r"\bi (?:don'?t|do not) work (?:on )?(?:mon|tue|wed|thu|fri)", r"\bmy (?:new )?(?:working )?days\b|\bmy new (?:role|job|class|school)\b",
    r"\bi teach \w+ (?:\w+ ){0,3}now\b", r"\bi (?:left|have left) \w+", r"\bi(?:'m| am|m) (?:on )?(?:maternity|leaving|off until|away until|back from|part time)\b", r"\bmake me (?:visible|available|invisible|unavailable)\b", r"\b(?:i(?:'m| am|m)? |be )(?:happy|open|not open|unavailable|available) (?:to|for) (?:be|introductions?|being)\b", r"\bwe'?ve gone (?:up|down) to\b", r"\bwe(?:'re| are) now (?:a )?(?:\d|one|two|three)[ -]?f", r"\bopt (?:me )?(?:out|in)\b", r"\bunsubscribe\b", r"\bi can (?:now )?(?:also )?help (?:people |others )?with\b.{0,60}\b(?:add|put|list)\b",
    r"\bnot (?:\w+ ){0,4}(?:lead|leader|coordinator|senco|sendco|teacher|head) any ?more\b", r"\bdon'?t (?:want|wish) to be (?:suggested|found|shown|introduced|listed|contacted)\b", r"\bmy working pattern\b", r"\bi start(?:ed)? (?:as|at) \w+ (?:in|on|next|this)\b", r"\bsnooze\b.{0,20}\bme\b",
)  # fmt: skip

_AGENDA = _any(
    rf"\b(?:add|put) (?:[\w/'-]+ ){{1,6}}(?:to|on|onto|for) (?:[\w'-]+ ){{0,4}}{_EVENT}\b", r"\bwhat(?:'?s| is) on (?:at|in|for) (?:the|our) (?:\w+ ){0,4}(?:day|morning|afternoon)\b",
    rf"\b(?:who(?:'?s| is| are)) (?:presenting|speaking|talking) at (?:the |our |next )?(?:\w+ ){{0,4}}{_EVENT}\b", rf"\b(?:is|are|was|will) (?:the|our|next|that) (?:\w+ ){{0,4}}{_EVENT} (?:be )?(?:still |going to be )?(?:in person|online|on\b|remote|cancelled|moved|happening|virtual|face to face)",
    rf"\bwhere(?:'?s| is) (?:the|our|next) (?:\w+ ){{0,4}}{_EVENT}\b", rf"\bwhat(?:'?s| is) on (?:at|in|for) (?:the |our |next )?(?:\w+ ){{0,4}}{_EVENT}\b", rf"\bmiss(?:ed|ing)? (?:the|our|last|that) (?:\w+ ){{0,3}}{_EVENT}\b", rf"\b(?:add|put) (?:\w+ ){{1,5}}(?:to|on|onto|for) (?:the |our )?(?:next )?(?:agenda|{_EVENT})\b",
    r"\bare we meeting\b|\bdo we (?:next )?meet\b", rf"\bha(?:s|ve) (?:the|our) (?:\w+ ){{0,4}}{_EVENT} (?:been )?(?:moved|cancelled|changed|rearranged|postponed|gone)\b", rf"^(?:hi,? |hello,? |hey,? )?when(?:'?s| is| are) (?:the |our |next |the next )?(?:\w+ ){{0,4}}?{_EVENT}\b",
    r"\bwhat time (?:is|does|are|do|will) (?:\w+ ){0,6}?(?:meeting|network|training|hub|nlc|session|cluster|briefing|webinar|thing|group|moderation|conference)\b", r"\b(?:teams|zoom|online|remote|virtual) or (?:in person|face to face)\b",
    r"\b(?:is|are) there (?:a|an|any|another) (?:\w+ ){0,4}(?:network|hub|nlc|session|meet ?up|meeting|training|briefing)s? (?:this|next|on|in|before|after|soon|coming)\b", r"\b(?:date|time|venue|place|room)s? (?:of|for) (?:the |our )?next\b", r"\bwhen (?:do|does|did|will|are|is) (?:we|the|our) (?:\w+ ){0,5}(?:meet|meeting|network|group|hub)\b", r"\bnext (?:\w+ ){0,4}meet ?up\b",
    r"\bagendas?\b", r"\bminutes (?:of|from)\b", r"\b(?:when|where|what time|what day|which day)(?:'s| is| are|s)? (?:\w+ ){0,8}?(?:network|meeting|training|hub|nlc|session|cluster|event|inset|dates?|next|conference|twilight|briefing|webinar)\b", r"\b(?:next|last|this|our|the) (?:\w+ ){0,4}(?:network|hub|nlc|cluster) (?:meeting|session|meet|date)\b", r"\b(?:training|meeting|network|hub|inset|twilight|moderation) (?:dates?|times?|calendar|schedule|slots?)\b",
    r"\b(?:dates?|calendar|schedule|timetable) (?:of|for) (?:the |our |this |next )?(?:\w+ ){0,4}(?:meeting|network|training|hub|session|nlc|inset|group)s?\b", r"\b(?:i|we) ?(?:can'?t|cannot|can not|won'?t|will not|'ll not) (?:make|come to|get to|attend)\b", r"\bapologies\b", r"\b(?:what|whats|what's) (?:are we|is|will we be|on|we are|we're)? ?(?:covering|doing|discussing|coming up|happening)? ?(?:on|at|in) (?:the |our |next )?(?:\w+ ){0,4}(?:network|meeting|hub|nlc|thurs|session|group)\b",
    r"\b(?:move|cancel|postpone|reschedule|bring forward|clash)\w* (?:the |our )?(?:\w+ ){0,4}(?:network|meeting|hub|session|nlc)\b", r"\bwho(?:'?s| is) (?:chairing|facilitating|hosting|running) (?:the |our |this |next )?(?:\w+ ){0,4}(?:network|meeting|hub|session|nlc)\b", r"\bwho(?:'?s| is) (?:chairing|facilitating|hosting)\b", r"\bwhat did we (?:agree|decide|say) (?:last|at|in)\b", r"\b(?:inset|training) day\b.{0,40}\b(?:slot|when|network|is there)\b", r"\bi (?:facilitate|chair|host|run) (?:the )?(?:\w+ ){0,3}(?:network|group|hub|nlc)\b",
    r"\b(?:are|is) there (?:a|any|another) (?:\w+ ){0,4}(?:meeting|network meeting|training session)s? (?:this|next|on|in|before|after)\b", r"\bremind me (?:when|about|of) (?:the )?(?:\w+ ){0,4}(?:meeting|network|hub)\b", r"\b(?:join|dial in|teams|zoom) link\b", r"\bwhere are we meeting\b", r"\bis (?:the )?(?:\w+ ){0,4}(?:meeting|network|hub|training|session) (?:still )?(?:on|at|in person|online|cancelled)\b",
)  # fmt: skip

_CYCLE = _any(
    r"\b(?:group|network|hub|leads|cluster) (?:all |have |has )?(?:agreed|signed up|committed|promised|decided)\b", r"\bwhat (?:happens|comes) (?:next|now|after)\b.{0,40}\b(?:group|network|pilot|trial|visit|cycle)\b", r"\bwhere do (?:i|we) (?:say|record|report|log|note|put) (?:how|what)\b", r"\bwhat(?:'?s| is) next (?:for|in) (?:the|our|my) (?:\w+ ){0,3}(?:group|network|pilot|trial|cycle)\b",
    r"\b(?:which|what) stage (?:are we|am i|is (?:our|the))\b", r"\bat review\b|\breview date\b", r"\bwhat (?:are|were) we (?:supposed|meant|going) to (?:bring|have|report|finish|read)\b", r"\b(?:the|our|their|\w+'s) (?:\w+ ){0,2}(?:trial|pilot|inquiry|enquiry) (?:work|go|working|going)\b(?! .{0,20}\bwho\b)",
    r"\b(?:said|agreed|promised) (?:that )?(?:they|we|they'?d|we'?d) (?:would |'d )?(?:all |each |both )?(?:try|trial|test|bring|have a go)\b", r"\bdid it work\b", r"\bwhat(?:'?s| is| are) (?:the |our )(?:\w+ ){0,3}(?:group|network|hub|leads) (?:doing|trying|testing|looking at|working on|up to) (?:next|now)\b",
    r"\bnext stage\b", r"\bwhat (?:are|were) we (?:supposed|meant|going|due) to (?:be )?(?:test|try|trying|testing|do|doing|look|review)\w*\b", r"\bwhat (?:i|we|i'?ve|we'?ve) (?:have )?(?:committed|agreed|promised|signed up) to\b", r"\bwhat did the (?:\w+ ){0,3}(?:group|network|hub) (?:agree|decide|commit|try|settle|choose|end up)\w*\b", r"\bnote (?:that|this|it) (?:down|for)\b", r"\b(?:adopt|abandon|scale up|roll out) (?:it|our pilot|the pilot)\b", r"\bour (?:baseline|review date|success measures?)\b",
    r"\bwhere (?:are we|have we got|did we get) (?:up )?(?:to|with)\b", r"\b(?:our|the|my|this) (?:\w+ ){0,3}(?:pilot|cycle|inquiry|enquiry|trial|improvement project|initiative)\b", r"\b(?:start|begin|open|set up|launch|close|stop|end|pause|drop\w*) (?:a |an |the |our |my |new |this )*(?:\w+ ){0,2}(?:cycle|inquiry|enquiry|pilot|project|initiative)\b", r"\blog(?:ged)?\b(?:[: ]| that| this| it)(?!.{0,12}\b(?:in|books?|ins|on)\b)", r"\bwhat (?:next|now|is the next step|are the next steps|do we do next)\b(?!.{0,10}\bmeeting)", r"\bnext steps?\b",
    r"\b(?:stop|pause|snooze|less|fewer) (?:nudg|remind)\w*\b", r"\bwhat (?:did|has|have) (?:we|our|the|my) (?:\w+ ){0,4}(?:commit|agree|promis|tr(?:y|ied)|pledge|decide|sign up)\w*\b", r"\bwhat (?:we|our group|the group) (?:agreed|committed|decided|said we)\b", r"\bcommit(?:ted|ments?) (?:to )?(?:last|this|from)\b", r"\bwe said we (?:would|'d|were going to)\b", r"\bhow will we know\b|\bsuccess criteria\b", r"\bwhen (?:to|do we|should we|is our) review\b", r"\bwhat should we stop\b",
    r"\bwe(?:'ve| have|ve)? (?:finished|completed|done|reached|started) (?:the|our) (?:\w+ )?(?:baseline|pilot|review|trial|first loop|cycle|survey)\b", r"\b(?:check[ -]?in|checkin)\b", r"\bwhat (?:the )?other school\w* found\b|\bfound in (?:their|the) pilot\b", r"\b(?:adopt|adapt|abandon)\b.{0,30}\b(?:decision|or|it)\b", r"\bour (?:commitment|action|actions|pledge|decision)s?\b", r"\bour group (?:agree|commit|decid|tr)\w*", r"\bmark (?:it|this|that|my|our) (?:\w+ )?(?:as )?(?:done|complete)\b", r"\brecord (?:that|this|our)\b", r"\bhow(?:'s| is) (?:our|the) (?:\w+ ){0,3}(?:pilot|project|trial|inquiry|cycle) (?:going|doing)\b", r"\bready for (?:the )?(?:next stage|review)\b", r"\bmove (?:us|our (?:\w+ )?(?:pilot|inquiry)) (?:on )?to\b",
    r"\bwe (?:tried|trialled|have tried|have been trying)\b.{0,80}\b(?:weeks?|going|worked|didn'?t|results?)\b(?!.{0,60}\bwho\b)",
)  # fmt: skip

_THINGS = r"(?:template|templates|policy|policies|plan|plans|planning|document|documents|doc|docs|sheet|sheets|spreadsheet|tracker|letter|letters|quiz|quizzes|slides|powerpoint|ppt|deck|proforma|pro forma|form|forms|checklist|check list|checklists|audit tool|audit|example|examples|resource|resources|resources?|scheme|unit|units|overview|map|maps|rota|guide|guidance|script|scripts|leaflet|poster|posters|video|videos|toolkit|handbook|job description|jd|risk assessment|questionnaire|survey|materials?|link|links|worksheet|worksheets|knowledge organisers?|rubric|framework|booklet|pack|long term plan|ltp|programme|model|file|stuff|anything|rolling programme|progression|word mat|curriculum map|agreement|contract|presentation|recording|handout)"
_RESOURCE = _any(
    rf"\b(?:can|could|may) (?:i|we) (?:have|get|see|borrow|use|find|download) (?:a |an |the |our |your |some )?(?:[\w/'-]+ ){{0,6}}?{_THINGS}\b", r"\blinks? for (?:the|our|that|a)\b",
    rf"\b(?:do|does|did|have) (?:we|the trust|our trust|you|u) (?:have|got|hold|keep|use)? ?(?:a|an|any|our|some)? ?(?:[\w/'-]+ ){{0,5}}?{_THINGS}\b", rf"^any (?:good |decent |useful )?(?:[\w/'-]+ ){{0,4}}?{_THINGS}\b", rf"\bgot (?:a|an|any|some|good)\b.{{0,50}}?\b{_THINGS}\b",
    rf"\b(?:has|have|does|did) (?:any(?:one|body)|any school|someone|we|you) (?:got|have|has|written|made|share|shared)? ?(?:\w+ )?(?:a|an|any|the|their|some|good|your)? ?(?:[\w/'-]+ ){{0,8}}?{_THINGS}\b(?!.{{0,30}}\bwho\b)", rf"\bany(?:one|body) (?:got|have|has)\b.{{0,60}}?\b{_THINGS}\b", rf"\b(?:where(?:'s| is| are| do| can| did)?|wheres)\b.{{0,60}}\b{_THINGS}\b", rf"\b(?:is|are) there (?:a|an|any|some) (?:[\w/'-]+ ){{0,6}}?(?:{_THINGS})\b(?! who)",
    rf"\b(?:send|share|give|show|find|email|get|need|want|looking for|after|link to|borrow|see|download)\b (?:me |us |out )?(?:a |an |the |some |any |your |their |that |this |our )?(?:[\w/'-]+ ){{0,6}}?{_THINGS}\b", r"\b(?:got|have you|you got) anything on\b", r"^(?:is there |have we got |do we have )?anything (?:good |useful |new |else )?(?:on|about)\b(?! (?:the|our) agenda)", r"^what (?:did|has|have) .{3,60} shared?\b", r"\blink to\b|\bthe link\b|\[link\]|https?://", r"\b(?:sharing|uploading|save|saving|share) (?:our|my|this|a|the)\b", r"\bmost useful (?:stuff|things|resources|links)\b", r"\b(?:in|from) the library\b", r"\bcan (?:some(?:one|body)|any(?:one|body)|you) (?:send|share|email|show) (?:me |us )?(?:a|an|the|their|your|some)\b", r"\bwhat resources\b", r"\b(?:is there|got|have) (?:one|any|some) (?:that )?(?:i|we) (?:can|could) (?:nick|pinch|borrow|steal|copy|use|adapt|share|have)\b", r"\bstill using the old\b",
)  # fmt: skip
_OF_A_PERSON = _any(
    r"\bwho(?:'?s|se)?\b(?!.{0,25}\b(?:got|has) (?:a|an)\b)", r"\bswap\b", r"\b(?:talk|speak|chat) (?:to|with)\b", r"\bput me in touch\b", r"\bsomeone who\b", r"\bcould lend\b", r"\bworth a visit\b", r"\bi could (?:visit|ring|call|talk)\b", r"\bin touch with\b", r"\blearn from\b", r"\bhear from\b",
    r"\bmoved (?:from|to)\b", r"\bany other\b", r"\b(?:experience|advice|tips) (?:of|on|from|with)\b",
)  # fmt: skip

_SMALLTALK = _any(
    r"\bmade my (?:day|week)\b", r"\blove (?:it|this|you)\b[!. ]*$", r"\byou(?:'?re| are) (?:a )?(?:star|legend|lifesaver|angel|gem|brilliant|amazing|the best)\b", r"^(?:just )?(?:saying|checking in|testing|test)\b[!. ]*(?:hi|hello)?$",
    r"^(?:hi+|hello+|hey+|hiya|yo|morning|good (?:morning|afternoon|evening)|afternoon|evening|thanks?(?: you| so much| a lot| a million)?|thank u|ta|cheers|cool|great|brilliant|brill|perfect|lovely|ok|okay|nice(?: one)?|fab|amazing|bye|goodbye|see you|night|good night|wow|lol|haha+|yes|no|yep|nope|sorry|legend|you star|much appreciated|happy (?:friday|christmas|new year|monday|half term)|merry christmas|well done|no worries)\b[\w ,'!.:)-]{0,60}$",
    r"^(?:that(?:'?s| was| is)|this is) (?:\w+ ){0,3}(?:brill|brilliant|great|helpful|perfect|spot on|lovely|useful|fab|amazing|ace|kind|exactly)\b", r"\broll on\b", r"\bhow are you\b|\bhow(?:'?s| are) (?:things|tricks)\b|\bhow'?s it going\b|\bhow'?s your (?:day|week)\b", r"^(?:thanks|thank you|cheers|ta)\b", r"\bspot on\b", r"\bis it (?:friday|half term|the holidays)\b", r"\bhave a (?:good|nice|great|lovely)\b", r"^(?:you'?re|ur) (?:\w+ ){0,2}(?:great|brilliant|star|legend|best|helpful|funny)\b", r"\bgood weekend\b", r"^what a (?:day|week|term)\b", r"\bknackered\b|\bneed (?:a )?(?:coffee|wine|gin|holiday)\b",
)  # fmt: skip

_OFFTOPIC = _any(
    r"\b(?:write|draft|compose|make up|invent) (?:me|us|my) (?:a|an|some)\b", r"\b(?:on|watch) (?:the )?(?:telly|tv|netflix|iplayer)\b", r"\bpizza\b|\bpub\b|\bbeer\b|\btakeaway\b",
    r"\bcapital of\b", r"\bweather\b(?! station)", r"\b(?:football|match|strictly|bake off|love island|eurovision|world cup|traitors|x factor|premier league|grand national|lottery)\b.{0,40}\b(?:win|score|result|watch|year|tonight|final|on)\b", r"\bwin (?:the )?(?:strictly|bake off|league|cup|election|lottery|eurovision|traitors)\b", r"\b(?:write|draft|compose) (?:me |my |us )?(?:a |an |the |some )?(?:\w+ ){0,5}(?:reports?|poem|essay|email|letter|story|song|speech|lesson plan|application|personal statement|reference)\b", r"\b(?:tell|know|got|heard) (?:me |us )?(?:a|any) (?:good )?jokes?\b", r"\brecipe\b|\b(?:cook|make) (?:for|me) (?:dinner|tea)\b", r"\bwhat'?s? (?:is )?for (?:lunch|dinner|tea)\b",
    r"\b(?:translate|calculate|solve) (?:this|the following|that)\b", r"\b(?:order|book|buy) (?:me )?(?:a |an |some )?(?:pizza|taxi|hotel|flight|table|train|tickets?|curry|takeaway)\b", r"\bwho (?:won\b(?!'?t)|is the (?:president|prime minister|king|pope))\b", r"\bprime minister\b|\bpresident of\b", r"\bholiday (?:in|to) (?:spain|france|greece|tenerife|turkey)\b", r"\bbitcoin\b|\bshares? price\b|\bstock market\b|\bcrypto\b", r"\b(?:film|movie|tv series|netflix|box ?set|restaurant|pub|takeaway|plumber|hairdresser|dentist|car insurance|mortgage)\b(?! club)", r"\bwhat(?:'s| is) the time\b|\bwhat time is it\b", r"\bhow (?:far|big|old|tall|deep|high) is (?:the )?(?:moon|sun|earth|everest|ben nevis|london|world)\b", r"\bmeaning of life\b", r"\bwhat(?:'s| is) \d+ ?[x*+/-] ?\d+", r"\bhoroscope\b|\bstar sign\b", r"\btrain(?:s)? to (?:london|ipswich|norwich|leeds)\b", r"\bplay (?:me )?(?:a |some )?(?:music|song|wordle)\b", r"\bwho (?:do you think |should i |will )(?:\w+ )?(?:will )?(?:win|vote|marry)\b",
)  # fmt: skip


#: Words that work everywhere, by themselves: a capability's command comes first where there is one.
_WORDS = {
    "profile": "profile",
    "privacy": "profile",
    "agenda": "agenda",
    "library": "resource",
    "share": "resource",
    "cycle": "cycle",
}


def read(text: str) -> str:
    """The intent of a plain text, as the name of an `Intent`; "peers" where nothing else is meant."""
    lower = text.lower().strip()
    alone = _WORDS.get(lower.strip("/ .!?:"))
    if alone is not None:
        return alone
    person = _SOMEBODY.search(lower) is not None
    for intent, pattern, unless in _ORDER:
        if pattern.search(lower) and not (unless is not None and unless.search(lower)):
            return intent
    if not person and len(lower.split()) <= 2 and lower.strip("!?. ") in {"ok", "k", "x", "xx", "lol", ""}:
        return "smalltalk"
    return "peers"


def asks_for_people(text: str) -> bool:
    """Whether the words ask for somebody: "who", "anyone", "another", "talk to"."""
    return _SOMEBODY.search(text.lower()) is not None


_PEOPLE_FIRST = _any(
    r"\bwho else\b", r"\bany(?:one|body) else\b", r"\bother (?:heads|sencos|sendcos|schools|leads|teachers|people|primaries|secondaries)\b", r"\bwho(?:'?s| is| has| have|'?ve| can| could| would| does)\b(?!.{0,20}\b(?:chairing|facilitating|hosting)\b)", r"\bput me in touch\b", r"\bwhich (?:heads|schools|sencos)\b", r"\bsomeone (?:who|to|with)\b",
)  # fmt: skip
#: "TA deployment", "Great Fire of London", "morning work": a kind word's look-alike before what it belongs to.
_BEGINS_A_MATTER = r"^(?:ta|great|cool|perfect|brilliant|lovely|morning|afternoon|evening|night) (?!(?:all|every(?:one|body)|team|folks|mate|love|dear|bot|brightspot|very|so|for|much\w*|that\w*|this|it|its|thanks?|thank|cheers|stuff|job|news|one|ideas?\W*$|work\W*$|help\W*$|you|i|we|and|to|x+|again|then|now|will|just|really|is|was|have|here|there|nice|great|brilliant|night)\b)\w"
#: The first that fits is meant; the last column is what speaks against it.
_ORDER: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...] = (
    ("help", _PRIVACY, None),
    ("help", _HELP, _any(r"\bany(?:one|body)\b", r"\bwho else\b", r"\bwho (?:has|have|is good|could)\b", r"\bwho'?s (?:got|done|good)\b", r"\bother (?:schools?|heads|leads|sencos|people)\b")),
    ("profile", _PROFILE, _any(r"\bwho else\b", r"\bwho(?:'s| has| is| could| can)\b", r"\bany(?:one|body) (?:else|who|i could|there)\b")),
    ("cycle", _any(r"\blog that\b", r"\blog (?:it|this)\b", r"^log\b", r"\bwhat did (?:we|our|the|my) (?:\w+ ){0,4}commit\b", r"\bstart a new cycle\b"), None),
    ("agenda", _AGENDA, _any(r"\bwho else\b", r"\bsomeone to (?:talk|speak)\b", r"\bwho has (?:a good|written)\b")),
    ("cycle", _CYCLE, _PEOPLE_FIRST),
    ("offtopic", _OFFTOPIC, _any(r"\bfor (?:ks|y\d|year \d)\b")),
    ("smalltalk", _SMALLTALK, _any(_BEGINS_A_MATTER, r"\bwho\b", r"\?.*\w", r"\bany(?:one|body)\b", r"\blooking for\b", r"\bneed\b(?! (?:a |wine|gin|coffee))")),
    ("resource", _RESOURCE, _OF_A_PERSON),
)  # fmt: skip
