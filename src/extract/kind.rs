//! What a child is asked to do.

use super::MAX_PAGES;

/// What the child is asked to read, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Pdf,
    /// A PDF again, by a reader of another make, when the first one failed.
    PdfAgain,
    /// A page of a PDF as a picture whose longer side has so many pixels.
    Raster(u32, u32),
    /// The same in colour, as PNG, for people to look at.
    Picture(u32, u32),
    /// The same as raw pixels in colour, to be painted.
    Pixels(u32, u32),
    /// A picture as raw pixels, its longer side at most so many.
    Unpack(u32),
    /// Paints raw pixels over and packs them anew.
    Paint,
    /// Looks whether a picture is covered where it must be.
    Check,
    /// How large the pages of a PDF are, and how they are turned.
    PageSizes,
    /// The words of a PDF where they stand on its pages as they are drawn.
    Words,
    /// The letters in a picture.
    Recognise,
    Docx,
    Odt,
    Rtf,
    /// Word before 2007, by catdoc.
    Word,
    Html,
    Plain,
    /// The cells of a workbook: at most so many rows and columns.
    Grid(usize, usize),
    /// A document or workbook as blocks.
    Paper,
}

const SIMPLE: [Kind; 14] = [
    Kind::Paper,
    Kind::Paint,
    Kind::Check,
    Kind::PageSizes,
    Kind::Words,
    Kind::Pdf,
    Kind::PdfAgain,
    Kind::Recognise,
    Kind::Docx,
    Kind::Odt,
    Kind::Rtf,
    Kind::Word,
    Kind::Html,
    Kind::Plain,
];

impl Kind {
    /// The reader for a media type, or nothing when no reader knows it.
    pub(crate) fn of(media_type: &str) -> Option<Self> {
        Some(match media_type {
            "application/pdf" | "application/x-pdf" => Self::Pdf,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Self::Docx,
            "application/vnd.oasis.opendocument.text" => Self::Odt,
            "application/rtf" | "text/rtf" => Self::Rtf,
            "application/msword" => Self::Word,
            "text/html" | "application/xhtml+xml" => Self::Html,
            "text/plain" | "text/csv" | "text/markdown" => Self::Plain,
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::PdfAgain => "pdf-again",
            Self::Raster(..) => "raster",
            Self::Picture(..) => "picture",
            Self::Pixels(..) => "pixels",
            Self::Unpack(_) => "unpack",
            Self::Paint => "paint",
            Self::Check => "check",
            Self::PageSizes => "page-sizes",
            Self::Words => "words",
            Self::Recognise => "recognise",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Word => "word",
            Self::Html => "html",
            Self::Plain => "plain",
            Self::Grid(..) => "grid",
            Self::Paper => "paper",
        }
    }

    /// As the words of a command line.
    pub(super) fn words(self) -> Vec<String> {
        let mut words = vec![self.name().to_owned()];
        if let Self::Raster(page, pixels)
        | Self::Picture(page, pixels)
        | Self::Pixels(page, pixels) = self
        {
            words.extend([page.to_string(), pixels.to_string()]);
        }
        if let Self::Unpack(pixels) = self {
            words.push(pixels.to_string());
        }
        if let Self::Grid(rows, columns) = self {
            words.extend([rows.to_string(), columns.to_string()]);
        }
        words
    }

    /// From the words of a command line.
    pub(super) fn from_words(words: &[String]) -> Option<Self> {
        match words {
            [name] => SIMPLE.into_iter().find(|kind| kind.name() == name),
            [name, page, pixels] if name == "raster" => {
                Some(Self::Raster(page.parse().ok()?, pixels.parse().ok()?))
            }
            [name, page, pixels] if name == "picture" => {
                Some(Self::Picture(page.parse().ok()?, pixels.parse().ok()?))
            }
            [name, page, pixels] if name == "pixels" => {
                Some(Self::Pixels(page.parse().ok()?, pixels.parse().ok()?))
            }
            [name, pixels] if name == "unpack" => Some(Self::Unpack(pixels.parse().ok()?)),
            [name, rows, columns] if name == "grid" => {
                Some(Self::Grid(rows.parse().ok()?, columns.parse().ok()?))
            }
            _ => None,
        }
    }

    /// Processor seconds.
    pub(super) fn seconds(self) -> u64 {
        match self {
            Self::Raster(..)
            | Self::Recognise
            | Self::Pixels(..)
            | Self::Unpack(_)
            | Self::Paint
            | Self::Check => 30,
            _ => 10,
        }
    }

    /// The programs that the child becomes, the first that is there; none when it reads the file itself.
    pub(super) fn tools(self) -> Vec<(&'static str, Vec<String>)> {
        let words = |given: &[&str]| given.iter().map(ToString::to_string).collect();
        match self {
            Self::Pdf => {
                let last = (MAX_PAGES + 1).to_string();
                let layout = ["-enc", "UTF-8", "-bbox-layout", "-l", &last, "-", "-"];
                vec![("pdftotext", words(&layout))]
            }
            Self::Raster(page, pixels) => {
                let (page, pixels) = (page.to_string(), pixels.to_string());
                let one = ["-f", &page, "-l", &page, "-scale-to", &pixels, "-gray", "-"];
                vec![("pdftoppm", words(&one))]
            }
            Self::Picture(page, pixels) => {
                vec![("pdftoppm", drawn((page, pixels), &["-png", "-"]))]
            }
            Self::Pixels(page, pixels) => {
                vec![("pdftoppm", drawn((page, pixels), &["-"]))]
            }
            Self::PageSizes => {
                let last = (MAX_PAGES + 1).to_string();
                vec![("pdfinfo", words(&["-f", "1", "-l", &last, "-"]))]
            }
            Self::Words => {
                let last = (MAX_PAGES + 1).to_string();
                let layout = [
                    "-enc",
                    "UTF-8",
                    "-bbox-layout",
                    "-cropbox",
                    "-l",
                    &last,
                    "-",
                    "-",
                ];
                vec![("pdftotext", words(&layout))]
            }
            Self::Recognise => {
                vec![(
                    "tesseract",
                    words(&["stdin", "stdout", "-l", "dan", "--psm", "3", "tsv"]),
                )]
            }
            Self::Word => vec![
                ("catdoc", words(&["-w", "-d", "utf-8"])),
                ("antiword", words(&["-m", "UTF-8.txt", "-w", "0", "-"])),
            ],
            _ => Vec::new(),
        }
    }
}

/// The arguments that draw one page as a reader sees it: what the file crops away is not drawn.
fn drawn((page, pixels): (u32, u32), end: &[&str]) -> Vec<String> {
    let (page, pixels) = (page.to_string(), pixels.to_string());
    let one = ["-f", &page, "-l", &page, "-cropbox", "-scale-to", &pixels];
    one.iter().chain(end).map(ToString::to_string).collect()
}
