# The objection to publication, for the sender and for the secretariat.
objection-title = Gør indsigelse mod offentliggørelse
objection-crumb = Indsigelse
objection-do = Gør indsigelse
objection-when = Er der noget i svaret, som ikke må blive offentligt, eller vil du ikke stå med navn? Så fortæl os det.
objection-lead = Høringssvar bliver lagt frem for alle, så man kan se, hvad beslutningen bygger på. Du har ret til at gøre indsigelse, hvis der i din situation er en grund til, at noget ikke skal vises. En medarbejder ser på det og svarer dig inden en måned.
objection-text = Hvad må ikke blive offentligt, og hvorfor?
objection-hint = Skriv, hvilket sted i svaret eller hvilket bilag det handler om. Det, du skriver her, bliver ikke offentligt.
objection-send = Send indsigelsen
objection-back = Tilbage til dit svar
objection-received = Vi har modtaget din indsigelse
objection-received-text = Gem linket til denne side. Her kan du læse, hvad vi kommer frem til.
objection-received-mail = Vi skriver også til dig.
objection-earlier = Dine indsigelser
objection-open = Ikke behandlet endnu
objection-upheld = Du har fået medhold
objection-partly = Du har fået delvist medhold
objection-rejected = Du har ikke fået medhold
fault-objection-empty = Skriv, hvad der ikke må blive offentligt, og hvorfor.
fault-objection-long = Teksten er for lang. Der er plads til { $limit } tegn.
fault-objection-many = Vi har allerede mange indsigelser til dette svar. Skriv til os i en mail i stedet, så finder vi ud af det sammen.

# On the page of a hearing, for everybody.
objection-case-lead = Er du nævnt i et høringssvar, eller har du selv skrevet et, og er der noget, som ikke skal vises for alle? Så fortæl os det her. En medarbejder ser på det og svarer dig inden { $days } dage.
objection-about = Hvilket svar handler det om?
objection-about-hint = Skriv henvisningen øverst på svaret, for eksempel A4, eller kvitteringsnummeret. Kender du dem ikke, så lad feltet stå tomt og beskriv svaret længere nede.
objection-about-shown = Svaret { $about }
objection-who = Hvem er du?
objector-named = Jeg er nævnt i svaret
objector-respondent = Jeg har skrevet svaret
objector-other = Jeg skriver for en anden
objection-name = Dit navn
objection-name-hint = Vi viser det ikke for andre.
objection-email-hint = Så sender vi dig et link, hvor du kan læse svaret.
objection-contact = Telefon eller postadresse
objection-contact-hint = Udfyld feltet, hvis vi ikke kan skrive til dig på e-mail.
objection-case-hint = Skriv, hvilket sted det handler om, og hvorfor det ikke skal vises. Det, du skriver her, bliver ikke offentligt. Skriv ikke dit CPR-nummer.
objection-case-back = Tilbage til høringen
objection-yours = Din indsigelse
objection-number = Sag { $number }
objection-due-shown = Du får svar senest { $date }.
objection-otherwise-shown = Vi har også svaret dig på en anden måde
objection-where-lead = Vælg den høring, det handler om. Det gælder også, hvis det er en anden, der har skrevet om dig.
objection-where-none = Der er ingen høringer lige nu.
objection-respond = Står der noget om dig, som ikke skal vises? Gør indsigelse
fault-objection-about = Vi kan ikke finde svaret. Se henvisningen øverst på svaret, eller lad feltet stå tomt og beskriv svaret længere nede.
fault-objector = Vælg, hvem du er.
fault-objection-name = Skriv dit navn.
fault-objection-contact = Skriv en e-mailadresse, et telefonnummer eller en postadresse, så vi kan svare dig.
fault-objection-short = Teksten i feltet er for lang.
fault-objection-many-now = Vi får mange indsigelser lige nu. Prøv igen om en time, eller skriv til os i en mail. Adressen står på høringens side.

# The mails about it.
objection-letter-subject-received = Vi har modtaget din indsigelse: { $hearing }
objection-letter-subject-decided = Vi har behandlet din indsigelse: { $hearing }
objection-letter-received =
    Hej

    Vi har modtaget en indsigelse mod offentliggørelse i høringen "{ $hearing }". Den har sagsnummer { $number }.

    Du får svar senest { $due }. Du kan læse svaret her:
    { $link }

    Har du ikke selv skrevet til os, kan du se bort fra denne mail.

    { $contact }
objection-letter-decided =
    Hej

    Vi har behandlet din indsigelse mod offentliggørelse i høringen "{ $hearing }". Den har sagsnummer { $number }.

    Læs, hvad vi er kommet frem til, her:
    { $link }

    Er du uenig, kan du skrive til os eller klage til Datatilsynet (datatilsynet.dk).

    { $contact }

desk-objections = Indsigelser
desk-objections-lead = Afsendere og andre, som et svar nævner, kan gøre indsigelse mod offentliggørelsen. Svar inden den dag, der står ved sagen. Indsigelser bliver aldrig offentlige.
desk-objection-by = Indsigelse fra { $who }
desk-objection-about-typed = Skrevet om svaret: { $about }
desk-objection-none-named = Det er ikke sagt, hvilket svar det handler om.
desk-objection-connect = Hvilket svar handler det om?
desk-objection-connect-do = Gem svaret
desk-objection-no-response = Vi kan ikke finde svaret i denne høring.
desk-objection-due = Svar senest { $date }
desk-objection-days = { $n ->
    [0] i dag
    [one] 1 dag tilbage
   *[other] { $n } dage tilbage
}
desk-objection-overdue = Fristen er overskredet
desk-objection-checked = Kan være sendt af en maskine. Der er ikke sendt en kvittering.
desk-objection-reply = Sådan får personen svar
desk-objection-by-mail = Link til svaret på mail til { $email }
desk-objection-by-link = Bag linket i kvitteringen, med besked på mail, hvis der er en adresse
desk-objection-otherwise = Jeg har svaret på en anden måde
desk-objection-was-otherwise = Besvaret på en anden måde
desk-objection-no-answer = Personen har ingen mailadresse. Svar med brev eller telefon, og sæt kryds ved, at du har gjort det.
desk-objection-too-long = Begrundelsen er for lang.
desk-objection-reopen = Tag afgørelsen tilbage
desk-objection-not-decided = Sagen er allerede åben.
desk-objection-mail-failed = Mailen til { $email } kom ikke frem.
desk-objection-mail-again = Send mailen igen
desk-objections-none = Der er ingen indsigelser.
desk-objections-open = { $n ->
    [one] 1 indsigelse venter
   *[other] { $n } indsigelser venter
}
desk-objection-to = Indsigelse mod svaret fra { $who }
desk-objection-outcome = Afgørelse
desk-objection-upheld = Medhold
desk-objection-partly = Delvist medhold
desk-objection-rejected = Ikke medhold
desk-objection-answer = Begrundelse, som personen kan læse
desk-objection-settle = Gem afgørelsen og giv besked
desk-objection-settled = { $outcome }, { $date }
desk-objection-no-reason = Vælg en afgørelse, og skriv en begrundelse. Personen skal kunne læse, hvorfor.
desk-objection-done = En kollega har allerede afgjort indsigelsen.
desk-objection-see = Se den på siden med indsigelser
