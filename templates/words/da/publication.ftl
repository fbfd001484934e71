# The compilation: the whole, a theme, a response, a search.
compilation = Samlede høringssvar
release-line = Udgave { $number }, offentliggjort { $date }.
figures = Høringen i tal
matrix = Hvem skriver om hvad
matrix-intro = Antal mærkede afsnit. Et afsnit kan høre til flere temaer. Vælg et tal for at læse afsnittene.
matrix-swipe = Rul tabellen til siden for at se alle kategorier.
matrix-label = Tabel over temaer og kategorier
matrix-caption = Antal mærkede afsnit pr. tema og kategori
total = I alt
overview = Oversigt over svarene
overview-caption = Svar i kategorien { $category }
filter-text = Afsender eller reference
filter-kind = Art
filter-all = Alle
filter-show = Vis
filter-clear = Vis alle svar igen
filter-none = Ingen svar passer til det, du har valgt.
reference = Reference
none = Ingen
ledgers = Alt er gjort rede for
publication-notes = Bilag: noter fra møder og workshops
publication-notes-intro = { $n ->
    [one] 1 note er skrevet på møder og workshops. Den er ikke et høringssvar og tæller ikke med i tallene ovenfor.
   *[other] { $n } noter er skrevet på møder og workshops. De er ikke høringssvar og tæller ikke med i tallene ovenfor.
 }
publication-notes-count = { $n ->
    [one] 1 note
   *[other] { $n } noter
 }
publication-notes-other = Andre møder
publication-notes-of-theme = { $n ->
    [one] 1 note fra møder og workshops har også dette tema
   *[other] { $n } noter fra møder og workshops har også dette tema
 }
ledger-what = Hvad
ledger-count = Antal
weeks = Hvornår svarene kom
weeks-caption = Svar pr. uge
week = Uge
week-days = Dage
week-responses = Svar
downloads = Hent
search = Søg
search-label = Søg i svarene
search-hint = Prøv for eksempel “bostedslæge” eller “takster”.
search-title = Søgning i svarene
search-none = Prøv et andet ord, eller søg på en del af det.
pager-themes = Temaer
pager-responses = Svar
response-to = Høringssvar til { $title }
before-deadline = inden fristen
fact-kind = Art
fact-category = Kategori
response-text = Svaret
response-text-intro = Mærket ved et afsnit er det tema, som sekretariatet har sat på.
attachment = Bilag
