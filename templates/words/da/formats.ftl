# Formats of a release: the workbook, annotations, volumes, and how far a build is.
formats-xlsx-title = Oversigt over høringssvar: { $hearing }
formats-xlsx-ledger = Regnskab
formats-xlsx-number = Nr.
formats-xlsx-theme = Tema
formats-xlsx-responses = Svar i alt
formats-annotations-label = Mærkede afsnit i høringssvar: { $hearing }
formats-file-volume = Samlede høringssvar, bind { $n }
formats-progress = Bind { $volume } af { $volumes } bliver sat.
formats-progress-last = Alle { $volumes } bind er sat. Resten af filerne bliver lavet.
publication-file-oversigt-xlsx = Oversigt, temaer og regnskab i Excel
publication-file-afsnit-jsonld = Mærkede afsnit som annotationer (W3C)
publication-file-hoeringssvar-schema-json = Beskrivelse af dataformatet (JSON Schema)
publication-file-hoeringssvar-zip = Alle filer samlet
gate-disk-full = Der er ikke plads på disken, så udgaven kunne ikke gemmes. Bed driften om at skaffe plads, og byg den så igen.
gate-typesetter-stopped = Programmet, der sætter PDF’en, blev afbrudt. Byg udgaven igen. Sker det igen, mangler maskinen måske hukommelse.
