# The memo as a file, and the file that comes back.
memo-row-id = Række-id
memo-file-hint = Ret i rækkerne, og hent filen ind igen under Høringsnotat. Lad Nr. og Række-id stå, så rækkerne kan kendes.
memo-page = Side
memo-page-of = af

memo-back-link = Hent fil ind
memo-back-title = Hent høringsnotatet ind fra Word eller Excel
memo-back-lead = Filen læses, og du ser hver ændring ved siden af det, der står nu. Intet ændres, før du har valgt.
memo-back-file = Fil
memo-back-hint = Word (.docx) eller Excel (.xlsx), højst 20 MB, hentet fra dette høringsnotat.
memo-back-read = Læs filen
memo-back-no-file = Vælg en fil.
memo-back-empty = Filen er tom.
memo-back-too-large = Filen er for stor. Den må højst fylde 20 MB.
memo-back-infected = Der er fundet skadelig kode i filen. Den er ikke gemt.
memo-back-unscanned = Filen kunne ikke undersøges for skadelig kode. Prøv igen om lidt.
memo-back-encrypted = Filen er beskyttet med adgangskode. Fjern adgangskoden, og hent den ind igen.
memo-back-old = Filen er gemt i et andet format. Åbn den, vælg Gem som, og vælg Word-dokument (.docx) eller Excel-projektmappe (.xlsx).
memo-back-pdf = En PDF kan ikke hentes ind i høringsnotatet. Er det det godkendte notat, så læg den op under Godkendt notat. Ellers skal du bruge Word- eller Excel-filen.
memo-back-other = Det er hverken en Word-fil (.docx) eller en Excel-fil (.xlsx). Vælg den fil, der blev hentet fra høringsnotatet.
memo-back-damaged = Filen kan ikke læses. Åbn den i Word eller Excel, gem den igen, og hent den ind.
memo-back-no-rows = Der er ingen punkter i filen. En tabel skal have kolonnerne Nr., Bemærkning og Administrationens bemærkninger.
memo-back-other-hearing = Filen er hentet fra en anden hørings notat.
memo-back-changes = Ændringer i filen
memo-back-of = Fra { $name }.
memo-back-taken-at = Sammenlignet med høringsnotatet, som det blev hentet { $at }.
memo-back-before = Den samme fil blev hentet ind { $at }. Kun det, der stadig er forskelligt, står her.
memo-back-sum = { $n ->
    [0] Ingen ændringer
    [one] 1 ændring
   *[other] { $n } ændringer
 }, { $same ->
    [one] 1 række er uændret
   *[other] { $same } rækker er uændrede
 }
memo-back-legend = Det, der står nu, er streget over. Det, der står i filen, er understreget.
memo-back-nothing = Filen ændrer ikke noget.
memo-back-nothing-taken = Intet er ændret.
memo-back-guess = Rækken har mistet sit id. Den er genkendt på sit nummer eller sin tekst. Se efter, om det er det rigtige punkt.
memo-back-conflict = Punktet er ændret her, siden filen blev hentet. Vælg, hvad der skal gælde. Ændringen her:
memo-back-tracked = { $n ->
    [one] 1 sporet ændring
   *[other] { $n } sporede ændringer
 }
memo-back-somebody = Uden navn
memo-back-take = Brug det, der står i filen
memo-back-take-tracked = Brug filen med de sporede ændringer
memo-back-take-untracked = Brug filen uden de sporede ændringer:
memo-back-leave = Behold det, der står nu
memo-back-not-taken = Denne ændring tages ikke med.
memo-back-do = Gem det valgte
memo-back-cancel = Gem ikke noget
memo-back-done = Hentet ind: { $changed } ændret, { $moved } flyttet, { $removed } udgået, { $made } nye, { $comments } kommentarer.
memo-back-done-undo = Hver ændring er en udgave af sit punkt og kan fortrydes på punktets side. Udgåede punkter kan sættes tilbage i høringsnotatet.
memo-back-to-memo = Se høringsnotatet
memo-back-new = Ny række
memo-back-new-point = Nyt punkt
memo-back-moved = Plads i notatet
memo-back-gone = Rækken er slettet: punktet udgår
memo-back-margin = Kommentar i filen: bliver en kommentar på punktet
memo-back-note = { $who } i filen: { $text }
memo-back-first = først
memo-back-after = efter punkt { $n }
memo-back-last = sidst
memo-back-part = Filen mangler mange af punkterne, eller rækkerne har mistet deres id. Punkter, der ikke er i filen, udgår kun, hvis du vælger det.
memo-back-sorted = Rækkerne er sorteret på en anden måde end i høringsnotatet. Rækkefølgen ændres ikke.
memo-back-unread = { $n ->
    [one] 1 tabel i filen er ikke læst, fordi kolonnerne ikke kendes.
   *[other] { $n } tabeller i filen er ikke læst, fordi kolonnerne ikke kendes.
 }
memo-back-is-removed = Punktet er udgået her. Sæt det tilbage først, hvis ændringen skal gælde.
memo-back-held = { $who } redigerer punktet lige nu.
memo-back-no-disposition = Indstillingen "{ $said }" kendes ikke.
memo-back-no-state = Status "{ $said }" kendes ikke.
memo-back-no-owner = Der er ikke netop én med navnet "{ $said }", som arbejder med høringen.
memo-back-no-section = Afsnittet "{ $name }" findes ikke.

memo-approved-link = Godkendt notat
memo-approved-title = Det godkendte høringsnotat
memo-approved-lead = Er notatet godkendt uden for systemet, kan den godkendte fil lægges op. Så er det den, der offentliggøres.
memo-approved-in-force = Gælder nu
memo-approved-none = Der er ingen godkendt fil. Høringsnotatet offentliggøres, som det står her i systemet.
memo-approved-by = Taget i brug af { $who } { $at }
memo-approved-sent-by = Lagt op af { $who } { $at }
memo-approved-references = { $n ->
    [0] Ingen henvisninger til svar er fundet i filen.
    [one] 1 henvisning til svar er fundet i filen.
   *[other] { $n } forskellige henvisninger til svar er fundet i filen.
 }
memo-approved-wrong = Disse henvisninger passer ikke med svarene:
memo-approved-unknown = findes ikke
memo-approved-why = Begrundelse: { $reason }
memo-approved-end = Brug ikke filen længere
memo-approved-waiting = Venter på at blive taget i brug
memo-approved-use = Brug filen som høringsnotat
memo-approved-use-again = Brug igen
memo-approved-drop = Fjern
memo-approved-reason = Begrundelse for at bruge filen alligevel
memo-approved-reason-hint = For eksempel: A4 er papirets størrelse og ikke et svar.
memo-approved-no-reason = Skriv en begrundelse, eller ret henvisningerne i filen.
memo-approved-hand-in = Læg den godkendte fil op
memo-approved-replace = Læg en ny fil op i stedet
memo-approved-file = Fil
memo-approved-hint = Word (.docx) eller PDF, højst 20 MB. En PDF skal have tekst, ikke kun billeder.
memo-approved-send = Læg op og kontrollér
memo-approved-other = Det er hverken en Word-fil (.docx) eller en PDF.
memo-approved-no-text = Der er ingen tekst i filen. Er den scannet, så brug den fil, den blev udskrevet fra.
memo-approved-earlier = Tidligere filer ({ $n })

memo-did-came-back = lagde en fil op for at hente høringsnotatet ind
memo-did-taken-back = hentede ændringer ind i høringsnotatet
memo-did-approved-uploaded = lagde en godkendt fil op som høringsnotat
memo-did-approved = tog en godkendt fil i brug som høringsnotat
memo-did-approval-ended = tog en godkendt fil ud af brug
