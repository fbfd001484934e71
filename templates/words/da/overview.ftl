# The overview of all responses: page, spreadsheet, Word document.
overview-title = Oversigt over svar
overview-of = Oversigt over høringssvar: { $title }
overview-lead = Alle svar, der gælder nu, sorteret efter kategori og reference. Filerne har de samme linjer.
overview-link = Oversigt
overview-xlsx = Hent som Excel
overview-docx = Hent som Word
overview-file = oversigt
overview-case = Sagsnummer { $number }
overview-made = Lavet { $at }.
overview-count = { $n ->
    [one] 1 svar.
   *[other] { $n } svar.
 }
overview-folded = { $n ->
    [one] 1 tidligere version eller eftersendt del står ikke for sig selv.
   *[other] { $n } tidligere versioner og eftersendte dele står ikke for sig selv.
 }
overview-out = { $n ->
    [one] 1 er trukket tilbage eller er ikke et svar, og er ikke med.
   *[other] { $n } er trukket tilbage eller er ikke svar, og er ikke med.
 }
overview-protected = { $n ->
    [one] 1 afsender har navne- og adressebeskyttelse: del kun oversigten med dem, der må se navnet.
   *[other] { $n } afsendere har navne- og adressebeskyttelse: del kun oversigten med dem, der må se navnene.
 }
overview-none = Der er ikke kommet svar endnu.
overview-ref = Ref.
overview-listed = På høringslisten
overview-listed-yes = Ja
overview-listed-no = Nej
overview-listed-some = Ja, { $n } af { $of }
overview-deadline = Frist
overview-in-time = Rettidigt
overview-late-accepted = Efter fristen, regnes som rettidigt
overview-kind = Art
overview-remarks = Høringssvar
overview-provisional = Foreløbigt
overview-final = Endeligt
overview-joint = Fælles for { $n }
overview-signatures = { $n } underskrifter
overview-endorses = Tilslutter sig { $what }
overview-on-behalf = { $name } på vegne af { $behalf }
overview-themes = Temaer
overview-attachments = Bilag
desk-did-overview-taken = hentede oversigten som fil
