"""What the letters say. Everything is invented."""

PARAGRAPHS = [
    "Byrådet har behandlet udkastet på sit møde den 26. september 2023 og takker for muligheden for at afgive høringssvar. Vi finder det positivt, at regionen har inddraget både brugere, pårørende og medarbejdere tidligt i processen, og vi kan genkende de fleste af de udfordringer, som planen beskriver.",
    "Kommunen bemærker, at målgruppebeskrivelserne er meget brede. Når samme tilbud både skal rumme unge med selvskadende adfærd og voksne med erhvervet hjerneskade, bliver det vanskeligt at fastholde den specialisering, som er hele begrundelsen for at henvise borgeren til et regionalt tilbud frem for et kommunalt.",
    "Det fremgår ikke af planen, hvordan regionen vil følge op på de pejlemærker, der handler om medicinhåndtering. Vi foreslår, at der fastsættes et årligt måltal, og at resultaterne drøftes i dialogforum mindst én gang om året, så kommunerne kan se udviklingen over tid.",
    "Ventetiden på udredning er i dag i gennemsnit 14 uger. For familier, der i forvejen har brugt måneder på at få en henvisning, er det uacceptabelt længe. Vi opfordrer derfor til, at planen indeholder en konkret garanti på højst otte uger.",
    "Vi støtter intentionen om mere fleksible botilbud. Erfaringen fra vores eget projekt med mobile bostøtter viser, at 7 ud af 10 borgere klarer sig med færre timer efter det første halve år, når støtten er til stede på de tidspunkter, hvor der er brug for den.",
    "Økonomien i forslaget er ikke tilstrækkeligt belyst. Takststigningen på 3,2 % svarer for vores kommune til cirka 1.450.000 kr. om året, og det er penge, som skal findes inden for det samme serviceområde. Vi efterspørger en oversigt, der viser, hvilke initiativer der er finansieret, og hvilke der forudsætter nye midler.",
    "Handicaprådet lægger vægt på, at tilgængelighed tænkes ind fra begyndelsen. Det gælder både de fysiske rammer, den skriftlige information og de digitale løsninger, som borgerne forventes at bruge. Rådet stiller sig gerne til rådighed for en gennemgang af konkrete byggeprojekter.",
    "Samarbejdet mellem socialpsykiatrien og behandlingspsykiatrien er afgørende. I dag oplever vi, at borgere udskrives om fredagen uden en fælles plan for weekenden, og at botilbuddet først får epikrisen den følgende uge. En forpligtende samarbejdsaftale med klare tidsfrister vil efter vores opfattelse gøre en mærkbar forskel.",
    "Personalets kompetencer er den vigtigste forudsætning for kvalitet. Vi savner en beskrivelse af, hvordan regionen vil rekruttere og fastholde social- og sundhedsassistenter, pædagoger og ergoterapeuter i de tyndt befolkede områder, hvor transporttiden i sig selv er en barriere.",
    "Endelig vil vi pege på betydningen af meningsfuld beskæftigelse. Mange af de borgere, der bor på de regionale tilbud, ønsker at arbejde nogle få timer om ugen, men støder på regler, som gør det besværligt for både borgeren og virksomheden. Her kan regionen som stor arbejdsgiver gå foran.",
    "De pårørende efterlyser én indgang til systemet. Det er uoverskueligt at skulle forklare den samme livshistorie til fem forskellige fagpersoner, og det slider på de kræfter, som ellers kunne være brugt på samvær. En fast kontaktperson gennem hele forløbet er et enkelt og effektivt tiltag.",
    "Vi bemærker, at planen omtaler velfærdsteknologi som et middel til at øge selvstændigheden. Det er vi enige i, men teknologien må aldrig erstatte den menneskelige kontakt, og borgeren skal altid have ret til at sige nej uden at det får konsekvenser for den øvrige hjælp.",
    "I afsnittet om unge under 18 år mangler der en beskrivelse af overgangen til voksenlivet. Efter servicelovens § 19 a skal forberedelsen begynde, når den unge fylder 16 år, og vi foreslår, at regionens tilbud får pligt til at indkalde til et møde senest seks måneder før den unges 18-års fødselsdag.",
    "Natur og udeliv nævnes kun en enkelt gang. Flere undersøgelser peger på, at ophold i naturen dæmper uro og forbedrer søvnen, og de fleste af tilbuddene ligger så smukt, at det vil være oplagt at gøre uderummet til en del af den faglige indsats.",
    "Kommunen har ingen bemærkninger til de fysiske rammer på de eksisterende matrikler, men gør opmærksom på, at lokalplan 4.12 kun giver mulighed for bebyggelse i to etager, og at en udvidelse derfor kræver en dispensation, som skal i naboorientering i mindst 14 dage.",
    "Det er vores opfattelse, at brugerindflydelsen bør styrkes. I dag er der kun brugerråd på halvdelen af tilbuddene, og referaterne er sjældent offentligt tilgængelige. Et fælles brugerpanel med egen økonomi vil give en stemme til dem, som sjældent bliver hørt.",
    "Transporten mellem hjem og dagtilbud fylder meget i borgernes hverdag. Nogle bruger op til halvanden time hver vej, og det går ud over energien til at deltage. Vi anbefaler, at der indgås en samlet aftale med trafikselskabet om faste ruter.",
    "Forslaget om at samle de højt specialiserede pladser ét sted har både fordele og ulemper. Fagligt giver det et større miljø, men for borgere fra den vestlige del af regionen betyder det, at afstanden til familie og netværk bliver over 100 km. Vi opfordrer til, at der sikres mulighed for pårørendeovernatning.",
    "Tilsynsrapporterne fra de seneste tre år viser en klar fremgang i dokumentationen. Det er et resultat, som medarbejderne fortjener anerkendelse for, og som vi gerne ser videreført med en enkel og fælles skabelon, så tiden bruges på borgerne og ikke på skærmen.",
    "Vi deltager gerne i den videre dialog og ser frem til at modtage den endelige plan. Spørgsmål til høringssvaret kan rettes til undertegnede.",
    "Rådet anbefaler, at evalueringen tilrettelægges sammen med et universitet eller en professionshøjskole, så resultaterne får en kvalitet, der gør dem brugbare også uden for regionen. Det bør ske fra begyndelsen og ikke først, når planperioden nærmer sig sin afslutning i 2027.",
    "Som høringspart vil vi gerne kvittere for et velskrevet og overskueligt materiale. Det har gjort det muligt at drøfte planen i alle fire lokaludvalg, og de væsentligste synspunkter derfra er indarbejdet i dette svar.",
    "Afslutningsvis finder vi det vigtigt, at de frivillige organisationer nævnes som samarbejdspartnere på lige fod med de offentlige aktører. Uden besøgsvenner, ledsagere og selvhjælpsgrupper ville mange af tilbuddenes beboere stort set ikke have kontakt med andre end de ansatte.",
    "Der bør tages stilling til, hvem der har ansvaret for tandpleje, fodpleje og briller. Det lyder måske som småting, men i praksis er det netop her, at borgere med store støttebehov falder mellem to stole, fordi hverken kommunen, regionen eller den praktiserende læge føler sig forpligtet.",
]

BULLETS = [
    "at der udpeges en koordinerende kontaktperson for alle borgere med mere end to samtidige indsatser,",
    "at høringsfristen for lokale ændringer altid er mindst otte uger, og at materialet er skrevet i et klart sprog,",
    "at de årlige redegørelser indeholder tal for magtanvendelser, utilsigtede hændelser og personaleomsætning fordelt på tilbud, så udviklingen kan følges,",
    "at nye byggerier opføres med egen indgang og eget køkken,",
    "at der afsættes midler til efteruddannelse i autisme, ADHD og demens.",
]

HEADINGS = ["Generelle bemærkninger", "Målgrupper og specialisering", "Økonomi og takster", "Samarbejde på tværs", "Afsluttende bemærkninger", "Bemærkninger til pejlemærke 4 og 7"]

TABLE = [
    ["Pejlemærke", "Kommunens bemærkning", "Side"],
    ["2", "Beskrivelsen af målgruppen bør gøres mere præcis.", "12"],
    ["5", "Der mangler et budget for de mobile teams.", "19"],
    ["9", "Kommunen støtter forslaget.", "27"],
    ["14", "Tidsplanen er urealistisk og bør forlænges med et år.", "41"],
]

SENDERS = [
    ("Birkemose Kommune", "Social og Sundhed", "Rådhuspladsen 3", "8991 Birkemose", "89 95 10 00", "sekretariat@birkemose.example", "29 18 96 44", "5798001234567"),
    ("Havreby Kommune", "Byrådssekretariatet", "Nørretorv 12", "7755 Havreby", "97 99 30 30", "post@havreby.example", "29 18 11 22", "5798007654321"),
    ("Skovlund Kommune", "Handicap og Psykiatri", "Lindealleen 48", "8788 Skovlund", "87 53 60 00", "kommunen@skovlund.example", "29 18 77 03", "5798004441110"),
    ("Foreningen Åbne Døre", "Landssekretariatet", "Østergade 7, 2. sal", "8044 Ørnebjerg", "86 11 20 40", "kontakt@aabnedoere.example", "31 44 90 12", ""),
    ("Handicaprådet i Vesterå Kommune", "c/o Socialforvaltningen", "Rådhusgade 1", "9933 Vesterå", "99 31 44 00", "handicapraad@vesteraa.example", "29 18 55 60", "5798009991112"),
]


class Letter:
    """One letter: who writes, and its blocks as (kind, text or rows)."""

    def __init__(self, number, paragraphs=8, headings=False, bullets=False, table=False):
        self.number = number
        (self.name, self.department, self.street, self.town, self.phone, self.mail, self.cvr, self.ean) = SENDERS[number % len(SENDERS)]
        self.case = f"27.{number % 90 + 10}.00-P17-{number % 9 + 1}-23"
        self.date = f"{number % 27 + 1}. september 2023"
        self.title = "Høringssvar til udkast til Visions- og udviklingsplan for Socialområdet"
        self.greeting = "Til Region Midtjylland"
        start = number * 5
        texts = [PARAGRAPHS[(start + at * 7) % len(PARAGRAPHS)] for at in range(paragraphs)]
        self.blocks = []
        for at, text in enumerate(texts):
            if headings and at % 3 == 1:
                self.blocks.append(("h", HEADINGS[(at // 3 + number) % len(HEADINGS)]))
            self.blocks.append(("p", text))
            if bullets and at == 2:
                self.blocks.append(("p", "Kommunen anbefaler på den baggrund:"))
                self.blocks.extend(("li", text) for text in BULLETS)
            if table and at == 3:
                self.blocks.append(("table", TABLE))
        self.closing = ["Med venlig hilsen", "Karen Lindegaard Mosebæk", "Direktør"]

    def passages(self):
        found = [self.title]
        for kind, content in self.blocks:
            if kind == "table":
                found.extend(cell for row in content for cell in row if len(cell) > 12)
            else:
                found.append(content)
        return found + self.closing[:2]
