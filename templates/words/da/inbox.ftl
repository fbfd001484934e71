# The inbox: views, acts on many, pages.
views-title = Visninger
views-all = Alle
views-mine = Hos mig
views-free = Hos ingen
views-shared = delt
views-save = Gem denne visning
views-name = Navn
views-share = Vis den for alle, der arbejder med høringen
views-remove = Fjern visningen { $name }
views-no-name = Giv visningen et navn, før du gemmer den.
views-too-long = Navnet er for langt. Brug højst 60 tegn.
views-nothing = Vælg først, hvad der skal vises. Så kan du gemme visningen.
views-too-many = Du har gemt 30 visninger. Fjern en, før du gemmer en ny.
bulk-tick = Vælg { $who }
bulk-tick-all = Vælg alle på siden
bulk-ticked = { $n } valgt
bulk-what = Gør ved de valgte
bulk-choose = Vælg handling
bulk-do = Udfør
bulk-no-act = Vælg, hvad der skal gøres ved de valgte svar.
bulk-none-ticked = Sæt flueben ved mindst ét svar.
bulk-too-many = Vælg højst 500 svar ad gangen.
bulk-done = { $n ->
    [one] 1 svar er ændret.
   *[other] { $n } svar er ændret.
 }
bulk-undone = { $back ->
    [one] 1 svar er som før.
   *[other] { $back } svar er som før.
 }
bulk-partly-undone = { $back } svar er som før. { $n } er ændret af andre siden og står, som de er.
bulk-nothing = Svarene var sådan i forvejen. Intet er ændret.
bulk-undo = Fortryd
desk-content = Svarets art
pager-page = Side { $page } af { $pages }
pager-previous = Forrige side
pager-next = Næste side
pager-label = Sider
inbox-others = Andet i postkassen ({ $n })
inbox-others-only = Mails på listen ({ $n })
inbox-others-rest = Se resten under Mails
inbox-key-row = række
inbox-key-open = åbn
inbox-key-tick = vælg
inbox-key-mine = tag svaret selv
inbox-key-search = søg
inbox-arrived = Indbakken er ændret, mens du har siden åben.
desk-here = { $names } har også svaret åbent.
desk-changed-here = Svaret er ændret af en kollega. Siden er opdateret.
desk-note = Note
desk-name-found = Filnavnet:
tagging-long-note = Noten er for lang. Brug højst 2.000 tegn.
desk-find-theme = Find tema på navn
