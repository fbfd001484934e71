# The memo as a file, and the file that comes back.
memo-row-id = Række-id
memo-file-hint = Ret i rækkerne, og hent filen ind igen under Høringsnotat. Lad Nr. og Række-id stå, så rækkerne kan kendes.
memo-page = Side
memo-page-of = af
