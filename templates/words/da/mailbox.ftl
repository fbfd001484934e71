# How the mailboxes are doing, on the staff's pages.
mailbox-title = Postkasser
mailbox-folder = { $address }, mappen { $folder }
mailbox-fetched = Mails er sidst hentet { $when }.
mailbox-never = Der er endnu ikke hentet mails herfra.
mailbox-junk = Serverens mappe til uønsket mail. Mails herfra ligger under Spam, indtil I har set på dem.
mailbox-gone = { $n ->
    [one] 1 mail er senere fjernet fra postkassen. Den er gemt her, og intet er tabt.
   *[other] { $n } mails er senere fjernet fra postkassen. De er gemt her, og intet er tabt.
 }
mailbox-not-moved = Mails bliver ikke flyttet til mappen for behandlede mails. Alt andet virker. Giv besked til den, der driver systemet.
mailbox-missing = { $n ->
    [one] 1 mail i postkassen er ikke hentet. Det kan være et høringssvar: se efter i postkassen, og giv besked til den, der driver systemet.
   *[other] { $n } mails i postkassen er ikke hentet. Det kan være høringssvar: se efter i postkassen, og giv besked til den, der driver systemet.
 }
mailbox-silent = Der er ikke hentet mails længe. Giv besked til den, der driver systemet.
mailbox-unreachable = Mailserveren svarer ikke. Vi prøver igen af os selv, og mails, der kommer imens, bliver hentet bagefter.
mailbox-login = Mailserveren afviser vores login. Giv besked til den, der driver systemet. Mails bliver hentet, så snart det er rettet.
mailbox-settings = Postkassen er sat forkert op. Giv besked til den, der driver systemet.
mailbox-refused = Mailserveren afviser at vise mappen eller nogle af dens mails. Giv besked til den, der driver systemet.
mailbox-other = Mails kan ikke hentes lige nu. Giv besked til den, der driver systemet.

mailbox-did-uid-changed = genfandt mailen, efter at mailserveren havde givet den nyt nummer
mailbox-did-moved = flyttede mailen til mappen for behandlede mails
mailbox-did-alarm = så, at en mail i postkassen ikke er hentet
mailbox-did-alarm-over = så, at alle mails i postkassen nu er hentet
