# Setting up a hearing.
setup-new = Opret høring
setup-new-lead = Kun jeres eget hold kan se høringen, indtil I viser den på nettet. Resten sætter du op på næste side.
setup-create = Opret høringen
setup-slug = Adresse på nettet
setup-slug-hint = Små bogstaver, tal og bindestreg, for eksempel udviklingsplan-2027. Lad feltet stå tomt, så laver vi den ud fra titlen. Den kan ikke ændres senere.
setup-slug-form = Brug kun små bogstaver fra a til z, tal og bindestreg.
setup-slug-taken = En anden høring har den adresse. Vælg en anden.
setup-slug-is = Adresse på nettet: /hoeringer/{ $slug }
setup-case-hint = Fra jeres sagssystem. Du kan også skrive det senere.
setup-closes-hint = Hele dagen tæller, til og med kl. 23.59.
setup-too-long = Skriv højst { $n } tegn.
setup-no-day = Vælg en dag.
setup-no-title = Skriv en titel.
setup-no-kind = Vælg, om høringen er frivillig eller lovpligtig.
setup-no-weeks = Skriv, hvor mange uger loven kræver (1-52).
setup-closes-first = Den sidste dag ligger før den første.

setup-title = Opsætning
setup-nav = Opsætning
setup-saved = Gemt
setup-read-only = Du kan læse opsætningen. Høringens administratorer kan ændre den.
setup-state-draft = Kun I kan se høringen
setup-state-coming = Høringen vises på nettet
setup-state-open = Høringen er åben
setup-state-closed = Fristen er udløbet
setup-draft-lacks = { $n ->
    [one] Én ting mangler, før høringen kan vises på nettet.
   *[other] { $n } ting mangler, før høringen kan vises på nettet.
 }
setup-draft-ready = Alt det nødvendige er på plads. Når du viser høringen på nettet, kan alle se den, og fra { $date } kan de svare.
setup-opens = Den åbner { $date }.
setup-closes = Sidste frist er { $date } kl. { $time }.
setup-closed = Fristen var { $date } kl. { $time }.
setup-see = Se den, som andre ser den
setup-done = på plads
setup-needed = skal med
setup-wish = bør med
setup-publish = Vis på nettet
setup-unpublish = Tag høringen ned fra nettet
setup-draft-mark = Kladde, kun I kan se den
setup-lacks-summary = Skriv, hvad høringen handler om
setup-has-summary = Resumé
setup-lacks-dates = Fristen ligger i fortiden. Ret datoerne
setup-lacks-minimum = Skriv, hvor mange uger loven kræver
setup-lacks-too-short = Høringen er kun åben i { $days } dage, og loven kræver mindst { $weeks } uger.
setup-has-dates = Datoer
setup-lacks-mailbox = Skriv den mailadresse, som svar kan sendes til
setup-has-mailbox = Mailadresse
setup-lacks-documents = Læg høringens dokumenter ind
setup-has-documents = Dokumenter
setup-lacks-categories = Sæt kryds ved den kategori, som borgere hører til
setup-has-categories = Kategorier
setup-lacks-consultees = Sæt høringsparterne på listen
setup-has-consultees = Høringsparter
setup-lacks-themes = Indsæt temaerne fra planen. Når høringen er åben, kan der ikke komme flere til
setup-has-themes = Temaer
setup-lacks-decision = Skriv, hvem der beslutter og hvornår
setup-has-decision = Møde, hvor der besluttes

setup-conflict-at = { $who } har gemt det her afsnit { $when }, mens du skrev
setup-conflict = { $who } har gemt det her afsnit, mens du skrev
setup-conflict-text = Det, du har skrevet, står stadig i felterne. Herunder ser du, hvad der er gemt nu, hvor det er anderledes. Gemmer du igen, gælder dit.
setup-f-none = (tomt)
setup-f-yes = ja
setup-f-line = { $field }, linje { $n }

setup-basics = Grundoplysninger
setup-f-title = Titel
setup-f-summary = Resumé
setup-summary-hint = Få linjer om, hvad planen går ud på. Det er det første, folk læser.
setup-f-case-number = Sagsnummer
setup-f-kind = Hvilken slags høring er det?
setup-kind-voluntary = Frivillig høring
setup-kind-statutory = Lovpligtig høring
setup-f-minimum-weeks = Lovens mindste antal uger
setup-weeks-hint = Kun for lovpligtige høringer. Vi tjekker, at høringen er åben længe nok.
setup-f-contact = Kontakt
setup-contact-hint = Hvem kan man spørge, og hvordan?
setup-f-signed-by = Høringsbrevet er underskrevet af
setup-signed-hint = Én på hver linje.
setup-save-basics = Gem grundoplysninger

setup-dates = Datoer og runder
setup-f-opens = Åbner
setup-f-closes = Sidste dag
setup-dates-held = Fristen er kendt af alle. Den flyttes her:
setup-dates-hold = Datoen kan ikke ændres her, fordi høringen er vist på nettet. Brug "Flyt fristen".
setup-rounds = Flere runder
setup-rounds-lead = Skal høringen holdes igen, for alle eller for nogle? Tøm en linje for at fjerne den.
setup-f-round-title = Runde
setup-f-round-kind = Slags
setup-f-round-opens = Åbner
setup-f-round-closes = Sidste dag
setup-round-supplementary = Supplerende høring
setup-round-renewed = Fornyet høring
setup-round-first = Hele høringen
setup-no-round-title = Skriv, hvad runden hedder.
setup-round-before = Runden begynder før høringen.
setup-round-in-use = { $n ->
    [one] Der er kommet et svar i runden, så den kan ikke fjernes.
   *[other] Der er kommet { $n } svar i runden, så den kan ikke fjernes.
 }
setup-save-dates = Gem datoer

setup-deadline = Flyt fristen
setup-deadline-lead = Fristen er { $date }. Den nye frist og begrundelsen står øverst på høringens side, så snart du gemmer.
setup-deadline-day = Ny sidste dag
setup-deadline-reason = Begrundelse
setup-deadline-reason-hint = Alle kan læse den, for eksempel: Et bilag manglede i de første to uger.
setup-deadline-notice = Andet, folk skal vide (frivilligt)
setup-deadline-notice-hint = For eksempel: Har du allerede svaret, behøver du ikke gøre noget.
setup-deadline-move = Flyt fristen for alle
setup-deadline-no-reason = Skriv en begrundelse.
setup-deadline-not-later = Vælg en dag, der ikke er gået, og som ligger efter den frist, der gælder nu.
setup-deadline-changed = En anden har flyttet fristen, mens du skrev. Se herunder, hvad der gælder nu, og prøv igen.
setup-deadline-draft = Høringen er ikke vist på nettet endnu. Ret datoerne ovenfor.
setup-deadline-too-short = Så er høringen åben i kortere tid, end loven kræver.
setup-party = Giv én høringspart en senere frist
setup-party-lead = Fristen gælder kun den ene og vises ikke på nettet.
setup-moves = Frister, der er flyttet
setup-moved-all = For alle: fra { $from } til { $to }
setup-moved-one = { $who }: fra { $from } til { $to }

setup-mailbox = Postkasse
setup-f-mailbox = Adresse, som svar mailes til
setup-mailbox-hint = Den står på høringens side og i kvitteringerne.
setup-no-mailbox = Skriv adressen.
setup-no-address = Skriv én mailadresse, for eksempel hoering@region.dk.
setup-save-mailbox = Gem adresse
setup-mailbox-own = Mail til { $address } hentes fra { $host }, mappen { $folder }.
setup-mailbox-more = Også mail til { $address } hører til her. Den hentes fra { $host }, mappen { $folder }.
setup-mailbox-shared = Mail til { $address } hentes fra { $host }. Flere høringer bruger postkassen, så en mail, der ikke selv siger hvilken, lægger I på plads.
setup-mailbox-other = Postkassen { $address } er sat op til en anden høring ({ $hearing }). Bed jeres it-drift om at rette det.
setup-mailbox-none = Ingen henter mail til { $address } endnu. Bed jeres it-drift om at sætte postkassen op til høringen { $hearing }. Indtil da kan I selv lægge mails ind under Mails.

setup-documents = Dokumenter
setup-documents-none = Der er ingen dokumenter endnu.
setup-document-new = Læg dokumenter ind
setup-document-files = Filer
setup-document-files-hint = PDF, Word, Excel, PowerPoint, OpenDocument eller billeder. Højst { $size } hver.
setup-document-title = Titel
setup-document-title-hint = Lad feltet stå tomt for at bruge filens navn.
setup-document-url = Eller et link
setup-document-url-hint = Begynder med https://
setup-document-round = Hører til
setup-document-add = Læg ind
setup-document-edit = Ret titel
setup-document-bare = Kun titlen, uden fil eller link
setup-document-no-title = Skriv en titel.
setup-document-no-url = Skriv et link, der begynder med https://
setup-document-nothing = Vælg en fil, eller skriv en titel og et link.
setup-document-one-title = Vælg én fil ad gangen, når du selv skriver titlen.
setup-document-both = Vælg enten en fil eller et link.
setup-document-twice = Der er allerede et dokument, der hedder "{ $title }". Skriv en anden titel.
setup-document-type = "{ $name }" er ikke en af de filtyper, alle kan åbne. Gem den som PDF, og prøv igen.
setup-document-infected = "{ $name }" indeholder virus og er ikke gemt.
setup-document-unscanned = "{ $name }" kan ikke tjekkes for virus lige nu. Prøv igen om lidt.
setup-up = Op
setup-down = Ned

setup-parties = Høringsparter
setup-parties-lead = Dem, høringen sendes til. Du kan hente listen fra Excel.
setup-parties-link = Til listen over høringsparter

setup-categories = Kategorier
setup-categories-lead = Svarene samles efter, hvem der svarer. Bogstavet bliver til referencen, for eksempel A3. Tøm en linje for at fjerne den.
setup-f-letter = Bogstav
setup-f-category-name = Navn
setup-f-words = Ord, der hører til
setup-f-private = Borgere
setup-no-letter = Skriv et eller to store bogstaver.
setup-letter-twice = { $letter } står to gange.
setup-no-category-name = Skriv et navn.
setup-no-categories = Der skal være mindst én kategori.
setup-category-in-use = Kategori { $letter } er i brug ({ $n } svar eller høringsparter) og kan ikke fjernes.
setup-letters-hold = Referencerne er lavet af bogstaverne og ligger fast, så bogstaverne kan ikke ændres.
setup-save-categories = Gem kategorier

setup-themes = Temaer
setup-themes-lead = Det, svarene bliver sorteret efter. Indsæt listen fra planen, og se, hvad vi læser, før du gemmer. Temaerne ligger fast, når høringen åbner.
setup-themes-frozen = Høringen er åbnet, så temaerne ligger fast. De kan få nyt navn eller lægges sammen, og der kan komme en ramme til.
setup-themes-link = Til temaerne
setup-themes-new = Indsæt temaer
setup-themes-count = { $n ->
    [one] 1 tema
   *[other] { $n } temaer
 }
setup-outside = findes i alle høringer
setup-frame-title = Temaer
setup-frame-opened = Høringen er åbnet: rammen ligger fast, så snart den er gemt.
setup-frame-lead = Indsæt listen, som den står i planen. Numre, punkttegn, overskrifter og indrykning bliver til niveauer.
setup-frame-name = Navn på listen
setup-frame-name-hint = For eksempel Pejlemærker.
setup-frame-levels = Hvad hedder niveauerne?
setup-frame-levels-hint = Det yderste først, med komma imellem: strategispor, pejlemærke.
setup-frame-level = tema
setup-frame-text = Temaerne, ét på hver linje
setup-frame-text-hint = 1. Titel eller 1 Titel. Brug tabulator eller mellemrum for at lægge et tema under et andet.
setup-frame-no-title = Skriv, hvad listen hedder.
setup-way = Sådan læses niveauerne
setup-way-found = Ud fra indrykning, overskrifter, numre og punkttegn
setup-way-indented = Kun ud fra indrykning
setup-numbers = Numre
setup-numbers-written = Som i teksten
setup-numbers-running = Nummerér temaerne 1, 2, 3 …
setup-numbers-none = Ingen numre
setup-frame-look = Se, hvad vi læser
setup-frame-save = Gem temaer
setup-preview = { $n ->
    [one] Vi læser 1 tema
   *[other] Vi læser { $n } temaer
 }
setup-order = Rækkefølge
setup-outline-empty = Der er ingen temaer i teksten.
setup-outline-too-many = Der er flere end { $n } temaer.
setup-outline-too-long = Linje { $line } er for lang til at være et tema.
setup-outline-too-deep = Linje { $line } ligger for dybt.
setup-outline-no-title = Linje { $line } har et nummer, men ingen titel.
setup-outline-title-twice = Temaet på linje { $line } står der allerede.
setup-outline-number-twice = Nummer { $number } på linje { $line } er brugt før. Ret det, eller vælg "Nummerér temaerne 1, 2, 3 …".
setup-frame-changed = En anden har gemt listen, mens du skrev. Din tekst står stadig her. Åbn listen i et nyt vindue for at se, hvad der er ændret.
setup-frame-frozen = Høringen er åbnet, så temaerne ligger fast.
setup-frame-stays = Den liste findes i alle høringer og bliver, hvor den er.
setup-frame-number-held = Nummer { $number } hører til et tema, der er lagt sammen med et andet.
setup-frame-in-use = { $n ->
    [one] Et tema er i brug og kan ikke fjernes. Skriv det ind igen, eller læg det sammen med et andet.
   *[other] { $n } temaer er i brug og kan ikke fjernes. Skriv dem ind igen, eller læg dem sammen med andre.
 }
setup-frame-used = { $title }: brugt { $n ->
    [one] 1 gang
   *[other] { $n } gange
 }

setup-meetings = Møder og tidsplan
setup-chain = Hvem behandler sagen?
setup-chain-lead = Udvalg og råd med dagen for mødet, og hvornår materialet skal være klar. Tøm en linje for at fjerne den.
setup-f-committee = Udvalg eller råd
setup-f-held-on = Møde
setup-f-material-due = Materiale klar
setup-f-decides = Beslutter
setup-no-body = Skriv, hvem der mødes.
setup-meeting-in-use = Der er skrevet et dagsordensforslag eller lavet en pakke til et møde, som du har fjernet. Mødet kan flyttes til en anden dag, men ikke fjernes.
setup-due-late = Materialet skal være klar før mødet.
setup-meeting-twice = Det møde står der allerede.
setup-course = Tidsplan
setup-course-lead = Det, der ellers sker før, under og efter høringen. Det vises som et forløb.
setup-f-what = Hvad sker der?
setup-f-starts-on = Dag
setup-f-ends-on = Til og med
setup-f-month = Kun måned
setup-f-channel = Hvor
setup-no-what = Skriv, hvad der sker.
setup-ends-first = Slutter, før det begynder.
setup-save-meetings = Gem møder og tidsplan

setup-publication = Offentliggørelse
setup-f-names = Hvordan vises borgere?
setup-names-choice = Som hver af dem vælger: med navn eller som "Borger"
setup-names-name = Alle med navn (beskyttede navne vises aldrig)
setup-names-anonymous = Alle som "Borger"
setup-no-names = Vælg, hvordan borgere vises.
setup-f-hide-contacts = Skjul også telefonnumre og adresser, som organisationer selv har skrevet i deres svar.
setup-f-public-stance = Vis, om et svar støtter, foreslår, er kritisk eller spørger. Det bliver vist som sekretariatets læsning.
setup-save-publication = Gem

setup-did-created = oprettede høringen
setup-did-changed = ændrede opsætningen
setup-did-published = viste høringen på nettet
setup-did-hidden = tog høringen ned fra nettet
setup-did-deadline = flyttede fristen for alle
setup-did-document-added = lagde et dokument ind
setup-did-document-renamed = rettede et dokument
setup-did-document-removed = fjernede et dokument
setup-did-frame = gemte temaer
setup-did-frame-removed = fjernede en liste med temaer
setup-did-frozen = temaerne ligger nu fast
setup-did-role = gav en rolle
