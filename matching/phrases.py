# ruff: noqa: E501 - the patterns are lists of phrases; broken up further they read worse
"""Owns the wordings that surround a claim in forwards: attributions, questions, signatures.

Every pattern is bounded and without nested repetition, so none can be driven into exponential time.
"""

import re

_ATTRIBUTION_VERBS = (
    r"(?:says?|said|saying|claims?|claimed|claiming|states?|stated|alleg(?:es?|ed|ing)|suggest(?:s|ed|ing)|asserts?|"
    r"asserted|reports?|reported|reads?|shows?|tells?|told)"
)
_CARRIER = (
    r"(?:(?:a|an|the|this|that|one|some|another|these|several|many|multiple) )?"
    r"(?:(?:new|old|recent|viral|popular|widely shared|shared|circulating|facebook|instagram|tiktok|twitter|x|telegram|"
    r"whatsapp|youtube|social media|online|news|blog|forwarded) ){0,3}"
    r"(?:posts?|tweets?|messages?|videos?|images?|photos?|memes?|articles?|claims?|headlines?|reels?|clips?|screenshots?|"
    r"rumou?rs?|stor(?:y|ies)|reports?|users?|accounts?|websites?|channels?|chains?|forwards?|thing|text)"
)
_KIN = (
    r"(?:aunt(?:ie|y)?|uncle|mom|mum|mother|dad|father|sister|brother|cousin|wife|husband|grandma|grandpa|granny|nan|"
    r"grandmother|grandfather|neighbou?r|friend|friends|buddy|boss|coworker|co-worker|colleague|roommate|son|daughter|"
    r"nephew|niece|barber|teacher|doctor|landlord|in-laws|mother-in-law|father-in-law|family group|group|guy|someone|"
    r"somebody|people|mate)"
)
_TELLER = (
    rf"(?:{_KIN}|man|woman|lady|bloke|fella|fellow|chap|lad|girl|person|insider|nurse|driver|shopkeeper|plumber|porter|"
    r"retired \w{1,15}|relative|client|customer)"
)
_PLAIN = r"(?-i:[a-z'’-]{1,15}),?"  # no name: who is named may be whom the claim is about
_NOT_SO = r"(?!(?:not|never|no|nobody|denie[sd]|deny|denying|doubts?|wrongly|falsely)\b|\w{1,10}n['’]t\b)"
_SOMEBODY_TOLD = (
    rf"(?:my|our|a|an|some|one of (?:my|our)) (?:{_NOT_SO}{_PLAIN} ){{0,3}}{_TELLER}(?:-in-law|['’]s)?,?(?: {_NOT_SO}{_PLAIN}){{0,12}}? "
    r"(?:told|tells?|telling|says?|said|swears?|swore|insists?|heard|reveal(?:s|ed)|claims?|claimed|reckons?|explained)"
    r"(?: (?:me|us|him|her|them|everybody|everyone|(?-i:[A-Z])\w{1,15}))?(?: (?:yesterday|today|this morning))? that[:,]?"
)
# What comes before the claim and says only where it was met, or asks about it.
_BEFORE = (
    _SOMEBODY_TOLD,
    r"(?:hallo|hi|hey|hello|hola|bom dia|boa tarde|boa noite|oi|ol[aá]|buenos d[ií]as|buenas(?: tardes| noches)?|bonjour|salut|"
    r"guten (?:tag|morgen|abend)|moin|servus|ciao|sal(?:a|aa)m|as?salam(?:u|o)? ?(?:a|u)?laikum|namast[ae]|habari|jambo|shalom|aloha|"
    r"привет|здравствуйте|добрый день|good (?:morning|evening|afternoon))(?: (?:zusammen|"
    r"all|everyone|guys|gente|grupo|pessoal|amigos|a todos|leute|всем|tutti|tous|à tous|ihr lieben|friends|team|folks))?"
    r"(?=[,.!: ])[,.!:]{0,2}",
    r"(?:so |ok |okay |hey |hi |hello |um |well |wow |lol |omg |guys |and |but |hmm |psst |yo ){1,3}(?=\w+ )",
    r"(?:can|could|would) (?:you|u|someone|somebody|anyone|anybody|y'?all) (?:please |pls )?(?:check|verify|confirm|"
    r"tell me|fact ?-?check|look into)(?: for me)?(?: (?:if|whether|that|this))?(?: it'?s true (?:that)?)?[:,]?",
    r"(?:please |pls )?(?:check|verify|confirm|fact ?-?check)(?: (?:if|whether|that|this|for me|the following))?[:,]?"
    r"(?=\W| [A-Za-z])",
    r"(?:is|was|isn'?t) (?:it|this|that)(?: really| actually| even)? (?:true|real|right|correct|the case|a fact|fake|"
    r"legit|possible)(?:,? (?:that|if))?[:,?-]{0,3}",
    r"(?:is|are) (?:the )?(?:rumou?rs?|reports?|stor(?:y|ies)|claims?|news) (?:true|real|correct)(?:,? that)?[:,?]{0,2}",
    r"(?:any truth to|what about|how about|thoughts on|true or false|true or fake|real or fake|(?:fake|false) or (?:real|true|fact)|fact or fiction|"
    r"fact ?-?check(?:ing)?|fact or fake|rumou?r has it|rumou?r|claim(?:ed)?|fwd?|fw|re|rt|news flash|newsflash|"
    r"exclusive|verdict on|heads up|update|psa|fyi|tl;?dr|til)\s?[:?-]{1,3}",
    r"(?:any truth to|is there any truth (?:to|in)) (?:(?:the|this) )?(?:(?:claim|rumou?r|story|report|idea)s? )?"
    r"(?:that )?",
    r"(?:rumou?r|word) (?:has it|is|on the street is)(?: that)?[:,]?",
    r"(?:have|has|did|do) (?:you|u|anyone|anybody|y'?all|any of you)(?: guys| all)? (?:hear[d]?|see|seen|read|know|knew|"
    r"believe)(?: about)?(?: this| it| the news)?(?: that| how)?[:,?]?",
    r"(?:i|we|ive|i've|we've|i'?m|just|i just|we just|i also|just been) (?:have )?(?:just )?(?:keep )?(?:hear(?:d|ing)?|"
    r"read(?:ing)?|saw|seen|seeing|(?:was|been|got|getting|being) told|told|came across|found|got(?: this)?(?: message)?|"
    r"received|learn(?:ed|t))(?: (?:today|yesterday|online|somewhere|on (?:facebook|twitter|x|tiktok|telegram|whatsapp|the "
    r"internet|the news|tv|the radio|here|insta(?:gram)?|youtube|reddit)|in (?:a|the|our|my) (?:[a-z]{1,12} )?(?:group|"
    r"chat|channel|news|paper)|from (?:a|my) [a-z]{1,12}))?(?: (?:this|it))?(?: (?:that|saying(?: that)?|about))?[:,]?",
    rf"(?:my|our|a|some|one of my|someone from my) (?:[a-z]{{1,12}} )?{_KIN}(?:-in-law|'s)?(?: {_NOT_SO}[a-z]{{1,12}}){{0,3}} (?:just )?(?:sent|"
    rf"forwarded|shared|posted|told|showed|texted|is (?:saying|claiming|telling)|are (?:saying|claiming|telling)|keeps? "
    rf"(?:saying|telling|sharing)|swears?|insists?|says?|said|claims?|claimed|thinks?|believes?|heard|read|saw)"
    rf"(?: (?:me|us|everyone|people|around|to me|the group|in the (?:family )?(?:group|chat)|on (?:facebook|whatsapp|"
    rf"telegram)))?(?: (?:this|it|a message|a post|a video))?(?: (?:that|saying(?: that)?|claiming(?: that)?))?[:,]?",
    r"(?:they|people|folks|everyone|everybody|some|someone|somebody|many|others|users) (?:all |now |also |online )?(?:are |"
    r"is |keep |keeps )?(?:say(?:s|ing)?|said|claim(?:s|ed|ing)?|tell(?:s|ing)?|told|shar(?:e|ing)|talk(?:ing)?(?: about)?|"
    r"believe|think)(?: (?:me|us|online|now|here|on (?:facebook|twitter|x|tiktok|telegram|whatsapp)))?(?: (?:this|how))?"
    r"(?: that)?[:,]?",
    rf"{_CARRIER}(?: (?:on|from|in|via|shared on|posted (?:on|to)|circulating on|going around(?: on)?|doing the rounds"
    rf"(?: on)?) (?:facebook|twitter|x|instagram|tiktok|telegram|whatsapp|social media|youtube|reddit|threads|truth "
    rf"social|the internet|the web|here|my feed))?(?: (?:is|are|that is|that|which|has been|have been|being|also|"
    rf"falsely|now|recently|going around|circulating|doing the rounds)){{0,3}} {_ATTRIBUTION_VERBS}(?: (?:us|everyone|"
    rf"me|people))?(?: that)?[:,]?",
    r"(?:it|this) (?:is|was|has been|'s been|s) (?:being )?(?:said|claimed|reported|alleged|rumou?red|going around|"
    r"circulating|announced|confirmed)(?: online| everywhere)?(?: that)?[:,]?",
    r"(?:according to|as per|per) (?:a|an|the|this|some|my|our|one|several)(?: (?!(?:who|cdc|fda|nasa|un|eu|uk|us|fbi|cia|nhs|cnn|bbc)\b)"
    r"(?-i:[a-z'-]{1,15})){1,4}[,:]",
    r"(?:apparently|supposedly|allegedly|reportedly|seriously|breaking(?: news)?|just in|urgent|important|alert|warning|"
    r"confirmed|official|it'?s official|shocking|attention|wow|omg|unbelievable|news|exclusive|huge|wtf|lol|look|listen|"
    r"guess what|did you know|fun fact|remember|so basically|basically|now|today)(?: that)?\W{1,4}(?=\w)",
    r"(?:seen|found|spotted|posted|shared|read|got|received|copied|forwarded)(?: this)?(?: just now)? (?:on|in|from|at|via|"
    r"by) [\w' ]{1,30}[:-]",
    r"(?:i (?:think|believe|guess|wonder|want to know|need to know|would like to know)|wondering|not sure|idk|no idea|"
    r"tell me|let me know|please tell me)(?: (?:if|whether|that))?(?: (?:it'?s|this is) true)?(?: (?:that|if))?[,:]? ",
    r"(?:the )?(?:claim|rumou?r|story|news|word|message|headline) (?:is|was|goes|says?|said|reads?|here is)(?: that)?[:,]?",
    r"quote[d]?[:,]",
    # Spanish, Portuguese
    r"(?:¿ ?)?(?:es|ser[aá]) (?:cierto|verdad|real)(?: (?:que|lo de que|eso de que))?[:,?]{0,2}",
    r"(?:me (?:lleg[oó]|mandaron|dijeron|contaron|enviaron)|dicen|se dice|cuentan|escuch[eé]|le[ií]|he (?:le[ií]do|o[ií]do|"
    r"visto)|vi|circula|seg[uú]n (?:dicen|un mensaje|una publicaci[oó]n)|alguien (?:sabe|puede)(?: confirmar)? si)"
    r"(?: (?:esto|hoy|por ah[ií]|en (?:facebook|whatsapp|telegram|redes)))?(?: que| de que)?[:,]?(?: es (?:verdad|cierto) "
    r"que)?",
    r"(?:é|e|será) (?:verdade|real|fato|sério)(?: (?:que|isso|mesmo que))?[:,?]{0,2}",
    r"(?:recebi|me (?:mandaram|enviaram|disseram|contaram)|dizem|est[aã]o dizendo|ouvi(?: dizer)?|li|vi|circula|"
    r"segundo (?:dizem|uma mensagem)|algu[eé]m sabe se)(?: (?:isso|hoje|aqui|no (?:facebook|whatsapp|telegram|grupo)))?"
    r"(?: que)?[:,]?(?: é verdade que)?",
    # French, German, Italian
    r"(?:est[- ]ce (?:vrai|que c'est vrai|exact)|c'est vrai)(?: (?:que|qu'))?[:,?]{0,2}",
    r"(?:on (?:dit|m'a (?:dit|envoy[eé]))|il para[iî]t|j'ai (?:lu|vu|entendu|re[cç]u)|selon (?:un|une) [\w' ]{1,20},|"
    r"certains disent|ils disent)(?: (?:que|qu'|ceci|[cç]a))?[:,]?",
    r"(?:stimmt es|ist es wahr|stimmt das|ist das wahr|wisst ihr),?(?: ob| dass)?[:,?]{0,2}",
    r"(?:man sagt|es hei[sß]+t|angeblich|ich habe (?:gelesen|geh[oö]rt|gesehen)|habe (?:gelesen|geh[oö]rt)|die leute sagen|"
    r"sie sagen|laut (?:einem|einer) [\w ]{1,20})[,:]?(?: dass)?",
    r"(?:è vero|e vero|ma è vero)(?: (?:che|questo))?[:,?]{0,2}",
    r"(?:dicono|si dice|ho (?:letto|sentito|visto)|mi hanno (?:detto|mandato)|pare|sembra)(?: (?:che|questo))?[:,]?",
    # Russian, Ukrainian, Polish
    r"(?:это |а )?(?:правда ли|верно ли|неужели|правда)[,:]?(?: что)?[:,]?",
    r"(?:говорят|пишут|слышал[аи]?|прислали|читал[аи]?|видел[аи]?|сообщают|якобы|вот прислали|мне прислали|ходят слухи)"
    r"(?: тут| это| такое| вот)?[,:]?(?: что)?[:,]?",
    r"(?:чи правда|кажуть|пишуть|чула?в?)[,:]?(?: що)?[:,]?",
    r"(?:czy to prawda|podobno|ponoć|mówią|słyszałe?a?m|czytałe?a?m)[,:]?(?: że)?[:,]?",
)
BEFORE = re.compile(
    r"[\s\"'(\[>*_~:,.!-]{0,8}(?:" + "|".join(_BEFORE) + r")(?:(?<!\w)|(?!\w))[\s\"':,-]{0,6}", re.IGNORECASE
)

# What comes after the claim and only asks or marvels about it, set off from it or not.
_ASKS = (
    r"(?:is|was|isn'?t) (?:it|this|that)(?: really| actually| even| all)? (?:true|real|right|correct|fake|legit|so|a fact|"
    r"possible|for real|accurate|a hoax|false|fake news)(?: or (?:fake|false|not|no|a hoax|what|true|real))?",
    r"or is (?:it|this|that) (?:just |all |another |an? |some ){0,3}(?:hoax|fake(?: news)?|lies?|rumou?r|joke|nonsense|made up)",
    r"(?:wtf|huh|eh|any truth (?:to|in) (?:this|it|that)|any idea if (?:this|it|that) is true"
    r"|anyone know|has anyone heard(?: (?:this|of this|about this))?|did you hear(?: (?:this|about this|that))?|have you "
    r"heard(?: (?:this|about this|that))?|can (?:you|anyone|someone|somebody) (?:please )?(?:check|confirm|verify)"
    r"(?: (?:this|it|that))?(?: (?:please|for me))?|please (?:check|verify|confirm)(?: (?:this|it))?|what do you think|"
    r"should i (?:believe|trust|worry about) (?:this|it|that)|do you believe (?:this|it|that)|how true is (?:this|that|it)|is "
    r"there any truth (?:to|in) (?:this|that|it)|i want to know if (?:this|it) is true|not sure (?:if|whether) (?:it'?s|this is|"
    r"that'?s) true|idk if (?:it'?s|this is) true|asking for a friend|can this be (?:true|right))",
    r"(?:¿ ?)?(?:es (?:cierto|verdad|real) (?:esto|eso)|ser[aá] (?:cierto|verdad)|alguien sabe)",
    r"(?:isso (?:é|e) (?:verdade|fake|real|mesmo)|(?:é|e) (?:verdade|mesmo verdade|fake|real) isso|será verdade|algu[eé]m sabe)",
    r"est-ce vrai|(?:stimmt|ist) das (?:wahr|wirklich wahr|so)|stimmt das|kann das sein",
    r"правда ли(?: это)?|чи (?:це )?правда|czy to prawda",
)
# The two sides named together ask, too, but not as what the sentence says ("is real or fake").
_PAIRS = (
    r"(?:true|real|fact|fake|false|legit)(?: news)? or (?:false|fake|fiction|not|real|true|fact|hoax)",
    r"(?:(?:verdad|verdadero|real|cierto|verdadera) o (?:mentira|falso|falsa|fake|no|bulo)|(?:falso|fake|mentira|bulo) o (?:verdad|real|verdadero))",
    r"(?:(?:verdade|verdadeiro|real|fato|verdadeira) ou (?:mentira|fals[oa]|fake|n[aã]o|boato)|(?:fake|falso|mentira|boato) ou (?:verdade|fato|real))",
    r"(?:(?:vrai|info|vraie) ou (?:faux|intox|fake|fausse|pas)|(?:faux|intox|fake|info) ou (?:vrai|info|intox))",
    r"(?:(?:wahr|echt|fakt|real) oder (?:falsch|fake|nicht|gelogen|unwahr|gefälscht)|(?:falsch|fake|gefälscht) oder (?:wahr|echt|fakt|real))",
    r"(?:(?:vero|reale|verità) o (?:falso|fake|no|bufala)|(?:falso|fake|bufala) o (?:vero|reale|verità))",
    r"(?:(?:это )?правда(?: это)? или (?:нет|фейк|ложь|неправда|вранье|враньё)|(?:это )?(?:фейк|ложь) или (?:нет|правда))",
    r"(?:(?:це )?правда чи (?:ні|фейк|брехня|неправда)|(?:це )?(?:фейк|брехня) чи (?:ні|правда))",
    r"(?:(?:to )?prawda czy (?:fałsz|fake|nie|kłamstwo|fejk)|(?:fake|fejk|fałsz) czy (?:nie|prawda))",
    r"(?:是)?真的?还是假的?|(?:是)?真的?還是假的?|本当か嘘か?|진짜인가요 가짜인가요",
)
# A bare word asks or assents where it is set off ("…, true?"); as the end of a sentence it is what that says.
_ASSENTS = (
    r"(?:so |really |all |actually )?(?:true|real|really|right|correct|fact|seriously|for real|no way|any idea|any truth(?: to (?:this|it|that))?|thoughts|legit)",
    r"(?:¿ ?)?(?:es (?:cierto|verdad|real)|verdad|cierto|real)",
    r"(?:(?:é|e) (?:verdade|verdadeiro|real|mesmo)(?: mesmo)?|verdade|será|procede|confere)",
    r"(?:c'est vrai|vraiment|vrai)",
    r"(?:ist es wahr|wahr|wirklich|echt|stimmt'?s?|oder)",
    r"(?:è vero|davvero|vero)",
    r"(?:(?:это )?правда|верно|неужели)",
    r"(?:(?:це )?правда|невже)",
    r"(?:to prawda|prawda|naprawdę|serio)",
    r"(?:(?:这|這)?是真的(?:吗|嗎)?|真的(?:吗|嗎)|真(?:吗|嗎)|本当(?:ですか|なの|か)?|本当でしょうか|マジ|사실인가요|진짜인가요|정말인가요|진짜|정말)",
)
# What denies the claim unless it is a question.
_DOUBTS = (
    r"(?:so |just |all |is it |it'?s )?(?:(?:a )?(?:fake|hoax|scam|rumou?r|lie)|false|fake news|untrue)",
    r"(?:¿ ?)?(?:es |é )?(?:fake|falso|falsa|mentira|bulo|boato|fake news)",
    r"(?:c'est )?(?:faux|fake|une intox|intox)|(?:è )?(?:falso|fake|una bufala|bufala)",
    r"(?:ist das |alles )?(?:fake|falsch|gelogen|quatsch|eine ente)",
    r"(?:это )?(?:фейк|ложь|неправда|вранье|враньё)|(?:це )?(?:фейк|брехня|неправда)|(?:to )?(?:fake|fejk|fałsz|kłamstwo|nieprawda)",
    r"(?:(?:这|這)?是)?(?:假的|谣言|謠言)(?:吗|嗎)?|(?:デマ|嘘)(?:ですか|か)?|가짜(?:인가요)?",
)
_LEADS = r"(?:(?:so|but|and|hmm|guys|lol|omg|please),? ){0,2}"
_MARKS = r"[\s,;:.!?\"'()¿¡–—-]"
# A full stop after a capital letter may be of a name ("the U.S. right").
_SET_OFF = rf"[\s\"')]{{0,3}}+(?:[,;!?…(。、]|(?-i:(?<![A-Z]))\.){_MARKS}{{0,5}}+"
_ASIDE = rf"(?:\s{{0,3}}+[:—–(\"'¿]|\s-(?=\s)){_MARKS}{{0,5}}+"
_ASKED = r"[\s!.…\"')]{0,4}\?[\s?!.…\"')]{0,8}$"
_END = r"[\s?!.…。\"')]{0,8}$"
AFTER = re.compile(
    rf"(?:{_MARKS}{{1,6}}+{_LEADS}(?:{'|'.join(_ASKS)}){_END}"
    rf"|(?P<predicate>{_MARKS}{{1,6}}+{_LEADS}(?:{'|'.join(_PAIRS)}){_END}"
    rf"|{_SET_OFF}{_LEADS}(?:(?:{'|'.join(_ASSENTS)}){_END}|(?:{'|'.join(_DOUBTS)}){_ASKED})"
    rf"|{_ASIDE}{_LEADS}(?:{'|'.join((*_ASSENTS, *_DOUBTS))}){_ASKED}"
    rf"|\s(?:really|seriously|vraiment|wirklich|davvero|неужели){_ASKED}))",
    re.IGNORECASE,
)
# After one of these the word is what the sentence says: "was fake", "was, in fact, fake".
STATES = re.compile(
    r"(?:^|[^\w])(?:(?:is|are|was|were|be|been|being|not|(?:is|are|was|were)n'?t|'s|'re|am|as|a|an|the|very|es|son|era|eran|fue|fueron|"
    r"ser|sido|no|est[aá]n?|é|são|foi|foram|sendo|n[aã]o|est[aã]o|est|sont|[eé]tait|[eé]taient|[eê]tre|pas|ist|sind|war|waren|sei|sein|"
    r"nicht|kein|keine|è|sono|non|erano|это|не|есть|был[аои]?|це|є|був|була|було|були|jest|są|był[aoy]?|nie|to|是|不是|不)"
    r"[\s\"'“”«».…:(—–-]{0,4}"
    r"|(?:in fact|indeed|actually|of course|totally|completely|really|realmente|totalmente|en realidad|na verdade|en fait|"
    r"komplett|tats[aä]chlich|infatti|на самом деле|насправді|naprawdę)[\s\"'“”«».,…:(—–-]{0,4})$",
    re.IGNORECASE,
)
# A question whose end is what it asks about: "Is the video real or fake?"
ASKS_FIRST = re.compile(
    r"\W{0,5}(?:is|are|was|were|es|son|é|são|est|sont|ist|sind|war|è|sono|czy|чи)\b", re.IGNORECASE
)

# "— Name (@handle) Month D, YYYY" and its like at the end of a quoted post.
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_STAMP = rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
TAIL = re.compile(
    rf"\s{{1,3}}(?:[—–―]|--?)\s{{0,3}}[^\n—–]{{1,80}}\(@\w{{1,30}}\)[\s,·|]{{0,4}}(?:{_STAMP})?\s{{0,3}}$"
    rf"|\s{{1,3}}(?:[—–―]|--)\s{{0,3}}[^\n—–.!?]{{1,60}}[\s,(]{{1,3}}{_STAMP}\)?\s{{0,3}}$",
    re.IGNORECASE,
)
HEAD = re.compile(
    rf"\s{{0,4}}[^\n—–.!?]{{1,50}}\(@\w{{1,30}}\)[\s,·|]{{0,4}}(?:{_STAMP})?\s{{0,3}}[:\n]",
    re.IGNORECASE,
)
SIGNED_WITH = re.compile(rf"\(@\w{{1,30}}\)|{_STAMP}", re.IGNORECASE)
# What "I" did depends on who says so.
FIRST_PERSON = re.compile(
    r"(?<!\w)(?:i|i[’']?m|we|my|our|me|us|yo|mi|mis|nosotr[oa]s|nuestr[oa]s?|eu|meus?|minhas?|n[oó]s|noss[oa]s?|ich|mir|mich|meine?[mnrs]?|"
    r"wir|uns|unser\w{0,2}|je|j|moi|mon|ma|mes|nous|notre|nos|io|mio|mia|noi|nostr[oaei]|я|мне|меня|мо[йяеи]|мы|нам|нас|наш\w{0,2})(?!\w)",
    re.IGNORECASE,
)
# What a sentence cannot end with: the tag that follows is its last word ("closed on #Monday").
GOES_ON = re.compile(
    r"(?<!\w)(?:in|on|at|of|from|to|the|an?|for|with|by|and|or|near|against|into|is|are|was|were|en|del?|el|l[ao]s?|al|con|por|para|contra|y|"
    r"es|son|em|n[ao]s?|d[aoe]s?|ao|à|os?|as|pel[ao]|com|e|é|são|im|am|auf|aus|bei|der|die|das|dem|den|des|mit|vo[nm]|zu[mr]?|für|gegen|und|"
    r"oder|ist|sind|aux?|du|le|les|sur|pour|par|avec|contre|et|ou|dans|chez|est|sont|alla|allo|nel|nella|di|della|dal?|il|i|gli|per|"
    r"sul?|è|sono|во|на|из|со?|к|от|до|для|об?|по|и|или|у|за|при|в|з|із|від|та|і|we?|na|ze?|do|od|dla|przez|jest)$",
    re.IGNORECASE,
)
# Hashtags that only want to be found, and tell nothing about the claim.
_COMMON_TAGS = """
breaking breakingnews news newsupdate latest update viral viralvideo fyp fypage foryou foryoupage for you page share sharethis rt
urgent alert trending trend explore explorepage reels shorts tiktok instagram telegram twitter facebook whatsapp youtube video
videos photo follow like repost wakeup wake up omg wow mustread mustwatch today noticias noticia urgente ultimahora ultima hora
última viralvideos parati compartir compartilhe noticiasdehoje actu actualité actualités infos info nouvelles partage partagez
nachrichten eilmeldung teilen wichtig achtung aktuell notizie condividi новости срочно важно репост новини терміново
wiadomości pilne ニュース 拡散 拡散希望 新闻 转发
"""
COMMON_TAGS = frozenset(_COMMON_TAGS.split())
GREETING = re.compile(
    r"(?:h(?:i|ey|ello|ola|allo|ej|alo)|good (?:morning|afternoon|evening|night|day)|gm|gn|thanks?(?: you| u)?(?: so much| "
    r"very much| a lot)?|thx|ok(?:ay)?|yes|no|bye|please help|help|what'?s up|how are you(?: doing)?(?: today)?|who are "
    r"you|what can you do|what is this(?: bot)?|how does (?:this|it) work|are you (?:a )?(?:bot|human|real|there)|test(?:ing)?"
    r"|buenos d[ií]as|buenas(?: tardes| noches)?|gracias|c[oó]mo est[aá]s|bom dia|boa (?:tarde|noite)|obrigad[oa]|tudo bem|oi|"
    r"ol[aá]|bonjour|bonsoir|salut|merci|[cç]a va|guten (?:morgen|tag|abend)|danke|ciao|buongiorno|grazie|привет|"
    r"здравствуйте|добрый (?:день|вечер)|доброе утро|спасибо|привіт|дякую|cześć|dzień dobry|merhaba|selam|teşekkürler|"
    r"مرحبا|السلام عليكم|شكرا|سلام|नमस्ते|धन्यवाद|halo|terima kasih|你好|谢谢|こんにちは|ありがとう|안녕하세요|감사합니다)"
    r"(?:[ ,]{1,2}(?:there|all|everyone|everybody|bot|friend|friends|guys|sir|madam|again|my friend|good (?:morning|"
    r"day|evening)|how are you(?: doing)?(?: today)?)){0,3}[\s!.?,…]{0,10}$",
    re.IGNORECASE,
)

# What is said to the bot and claims nothing: thanks, a request to look at "this", a question when, a wish to leave.
_THING = r"(?:this|it|that|these)(?: (?:post|video|photo|picture|image|message|news|story|one|link|claim))?"
_THE_THING = (
    rf"(?:{_THING}|the (?:post|video|photo|picture|image|message|news|link)(?: (?:that )?(?:i|we|they|someone|somebody|my "
    r"(?:[a-z]{1,12} )?[a-z]{1,12}) (?:sent|send|forwarded|shared|posted|got|received)(?: (?:me|you|us|to (?:me|you|us)))?)?)"
)
_SAID_TO_US = (
    r"(?:many )?(?:thanks?|thank (?:you|u)|thx|ty)(?: again| so much| very much| a lot| a million){0,2}(?: for (?:your |the "
    r"|all (?:your )?)?(?:help|answer|reply|work|info|information|support|time|checking|everything))?(?:[,.! ]{1,3}(?:you "
    r"are|you're|u r) (?:so |very |really )?(?:great|the best|awesome|amazing|kind|helpful|good))?",
    r"(?:can|could|would) (?:you|u|someone|anyone) (?:please )?help(?: me| us)?(?: with this)?",
    rf"(?:(?:can|could|would) (?:you|u) )?(?:please )?(?:check|verify|fact ?-?check|look (?:at|into)|confirm) {_THE_THING}"
    r"(?: for me)?",
    rf"(?:so )?(?:what do you|what do u|what'?s your) (?:think|say|opinion)(?: (?:about|of|on|to) {_THE_THING})?",
    rf"(?:is|was|are|isn'?t) {_THE_THING}(?: really| actually)? (?:true|real|right|correct|fake|legit|false|a hoax|a scam|"
    r"genuine|accurate|reliable)(?: or (?:not|fake|false|real|true))?",
    r"when (?:will|do|can) (?:you|i|we|u) (?:know|get (?:an|the) (?:answer|reply|result)|hear(?: back)?|answer|reply)",
    r"(?:please )?(?:stop|unsubscribe(?: me)?|(?:delete|forget|remove) (?:me|my (?:data|account|messages?)|everything))",
    r"هل هذا (?:صحيح|حقيقي)|(?:这|這)(?:是真的|是真的吗|是真的嗎|是假的)(?:吗|嗎)?|क्या (?:यह|ये) (?:सच|सही) है|これは本当ですか|이거 사실인가요|"
    r"bu doğru mu|apa(?:kah)? ini benar|это правда|czy to prawda|klopt dit|ist das wahr|è vero|c'est vrai|(?:¿ ?)?es (?:verdad|"
    r"cierto) esto|isso é verdade|é verdade isso",
)
SMALL_TALK = re.compile(
    r"\W{0,5}(?:(?:h(?:i|ey|ello)|ok(?:ay)?|good (?:morning|afternoon|evening)|dear (?:sir|madam|team))[,.! ]{1,3}){0,2}"
    r"(?:please |pls )?(?:"
    + "|".join(_SAID_TO_US)
    + r")(?:,? (?:please|pls|thanks|thank you|bot|sir|guys)){0,2}[\s!.?,…？؟।]{0,10}",
    re.IGNORECASE,
)
