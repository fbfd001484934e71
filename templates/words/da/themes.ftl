# Themes with what was said under each.
themes-nav = Temaer
themes-title = Temaer
themes-lead = Hvor mange svar der handler om hvert tema. Et svar tæller én gang under et tema, uanset hvor meget af det der er mærket. Tryk på et tal for at læse, hvad der står.
themes-setup = Opsætning af temaer
themes-by-stance = Vis kun svar med denne holdning
themes-all-stances = Alle holdninger
themes-no-stance = Uden holdning
themes-stance = Holdning
themes-all-categories = Alle kategorier
themes-filter = Vælg, hvad du vil se
themes-version = udgave { $n }
themes-caption = Antal svar under hvert tema, efter hvem der svarer
themes-responses = Svar
themes-passages = Steder
themes-none = Der er ingen temaer endnu.
themes-sum = { $responses ->
    [one] 1 svar
   *[other] { $responses } svar
 }, { $passages ->
    [one] 1 mærket sted
   *[other] { $passages } mærkede steder
 }
themes-no-passages = Der er ikke mærket noget her.
themes-whole = Temaet er sat på hele svaret.
themes-coded-by = mærket af { $who }
themes-to-place = Læs det i svaret
themes-before = Forrige side
themes-after = Næste side
themes-rename = Nyt navn
themes-name = Temaets navn
themes-rename-do = Gem navn
themes-no-name = Skriv et navn.
themes-name-too-long = Skriv højst { $n } tegn.
themes-name-taken = Et andet tema samme sted hedder det samme.
themes-merge = Læg sammen med et andet tema
themes-merge-lead = Alt, hvad der er mærket med dette tema, tæller fremover for det andet. Intet flyttes, og det kan fortrydes.
themes-merge-into = Tæl det under
themes-merge-do = Læg sammen
themes-merge-none = Vælg det tema, som det skal tælle under.
themes-not-mergeable = De to temaer kan ikke lægges sammen. Vælg et tema i samme liste, som ikke har andre under sig.
themes-too-late = Det kan ikke fortrydes længere. Fortryd først det, der er sket siden.
themes-happened = Ændringer af temaerne
themes-frozen = Temaerne har ligget fast siden { $date }. Hver ændring giver en ny udgave.
themes-not-frozen = Temaerne ligger fast, når høringen åbner. Hver ændring derefter giver en ny udgave.
themes-nothing-happened = Ingen ændringer.
themes-renamed = { $from } hedder nu { $to }
themes-merged = { $from } tæller nu under { $into }
themes-added = { $title } er kommet til
themes-undone = Fortrudt: { $what }
themes-undo = Fortryd
themes-did-read = læste, hvad der står under et tema
themes-did-renamed = gav et tema nyt navn
themes-did-merged = lagde et tema sammen med et andet
themes-did-undone = fortrød en ændring af temaerne
