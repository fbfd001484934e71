//! The Danish (and some English) wording by which kinds of mail are told apart. Patterns are matched against text in lower case with
//! white space collapsed.

use std::sync::LazyLock;

use regex::Regex;

/// Patterns under one meaning. One by one, not as a set: each then looks for its own words first, where a set with word boundaries reads
/// every Danish letter with the slowest engine.
pub(super) struct Wording(LazyLock<Vec<Regex>>);

impl Wording {
    pub(super) fn hits(&self, text: &str) -> bool {
        self.0.iter().any(|pattern| pattern.is_match(text))
    }

    /// What each of the patterns that are found finds first.
    pub(super) fn found<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let found = self.0.iter().filter_map(|pattern| pattern.find(text));
        found.map(|found| found.as_str()).collect()
    }

    /// How many of the patterns are found.
    pub(super) fn count(&self, text: &str) -> usize {
        self.0
            .iter()
            .filter(|pattern| pattern.is_match(text))
            .count()
    }
}

macro_rules! wording {
    ($(#[$doc:meta])* $name:ident, [$($pattern:expr),* $(,)?]) => {
        $(#[$doc])*
        pub(super) static $name: Wording = Wording(LazyLock::new(|| [$($pattern),*].into_iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()));
    };
}

wording!(
    AUTO_SUBJECT,
    [
        r"^(?:automatisk|auto|autosvar|automatic|autoreply|auto-reply|auto-svar)\b.{0,20}(?:svar|reply|response|besked|:)",
        r"^(?:autosvar|autoreply|automatic reply|out of (?:the )?office|out-of-office|ooo)\b",
        r"^(?:ikke (?:til stede|på kontoret|på arbejde)|fravær(?:sbesked|ende)?|feriebesked|ferielukket|jeg (?:er|holder) (?:på )?ferie|på ferie|barsel|på barsel)\b",
    ]
);
wording!(
    AUTO_BODY,
    [
        r"(?:er|holder|har|på) (?:på )?(?:sommer|efterårs|jule|vinter)?ferie\b",
        r"ikke (?:på kontoret|til stede|på arbejde|i huset)",
        r"\b(?:er )?fraværende\b|\bfravær frem til\b|\bsygemeldt\b|\bpå (?:barsel|orlov|kursus|tjenesterejse)\b",
        r"tilbage (?:på kontoret|på arbejde|igen|mandag|tirsdag|onsdag|torsdag|fredag|den \d)|er retur (?:på kontoret|mandag|den)",
        r"læser ikke (?:min |mine )?(?:post|mails?|e-mails?)",
        r"(?:dette|denne) (?:er|mail er|besked er|e-mail er) (?:et |en )?automatisk|automatisk (?:svar|genereret|besked|kvittering)|autogenereret",
        r"out of (?:the )?office|on (?:holiday|leave|vacation)|automatic reply|auto-?generated",
        r"(?:haster det|i presserende tilfælde|hvis det haster|ved hastesager)",
        r"har (?:hermed )?modtaget din (?:mail|e-mail|henvendelse|besked)|vi bestræber os på|svar inden for|(?:mailen|henvendelsen) (?:er modtaget|bliver fordelt|vil blive besvaret)|sagsbehandlingstid",
        r"(?:er )?stoppet i (?:min )?stilling|(?:er )?fratrådt|arbejder ikke længere|ikke længere ansat",
    ]
);
wording!(
    RECEIPT_SUBJECT,
    [
        r"^(?:kvittering|kvittering for (?:modtagelse|din|jeres)|bekræftelse (?:på|af) modtagelse|modtagelsesbekræftelse|vi har modtaget din|tak for din (?:henvendelse|mail|e-mail)|din henvendelse|sag oprettet|ticket)",
    ]
);
wording!(
    BOUNCE_SUBJECT,
    [
        r"undeliver(?:able|ed)|delivery (?:status notification|failure|has failed|delayed|incomplete)|mail delivery (?:failed|system|failure)|returned mail|failure notice|delayed mail|warning: .*delayed",
        r"(?:kan|kunne) ikke leveres|ikke (?:blevet )?leveret|leveringsfejl|uleverbar|kunne ikke afleveres|leveringsmeddelelse|leveringsstatus|forsinket levering",
        r"message (?:not delivered|could not be delivered|undeliverable)|non-?delivery|address not found",
    ]
);
wording!(
    BOUNCE_BODY,
    [
        r"\b[45]\.\d\.\d\b|\b55\d[ -]",
        r"user unknown|mailbox (?:unavailable|full|not found)|no such user|host (?:unknown|not found)|recipient (?:address )?rejected|address rejected|could not be delivered|couldn't be delivered|wasn't found at",
        r"postkassen? (?:er )?(?:fuld|findes ikke)|modtageren? (?:findes ikke|blev ikke fundet|er ukendt)|kunne ikke leveres|leveringen .{0,60}mislykkedes",
    ]
);
wording!(
    READ_SUBJECT,
    [
        r"^(?:læst|ikke læst|read|not read|slettet|deleted|læsekvittering|kvittering for læsning|return receipt|read receipt|vist|displayed|disposition notification)\b.{0,30}:",
    ]
);
wording!(
    READ_BODY,
    [
        r"blev (?:læst|vist|åbnet|slettet)|er (?:blevet )?(?:læst|vist)|was (?:read|displayed|deleted)|has been (?:read|displayed)|læst den|read on|kvittering for den (?:mail|e-mail|meddelelse)",
    ]
);
wording!(
    CALENDAR_SUBJECT,
    [
        r"^(?:mødeindkaldelse|indkaldelse|invitation|inviteret|kalenderinvitation|accepteret|afslået|foreløbigt? accepteret|foreløbig|aflyst|annulleret|opdateret invitation|accepted|declined|tentative|canceled|cancelled|updated invitation|nyt mødetidspunkt|forslag til nyt tidspunkt)\b.{0,20}:",
    ]
);
wording!(
    BULK_BODY,
    [
        r"\bafmeld\b|\bafmeldes?\b|afmelding|unsubscribe|opt[- ]out",
        r"nyhedsbrev|newsletter|pressemeddelelse",
        r"du (?:får|modtager) (?:denne |dette )?(?:mail|e-mail|mailen|e-mailen|nyhedsbrev\w*)|you(?:'re| are) receiving this|modtager denne .{0,20}fordi",
        r"(?:se|læs|vis|åbn) (?:mailen|e-mailen|denne mail|nyhedsbrevet|online|den) .{0,20}browser|view (?:this (?:email|mail) )?in (?:your )?browser|læs (?:hele )?(?:artiklen|historien) her",
        r"tilmeld (?:dig|jer)|early ?bird|spar \d+|rabat|gratis (?:webinar|prøve)|webinar|konference den|køb (?:billet|nu)|% off|limited offer|seo\b|backlinks?",
        r"(?:bitcoin|crypto|krypto|lån penge|investering\w* med|vundet|lottery|casino|viagra|click here|klik her for at)",
    ]
);
wording!(
    WITHDRAWAL,
    [
        r"træk(?:ke|ker|kes|ker hermed)?\b[^.!?]{0,140}(?:svar|bemærkning|udtalelse|indsigelse|det|bidrag|mail|indlæg|henvendelse|brev)\w*\b[^.!?]{0,100}\btilbage",
        r"træk(?:ke|ker|kes)?\b[^.!?]{0,60}\btilbage\b[^.!?]{0,80}(?:svar|bemærkning|udtalelse|indsigelse|bidrag)",
        r"(?:svar|bemærkninger|udtalelse|indsigelse|bidrag)\w*\b[^.!?]{0,80}(?:trækkes|er trukket|trukket|bedes trukket|ønskes trukket|træk(?:ke)?) (?:hermed )?tilbage",
        r"tilbage(?:trækning|kaldelse|kalder|kalde|trækker|trækkes)\b[^.!?]{0,80}(?:svar|bemærkning|udtalelse|indsigelse|bidrag|det|mail)",
        r"(?:svar|bemærkninger|udtalelse)\w*\b[^.!?]{0,40}(?:tilbagekaldes|tilbagetrækkes|annulleres|bedes annulleret|bedes slettet)",
        r"(?:annuller\w*|slette?r?|fjerne?r?|stryge?r?)\b[^.!?]{0,40}(?:mit|vores|det|mine|vort)\b[^.!?]{0,40}(?:hørings)?(?:svar|bemærkninger|udtalelse)",
        r"(?:slettet|fjernet|annulleret|trukket)\b[^.!?]{0,30}\b(?:mit|vores|vort)\b[^.!?]{0,30}svar|\b(?:mit|vores|vort)\b[^.!?]{0,20}svar\w*\b[^.!?]{0,20}(?:slettet|fjernet|annulleret)",
        r"(?:ønsker|vil|skal) (?:alligevel |længere )?ikke\b[^.!?]{0,60}(?:svar|bemærkninger)\w*\b[^.!?]{0,60}(?:indgå|medtag|offentliggør|behandle|tælle)",
        r"(?:svar|bemærkninger)\w*\b[^.!?]{0,60}skal (?:alligevel )?ikke (?:indgå|medtages|offentliggøres|tælle|bruges|med)",
    ]
);
wording!(
    DISREGARD,
    [
        r"(?:se|bedes se|bedes i se|kan i se) (?:venligst |helt )?bort fra\b[^.!?]{0,80}(?:svar|bemærkning|mail|udtalelse|version|tidligere|forrige|første|fremsendte|vedhæft|fil|dokument)",
        r"ignor[ée]r\w*\b[^.!?]{0,60}(?:svar|mail|tidligere|forrige|første|vedhæft)",
    ]
);
wording!(
    CORRECTION,
    [
        r"erstatter?(?:s|r|nde)?\b[^.!?]{0,90}(?:tidligere|forrige|første|fremsendte|foreløbige|foregående|sendte|afsendte|svar|version|fra i går|fra den)",
        r"(?:tidligere|forrige|første|fremsendte|foreløbige|gamle)\b[^.!?]{0,60}(?:erstattes|er erstattet|bedes erstattet|bortfalder|udgår)",
        r"(?:træder|træde) i stedet for|i stedet for (?:det|den|vores|mit|min) (?:tidligere|forrige|første|fremsendte|foreløbige|vedhæftede|sendte|gamle)",
        r"(?:rettet|rettede|korrigeret|korrigerede|revideret|reviderede|opdateret|opdaterede|tilrettet|justeret|ændret|nyt og rettet|berigtiget) (?:version|udgave|høringssvar|svar|udtalelse|eksemplar|dokument|fil|brev|bilag)",
        r"(?:ny|nyeste|endelig|endelige|endeligt) (?:version|udgave)\b[^.!?]{0,60}(?:svar|fra|af)",
        r"\b(?:rettelser?|korrektion(?:er)?|berigtigelse|ændring(?:er)?|fejlrettelse) (?:til|af|i|vedr\.?|vedrørende)\b[^.!?]{0,40}(?:svar|bemærkninger|udtalelse)",
        r"(?:fejl|fejlen|trykfejl|regnefejl|slåfejl|rettelser|misforståelse)\b[^.!?]{0,50}\bi (?:det|vores|mit|vort|vedhæftede|kommunens|foreningens|vores tidligere)\b[^.!?]{0,60}(?:svar|bemærkninger|udtalelse|mail|brev|dokument|tal)",
        r"(?:brug|anvend|benyt|læg)\w*\b[^.!?]{0,40}(?:denne|dette|vedhæftede|den nye|det nye|den rettede)\b[^.!?]{0,60}(?:i stedet|til grund)",
        r"(?:desværre |ved en fejl )?(?:sendt|vedhæftet|vedlagt|fremsendt)\b[^.!?]{0,40}(?:forkert|forkerte|et udkast|en gammel|den gamle|en tidligere)\b[^.!?]{0,40}(?:version|fil|udkast|dokument|udgave|høringssvar|bilag)",
        r"(?:forkert|forkerte|gammel|gamle) (?:version|fil|udkast|dokument|udgave)\b[^.!?]{0,60}(?:sendt|vedhæftet|vedlagt|med)",
        r"foreløbige?\b[^.!?]{0,120}(?:nu |hermed )?(?:endelig\w* )?(?:godkendt|tiltrådt|bekræft\w*|endelig)|(?:endelig\w*|politisk) (?:godkendt|behandlet|tiltrådt)\b[^.!?]{0,160}foreløbig",
        r"(?:skulle|burde) (?:der )?(?:rettelig |i stedet |retteligt )?(?:have |være )(?:stået|skrevet|været)\b|der skal (?:i stedet|rettelig|retteligt) stå|\bstår der fejlagtigt|fejlagtigt (?:skrevet|angivet|anført|oplyst)",
        r"corrected version|replaces (?:our|my|the) (?:previous|earlier|first)|please disregard",
    ]
);
wording!(
    CORRECTION_SUBJECT,
    [
        r"\brett(?:et|else|elser|ede)\b|korrig|korrektion|revideret|opdateret|ny version|ny udgave|erstat|berigtig|tilrettet|endelig(?:t|e)? (?:version|udgave)|\(endelig\w*\)|\bendelig\w* (?:høringssvar|svar)|version 2|\bv\.? ?2\b|ændret",
    ]
);
wording!(
    SUPPLEMENT,
    [
        r"(?:glemte?|glemt|glippede|nåede ikke|fik ikke|manglede|mangler|smuttede)\b[^.!?]{0,80}(?:bilag|vedhæft|vedlægge|lægge|fil|side|med|sende)",
        r"(?:bilag|fil|side|tabel|dokument)\w*\b[^.!?]{0,60}(?:glemte?|glemt|manglede|faldt ud|kom ikke med|var ikke med|ikke kom med)",
        r"efter-?send(?:er|es|t|else)?|\bbilag(?:et|ene)? (?:til|tilhørende|hørende til) (?:vores|mit|det|kommunens|foreningens|rådets|høringssvar|tidligere)",
        r"supplement til|supplerende (?:bemærkning|høringssvar|svar|bilag|oplysning|materiale|kommentar)|supplere\w*\b[^.!?]{0,40}(?:svar|bemærkninger)|tilføjelse(?:r)? til|tillæg til (?:vores|mit|høringssvar|det)|addendum|ekstra bemærkning",
        r"(?:tilføje|supplere med|lægge til)\b[^.!?]{0,60}(?:til (?:mit|vores|det)|tidligere|høringssvar)",
        r"(?:som|i) (?:forlængelse|tillæg|supplement) (?:af|til) (?:vores|mit|det|kommunens|foreningens|tidligere)\b[^.!?]{0,50}(?:svar|bemærkninger|mail)",
        r"hermed (?:det|de|den) (?:manglende|lovede|bebudede|glemte|omtalte|sidste)",
        r"(?:yderligere|et par ekstra|flere) (?:bemærkning|kommentar|bilag)\w*\b[^.!?]{0,60}(?:til (?:vores|mit|det)|ud over|udover)",
        r"hører (?:med )?til (?:vores|mit|det) (?:høringssvar|svar)|læg\w*\b[^.!?]{0,30}sammen med (?:vores|mit|det)",
    ]
);
wording!(
    SUPPLEMENT_SUBJECT,
    [
        r"^(?:\w{2,3}: ?)*(?:bilag|eftersend\w*|manglende bilag|supplement|supplerende|tilføjelse|tillæg|ekstra bilag|glemt bilag|forglemt bilag)\b",
        r"eftersend|supplerende (?:høringssvar|bemærkning|bilag)|supplement til|tillæg til|tilføjelse til|glemt bilag|manglende bilag|bilag til (?:vores |mit )?(?:høringssvar|svar)",
    ]
);
wording!(
    HARD_ENQUIRY,
    [
        r"aktindsigt",
        r"(?:udsætte\w*|udsat|udsættelse|udskyde\w*|udskudt|forlænge\w*|forlængelse|forlænget|senere)\b[^.!?]{0,60}(?:frist|svarfrist|høringsfrist|afleverings)",
        r"frist(?:en)?\b[^.!?]{0,60}(?:udsættes|udsat|udskydes|udskudt|forlænges|forlænget|udsættelse|forlængelse|rykkes)",
        r"fristudsættelse|fristforlængelse|(?:ekstra|mere) (?:tid|frist)\b[^.!?]{0,40}(?:svar|aflever)",
        r"tak for (?:kvittering|bekræftelse|jeres (?:kvittering|bekræftelse|hurtige|svar|tilbagemelding)|din (?:mail|tilbagemelding)|at i)",
        r"(?:har i|er det|om i har|at i har|hvorvidt i har)\b[^.!?]{0,30}(?:modtaget|kommet (?:godt )?frem|fået)\b",
        r"bekræfte?\b[^.!?]{0,40}(?:modtag|at (?:svaret|det|i har))|kvittering(?:en)? (?:mangler|er ikke kommet|udeblev)|ikke (?:fået|modtaget) (?:en |nogen )?kvittering",
    ]
);
wording!(
    ENQUIRY,
    [
        r"(?:kan|kunne|vil|må) (?:i|du|man|jeg|vi)\b[^.!?]{0,100}(?:oplyse|fortælle|sende (?:mig|os)|hjælpe|bekræfte|forklare|svare på|videresende|vejlede|få tilsendt|ringe)",
        r"hvor (?:finder|kan|ligger|sender|skal|henvender)\b|hvordan (?:sender|svarer|indsender|afgiver|gør|kan|får|kommer)\b|hvem (?:kan|skal|er|har)\b[^.!?]{0,60}(?:kontakt|ansvar|sende|tale|spørge)",
        r"vil (?:vi |jeg )?(?:derfor |også |meget )?(?:gerne|blot|lige) (?:høre|spørge|vide|have oplyst|bede om|anmode om|forespørge)|jeg (?:ville |skal )?(?:bare |blot |lige )(?:høre|spørge)",
        r"(?:har|vi har|jeg har) (?:et|nogle|to|et par|lige et) spørgsmål|spørgsmål (?:til|om|vedr\.?|vedrørende) (?:høring|processen|fristen|formularen|proceduren|materialet)",
        r"hvornår (?:er|bliver|skal|offentliggøres|behandles|kan|holder|kommer)\b",
        r"(?:link|linket|hjemmesiden|formularen|siden|filen|pdf'?en|bilaget|materialet)\b[^.!?]{0,40}(?:virker ikke|kan ikke (?:åbnes|findes)|mangler|fejler|er tom)|kan ikke (?:åbne|finde|få)\b[^.!?]{0,60}(?:link|formular|material|udkast|bilag|hjemmeside|side|plan)",
        r"(?:anmod(?:er|ning)|beder|bede|ansøg\w*)\b[^.!?]{0,30}om\b[^.!?]{0,60}(?:aktindsigt|frist|møde|kopi|materiale|udskrift|dokument)",
        r"(?:skriver|laver) (?:en )?(?:artikel|historie|indslag)|journalist|interview|kommentar til (?:en|min) artikel",
        r"(?:slette|slettes|fjerne|fjernes|opdatere|rette|tilføje|tilføjes|komme)\b[^.!?]{0,60}(?:høringsliste|mailingliste|adresseliste|listen over|høringsparter|kontaktoplysning|mailadresse)",
        r"(?:forkert|ikke (?:os|mig|den|de|rette|rigtige|den rette|den rigtige|de rette)) (?:modtager|adressat|myndighed|afdeling|instans)|rette vedkommende\?|(?:bør|skal|bedes) (?:i stedet )?(?:sendes|videresendes|rettes) til",
        r"(?:er|bliver) (?:der|det) (?:muligt|mulighed)|må (?:man|vi|jeg)\b[^.!?]{0,60}\?",
        r"\b(?:ring|kontakt) (?:venligst |gerne |til )?(?:mig|os)\b|på forhånd tak",
    ]
);
wording!(
    RESPONSE,
    [
        r"herm?ed (?:frem)?send(?:es|er|t)?\b|hermed (?:følger|høringssvar|vores|mit|vort|kommunens|svar|bemærkninger|afgives?)|(?:vedhæftet|vedlagt)\b[^.!?]{0,60}(?:høringssvar|svar|bemærkninger|udtalelse)|(?:høringssvar|svar|bemærkninger|udtalelse)\w*\b[^.!?]{0,40}(?:er |som )?(?:vedhæftet|vedlagt)",
        r"ingen (?:yderligere |særlige |faglige )?(?:bemærkning|kommentar|indvending)|ikke (?:anledning til|nogen|yderligere|har) bemærkninger|intet at bemærke|tager (?:udkastet|planen|høringen|materialet) til efterretning|afstår fra at",
        r"(?:følgende|nedenstående) (?:bemærkning|kommentar|høringssvar|synspunkt)|(?:vores|mine) (?:bemærkning|kommentar|synspunkt)|afgive[rs]?\b[^.!?]{0,40}(?:høringssvar|bemærkninger|svar|udtalelse)|(?:sende[rs]?|indsende[rs]?|fremsende[rs]?|her (?:er|kommer))\b[^.!?]{0,40}(?:høringssvar|mit svar|vores svar|bemærkninger|udtalelse)",
        r"(?:tilslutter|tilslutte) (?:vi |jeg |os |sig |mig )|kan (?:tilslutte|støtte|bakke)",
    ]
);
wording!(
    /// A response that comes with this mail, whatever else the mail says.
    HEREBY, [r"herm?ed (?:frem)?send(?:es|er|t)?\b|hermed (?:følger|høringssvar|vores|mit|vort|kommunens|svar|bemærkninger|afgives?)|(?:vedhæftet|vedlagt)\b[^.!?]{0,60}(?:høringssvar|svar|udtalelse)"]);
wording!(
    OPINION,
    [
        r"\b(?:vi|jeg|kommunen|foreningen|rådet|udvalget|forbundet|styrelsen|regionen|byrådet) (?:vil |kan |må |skal )?(?:\w+ )?(?:foreslå|foreslår|anbefale|anbefaler|opfordre|opfordrer)",
        r"\b(?:vi|jeg|kommunen|foreningen|rådet|udvalget|forbundet|styrelsen|regionen|byrådet) (?:\w+ )?(?:støtter|bakker|er enig|er enige|er uenig|er uenige|er glad|er glade|hilser|ser positivt|glæder)",
        r"\b(?:vi|jeg|kommunen|foreningen|rådet|udvalget|forbundet|styrelsen|regionen|byrådet) (?:\w+ )?(?:mener|synes|finder|savner|mangler|er bekymre\w+|frygter|undrer|er imod|er kritisk|er skeptisk\w*|protesterer|kan ikke acceptere|noterer)",
        r"\bbør\b|\bburde\b|det er (?:vigtigt|godt|uforsvarligt|afgørende|positivt|beklageligt|ikke rimeligt|forkert|nødvendigt)|\buforsvarlig|der mangler|sørg for|giv |lad (?:os|dem|de)\b",
        r"pejlemærke|\bplanen\b|\budkastet\b|\bvisionen\b|\bstrategien\b",
    ]
);
wording!(
    RESEND,
    [
        r"(?:sender|sendt|fremsendes?|genfremsend\w*|prøver) (?:den |det |svaret |høringssvaret |hermed |vi |jeg )?(?:igen|en gang til|på ny|endnu en gang)|genfremsend|(?:for|til) en sikkerheds skyld|samme (?:dokument|svar|fil|indhold|version)|(?:sender|send) \w+ \w+ igen|afkortet|nåede ikke frem|kom ikke frem",
    ]
);
wording!(
    THANKS,
    [r"^(?:\W*(?:hej|kære|til)\b[^.!]{0,40})?\W*(?:mange |tusind )?tak\b"]
);
