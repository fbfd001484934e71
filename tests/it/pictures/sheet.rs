//! A PDF of one page with lines of text, turned and cropped as wanted. Points count from the lower left corner.

/// A page of A4.
#[derive(Default)]
pub struct Sheet<'a> {
    pub lines: &'a [(i32, i32, &'a str)],
    pub rotate: i32,
    pub crop: Option<[i32; 4]>,
}

impl Sheet<'_> {
    pub fn pdf(&self) -> Vec<u8> {
        let shown =
            |(x, y, text): &(i32, i32, &str)| format!("BT /F1 18 Tf {x} {y} Td ({text}) Tj ET\n");
        let content: String = self.lines.iter().map(shown).collect();
        let crop = self
            .crop
            .map(|[left, low, right, high]| format!("/CropBox [{left} {low} {right} {high}]"));
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {} /Rotate {} /Contents 4 0 R \
                 /Resources << /Font << /F1 5 0 R >> >> >>",
                crop.unwrap_or_default(),
                self.rotate
            ),
            format!(
                "<< /Length {} >>\nstream\n{content}\nendstream",
                content.len() + 1
            ),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica \
             /Encoding /WinAnsiEncoding >>"
                .to_owned(),
        ];
        let mut bytes = b"%PDF-1.4\n".to_vec();
        let mut places = Vec::new();
        for (at, object) in objects.iter().enumerate() {
            places.push(bytes.len());
            bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
        }
        let table = bytes.len();
        bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
        for place in places {
            bytes.extend(format!("{place:010} 00000 n \n").bytes());
        }
        let end = format!(
            "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
            objects.len() + 1
        );
        bytes.extend(end.bytes());
        bytes
    }
}

/// A letter with a name, a number and a signature.
pub fn plain() -> Vec<u8> {
    Sheet {
        lines: &[
            (70, 760, "Klitvang Kommune skriver til regionen"),
            (70, 700, "Vi kender en borger, Torben Ulvhede,"),
            (70, 675, "som har nummeret 120345-7890 og bor her."),
            (70, 600, "Vi synes godt om planen og dens tanker."),
            (70, 120, "Med venlig hilsen Kommunen"),
        ],
        ..Sheet::default()
    }
    .pdf()
}
