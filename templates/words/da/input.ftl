# Notes from workshops and meetings.
input-title = Møder og workshops
input-lead = Noter fra møder og workshops bliver mærket med temaer og vist som bilag. De tæller ikke med blandt høringssvarene.
input-rounds = Møder
input-no-rounds = Der er ingen møder endnu.
input-new-round = Nyt møde
input-edit-round = Ret møde
input-write = Skriv noter
input-questions = { $n ->
    [0] ingen spørgsmål
    [one] 1 spørgsmål
   *[other] { $n } spørgsmål
 }
input-all = Alle
input-shown = { $n ->
    [one] 1 note vises
   *[other] { $n } noter vises
 }
input-workshop = Møde
input-no-workshop = Intet bestemt møde
input-without-question = { $round }, uden spørgsmål
input-choose = Hvor kommer noterne fra?
input-place = Møde og spørgsmål
input-own-question = Et andet spørgsmål (hvis der var et)
input-grouping = Bord eller gruppe
input-choose-these = Brug disse valg
input-text = Note
input-line = Note, én ad gangen
input-line-hint = Tryk Enter for at gemme noten og skrive den næste.
input-themes = Temaer (nummer eller navn, fx 6, 8)
input-paste = Indsæt en hel liste
input-list = Noter
input-list-hint = Én note på hver linje. Er der tomme linjer imellem, bliver hvert afsnit til en note.
input-list-themes = Temaer på alle noterne (nummer eller navn, fx 6, 8)
input-save-list = Gem alle noter
input-save = Gem note
input-written = { $n ->
    [0] Noten var gemt i forvejen.
    [one] Noten er gemt.
   *[other] { $n } noter er gemt.
 }
input-last = Senest skrevet
input-edit = Ret
input-edit-title = Ret note
input-themes-title = Temaer
input-no-themes = Noten har ingen temaer.
input-remove = Slet note
input-removed-now = Noten er slettet.
input-put-back = Fortryd sletning
input-removed = { $n ->
    [one] 1 slettet note
   *[other] { $n } slettede noter
 }
input-notes = { $n ->
    [one] 1 note
   *[other] { $n } noter
 }
input-none = Der er ingen noter endnu.
input-warned = Noten ser ud til at indeholde et CPR-nummer, et telefonnummer eller en adresse. Noter bliver offentlige.
input-round = Møde
input-held-on = Dato
input-form = Slags møde
input-form-hint = For eksempel borgermøde, workshop, samtalesalon eller fishbowl.
input-where = Sted
input-asked = Spørgsmål, der blev stillet
input-asked-hint = Ét spørgsmål på hver linje.
input-save-round = Gem møde
input-remove-round = Slet møde
input-no-text = Skriv noten, før du gemmer.
input-too-long = Teksten er for lang. Der er plads til { $n } tegn.
input-too-many = Det er for mange på én gang. Der er plads til { $n }.
input-gone-workshop = Mødet findes ikke længere. Vælg et andet.
input-gone-theme = Temaet findes ikke længere. Vælg et andet.
input-no-such-theme = Der er intet tema, der hedder »{ $name }«.
input-type-theme = Skriv nummeret eller navnet på et tema.
input-changed = En kollega har ændret noten, siden du åbnede den. Din tekst står her; læs kollegaens på listen, før du gemmer igen.
input-no-format = Skriv, hvilken slags møde det var.
input-no-day = Vælg den dag, hvor mødet blev holdt.
input-exists = Der er allerede et møde af den slags på den dag.
input-in-use = { $n ->
    [one] Mødet har 1 note og kan ikke slettes. Flyt noten først.
   *[other] Mødet har { $n } noter og kan ikke slettes. Flyt noterne først.
 }
input-did-saved = rettede en note
input-did-removed = slettede en note
input-did-put-back = satte en slettet note tilbage
input-did-round-added = oprettede et møde med noter
input-did-round-saved = rettede et møde med noter
input-did-round-removed = slettede et møde med noter
