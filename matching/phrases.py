# ruff: noqa: E501 - the patterns are lists of phrases; broken up further they read worse
"""Owns the wordings that surround a claim in forwards: sharing appeals, attributions, questions, footers.

Every pattern is bounded and without nested repetition, so none can be driven into exponential time.
"""

import re

# A sentence that begins with one of these (or is little more than it) asks to be shared; it claims nothing.
_APPEALS = (
    # English
    r"(?:please |pls |plz |kindly |must |urgent(?:ly)? )?(?:forward|share|repost|retweet|rt|spread|pass|send|copy) "
    r"(?:and (?:share|paste) )?(?:this|it|as received|widely|with|to (?:all|every|your|as many|max|friends|family)|"
    r"before|the word|if you|on|now|max)\b",
    r"(?:please |pls |plz |kindly )(?:share|forward|repost|retweet|rt|spread|pass)\b",
    r"forwarded (?:as received|many times|message|from)\b",
    r"(?:copied|copy|cut) and pasted?\b",
    r"(?:don'?t|do not) (?:let this|scroll|ignore|break)\b",
    r"(?:join|subscribe|follow|like and|click|tap|watch|see link|read more|more (?:here|at|info)|source|via|link in)"
    r"(?: to| us| our| my| the| here| for|:| channel| bio| now| below| full| it| video)",
    r"(?:share|like|comment|subscribe|retweet|rt)(?: (?:if you agree|and subscribe|now|asap|pls|please))?$",
    r"(?:let (?:everyone|everybody|people|the world) know|make (?:this|it) (?:go )?viral|everyone (?:must|needs to|should) "
    r"(?:know|see|read|hear))",
    r"before (?:they|it|fb|facebook|this) (?:delete|get|is|are|take|remove)",
    r"(?:wake up|open your eyes|unbelievable|shocking|wow|omg|breaking(?: news)?|must (?:read|watch|see)|just in|"
    r"urgent|alert|attention|warning|important(?: message)?|read this|look at this|check this out|this is (?:huge|insane|"
    r"crazy)|stay safe|be careful|god bless(?: you| us)?(?: all)?|the media (?:won'?t|will not|is silent|hides?)"
    r"|what do you think|thoughts)\W*$",
    # Spanish, Portuguese
    r"(?:por favor |urgente |importante )?(?:comparte|compartan|compartir|comparta|difunde|difundan|difundir|reenv[ií]a|"
    r"reenv[ií]en|p[aá]salo|pasalo|pasen)\b",
    r"(?:reenviado|mensaje reenviado|suscr[ií]bete|s[ií]guenos|[uú]nete|m[aá]xima difusi[oó]n|despierten|urgente|"
    r"[uú]ltima hora|atenci[oó]n|ojo|cuidado)\b.{0,40}$",
    r"(?:por favor,? |urgente |gente,? )?(?:compartilhe[mn]?|compartilhar|repasse[m]?|repassem|repassar|encaminhe[m]?|"
    r"divulgue[m]?|divulguem|espalhe[m]?|mande para|envie para|passe adiante)\b",
    r"(?:encaminhad[ao]|mensagem encaminhada|inscreva-se|siga|participe|entre no|acordem?|urgente|aten[cç][aã]o|"
    r"[uú]ltima hora|bomba|olhem? isso|veja[m]?)\b.{0,40}$",
    # French, German, Italian, Dutch
    r"(?:merci de |[aà] |svp |s'il vous pla[iî]t,? )?(?:partage[zr]?|faites (?:tourner|passer|circuler)|transf[eé]re[zr]|"
    r"diffuse[zr]|relaye[zr]|[aà] partager)\b",
    r"(?:abonnez-vous|rejoignez|suivez|transf[eé]r[eé]|urgent|alerte|attention|info)\b.{0,40}$",
    r"(?:bitte )?(?:teilt|teilen|weiterleiten|leitet|verbreitet|verbreiten|weitersagen|schickt|sendet)\b.{0,60}"
    r"(?:weiter|das|dies|diese|alle|bitte|allen|an)\b",
    r"(?:bitte (?:an [\w ]{1,30})?(?:teilen|weiterleiten|verbreiten|schicken|senden)|weitergeleitet|abonniert?|folgt uns|eilmeldung|achtung|wichtig|warnung)"
    r"\b.{0,40}$",
    r"(?:per favore |vi prego )?(?:condividi(?:amo|te)?|condividere|fate girare|diffondete|inoltra(?:te)?|girate)\b",
    r"(?:iscriviti|seguici|inoltrato|urgente|attenzione|svegliatevi)\b.{0,40}$",
    r"(?:deel dit|delen|stuur door|doorsturen|verspreid|abonneer)\b",
    # Slavic
    r"(?:срочно |пожалуйста,? |прошу |максимальный )?(?:перешли(?:те)?|репост(?:ните)?|распространи(?:те)?|поделитесь|"
    r"делитесь|разошли(?:те)?|передай(?:те)?|скиньте|отправь(?:те)?)\b",
    r"(?:подпис(?:аться|ывайтесь|ывайся|ка)|переслано|срочно|внимание|молния|важно|наш канал|читать далее|прислать"
    r" новость|смотреть)\b.{0,50}$",
    r"(?:поширте|поширюйте|перешліть|підписуйтесь|підписатися|терміново|увага)\b.{0,50}$",
    r"(?:udostępnij(?:cie)?|podaj(?:cie)? dalej|przekaż(?:cie)?|prześlij|subskrybuj|pilne|uwaga)\b.{0,50}$",
    r"(?:sdílejte|pošlete dál|přepošlete|zdieľajte|podijelite|podelite|proširite)\b",
    # Others
    r"(?:lütfen |acil )?(?:paylaş(?:ın|alım|ınız)?|yay(?:ın|alım)|herkese gönder)\b",
    r"(?:tolong |mohon |harap )?(?:sebarkan|bagikan|viralkan|teruskan|kongsikan|sampaikan ke)\b",
    r"(?:i-share|ishare|paki ?share|ipasa|pakipasa)\b",
    r"(?:hãy |xin )?(?:chia sẻ|lan truyền)\b",
    r"(?:请|請)?(?:转发|轉發|转给|轉給|分享|扩散|擴散|廣傳|关注|關注|订阅|訂閱)",
    r"(?:拡散|シェア|転送|リツイート|フォロー|チャンネル登録)",
    r"(?:공유|퍼뜨려|전달|널리|구독)",
    r"(?:कृपया )?(?:शेयर|फॉरवर्ड|आगे भेज|साझा)",
    r"(?:দয়া করে )?(?:শেয়ার|ফরওয়ার্ড)",
    r"(?:الرجاء |رجاء |ارجو )?(?:انشر|شارك|أرسل|ارسل|عمم|للنشر|منقول|اشترك|تابعونا)",
    r"(?:لطفا |لطفاً )?(?:به اشتراک|فوروارد|منتشر کنید|نشر دهید|عضو شوید)",
    r"(?:نא|אנא )?(?:שתפו|העבירו|הפיצו)",
)
APPEAL = re.compile(r"\W{0,5}(?:" + "|".join(_APPEALS) + ")", re.IGNORECASE)
MAX_APPEAL_WORDS = 16

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
    r"(?:any truth to|what about|how about|thoughts on|true or false|true or fake|real or fake|fact or fiction|"
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
    r"(?:according to|as per|per) (?:a|an|the|this|some|my|our|one|several)(?: [\w']{1,15}){1,4}[,:]",
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

# What comes after the claim and only asks or marvels about it.
_AFTER = (
    r"(?:is|was|isn'?t) (?:it|this|that)(?: really| actually| even| all)? (?:true|real|right|correct|fake|legit|so|a fact|"
    r"possible|for real|accurate|a hoax|false|fake news)(?: or (?:fake|false|not|no|a hoax|what|true))?",
    r"or is (?:it|this|that) (?:just |all |another |an? |some ){0,3}(?:hoax|fake(?: news)?|lies?|rumou?r|joke|nonsense|made up)",
    r"(?:true|real|fact|fake)(?: or (?:false|fake|fiction|not|real|true))?",
    r"(?:really|seriously|right|correct|for real|no way|wtf|huh|eh|any idea|any truth(?: (?:to|in) (?:this|it|that))?|thoughts"
    r"|anyone know|has anyone heard(?: (?:this|of this|about this))?|did you hear(?: (?:this|about this|that))?|have you "
    r"heard(?: (?:this|about this|that))?|can (?:you|anyone|someone|somebody) (?:please )?(?:check|confirm|verify)"
    r"(?: (?:this|it|that))?(?: (?:please|for me))?|please (?:check|verify|confirm)(?: (?:this|it))?|what do you think|"
    r"should i (?:believe|trust|worry about) (?:this|it|that)|do you believe (?:this|it|that)|how true is (?:this|that|it)|is "
    r"there any truth (?:to|in) (?:this|that|it)|i want to know if (?:this|it) is true|not sure (?:if|whether) (?:it'?s|this is|"
    r"that'?s) true|idk if (?:it'?s|this is) true|asking for a friend|can this be (?:true|right))",
    r"(?:¿ ?)?(?:es (?:cierto|verdad|real)(?: esto| eso)?|ser[aá] (?:cierto|verdad)|verdad|cierto|alguien sabe)",
    r"(?:(?:isso )?(?:é|e) (?:verdade|verdadeiro|fake|real|mesmo)(?: isso| mesmo)?|será(?: verdade)?|procede|confere|algu[eé]m "
    r"sabe)",
    r"(?:(?:est-ce|c'est) vrai|vrai ou faux|vraiment)",
    r"(?:stimmt das|ist das wahr|wahr|wirklich|kann das sein)",
    r"(?:è vero|davvero|vero o falso)",
    r"(?:(?:это )?правда(?: ли(?: это)?)?|верно|неужели|это правда или (?:нет|фейк))",
    r"(?:czy to prawda|prawda)",
)
AFTER = re.compile(
    r"[\s,;:.!?\"')(–—-]{1,6}+(?:(?:so|but|and|hmm|guys|lol|omg|please),? ){0,2}(?:"
    + "|".join(_AFTER)
    + r")[\s?!.…\"')]{0,8}$",
    re.IGNORECASE,
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
