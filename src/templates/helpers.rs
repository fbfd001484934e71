//! What templates can call: words, dates, numbers, addresses of assets, icons.
//!
//! `{{t "key" n=count}}` a text, escaped as a whole · `{{html "key" name=x}}` a text with markup of its own, arguments escaped ·
//! `{{date x}}` `{{day_month x}}` `{{weekday_date x}}` `{{weekday_day x}}` `{{datetime x}}` `{{time x}}` `{{bytes n}}` `{{amount n}}` ·
//! `{{capital x}}` `{{join a b …}}` `{{plus a b}}` · `{{asset "site.css"}}` `{{icon "warning" "more classes"}}`.
//! A field of the same name as a helper cannot be written with `{{…}}`: the helper is called, and fails. All but `html` and `icon` can be used inside others: `{{t "until" when=(datetime x)}}`.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason,
    ScopedJson,
};
use serde_json::Value as Json;

use super::words::{Value, copenhagen, grouped};
use super::{Words, assets, strict};

type Answer = Result<String, RenderError>;
type Call = fn(&Words, &Helper) -> Answer;

/// Registers every helper.
pub(super) fn register(registry: &mut Handlebars<'static>, words: &Arc<Words>) {
    registry.register_helper(strict::REQUIRE, Box::new(strict::Require));
    registry.register_helper("csrf", Box::new(Csrf));
    let all: [(&str, bool, Call); 15] = [
        ("t", true, |words, helper| text(words, helper, false)),
        ("html", false, |words, helper| text(words, helper, true)),
        ("date", true, |words, helper| Ok(words.date(day(helper)?))),
        ("day_month", true, |words, helper| {
            Ok(words.day_month(day(helper)?))
        }),
        ("weekday_date", true, |words, helper| {
            Ok(words.weekday_date(day(helper)?))
        }),
        ("weekday_day", true, |words, helper| {
            Ok(words.weekday_day(day(helper)?))
        }),
        ("datetime", true, |words, helper| {
            Ok(words.datetime(moment(helper)?))
        }),
        (
            "time",
            true,
            |words, helper| Ok(words.time(moment(helper)?)),
        ),
        ("bytes", true, |words, helper| {
            Ok(words.bytes(whole(helper)?))
        }),
        ("amount", true, |_, helper| {
            Ok(grouped(
                parameter(helper, 0)?
                    .as_f64()
                    .ok_or_else(|| wrong(helper))?,
            ))
        }),
        ("capital", true, |_, helper| Ok(capital(string(helper)?))),
        ("join", true, |_, helper| Ok(join(helper))),
        ("plus", true, plus),
        ("asset", true, |_, helper| address(string(helper)?)),
        ("icon", false, |_, helper| icon(helper)),
    ];
    for (name, escaped, call) in all {
        registry.register_helper(
            name,
            Box::new(Spoken {
                words: words.clone(),
                escaped,
                call,
            }),
        );
    }
}

/// The hidden field with the form's token. A helper and no partial: a partial copies all that it can see, and a page has many forms.
struct Csrf;

impl HelperDef for Csrf {
    fn call<'reg: 'rc, 'rc>(
        &self,
        _: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        page: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn handlebars::Output,
    ) -> handlebars::HelperResult {
        let token = page.data().pointer("/site/csrf").and_then(Json::as_str);
        let path = || Some("site.csrf".to_owned());
        let token = token.ok_or_else(|| RenderErrorReason::MissingVariable(path()))?;
        out.write("<input type=\"hidden\" name=\"csrf\" value=\"")?;
        out.write(&handlebars::html_escape(token))?;
        out.write("\">")?;
        Ok(())
    }
}

/// A helper that answers with a string.
struct Spoken {
    words: Arc<Words>,
    /// Its answer is text, to be escaped where it is written.
    escaped: bool,
    call: Call,
}

impl HelperDef for Spoken {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        _: &'rc Context,
        context: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn handlebars::Output,
    ) -> handlebars::HelperResult {
        let answer = (self.call)(&self.words, helper)?;
        if self.escaped && !context.is_disable_escape() {
            out.write(&registry.get_escape_fn()(&answer))?;
        } else {
            out.write(&answer)?;
        }
        Ok(())
    }

    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        Ok(ScopedJson::Derived(Json::String((self.call)(
            &self.words,
            helper,
        )?)))
    }
}

fn text(words: &Words, helper: &Helper, escape_arguments: bool) -> Answer {
    let mut arguments = Vec::new();
    for (name, value) in helper.hash() {
        let value = match value.value() {
            Json::String(text) if escape_arguments => Value::from(handlebars::html_escape(text)),
            Json::String(text) => Value::from(text.as_str()),
            Json::Number(number) => Value::from(number.as_f64().unwrap_or_default()),
            _ => return Err(other(format!("{name} is neither text nor number"))),
        };
        arguments.push((*name, value));
    }
    words
        .try_text(string(helper)?, &arguments)
        .map_err(|error| other(error.to_string()))
}

fn parameter<'h>(helper: &'h Helper, index: usize) -> Result<&'h Json, RenderError> {
    helper
        .param(index)
        .map(|value| value.value())
        .ok_or_else(|| wrong(helper))
}

fn string<'h>(helper: &'h Helper) -> Result<&'h str, RenderError> {
    parameter(helper, 0)?.as_str().ok_or_else(|| wrong(helper))
}

fn whole(helper: &Helper) -> Result<u64, RenderError> {
    parameter(helper, 0)?.as_u64().ok_or_else(|| wrong(helper))
}

fn moment(helper: &Helper) -> Result<DateTime<Utc>, RenderError> {
    string(helper)?.parse().map_err(|_| wrong(helper))
}

/// The day of a date, or of a moment in Copenhagen.
fn day(helper: &Helper) -> Result<NaiveDate, RenderError> {
    let text = string(helper)?;
    text.parse()
        .or_else(|_| moment(helper).map(|at| copenhagen(at).date_naive()))
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

fn join(helper: &Helper) -> String {
    helper.params().iter().map(|value| value.render()).collect()
}

fn plus(_: &Words, helper: &Helper) -> Answer {
    let term = |index| {
        parameter(helper, index)?
            .as_i64()
            .ok_or_else(|| wrong(helper))
    };
    Ok((term(0)? + term(1)?).to_string())
}

/// An asset that was not built still has an address: the page stays readable without it.
fn address(name: &str) -> Answer {
    Ok(assets::address(name).unwrap_or_else(|| format!("/assets/{name}")))
}

fn icon(helper: &Helper) -> Answer {
    let (name, sprite) = (string(helper)?, address("icons.svg")?);
    let more = helper
        .param(1)
        .and_then(|value| value.value().as_str())
        .map(|it| format!(" {it}"))
        .unwrap_or_default();
    Ok(format!(
        r#"<svg class="icon-svg{more}" focusable="false" aria-hidden="true"><use href="{sprite}#{name}"></use></svg>"#
    ))
}

fn wrong(helper: &Helper) -> RenderError {
    other(format!("wrong parameter of {}", helper.name()))
}

fn other(text: String) -> RenderError {
    RenderErrorReason::Other(text).into()
}
