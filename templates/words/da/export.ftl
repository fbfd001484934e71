# Staff exports: sheets, documents, and formats for research.
export-title = Eksport
export-lead = Filer til brug i sekretariatet. Hver gang nogen henter svarenes tekst, bliver det skrevet i loggen.
export-sheet = Oversigt og tal
export-sheet-lead = Alle svar på en liste, og hvor mange der skriver om hvert tema, i ét regneark.
export-sheet-get = Hent i Excel
export-texts = Svarene i ét dokument
export-which = Hvilke svar?
export-how = Hvilken tekst?
export-as-public = Som offentligheden ser det
export-as-came = Som svarene kom (internt)
export-internal-warning = Som svarene kom, indeholder de oplysninger, der ikke må offentliggøres.
export-texts-get = Hent i Word
export-research = Til forskning og analyse
export-research-lead = Teksterne, som de kom ({ $responses ->
    [one] 1 svar
   *[other] { $responses } svar
 }), og { $codings ->
    [0] ingen markeringer
    [one] 1 markering
   *[other] { $codings } markeringer
 } med tema.
export-research-warning = Internt – indeholder oplysninger, der ikke må offentliggøres. Del kun filerne, når I har hjemmel til det.
export-project-get = Projekt til analyseprogrammer (REFI-QDA)
export-project-hint = Kan åbnes i for eksempel NVivo, ATLAS.ti, MAXQDA og QualCoder.
export-annotations-get = Markeringer som W3C Web Annotations (JSON-LD)
export-annotations-hint = Én markering for hvert tema på et afsnit, med citat og plads i teksten.
export-annotations-of = Markeringer i svar på »{ $title }«
export-category = { $name } ({ $n ->
    [one] 1 svar
   *[other] { $n } svar
 })
export-no-category = Uden kategori
export-internal = Internt – indeholder oplysninger, der ikke må offentliggøres
export-public = Svarene, som offentligheden ser dem.
export-received = Modtaget { $at } · kvitteringsnummer { $number }
export-received-public = Modtaget { $at }
export-no-text = Svaret har ingen tekst, der kan vises.
export-none = Der er ingen svar.
export-file-internal = svar-internt
export-file-public = svar-offentligt
export-file-annotations = markeringer-internt
export-file-project = analyse-internt
export-matrix-responses = Svar pr. tema
export-matrix-passages = Afsnit pr. tema
export-matrix-theme = Tema
export-matrix-total = I alt
export-matrix-note = Et svar kan høre til flere temaer, så tallene kan ikke lægges sammen nedad.
export-did-taken = hentede svarenes tekst som fil
export-did-response-taken = hentede svaret i en fil
export-did-public-taken = hentede svarene som fil, som offentligheden ser dem
export-nav = Eksport
