# Login, account and the secretariat's bar.
staff-nav-inbox = Indbakke
staff-nav-mails = Mails
staff-nav-enquiries = Henvendelser
staff-nav-consultees = Høringsparter
staff-nav-notes = Møder og workshops
staff-nav-log = Log
staff-nav-more = Mere
staff-nav-release = Offentliggørelse

login-title = Log ind i sekretariatet
login-lead = For dem, der arbejder med høringerne.
login-name = Brugernavn
login-password = Adgangskode
login-help = Har du glemt din adgangskode, kan jeres administrator sende dig et link, som du kan logge ind med én gang.
login-wrong = Brugernavnet eller adgangskoden er forkert.
login-wait = Der har været for mange forkerte forsøg. Vent { $n } { $n ->
    [one] sekund
   *[other] sekunder
 }, og prøv igen.
login-link-text = Linket kan bruges én gang. Tryk på knappen for at logge ind.
login-link-used = Linket er brugt eller udløbet. Bed om et nyt, eller log ind med din adgangskode.
login-with-password = Log ind med adgangskode
logout = Log ud

account-title = Din konto
account-back = Til høringerne
account-password = Adgangskode
account-new-password = Ny adgangskode
account-password-hint = Mindst 8 tegn. Vi anbefaler mindst 15, for eksempel nogle ord, der ikke hører sammen.
account-password-done = Din nye adgangskode gælder nu.
account-save = Gem adgangskode
account-sessions = Her er du logget ind
account-session = Logget ind { $since }
account-seen = Sidst brugt { $at }
account-this = Denne browser
account-end = Log ud her

password-too-short = Adgangskoden skal have mindst 8 tegn.
password-too-long = Adgangskoden må højst have 1.000 tegn.
password-common = Den adgangskode er let at gætte. Vælg en anden.
