# Grounds for hiding text, and what stands in public where it was.
redaction-token-cpr = [CPR-nummer udeladt]
redaction-token-contact = [kontaktoplysning udeladt]
redaction-token-health = [helbredsoplysning udeladt]
redaction-token-third-person = [oplysning om en anden person udeladt]
redaction-token-confidential = [fortrolig oplysning udeladt]
redaction-token-business = [forretningsforhold udeladt]
redaction-token-copyright = [ophavsretligt materiale udeladt]
redaction-token-threat = [trussel udeladt]
redaction-token-not-part = [ikke en del af svaret]

redaction-ground-cpr = CPR-nummer
redaction-ground-contact = Kontakt
redaction-ground-health = Helbred
redaction-ground-third-person = Anden person
redaction-ground-confidential = Fortroligt
redaction-ground-business = Forretning
redaction-ground-copyright = Ophavsret
redaction-ground-threat = Trussel
redaction-ground-not-part = Ikke svaret

redaction-no-place = Vælg først den tekst, der skal skjules.
redaction-same-person = En anden end den, der skjulte teksten, skal godkende det.
redaction-no-reason = Skriv, hvorfor tallet ikke er et CPR-nummer.
