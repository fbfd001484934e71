# The list of hearings and the page of each.
breadcrumbs = Brødkrumme
breadcrumb-home = Høringer
hearings-title = Høringer
hearings-lead = Her kan du læse, hvad vi spørger om, svare, og se, hvad andre har svaret.
hearings-open = Du kan svare nu
hearings-none-open = Der er ingen åbne høringer lige nu.
hearings-closed = Fristen er udløbet
hearings-decided = Afgjort
hearing-open-until = I høring – svar senest { $date } kl. { $time }
hearing-closed-on = Fristen var { $date }
hearing-read-responses = Læs de samlede høringssvar ({ $count })
hearing-phase-before = Høringen er ikke åbnet endnu
hearing-phase-closed = Høringen er slut
hearing-phase-decided = Høringen er slut, og sagen er afgjort
hearing-closed-note = Høringen er slut. Du kan stadig sende et svar, men vi kan ikke love, at det når med til det politiske møde.
hearing-extended = Fristen er forlænget fra { $was } til { $now }
hearing-opens = Åbner { $date }
hearing-opened = Åbnede { $date }
hearing-days-left = { $n ->
    [0] Sidste dag
    [one] 1 dag tilbage
   *[other] { $n } dage tilbage
}
deadline = Høringsfrist
at-time = kl. { $time }
answer = Send høringssvar
answer-by-mail = eller skriv til
answer-until = senest { $date } kl. { $time }

how-title = Sådan svarer du
how-web = På nettet
how-web-text = Skriv i formularen, eller vedhæft et brev. Det tager omkring ti minutter, og du skal ikke logge ind.
how-mail = Med mail
how-mail-text = Send brevet som PDF, eller skriv direkte i mailen. Du får straks en kvittering med det, vi har modtaget og kunnet læse.
how-none = Ingen bemærkninger?
how-none-text = Det er også et svar. Sæt kryds ved “Vi har ingen bemærkninger”, så står I på listen over dem, der har svaret.
how-public = Svar bliver offentlige.
how-public-text = Før du sender, ser du præcis, hvad andre kan læse. Skriv ikke CPR-numre eller oplysninger om andres helbred.

documents = Dokumenter
documents-none = Dokumenterne kommer her, når høringen åbner.
questions = Spørgsmål
questions-text = Skriv til sekretariatet, hvis du er i tvivl om planen, fristen eller et svar, du har sendt. En medarbejder svarer.
questions-phone = Kan du ikke svare skriftligt, så bed os ringe op. Vi skriver dit svar ned og læser det højt for dig, før det tæller.
timeline = Forløbet
timeline-background = Det skete før høringen
frames-more = Svarene bliver også sorteret efter
frame-intro = Du kan svare på det hele eller kun det, der betyder noget for dig. Nævn gerne nummeret.
hearing-decides = { $body } beslutter { $date }
hearing-responses = { $n ->
    [one] 1 svar
   *[other] { $n } svar
}
timeline-opens = Høringen åbner
timeline-round-opens = { $round }: åbner
timeline-round-closes = { $round }: sidste frist
timeline-decides = { $body } beslutter
timeline-meets = { $body } behandler svarene
timeline-today = I dag, { $date }
timeline-open-for = { $n ->
    [0] Sidste dag i høringen
    [one] Høringen er åben én dag endnu
   *[other] Høringen er åben i { $n } dage endnu
}
