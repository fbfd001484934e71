# Agenda packages: the proposal for a meeting, its appendices, and what came later.
agenda-title = Dagsordenspakker
agenda-one = Dagsordenspakke
agenda-lead = For hvert møde, der behandler høringen: dagsordensforslag med tal fra høringen, fire bilag og tillæg med det, der kom senere.
agenda-no-meetings = Der er ingen møder. De oprettes under opsætning.
agenda-setup = Ret møder og datoer under opsætning
agenda-decides = træffer beslutningen
agenda-held-on = Møde { $day }
agenda-material-due = Materialet skal være klar { $day } ({ $until })
agenda-too-late = Overskredet: materialet skulle have været klar { $day } ({ $until })
agenda-today = i dag
agenda-in-days = { $n ->
    [one] i morgen
   *[other] om { $n } dage
 }
agenda-days-ago = { $n ->
    [one] i går
   *[other] for { $n } dage siden
 }
agenda-deadline = Høringsfrist { $day } ({ $until }){ $body }
agenda-due = Dagsordenspakke til { $body } skal være klar { $day } ({ $until })
agenda-overdue = Overskredet: dagsordenspakke til { $body } skulle have været klar { $day } ({ $until })
agenda-meets = { $body } mødes { $day } ({ $until })
agenda-has-proposal = Forslaget er skrevet
agenda-has-no-proposal = Forslaget er ikke skrevet
agenda-made = { $packages ->
    [0] ingen pakke lavet
    [one] 1 pakke lavet
   *[other] { $packages } pakker lavet
 }{ $addenda ->
    [0] {""}
    [one] , 1 tillæg
   *[other] , { $addenda } tillæg
 }
agenda-appendices = Bilag
agenda-appendix = Bilag { $n }: { $name }
agenda-appendix-memo = Høringsnotat
agenda-appendix-overview = Oversigt
agenda-appendix-compilation = Samlede høringssvar
agenda-appendix-changes = Ændringer i planen
agenda-has-points = { $n ->
    [0] Høringsnotatet har ingen punkter endnu
    [one] 1 punkt
   *[other] { $n } punkter
 }
agenda-has-responses = { $n ->
    [one] 1 svar
   *[other] { $n } svar
 }
agenda-has-release = Udgave { $n }, offentliggjort { $at }
agenda-no-release = Mangler: der er ikke offentliggjort en udgave endnu. Pakken kan laves uden, og bilaget kommer med, når der er en.
agenda-has-changes = { $n ->
    [0] Ingen ændringer
    [one] 1 ændring
   *[other] { $n } ændringer
 }
agenda-packages = Pakker og tillæg
agenda-no-packages = Der er ikke lavet en pakke endnu.
agenda-package = Pakke ({ $n })
agenda-addendum = Tillæg ({ $n })
agenda-fetch = Hent
agenda-of-responses = { $n ->
    [one] 1 modtaget svar
   *[other] { $n } modtagne svar
 }
agenda-of-points = { $n ->
    [one] 1 punkt i høringsnotatet
   *[other] { $n } punkter i høringsnotatet
 }
agenda-of-proposal = forslag, version { $n }
agenda-of-release = udgave { $n }
agenda-of-older-release = en tidligere udgave
agenda-of-no-release = uden samlede høringssvar
agenda-make = Lav pakke
agenda-make-addendum = Lav tillæg
agenda-since = Siden den seneste pakke eller det seneste tillæg er der kommet { $responses ->
    [0] ingen svar
    [one] 1 svar
   *[other] { $responses } svar
 } og ændret { $points ->
    [0] ingen punkter
    [one] 1 punkt
   *[other] { $points } punkter
 } i høringsnotatet.
agenda-proposal = Dagsordensforslag
agenda-filled-in = Teksten er udfyldt med dagens tal og er ikke gemt endnu. Læs den igennem, ret den, og gem.
agenda-saved = Gemt { $at } af { $who }
agenda-anew = Begynd forfra med dagens tal
agenda-case-number = Sagsnr.
agenda-summary = Resumé
agenda-recommendation = Indstilling
agenda-presentation = Sagsfremstilling
agenda-save = Gem forslag
agenda-word = Hent forslaget i Word
agenda-figures = Tal i dag
agenda-no-figures = Der er ikke noget at tælle endnu.
agenda-changed = En kollega har gemt forslaget, siden du åbnede det. Din tekst står her. Gemmer du igen, erstatter den kollegaens; begge bliver gemt.
agenda-no-proposal = Pakken er ikke lavet: gem først dagsordensforslaget.
agenda-held-back = Pakken er ikke lavet. En dagsorden er offentlig, og dette må ikke stå i den:
agenda-no-package = Tillægget er ikke lavet: der er ingen pakke, som det kan høre til.
agenda-nothing-new = Tillægget er ikke lavet: der er ikke kommet noget nyt.
agenda-found-point = Punkt { $n } i høringsnotatet siger noget, der er skjult i et svar, som punktet bygger på.
agenda-found-cpr = »{ $file }« indeholder noget, der ligner et CPR-nummer.
agenda-found-name = »{ $file }« nævner en person, hvis navn er beskyttet.
agenda-found-hidden = »{ $file }« indeholder tekst, der er skjult i et svar.
agenda-held = »{ $title }« var i høring fra { $from } til { $to }.
agenda-came = { $n ->
    [0] Der kom ingen høringssvar.
    [one] Der kom 1 høringssvar.
   *[other] Der kom { $n } høringssvar.
 }
agenda-answered = { $answered } af de { $listed } høringsparter har svaret.
agenda-proposes = { $n ->
    [one] På baggrund af svarene foreslås 1 ændring i planen.
   *[other] På baggrund af svarene foreslås { $n } ændringer i planen.
 }
agenda-recommends = Administrationen indstiller til { $body },
agenda-recommends-note = - at høringssvarene og høringsnotatet tages til efterretning,
agenda-recommends-approve = - at »{ $title }« godkendes med de ændringer, der står i bilag 4.
agenda-recommends-other = - at det anbefales { $other } at godkende »{ $title }« med de ændringer, der står i bilag 4.
agenda-appendices-told = Høringsnotatet (bilag 1) gennemgår bemærkningerne og administrationens svar på dem. Alle svar kan læses i bilag 3.
agenda-figure = { $what }: { $n }
agenda-by-category = Svarene fordeler sig sådan:
agenda-by-theme = Flest svar handler om:
agenda-by-disposition = Bemærkningerne i høringsnotatet er behandlet sådan:
agenda-meetings = Sagen behandles her:
agenda-meeting-line = { $body }, { $day }
agenda-private = Privatperson
agenda-from-release = Som i udgave { $n } af de samlede høringssvar.
agenda-from-now = Svarene, som de er opgjort { $at }.
agenda-addendum-to = Tillæg: { $title }
agenda-since-then = Her står det, der er kommet til siden { $at }.
agenda-new-responses = Nye svar
agenda-no-new-responses = Der er ikke kommet nye svar.
agenda-text-later = Svarets tekst er ikke offentliggjort endnu. Den kommer med i næste udgave af de samlede høringssvar.
agenda-new-points = Ændrede punkter i høringsnotatet
agenda-no-new-points = Ingen punkter er ændret.
agenda-how = Hvad er sket
agenda-point-new = Nyt
agenda-point-changed = Ændret
agenda-point-gone = Udgået
agenda-list-missing = Bilag 3, Samlede høringssvar, mangler: der er ikke offentliggjort en udgave.
agenda-list-no-points = Høringsnotatet har ingen punkter endnu.
agenda-list-no-changes = Der er ingen ændringer i planen.
agenda-file-proposal = dagsordensforslag
agenda-file-appendix = bilag
agenda-file-list = 0-indhold
agenda-file-package = dagsordenspakke
agenda-file-addendum = tillaeg
agenda-did-saved = gemte et dagsordensforslag
agenda-did-taken = hentede et dagsordensforslag
agenda-did-made = lavede en dagsordenspakke
agenda-did-addendum = lavede et tillæg til dagsordenen
agenda-did-package-taken = hentede en dagsordenspakke
agenda-nav = Dagsorden
