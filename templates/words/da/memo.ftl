# The memo: points, who said what they answer, the list of what stands under none, the summary.
memo-nav = Høringsnotat
memo-title = Høringsnotat
memo-lead = Hver bemærkning med, hvem der har fremsat den, hvad administrationen svarer, og hvad det fører til.
memo-sum = { $points ->
    [0] Ingen punkter endnu
    [one] 1 punkt
   *[other] { $points } punkter
 }, { $agreed } afstemt
memo-references-open = Referencerne er ikke fastlagt endnu. Indtil da står svarene med deres kvitteringsnummer.
memo-views = Vis punkterne efter
memo-by-theme = Efter tema
memo-by-respondent = Efter afsender
memo-by-disposition = Efter indstilling
memo-by-owner = Efter ansvarlig
memo-by-state = Efter status
memo-summary-link = Sammenfatning og tal
memo-changes-link = Ændringer i planen
memo-docx = Hent som Word
memo-xlsx = Hent som Excel
memo-file = hoeringsnotat
memo-of = Høringsnotat: { $title }
memo-made-at = Lavet { $at }.
memo-new = Nyt punkt
memo-general = Generelle bemærkninger
memo-other = Øvrigt
memo-by-nobody = Punkter uden henvisning til et svar
memo-nobody = Ingen ansvarlig
memo-none = Der er ingen punkter endnu. Lav det første af en mærket tekst i listen, eller skriv et selv.
memo-unanswered = Svar, som intet punkt svarer på ({ $n })
memo-removed = Udgåede punkter ({ $n })
memo-put-back = Sæt tilbage
memo-made = Punkt { $n } er oprettet.
memo-joined = Teksten er føjet til punkt { $n }.
memo-open = Åbn punktet
memo-undo-made = Fortryd

memo-number = Nr.
memo-remark = Bemærkning
memo-from = Fremsat af
memo-comment = Administrationens bemærkninger
memo-disposition = Indstilling
memo-no-source-yet = Ingen henvisning
memo-no-comment-yet = Intet svar endnu
memo-changes-plan = Ændrer planen
memo-changes-page = Ændrer planen: { $page }
memo-owned = Hos { $who }
memo-due-on = Frist { $date }
memo-due-over = Fristen { $date } er overskredet
memo-editing = { $who } redigerer
memo-comments-n = { $n ->
    [one] 1 kommentar
   *[other] { $n } kommentarer
 }
memo-warned = Kan indeholde noget, der ikke må offentliggøres
memo-up = Flyt punkt { $n } op
memo-down = Flyt punkt { $n } ned

memo-accepted = Imødekommes
memo-partly = Imødekommes delvist
memo-declined = Imødekommes ikke
memo-noted = Giver ikke anledning til ændring
memo-forwarded = Videresendt
memo-forwarded-to = Videresendt til { $to }
memo-undecided = Ikke besluttet
memo-state-draft = Kladde
memo-state-for-comment = Til kommentering
memo-state-agreed = Afstemt

memo-gone-superseded = erstattet af nyere svar
memo-gone-withdrawn = udgået, trukket tilbage
memo-gone-duplicate = samme svar modtaget to gange
memo-gone-no-response = viste sig ikke at være et svar
memo-gone-merged = del af et andet svar
memo-gone-note = slettet
memo-newer = Se det nyere svar
memo-note = Note
memo-whole = Henviser til hele svaret.
memo-unmarked = Teksten er ikke mærket længere.
memo-not-public = Teksten vises ikke: den bliver ikke offentlig, som svaret står nu. Læs den i svaret.

memo-loose = Uden punkt
memo-loose-sum = { $n ->
    [0] Alt, hvad der er mærket, står under et punkt.
    [one] 1 mærket tekst eller note står ikke under noget punkt.
   *[other] { $n } mærkede tekster og noter står ikke under noget punkt.
 }

memo-loose-more = { $n ->
    [one] 1 mere kommer frem, når disse er behandlet.
   *[other] { $n } flere kommer frem, når disse er behandlet.
 }
memo-loose-hidden = Hele teksten er skjult for offentligheden. Læs den i svaret, og skriv bemærkningen selv.
memo-loose-make = Nyt punkt
memo-loose-write = Skriv selv
memo-loose-under = Føj til punkt nr.
memo-loose-join = Føj til
memo-loose-all = Alle temaer
memo-loose-from = Læs teksten i svaret
memo-key-row = næste, forrige
memo-key-new = nyt punkt
memo-key-under = føj til punkt
memo-key-open = læs i svaret
memo-key-edit = åbn punktet

memo-point = Punkt { $n }
memo-new-title = Nyt punkt
memo-new-lead = Skriv bemærkningen med egne ord. Den bliver offentlig sammen med høringsnotatet.
memo-from-passage = Punktet henviser til denne tekst
memo-edit = Redigér
memo-leave = Luk uden at gemme
memo-save = Gem punktet
memo-create = Opret punktet
memo-take-over = Overtag
memo-take-over-save = Overtag og gem
memo-held-now = { $who } redigerer punktet lige nu. Overtager du det, kan { $who } ikke gemme uden at se dine ændringer.
memo-is-removed = Punktet udgik { $at }. Nummeret bruges ikke igen.
memo-section = Afsnit
memo-department = Videresendes til
memo-department-hint = Skriv navnet på afdelingen, hvis punktet sendes videre.
memo-change = Ændring i planen
memo-change-page = Side eller sted i planen
memo-change-before = Står nu
memo-change-after = Ny tekst
memo-state = Status
memo-owner = Ansvarlig
memo-due = Frist for punktet
memo-choose-owner = Ingen
memo-public-soon = Bemærkning, svar, indstilling og ændring bliver offentlige. Kommentarer og tidligere udgaver gør ikke.
memo-found-lead = Det må ikke komme med i det, der offentliggøres:
memo-found-cpr = Noget ligner et CPR-nummer.
memo-found-phone = Noget ligner et telefonnummer.
memo-found-email = Noget ligner en e-mailadresse.
memo-found-address = Noget ligner en adresse.
memo-found-hidden = Teksten siger noget, der er skjult i et af de svar, som punktet henviser til.
memo-meanwhile = Det, der er gemt, ved siden af det, du har skrevet
memo-meanwhile-lead = Det, der er gemt, er streget over. Det, du har skrevet, er understreget.
memo-remove-source = Fjern
memo-add-source = Føj svar til
memo-add-hint = Skriv referencer eller kvitteringsnumre, for eksempel A3, B1.
memo-add = Føj til
memo-comments = Kommentarer
memo-comments-lead = Kun for dem, der arbejder med høringen.
memo-no-comments = Ingen kommentarer.
memo-say = Skriv en kommentar
memo-say-do = Send kommentar
memo-versions = Udgaver
memo-version-made = oprettede punktet
memo-version-saved = gemte
memo-version-restored = satte udgave { $n } tilbage
memo-version-n = Udgave { $n }
memo-version-stands = gælder nu
memo-version-restore = Sæt tilbage
memo-undo-last = Fortryd seneste ændring
memo-same = Ingen forskel i teksten.
memo-remove = Lad punktet udgå
memo-previous = Forrige punkt
memo-next = Næste punkt
memo-renew-lost = En anden har overtaget punktet. Din tekst står her stadig.

memo-no-remark = Skriv en tekst.
memo-too-long = Teksten er for lang. Der må højst stå { $n } tegn i feltet.
memo-no-theme = Vælg et afsnit, der hører til denne høring.
memo-no-disposition = Vælg en af indstillingerne.
memo-no-day = Vælg en dato.
memo-no-department = Skriv, hvem punktet sendes videre til.
memo-no-person = Vælg en, der arbejder med høringen.
memo-not-ready = Et punkt kan først være afstemt, når der er både et svar og en indstilling.
memo-held = { $who } redigerer punktet. Det, du har skrevet, står her stadig.
memo-changed = En anden har gemt siden. Se, hvad der er forskelligt, og gem igen, hvis din tekst skal gælde.
memo-no-source = Teksten findes ikke længere i denne høring.
memo-no-reference = Der er intet svar { $name } i denne høring.
memo-withdrawn = Svaret { $name } er trukket tilbage eller erstattet og kan ikke føjes til.
memo-no-version = Den udgave findes ikke.
memo-no-point = Der er intet punkt nr. { $n }.
memo-all-hidden = Hele teksten er skjult for offentligheden. Skriv bemærkningen selv.

memo-changes-title = Ændringer i planen
memo-changes-lead = Det, som punkterne ændrer i planen, i sidernes orden.
memo-changes-none = Ingen punkter ændrer noget i planen endnu.
memo-passed-on = Videresendt
memo-passed-none = Ingen punkter er videresendt.

memo-summary-title = Sammenfatning og høringen i tal
memo-summary = Sammenfatning
memo-summary-lead = Højst en side. Den står forrest i høringsnotatet.
memo-summary-none = Der er ikke skrevet nogen sammenfatning endnu.
memo-summary-save = Gem sammenfatningen
memo-characters = { $n } af { $limit } tegn
memo-numbers = Høringen i tal
memo-numbers-lead = Talt på samme måde som i de samlede høringssvar.
memo-received = Modtagne svar
memo-standing = Svar, der gælder
memo-answered = { $answered } af { $asked } høringsparter har svaret
memo-per-theme = Temaer
memo-theme = Tema
memo-theme-responses = Svar
memo-theme-passages = Steder
memo-theme-points = Punkter
memo-per-disposition = Punkter efter indstilling
memo-count = Antal
memo-what = Hvad

memo-did-made = oprettede et punkt i høringsnotatet
memo-did-saved = gemte et punkt i høringsnotatet
memo-did-restored = satte en tidligere udgave af et punkt tilbage
memo-did-removed = lod et punkt i høringsnotatet udgå
memo-did-put-back = satte et punkt tilbage i høringsnotatet
memo-did-moved = flyttede et punkt i høringsnotatet
memo-did-taken-over = overtog et punkt, som en anden redigerede
memo-did-commented = kommenterede et punkt
memo-did-source-added = føjede et svar til et punkt
memo-did-source-removed = fjernede et svar fra et punkt
memo-did-summarised = gemte sammenfatningen i høringsnotatet
memo-did-taken = hentede høringsnotatet som fil
