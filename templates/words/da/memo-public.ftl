# The memo in the compilation, and the staff's word that it goes out.
publication-memo-lead = Det, der er sagt i høringen, og administrationens svar.
publication-memo-by-theme = Efter tema
publication-memo-by-respondent = Efter afsender
publication-memo-by-disposition = Efter indstilling
publication-memo-figures = Sådan er punkterne besvaret
publication-memo-point = Punkt
publication-memo-notes = { $n ->
    [one] 1 note fra møder og workshops
   *[other] { $n } noter fra møder og workshops
}
publication-memo-changes = Ændrer planen
publication-memo-changes-page = Ændrer planen: { $page }
publication-memo-gone = udgået
publication-memo-read = Læs høringsnotatet
publication-memo-in-compilation = Administrationen har samlet det, der er sagt, i { $n ->
    [one] ét punkt og svaret på det.
   *[other] { $n } punkter og svaret på dem.
}
publication-memo-of-theme = Administrationens svar
publication-memo-of-response = Svaret i høringsnotatet
publication-memo-of-response-lead = Disse punkter i høringsnotatet bygger på svaret.

memo-publish-title = Offentliggørelse
memo-publish-lead = Når notatet er færdigt, kommer det med i de næste udgaver af de samlede høringssvar. Alle punkter skal være afstemt.
memo-publish-do = Tag notatet med i de samlede høringssvar
memo-publish-stands = Notatet kommer med i de samlede høringssvar. { $who } bestemte det { $at }.
memo-publish-stop = Hold notatet tilbage
memo-publish-stop-why = Den næste udgave bliver uden notatet. Det, der allerede er offentliggjort, bliver stående.
memo-publish-empty = Der er ingen punkter i notatet endnu.
memo-publish-open = { $n ->
    [one] Ét punkt er ikke afstemt endnu.
   *[other] { $n } punkter er ikke afstemt endnu.
}
memo-did-published = tog høringsnotatet med i de samlede høringssvar
memo-did-kept-back = holdt høringsnotatet tilbage

gate-point-open = Punktet er ikke afstemt.
gate-memo-contact = Her står et telefonnummer, en e-mailadresse eller en adresse.
gate-place-point = Høringsnotat, punkt { $n }
gate-place-summary = Høringsnotat, sammenfatning
