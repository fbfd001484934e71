//! Where the words of a page stand: from `pdftotext -bbox-layout` with the sizes of `pdfinfo`, or from tesseract's table.

use super::{Frame, PageWords, PlacedWord};
use crate::extract::pdf::Line;

/// The pages of a PDF. `xml` counts from the crop box, and names width and height before the page is turned: the sizes tell how it is
/// turned. A page whose size is not known has no words: nothing on it can be placed.
pub(in crate::extract) fn of_pdf(sizes: &str, xml: &str) -> Vec<PageWords> {
    let sizes = page_sizes(sizes);
    let pages = crate::extract::pdf::lines_of(xml);
    pages
        .into_iter()
        .enumerate()
        .map(|(at, lines)| match sizes.get(at) {
            Some((width, height)) => page(&lines, (*width, *height)),
            None => PageWords::default(),
        })
        .collect()
}

/// `Page    1 size:  595 x 842 pts (A4)` and `Page    1 rot:   90`, page by page.
fn page_sizes(told: &str) -> Vec<(f64, f64)> {
    let mut sizes: Vec<(f64, f64)> = Vec::new();
    for line in told.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["Page", _, "size:", width, "x", height, ..] => {
                let number = |text: &str| text.parse::<f64>().ok().filter(|it| *it > 0.0);
                sizes.push((
                    number(width).unwrap_or(f64::NAN),
                    number(height).unwrap_or(f64::NAN),
                ));
            }
            ["Page", _, "rot:", turned] => {
                if let (Some(size), "90" | "270") = (sizes.last_mut(), *turned) {
                    *size = (size.1, size.0);
                }
            }
            _ => {}
        }
    }
    sizes
}

fn page(lines: &[Line], (width, height): (f64, f64)) -> PageWords {
    if !(width.is_finite() && height.is_finite()) {
        return PageWords::default();
    }
    let mut words = Vec::new();
    for line in lines {
        for (at, word) in line.words.iter().enumerate() {
            let end = line
                .words
                .get(at + 1)
                .map_or(line.text.len(), |next| next.at);
            let text = line.text.get(word.at..end).unwrap_or_default().trim();
            if text.is_empty() {
                continue;
            }
            words.push(PlacedWord {
                text: text.to_owned(),
                frame: Frame {
                    left: word.left / width,
                    top: word.top / height,
                    right: word.right / width,
                    bottom: word.bottom / height,
                },
            });
        }
    }
    PageWords {
        aspect: width / height,
        words,
    }
}

/// A page as tesseract read it. Also what it is not sure of: to cover too much is no harm.
pub(in crate::extract) fn of_tsv(tsv: &str) -> PageWords {
    let (mut width, mut height) = (1.0, 1.0);
    let mut page = PageWords::default();
    for row in tsv.lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let number = |at: usize| -> f64 {
            let cell = cells.get(at).and_then(|cell| cell.parse().ok());
            cell.unwrap_or_default()
        };
        match cells.first() {
            Some(&"1") => {
                (width, height) = (number(8).max(1.0), number(9).max(1.0));
                page.aspect = width / height;
            }
            Some(&"5") => {
                let text = cells.get(11).copied().unwrap_or_default().trim();
                if !text.is_empty() {
                    let (left, top) = (number(6), number(7));
                    page.words.push(PlacedWord {
                        text: text.to_owned(),
                        frame: Frame {
                            left: left / width,
                            top: top / height,
                            right: (left + number(8)) / width,
                            bottom: (top + number(9)) / height,
                        },
                    });
                }
            }
            _ => {}
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_page_is_as_wide_as_it_is_drawn() {
        let sizes = "Pages:           2\nPage    1 size:  500 x 800 pts\nPage    1 rot:   90\nPage    2 size:  500 x 800 pts (odd)\nPage    2 rot:   180\n";
        assert_eq!(page_sizes(sizes), [(800.0, 500.0), (500.0, 800.0)]);
        let xml = "<page width=\"500\" height=\"800\"><line><word xMin=\"80\" yMin=\"50\" xMax=\"160\" yMax=\"100\">Ida</word></line></page>";
        let pages = of_pdf(sizes, xml);
        assert_eq!(pages[0].words[0].frame.left, 0.1);
        assert_eq!(pages[0].words[0].frame.bottom, 0.2);
        assert!(pages[0].fits((1600, 1000)) && !pages[0].fits((1000, 1600)));
    }

    #[test]
    fn a_page_of_unknown_size_has_no_places() {
        let xml = "<page width=\"500\" height=\"800\"><line><word xMin=\"80\" yMin=\"50\" xMax=\"160\" yMax=\"100\">Ida</word></line></page>";
        assert_eq!(of_pdf("", xml), [PageWords::default()]);
    }
}
