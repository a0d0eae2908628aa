"""What looks like a person's name and what only begins with a capital."""

from handlers.rules.vocabulary import vocabulary
from handlers.rules.words import STOP, listed

#: First names common among pupils in England, less those that are words of the field or of every day
#: (Grace, Mark, Rose, Will…). Our own list, after the published baby-name tables of recent years.
FIRST_NAMES = listed(
    """
    aaliyah aaron aayan abbie abby abdul abdulla abdullah abel abi abigail adam adele adnan adrian afra agnes
    agnieszka ahmad ahmed aidan aiden ailsa aimee aisha ajay akeem alan alana alba albie alec aleks aleksander
    aleksandra alesha alessandro alessia alex alexa alexander alexandra alexei alexis alfie alfred alice alina
    alisha alison aliyah allegra alyssa amaan amara amari amelia amelie amina amir amira amit amna amy ana
    anas anaya andre andreea andrei andrew andrzej aneesa angelina anika anisa aniyah annabel annabelle annie
    antoni antonia anya arabella aran archie aria ariana arjun arlo armaan arno arran arthur artur arya aryan
    asad asha ashley ashton asma astrid atif aubrey audrey augustus aurelia austin ava axel ayaan ayah ayana
    ayesha ayla aylin ayo ayomide azaan bailey barney bartek bartosz bea beatrice beau becky bella ben
    benjamin bertie beth bethany bianca billie billy blake blanka bobby bodhi bogdan bonnie brandon brayden
    brody bronte brooke bruno byron caden caitlin caleb callan callie callum cameron carly carmen casey cassie
    catherine cerys chanelle chantelle charley charlie charlotte chidi chioma chloe ciara cillian clara cleo
    cody connie connor cora corey cosmo courtney daisy damian damon daniel daniela darcey darcie daria dawid
    deacon dean declan delia delilah delroy demi denis denzel dev dexter diana diego dina diya dolly dominic
    dominik dominika dorian dorothy dougie dulcie dylan ebony eddie edie edith edward eesa efe effie eilidh
    eleanor elena eleni eli elias elijah elina elise elissa eliza elizabeth ella ellen ellie elliot elliott
    ellis elodie elsie eman emanuel emeka emil emilia emily emma emmanuel emmeline emmie emre enid enzo eoin
    erik erika erin esa esmae esme esmee esther ethan eugenie eva evan evangeline evelyn evie ewan ezra fabian
    fadi faisal farah farhan fatima fatimah faye fearne felicity felix filip finlay finley finn fionn fletcher
    fliss florence fran francesca franciszek franek frankie fraser freddie freddy frederick fredrik freya
    gabriel gabriela gabriella gabrielle gemma genevieve george georgia gethin gianna gideon gilbert gina
    ginny giorgio grace gracie greta griff gulsen gus gwen habib hadiya haider hallie hamish hamza hana hania
    hannah haris harley harper harrie harriet harrison harry harvey harvie haseeb hashim hassan hattie haya
    hayden hayley heidi helena henrik henry hetty hiba hollie huda hugo humza husna hussain iain ianis ibby
    ibrahim ibrahima idris ieuan igor iman imogen inaya ines ioan iona ione iris isaac isabel isabella
    isabelle ishaan ishaq isla ismail isobel issac issy ivan ivo ivy izaak izzy jacek jackson jacob jada jade
    jaden jago jai jaiden jaidon jake jakob jakub jaleel jamal jamel james jamie jana janek jared jarvis jas
    jasmin jasmina jasmine jason jasper jaxon jay jaya jayce jaycee jaydan jayde jayden jaydon jayla jaylen
    jayson jeevan jem jemima jemma jennifer jenny jenson jeremiah jermaine jerome jesse jessica jessie joanna
    joao jodi jodie joe joel joey johan johnny jonah jonas jonty josef joseph josephine josh joshua josie joss
    juan judah jude judith julia julian juliette junaid justin justyna kacey kacper kai kaiden kaitlyn kaleb
    kamil kamila kamran kane karim karina karol karolina kasia kasim kason kasper kate katie katy kaya kayan
    kayden kayla kaylee kayleigh keaton keelan keeley keelie keeva keira keiran keisha kelechi kelly kelsey
    kelvin kendra kenji kenzie kenzo kerry keziah khadija khadijah khai khalid khalil kian kiara kiera kieran
    kieron kim kimberley kinga kingsley kiran kirsty kit kobi koby kofi kojo konrad kris krish krystian kuba
    kwame kyla kyle kyra kyran kyron lacey lainey lana lara larissa laura lauren laurence laurie lavinia layan
    layla layton leah leanne leighann leighton leila lena lennie lennon lennox leo leon leona leonardo leonie
    leroy leslie levente levi lexi lexie lexus leyla liam liana libbie libby lila lilah lilia lilian liliana
    lilith lilly lily lina liv livia lochlan logan lois lola lorenzo loretta lorna lottie louie louis louisa
    louise lowri luan luca lucas lucia lucian luciana lucie lucy ludo luis luiza lukas lukasz luke lulu luna
    luqman lydia lyla lyra maab mabel mabli macauley macey macie mackenzie macy maddie maddison maddox
    madeleine madiha madison maeve magda magnus maha mahdi mahir maia maisie maisy maja malachi malaika malak
    malakai malcolm malik manha manny mara marcel marcin marco marcus margaret margot maria mariam marianne
    marie marina mario marissa marius marley marlon marnie martha martyna marvin mary maryam mason mateo
    mateusz mathilda matilda matthew mattie matty maurice maverick maxim maximilian maxwell maya mckenzie
    megan mehmet melanie melissa merryn meryem mia micah michael michaela michal mick mieszko miguel mihai
    mikaeel mikael mikey mikolaj mila milan milana milena miles millie milo mina minnie mira miriam mitchell
    moesha mohamed mohammad mohammed mollie molly monika monty morgan morgana moses muhammad muhammed munir
    musa mustafa myla myles myra nabil nadia nadine naima naomi naseem natalia natalie natasha nate nathalia
    nathan nathaniel nayla neeve nella nellie nelly nevaeh nia niall niamh nicholas nick nicky nico nicola
    nicole nihal nikita niko nikodem nikola nikolas nina noa noah noor nora noreen nuala nuha nusaybah nyla
    nylah oakley oisin oleksandr olga oli oliver olivia oliwia oliwier ollie olly omar omari omer ophelia orla
    orlaith orson oscar oskar osman oswald otis otto owain owen pablo paddy paige patrick patryk paul paula
    pauline pawel payton peggy penelope percy perla petra peyton philip phillip phineas phoebe piotr pippa
    polly poppy priscilla priya priyanka quinn rachel radek rafael rafferty rafi raheel raheem rahim rahul
    raihan rainer raj rajan ralph ralphie ramona rana rania raphael rashid raul ravi rayan raymond rebecca
    reece reegan reggie rehan remi remy renae reuben rhianna rhianne rhiannon rhodri rhona rhys ria rian riaz
    ricardo richard ricky rico rihanna riley ritchie riya robbie robert robin robyn rocco rochelle rohaan
    rohan roman romilly romy rona ronan roni ronnie ronny rory rosalie rosalind rosanna roseanna roshan rosie
    rosina ross rowan rowena roxy rozalia ruairi ruben ruby rufus rukhsana rupert russell ruta ryan ryder
    rylan ryley saad saanvi sabina sabrina sadia sadie safa safiya saif saira sakina salah saleem salma salman
    sam samantha sami samir samira samiya sammy samson samuel sana sandra sanjay santino saoirse sara sarah
    saskia saskya savannah scarlett sean sebastian selin selina selma serena seth shaan shahid shanaya shane
    shania shanice shaniqua shannon sharif shaun shauna shawn shay shayla shea shelby sherry shiloh shireen
    shola shona sian sid sidney sidra sienna silas simon simran sinead siobhan skye sofia sofie solomon sonny
    sophia sophie sorcha spencer stacey stanley stefan stefania stella stephanie stephen steven stewart stuart
    subhan sulaiman suleman sumaya sumayyah summer susanna suzie syed sylvie szymon taha tahir tahlia talia
    taliah tamara tamsin tania tanisha tanya tara taran tariq tarun tasha tatiana tayla taylor tayyab tayyibah
    teagan ted teddy tegan temi terence teresa terry tess tessa tevin thea theo theodora theodore thomas thora
    tia tiago tiana tiegan tiffany tilda tilly tim timmy timothy tina tobi tobias toby tolu tom tomas tomasz
    tommy toni tony tori torin travis tristan troy tyla tyler tyrese tyron tyrone uma umair umar usman uzair
    valentina valentino vanessa veronica vicky viktor viktoria vincent vinnie violet violeta vivaan vivian
    vivienne wahid waleed walid walter warren wasim wayne weronika wesley wiktor wiktoria wilbur wilf wilfred
    wilhelmina william willow winifred winnie winston wojtek wren wyatt xander xanthe xavier yahya yara yaseen
    yasin yasmin yasmina yasmine yassin yaw yazmin younis yousef yuri yusra yusuf yuvraj yvie yvonne zac
    zachariah zachary zack zahid zahra zaid zain zaina zainab zak zakariya zaki zane zara zayan zayn zaynab
    zayne zeeshan zeke zelda zena zeynep ziggy zion zoe zoey zofia zoha zoya zsofia zubair zuri zuzanna zuzia
    """
)

#: Begins with a capital in a chat and is no pupil: months, nations, exam boards, titles, brands, openings.
_NOT_NAMES = listed(
    """
    st saint mondays tuesdays wednesdays thursdays fridays
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


#: People and characters that pupils learn about, each by the whole name.
STUDIED = frozenset(
    name.strip()
    for name in """
    anne frank, mary seacole, florence nightingale, rosa parks, isaac newton, amelia earhart, grace darling,
    oliver twist, harry potter, guy fawkes, tom gates, tracy beaker, marcus rashford, emmeline pankhurst,
    emily davison, edward jenner, frederick douglass, nelson mandela, martin luther, malala yousafzai, ada
    lovelace, mary anning, neil armstrong, tim peake, charles darwin, charles dickens, emily bronte,
    charlotte bronte, jane austen, jane eyre, david walliams, michael rosen, jacqueline wilson, michael
    morpurgo, philip pullman, roald dahl, julia donaldson, anthony browne, joe wicks, greta thunberg, mae
    jemison, katherine johnson, stephen hawking, marie curie, samuel pepys, walter raleigh, henry viii, tom
    crean, alex rider, amelia fang, percy jackson, charlie bucket, matilda wormwood, sherlock holmes, robin
    hood, peter pan, peter rabbit, paddington bear, rob biddulph, robert munsch, freddie mercury, elizabeth
    fry, joseph lister, robert burns, benjamin zephaniah, william shakespeare, elizabeth i
    """.replace("\n", " ").split(",")
)


def is_a_name(words: str) -> bool:
    """Whether "Jayden", "Jayden Smith" or "Maisie K" reads as a person's name rather than as other words."""
    if words.lower() in STUDIED:
        return False
    first, *rest = words.lower().replace("'", "").replace("-", " ").split()
    if first in FIRST_NAMES:
        return True
    if first in _NOT_NAMES or first in STOP or first in vocabulary().words:
        # "Science Smith" is no name, "Grace Adeyemi" is: an unknown surname settles it.
        return bool(rest) and first in EITHER and rest[0] not in _NOT_NAMES
    return not (rest and rest[-1] in _NOT_NAMES)


#: Words that are names as well.
EITHER = listed(
    """
    grace mark rose will may june april faith hope joy amber jade ruby jack max bill art drew dawn
    """
)
