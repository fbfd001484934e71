# Asking the sender before publication.
question-title = Spørg afsenderen
question-write = Skriv til afsenderen
question-to = Mailen går til { $to }. Svaret kommer i indbakken som en henvendelse og bliver knyttet til spørgsmålet.
question-subject-label = Emne
question-text-label = Tekst
question-send = Send
question-subject = Dit svar til høringen { $hearing }
question-text =
    Kære afsender

    Tak for dit svar til høringen { $hearing } (kvittering { $number }).

    Vi offentliggør alle svar. I dit svar står der oplysninger om dig selv, som mange helst vil holde for sig selv. Vil du have, at vi viser dem, eller skal vi skjule dem?

    Svar på denne mail. Hører vi ikke fra dig, skjuler vi oplysningerne.

    Venlig hilsen
    Sekretariatet
question-asked = Afsenderen er spurgt
question-waiting = Bliver sendt.
question-sent = Sendt. Svar afventes.
question-failed = Kunne ikke sendes.
question-bounced = Mailen kom retur.
question-answered = Afsenderen har svaret.
question-see = Se svaret
question-see-own = Det skrev vi
question-no-address = Afsenderen har ikke opgivet en mailadresse.
question-empty = Skriv emne og tekst, før du sender.
question-too-long = Emnet må have 200 tegn og teksten 10.000. Gør det kortere.
desk-did-asked = spurgte afsenderen
desk-did-sender-answered = fik svar fra afsenderen
desk-did-question-not-sent = kunne ikke nå afsenderen
