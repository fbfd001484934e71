//! The finder on texts that it was not made from: every notation in sentences as people write them, between numbers that are nobody's.
//! Prints recall and precision for each kind (`script/test finder_breadth --nocapture`).

use std::collections::BTreeMap;

use hoering::finder::{Kind, find};

/// What people write around a number: `#` is its place.
const CPR_SENTENCES: [&str; 14] = [
    "Min mor ({}) har ventet i to år på en plads.",
    "Jeg hedder Ole og mit CPR-nummer er {}.",
    "Cpr.nr.: {}",
    "Vedr. borger {}, som bor på Kærgården",
    "CPR {} – sagen er fra kommunen.",
    "født {}, nu 86 år",
    "Navn: Ruth Kjær\nCPR: {}\nTlf.: 20 12 34 56",
    "Sag 23/18834. Borgerens personnummer ({}) fremgår af bilag 3.",
    "Han fik afslag den 3. maj 2023; {} er hans nummer",
    "\"{}\" står der på brevet",
    "Ruth Kjær, {}",
    "{} Ruth Kjær",
    "Hilsen Per ({}), far til to",
    "Bilag: udskrift_{}.pdf",
];

/// Every day is real or a replacement day; the serial numbers are ones that nobody can have had (7 in 5-8 with years 37-57).
const CPR_NUMBERS: [&str; 24] = [
    "120345-7890",
    "1203457890",
    "120345 7890",
    "12 03 45-7890",
    "12.03.45-7890",
    "12-03-45-7890",
    "12/03/45-7890",
    "12 03 45 78 90",
    "120345–7890",
    "120345 - 7890",
    "120345.7890",
    "120345/7890",
    "310851-6512",
    "3108516512",
    "010157-8001",
    "290252 6001",
    "12-03-1945-7890",
    "12031945-7890",
    "120345\u{a0}7890",
    "120345\u{2011}7890",
    "720345-7890",
    "120345-\n7890",
    "1 2 0 3 4 5 - 7 8 9 0",
    "120345_7890",
];

const PHONES: [&str; 22] = [
    "20 12 34 56",
    "2012 3456",
    "20123456",
    "20-12-34-56",
    "20.12.34.56",
    "201 23 456",
    "20 123 456",
    "+45 20 12 34 56",
    "+4520123456",
    "+45 2012 3456",
    "(+45) 20 12 34 56",
    "0045 20 12 34 56",
    "004520123456",
    "+46 70 123 45 67",
    "+49 40 1234567",
    "86 12 34 56",
    "8612 3456",
    "7022 3456",
    "70 22 34 56",
    "+45-20123456",
    "20\u{a0}12\u{a0}34\u{a0}56",
    "31 41 59 26",
];

const PHONE_SENTENCES: [&str; 10] = [
    "Ring på {}.",
    "Ring til mig på {}, hvis I vil vide mere.",
    "Tlf.: {}",
    "Mobil {}",
    "Telefon {} (hverdage kl. 9-12)",
    "Med venlig hilsen\nEva Holm\nMob. {}",
    "Vi kan træffes på {}.",
    "M: {}",
    "T {}",
    "Tlf. nr. {}, bedst om aftenen",
];

const EMAILS: [&str; 18] = [
    "eva@holm.example",
    "eva.holm@post.example",
    "eva-holm_42@mail.holm.example",
    "EVA.HOLM@HOLM.EXAMPLE",
    "eva+plan@holm.example",
    "søren.ærø@blåbær.example",
    "eva (at) holm.example",
    "eva [at] holm [dot] example",
    "eva @ holm.example",
    "eva(snabel-a)holm.example",
    "eva snabela holm punktum example",
    "eva{at}holm.example",
    "eva@holm.co.example",
    "e.h@holm.example",
    "1234@holm.example",
    "eva@holm-og-soen.example",
    "eva AT holm DOT example",
    "eva at holm dot example",
];

const EMAIL_SENTENCES: [&str; 6] = [
    "Skriv til {}, tak.",
    "E-mail: {}",
    "Send jeres svar til {}.",
    "Eva Holm <{}>",
    "Kontakt ({})",
    "Mail {}\nTelefon 20 12 34 56",
];

const ADDRESSES: [&str; 40] = [
    "Nørre Allé 12, 8000 Aarhus C",
    "Strandgade 3, st. tv.",
    "Gl. Landevej 45",
    "H.C. Andersens Boulevard 12",
    "Kong Christians Allé 3, 9000 Aalborg",
    "Bredgade 4B, 2. th., 1260 København K",
    "Mejlgade 18, kld., 8000 Aarhus C",
    "Åboulevarden 3",
    "Kirkestien 2, 4600 Køge",
    "Skovbrynet 14, 8450 Hammel",
    "Ved Stranden 8, 1061 København K",
    "Under Elmene 4, 2300 København S",
    "Byens Torv 1",
    "Bag Haverne 7, 4600 Køge",
    "Engtoften 22",
    "Fælledvej 3 A",
    "Stationsvej 1 D, 1. sal, 8600 Silkeborg",
    "Nygade 10, 3. mf",
    "Vester Farimagsgade 7, 4. tv.",
    "Lærkevænget 101, 8870 Langå",
    "Rosenparken 14, 1. 3",
    "Damhusdalen 15C, 2610 Rødovre",
    "Ndr. Ringgade 60",
    "Sdr. Strandvej 4, 3000 Helsingør",
    "Skt. Pauls Kirkeplads 9, 8000 Aarhus C",
    "Dronning Margrethes Vej 2",
    "Gammel Køge Landevej 22, 2500 Valby",
    "Præstegårdsvej 5",
    "Møllebakken 17, Hørning, 8362 Hørning",
    "Ringkøbingvej 103, 7500 Holstebro",
    "Søndergade 7\n8740 Brædstrup",
    "Vestergade 7-9, 8660 Skanderborg",
    "Tårnhøjparken 3, lejl. 12",
    "Hedeager 42, 8200 Aarhus N",
    "Solbakken 8",
    "Langelinie 33, 5230 Odense M",
    "Kystvejen 5, 8000 Aarhus C",
    "Hjortshøj Stationsvej 20",
    "Peder Skrams Gade 11",
    "Tingvej 15, 8800 Viborg",
];

const ADDRESS_SENTENCES: [&str; 6] = [
    "Jeg bor på {} og kender stedet.",
    "Eva Holm\n{}",
    "Adresse: {}",
    "Vi er naboer til {}.",
    "Min søn bor på bostedet {}, og det går godt.",
    "c/o Jensen, {}",
];

/// Nothing in these is anybody's.
const NOBODYS: [&str; 61] = [
    "Region Midtjylland har CVR 29190925.",
    "CVR-nr. 29 19 09 25",
    "EAN-nummer 5798002765432",
    "EAN 5798 0027 65432",
    "Sagsnr. 1-30-72-141-23",
    "Sagsnr. 27.03.00-P22-1-23",
    "Sag: 2023-018834",
    "J.nr. 23/18834",
    "Journalnummer 2023-4471",
    "Dok.nr. 1234567",
    "dokument 190522-23_v1",
    "Konto 9980 0004417263",
    "reg. 7670 konto 0001234567",
    "IBAN DK5000400440116243",
    "Faktura 20230412",
    "P-nummer 1003388394",
    "den 12-03-2023 kl. 14.30",
    "12.03.23 – 14.06.23",
    "i perioden 01.01.2023-31.12.2026",
    "Høringsfristen er den 1. november 2023.",
    "mødet den 14/6-2023 kl. 10-12",
    "budgettet er 1.873.450 kr.",
    "Det koster 12.500.000 kr. om året.",
    "212 mio. kr. i 2024 og 2025",
    "§ 107, § 108 og § 110",
    "jf. servicelovens § 108, stk. 1",
    "lov nr. 375 af 1. april 2019",
    "LBK nr. 1089 af 16/08/2023",
    "pejlemærke 1, 2, 3 og 14",
    "side 12-14 i udkastet",
    "tabel 3.2 på side 45",
    "bilag 4, 2023",
    "afsnit 2.3.1",
    "40 pladser på 12 tilbud",
    "2.400 borgere i 19 kommuner",
    "ISBN 978-87-7190-123-4",
    "version 2.0.14",
    "https://www.rm.example/sager/20231101/1234567890123",
    "uge 43-44 2023",
    "98,5 procent",
    "mellem 18 og 65 år",
    "kl. 09.00-15.30",
    "2023 2024 2025 2026",
    "ICD-10 F84.0 og F90",
    "postnummer 8000 til 8990",
    "i Danmark 20 pladser",
    "på vej 3 gange om ugen",
    "et marked 2 steder",
    "Pejlemærke 6 om borgerens medansvar",
    "Målgruppe 4 og 5",
    "Bosted 12 pladser",
    "et samarbejde 5 kommuner har",
    "Han er glad for at komme hjem. Punktum i sagen.",
    "Socialtilsyn Midt, rapport 2022-117",
    "spørgsmål 1 til 14",
    "Vi mødtes 3 at drøfte planen.",
    "klip 1234 fra avisen",
    "DS/EN 301 549",
    "H.C. Ørsted 1820",
    "NNIT 4711 og KMD 0815",
    "Region Midtjylland, Skottenborg",
];

#[derive(Default)]
struct Score {
    wanted: usize,
    found: usize,
    /// Hits of the kind that stand where nothing of the kind is.
    wrong: usize,
}

fn kinds() -> [(Kind, &'static [&'static str], &'static [&'static str]); 4] {
    [
        (Kind::Cpr, &CPR_NUMBERS, &CPR_SENTENCES),
        (Kind::Phone, &PHONES, &PHONE_SENTENCES),
        (Kind::Email, &EMAILS, &EMAIL_SENTENCES),
        (Kind::Address, &ADDRESSES, &ADDRESS_SENTENCES),
    ]
}

#[test]
fn what_is_somebodys_is_found_in_any_sentence_and_what_is_nobodys_is_not() {
    let mut scores: BTreeMap<Kind, Score> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut wrong = Vec::new();
    for (kind, items, sentences) in kinds() {
        for item in items {
            for (at, sentence) in sentences.iter().enumerate() {
                // Between two texts that hold nothing, so that what stands around it is of every kind.
                let before = NOBODYS[(at * 7 + item.len()) % NOBODYS.len()];
                let after = NOBODYS[(at * 11 + item.len() * 3) % NOBODYS.len()];
                let text = format!("{before}\n\n{}\n\n{after}", sentence.replace("{}", item));
                let byte = text.find(item).unwrap();
                let start = text[..byte].chars().count();
                let end = start + item.chars().count();
                let score = scores.entry(kind).or_default();
                score.wanted += 1;
                let hits = find(&text);
                let hit = hits
                    .iter()
                    .find(|hit| hit.kind == kind && hit.start < end && start < hit.end);
                // All of it but a floor, a town or a dot.
                let covers = hit.is_some_and(|hit| {
                    hit.start <= start && (hit.end + 1 >= end || kind == Kind::Address)
                });
                if covers {
                    score.found += 1;
                } else {
                    missed.push((kind, item, *sentence, hit.map(|hit| hit.text.clone())));
                }
                let bounds = before.chars().count() + 2;
                let inside = |it: usize| {
                    it >= bounds && it < text.chars().count() - after.chars().count() - 2
                };
                for hit in hits.iter().filter(|hit| !inside(hit.start)) {
                    scores.entry(hit.kind).or_default().wrong += 1;
                    wrong.push((hit.kind, hit.text.clone()));
                }
            }
        }
    }
    for text in NOBODYS {
        for hit in find(text) {
            wrong.push((hit.kind, format!("{} in {text}", hit.text)));
        }
    }
    missed.dedup_by_key(|one| (one.0, one.1));
    wrong.sort();
    wrong.dedup();
    for (kind, score) in &scores {
        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        let (recall, precision) = (
            score.found as f64 / score.wanted as f64,
            score.found as f64 / (score.found + score.wrong) as f64,
        );
        println!(
            "{kind:?}: {} wanted, recall {recall:.3}, precision {precision:.3}",
            score.wanted
        );
        let least = if *kind == Kind::Cpr { 1.0 } else { 0.95 };
        assert!(recall >= least, "{kind:?} {recall}: {missed:#?}");
        assert!(precision >= 0.9, "{kind:?} {precision}: {wrong:#?}");
    }
    println!("not found in some sentence: {missed:#?}\nfound for nothing: {wrong:#?}");
    assert!(
        wrong.iter().all(|(kind, _)| *kind != Kind::Cpr),
        "{wrong:#?}"
    );
}
