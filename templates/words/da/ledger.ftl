# The ledger of mails and what is done with a mail.
ledger-waiting = Skal afklares
ledger-waiting-hint = Spam, mails vi ikke kan læse, og mails uden plads skal ses af en af jer, før svarene bliver offentliggjort.
ledger-no-hearing = Uden høring
ledger-no-hearing-hint = De kom til en fælles postkasse og hører ikke til en høring endnu. De er ikke med i summen her.
ledger-sum-wrong = Summen passer ikke: der er kommet { $seen } mails, men stederne giver { $sum }. Giv besked til den, der driver systemet.
ledger-unfounded = Disse mails siger, at de er blevet til noget, som ikke findes. Giv besked til den, der driver systemet:
ledger-undecided-of = { $n } skal afklares
ledger-undecided = Skal afklares
ledger-filters = Find mails
ledger-search = Emne eller afsender
ledger-search-do = Søg
ledger-total = { $n ->
    [one] 1 mail
   *[other] { $n } mails
 }
ledger-newer = Nyere
ledger-older = Ældre
ledger-pages = Flere mails

mail-upload = Læg mails ind som filer
mail-upload-lead = Har I en mail et andet sted, så gem den som fil (.eml eller .msg), og læg den ind her. Den behandles som de andre og tæller med fra den dag, den kom til jer.
mail-upload-files = Filer
mail-upload-do = Læg ind
mail-upload-none = Vælg mindst én fil.
mail-upload-too-many = Der kan højst lægges 10 filer ind ad gangen.
mail-upload-too-large = Filen "{ $name }" fylder mere, end en mail må.
mail-upload-all-too-large = Filerne fylder for meget tilsammen. Læg dem ind lidt ad gangen.
mail-upload-new = "{ $name }" er lagt ind: { $place }
mail-upload-already = "{ $name }" er her allerede
mail-upload-empty = Filen "{ $name }" er tom.
mail-upload-other = Filen "{ $name }" er ikke en mail. Gem mailen som .eml eller .msg.

mail-cause-own-mail = Det er en mail, som vi selv har sendt, og som er kommet tilbage.
mail-cause-junk-folder = Mailserveren havde lagt den i mappen til uønsket mail.
mail-cause-malware = Mailen har et program eller en virus med. Filerne kan ikke hentes.
mail-cause-no-hearing = Mailen kom til en postkasse, som flere høringer deler, og siger ikke, hvilken høring den hører til.
mail-cause-several-hearings = Mailen er sendt til flere høringer på én gang.
mail-cause-withdraws-unclear = Nogen vil trække et svar tilbage, men det er ikke klart hvilket.
mail-cause-no-text = Vi kunne ikke finde nogen tekst i mailen.
mail-cause-reading-failed = Programmet gik i stå, hver gang det prøvede at læse mailen.
mail-cause-auto-reply = Det er et automatisk svar, for eksempel om fravær.
mail-cause-bounce = Det er en besked om, at en mail ikke kunne afleveres.
mail-cause-bulk = Det ligner et nyhedsbrev eller en anden masseudsendelse.
mail-cause-read-receipt = Det er en kvittering for, at en mail er åbnet.
mail-cause-calendar = Det er en mødeindkaldelse.

mail-place = Sted
mail-from-head = I mailen står der { $from }
mail-undecided = Tag stilling til mailen, før svarene bliver offentliggjort.
mail-decided-stays = Set, og bliver her
mail-decided-response = Gjort til høringssvar. Før: { $from }
mail-decided-supplement = Lagt til et svar som eftersendt bilag. Før: { $from }
mail-decided-correction = Lagt til et svar som rettelse. Før: { $from }
mail-decided-withdrawal = Lagt til et svar som ønske om at trække det tilbage. Før: { $from }
mail-decided-duplicate = Lagt til et svar, der siger det samme. Før: { $from }
mail-decided-moved = Flyttet hertil. Før: { $from }
mail-undo = Fortryd
mail-responses = Svar
mail-made-none = { $number } · regnes ikke som et svar
mail-first = Den første mail med samme indhold
mail-enquiry = Henvendelsen
mail-belongs = Hører til
mail-same-id = Samme mail-id, men et andet indhold
mail-checks = Tjek af afsenderens server
mail-check-pass = { $check }: i orden
mail-check-fail = { $check }: ikke i orden. Mailen kan være sendt af en anden.
mail-check-unsure = { $check }: usikker
mail-check-none = { $check }: ikke sat op hos afsenderen
mail-check-error = { $check }: kunne ikke tjekkes
mail-inner = Mail i mailen: { $subject }
mail-inner-from = Fra { $from }
mail-file-unnamed = Fil { $n } uden navn
mail-raw-infected = Mailen kan ikke hentes, som den kom: den har en virus.
mail-raw-waiting = Mailen kan ikke hentes endnu: virusscanneren har ikke svaret.
mail-next = Næste, der skal afklares

mail-write = Skriv til afsenderen
mail-write-lead = Vi svarer ikke af os selv på mails, vi ikke kan læse. Her er en tekst, I kan sende.
mail-write-to = Til
mail-write-subject-label = Emne
mail-write-open = Åbn i dit mailprogram
mail-write-subject = SV: { $subject }
mail-write-encrypted =
    Hej

    Vi har fået jeres mail om høringen "{ $hearing }". Den er krypteret, og vi kan ikke åbne den.

    Vil I sende den igen til { $mailbox } uden kryptering eller med Digital Post? Vi har gemt den første mail, så I kan se, hvornår den kom.

    Venlig hilsen
mail-write-too-large =
    Hej

    Vi har fået jeres mail om høringen "{ $hearing }". Den er så stor, at vi ikke kan læse den.

    Vil I sende filerne i flere mails til { $mailbox } eller med formularen på høringens side? Vi har gemt den første mail, så I kan se, hvornår den kom.

    Venlig hilsen
mail-write-unreadable =
    Hej

    Vi har fået jeres mail om høringen "{ $hearing }", men vi kan ikke læse teksten i den.

    Vil I sende den igen til { $mailbox }, gerne som almindelig tekst eller som PDF? Vi har gemt den første mail, så I kan se, hvornår den kom.

    Venlig hilsen

mail-acts = Hvad skal der ske?
mail-stays = Er set og bliver her
mail-promote = Gør til høringssvar
mail-promote-lead = Svaret får et kvitteringsnummer og kommer i indbakken med den dag, mailen kom.
mail-promote-do = Gør til høringssvar
mail-organisation = Organisation
mail-name = Navn
mail-email = Mailadresse
mail-category = Kategori
mail-category-by-list = Find ud fra listen over høringsparter
mail-text = Mailens tekst
mail-text-hint = Programmet kunne ikke læse den. Skriv den af, hvis I kan. Ellers kan I skrive den senere på svarets side.
mail-receipt = Send afsenderen en kvittering
mail-receipt-to = Kvitteringen sendes til
mail-attach = Læg til et svar
mail-attach-number = Svarets kvitteringsnummer eller reference
mail-attach-known = Samme afsender har sendt
mail-attach-way = Hvad er mailen?
mail-way-supplement = Eftersendt bilag: lægges til svaret
mail-way-correction = Rettelse: bekræftes på svarets side
mail-way-withdrawal = Vil trække svaret tilbage: bekræftes på svarets side
mail-way-duplicate = Det samme svar igen
mail-attach-receipt = Send en kvittering for bilag eller rettelse
mail-attach-do = Læg til svaret
mail-sender = Angiv afsender
mail-sender-lead = Hvem mailen i virkeligheden er fra. Er mailen et svar, bliver svaret rettet med.
mail-sender-set = Angivet af { $who } { $date }
mail-sender-do = Gem afsender
mail-sender-clear = Brug det, der står i mailen
mail-move = Flyt til
mail-move-to = Nyt sted
mail-move-choose = Vælg sted
mail-move-hearing = Høringen "{ $hearing }"
mail-move-do = Flyt mailen

mail-act-not-here = Mailen har fået et andet sted imens. Se, hvad der står nu.
mail-act-address = Adressen kan ikke bruges. Den skal se ud som navn@eksempel.dk og må ikke være en adresse, der ikke tager imod mail.
mail-act-no-sender = Skriv, hvem mailen er fra: en organisation eller et navn.
mail-act-not-current = Det svar er ikke det gældende: det er erstattet, trukket tilbage eller lagt sammen med et andet. Brug nummeret på det, der gælder.
mail-act-itself = Det svar er lavet af netop denne mail.
mail-act-no-way = Vælg, hvad mailen er.
mail-act-no-target = Vælg, hvor mailen skal hen.
mail-act-no-decision = Der er ikke noget at fortryde.
mail-act-worked = Det kan ikke fortrydes her: nogen er begyndt at arbejde med svaret. Fjern mærker og skjult tekst først, eller ret det på svarets side.
mail-act-referenced = Det kan ikke fortrydes: svaret har fået en reference og er med i det, der bliver offentliggjort.
mail-act-receipt-sent = Det kan ikke fortrydes: afsenderen har fået en kvittering og regner med, at svaret er modtaget.
mail-act-depended = Det kan ikke fortrydes: noget andet hænger sammen med svaret, for eksempel en rettelse. Løs det først på svarets side.
mail-act-no-role = Mailen kom fra en høring, hvor du ikke kan redigere. Bed en kollega om at fortryde.

mail-did-placed = gav mailen sit sted
mail-did-uploaded = lagde mailen ind som fil
mail-did-seen = så på mailen og lod den blive
mail-did-promoted = gjorde mailen til et høringssvar
mail-did-attached = lagde mailen til et svar
mail-did-sorted = flyttede mailen
mail-did-sender-set = angav, hvem mailen er fra
mail-did-sender-cleared = lod mailens egen afsender gælde igen
mail-did-undone = fortrød, hvad der skulle ske med mailen
