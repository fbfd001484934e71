# Læst igen: hvad en nyere udgave af programmet læser anderledes.
diff-title = Læst igen – forskelle
diff-lead = Programmet er blevet bedre til at læse mails og filer, og alt er læst igen. Her står, hvad der blev læst anderledes. Intet er ændret endnu: det sker først, når en af jer godtager det.
diff-open = { $n ->
    [one] { $n } forskel efter ny læsning
   *[other] { $n } forskelle efter ny læsning
}
diff-none = Der er ingen forskelle, der venter.
diff-more = { $n ->
    [one] Der er { $n } forskel mere. Den vises her, når I har taget stilling til nogle af disse.
   *[other] Der er { $n } forskelle mere. De vises her, når I har taget stilling til nogle af disse.
}
diff-decided = Taget stilling til
diff-accepted = Godtaget
diff-dismissed = Afvist
diff-accept = Godtag
diff-dismiss = Afvis
diff-seen = Set
diff-was = Før
diff-is = Nu
diff-left-out = uændret tekst er udeladt
diff-found = Fundet nu:
diff-lost = Ikke fundet nu:
diff-warned = Ny bemærkning om læsningen:
diff-over = Gælder ikke længere:
diff-file-unnamed = fil uden navn
diff-field-kind = Slags mail
diff-field-sender = Afsender
diff-field-subject = Emne
diff-field-arrival = Ankomst
diff-field-text = Tekst
diff-field-files = Bilag
diff-field-warnings = Bemærkninger om læsningen
diff-field-state = Læsning af fil
diff-field-file = Tekst i { $name }
diff-note-kind = Mailen bliver liggende, hvor den er, indtil en af jer flytter den.
diff-note-rule = Tidspunktet er det samme, men det er fundet på en anden måde.
diff-note-other-texts = Mailen har nu et andet antal tekster end svaret. Læs mailen, og ret svarets tekster, hvis det er nødvendigt.
diff-note-no-response = Mailen er ikke et høringssvar, så der er ingen tekst at skifte ud.
diff-note-ranges = Teksten er den samme. Det er grænserne for citater, underskrifter og lignende, der er sat anderledes.
diff-note-lost = Ingen filer bliver fjernet fra svaret.
diff-kind-response = Høringssvar
diff-kind-correction = Rettelse
diff-kind-supplement = Supplement
diff-kind-withdrawal = Tilbagetrækning
diff-kind-enquiry = Henvendelse
diff-kind-duplicate = Dublet
diff-kind-auto-reply = Autosvar
diff-kind-bounce = Besked om mail, der ikke kom frem
diff-kind-bulk = Nyhedsbrev eller anden massemail
diff-kind-read-receipt = Læsekvittering
diff-kind-calendar = Mødeindkaldelse
diff-kind-malware = Skadelig mail
diff-kind-unreadable = Kan ikke læses
diff-state-text = Teksten er læst
diff-did-read = læste listen over forskelle efter ny læsning
diff-did-accepted = godtog en forskel efter ny læsning
diff-did-dismissed = afviste en forskel efter ny læsning
diff-did-mail-again = læste en mail igen og fandt forskelle
diff-did-part-again = læste en fil igen og fandt forskelle
