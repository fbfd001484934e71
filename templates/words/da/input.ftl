# Notes from workshops and meetings.
input-title = Noter fra møder
input-lead = Noter fra møder og workshopper bliver mærket og vist som bilag. De tæller ikke med blandt høringssvarene.
input-workshop = Møde
input-no-workshop = Intet bestemt møde
input-question = Spørgsmål (hvis der var et)
input-grouping = Bord eller gruppe
input-text = Note
input-no-text = Skriv noten, før du gemmer.
input-save = Gem note
input-notes = { $n ->
    [one] 1 note
   *[other] { $n } noter
 }
input-none = Der er ingen noter endnu.
