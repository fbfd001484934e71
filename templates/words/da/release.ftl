# What a release says of responses, and its files.
publication-citizen = Borger
publication-yes = ja
publication-no = nej

publication-status-full = Offentliggjort i fuld længde
publication-status-partly = Offentliggjort med udeladelser
publication-status-withheld = Tilbageholdt med begrundelse
publication-status-not-yet = Endnu ikke offentliggjort
publication-status-withdrawn = Trukket tilbage
publication-status-retired = Udgået
publication-content-remarks = Bemærkninger
publication-content-no-remarks = Ingen bemærkninger
publication-content-endorses = Tilslutter sig et andet svar
publication-standing-final = Endeligt svar
publication-standing-provisional = Foreløbigt svar
publication-provisional-until = Foreløbigt svar, skal godkendes politisk den { $day }
publication-finalised = Foreløbigt svar, endeligt { $day }
publication-corrected = Rettet { $day }
publication-endorses = Tilslutter sig { $reference }
publication-joins = Fælles svar med { $reference }
publication-late = Efter fristen
publication-deemed-timely = Regnes som rettidigt, fordi { $reason }
publication-with-omissions = Med udeladelser
publication-on-behalf = { $sender }, på vegne af { $behalf }
publication-consultee = { $category }, høringspart
publication-omitted = { $n ->
    [one] En oplysning er udeladt.
   *[other] { $n } oplysninger er udeladt.
}
publication-part-withheld = Bilaget er ikke offentliggjort. Begrundelsen fremgår af sagen.
publication-part-unreadable = Bilagets tekst kunne ikke læses og er ikke vist.
publication-whole-response = Temaet er sat på hele svaret.
publication-passages-from = { $passages } afsnit fra { $responses } svar
publication-search-what = Skriv et eller flere ord.
publication-search-count = { $n ->
    [0] Ingen svar indeholder “{ $query }”
    [one] Et svar indeholder “{ $query }”
   *[other] { $n } svar indeholder “{ $query }”
}
publication-decides = { $body } beslutter { $day }
publication-count = { $n } svar
publication-count-withdrawn = { $n } svar, heraf { $withdrawn ->
    [one] ét trukket tilbage
   *[other] { $withdrawn } trukket tilbage
}

publication-figure-published = svar offentliggjort{ $partly ->
    [0] {""}
   *[other] , heraf { $partly } med udeladelser
}
publication-figure-consultees = af { $listed } høringsparter har svaret
publication-figure-marks = gange er et afsnit mærket med et tema
publication-figure-late = kom efter fristen og er taget med

publication-kind-remarks = Bemærkninger
publication-kind-no-remarks = Ingen bemærkninger
publication-kind-endorses = Tilslutter sig et andet svar
publication-kind-provisional = Foreløbigt svar
publication-kind-late = Efter fristen
publication-kind-withdrawn = Trukket tilbage

publication-ledger-responses = Svar, talt fra både mail og formular
publication-ledger-received = Modtagne svar
publication-ledger-full = Offentliggjort i fuld længde
publication-ledger-partly = Offentliggjort med udeladelser
publication-ledger-withheld = Tilbageholdt med begrundelse
publication-ledger-not-yet = Endnu ikke offentliggjort
publication-ledger-superseded = Erstattet af nyere svar
publication-ledger-withdrawn = Trukket tilbage
publication-ledger-duplicate = Samme svar modtaget to gange
publication-ledger-not-a-response = Viste sig ikke at være et svar
publication-ledger-merged = Del af et andet svar
publication-ledger-mails = Mails: hver mail har netop én plads
publication-ledger-seen = Mails i postkassen
publication-mails-response = Med et eller flere svar
publication-mails-part = Rettelse, bilag eller tilbagetrækning
publication-mails-duplicate = Samme mail modtaget to gange
publication-mails-enquiry = Henvendelse, ikke et svar
publication-mails-machine = Automatisk mail
publication-mails-spam = Uønsket mail
publication-mails-unreadable = Ulæselig
publication-mails-unmatched = Skal placeres

publication-file-samlede-hoeringssvar-pdf = Samlede høringssvar
publication-file-oversigt-csv = Oversigt til regneark
publication-file-hoeringssvar-json = Alle svar som data
publication-file-hoeringssvar-jsonl = Alle svar som data, et på hver linje
publication-file-bevis-json = Bevis for, at alle svar er med
publication-file-manifest-json = Fortegnelse over filerne med kontroltal
publication-file-meta = { $kind } · { $size }

publication-csv-reference = Reference
publication-csv-sender = Afsender
publication-csv-on-behalf = På vegne af
publication-csv-letter = Kategori
publication-csv-category = Kategoriens navn
publication-csv-consultee = Høringspart
publication-csv-received = Modtaget
publication-csv-late = Efter fristen
publication-csv-content = Art
publication-csv-standing = Status
publication-csv-status = Offentliggjort
publication-csv-omissions = Udeladelser
publication-csv-attachments = Bilag
publication-csv-related = Knyttet til
publication-csv-address = Adresse

# The secretariat's page.
release-title = Offentliggørelse
release-none-yet = Ingen udgave er offentliggjort endnu.
release-references = Referencer
release-references-fixed = Referencerne blev lagt fast { $date }.
release-references-without = { $n ->
    [one] Ét svar har ingen reference endnu.
   *[other] { $n } svar har ingen reference endnu.
}
release-references-why = Svarene får bogstav og nummer i den rækkefølge, de kom. En reference bliver aldrig ændret eller brugt igen.
release-references-fix = Læg referencerne fast
release-before-deadline = Referencerne kan lægges fast, når fristen er gået.
release-no-category = Disse svar har ingen kategori: { $numbers }. Vælg en kategori først.
release-stops = { $n ->
    [0] Intet er i vejen
    [one] Kan ikke offentliggøres endnu: 1 ting mangler
   *[other] Kan ikke offentliggøres endnu: { $n } ting mangler
}
release-warnings = Se efter, før du godkender
release-correct = Ret
release-look = Se svaret
release-build = Byg den endelige udgave
release-build-daily = Byg en daglig udgave
release-build-why = Den endelige udgave har alle svar med. En daglig udgave har de svar med, der er afsluttet. De andre bliver talt som endnu ikke offentliggjort.
release-must = Skal rettes
release-excusable = Skal rettes eller godkendes med en begrundelse
release-excusable-lead = Ret det, eller skriv, hvorfor det må stå. Begrundelsen bliver gemt med dit navn og gælder kun for den tekst, der står nu.
release-excuse-reason = Begrundelse
release-excuse = Godkend det valgte
release-excused = Godkendt med begrundelse
release-excused-by = { $who }, { $at }:
release-unexcuse = Fortryd
release-excuse-no-reason = Skriv en begrundelse.
release-excuse-too-long = Begrundelsen må højst fylde { $n } tegn.
release-excuse-nothing = Vælg det, du vil godkende. Det, der er ændret siden, skal ses igen.
release-number = Udgave { $number }
release-latest = Seneste forsøg
release-building = Udgaven bliver bygget. Hent siden igen om lidt.
release-built-by = Bygget af { $name } { $date }.
release-approved-by = Godkendt af { $name }.
release-same-person = Du har selv bygget udgaven. En kollega skal godkende den.
release-approve-why = Se filerne igennem. Det, du godkender, er netop disse filer.
release-hash = Kontroltal:
release-approve = Offentliggør udgave { $number }
release-already-building = Der er allerede en udgave på vej.
release-not-waiting = Udgaven venter ikke længere på godkendelse. Se, hvad der er nyt, og prøv igen.
release-mails-undecided = Der er mails, som ingen har taget stilling til: spam, mails vi ikke kan læse, eller mails uden plads. Afklar dem under Mails, før udgaven bliver offentliggjort.
release-changed = Noget i udgaven er ændret, siden den blev bygget. Byg en ny.
release-state-building = Bliver bygget
release-state-failed = Stoppet
release-state-waiting = Venter på godkendelse fra en kollega
release-state-released = Offentliggjort
release-state-dropped = Opgivet

gate-ledger-unbalanced = Regnskabet over svar stemmer ikke.
gate-mails-unbalanced = Regnskabet over mails stemmer ikke.
gate-redaction-unapproved = En skjult tekst er ikke godkendt af en kollega.
gate-cpr = Her står noget, der ligner et CPR-nummer.
gate-redacted-text = En tekst, der er skjult ét sted, står stadig et andet sted.
gate-protected-name = Navnet på en person med navnebeskyttelse står i teksten.
gate-no-category = Svaret har ingen kategori.
gate-superseded-by-nothing = Svaret er erstattet, men det nye svar mangler.
gate-still-reading = Et bilag er ved at blive læst.
gate-not-scanned = En fil venter på virusscanneren.
gate-unreadable-file = En fil kan ikke læses.
gate-file-not-read-back = Filen kunne ikke læses igen, efter at den var bygget.
gate-not-signed-off = Svaret er ikke afsluttet.
gate-name-kept-back = Afsenderen vil vises uden navn, men navnet står i teksten.
gate-loose-passage = En mærkning eller skjult tekst hører til en ældre udgave af teksten.
gate-attachment-unread = Et bilag har ingen læsbar tekst og bliver ikke vist.
gate-not-yet-published = Et eller flere svar har intet, der kan vises endnu.
gate-mails-undecided = Der er mails, som ingen har taget stilling til. Afklar dem, før udgaven bliver godkendt.
gate-proposals-undecided = Der er forslag om svaret, som ingen har taget stilling til.
gate-still-provisional = Svaret er foreløbigt, og det endelige er ikke kommet.
gate-contact = En privatpersons telefonnummer, e-mailadresse eller adresse er ikke skjult.
gate-build-failed = Udgaven kunne ikke bygges. Driften kan se hvorfor i loggen.
gate-changed = Noget er ændret, siden udgaven blev bygget.
release-times = { $text } ({ $n } steder)

release-did-excused = godkendte noget med en begrundelse før offentliggørelsen
release-did-unexcused = fortrød noget, der var godkendt med en begrundelse
