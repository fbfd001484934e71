//! typst's world: five templates and a few fonts. No files, no packages, no network, no clock.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use anyhow::{Context, anyhow, bail};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Label, Smart, Value};
use typst::introspection::Introspector;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::glyphs::make_printable;
use super::{Compilation, Set, stream_ends};
use crate::templates::assets;

const MAIN: &str = "compilation.typ";
const TEMPLATES: [(&str, &str); 6] = [
    (MAIN, include_str!("../../../templates/pdf/compilation.typ")),
    ("look.typ", include_str!("../../../templates/pdf/look.typ")),
    (
        "overview.typ",
        include_str!("../../../templates/pdf/overview.typ"),
    ),
    (
        "volumes.typ",
        include_str!("../../../templates/pdf/volumes.typ"),
    ),
    (
        "responses.typ",
        include_str!("../../../templates/pdf/responses.typ"),
    ),
    (
        "notes.typ",
        include_str!("../../../templates/pdf/notes.typ"),
    ),
];

/// The faces of the text, built by `script/bootstrap`; Arabic letters and emoji after those that all else is set in.
const FACES: [&str; 4] = [
    "plex-400.ttf",
    "plex-600.ttf",
    "noto-arabic-400.ttf",
    "noto-emoji-400.ttf",
];
/// For what these lack: signs, Greek. A serif stands in where the web parts were not built.
const FALLBACKS: [&str; 4] = [
    "DejaVu Sans Mono",
    "DejaVu Sans Mono",
    "Libertinus Serif",
    "Libertinus Serif",
];

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let own = FACES
        .into_iter()
        .filter_map(assets::at)
        .flat_map(|asset| Font::iter(Bytes::new(asset.bytes.into_owned())));
    let others = typst_assets::fonts()
        .flat_map(|bytes| Font::iter(Bytes::new(bytes)))
        .filter(|font| {
            let info = font.info();
            let upright = info.variant.style == typst::text::FontStyle::Normal;
            upright && FALLBACKS.contains(&info.family.as_str())
        });
    own.chain(others).collect()
});

struct Closed {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    sources: Vec<Source>,
    main: FileId,
}

/// Sets the compilation and gives the PDF.
///
/// # Errors
/// When a template or a standard refuses it: a fault of ours, for no text of a response can be the cause.
pub fn compile(compilation: &Compilation) -> anyhow::Result<Vec<u8>> {
    Ok(set(compilation)?.bytes)
}

/// The PDF, and where its responses are.
pub(super) fn set(compilation: &Compilation) -> anyhow::Result<Set> {
    let world = Closed::new(compilation)?;
    let set = typst::compile::<PagedDocument>(&world);
    let unstable = set
        .warnings
        .iter()
        .any(|warning| warning.message.contains("converge"));
    let document = set.output.map_err(|errors| refused("set", &errors))?;
    if unstable {
        bail!("the pages did not settle: the page numbers would be wrong");
    }
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|error| anyhow!("choose the standards: {}", error.message()))?;
    let options = PdfOptions {
        ident: Smart::Custom(format!(
            "{}/{}/{}",
            compilation.organisation, compilation.hearing, compilation.release
        )),
        creator: Smart::Custom(Some("Høringssvar".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| refused("write", &errors));
    let pages = pages(&document, compilation);
    drop(document);
    comemo::evict(0);
    Ok(Set {
        bytes: stream_ends::told_apart(pdf?),
        pages,
    })
}

fn pages(document: &PagedDocument, compilation: &Compilation) -> BTreeMap<String, usize> {
    let introspector = document.introspector();
    let found = compilation.responses.iter().filter_map(|response| {
        let label = Label::construct(format!("svar-{}", response.reference).into()).ok()?;
        let element = introspector.query_label(label).ok()?;
        let page = introspector.page(element.location()?)?;
        Some((response.reference.clone(), page.get()))
    });
    found.collect()
}

fn refused(act: &str, errors: &[SourceDiagnostic]) -> anyhow::Error {
    let messages: Vec<String> = errors
        .iter()
        .map(|error| {
            let hints: String = error
                .hints
                .iter()
                .map(|hint| format!(" ({})", hint.v))
                .collect();
            format!("{}{hints}", error.message)
        })
        .collect();
    anyhow!("{act} the PDF: {}", messages.join("; "))
}

impl Closed {
    fn new(compilation: &Compilation) -> anyhow::Result<Self> {
        let mut value = serde_json::to_value(compilation).context("write the compilation")?;
        make_printable(&mut value, &FONTS);
        let value: Value = serde_json::from_value(value).context("write the compilation")?;
        let mut families: Vec<&str> = Vec::new();
        for font in FONTS.iter() {
            let family = font.info().family.as_str();
            if !families.contains(&family) {
                families.push(family);
            }
        }
        let families = families.into_iter().map(|family| Value::Str(family.into()));
        let mut inputs = Dict::new();
        inputs.insert("compilation".into(), value);
        inputs.insert("fonts".into(), Value::Array(families.collect()));
        let sources = TEMPLATES
            .iter()
            .map(|(name, text)| Ok(Source::new(id(name)?, (*text).to_owned())))
            .collect::<anyhow::Result<_>>()?;
        Ok(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            book: LazyHash::new(FontBook::from_fonts(FONTS.iter())),
            sources,
            main: id(MAIN)?,
        })
    }
}

fn id(name: &str) -> anyhow::Result<FileId> {
    let path = VirtualPath::new(name).map_err(|error| anyhow!("{name}: {error:?}"))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl World for Closed {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let known = self.sources.iter().find(|source| source.id() == id);
        known.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
