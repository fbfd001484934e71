# A response as the public will see it, and its files.
desk-as-public = Som offentligheden ser det
preview-back = Tilbage til svaret
preview-sent = Som det blev sendt
preview-seen = Som det bliver vist
preview-nothing = Intet af svaret bliver vist.
desk-in-public = Offentligt
desk-part-shown = Vises kun som tekst
desk-part-withheld = Vises ikke: { $ground }
desk-pictures = { $n ->
    [one] Se siden, som den blev sendt
   *[other] Se de { $n } sider, som de blev sendt
 }
desk-pictures-of = Sider i { $name }
desk-picture = Side { $n } i { $name }. Teksten står nedenfor.
desk-did-part = valgte, om et bilag vises
