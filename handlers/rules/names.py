"""What looks like a person's name and what only begins with a capital."""

from handlers.rules.vocabulary import vocabulary
from handlers.rules.words import STOP, listed

#: First names common among pupils in England, less those that are words of the field or of every day
#: (Grace, Mark, Rose, Will…). Our own list, after the published baby-name tables of recent years.
FIRST_NAMES = listed(
    """
    harvey aria arlo austin axel caden callie casey cody connie dean delilah dominic edie elodie enzo erik
    esme fearne fraser gethin gwen hana iris issac ivan jada jai jasper jay jayla jaylen jodie kaleb kasper
    keeley kelsey khalid kit kyra leila leighton levi lexi lexie libby lochlan lottie lyra mabel maisy
    marley maryam maverick maxwell melissa mikey morgan naomi natasha nevaeh nelly nina otis paige percy
    pippa priya rafferty raheem rayan rhianna ria riya robin rohan romy rosie ross roxy ruben rufus safa sam
    sami sammy selina shay shayla sid simran sonny spencer tamara tara teagan tia tilda travis tristan tyla
    vinnie wren yahya yara younis zak zayn zayne zion aaliyah aaron abdullah abigail adam aidan aiden aisha
    alexander alfie alice amelia amina amelie amira amir anaya archie arthur ava ayaan ayla beatrice bella
    benjamin bethany billy blake bobby brandon brooke caleb callum cameron charlie charlotte chloe connor
    daisy daniel darcey darcie declan demi dexter dylan ebony edward eleanor elijah eliza elizabeth ella
    ellie elliot ellis elsie emilia emily emma erin ethan eva evelyn evie ezra fatima felix finlay finley
    florence frankie freddie freya gabriel george georgia gracie hallie hannah harley harper harriet
    harrison harry hassan hayden heidi henry hugo hussain ibrahim imogen isaac isabella isabelle isla ismail
    ivy jacob jackson jayden jaiden jake jamal james jasmine jaxon jayce jenson jessica joey jonah joseph
    joshua josh jude kacey kai kaiden kayden kayla kayleigh keira khadija kian kieran kyle lacey layla lena
    leo leon leyla liam lilly lily logan lola louie louis luca lucas lucy luke luna lyla maddison maisie
    malachi maria mariam martha mason matilda maya megan mia mila millie molly mohammed mohammad muhammad
    musa myla nathan niamh nicole noah nora oakley oliver olivia ollie omar oscar owen penelope phoebe poppy
    quinn ralph reece reggie reuben rhys riley robyn roman ronnie rory rowan ryan samuel sara sarah scarlett
    sebastian seth shannon sienna skye sofia sophia sophie stanley stella summer taylor teddy theodore theo
    thea thomas tilly tobias toby tommy tyler tyrese violet wilfred william willow xander yasmin yusuf
    zachary zac zain zainab zara zoe zuzanna
    """
)

#: Begins with a capital in a chat and is no pupil: months, nations, exam boards, titles, brands, openings.
_NOT_NAMES = listed(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december christmas easter autumn spring summer term gypsy roma
    traveller irish ukrainian afghan polish romanian portuguese english british scottish welsh french german
    spanish syrian chinese indian pakistani bangladeshi somali hong kong eastern european forces service
    military royal early help virtual new old small large local many several young single whole national
    foster church catholic muslim jewish sikh hindu christian reception nursery infant junior primary
    secondary key stage year white black asian pp fsm eal send sen asd adhd lac cla ehcp low high strong
    great good best working real mixed teaching maths math science reading writing phonics history geography
    music computing latin pe re pshe dt art drama spelling grammar handwriting oracy attendance behaviour
    assessment curriculum planning teacher teachers trust school ofsted wandle jigsaw thrive zones power
    lexia arbor sims bromcom cpoms steplab walkthrus read write drawing club forest lego boxall sensory
    social colour colourful semantics makaton little rose hub number sense mastering numicon times tables
    rock stars rolling cycle marking feedback homework moderation transition retrieval vocabulary
    intervention tutoring coaching whose hi hello hey morning dear thanks ok yes no please could would
    anyone who what when where why how is are do does did has have had can will we my our your their his her
    it this that these those if as in on at for to parents carers families governors children pupils
    students boys girls kids staff support leads heads sencos dsls talk learning play work lessons results
    data scores interventions provision mastery fluency teams google microsoft level gcse sats ks1 ks2 ks3
    ks4 els rwi ttrs mtc elsa tas ta
    """
)


def is_a_name(words: str) -> bool:
    """Whether "Jayden", "Jayden Smith" or "Maisie K" reads as a person's name rather than as other words."""
    first, *rest = words.lower().replace("'", "").replace("-", " ").split()
    if first in FIRST_NAMES:
        return True
    if first in _NOT_NAMES or first in STOP or first in vocabulary().words:
        # "Science Smith" is no name, "Grace Adeyemi" is: an unknown surname settles it.
        return bool(rest) and first in _EITHER and rest[0] not in _NOT_NAMES
    return not (rest and rest[-1] in _NOT_NAMES)


#: Words that are names as well.
_EITHER = listed(
    """
    grace mark rose will may june april faith hope joy amber jade ruby jack max bill art drew dawn
    """
)
