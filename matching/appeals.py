# ruff: noqa: E501 - the patterns are lists of phrases; broken up further they read worse
"""Owns what asks to share, to subscribe or to be amazed: how it begins, and with which words it ends.

What begins so and goes on in any other word may be a claim ("Urgent: the president died"), so it stays. Every
pattern is bounded and without nested repetition, so none can be driven into exponential time.
"""

import re

from matching.unicode import without_accents

# How a request to pass something on begins.
_SHARE = (
    # English
    r"(?:please |pls |plz |kindly |must |urgent(?:ly)? )?(?:forward|share|repost|retweet|rt|spread|pass|send|copy) "
    r"(?:and (?:share|paste) )?(?:this|it|as received|widely|with|to (?:all|every|your|as many|max|friends|family)|"
    r"before|as (?:much|widely|far|many)|the word|if you|on|now|max)",
    r"(?:please |pls |plz |kindly )(?:share|forward|repost|retweet|rt|spread|pass)",
    r"forwarded (?:as received|many times|message|from)",
    r"(?:copied|copy|cut) and pasted?",
    r"(?:don'?t|do not) (?:let this|scroll|ignore|break)",
    r"(?:share|like|comment|retweet|rt)(?= if you agree| and |\W*$| now| asap| pls| please)",
    r"(?:let (?:everyone|everybody|people|the world) know|(?:please |pls )?make (?:this|it) (?:go )?viral|everyone (?:must|needs to|should) "
    r"(?:know|see|read|hear))",
    r"before (?:they|it|fb|facebook|this) (?:delete[sd]?|gets?|is|are|takes?|removes?|bans?)",
    # Spanish, Portuguese
    r"(?:por favor,? |urgente |importante )?(?:comp[aá]rte(?:lo)?|comp[aá]rtan(?:lo)?|compartir|comparta|difunde|difundan|difundir|"
    r"reenv[ií]a|reenv[ií]en|p[aá]salo|pasen|p[aá]senlo|reenviado|mensaje reenviado|m[aá]xima difusi[oó]n|despierten)",
    r"(?:por favor,? |urgente |gente,? )?(?:compartilhe[mn]?|compartilhar|repassem?|repassar|encaminhem?|divulguem?|"
    r"espalhem?|mande para|envie para|passe adiante|encaminhad[ao]|mensagem encaminhada|acordem?)",
    # French, German, Italian, Dutch
    r"(?:merci de |[aà] |svp |s'il vous pla[iî]t,? )?(?:partage[zr]?|faites (?:tourner|passer|circuler)|transf[eé]re[zr]|"
    r"transf[eé]r[eé]|diffuse[zr]|relaye[zr])",
    r"(?:bitte )?(?:teilt|teilen|weiterleiten|leitet|verbreitet|verbreiten|weitersagen|schickt|sendet|weitergeleitet)",
    r"bitte (?:an [\w ]{1,30})?(?:teilen|weiterleiten|verbreiten|schicken|senden)",
    r"(?:per favore |vi prego )?(?:condivid(?:i|iamo|ete|ere)|fate girare|diffondete|inoltra(?:te)?|inoltrato|girate)",
    r"(?:deel dit|delen|stuur door|doorsturen|verspreid)",
    # Slavic
    r"(?:срочно |пожалуйста,? |прошу |максимальный )?(?:перешли(?:те)?|репост(?:ните)?|распространи(?:те)?|поделитесь|"
    r"делитесь|разошли(?:те)?|передай(?:те)?|скиньте|отправь(?:те)?|переслано)",
    r"(?:будь ласка,? |терміново )?(?:поширте|поширюйте|перешліть|поділіться|репост)",
    r"(?:prosz[eę],? |pilne )?(?:udostępnij(?:cie)?|podaj(?:cie)? dalej|przekaż(?:cie)?|prześlij(?:cie)?)",
    r"(?:sdílejte|pošlete dál|přepošlete|zdieľajte|podijelite|podelite|proširite)",
    # Others
    r"(?:lütfen |acil )?(?:paylaş(?:ın|alım|ınız)?|yayın|yayalım|herkese gönder(?:in)?)",
    r"(?:tolong |mohon |harap )?(?:sebarkan|bagikan|viralkan|teruskan|kongsikan|sampaikan ke)",
    r"(?:i-share|ishare|paki ?share|ipasa|pakipasa)",
    r"(?:hãy |xin )?(?:chia sẻ|lan truyền)",
    r"(?:कृपया )?(?:शेयर|फॉरवर्ड|आगे भेज|साझा)",
    r"(?:দয়া করে )?(?:শেয়ার|ফরওয়ার্ড)",
    r"(?:الرجاء |رجاء |ارجو )?(?:انشر(?:وا|ها)?|شارك(?:وا|ها)?|أرسلها?|ارسلها?|عمم|للنشر|منقول)",
    r"(?:لطفا |لطفاً )?(?:به اشتراک|فوروارد|منتشر کنید|نشر دهید)",
    r"(?:נא |אנא )?(?:שתפו|העבירו|הפיצו)",
)
# How a channel speaks of itself: its name may follow.
_FOLLOW = (
    r"(?:join|subscribe|follow|like and|click|tap|watch|see link|read more|more (?:here|at|info)|link in)"
    r"(?: to| us| our| my| the| here| for|:| channel| bio| now| below| full| it| till| until| video|\W*$)",
    r"(?:source|via|fuente|fonte|quelle|источник|джерело|źródło)\s?:?(?=\s)",
    r"suscr[ií]bete|s[ií]guenos|[uú]nete|inscreva-se|siga|participe|entre no|abonnez-vous|rejoignez|suivez|abonnier(?:e|t)|"
    r"folgt uns|iscriviti|seguici|abonneer",
    r"подпи(?:саться|сывайтесь|сывайся|ска|шись|шитесь)|наш канал|читать далее|прислать новость|смотреть|підписуйтесь|підписатися|subskrybuj",
    r"اشترك(?:وا)?|تابعونا|عضو شوید",
)
# What cries before a claim, and is nothing by itself.
_ALERT = (
    r"wake up|open your eyes|unbelievable|shocking|wow|omg|breaking(?: news)?|must (?:read|watch|see)|just in|"
    r"urgent|alert|attention|warning|important(?: message)?|read this|look at this|check this out|this is (?:huge|insane|"
    r"crazy)|stay safe|be careful|god bless(?: you| us)?(?: all)?|the media (?:won'?t|will not|is silent|hides?)"
    r"|what do you think|thoughts",
    r"urgente|[uú]ltim[ao] hora|aten[cç](?:i[oó]n|[aã]o)|ojo|cuidado|bomba|olhem? isso|vejam?|alerte|info|"
    r"eilmeldung|achtung|wichtig|warnung|attenzione|svegliatevi|срочно|внимание|молния|важно|терміново|увага|важливо|"
    r"pilne|uwaga",
)
_UNSPACED = (
    r"(?:请|請)?(?:大家)?(?:快|多)?(?:转发|轉發|转给|轉給|分享|扩散|擴散|廣傳|关注|關注|订阅|訂閱|紧急|緊急|注意|重要|突发|突發)",
    r"(?:【|\()?(?:拡散|シェア|転送|リツイート|フォロー|チャンネル登録|緊急|速報|注意|重要)",
    r"(?:긴급|속보|주의|공유|퍼뜨려|전달|널리|구독)",
)
BEGINS = re.compile(
    r"[\W_]{0,5}(?:"
    rf"(?P<share>{'|'.join(_SHARE)})(?!\w)|(?P<follow>{'|'.join(_FOLLOW)})(?!\w)|(?P<alert>{'|'.join(_ALERT)})(?!\w)"
    rf"|(?P<unspaced>{'|'.join(_UNSPACED)}))",
    re.IGNORECASE,
)
_MOST_WORDS = 16
_MOST_NAMES = 3

# The words with which an appeal ends. A word that says what happened, or to whom, is none of them.
_ENDINGS = """
a about again agree all also amp an and any anyone anybody are as asap at awake aware away be because been before being below bio
can care careful chain channel channels chat chats click colleagues comment contacts copied copy dear delete
deleted deletes deleting die do don done dont each elderly else ever every everybody everyone everyones everywhere eyes face
facebook families family fast fb feed feeds folks follow follower followers for forward forwarded forwarding forwards
friend friends from full get gets go god goes good group groups guys hand have he hear help here hide hides hiding i if important
in info information inform insta instagram into is it its join joining just keep keeps know known latest let life like
likes link list lives ll long look lots loved many mates max maximum me media members message messages more most much must my
near neighbors neighbours network news newsletter no not now of off on once one ones or other others our out page paste pasted
people person phone please pls plz possible post posts pretty protect quick quickly rather re read reach received relatives remove
removed repost responsibly retweet rt s safe save saves say scroll see seen send sending share shared sharing shares sites so social
some someone soon spread spreading status stay story subscribe subscribed such t take taken takes tag tap telegram tell that the
their them themselves there these they thing things think this those tiktok till time times to today together too toward truth tweet
twitter u until up update updates urgent urgently us v ve very via video videos viral wake wall want warn was watch way we
whatsapp who wide widely will wise wisely with without won word words world worldwide would x yes you young your yourself youtube yours
agrees bless backup official new end ending sound turn mind facts money truth show shows tells least costs nothing free duty breaking alert attention warning read censored censor censors silence silenced silent delay
huge insane crazy shocking unbelievable wow omg join subscribe thank thanks again amen asking kindly possible

estas acuerdo medios muestran cuentan salva salvar vida vidas podais al algo alguien alla amigas amigos antes aqui asi atencion audio aviso borran borren borrarlo borre cada cadena canal censuren
como con conocidos contactos copia cuantos cuando cuidado de del den difunda difundan difundir difusion difundelo e el ella
ellos en enlace enterar entere enteren es esta este esto estos familia familiares familias favor gente gracias grupo grupos hagan
hagamos hijos hora importante informacion la las le les lleguen llegue lo los maxima maximo mas mensaje mensajes mi mis mundo
muy nadie no nos noticia noticias nuestra nuestro nuestros o ojo para pais pasa pasalo pegar pega por posible posibles
que quieran quien quienes quiten redes reenvia reenvien salga se sea sean seguidores sepan sepa seres si siguenos sin sociales su sus
tan tanto te telefono tenga tengan tod toda todas todo todos tu tus ultima ultimo un una unete urgente urgentemente urge vean verdad ver
viral viralicen vista y ya compartan comparte compartir compartelo compartanlo comparta queridos amor dios bendiga eliminen elimine
borrado eliminado tus contactos conozcan conoces conozcas puedas puedan podais

acorda amigo antes aos apaguem apague as ate atencao aviso bom cada censurem com compartilhe compartilhem compartilhar contato
contatos da das deletem delete deles divulgue divulguem divulgar do dos ele eles em encaminhe encaminhem esse essa este esta familia
familiares fica fique fiquem ficar filhos galera gente grupo grupos hora importante informacao informacoes isso isto ja link
maior maximo mensagem mundo muito muita na nas nao no nos nossa nosso nossos numero o olha olhe os ou para passe passem pelo pela pessoa
pessoas pessoal pf pfv por possivel pra que quem quer quiser rapido redes remova removam repasse repassem repassar retirem
saiba saibam saber seja sejam sem ser seu seus sua suas seguidores sociais tire tirem tirarem toda todas todo todos tudo ultima um
uma urgente urgencia veja vejam verdade video videos viralize viralizem voce voces zap whats acesse clique inscreva conhece conhecem
conhecidos adiante deus abencoe excluam apagado midia mostra mostram salva salvar vida vidas

a abonne abonnez afin ai aime aimez alerte ami amie amies amis attention au autour autres aux avant avec beaucoup bien
canal ce cela censure censurent ces cette ceux chaine ci cliquez comme connaissances contacts d dans de des diffusez dieu disparaisse
efface effacent effacer efface en enfants ensemble entourage est et facebook faire fait faites famille familles flash groupe groupes il
ils important info infos information informations j je l la le les lien lire l maximum media medias meme merci message mes monde
moi mur n ne nos notre nous nouvelles on ou page par partage partager partages partagez partout pas passer personne personnes
plait plus possible pour proches qu que qui rejoignez relayez reseaux sa sachent sache savoir se ses s sans si soit sociaux suivez
suppriment supprime supprimer supprimee sur svp t tous tout toute toutes tourner tres un une urgent urgence vers verite via video vite
voici voir vos votre vous vrai urgentissime stp vont censurer sauver sauve vie vies parlent montrent officiel

ab abonniert abonniere abo achtung aktuell alle allem allen aller alles als also am an andere anderen auch auf aufgepasst aufmerksam
aufwachen aus ausgefuhrt bekannte bekannten bevor bescheid beitrag bitte bleibt breit da damit danke das dass davon dem den denn der des
deshalb dich die dies diese diesem diesen dieser dieses doch dringend du durch eil eilmeldung ein eine einen einem einer
er erfahren erfahrt es euch eure eurem euren eurer familie familien facebook fleissig folgen folgt freund freunde freunden freundinnen fur
gebt geht gelesen geloscht gelesen gruppe gruppen gut haben hier hilfe ich ihr ihre ihren im in info infos information informationen ist
ja jede jeden jeder jedem jetzt kanal kanale kennt konnen kontakte kontakten kopieren lasst leitet lest lesen leser leute leuten link
loschen los macht man mehr mein meine meinen mit moglich moglichst mochte nachricht nachrichten nicht nie noch nun nur ob oder
schaut schickt schnell schneller sehen sehr seht seid seine sendet sie sind so soll sollen sollte sollten sofort sperren
status teilen teile teilt uber um und uns unser unsere unseren unserem verbreiten verbreitet verbreitung verschwindet viel
viele vielen vor vom von vorsicht wahrheit warnung wegen weiter weiterleiten weitergeben weitersagen welt wer werden wichtig wichtige
wichtiges wie wieder wird wir wissen wisst zensiert zu zum zur zusammen kollegen retten leben kanal presse berichten zeigen

ai ancora agli alla alle amici amico anche attenzione avviso canale cancellino cancellato cancellare cancellano che chi chiunque ci come
con condividete condividi condividere conoscete contatti dai dal dalla del della delle di diffondere diffondete diffusione dio
dovete e elimino eliminino essere famiglia famigliari fare fate favore figli girare gli grazie gruppi gruppo i il importante
importantissimo in informazione io l la le leggete leggere lo lo link ma mai massima massimo messaggio mondo mio miei molto nei nel nella
noi non nostri nostro notizia o ogni per perche persone piu piu possibile possibili prego presto prima puo quanti quante quanto
quello questa queste questi questo qui rete rimuovano rimosso sa sanno sapere sappia sappiano se seguici si sia sono sociali subito
sui sul sulla te ti tolgano tutta tutte tutti tutto tuoi tua tuo tue un una urgente urgentemente vedete vedere verita vi video voi
vostri vostre vostra

aan alle allemaal als bekend berichten dat de deel delen dit door doorsturen een en familie graag groep groepen het iedereen in je
jullie kanaal met mensen mogelijk naar niet ons op snel te van verspreid verspreiden verwijderd voor voordat vrienden wakker ze zo zoveel
weet wordt worden

а без более больше будет будьте бы был в вам вами вас ваш ваша ваше ваши вашим вашими важно важная важное везде видео видел видели
видят внимание все всей всем всеми всех всего всю всё вы где группа группам группах группе группы да дай дальше далее делитесь для
детям дети до добавить друг друга друзей друзья друзьям друзьями его ей ему если еще ещё же жизни за здесь знает знай знакомым знакомыми
знакомые знали знал знать знают и из или им информация информацию информации интернете их к каждый каждому как канал канала канале каналу
каналы ко кого кому контактам контактами контакты которые кто людей люди людям лайк максимальный максимально максимум мир мира
мне много можно мои мой молния можете мы на надо нам нас наш наша наше наши наш не нибудь новости новость нет но нужно о об
обязательно остальным они от отправь отправьте очень пересылайте перешли перешлите по пишите пожалуйста пока подписка подписаться
подписывайтесь подписывайся поделитесь поделись подробнее поддержите пост правда правду правде прочтите прочитайте прочитать
прислать предложить просим просьба прошу распространите распространить распространение распространяйте родным родственникам родными
репост репоста репосты рассылка рассылке с сами сейчас сетях своим своими своих свои себе скиньте скорее скорей скажите смотреть
смотрите сделайте со сообщение сообщения сообщение соседям социальных спасибо срочно ссылка ссылке ссылку стену стене там так
телеграм тг также те тем тех того только тому то том туда ты тебе твоим у удалят удалили удаляют удалить удалит узнает узнают узнали
уже чаты чат чатам чатах чате чем через чтобы что эта эти это этого этой этом эту этот тут читать читайте ютуб вк

або б без більше бо будь будьте в вам вас ваш вашим важливо всі всім всіх відео видалили видалять видалити від далі для дізналися
дізнаються діліться до друзям друзів друзями друзі ж за знайомим знав знали знати знає знають і з зараз й його групах групи групам
інформацію інформація канал каналу як якомога якнайшвидше кожен кожному контактам ласка людей людям люди максимально максимальний
мені ми на нам нас наш не нехай новини по поділіться поки поширення поширити поширте поширюйте перешліть підписатися підписуйтесь
правду про прошу родичам рідним репост своїм сторінці сторінку та так те терміново ти то тут у увага усі усім хай це цю цього
цей чат чати чатах чатам ще що щоб я

aby bardzo bliskim by byc czytajcie cale calej dalej dla do dowiedzial dowiedza dowiedzieli grup grupy grupach i ich informacja
informacje innym jak jest kanal kazdemu kazdy komu kontaktom ludzie ludzi ludziom maksymalnie moze mozna na nam nas nasz nasza nasze nie nim niech
o oglad od obserwuj osob pilne podaj podajcie post poniewaz prawde prawda prosze prosimy przed przekaz przekazcie przeczytaj przeczytajcie
razem rodzinie rodziny rodzina sasiadom sie sledz ta tak te to ten tego tej u udostepnij udostepnijcie udostepniajcie udostepniaj usuna
usunie usuniete uwaga w wam was wasz wazne wiadomosc wiadomosci wiecej wiedza wiedzial wiedzieli wiedziec wie wszyscy wszystkich
wszystkim wszedzie z za ze zanim zeby znajomym znajomymi znajomi subskrybuj swoim swoich prze pomoz

dál všem všichni prosím se to tohle přátelům vsem prateľom prijateljima svima sa ljudima ovo

lütfen bunu bu mesajı mesajı herkes herkesle herkese arkadaşlarınızla arkadaşlarınla arkadaşlarına ailenizle videoyu haberi
duysun bilsin görsün silinmeden önce acil ve ile her yerde yere yayalım paylaşın paylaşalım paylaş grup gruplara
ini itu ke kepada semua semuanya orang teman keluarga grup group pesan informasi sebelum dihapus yang agar supaya tahu sebanyak
banyaknya seluas luasnya luas mungkin ya tolong kawan saudara anda kita kami sebarkan bagikan dan di
mo niyo ninyo po ito lahat ng mga sa kaibigan pamilya bago ma mabura natin para malaman na ang
cho moi nguoi ban be gia dinh biet thong tin nay nhe truoc khi bi xoa rong rai den tat ca va de cung video
करें करो कीजिए कर दें सबको सभी को ज्यादा ज़्यादा से अधिक इसे इस यह ये और लोगों तक मित्रों दोस्तों जरूर ज़रूर पहुंचाएं पहुँचाएँ मैसेज संदेश वीडियो पोस्ट ग्रुप ग्रुपों में
भेजें भेजो की अपने परिवार के साथ ताकि सब सबके जितना हो सके पता चले
করুন করে সবাইকে সবার সাথে এই এটি পোস্ট ভিডিও বন্ধুদের বেশি দিন দয়া পরিবার
على الجميع جميع لكل كل من مع تعرف تعرفه قبل الحذف حذفه حذفها ان أن يحذف يحذفوا واسع أوسع نطاق في مكان المجموعات اصدقائك أصدقائك اصدقاء أصدقاء الاصدقاء
الأصدقاء عائلتك ليعلم ليعرف الناس الى إلى هذا هذه الرسالة الفيديو الخبر المنشور فضلك قناتنا القناة لطفا رجاء حتى ما أكبر عدد ممكن بسرعة كما وصلني
بگذارید کنید دهید با همه دوستان خود این پیام ویدیو را تا قبل از حذف شدن لطفا کانال ما در به شوید
את זה לכולם לכל עם כולם החברים חברים והמשפחה לפני שימחקו שמוחקים הלאה בבקשה כמה שיותר
해주세요 해 주세요 부탁드립니다 부탁해요 부탁합니다 하세요 해요 많이 모두 모두에게 모든 사람 사람들 사람에게 친구들에게 가족에게 이 글을 영상을 널리 공유 퍼뜨려 알려 알려주세요 바랍니다 꼭 좋아요 구독 전달 이것을
공유해주세요 공유해 공유하세요 전달해 전달해주세요
"""
# Whom an appeal addresses; a place may stand beside them ("Attention parents in Orvell!").
_ADDRESSED = """
parent parents mother mothers mom moms mum mums father fathers dad dads kid kids child children woman women lady ladies man men girl girls boy
boys student students teacher teachers driver drivers motorist motorists neighbor neighbors neighbour neighbours citizen citizens resident
residents pensioner pensioners senior seniors elderly voter voters passenger passengers traveller travellers traveler travelers patient
patients nurse nurses doctor doctors muslim muslims christian christians brother brothers sister sisters fan fans member members relatives
youth church mosque prayer circle club clubs community believers patriots owners customers users pregnant young old
padres madres padre madre mama mamas papa papas hijos ninos abuelos abuelas mujeres hombres vecinos vecinas ciudadanos conductores alumnos
profesores jovenes mayores jubilados hermanos hermanas cristianos embarazadas
pais maes pai mae idosos idosas mulheres homens vizinhos cidadaos motoristas alunos professores jovens aposentados irmaos irmas cristaos pessoal criancas
meres peres mere pere parents maman mamans femmes hommes voisins voisines citoyens automobilistes eleves professeurs retraites freres soeurs enfants
eltern mutter vater mutter frauen manner nachbarn burger autofahrer schuler lehrer rentner bruder schwestern kinder kindern senioren
genitori mamme mamma papa donne uomini vicini cittadini automobilisti studenti insegnanti pensionati fratelli sorelle nonni bambini
родители родителям мамы мамам мама папы папам женщины женщинам мужчины соседи соседям граждане водители водителям пенсионеры пенсионерам ученики
жители жителям братья сестры бабушки бабушкам дедушкам дети детям батьки батькам мами мамам жінки сусіди громадяни водії пенсіонери дітям
rodzice rodzicom mamy mamom kobiety mezczyzni sasiedzi obywatele kierowcy emeryci uczniowie bracia siostry dzieci dzieciom
"""
_OWN_SUBJECTS = (
    "whatsapp facebook fb instagram insta telegram tiktok youtube twitter x god dios deus dieu dio ютуб вк тг"
)
_SUBJECTS = frozenset(_OWN_SUBJECTS.split())
_WHOM = frozenset(without_accents(word.casefold()) for word in _ADDRESSED.split())
_KNOWN = frozenset(without_accents(word.casefold()) for word in _ENDINGS.split())
# What ends one in scripts without spaces, a few characters at a time.
_CLOSES_UNSPACED = re.compile(
    r"(?:给|給|所有|更多|朋友|家人|亲友|親友|群组|群|大家|每个|每個|的|人|到|让|讓|知道|看到|一下|吧|我们|我們|你们|你們|您|你|频道|頻道|公众号|"
    r"请|請|转发|轉發|转|轉|分享|扩散|擴散|出去|越多越好|删除|刪除|删|刪|前|在|被|之|速|赶快|趕快|立即|立刻|紧急|緊急|通知|注意|重要|突发|突發|"
    r"消息|新闻|新聞|希望|お願い|願い|いたし|します|致し|ます|ください|下さい|して|を|に|も|の|で|ご協力|協力|みんな|皆さん|皆|へ|と|てね|ね|"
    r"拡散|シェア|転送|リツイート|フォロー|チャンネル|登録|緊急|速報|な|い|消され|削除|される|れる|前に|해|주세요|주|세요|해주세요|하세요|부탁|드립니다|요|"
    r"】|\)|긴급|속보|주의){1,40}"
)
_BREAK = re.compile(r"\s?[:!,;。、！：，—–]|\s-(?=\s)")
_COMMA = frozenset(",、，")
_TOKEN = re.compile(r"[^\s.,:;!?…،؟।。、！：，—–()\[\]\"“”«»'’/#@*_-]{1,60}")
_UNSPACED_LETTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SMALL_COUNT = re.compile(r"[0-9]{1,3}")


def beside_appeal(sentence: str) -> str:
    """Return what a sentence states: "" where it only asks to be shared, and without "Urgent, share:" before
    a claim. What goes on in words that no appeal ends with stays whole."""
    begins = BEGINS.match(sentence)
    if begins is None:
        return sentence
    kind = begins.lastgroup or ""
    tokens = [
        token for token in _TOKEN.finditer(sentence, begins.end()) if any(map(str.isalnum, token.group()))
    ]
    others = [token for token in tokens if not _closes(token.group(), kind)]
    others = others or _subjects(sentence, begins.end(), tokens, kind)
    told = _after_break(sentence, begins.end(), others)
    if told:
        return told
    return "" if not others or _is_meant(kind, tokens, [token.group() for token in others]) else sentence


def _is_meant(kind: str, tokens: list[re.Match[str]], others: list[str]) -> bool:
    """Return whether the words that are none of an appeal's own may stand in it: one more in a request, the
    name of a channel, where those live who are addressed."""
    if any(map(str.isdigit, "".join(others))) or len(tokens) > _MOST_WORDS:
        return False
    named = all(word[:1].isupper() for word in others)
    match kind:
        case "share":
            return len(others) <= 1
        case "follow":
            return len(others) <= (_MOST_NAMES if named else 1)
        case "alert":
            return len(others) <= 1 and named and any(_plain(token.group()) in _WHOM for token in tokens)
        case _:
            return False


def _subjects(sentence: str, start: int, tokens: list[re.Match[str]], kind: str) -> list[re.Match[str]]:
    """Return the words of an appeal's own that a claim may be about ("Urgent: WhatsApp will be gone"), unless
    they belong to an appeal themselves ("Urgent: share it on WhatsApp")."""
    breaks = list(_BREAK.finditer(sentence, start))
    after = breaks[-1].end() if breaks else start
    if (not breaks and kind != "alert") or BEGINS.match(sentence, after):
        return []
    told = [token for token in tokens if token.start() >= after]
    return [token for token in told if token.group().casefold() in _SUBJECTS] if len(told) > 2 else []


def _after_break(sentence: str, start: int, others: list[re.Match[str]]) -> str:
    """Return what follows the last colon or the like that stands between the appeal and other words, where it
    is two words and more; after a mere comma, which lists have, two other words."""
    if not others:
        return ""
    breaks = list(_BREAK.finditer(sentence, start, others[0].start()))
    if not breaks:
        return ""
    told = sentence[breaks[-1].end() :].strip()
    needed = 2 if breaks[-1].group().strip() in _COMMA else 1
    enough = sum(other.start() >= breaks[-1].end() for other in others) >= needed
    if _UNSPACED_LETTER.search(told):
        return told if len(_UNSPACED_LETTER.findall(told)) > 3 else ""
    return told if enough and len(_TOKEN.findall(told)) > 1 else ""


def _plain(word: str) -> str:
    return without_accents(word.casefold())


def _closes(word: str, kind: str) -> bool:
    plain = _plain(word)
    return (
        plain in _KNOWN
        or plain in _WHOM
        or _CLOSES_UNSPACED.fullmatch(word) is not None
        or (kind == "share" and _SMALL_COUNT.fullmatch(plain) is not None)
    )
