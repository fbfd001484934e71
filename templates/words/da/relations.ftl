# What responses are to each other, and what they say of themselves.
proposals-title = { $n ->
    [one] Programmet foreslår
   *[other] Programmet foreslår { $n } ting
 }
proposal-guess = Programmets gæt
proposal-accept = Godkend
proposal-reject = Afvis
proposal-reject-supplement = Nej, det er et svar for sig
proposal-edit = Ret
proposal-save = Gem det rettede
proposal-body = Hvem skal godkende svaret?
proposal-on = Hvornår?
proposal-names = Hvem svarer? Ét navn på hver linje
proposal-count = Antal underskrifter
proposal-other = Kvitteringsnummer eller reference på det svar, der tilsluttes
proposal-timely-reason = Begrundelse
proposal-split = Del mailen …
proposal-one-response = Nej, det er ét svar
proposal-second-replaces = Erstatter det første
proposal-second-adds = Tillæg til det første
proposal-second-beside = Begge står ved siden af hinanden
proposal-respondents = Fælles svar fra { $n } afsendere
proposal-signatures = { $n } underskrifter
proposal-endorses = Tilslutter sig svaret fra { $whom }
proposal-endorses-only = Tilslutter sig svaret fra { $whom } og siger ikke andet
proposal-reached = Svaret er skrevet af { $sender } og kom til en anden af jeres adresser den { $at }
proposal-timely = Sendt inden fristen, men kommet efter. Regn det som rettidigt?
proposal-several = Flere svar i samme mail: { $senders }
proposal-second = Samme afsender har svaret før
proposal-reached-evidence = Videresendt mail fra { $sender }.
proposal-timely-evidence = Sendt den { $at }, inden fristen.
proposal-why-text = Der står i svaret:
proposal-why-in-reply-to = Mailen er et svar på den første.
proposal-why-same-address = Mailen kommer fra samme adresse.
proposal-why-same-sender = De to svar kommer fra samme mailadresse.
proposal-why-same-consultee = De to svar kommer fra samme høringspart.
proposal-why-damaged = Den første mail var beskadiget. Denne har samme afsender og emne og er hel.
proposal-why-forwarded = Mailen er videresendt til jer.
proposal-why-sent-in-time = Både afsenderens ur og den første server, der fik mailen, siger det.
proposal-why-letterheads = Brevene har hver sin afsender.
proposal-why-later-mail = En senere mail siger det:
proposal-why-staff = Det har en kollega sagt.
proposal-why-unknown = Programmet er i gang med at læse mailen.
proposal-decided-already = Der er allerede taget stilling til forslaget.
proposal-no-day = Skriv dagen som en dato.
proposal-no-count = Skriv antallet med tal.
proposal-no-names = Skriv mindst ét navn.
reached-no-evidence = Skriv, hvor svaret kom, og hvordan I ved det.
reached-no-time = Skriv, hvornår svaret kom. Det kan ikke ligge i fremtiden.
timely-no-reason = Skriv, hvorfor svaret regnes som rettidigt.
relation-itself = Et svar kan ikke høre sammen med sig selv.
relation-circle = Det andet svar erstatter allerede dette.
relation-unknown-number = Der er ikke noget svar med det nummer i høringen.
relation-add = Hører sammen med et andet svar …
relation-kind = Dette svar
relation-other = Det andet svars kvitteringsnummer eller reference
relation-save = Gem
relation-undo = Fortryd
relation-redo = Bekræft alligevel
relation-related = De to svar hører allerede sammen på en anden måde. Fortryd det først under »Hører sammen med«.
relation-not-current = Det ene af de to svar gælder ikke længere. Det er erstattet, trukket tilbage eller en del af et andet svar.
relation-endorses-only = Tilslutter sig og siger ikke andet
reached-not-before = Svaret kom hertil før det tidspunkt. Skriv et tidligere, eller lad være.
proposals-decided = Det har I taget stilling til
proposal-accepted = godkendt
proposal-corrected = rettet og godkendt
proposal-rejected = afvist
desk-together = Flere svarer sammen
desk-together-others = Hvem svarer sammen med dem? Ét navn på hver linje
desk-endorses-awaited = Tilslutter sig svaret fra { $whom }, som ikke er kommet endnu.
desk-did-proposal-reopened = fortrød et svar på et forslag

desk-moment = { $date } kl. { $time }
desk-provisional-by = Foreløbigt svar, skal godkendes i { $body }
desk-provisional-by-on = Foreløbigt svar, skal godkendes i { $body } den { $date }
desk-state-merged = Del af et andet svar
desk-relation-approved-by = Godkendt uden ændringer, siger
desk-relation-approves = Siger, at svaret er godkendt uden ændringer:
desk-relation-split-into = Fra samme mail:
desk-relation-split-from = Fra samme mail som
relation-versions = Udgaver
desk-version-first = Første udgave kom den { $at }
desk-version-provisional = Foreløbigt svar kom den { $at }
desk-version-final = Endeligt svar kom den { $at }
desk-version-corrected = Rettet udgave kom den { $at }
desk-version-approved = Godkendt uden ændringer den { $at }
desk-counts-from-first = Fristen regnes fra den første udgave.
desk-moved-part = { $name } er flyttet til
desk-split = Del mailen i flere svar …
desk-split-undo = Saml igen med det første svar
desk-reached-shown = Kom til os før: { $at }. { $evidence } Kom hertil den { $arrived }. Fristen regnes fra den første.
desk-reached-mail = Se mailen
desk-reached-remove = Fortryd, at det kom før
desk-timely-shown = Regnes som rettidigt: { $reason }
desk-timely = Regn som rettidigt
desk-timely-why = Svaret er stadig mærket som kommet efter fristen. Begrundelsen vises sammen med det.
desk-timely-remove = Regn ikke som rettidigt
desk-approved-now = Er blevet godkendt
desk-not-provisional = Er ikke foreløbigt
desk-signatures-shown = { $n } underskrifter
desk-reached-own-mail = Det fremgår af den mail, som svaret kom i

split-title = Del mailen i flere svar
split-lead = Hvert svar får sit eget nummer, sin egen kvittering og sin egen reference. Mailen bliver ved med at være én mail i regnskabet.
split-who = Hvem er svarene fra?
split-keeps = beholder nummer { $n }
split-new-response = Nyt svar
split-receipt = Kvittering sendes til
split-receipt-hint = Lad feltet være tomt, hvis der ikke skal sendes en kvittering.
split-more = Tilføj endnu et svar
split-parts = Hvor hører delene hjemme?
split-parts-hint = Sæt flere kryds ved et følgebrev, som hører til flere svar.
split-first = 1. Dette svar
split-new = { $n }. Nyt svar
split-named = { $n }. { $name }
split-do = Del mailen
split-cancel = Fortryd
split-nothing-moves = Vælg mindst én del til hvert nyt svar, som ikke også hører til det første.
split-nothing-stays = Der skal blive mindst én del tilbage i det første svar.
split-twice = En del kan kun flyttes til ét svar. Sæt også kryds ved det første svar, hvis den hører til flere.
split-not-current = Svaret er erstattet, trukket tilbage eller samlet med et andet og kan ikke deles.
split-used = Nogen er begyndt at arbejde med svaret. Det kan ikke samles igen på den måde. Brug »Hører sammen med et andet svar«.
split-receipt-sent = Afsenderen har fået en kvittering for svaret. Brug »Hører sammen med et andet svar«, hvis det er en del af det første.
split-no-sender = Skriv, hvem hvert nyt svar er fra.

desk-did-recognised = fandt forslag om svaret
desk-did-proposal-decided = tog stilling til et forslag
desk-did-deemed-timely = tog stilling til, om svaret er rettidigt
desk-did-split = delte mailen i flere svar
desk-did-split-undone = samlede et delt svar igen
proposal-other-mail = denne mail
desk-other-responses = Andre svar
desk-proposals = { $n ->
    [one] 1 forslag
   *[other] { $n } forslag
 }
desk-with-proposals = { $n ->
    [one] 1 svar har forslag
   *[other] { $n } svar har forslag
 }
desk-only-proposals = Med forslag
desk-shown-standing = { $n ->
    [one] Heraf gælder 1.
   *[other] Heraf gælder { $n }.
 }
desk-shown-folded = { $n ->
    [one] 1 tidligere udgave eller tillæg er foldet ind.
   *[other] { $n } tidligere udgaver og tillæg er foldet ind.
 }
desk-earlier-versions = { $n ->
    [one] 1 tidligere udgave eller tillæg
   *[other] { $n } tidligere udgaver og tillæg
 }
