# What was decided, and where a sender's answer stands.
decision-title = Beslutningen
decision-lead = Fortæl alle, hvad der blev besluttet. { $n ->
    [one] Én afsender får en mail
   *[other] { $n } afsendere får en mail
 } med teksten og med, hvor deres svar står. Mailen bliver sendt én gang og kan ikke kaldes tilbage.
decision-without = { $n ->
    [one] Ét svar har ingen mailadresse. Afsenderen skal have besked på en anden måde.
   *[other] { $n } svar har ingen mailadresse. Afsenderne skal have besked på en anden måde.
 }
decision-meeting = Mødet, der beslutter: { $meeting }
decision-day = Dagen, det blev besluttet
decision-text = Det blev besluttet
decision-text-hint = Skriv kort, hvad der blev besluttet, og hvor man kan læse mere.
decision-do = Fortæl alle, hvad der blev besluttet
decision-told = Alle med en mailadresse fik besked { $when }.
decision-untold = Se, hvem mailen ikke nåede frem til
decision-empty = Skriv, hvad der blev besluttet.
decision-too-long = Teksten er for lang. Skriv højst 5.000 tegn.
decision-too-early = Dagen er ikke kommet endnu.
decision-no-day = Skriv den dag, det blev besluttet.
receipt-mail-subject-decided = Det blev besluttet: { $hearing }
receipt-mail-decided = Du har svaret på en høring, og nu er der truffet en beslutning.
receipt-mail-stands = Dit svar er offentliggjort som { $reference }:
receipt-mail-quoted = Det er citeret under: { $themes }
progress-published-as = Offentliggjort som { $reference }
progress-counted-as = Talt med som { $reference }, men ikke vist
progress-quoted = Citeret under
own-decided = Det blev besluttet { $date }
own-receipt = Hent kvitteringen som fil
own-correct-title = Ret svaret
own-correct-text = Du kan sende en ny udgave, indtil fristen er gået. Den træder i stedet for den første, når en medarbejder har bekræftet det. Vedhæft filerne igen.
own-correct = Skriv en ny udgave
own-corrected-by = En ny udgave er sendt. Svaret her gælder ikke længere.
