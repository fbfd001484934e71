//! Pages as values, and the words on them. A page is a struct: what its template may use is what the struct holds, and a
//! template that asks for anything else fails. Templates and words are in the binary. This module knows no feature.

pub mod assets;
mod cheap;
mod helpers;
mod parts;
mod sample;
mod site;
mod strict;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};
use std::thread;

use anyhow::{Context, anyhow};
use handlebars::{Context as Data, Handlebars};
use rust_embed::RustEmbed;
use serde::Serialize;

pub use parts::{
    Choice, Field, FileState, FormError, Hidden, Mark, Readability, Segment, file_icon,
};
pub use sample::{Sample, samples_of};
pub use site::{Link, Site, SiteOrganisation, SiteStaff};
pub use words::Words;

pub(crate) use sample::pages;

/// Whom an answer is for, which decides how it may be stored and searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The same for everybody: kept by caches, asked for again by its `ETag`. Holds no token and no name of who reads.
    Public,
    /// A public form: only its token is personal. The browser may keep it, so that *back* finds what was typed.
    Form,
    /// Somebody's own, or the secretariat's: stored nowhere, tells nobody where it was, found by no search machine.
    Personal,
    /// A letter: plain text, made by [`Templates::plain`], with its own fields and no `site`.
    Letter,
}

/// A page: the template it fills in and the data which that template may use, in the form of fields.
pub trait Page: Serialize {
    /// Path under `templates/`, without the extension.
    const TEMPLATE: &'static str;

    /// The strictest unless a page says otherwise.
    const AUDIENCE: Audience = Audience::Personal;

    /// The page in its usual state, with made-up data.
    fn sample() -> Self
    where
        Self: Sized;

    /// Every state worth seeing, each with a short name for the test that renders it.
    #[must_use]
    fn samples() -> Vec<(&'static str, Self)>
    where
        Self: Sized,
    {
        vec![("", Self::sample())]
    }
}

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Files;

/// Every template, compiled, with the words of one language.
pub struct Templates {
    html: Handlebars<'static>,
    plain: Handlebars<'static>,
    /// The pages with a layout, and which of their fields it is given.
    framed: BTreeMap<String, BTreeSet<String>>,
    words: Arc<Words>,
}

#[derive(Serialize)]
struct Whole<'a, P> {
    #[serde(flatten)]
    page: &'a P,
    site: &'a Site,
}

impl Templates {
    /// Those of this process, with Danish words: compiled once, by whoever asks first; the others wait for it.
    ///
    /// # Errors
    /// As [`Templates::load`].
    pub fn shared() -> anyhow::Result<&'static Arc<Self>> {
        static SHARED: LazyLock<Result<Arc<Templates>, String>> =
            LazyLock::new(|| match Templates::load() {
                Ok(templates) => Ok(Arc::new(templates)),
                Err(error) => Err(format!("{error:#}")),
            });
        SHARED.as_ref().map_err(anyhow::Error::msg)
    }

    /// Begins to compile them beside other work.
    pub fn begin() {
        // Without a thread whoever asks compiles them.
        let _ = thread::Builder::new()
            .name("templates".into())
            .spawn(Self::shared);
    }

    /// Compiles what is in the binary, with Danish words.
    ///
    /// # Errors
    /// When a template or a word file does not parse, named with its line.
    pub fn load() -> anyhow::Result<Self> {
        Self::load_language("da")
    }

    /// Compiles with the words of `templates/words/<language>/`.
    ///
    /// # Errors
    /// As [`Templates::load`], and for a language without words.
    pub fn load_language(language: &str) -> anyhow::Result<Self> {
        let words = Arc::new(Words::load(language)?);
        let mut html = registry(&words);
        let mut plain = registry(&words);
        plain.register_escape_fn(handlebars::no_escape);
        let mut compiled = BTreeMap::new();
        for (name, source) in sources()? {
            let template = strict::compile(&name, &source)?;
            compiled.insert(name, template);
        }
        let mut framed = BTreeMap::new();
        for (name, mut template) in cheap::put_partials_in(&compiled) {
            if let Some(mut page) = cheap::framed(&template) {
                strict::check(&mut page.content);
                html.register_template(&cheap::content_of(&name), page.content);
                framed.insert(name.clone(), page.fields);
                template = page.frame;
            }
            strict::check(&mut template);
            plain.register_template(&name, template.clone());
            html.register_template(&name, template);
        }
        Ok(Self {
            html,
            plain,
            framed,
            words,
        })
    }

    /// The words on the pages, for text that is made outside templates.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Whether there is a template of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.html.has_template(name)
    }

    /// A page as HTML: the page's fields, and `site`.
    ///
    /// # Errors
    /// When the template asks for a field or a word that does not exist.
    pub fn html<P: Page>(&self, page: &P, site: &Site) -> anyhow::Result<String> {
        self.filled(P::TEMPLATE, &Whole { page, site })
            .with_context(|| format!("cannot render {}", P::TEMPLATE))
    }

    fn filled(&self, name: &str, whole: &impl Serialize) -> anyhow::Result<String> {
        let mut data = Data::wraps(whole)?;
        let Some(fields) = self.framed.get(name) else {
            return Ok(self.html.render_with_context(name, &data)?);
        };
        let content = cheap::content_of(name);
        let content = self.html.render_with_context(&content, &data)?;
        if let Some(known) = data.data_mut().as_object_mut() {
            known.retain(|name, _| name == "site" || fields.contains(name));
            known.insert(cheap::CONTENT.to_owned(), content.into());
        }
        Ok(self.html.render_with_context(name, &data)?)
    }

    /// A template as plain text, nothing escaped (mails). It sees the page's fields only.
    ///
    /// # Errors
    /// As [`Templates::html`].
    pub fn plain<P: Page>(&self, page: &P) -> anyhow::Result<String> {
        self.plain
            .render(P::TEMPLATE, page)
            .with_context(|| format!("cannot render {}", P::TEMPLATE))
    }
}

fn registry(words: &Arc<Words>) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    helpers::register(&mut registry, words);
    registry
}

fn sources() -> anyhow::Result<Vec<(String, String)>> {
    let mut sources = Vec::new();
    for path in Files::iter() {
        let Some(name) = path.strip_suffix(".hbs") else {
            continue;
        };
        let file = Files::get(&path).ok_or_else(|| anyhow!("no template {path}"))?;
        sources.push((name.to_owned(), String::from_utf8(file.data.into_owned())?));
    }
    Ok(sources)
}
