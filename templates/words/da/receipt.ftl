# The receipt by mail.
receipt-mail-subject = Kvittering: { $hearing }
receipt-mail-thanks = Vi har modtaget dit høringssvar til »{ $hearing }«.
receipt-mail-number = Kvitteringsnummer: { $number }
receipt-mail-arrived = Modtaget: { $when }
receipt-mail-late = Dit svar kom { $when }, efter fristen. Det kommer med på sagen og er mærket "efter fristen".
receipt-mail-parts = Det har vi modtaget:
receipt-mail-body = Teksten i dit svar
receipt-mail-reading = vi er ved at læse filen
receipt-mail-infected = vi har fået filen, men den har virus og bliver ikke åbnet. Dit svar tæller med. Send filen igen fra en anden maskine.
receipt-mail-unreadable = vi har fået filen, men kan ikke læse den. Send den igen som PDF uden adgangskode.
receipt-mail-link-intro = Følg dit svar, ret det, eller træk det tilbage inden fristen. Linket er kun til dig:
receipt-mail-public-title = Det bliver offentligt
receipt-mail-public-text = Alle høringssvar bliver lagt frem, før der bliver truffet en beslutning: teksten i dit svar, teksten i dine bilag og hvem der har svaret. Vi viser ikke CPR-numre, private telefonnumre, mailadresser og adresser eller oplysninger om andres helbred. Er der noget, som ikke skal vises, så skriv til os, eller gør indsigelse via linket ovenfor.
receipt-mail-privacy = { $organisation } er dataansvarlig og behandler dine oplysninger for at gennemføre høringen som led i myndighedens opgaver (databeskyttelsesforordningens artikel 6, stk. 1, litra e). Svaret bliver gemt på sagen og offentliggjort sammen med de andre svar. Du kan få indsigt i oplysningerne, få dem rettet og gøre indsigelse, og du kan klage til Datatilsynet.
receipt-mail-questions = Spørgsmål? Skriv til { $mailbox }. Mailen her er sendt af et program og kan ikke besvares.
receipt-mail-hashes = Til kontrol: hver fils SHA-256
