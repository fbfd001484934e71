# Letters to the consultees: the invitation and the reminder. Fields in braces are filled in for each who gets one.
letter-field-name = navn
letter-field-title = titel
letter-field-deadline = frist
letter-field-link = link
letter-field-mailbox = postkasse
letter-field-organisation = myndighed
letter-invitation-subject = Høring: {"{"}titel{"}"}
letter-invitation-text = Til {"{"}navn{"}"}

    {"{"}myndighed{"}"} sender hermed "{"{"}titel{"}"}" i høring. Materialet ligger her:
    {"{"}link{"}"}

    I kan svare på siden eller med en mail til {"{"}postkasse{"}"}. Svar senest {"{"}frist{"}"}. Har I ingen bemærkninger, må I gerne skrive det.

    Alle høringssvar bliver offentliggjort. På siden står der, hvad der bliver offentligt, og hvad der ikke gør.

    Venlig hilsen
    {"{"}myndighed{"}"}
letter-reminder-subject = Påmindelse om høring: {"{"}titel{"}"}
letter-reminder-text = Til {"{"}navn{"}"}

    Vi har endnu ikke fået et høringssvar fra jer om "{"{"}titel{"}"}". Fristen er {"{"}frist{"}"}.

    I kan læse materialet og svare her:
    {"{"}link{"}"}

    I kan også sende svaret til {"{"}postkasse{"}"}. Har I ingen bemærkninger, må I gerne skrive det. Har I allerede svaret, kan I se bort fra denne mail.

    Venlig hilsen
    {"{"}myndighed{"}"}
