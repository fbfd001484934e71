# Marking text.
tagging-stance-supports = Støtter
tagging-stance-proposes = Forslag
tagging-stance-critical = Kritisk
tagging-stance-asks = Spørgsmål
tagging-no-place = Vælg først et afsnit eller marker den tekst, det gælder.
tagging-no-theme = Temaet findes ikke længere. Hent siden igen, og vælg et andet.
tagging-same-person = Du har selv afsluttet svaret. En kollega skal læse det som den anden.
tagging-hidden-waits = Skjult tekst mangler at blive godkendt. Godkend den, før du afslutter.
