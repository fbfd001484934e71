# The form, the check before sending, the receipt and the response's own page.
form-lead = Skriv, hvad du mener, eller vedhæft et brev. Svaret skal være hos os senest { $date } kl. { $time }.
form-optional = (frivilligt)
form-error = Fejl:
form-errors = { $n ->
    [one] Ret én ting, før du går videre
   *[other] Ret { $n } ting, før du går videre
}
form-who = Hvem svarer?
form-kind = Hvem svarer du for?
form-kind-hint = Det afgør, hvor svaret står i oversigten.
form-organisation = Organisationens navn
form-organisation-hint = Kun, hvis du svarer for andre end dig selv. Navnet bliver offentligt.
form-name = Dit navn
form-name-hint = Du vælger længere nede, om navnet skal vises.
form-email = E-mail
form-email-hint = Hertil sender vi kvitteringen. Adressen bliver ikke offentlig.
form-trap = Lad dette felt være tomt
form-what = Dit svar
form-body = Skriv dit svar
form-body-hint = Skriv ikke CPR-numre eller oplysninger om andres helbred. Højst { $characters } tegn.
form-files = Vedhæft filer
form-files-hint = Helst PDF eller Word. Højst { $files } filer på hver { $each }, i alt { $all }.
form-kept = Filer, vi allerede har fået. Fjern krydset ved dem, der ikke skal med.
form-no-remarks = Vi har ingen bemærkninger
form-no-remarks-hint = Det er også et svar. Så behøver du ikke skrive mere.
form-provisional = Svaret er foreløbigt
form-provisional-hint = Sæt kryds, hvis det skal godkendes politisk. Det endelige svar kan komme efter fristen.
form-provisional-body = Hvem skal godkende det?
form-provisional-body-hint = For eksempel Socialudvalget.
form-provisional-on = Hvornår?
form-provisional-on-hint = Dagen for mødet.
form-public = Svaret bliver offentligt
form-public-text = Alle svar bliver vist på nettet og lagt frem for dem, der beslutter. Inden du sender, ser du præcis, hvad andre kan læse.
form-consent = Jeg ved, at svaret bliver offentligt
form-next = Videre til tjek
form-next-hint = Du sender ikke endnu.
name-choice = Hvordan skal dit navn stå?
name-choice-hint = Gælder kun, når du svarer for dig selv. Organisationer står altid med navn.
name-shown = Vis mit navn
name-shown-as = Vis med navn: { $name }
name-citizen = Vis mig som “Borger”
protected = Jeg har navne- og adressebeskyttelse
protected-hint = Så viser vi hverken navn eller adresse.

check-title = Tjek dit svar, før du sender
check-step = Trin 2 af 2
check-edit = Ret dit svar
check-found = { $n ->
    [one] Vi fandt noget, der ligner en privat oplysning
   *[other] Vi fandt { $n } ting, der ligner private oplysninger
}
check-cpr = Det ligner et CPR-nummer. Fjern det, hvis du kan. Ellers skjuler vi det, før svaret bliver offentligt.
check-phone = Det ligner dit eget telefonnummer. Vi skjuler det, hvis det bliver stående.
check-email = Det ligner en privat mailadresse. Vi skjuler den, hvis den bliver stående.
check-address = Det ligner en privat adresse. Vi skjuler den, hvis den bliver stående.
check-remove-cpr = Fjern CPR-nummeret
check-remove-phone = Fjern telefonnummeret
check-remove-email = Fjern mailadressen
check-remove-address = Fjern adressen
check-hidden = (skjules)
check-public = Det bliver offentligt
check-hidden-part = Det ser kun vi
check-see-files = Svaret står i de vedhæftede filer.
check-reviewed = En medarbejder læser svaret, før det bliver offentligt, og kan skjule for eksempel adresser og oplysninger om helbred.
check-access = Kun de medarbejdere, der arbejder med høringen, har adgang.
check-receipt = Du får en kvittering med det samme. Du kan trække svaret tilbage indtil { $date } kl. { $time }.
check-receipt-late = Du får en kvittering med det samme. Svaret bliver mærket “efter fristen”.
fact-sender = Afsender
fact-on-behalf = Hvem du svarer for
fact-standing = Foreløbigt eller endeligt
fact-provisional = Foreløbigt svar
fact-answer = Dit svar
fact-email = E-mail
fact-files = Dine filer, som du sendte dem
fact-files-text = Andre ser teksten fra filerne, ikke filerne selv.
fact-hides = Det, vi skjuler i teksten
attachments = Bilag
file-pages = { $n ->
    [one] 1 side
   *[other] { $n } sider
}
file-read = Læst
file-reading = Læses …
file-unreadable = Kan ikke læses
file-unreadable-text = Vi har fået filen “{ $name }”, men kan ikke læse den. Send den igen som PDF uden adgangskode.
file-infected = Har virus
file-infected-text = Vi har fået filen “{ $name }”, men den har virus og bliver ikke åbnet. Dit svar tæller med. Send filen igen fra en anden maskine.
file-becomes-public = Teksten bliver offentlig.
file-hash = Filens fingeraftryk

receipt-title = Vi har modtaget dit høringssvar
receipt-crumb = Kvittering
receipt-number = Kvitteringsnummer
receipt-arrived = Modtaget
receipt-shown-as = Vises som
receipt-late-title = Efter fristen
received-late = Dit svar kom { $date } kl. { $time }, efter fristen. Det kommer med på sagen og er mærket “efter fristen”.
provisional-until = Foreløbigt svar – skal godkendes politisk den { $date }
receipt-link-title = Gem dette link
receipt-mailed = Vi har også sendt kvitteringen til { $email }.
receipt-link-text = Med linket kan du følge svaret og trække det tilbage. Alle, der har linket, kan det samme, så del det ikke.
receipt-parts = Det har vi modtaget
receipt-next = Det sker der nu
receipt-next-1 = En medarbejder læser svaret og skjuler det, der ikke må være offentligt.
receipt-next-2 = Svaret bliver offentliggjort sammen med alle de andre og får en reference, for eksempel A3.
receipt-next-3 = Politikerne får alle svar, før de beslutter.
receipt-ground = Vi offentliggør svar, så alle kan se, hvad beslutningen bygger på. Er der noget, som ikke må blive offentligt?
after-deadline = efter fristen

own-title = Dit høringssvar
own-not-yet = Ikke endnu
own-see = Se svaret, som det er offentliggjort
own-withdrawn = Du trak svaret tilbage { $date }
own-withdrawn-text = Det bliver ikke vist, men vi har pligt til at gemme det.
own-withdraw-title = Træk svaret tilbage
own-withdraw-text = Så bliver det ikke vist, men vi har pligt til at gemme det.
own-withdraw = Træk svaret tilbage

form-kind-private = Mig selv ({ $kind })
fault-kind = Vælg, hvem du svarer for.
fault-name = Skriv dit navn eller organisationens navn.
fault-email = E-mailadressen er ikke rigtig. Den skal se ud som navn@eksempel.dk.
fault-empty = Skriv dit svar, vedhæft en fil, eller sæt kryds ved “Vi har ingen bemærkninger”.
fault-long = Teksten er på { $n } tegn. Der er plads til { $limit }. Kort den ned, eller vedhæft den som fil.
fault-date = Skriv datoen som dag, måned og år.
fault-consent = Sæt kryds ved, at du ved, at svaret bliver offentligt.
fault-files-count = Du kan højst vedhæfte { $n } filer. De første { $n } er gemt.
fault-file-size = Filen “{ $name }” er for stor. En fil må højst fylde { $limit }.
fault-files-size = Filerne fylder for meget tilsammen. De må højst fylde { $limit } i alt.
check-provisional-on = skal godkendes politisk den { $date }
hides-cpr = CPR-nummer
hides-phone = telefonnummer
hides-email = mailadresse
hides-address = adresse
citizen = Borger
receipt-body = Teksten i dit svar
progress-received = Modtaget
progress-read = Læst
progress-published = Offentliggjort
progress-decided = Behandlet politisk
