//! The wording and form by which quotations, greetings, cards, notices and programs' footers are known.

use std::sync::LazyLock;

use regex::Regex;

/// A pattern that is compiled when it is first used.
pub(super) type Pattern = LazyLock<Option<Regex>>;

pub(super) fn pattern(source: &str) -> Option<Regex> {
    Regex::new(source).ok()
}

pub(super) static ATTRIBUTION_START: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:>\s*)?(?:(?:Den|D\.)\s+.{4,120}|On\s+.{6,120}|(?:man|tirs?|ons|tors?|fre|lør|søn)(?:dag)?\.?\s.{4,120}|\d{1,2}\.\s?\w{3,9}\.?\s\d{4}.{0,120}|\d{4}-\d{2}-\d{2}.{0,120}|.{2,80}<[^>]+@[^>]+>.{0,40}|.{2,60})$",
    )
});
pub(super) static ATTRIBUTION_END: Pattern = LazyLock::new(|| {
    pattern(r"(?i)(?:\bskrev\b.{0,160}:?|\bwrote:|\bhar skrevet:|følgende:|\bschrieb.{0,80}:)\s*$")
});
pub(super) static DATED: Pattern =
    LazyLock::new(|| pattern(r"(?i)\d{4}|\d{1,2}[./-]\d{1,2}|@|\bkl\."));
/// What a person tells of somebody's writing: in quotation marks, or of no name (*skrev borgmesteren til os*).
pub(super) static REPORTED: Pattern = LazyLock::new(|| {
    pattern(
        r#"^\s*["“”„»'’]|\bskrev\s+(?:(?:vi|i|de|han|hun|jeg|du|en|et|til|om|at)\b|[a-zæøå]{2,}(?:en|et|erne)\b)"#,
    )
});
pub(super) static TIMED: Pattern = LazyLock::new(|| pattern(r"@|\b\d{1,2}[.:]\d{2}\b(?:[^.\d]|$)"));
/// What GroupWise writes above an earlier mail, whose lines it does not mark.
pub(super) static GROUPWISE: Pattern =
    LazyLock::new(|| pattern(r"^>>> .{2,200}\d{1,2}[-./]\d{1,2}[-./]\d{2,4}.{0,20}>>>\s*$"));
pub(super) static CLIENT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?ix)^\W*(?:(?:besked(?:en)?\s|mail(?:en)?\s|e-?mail\s)?(?:er\s)?sendt\sfra\s(?:min|mit|outlook|mail|yahoo|gmail|proton|e-boks|kommunens|regionens|vores|en\s|iphone|ipad|android|samsung|windows|webmail|posthuset|et\s)
        |sent\sfrom\s(?:my|outlook|mail|yahoo|proton)|(?:hent(?:et)?|få|download|get)\s(?:fra\s)?outlook\s(?:til|for)|følg\sos\s(?:også\s)?på\s(?:facebook|linkedin|instagram|x\b|twitter|some\b|sociale)|sendt\smed\s|sent\swith\s|sent\svia\s|sendt\svia\s
        |gratis\swebmail|denne\s(?:mail|e-mail|besked)\ser\ssendt\s(?:fra|via|med)|meddelelsen\ser\sdigitalt\sunderskrevet|meddelelsen\skan\sikke\sbesvares|denne\s(?:mail|e-mail|besked|meddelelse)\skan\sikke\sbesvares
        |svar\spå\sdenne\smail\sjournaliseres|virusfri\.|virus-free|denne\se-?mail\ser\skontrolleret|this\semail\shas\sbeen\schecked|du\skan\sikke\s(?:svare\spå|besvare)\sdenne|(?:der|den)\skan\sikke\s(?:svares|besvares|svares\sdirekte)\spå\sdenne)",
    )
});
/// Without word boundaries: with them only the slowest engine reads a text with Danish letters, and this is what reading a mail spent its
/// time on.
pub(super) static NOTICE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?ix)(?:denne|the|this)\s(?:e-?mail|mail|meddelelse|besked|message|email).{0,200}(?:fortrolig|kun\stil|kun\sbestemt|tiltænkt|udelukkende|confidential|intended|privileged|virus)
        |(?:fortrolig|confidential).{0,200}(?:rette\smodtager|modtager|slette|destruer|recipient|tilintetgør)
        |(?:hvis|er|såfremt|skulle)\s(?:du|i|de)\s(?:\w+\s)?ikke\s(?:er\s)?(?:den\s)?(?:rette|tiltænkte)|ikke\ser\sden\s(?:rette|tiltænkte)|fejlagtigt\smodtaget|modtaget\s(?:denne\s)?(?:mail|e-?mail|meddelelse)\w*\sved\sen\sfejl
        |kun\s(?:er\s)?(?:til|bestemt\sfor|tiltænkt)\s(?:den\s)?(?:modtager|adressat|anførte)|ansvar\sfor\svirus|scannet\sfor\svirus|tænk\spå\smiljøet|før\sdu\sprinter|inden\sdu\sprinter|consider\sthe\senvironment
        |privatlivspolitik|persondatapolitik|datapolitik|gdpr|registrerer\s(?:vi\s)?(?:dine|personlige)|(?:behandler|behandling\saf|beskytter?)\s(?:\w+\s){0,3}(?:personoplysninger|persondata|dine\sdata|dine\soplysninger)|beskytte\sdine\sdata|databeskyttelsesrådgiver
        |(?:oplysning|indhold)\w*\si\sdenne\s(?:e-?mail|mail|meddelelse)|tavshedspligt.{0,80}(?:mail|meddelelse)|intended\srecipient|sikker\spost|(?:husk|brug|anvend|benyt)\s.{0,60}(?:digital\spost|sikker\se?-?mail|borger\.dk|e-boks)|almindelig\s(?:e-?mail|mail).{0,40}(?:ikke\s(?:er\s)?sikker|er\sikke\ssikker|usikker)|send\saldrig.{0,60}(?:cpr|personnummer|oplysning)
        |(?:print|udskriv)\s(?:kun|ikke)\s|spar\spå\spapir|er\sdet\snødvendigt\sat\s(?:printe|udskrive)|send\sikke\s(?:fortrolige|følsomme|personfølsomme)",
    )
});
pub(super) static PLACEHOLDER: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:\[(?:cid:|image:|billede:?|logo|http)[^\]]*\]|<(?:cid|image)[^>]*>)(?:<[^>]*>)?\s*$",
    )
});
/// The words above a signature. Without word boundaries, as [`NOTICE`].
pub(super) static GREETING: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:(?:med\s+)?(?:de\s+)?(?:bedste|venlige?|kærlige?|mange|hjertelige?|gode|kollegiale?|varme|venligste|søde|glade)\s+hils(?:en|ner)|hilsen|hilsner|mvh\.?|m\.v\.h\.?|vh\.?|kh\.?|dbh\.?|bh\.?|med hilsen|på \w+(?:\s\w+){0,4} vegne|på vegne af .{2,60}|(?:kind|best|warm)?\s*regards|sincerely|yours (?:sincerely|faithfully|truly)|(?:med )?(?:vänliga?|bästa|vennlig|beste) (?:hälsning(?:ar)?|hilsen(?:er)?)|(?:mit )?freundlichen grüßen|venligst|ærbødigst|højagtelse\w*)(?:\W.{0,59})?$|^\s*p\.?\s?[bfkmnru]\.?\s?v\.?\s*$",
    )
});
/// What mail filters put on top of mail from other houses.
pub(super) static BANNER: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)(?:uden for|udenfor|udefra|ekstern\w*|outside|external)\b.{0,80}(?:organisation|kommune|region|virksomhed|afsender|sender|mail)|(?:afsender|mail|sender)\w*\b.{0,80}(?:uden for|udenfor|ekstern|outside|external)|(?:klik|åbn) ikke .{0,60}(?:link|vedhæft)|do not click",
    )
});
pub(super) static LIST: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)mailing ?list|listinfo|mailman|googlegroups|groups\.io|unsubscribe|afmeld|postliste",
    )
});
/// Three stretches or more between signs that part the lines of a card.
pub(super) static SEPARATED: Pattern =
    LazyLock::new(|| pattern(r"(?:[^|·•]+[|·•]){2,}|(?:\S.*? [-–*] ){2,}\S"));
pub(super) static POSTSCRIPT: Pattern =
    LazyLock::new(|| pattern(r"(?i)^\s*(?:p\.?\s?s\.?|nb)\s?[:. ]\s*\S"));
/// An address, a number or the like. Without word boundaries, as [`NOTICE`].
pub(super) static CONTACT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?ix)(?:^|\W)(?:tlf|telefon|telf|tel|mobil|mob|direkte|fax|phone|mobile|ean|cvr|e-?mail|mail|web|www|hjemmeside|sikker\smail|træffetid|telefontid|åbningstid)(?:\W|$)
        |\w@[\w-]+\.\w|[.+-]@[\w-]+\.\w|https?://
        |(?:^|\W)\d{2}\s?\d{2}\s?\d{2}\s?\d{2}(?:\W|$)|(?:^|\W)(?:DK-?)?\d{4}\s+[A-ZÆØÅ][a-zæøå]+|^[A-ZÆØÅ][\wæøåé.\s-]{2,30}(?:vej|gade|alle|allé|vænget|plads|pladsen|torv|torvet|stræde|boulevard|bakken|haven|parken|brinken|toften|vænge|engen|skoven|have)\s?\d{1,4}",
    )
});

pub(super) fn hits(pattern: &Pattern, text: &str) -> bool {
    pattern
        .as_ref()
        .is_some_and(|pattern| pattern.is_match(text))
}
