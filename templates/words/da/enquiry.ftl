# Enquiries: people's mail that is no response, and what is answered.
enquiry-title = Henvendelser
enquiry-lead = Mails, som ikke er høringssvar, men som nogen venter svar på. De bliver aldrig offentliggjort.
enquiry-open = { $n ->
    [0] Ingen henvendelser venter på svar
    [one] Én henvendelse venter på svar
   *[other] { $n } henvendelser venter på svar
 }
enquiry-state-open = Venter på svar
enquiry-state-answered = Besvaret
enquiry-state-closed = Lukket uden svar
enquiry-show = Vis
enquiry-none-open = Der er ingen henvendelser, der venter på svar.
enquiry-none = Ingen.
enquiry-templates-link = Ret skabeloner

enquiry-topic = Handler om
enquiry-topic-proposed = forslag
enquiry-topic-why = Emnet er foreslået ud fra ordene i mailen.
enquiry-topic-question = Spørgsmål
enquiry-topic-deadline = Senere frist
enquiry-topic-access = Aktindsigt
enquiry-topic-press = Presse
enquiry-topic-thanks = Tak
enquiry-asks-until = Ønsker frist til { $date }
enquiry-access-left = { $n ->
    [0] Sidste dag er i dag
    [one] Én arbejdsdag tilbage, til { $date }
   *[other] { $n } arbejdsdage tilbage, til { $date }
 }
enquiry-access-over = Fristen var { $date }
enquiry-access-law = Efter offentlighedslovens § 36, stk. 2, skal en anmodning om aktindsigt behandles færdig inden syv arbejdsdage. Kan I ikke nå det, skal den, der spørger, have besked om hvorfor, og om hvornår svaret kommer.
enquiry-more-mails = { $n ->
    [one] og én mail mere
   *[other] og { $n } mails mere
 }
enquiry-not-arrived = Jeres svar nåede ikke frem

enquiry-mail = Mailen
enquiry-mail-later = Ny mail i samme sag
enquiry-mail-original = Se mailen, som den kom
enquiry-mail-files = Vedhæftet
enquiry-mail-gone = Mailen kan ikke vises her. Hent den, som den kom.
enquiry-answers = Svar, I har sendt
enquiry-answer-to = Til { $to }
enquiry-answer-waiting = Bliver sendt om lidt
enquiry-answer-sent = Sendt { $at }
enquiry-answer-failed = Ikke sendt
enquiry-answer-bounced = Kom retur
enquiry-answer-why-refused = Modtagerens mailserver sagde nej. Tjek adressen, eller svar på en anden måde.
enquiry-answer-why-no-server = Vi kunne ikke komme i forbindelse med mailserveren. Prøv igen, eller kontakt jeres it-drift.
enquiry-answer-why-bounced = Mailen kom retur fra modtageren. Tjek adressen, eller svar på en anden måde.
enquiry-answer-again = Send igen
enquiry-no-server = Der er ikke sat en mailserver op. Svaret venter, til det er gjort.

enquiry-reply = Svar
enquiry-reply-template = Skabelon
enquiry-reply-none = Ingen skabelon
enquiry-reply-use = Hent teksten
enquiry-reply-to = Til
enquiry-reply-subject = Emne
enquiry-reply-text = Tekst
enquiry-reply-text-hint = Ret teksten til, før du sender. Svaret på jeres mail kommer til { $mailbox } og bliver lagt ved denne henvendelse.
enquiry-reply-send = Send svar
enquiry-reply-subject-of = SV: { $subject }
enquiry-reply-no-text = Skriv et svar.
enquiry-reply-no-subject = Skriv et emne.
enquiry-reply-left = Teksten har stadig { $sign }. Skriv, hvad der skal stå, eller fjern det.
enquiry-no-sender = Mailen har ingen adresse, der kan svares til. Skriv en adresse, hvis I kender den, eller svar på en anden måde, og notér det her.
enquiry-no-address = Det er ikke en mailadresse.
enquiry-no-reply = Adressen tager ikke imod mail. Skriv en anden adresse, eller svar på en anden måde, og notér det her.
enquiry-ourselves = Det er jeres egen adresse. Skriv adressen på den, der spurgte.

enquiry-otherwise = Besvaret på en anden måde
enquiry-otherwise-note = Hvordan?
enquiry-otherwise-hint = For eksempel: ringede tilbage den 4. oktober.
enquiry-otherwise-do = Markér som besvaret
enquiry-otherwise-none = Skriv, hvordan henvendelsen blev besvaret.
enquiry-close = Luk uden svar
enquiry-close-why = Hvorfor?
enquiry-close-thanks = Det er kun en tak
enquiry-close-no-answer = Der er ikke noget at svare på
enquiry-close-not-for-us = Den er ikke til os
enquiry-close-became-response = Mailen er gjort til et høringssvar
enquiry-close-other = Andet
enquiry-close-note = Bemærkning
enquiry-close-do = Luk
enquiry-close-no-reason = Skriv, hvorfor henvendelsen lukkes.
enquiry-close-thanks-do = Luk, det er kun en tak
enquiry-reopen = Åbn igen
enquiry-answered-by = Besvaret af { $who } { $at }
enquiry-answered-otherwise-by = Besvaret på en anden måde af { $who } { $at }
enquiry-closed-by = Lukket uden svar af { $who } { $at }: { $why }
enquiry-was-answered = Tidligere besvaret af { $who } { $at }

enquiry-deadline-title = Egen frist
enquiry-deadline = Giv en senere frist
enquiry-not-given = Skabelonen lover en senere frist, men den er ikke givet endnu.
enquiry-end = Afslut på en anden måde
enquiry-deadline-lead = Fristen gælder kun den høringspart, du vælger. Den bliver brugt, når vi ser, om svaret kom til tiden.
enquiry-deadline-who = Høringspart
enquiry-deadline-choose = Vælg
enquiry-deadline-new = Ikke på listen: tilføj som høringspart
enquiry-deadline-name = Navn på den nye høringspart
enquiry-deadline-day = Sidste dag
enquiry-deadline-reason = Begrundelse
enquiry-deadline-give = Giv fristen
enquiry-deadline-given = { $who } har frist til og med { $date }. Givet af { $by } { $at }: { $reason }
enquiry-deadline-no-who = Vælg, hvem fristen gælder, eller skriv et navn.
enquiry-deadline-no-day = Vælg en dag efter den frist, der gælder nu.
enquiry-deadline-no-reason = Skriv en begrundelse.
enquiry-deadline-twice = Der er allerede en høringspart med det navn. Vælg den på listen.
enquiry-deadline-reason-asked = Bad om det i en mail { $date }.

enquiry-promote = Gør til høringssvar
enquiry-promote-lead = Er mailen alligevel et høringssvar, kan den flyttes.
enquiry-promote-do = Flyt mailen

enquiry-key-next = næste
enquiry-key-answer = svar
enquiry-key-thanks = luk tak
enquiry-key-list = listen

enquiry-templates = Skabeloner til svar
enquiry-templates-lead = Skabelonerne gælder for denne høring. Ord i kantede parenteser bliver skiftet ud, når du svarer:
enquiry-templates-topic = Emne
enquiry-templates-title = Navn
enquiry-templates-text = Tekst
enquiry-templates-save = Gem skabelon
enquiry-templates-back = Brug den indbyggede tekst igen
enquiry-templates-remove = Slet skabelon
enquiry-templates-changed = rettet
enquiry-templates-own = egen
enquiry-templates-new = Ny skabelon
enquiry-templates-empty = Skriv både navn og tekst.

desk-did-enquiry-read = læste en henvendelse
desk-did-enquiry-sorted = ændrede emnet for en henvendelse
desk-did-enquiry-answered = besvarede en henvendelse
desk-did-enquiry-sent-again = sendte et svar på en henvendelse igen
desk-did-enquiry-closed = lukkede en henvendelse uden svar
desk-did-enquiry-reopened = åbnede en henvendelse igen
desk-did-enquiry-opened = gjorde en mail til en henvendelse
desk-did-enquiry-followed-up = lagde en ny mail ved en henvendelse
desk-did-enquiry-left = tog en mail ud af en henvendelse
desk-did-answer-not-sent = kunne ikke få et svar på en henvendelse frem
desk-did-template-saved = rettede en skabelon
desk-did-template-removed = fjernede en skabelon
desk-did-deadline-given = gav en høringspart en senere frist
desk-did-consultee-added = tilføjede en høringspart

enquiry-fill-name = navn
enquiry-fill-hearing = høring
enquiry-fill-deadline = frist
enquiry-fill-new-deadline = ny frist
enquiry-fill-received = modtaget
enquiry-fill-access-by = svarfrist
enquiry-fill-mailbox = postkasse
enquiry-fill-link = link
enquiry-fill-me = medarbejder
enquiry-fill-organisation = organisation

enquiry-template-question-title = Svar på et spørgsmål
enquiry-template-question-text =
    Hej [navn]

    Tak for din mail om høringen "[høring]".



    Du finder høringen her: [link]

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-material-title = Her er materialet
enquiry-template-material-text =
    Hej [navn]

    Du finder materialet til høringen "[høring]" her: [link]

    Skriv til os, hvis noget ikke kan åbnes. Så sender vi det til dig.

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-how-title = Sådan sender du et høringssvar
enquiry-template-how-text =
    Hej [navn]

    Du kan svare på høringen "[høring]" på to måder:

    - Udfyld formularen på [link]
    - Send en mail til [postkasse]. Du kan vedhæfte et brev.

    Svaret skal være hos os senest [frist]. Du får en kvittering, når vi har modtaget det.

    Alle høringssvar bliver offentliggjort. Skriv derfor ikke CPR-numre eller andre private oplysninger.

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-received-title = Vi har modtaget jeres svar
enquiry-template-received-text =
    Hej [navn]

    Ja, vi har modtaget jeres svar til høringen "[høring]".

    Kvitteringen er sendt til den adresse, svaret kom fra. Har I ikke fået den, så se efter i mappen med uønsket mail, eller skriv til os.

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-list-title = Listen over høringsparter er rettet
enquiry-template-list-text =
    Hej [navn]

    Tak for jeres besked. Vi har rettet listen over høringsparter.

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-later-title = I får en senere frist
enquiry-template-later-text =
    Hej [navn]

    Tak for jeres mail om høringen "[høring]".

    I får frist til og med [ny frist]. Svaret skal være hos os senest klokken 23.59 den dag. Den nye frist gælder kun jer.

    I kan sende svaret til [postkasse] eller bruge formularen på [link].

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-provisional-title = Send et foreløbigt svar
enquiry-template-provisional-text =
    Hej [navn]

    Tak for jeres mail om høringen "[høring]".

    Vi kan desværre ikke udsætte fristen, som er [frist]. I er velkomne til at sende et foreløbigt svar inden fristen og skrive, hvornår det bliver behandlet politisk. Så regner vi svaret som rettidigt, og I kan sende det endelige svar, når det er godkendt.

    I kan sende svaret til [postkasse] eller bruge formularen på [link].

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-no-later-title = Fristen kan ikke udsættes
enquiry-template-no-later-text =
    Hej [navn]

    Tak for jeres mail om høringen "[høring]".

    Vi kan desværre ikke udsætte fristen, som er [frist]. Svarene skal nå med i det materiale, politikerne får.

    Kommer jeres svar efter fristen, tager vi stadig imod det, og det bliver mærket som kommet efter fristen. Vi kan ikke love, at det når med til det politiske møde.

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-access-title = Anmodningen om aktindsigt er modtaget
enquiry-template-access-text =
    Hej [navn]

    Vi modtog din anmodning om aktindsigt [modtaget].

    Vi behandler den efter offentlighedsloven og svarer senest [svarfrist]. Kan vi ikke nå det, får du besked om hvorfor, og om hvornår du kan vente svar.

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-access-public-title = Svarene er offentliggjort
enquiry-template-access-public-text =
    Hej [navn]

    Vi modtog din anmodning om aktindsigt [modtaget].

    Alle svar til høringen "[høring]" er offentliggjort her: [link]

    Private oplysninger, for eksempel CPR-numre og private adresser, er udeladt. Det står på siden, hvor der er udeladt noget, og hvorfor.

    Skriv til os, hvis du ønsker indsigt i andet end det, der er offentliggjort.

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-access-longer-title = Aktindsigten tager længere tid
enquiry-template-access-longer-text =
    Hej [navn]

    Vi modtog din anmodning om aktindsigt [modtaget]. Den skulle have været behandlet senest [svarfrist].

    Det når vi ikke, fordi

    Du kan vente svar senest

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-press-title = Svar til pressen
enquiry-template-press-text =
    Hej [navn]

    Tak for din henvendelse om høringen "[høring]". Fristen for at svare er [frist].

    Materialet ligger her: [link]

    Vil du tale med nogen, så skriv, hvad det drejer sig om, og hvornår du har deadline. Så finder vi den rette.

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
enquiry-template-thanks-title = Selv tak
enquiry-template-thanks-text =
    Hej [navn]

    Selv tak, og tak for jeres svar.

    Venlig hilsen
    {"["}medarbejder]
    {"["}organisation]
