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
        r"\bfortry(?:der|de|dt|dte)\b[^.!?]{0,30}(?:svar|bemærkning|indsigelse)",
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
        r"(?:skulle|burde) (?:der )?(?:rettelig |i stedet |retteligt )?(?:have |være )(?:stået|skrevet)\b|\b(?:det|der|tallet|beløbet) skulle (?:rettelig )?have været\b|der skal (?:i stedet|rettelig|retteligt) stå|\bstår der fejlagtigt|fejlagtigt (?:skrevet|angivet|anført|oplyst)",
        r"(?:den|det) (?:rigtige|rette|korrekte) (?:udgave|version|fil|svar|høringssvar|dokument)|(?:første|forrige|tidligere|fremsendte)\b[^.!?]{0,40}\bvar (?:kun |blot |ved en fejl )?(?:en|et) (?:kladde|udkast|gammel|forkert)",
        r"\brett?(?:e|es)?\b[^.!?]{0,80}\bi (?:mit|vores|vort)\b[^.!?]{0,20}\bsvar",
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
        r"(?:glemte?|glemt|glippede|nåede ikke|fik ikke|smuttede)\b[^.!?]{0,80}(?:bilag|vedhæft|vedlægge|lægge|fil|side|med|sende)|(?:manglede|mangler)\b[^.!?]{0,80}(?:bilag|vedhæft|\bfil(?:en|er)?\b|\bi (?:mit|vores|vort|min|vor)\b|\bi (?:mailen|svaret|pdf)|første (?:mail|svar))|\b(?:jeg|vi) glemte?\b[^.!?]{0,20}\bat (?:skrive|nævne|fortælle|tilføje|oplyse)",
        r"(?:bilag|fil|side|tabel|dokument)\w*\b[^.!?]{0,60}(?:glemte?|glemt|manglede|faldt ud|kom ikke med|var ikke med|ikke kom med)",
        r"(?:her (?:er|kommer|følger)|vedhæftet)\b[^.!?]{0,80}\b(?:omtal\w*|skrev om|nævn\w*|lovede|lovet|henvis\w*|beskr\w*)\b[^.!?]{0,40}\bi (?:mit|vores|vort)\b[^.!?]{0,15}svar",
        r"glemte?\b[^.!?]{0,60}\bi (?:mit|vores|vort)\b[^.!?]{0,20}(?:svar|mail|bemærkninger)|som lovet i (?:mit|vores|vort)\b[^.!?]{0,20}svar",
        r"efter-?send(?:er|es|t|else)?|\bbilag(?:et|ene)? (?:til|tilhørende|hørende til) (?:vores|mit|det|kommunens|foreningens|rådets|høringssvar|tidligere)",
        r"supplement til|supplerende (?:bemærkning|høringssvar|svar|bilag|oplysning|materiale|kommentar)|supplere\w*\b[^.!?]{0,40}(?:svar|bemærkninger)|tilføjelse(?:r)? til (?:vores|mit|vort|det|kommunens|foreningens|rådets|høringssvar|svar|tidligere|min|mine)|tillæg til (?:vores|mit|høringssvar|det)|addendum|ekstra bemærkning",
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
        r"^(?:\w{2,3}: ?)*(?:bilag(?: til|$|:)|bilag \d+(?: til|$|:)|eftersend\w*|manglende bilag|supplement|supplerende (?:svar|høringssvar|bemærkning|bilag|oplysning|materiale|kommentar)\w*|tillæg|ekstra bilag|glemt bilag|forglemt bilag)(?:\b|$)|^tilføjelse(?:r)?$",
        r"eftersend|supplerende (?:høringssvar|bemærkning|bilag)|supplement til|tillæg til|tilføjelse til (?:mit|vores|vort|høringssvar|svar|tidligere)|glemt bilag|manglende bilag|bilag til (?:vores |mit )?(?:høringssvar|svar)",
    ]
);
wording!(
    /// Asks for access to documents or for another deadline, so plainly that a remark beside it changes nothing.
    HARD_ENQUIRY,
    [
        r"^(?:anmodning|begæring|ansøgning) om (?:aktindsigt|indsigt|forlænge\w*|udsæt\w*|fristforlænge\w*|fristudsæt\w*)|^aktindsigt$",
        r"\b(?:anmoder|beder|søger|ansøger|begærer|ønsker|(?:vil|gerne|skal|kan)\b[^.!?]{0,40}\b(?:anmode|bede|søge|ansøge|få|have))\b[^.!?]{0,60}\baktindsigt\b|\b(?:begæres|anmodes|søges|ansøges|bedes)\b[^.!?]{0,40}\baktindsigt\b",
        r"\b(?:anmoder|beder|ansøger|anmode|bede|ansøge|få|give|muligt|mulighed|søger|høre)\b[^.!?]{0,80}\b(?:(?:udsæt\w*|udsat|udskyde\w*|udskudt|forlænge\w*|senere)\b[^.!?]{0,40}\b\w*frist\w*|\w*frist\w*\b[^.!?]{0,40}\b(?:udsæt\w*|udsat|udskyde\w*|udskudt|forlænge\w*|rykk\w*)|fristudsættelse|fristforlængelse|(?:dags?|uges?|ugers) (?:udsættelse|forlængelse))",
    ]
);
wording!(
    /// Asks for something, also without a question mark.
    ASKING,
    [
        r"^(?:hej,? |kære \w+,? )?(?:kan|kunne|må|vil|skal|gider|har) (?:i|du|man|jeg|vi)\b",
        r"\bvil (?:i|du)\b[^.!?]{0,30}\b(?:bekræfte|oplyse|sende|ringe|fortælle|fjerne|slette)|\b(?:jeg|vi|rådet|foreningen|kommunen|bestyrelsen|\w+) (?:ville|vil|skal|bør)?\b ?(?:derfor |også |meget |bare |blot |lige |hermed )*(?:gerne |blot |lige )*(?:høre|spørge|vide|have oplyst|få oplyst|bede om|anmode om|ansøge om|forespørge|tale med|interviewe)\b",
        r"\b(?:jeg|vi|\w+)\b (?:hermed |venligst |derfor |efter offentlighedsloven )*(?:anmoder|beder|søger|ansøger|begærer|forespørger|efterlyser)\b",
        r"\b(?:jeg|vi) (?:skal bruge|mangler|leder efter|kan ikke (?:finde|åbne|få|læse|se|logge)|skal have fat i|har (?:ikke|endnu ikke) (?:fået|modtaget|hørt))|men har (?:endnu )?ikke (?:fået|modtaget)|\bhar (?:jeg|vi) (?:ikke|endnu ikke) (?:fået|modtaget)",
        r"\b(?:send|ring|kontakt|slet|fjern|opdater|bekræft|oplys|ret)\b[^.!?]{0,20}\b(?:venligst|gerne|til mig|mig|os)\b|venligst (?:send|ring|kontakt|slet|fjern|opdater|bekræft|oplys)",
        r"\b(?:er|var) (?:det|der) mulig(?:t|hed)|\bom (?:vi|jeg|man|kommunen|foreningen|det) (?:kan|må|kunne|er muligt)\b",
        r"virker ikke|kan ikke (?:åbnes|findes|læses)|\bis it possible|\bcould you|\bcan (?:i|we|you)\b|\bwould like to (?:know|ask)",
        r"\b(?:jeg|vi) (?:skriver|laver|arbejder) (?:på )?(?:en |et )?(?:artikel|historie|indslag|speciale|opgave|projekt)",
    ]
);
wording!(
    /// What questions about the hearing itself are about.
    PROCESS,
    [
        r"\b\w*frist(?:en|er)?\b|\bdeadline\b|\bfor sent\b|\bnå at svare\b|\btil at svare\b|\blængere tid\b|\budsæt(?:telse|te)\b|\bforlængelse\b",
        r"\bkvittering(?:en)?\b|\bbekræft\w*|\bmodtage(?:t|lse|lsen)\b|\b(?:nået|kommet|gået) (?:godt )?(?:frem|igennem)\b|\breceipt\b|\ber (?:det|den|svaret|mailen|brevet|filen) (?:kommet|nået|landet)",
        r"\b(?:hørings)?material(?:e|et)\b|\bbilag(?:et|ene|ets)?\b|\blink(?:et|s)?\b|\bhjemmeside(?:n)?\b|\bformular(?:en)?\b|\bhøringsportal\w*|\bhøringsbrev\w*|\btilsendt\b|\beksemplar(?:er)?\b|\btrykt\w*|\bpapirudgave\w*|\b(?:åbne|åbnes|downloade|printe|udskrive|logge|indlæse|uploade)\b|\bopløsning\b|\bfejlmeddelelse\w*|\bsende (?:mig|os)\b",
        r"\b(?:sende|indsende|aflevere|afgive|eftersende|indgive|skrive|svare)\b[^.!?]{0,60}\b(?:\w*svar(?:et)?|høring(?:en)?|bemærkninger|mundtligt?|skriftligt?|alligevel|anonymt|som word|igen)\b|\b(?:må|kan) (?:vi|man|jeg) svare\b|\b(?:et|vores|mit|jeres|dit) (?:hørings)?svar(?:et)?\b|\b(?:hørings)?svarene\b|\bindkomne\b|\bhøringen\b|\bsvare (?:mundtlig|skriftlig|som|anonymt|alligevel|på dansk|på engelsk|på høring)",
        r"\bsagsbehandler\w*|\bkontaktperson\w*|\bansvarlige? for (?:høringen|sagen)|\bden ansvarlige\b|\bhvem (?:kan|skal|må) (?:jeg|vi|man)\b[^.!?]{0,40}\b(?:tale|ringe|kontakte|spørge|skrive|henvende|få)\b|\bhvem (?:er|sidder)\b[^.!?]{0,40}\b(?:med høringen|på høringen|med sagen)",
        r"\b(?:borger|dialog|orienterings|informations|offentlig\w* )møde\w*|\bmøde(?:t|r|rne)?\b|\bmødes\b|\btilmeld\w*|\bforetræde\b|\ben (?:snak|samtale)\b",
        r"\binterview\w*|\bartikel\w*|\bjournalist\w*|\bspeciale\b|\bredaktion\w*|\bhvor mange (?:hørings)?svar\b|\bciter\w*|\bpressen?\b|\bstatus på\b",
        r"\baktindsigt\w*|\bindsigt i\b|\boffentlighedslov\w*|\bkopi af\b|\breferat\w*",
        r"\bhøringsliste\w*|\bhøringspart\w*|\b(?:jeres|adresse|maillisten?|mailings?)\s?listen?\b|\blisten over\b|\bkontaktoplysning\w*|\bmailadresse\w*|\bpostadresse\w*|\b(?:hvilken|hvad er|jeres) adresse\b",
        r"\b(?:navn|navne|adresse)\b[^.!?]{0,40}\b(?:udelades|skjules|offentlig\w*|fremgå|hemmelig)|\boffentliggjort\b|\boffentliggøres\b|\banonymt?\b",
        r"\b(?:slette|fjerne|opdatere|rette)\b[^.!?]{0,40}\b(?:hos jer|mig|os|mailen?|adressen?)\b|\bhvad (?:betyder|menes|mener i)\b|\bhvornår\b[^.!?]{0,60}\b(?:vedtages|vedtaget|behandles|behandler|besluttes|afgøres|træffes|offentliggøres|udgives)\b",
        r"\bfil(?:en|er)?\b|\bword\b|\bpdf\b|\bformat(?:et)?\b|\bsider\b[^.!?]{0,30}\bfylde\b|\bvedhæft\w*",
        r"\bringe\b|\bring til\b|\bringes op\b|\btelefon\w*|\bsvar(?:e|et)? (?:i|på) engelsk|\bsubmit\b|\bresponses?\b|\b(?:public )?hearing\b|\bconsultation\b",
    ]
);
wording!(
    /// Sent to the wrong house.
    MISDIRECTED, [
        r"(?:forkert|ikke (?:os|mig|de|rette|rigtige|den rette|den rigtige|de rette)) (?:modtager|adressat|myndighed|afdeling|instans)|(?:høringen|materialet|mailen|henvendelsen)\b[^.!?]{0,30}(?:bør|skal|bedes) (?:i stedet )?(?:sendes|videresendes|rettes) til",
    ]
);
wording!(
    THANKED,
    [r"^(?:\W*(?:mange|tusind|rigtig(?: mange)?|1000) )*\W*tak\b|^thanks?\b|^thank you\b"]
);
wording!(
    /// Says that something came or will come, and no more.
    ACKNOWLEDGED,
    [
        r"^(?:hermed )?(?:modtaget|noteret|fint|perfekt|super)\b[^.!?]{0,20}[.!]?$|^(?:vi|jeg|i) (?:vender tilbage|hører fra os|svarer (?:inden|senere|snarest)|afgiver svar)|\bi hører fra (?:os|mig)\b|\bsendt (?:den |det |materialet |høringen )?videre til (?:rette|den rette)|\bvideresendt til rette|^(?:god|fortsat god|rigtig god) (?:weekend|dag|ferie|påske|sommer|jul)",
        r"^(?:\W*(?:mange|tusind) )?\W*tak,? (?:så|det)\b|^så er (?:jeg|vi) tryg|det var (?:alt|bare det)",
    ]
);
wording!(
    GREETED,
    [
        r"^\W*(?:hej(?:sa)?|kære|goddag|til (?:rette|sekretariat|forvaltning|kommune|region|høring|by|udvalg)\w*|til jer|dear|hello|hi|to whom)\b[^.!?]{0,60}[,.!:]?$",
        r"^\W*(?:(?:med )?(?:de )?(?:bedste|venlige?|kærlige?|mange|gode|kollegiale?|varme|venligste) hils(?:en|ner)|hilsen|hilsner|mvh|m\.v\.h|vh|kh|dbh|bh|på forhånd tak|(?:kind |best )?regards|sincerely)\b",
    ]
);
wording!(
    /// Opinions, by verbs of any subject.
    VIEWS,
    [
        r"\b(?:foreslår|anbefaler|opfordrer|støtter|bakker|mener|synes|finder,|finder (?:det|at|ikke)|savner|frygter|protesterer|bemærker|henleder|efterlyser|undrer|kritiserer|afviser|tilslutter|tiltræder|hilser|glæder|bekymrer|håber,? at i|ser gerne|ser positivt|noterer|påpeger|understreger)\b",
        r"\b(?:jeg|vi|\w+) (?:er|var) (?:\w+ )?(?:imod|for forslaget|enige?|uenige?|glade?|kede?|bekymre\w+|kritisk\w*|skeptisk\w*|modstander\w*|tilhænger\w*|tilfreds\w*|utilfreds\w*)\b|\b(?:min|vores) (?:holdning|mening|opfattelse|vurdering)\b|\b(?:mit|vores) svar(?: er)?\b ?:?(?:$| (?:er|lyder))|^(?:mit|vores) svar:|\bgør (?:jeg|vi)? ?indsigelse|\bgøre indsigelse|\bindsigelse (?:mod|over)",
        r"\bbør\b|\bburde\b|\bdet er (?:vigtigt|godt|uforsvarligt|afgørende|positivt|beklageligt|ikke rimeligt|forkert|nødvendigt|for (?:dårligt|lidt|meget|galt))|\buforsvarlig\w*|\bder mangler\b|\bsørg for\b|\blad (?:os|dem|de)\b|\b(?:god|dårlig|fin|elendig) (?:ide|idé|plan)\b|\bnej (?:tak )?til\b|\bja (?:tak )?til\b|\bi would urge|\bwe support|\bi support",
    ]
);
wording!(
    /// *Ingen bemærkninger* and the like.
    NOTHING, [
        r"\bingen (?:yderligere |særlige |faglige |videre )?(?:bemærkning|kommentar|indvending)|ikke (?:haft |fundet )?anledning til|\b(?:har|havde) (?:\w+ )?ikke (?:nogen |yderligere )?(?:bemærkning|kommentar|indvending)|intet at (?:bemærke|tilføje|indvende)|tager (?:udkastet|planen|høringen|materialet|forslaget) til efterretning|afstår fra at|\btilslutter (?:os|sig|mig)\b|\bno comments\b",
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
    HEREBY, [r"herm?ed (?:frem)?send(?:es|er|t)?\b|hermed (?:følger|høringssvar|vores|mit|vort|kommunens|svar|bemærkninger|afgives?)|(?:vedhæftet|vedlagt)\b[^.!?]{0,60}(?:høringssvar|svar|udtalelse)|\bher er (?:det|den|svaret|mit svar|vores svar|teksten)\b[^.!?]{0,20}\bigen\b"]);
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
