# Logging in.
login-lead = For dem, der arbejder med høringerne.
login-password = Adgangskode
login-help = Prøv igen. Efter fem forkerte forsøg skal du vente lidt mellem hvert.
