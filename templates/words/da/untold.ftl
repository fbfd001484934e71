# Receipts that did not reach their sender.
untold-title = Kunne ikke kvitteres
untold-lead = Disse afsendere ved måske ikke, at vi har fået deres svar. Send kvitteringen igen, eller fortæl dem det på en anden måde. Svarene selv er gemt og tæller med.
untold-open = { $n ->
    [0] Ingen mangler kvittering
    [one] 1 afsender mangler kvittering
   *[other] { $n } afsendere mangler kvittering
}
untold-none = Alle, der kan få en kvittering, har fået den.
untold-waiting = { $n ->
    [one] 1 kvittering venter på at blive sendt.
   *[other] { $n } kvitteringer venter på at blive sendt.
}
untold-address = Mailadresse
untold-send = Send igen
untold-print = Udskriv som brev
untold-note = Notat, hvis der er brug for det
untold-by-letter = Sendt som brev
untold-by-phone = Fortalt i telefonen
untold-resent = Sendt igen
untold-handled = Klaret
untold-detail = Det svarede den anden mailserver
untold-letter = Kvittering som brev
untold-letter-lead = Udskriv siden, og send den til { $who }. Brevet indeholder afsenderens hemmelige link.
untold-wrong-address = Adressen kan ikke bruges. Den skal se ud som navn@eksempel.dk og må ikke være en af vores egne.
untold-done-already = En kollega har allerede klaret denne kvittering.
untold-kind-received = Kvittering for svaret
untold-kind-corrected = Kvittering for en rettelse
untold-kind-finalised = Kvittering for det endelige svar
untold-kind-supplemented = Kvittering for eftersendt bilag
untold-kind-withdrawn = Bekræftelse på, at svaret er trukket tilbage
untold-kind-objected = Kvittering for en indsigelse
untold-kind-decided = Besked om, hvad der blev besluttet
untold-kind-settled = Besked om, at en indsigelse er afgjort
untold-program = Mailen siger selv, at et program har sendt den. Vi svarer ikke programmer, for så kan de blive ved med at svare hinanden.
untold-list = Mailen kom gennem en mailliste. Et svar kunne gå til alle på listen.
untold-no-return = Mailen har ingen returadresse.
untold-no-sender = Mailen siger ikke, hvem den er fra.
untold-no-reply = Adressen tager ikke imod mail.
untold-own-address = Mailen kom fra en af vores egne adresser.
untold-ack-loop = Mailen svarede på vores kvittering så hurtigt eller så mange gange, at det ligner et program.
untold-forwarded = En kollega har videresendt mailen. Kvitteringen hører til den, der skrev den først.
untold-spam = Mailen er mærket som spam. Send kvitteringen, hvis den er fra en rigtig afsender.
untold-digital-post = Svaret kom med Digital Post, som ikke kan besvares herfra. Svar i jeres Digital Post, og noter det her.
untold-limit = Adressen har fået så mange kvitteringer på et døgn, at der kan være noget galt.
untold-invalid = Adressen er skrevet forkert.
untold-gave-up = Mailen kunne ikke komme af sted i tre døgn.
untold-no-address = Kvitteringen kom retur: adressen findes ikke.
untold-no-domain = Kvitteringen kom retur: det, der står efter @, findes ikke eller tager ikke imod mail.
untold-full = Kvitteringen kom retur: postkassen er fuld.
untold-closed = Kvitteringen kom retur: postkassen er lukket eller bruges ikke mere.
untold-too-large = Kvitteringen kom retur: mailen var for stor for modtageren.
untold-no-answer = Kvitteringen kom retur: modtagerens mailserver svarede ikke.
untold-rejected = Kvitteringen kom retur: modtagerens mailserver afviste den, måske som spam.
untold-bounced = Kvitteringen kom retur. Serveren siger ikke klart hvorfor.
untold-unknown = Kvitteringen blev ikke sendt.
untold-line-waiting = Kvitteringen er på vej.
untold-line-sent = Kvittering sendt { $when }
untold-section = Kvittering
untold-see = Se, hvad der kan gøres
desk-did-receipt-sent = sendte en kvittering
desk-did-receipt-failed = kunne ikke sende en kvittering
desk-did-receipt-bounced = fik en kvittering retur
desk-did-receipt-resent = sendte en kvittering igen
desk-did-receipt-by-letter = sendte kvitteringen som brev
desk-did-receipt-by-phone = fortalte afsenderen i telefonen, at svaret er modtaget
desk-did-receipt-printed = hentede en kvittering til udskrift
desk-did-objection-received = gjorde indsigelse mod offentliggørelse
desk-did-objection-settled = afgjorde en indsigelse
desk-did-objection-reopened = tog afgørelsen af en indsigelse tilbage
desk-did-objection-connected = sagde, hvilket svar en indsigelse handler om
desk-did-objection-sent-again = sendte svaret på en indsigelse igen
desk-did-objection-letter-failed = mail om en indsigelse kom ikke frem
desk-did-withdrawn = trak svaret tilbage
untold-head = { $n } uden kvittering
