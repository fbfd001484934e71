# The objection to publication, for the sender and for the secretariat.
objection-title = Gør indsigelse mod offentliggørelse
objection-crumb = Indsigelse
objection-do = Gør indsigelse
objection-when = Er der noget i svaret, som ikke må blive offentligt, eller vil du ikke stå med navn? Så fortæl os det.
objection-lead = Høringssvar bliver lagt frem for alle, så man kan se, hvad beslutningen bygger på. Du har ret til at gøre indsigelse, hvis der i din situation er en grund til, at noget ikke skal vises. En medarbejder ser på det og svarer dig inden en måned.
objection-text = Hvad må ikke blive offentligt, og hvorfor?
objection-hint = Skriv, hvilket sted i svaret eller hvilket bilag det handler om. Det, du skriver her, bliver ikke offentligt.
objection-send = Send indsigelsen
objection-back = Tilbage til dit svar
objection-received = Vi har modtaget din indsigelse
objection-received-text = Gem linket til denne side. Her kan du læse, hvad vi kommer frem til.
objection-received-mail = Vi skriver også til dig.
objection-earlier = Dine indsigelser
objection-open = Ikke behandlet endnu
objection-upheld = Du har fået medhold
objection-partly = Du har fået delvist medhold
objection-rejected = Du har ikke fået medhold
fault-objection-empty = Skriv, hvad der ikke må blive offentligt, og hvorfor.
fault-objection-long = Teksten er for lang. Der er plads til { $limit } tegn.
fault-objection-many = Vi har allerede mange indsigelser til dette svar. Skriv til os i en mail i stedet, så finder vi ud af det sammen.

desk-objections = Indsigelser
desk-objections-lead = Afsendere kan gøre indsigelse mod, at deres svar bliver offentliggjort. Svar inden en måned. Indsigelser bliver aldrig offentlige.
desk-objections-none = Der er ingen indsigelser.
desk-objections-open = { $n ->
    [one] 1 indsigelse venter
   *[other] { $n } indsigelser venter
}
desk-objection-to = Indsigelse mod svaret fra { $who }
desk-objection-outcome = Afgørelse
desk-objection-upheld = Medhold
desk-objection-partly = Delvist medhold
desk-objection-rejected = Ikke medhold
desk-objection-answer = Begrundelse, som afsenderen kan læse
desk-objection-settle = Gem afgørelsen og giv besked
desk-objection-settled = { $outcome }, { $date }
desk-objection-no-reason = Vælg en afgørelse, og skriv en begrundelse. Afsenderen skal kunne læse, hvorfor.
desk-objection-done = En kollega har allerede afgjort indsigelsen.
desk-objection-see = Se den på siden med indsigelser
