//! A PDF by a reader of another make, in the child, for files on which poppler fails. Its letters are put together here.

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};

use super::pdf::{self, Line, Page};
use super::run::ChildAnswer;
use super::{MAX_PAGES, State, Why};

/// Space between letters, as a share of their size, from which on it parts words; and lines.
const WORDS_APART: f64 = 0.15;
const LINES_APART: f64 = 1.6;

/// The text of a PDF.
pub(crate) fn pdf(bytes: Vec<u8>) -> ChildAnswer {
    let Ok(pdf) = Pdf::new(bytes) else {
        return ChildAnswer::refused(State::Failed, Why::Damaged);
    };
    let count = pdf.pages().len();
    if u32::try_from(count).is_ok_and(|count| count > MAX_PAGES) {
        return ChildAnswer::refused(State::TooLarge, Why::ManyPages);
    }
    if count == 0 {
        return ChildAnswer::refused(State::Failed, Why::Damaged);
    }
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let mut context = Context::new(
            Affine::IDENTITY,
            Rect::new(0.0, 0.0, width.into(), height.into()),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        let mut letters = Letters {
            height: height.into(),
            ..Letters::default()
        };
        interpret_page(page, &mut context, &mut letters);
        letters.end_line();
        pages.push(Page {
            height: letters.height,
            lines: letters.lines,
        });
    }
    let read = pdf::of_pages(pages);
    ChildAnswer {
        state: State::Text,
        text: read.text,
        ranges: read.ranges,
        pages: Some(read.pages),
        why: None,
    }
}

/// Letters as they are drawn, gathered into lines.
#[derive(Default)]
struct Letters {
    height: f64,
    lines: Vec<Line>,
    line: Option<Line>,
    baseline: f64,
    size: f64,
    first_word_ended: bool,
}

impl Letters {
    fn end_line(&mut self) {
        if let Some(mut line) = self.line.take() {
            if !self.first_word_ended {
                line.first_word = line.right - line.left;
            }
            line.text = line.text.trim().to_owned();
            if !line.text.is_empty() {
                self.lines.push(line);
            }
        }
    }

    fn letter(&mut self, text: &str, at: Point, size: f64, width: f64) {
        let ends = |line: &Line| {
            let gap = at.x - line.right;
            (at.y - self.baseline).abs() > size * 0.3
                || gap > size * LINES_APART
                || gap < -size
                || (size / self.size.max(0.1) - 1.0).abs() > 0.3
        };
        if self.line.as_ref().is_some_and(ends) {
            self.end_line();
        }
        let blank = text.trim().is_empty();
        if self.line.is_none() {
            if blank {
                return;
            }
            (self.baseline, self.size, self.first_word_ended) = (at.y, size, false);
            self.line = Some(Line {
                left: at.x,
                right: at.x,
                top: at.y - size * 0.8,
                bottom: at.y + size * 0.2,
                ..Line::default()
            });
        }
        let Some(line) = &mut self.line else { return };
        let apart = blank || at.x - line.right > size * WORDS_APART;
        if apart && !line.text.ends_with(' ') {
            if !self.first_word_ended {
                line.first_word = line.right - line.left;
                self.first_word_ended = true;
            }
            line.text.push(' ');
        }
        if !blank {
            line.text.push_str(text);
        }
        line.right = line.right.max(at.x + width);
    }
}

impl<'a> Device<'a> for Letters {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(letters)) => letters,
            None => return,
        };
        let placed = transform * glyph_transform;
        let at = placed * Point::ORIGIN;
        // An outline is drawn on a square of a thousand units.
        let across = placed * Point::new(1_000.0, 0.0);
        let up = placed * Point::new(0.0, 1_000.0);
        let size = (up - at).hypot().max(1.0);
        let share = match glyph {
            Glyph::Outline(outline) => outline.advance_width().unwrap_or(500.0) / 1_000.0,
            Glyph::Type3(_) => 0.0,
        };
        let width = (across - at).hypot() * f64::from(share);
        let at = Point::new(at.x, self.height - at.y);
        self.letter(&text, at, size.min(200.0), width);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
