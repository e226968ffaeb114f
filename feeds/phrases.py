"""Owns the set phrases of fact-check articles: the labels of their parts, and how they introduce a claim."""

import re

from feeds.ratings import key


def _keys(*labels: str) -> frozenset[str]:
    return frozenset(key(label) for group in labels for label in group.split("|"))


VERDICT_LABELS = _keys(
    "verdict|our verdict|the verdict|rating|our rating|ruling|our ruling|the ruling|fact check rating",
    "veredicto|nuestro veredicto|calificación|nuestra calificación|veredito|classificação|etiqueta",
    "notre verdict|verdetto|fazit|bewertung|unsere bewertung",
    "unser fazit|urteil|oordeel|beoordeling|werdykt|ocena",
    "вердикт|вывод|висновок|оцінка|sonuç|karar|kesimpulan",
    "hasil|الحكم|التقييم|النتيجة|نتیجه|حکم|निष्कर्ष|रेटिंग",
    "判定|結論|结论|評級|评级|판정|결론|fact-check verdict",
)
CLAIM_LABELS = _keys(
    "claim|the claim|what was claimed|claim reviewed",
    "viral claim|what the claim says|claims|the viral claim",
    "afirmación|la afirmación|alegación|alegação|a alegação",
    "afirmação|boato|l'affirmation|affirmation|allégation",
    "behauptung|die behauptung|affermazione|l'affermazione",
    "la affermazione|bewering|de bewering|twierdzenie",
    "утверждение|твердження|заява|iddia|klaim|narasi|الادعاء|ادعا",
    "دعویٰ|दावा|वायरल दावा|দাবি|主張|傳言|传言|주장",
)
SECTION_LABELS = _keys(
    "fact check|fact-check|the facts|facts|in fact",
    "analysis|explanation|why|details|our analysis|background",
    "verificación|análisis|los hechos|verificação|análise",
    "les faits|analyse|vérification|die fakten|fakten|faktencheck",
    "analisi|i fatti|feiten|fakty|факты|факти|penjelasan|fakta|الحقائق|فیکٹ چیک|फैक्ट चेक",
)
HEADLINE_LABELS = _keys(
    "fact check|fact-check|factcheck|fact checked|fake news",
    "viral|verificación|verificamos|faktencheck|vérification",
    "fact checking|verificação|fato ou fake|fake|hoax",
    "фактчек|факт чек|फैक्ट चेक|cek fakta|tarkistettu|doğrulama",
)


_POST = (
    r"(?:posts?|tweets?|videos?|reels?|clips?|images?|photos?|photographs?|pictures?|memes?|messages?|captions?|"
    r"claims?|screenshots?|graphics?|infographics?|rumou?rs?|users?|texts?|"
    r"audio|recording|threads?|forwards?|e-?mails?|footage|posters?|leaflets?|flyers?)"
)
# Whose saying may be the evidence as well as the claim.
_REPORTS = r"(?:articles?|stories|story|headlines?|blogs?|websites?|pages?)"
_SAYS = (
    r"(?:claim(?:s|ed|ing)?|say(?:s|ing)?|said|alleg(?:e|es|ed|ing)|assert(?:s|ed|ing)?|suggest(?:s|ed|ing)?|"
    r"stat(?:e|es|ed|ing)|read(?:s|ing)?|purport(?:s|ed|ing)?|maintain(?:s|ed)?|declar(?:e|es|ed|ing)|"
    r"insist(?:s|ed)?|warn(?:s|ed|ing)?|announc(?:e|es|ed|ing))"
)
_SHOWS = r"(?:(?:claims? to|purports? to|supposedly|allegedly|purportedly) )?(?:shows?|depicts?)"
_IBERIAN = (
    r"\b(?:publicaci(?:ón|ones)|publicaç(?:ão|ões)|posts?|postage(?:m|ns)|tuits?|tweets?|v[ií]deos?|im[aá]ge(?:n|nes|m|ns)|"
    r"fotos?|fotograf[ií]as?|mensajes?|mensage(?:m|ns)|cadenas?|correntes?|memes?|[aá]udios?|textos?|"
    r"capturas?|usu[aá]ri[oa]s?|internautas?|redes|cuentas?|perfi(?:l|les|s)|rumor(?:es)?|boatos?|hilos?)"
)
_FRENCH = (
    r"\b(?:publications?|posts?|tweets?|vidéos?|images?|photos?|messages?|montages?|mèmes?|textes?|captures?|"
    r"légendes?|internautes?|utilisat(?:eur|rice)s?|comptes?|réseaux|rumeurs?)"
)
_GERMAN = (
    r"\b(?:Beitr(?:ag|äge|ägen)|Posts?|Postings?|Tweets?|Videos?|Clips?|Bild(?:er|ern)?|Fotos?|Sharepics?|"
    r"Memes?|Nachricht(?:en)?|Kettenbrief(?:e|en)?|Screenshots?|Nutzer(?:innen|n)?|Userinnen|User|Netz)"
)
_CLAIMS_GERMAN = r"(?:behaupte(?:te|ten|t|n)?|heißt es)"
_ITALIAN = (
    r"\b(?:post|tweet|video|immagin[ei]|foto|messagg[io]|meme|audio|screenshot|caten[ae]|condivision[ei]|utent[ei]|"
    r"social)"
)
_EAST_SLAVIC = (
    r"\b(?:пост(?:ы|ах|е|і)?|публикаци\w*|публікаці\w*|допис\w*|твит\w*|твіт\w*|видео\w*|відео\w*|ролик\w*|"
    r"фото\w*|картинк\w*|скриншот\w*|скріншот\w*|сообщени\w*|повідомленн\w*|пользовател\w*|користувач\w*|"
    r"соцсет\w*|соцмереж\w*|телеграм\w*|мем(?:ы|ах|е)?)"
)
_BEFORE = r"[^.!?:]{0,120}?\b"
_START = r"(?!no\b|not\b|neither\b)(?:[^.!?:“\"]{0,80}?\b)?"
_GAP = r"\b[^.!?:“\"]{0,80}?\b"


def _pattern(before: str, says: str) -> re.Pattern[str]:
    return re.compile(rf"\A{before}{says}\s*(?P<claim>\S.+)", re.IGNORECASE | re.DOTALL)


_CLAIMING = _pattern(
    f"{_START}(?:{_POST}|{_REPORTS}){_GAP}",
    r"(?:claim(?:s|ed|ing)?|alleg(?:es?|ed|ing))\b(?! to\b)(?!-)(?:,?\s+that\b|\s*:)?",
)

# Sentences that introduce the claim above the verdict. Gaps are bounded, so that no input makes them slow.
CLAIM_SENTENCES = (
    _pattern(f"{_START}{_POST}{_GAP}", rf"{_SAYS},?\s*(?:that\b|:)"),
    _CLAIMING,
    _pattern(f"{_START}{_POST}{_GAP}", r"(?:says|said)\b"),
    _pattern(
        r"(?:it (?:is|was|has been) (?:being )?(?:claimed|alleged|said)|it['’]s claimed)",
        r"(?: online)? that\b",
    ),
    _pattern(rf"{_START}(?P<what>{_POST}){_GAP}", rf"(?={_SHOWS}\b)"),
    _pattern(
        rf"{_BEFORE}(?:{_IBERIAN}{_GAP}|\bse\s+)",
        r"(?<!\bno )(?:afirman?|aseguran?|asegura|sostienen?|dicen?|afirmam?|alegam?|diz(?:em)?)\s+que\b",
    ),
    _pattern(
        rf"{_BEFORE}{_FRENCH}{_GAP}",
        r"(?:affirme(?:nt)?|prétend(?:ent)?|assure(?:nt)?|soutien(?:t|nent))\s+qu(?:e\b|['’])",
    ),
    _pattern(
        rf"{_BEFORE}(?:{_GERMAN}{_GAP}{_CLAIMS_GERMAN}|{_CLAIMS_GERMAN}{_GAP}{_GERMAN})",
        r"\b[^.!?:]{0,60}?,\s*dass\b",
    ),
    _pattern(_BEFORE, r"wird behauptet\b[^.!?:]{0,60}?,\s*dass\b"),
    _pattern(rf"{_BEFORE}{_ITALIAN}{_GAP}", r"(?:sostien(?:e|gono)|afferma(?:no)?|dic(?:e|ono))\s+che\b"),
    _pattern(
        rf"{_BEFORE}(?:{_EAST_SLAVIC}{_GAP})?",
        r"(?:утверждается|стверджується),?\s+(?:что|що)\b",
    ),
    _pattern(
        rf"{_BEFORE}{_EAST_SLAVIC}{_GAP}",
        r"(?:утверждают|утверждает|стверджують|стверджує),?\s+(?:что|що)\b",
    ),
)

# Below the verdict stands evidence too, which also "says": only a post that "claims" counts there.
CLAIM_SENTENCES_BELOW = (_CLAIMING,)

NEGATION = re.compile(
    r"\b(?:never|not|cannot|nunca|jamás|não|pas|jamais|nicht|nie|kein\w*|non|не|ни|ні)\b|n['’]t\b",
    re.IGNORECASE,
)
DENIAL = re.compile(
    r"\b(?:false|fake|untrue|hoax|debunk\w*|no evidence|not true|misleading|baseless|fabricated|doctored|"
    r"falso|falsa|bulo|faux|falsch|erfunden|ложь|фейк)\b",
    re.IGNORECASE,
)
