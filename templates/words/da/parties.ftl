# The list of consultees: who was asked and how, who has answered, whose letter came back.
parties-of = Høringsparter: { $title }
parties-file = hoeringsparter
parties-name = Høringspart
parties-kind = Type
parties-email = E-mail
parties-way = Måde
parties-way-mail = Mail
parties-way-digital-post = Digital Post
parties-way-letter = Brev
parties-asked = Bliver spurgt med
parties-status = Status
parties-how = Hvordan
parties-letters = Breve
parties-deadline = Egen frist
parties-answered = Har svaret
parties-missing = Har ikke svaret
parties-returned = Brevet kom retur
parties-alone = Selv
parties-jointly = Sammen med andre
parties-endorsing = Tilslutter sig et andet svar
parties-provisional = foreløbigt
parties-proposed = fundet af systemet
parties-likely = { $n ->
    [one] Ét svar kan være herfra
   *[other] { $n } svar kan være herfra
 }
parties-own-deadline = Egen frist { $day }
parties-count-invited = Inviteret
parties-count-uninvited = Ikke inviteret
parties-count-returned = Kom retur
parties-show = Vis efter status
parties-all = { $n } i alt
parties-search = Søg efter navn, mail eller type
parties-shown = { $n ->
    [one] Viser 1 høringspart.
   *[other] Viser { $n } høringsparter.
 }
parties-none = Listen er tom. Hent den fra et regneark, eller tilføj høringsparterne én ad gangen.
parties-none-found = Ingen høringsparter passer. Prøv færre ord, eller vis alle.
parties-undecided = { $n ->
    [one] 1 svar venter på, at du siger, hvem det er fra
   *[other] { $n } svar venter på, at du siger, hvem de er fra
 }
parties-invite = Send invitation
parties-remind = Send påmindelse
parties-import = Hent fra regneark
parties-new = Tilføj høringspart
parties-import-done = Listen er hentet. { $added ->
    [0] Ingen er føjet til,
    [one] 1 er føjet til,
   *[other] { $added } er føjet til,
 } { $changed ->
    [0] ingen er ændret.
    [one] 1 er ændret.
   *[other] { $changed } er ændret.
 } { $same } var ens i forvejen. { $wrong ->
    [0] Ingen linjer blev sprunget over.
    [one] 1 linje med fejl blev sprunget over.
   *[other] { $wrong } linjer med fejl blev sprunget over.
 } { $kept ->
    [0] Alle på listen stod i filen.
    [one] 1 på listen stod ikke i filen og er der stadig.
   *[other] { $kept } på listen stod ikke i filen og er der stadig.
 }
parties-did-invite = { $n ->
    [0] Ingen nye invitationer blev sendt: alle har fået en.
    [one] 1 invitation er på vej.
   *[other] { $n } invitationer er på vej.
 }
parties-did-remind = { $n ->
    [0] Ingen påmindelser blev sendt: der er ingen, som skal have en.
    [one] 1 påmindelse er på vej.
   *[other] { $n } påmindelser er på vej.
 }
parties-did-note = { $n ->
    [0] Der blev ikke noteret noget: de valgte har fået brevet i forvejen.
    [one] 1 brev er noteret.
   *[other] { $n } breve er noteret.
 }
parties-did-remove = Høringsparten er fjernet fra listen.

parties-letter-invitation = Invitation
parties-letter-reminder = Påmindelse
parties-letter-waiting = { $what } er på vej ({ $way })
parties-letter-sent = { $what } sendt { $day } ({ $way })
parties-letter-dropped = { $what } blev ikke sendt: svaret kom, eller fristen gik
parties-letter-failed = { $what } kunne ikke sendes ({ $way })
parties-letter-bounced = { $what } kom retur ({ $way })
parties-letter-read = Læs brevet
parties-no-letters = Der er ikke skrevet til høringsparten herfra.
parties-returned-what = Ret mailadressen og send invitationen igen, eller send den på en anden måde og notér det.
parties-note-remove = Fjern notatet

parties-answer = Svar
parties-about = Oplysninger
parties-no-category = Ingen kategori
parties-no-name = Skriv et navn på højst 300 tegn.
parties-no-address = Det er ikke en mailadresse. Den skal se ud som navn@eksempel.dk.
parties-name-taken = Der er allerede en høringspart med det navn.
parties-common-deadline = Høringsparten har den fælles frist.
parties-deadline-day = Sidste dag
parties-deadline-reason = Begrundelse
parties-deadline-give = Giv egen frist
parties-remove = Fjern fra listen
parties-remove-lead = En høringspart, som har svaret, eller som der er skrevet til, bliver på listen.
parties-remove-do = Fjern høringsparten
parties-in-use = Høringsparten kan ikke fjernes: den har svaret, eller der er skrevet til den. Ret den i stedet.

parties-matches = Hvem er hvem
parties-matches-lead = Systemet finder høringsparten ud fra adresse, domæne og navn. Bekræft, vælg en anden, eller sig, at afsenderen ikke er på listen. Du kan altid fortryde.
parties-matches-open = { $n ->
    [0] Ingen svar venter
    [one] 1 svar venter
   *[other] { $n } svar venter
 }
parties-matches-none = Alle svar er knyttet til den rigtige høringspart eller til ingen.
parties-matches-rest = Afgjort, eller fra nogen uden for listen
parties-confirm-sure = { $n ->
    [one] Bekræft den, der passer på hele adressen eller navnet
   *[other] Bekræft de { $n }, der passer på hele adressen eller navnet
 }
parties-by-address = Adressen er høringspartens.
parties-by-name = Navnet er høringspartens.
parties-by-domain = Mailens domæne er opkaldt efter høringsparten.
parties-by-like-name = Navnet ligner høringspartens.
parties-by-program = Fundet af systemet.
parties-not-listed = Ikke på listen
parties-decided = Bekræftet af en medarbejder
parties-confirm = Bekræft
parties-is-none = Ikke på listen
parties-undo = Fortryd
parties-choose = Vælg en anden

parties-import-lead = Brug jeres egen liste. Du ser, hvad der bliver føjet til og ændret, før noget sker, og ingen bliver fjernet.
parties-file-label = Regneark eller tekstfil
parties-file-hint = Excel (.xlsx, .xls), LibreOffice (.ods) eller CSV, højst 5 MB. Første ark bliver læst.
parties-file-read = Læs filen
parties-file-none = Vælg en fil.
parties-file-empty = Filen er tom.
parties-file-too-large = Filen er for stor eller pakker ud til for meget. Gem kun listen i en ny fil, og prøv igen.
parties-file-too-many = Filen har mere end 5.000 linjer. Del den op, eller fjern linjer, der ikke er høringsparter.
parties-file-encrypted = Filen har en adgangskode. Gem den uden adgangskode, og prøv igen.
parties-file-other = Filen er ikke et regneark, vi kan læse. Gem den som .xlsx eller .csv, og prøv igen.
parties-file-damaged = Filen er beskadiget og kan ikke læses. Åbn den, gem den igen, og prøv igen.
parties-preview = Se, hvad der sker
parties-preview-lead = Intet er ændret endnu. Sådan er "{ $name }" læst.
parties-preview-no-name = Vi kunne ikke finde kolonnen med navne. Vælg den nedenfor.
parties-preview-do = { $added ->
    [0] Ret { $changed }
   *[other] { $changed ->
        [0] Føj { $added } til
       *[other] Føj { $added } til og ret { $changed }
     }
 }
parties-preview-leave = Lad være
parties-preview-nothing = Filen ændrer ingenting.
parties-preview-wrong = { $n ->
    [one] 1 linje med fejl bliver sprunget over
   *[other] { $n } linjer med fejl bliver sprunget over
 }
parties-preview-notes = Det forstod vi ikke, og det bliver, som det er
parties-preview-added = { $n ->
    [one] 1 bliver føjet til
   *[other] { $n } bliver føjet til
 }
parties-preview-changed = { $n ->
    [one] 1 bliver rettet
   *[other] { $n } bliver rettet
 }
parties-preview-same = { $n ->
    [one] 1 er ens i forvejen.
   *[other] { $n } er ens i forvejen.
 }
parties-preview-kept = { $n ->
    [one] 1 på listen står ikke i filen og bliver på listen
   *[other] { $n } på listen står ikke i filen og bliver på listen
 }
parties-line = Linje
parties-fault = Hvad
parties-fault-no-name = Linjen har intet navn.
parties-fault-long-name = Navnet er for langt til at være et navn.
parties-fault-no-address = "{ $said }" er ikke en mailadresse.
parties-fault-twice = Navnet står også i linje { $line }.
parties-note-category = Kategorien "{ $said }" findes ikke i høringen.
parties-note-way = Måden "{ $said }" kender vi ikke. Skriv mail, Digital Post eller brev.
parties-columns = Kolonner
parties-columns-lead = Er en kolonne forkert, så vælg den rigtige og læs igen.
parties-column-none = Står ikke i filen
parties-first-line = Første linje med en høringspart
parties-columns-do = Læs igen

parties-invite-lead = Invitationen går til alle, der ikke har fået den og ikke har svaret. Ingen får den to gange.
parties-remind-lead = Påmindelsen går én gang til dem, der er inviteret, ikke har svaret og stadig har tid. Den, der svarer imens, får ingen.
parties-no-server = Der er ingen mailserver endnu. Breve venter, til der er en.
parties-closed = Høringsfristen er gået. Giv først høringsparten en egen frist, hvis den stadig skal kunne svare til tiden.
parties-held = { $n ->
    [one] Denne høringspart får ingen påmindelse, for den har måske svaret. Sig først, hvem svaret er fra:
   *[other] Disse { $n } høringsparter får ingen påmindelse, for de har måske svaret. Sig først, hvem svarene er fra:
 }
parties-by-mail = { $n ->
    [0] Ingen får den med mail
    [one] 1 får den med mail
   *[other] { $n } får den med mail
 }
parties-already = { $n } har fået den.
parties-have-answered = { $n } har svaret.
parties-not-invited = { $n } er ikke inviteret.
parties-too-late = For { $n } er fristen gået.
parties-preview-letter = Sådan læser { $who } den
parties-invite-do = { $n ->
    [one] Send 1 invitation
   *[other] Send { $n } invitationer
 }
parties-remind-do = { $n ->
    [one] Send 1 påmindelse
   *[other] Send { $n } påmindelser
 }
parties-see-who = Se, hvem der får den
parties-only-this = Send kun til denne
parties-nobody-by-mail = Der er ingen at sende til med mail.
parties-by-hand = Sendt på en anden måde
parties-by-hand-lead = Har I selv sendt brevet, med Digital Post, på papir eller fra jeres egen mail, så notér det her.
parties-hand-who = Hvem har fået det?
parties-hand-day = Dagen, det blev sendt
parties-hand-do = Notér
parties-hand-none = Vælg mindst én høringspart.
parties-hand-no-day = Skriv dagen, det blev sendt. Den kan ikke ligge i fremtiden.
parties-nobody-left = Der er ingen tilbage at notere.
parties-wording = Tekst
parties-wording-lead = Ord i krøllede parenteser bliver udfyldt for hver høringspart. Svar på mailen går til { $mailbox }.
parties-subject = Emne
parties-wording-save = Gem teksten
parties-letter-empty = Skriv både emne og tekst.
parties-letter-long = Teksten er for lang til et brev.
parties-letter-unknown = Vi kender ikke { $sign }. Brug kun ordene i listen.
parties-alarm = { $n ->
    [one] 1 brev kom retur
   *[other] { $n } breve kom retur
 }
desk-did-consultee-changed = rettede en høringspart
desk-did-consultee-removed = fjernede en høringspart
desk-did-consultees-imported = hentede høringsparter fra et regneark
desk-did-consultees-taken = hentede listen over høringsparter som fil
desk-did-consultee-matched = sagde, hvilken høringspart svaret er fra
desk-did-consultee-match-undone = fortrød, hvilken høringspart svaret er fra
desk-did-consultee-invited = inviterede en høringspart
desk-did-consultee-reminded = mindede en høringspart om høringen
desk-did-letter-came-back = fik et brev til en høringspart retur
desk-did-letter-worded = ændrede teksten i brevet til høringsparter
desk-did-letter-note-removed = fjernede notatet om et brev
