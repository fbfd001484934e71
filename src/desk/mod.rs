//! The secretariat's pages, which show several features at once: inbox, response, letters, notes, mails, log.
//!
//! Each handler takes a role of [`crate::staff`], calls one domain function and answers with a page or sends the browser on. Every act
//! is a plain form; `assets/js/desk.js` sends the same forms by keyboard. What is read here is unredacted, so reading is a row of the
//! audit log too. Its own tables
//! are what its acts changed, so that they can be taken back, and the filters that people keep.

mod acts;
pub mod agenda;
mod answer;
mod assigned;
mod bulk;
pub mod consultees;
pub mod decision;
pub mod differences;
pub mod enquiries;
pub mod exports;
pub mod files;
mod folded;
pub mod head;
pub mod history;
pub mod inbox;
pub mod letter;
mod live;
pub mod log;
pub mod mailboxes;
pub mod loose;
pub mod mails;
pub mod memo;
mod named;
pub mod notes;
pub mod objections;
pub mod overview;
pub mod panel;
pub mod part_text;
pub mod pictures;
mod presence;
pub mod preview;
mod proposals;
pub mod question;
pub mod reading;
pub mod receipts;
mod relations;
pub mod response;
pub mod rows;
pub mod setup;
pub mod split;
mod undo;
pub mod views;
mod table;
pub mod themes;
pub mod version;

use actix_web::web::ServiceConfig;

use crate::templates::Sample;

pub use response::evidence;

/// A page or act of the secretariat: method, address.
pub type Route = (&'static str, &'static str);

macro_rules! routes {
    ($($method:ident $address:literal => $handler:path),+ $(,)?) => {
        /// Every route of this feature, so that a test can try each as a stranger.
        pub const ROUTES: &[Route] = &[$((stringify!($method), $address)),+];

        /// The pages of this feature.
        pub fn routes(config: &mut ServiceConfig) {
            $(config.route($address, actix_web::web::$method().to($handler));)+
        }
    };
}

routes! {
    get "/sekretariat" => head::index,
    get "/sekretariat/ny" => setup::new,
    post "/sekretariat/ny" => setup::create,
    get "/sekretariat/{hearing}" => head::show,
    get "/sekretariat/{hearing}/opsaetning" => setup::show,
    post "/sekretariat/{hearing}/opsaetning/net" => setup::publish,
    post "/sekretariat/{hearing}/opsaetning/net/slet" => setup::unpublish,
    post "/sekretariat/{hearing}/opsaetning/grundoplysninger" => setup::save_basics,
    post "/sekretariat/{hearing}/opsaetning/datoer" => setup::save_dates,
    post "/sekretariat/{hearing}/opsaetning/frist" => setup::move_all,
    post "/sekretariat/{hearing}/opsaetning/frist/part" => setup::give_one,
    post "/sekretariat/{hearing}/opsaetning/postkasse" => setup::save_mailbox,
    post "/sekretariat/{hearing}/opsaetning/dokumenter" => setup::add,
    post "/sekretariat/{hearing}/opsaetning/dokumenter/{id}" => setup::rename,
    post "/sekretariat/{hearing}/opsaetning/dokumenter/{id}/flytning" => setup::reorder,
    post "/sekretariat/{hearing}/opsaetning/dokumenter/{id}/slet" => setup::remove,
    post "/sekretariat/{hearing}/opsaetning/kategorier" => setup::save_categories,
    get "/sekretariat/{hearing}/opsaetning/temaer/ny" => setup::new_frame,
    post "/sekretariat/{hearing}/opsaetning/temaer" => setup::create_frame,
    get "/sekretariat/{hearing}/opsaetning/temaer/{id}" => setup::edit_frame,
    post "/sekretariat/{hearing}/opsaetning/temaer/{id}" => setup::update_frame,
    post "/sekretariat/{hearing}/opsaetning/temaer/{id}/flytning" => setup::move_one,
    post "/sekretariat/{hearing}/opsaetning/temaer/{id}/slet" => setup::remove_one,
    post "/sekretariat/{hearing}/opsaetning/moeder" => setup::save_meetings,
    post "/sekretariat/{hearing}/opsaetning/offentlighed" => setup::save_publication,
    get "/sekretariat/{hearing}/indbakke" => inbox::index,
    post "/sekretariat/{hearing}/indbakke/samlet" => bulk::create,
    post "/sekretariat/{hearing}/indbakke/samlet/{batch}/fortrydelse" => bulk::destroy,
    post "/sekretariat/{hearing}/indbakke/visninger" => views::create,
    post "/sekretariat/{hearing}/indbakke/visninger/{id}/slet" => views::destroy,
    get "/sekretariat/{hearing}/overblik" => overview::index,
    get "/sekretariat/{hearing}/overblik.xlsx" => overview::spreadsheet,
    get "/sekretariat/{hearing}/overblik.docx" => overview::document,
    get "/sekretariat/{hearing}/svar/{number}" => response::show,
    get "/sekretariat/{hearing}/svar/{number}/mail" => files::show_mail,
    get "/sekretariat/{hearing}/svar/{number}/mail.eml" => files::raw_mail,
    get "/sekretariat/{hearing}/svar/{number}/bilag/{part}" => files::part,
    get "/sekretariat/{hearing}/svar/{number}/bilag/{part}/side/{page}" => files::page_picture,
    get "/sekretariat/{hearing}/svar/{number}/bilag/{part}/billeder" => pictures::show,
    get "/sekretariat/{hearing}/svar/{number}/bilag/{part}/daekket/{page}" => pictures::painted,
    post "/sekretariat/{hearing}/svar/{number}/bilag/{part}/felter" => pictures::create,
    post "/sekretariat/{hearing}/svar/{number}/bilag/{part}/felter/{id}/godkendelse" => pictures::approve,
    post "/sekretariat/{hearing}/svar/{number}/bilag/{part}/felter/{id}/slet" => pictures::destroy,
    post "/sekretariat/{hearing}/svar/{number}/bilag/{part}/underskrifter" => pictures::sign,
    post "/sekretariat/{hearing}/svar/{number}/bilag/{part}/underskrifter/slet" => pictures::unsign,
    post "/sekretariat/{hearing}/svar/{number}/bilag/{id}/visning" => acts::publish_part,
    get "/sekretariat/{hearing}/svar/{number}/offentligt" => preview::show,
    get "/sekretariat/{hearing}/svar/{number}/bilag/{part}/tekst" => part_text::edit,
    post "/sekretariat/{hearing}/svar/{number}/bilag/{part}/tekst" => part_text::update,
    post "/sekretariat/{hearing}/svar/{number}/markeringer" => acts::mark,
    post "/sekretariat/{hearing}/svar/{number}/markeringer/{id}/holdning" => acts::set_stance,
    post "/sekretariat/{hearing}/svar/{number}/markeringer/{id}/note" => acts::set_note,
    post "/sekretariat/{hearing}/svar/{number}/markeringer/{id}/slet" => acts::unmark,
    post "/sekretariat/{hearing}/svar/{number}/markeringer/{id}/flyt" => acts::move_passage,
    post "/sekretariat/{hearing}/svar/{number}/temaer" => acts::tag,
    post "/sekretariat/{hearing}/svar/{number}/temaer/{id}/slet" => acts::untag,
    post "/sekretariat/{hearing}/svar/{number}/overstregninger" => acts::hide,
    post "/sekretariat/{hearing}/svar/{number}/overstregninger/{id}/godkendelse" => acts::approve,
    post "/sekretariat/{hearing}/svar/{number}/overstregninger/{id}/slet" => acts::lift,
    post "/sekretariat/{hearing}/svar/{number}/overstregninger/{id}/flyt" => acts::move_hidden,
    post "/sekretariat/{hearing}/svar/{number}/frigivelser" => acts::clear,
    post "/sekretariat/{hearing}/svar/{number}/frigivelser/{id}/godkendelse" => acts::approve_clearing,
    post "/sekretariat/{hearing}/svar/{number}/frigivelser/{id}/slet" => acts::withdraw_clearing,
    post "/sekretariat/{hearing}/svar/{number}/spoergsmaal" => question::create,
    post "/sekretariat/{hearing}/svar/{number}/afslutning" => acts::sign_off,
    post "/sekretariat/{hearing}/svar/{number}/hos" => acts::assign,
    post "/sekretariat/{hearing}/svar/{number}/fortrydelse" => acts::undo,
    post "/sekretariat/{hearing}/svar/{number}/gentagelse" => acts::redo,
    post "/sekretariat/{hearing}/svar/{number}/aendring" => acts::change,
    post "/sekretariat/{hearing}/svar/{number}/relationer/{id}/bekraeftelse" => relations::confirm_relation,
    post "/sekretariat/{hearing}/svar/{number}/relationer/{id}/afvisning" => relations::reject_relation,
    post "/sekretariat/{hearing}/svar/{number}/relationer" => relations::create_relation,
    post "/sekretariat/{hearing}/svar/{number}/forslag/{id}/godkendelse" => proposals::accept_proposal,
    post "/sekretariat/{hearing}/svar/{number}/forslag/{id}/afvisning" => proposals::reject_proposal,
    post "/sekretariat/{hearing}/svar/{number}/forslag/{id}/fortrydelse" => proposals::reopen_proposal,
    get "/sekretariat/{hearing}/svar/{number}/deling" => split::new,
    post "/sekretariat/{hearing}/svar/{number}/deling" => split::create,
    post "/sekretariat/{hearing}/svar/{number}/samling" => split::destroy,
    get "/sekretariat/{hearing}/mails" => mails::index,
    post "/sekretariat/{hearing}/mails" => mails::create,
    get "/sekretariat/{hearing}/mails/{id}" => mails::show,
    get "/sekretariat/{hearing}/mails/{id}/raa" => mails::raw,
    get "/sekretariat/{hearing}/mails/{id}/fil/{part}" => mails::file,
    post "/sekretariat/{hearing}/mails/{id}/svar" => mails::promote,
    post "/sekretariat/{hearing}/mails/{id}/tilknytning" => mails::attach,
    post "/sekretariat/{hearing}/mails/{id}/afsender" => mails::set_sender,
    post "/sekretariat/{hearing}/mails/{id}/afsender/slet" => mails::clear_sender,
    post "/sekretariat/{hearing}/mails/{id}/flytning" => mails::relocate,
    post "/sekretariat/{hearing}/mails/{id}/set" => mails::stays,
    post "/sekretariat/{hearing}/mails/{id}/fortryd" => mails::undo,
    get "/sekretariat/{hearing}/henvendelser" => enquiries::index,
    get "/sekretariat/{hearing}/henvendelser/skabeloner" => enquiries::index_templates,
    post "/sekretariat/{hearing}/henvendelser/skabeloner" => enquiries::create_template,
    post "/sekretariat/{hearing}/henvendelser/skabeloner/{name}" => enquiries::update_template,
    post "/sekretariat/{hearing}/henvendelser/skabeloner/{name}/slet" => enquiries::remove_template,
    get "/sekretariat/{hearing}/henvendelser/{id}" => enquiries::show,
    post "/sekretariat/{hearing}/henvendelser/{id}/emne" => enquiries::set_topic,
    post "/sekretariat/{hearing}/henvendelser/{id}/svar" => enquiries::answer,
    post "/sekretariat/{hearing}/henvendelser/{id}/svar/{answer}/igen" => enquiries::send_again,
    post "/sekretariat/{hearing}/henvendelser/{id}/besvaret" => enquiries::otherwise,
    post "/sekretariat/{hearing}/henvendelser/{id}/lukning" => enquiries::close,
    post "/sekretariat/{hearing}/henvendelser/{id}/genaabning" => enquiries::reopen,
    post "/sekretariat/{hearing}/henvendelser/{id}/frist" => enquiries::give_deadline,
    get "/sekretariat/{hearing}/hoeringsparter" => consultees::index,
    post "/sekretariat/{hearing}/hoeringsparter" => consultees::create,
    get "/sekretariat/{hearing}/hoeringsparter.xlsx" => consultees::export,
    get "/sekretariat/{hearing}/hoeringsparter/ny" => consultees::new,
    get "/sekretariat/{hearing}/hoeringsparter/svar" => consultees::index_matches,
    post "/sekretariat/{hearing}/hoeringsparter/svar" => consultees::confirm,
    post "/sekretariat/{hearing}/hoeringsparter/svar/{id}" => consultees::set,
    get "/sekretariat/{hearing}/hoeringsparter/import" => consultees::new_import,
    post "/sekretariat/{hearing}/hoeringsparter/import" => consultees::upload,
    get "/sekretariat/{hearing}/hoeringsparter/import/{id}" => consultees::show_import,
    post "/sekretariat/{hearing}/hoeringsparter/import/{id}" => consultees::carry_out,
    post "/sekretariat/{hearing}/hoeringsparter/import/{id}/kolonner" => consultees::columns,
    get "/sekretariat/{hearing}/hoeringsparter/brev/{kind}" => consultees::show_letters,
    post "/sekretariat/{hearing}/hoeringsparter/brev/{kind}" => consultees::send,
    post "/sekretariat/{hearing}/hoeringsparter/brev/{kind}/haand" => consultees::hand,
    post "/sekretariat/{hearing}/hoeringsparter/brev/{kind}/tekst" => consultees::word,
    post "/sekretariat/{hearing}/hoeringsparter/brev/{kind}/tekst/slet" => consultees::forget,
    post "/sekretariat/{hearing}/hoeringsparter/note/{id}/slet" => consultees::take_back,
    get "/sekretariat/{hearing}/hoeringsparter/{id}" => consultees::show,
    post "/sekretariat/{hearing}/hoeringsparter/{id}" => consultees::update,
    post "/sekretariat/{hearing}/hoeringsparter/{id}/slet" => consultees::destroy,
    post "/sekretariat/{hearing}/hoeringsparter/{id}/frist" => consultees::give_deadline,
    get "/sekretariat/{hearing}/laest-igen" => differences::index,
    post "/sekretariat/{hearing}/laest-igen/{id}/godtagelse" => differences::accept,
    post "/sekretariat/{hearing}/laest-igen/{id}/afvisning" => differences::dismiss,
    get "/sekretariat/{hearing}/brev/ny" => letter::new,
    post "/sekretariat/{hearing}/brev" => letter::create,
    get "/sekretariat/{hearing}/temaer" => themes::index,
    get "/sekretariat/{hearing}/temaer/{id}" => themes::show,
    post "/sekretariat/{hearing}/temaer/{id}/navn" => themes::rename,
    post "/sekretariat/{hearing}/temaer/{id}/sammenlaegning" => themes::merge,
    post "/sekretariat/{hearing}/temaer/haendelser/{id}/fortryd" => themes::undo,
    get "/sekretariat/{hearing}/hoeringsnotat" => memo::index,
    get "/sekretariat/{hearing}/hoeringsnotat.docx" => memo::document,
    get "/sekretariat/{hearing}/hoeringsnotat.xlsx" => memo::spreadsheet,
    get "/sekretariat/{hearing}/hoeringsnotat/filer/ny" => memo::back::new,
    post "/sekretariat/{hearing}/hoeringsnotat/filer" => memo::back::create,
    get "/sekretariat/{hearing}/hoeringsnotat/filer/{id}" => memo::back::show,
    post "/sekretariat/{hearing}/hoeringsnotat/filer/{id}" => memo::back::carry_out,
    get "/sekretariat/{hearing}/hoeringsnotat/godkendt" => memo::approved::show,
    post "/sekretariat/{hearing}/hoeringsnotat/godkendt" => memo::approved::create,
    post "/sekretariat/{hearing}/hoeringsnotat/godkendt/{id}" => memo::approved::approve,
    post "/sekretariat/{hearing}/hoeringsnotat/godkendt/{id}/tilbage" => memo::approved::end,
    get "/sekretariat/{hearing}/hoeringsnotat/godkendt/{id}/fil" => memo::approved::file,
    get "/sekretariat/{hearing}/hoeringsnotat/aendringer" => memo::changes,
    get "/sekretariat/{hearing}/hoeringsnotat/sammenfatning" => memo::summary,
    post "/sekretariat/{hearing}/hoeringsnotat/sammenfatning" => memo::save_summary,
    post "/sekretariat/{hearing}/hoeringsnotat/offentliggoerelse" => memo::publish,
    post "/sekretariat/{hearing}/hoeringsnotat/offentliggoerelse/slet" => memo::keep_back,
    post "/sekretariat/{hearing}/hoeringsnotat/kilder" => memo::under,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter" => memo::create,
    get "/sekretariat/{hearing}/hoeringsnotat/punkter/ny" => memo::new,
    get "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}" => memo::show,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}" => memo::update,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}/redigering" => memo::edit,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}/redigering/fortsat" => memo::renew,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}/redigering/slut" => memo::leave,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}/flytning" => memo::reorder,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}/kilder" => memo::add,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}/kilder/{source}/slet" => memo::detach,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}/kommentarer" => memo::comment,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}/udgaver" => memo::undo,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}/slet" => memo::destroy,
    post "/sekretariat/{hearing}/hoeringsnotat/punkter/{id}/genskabelse" => memo::restore,
    get "/sekretariat/{hearing}/dagsorden" => agenda::index,
    get "/sekretariat/{hearing}/dagsorden/{id}" => agenda::show,
    post "/sekretariat/{hearing}/dagsorden/{id}" => agenda::update,
    get "/sekretariat/{hearing}/dagsorden/{id}/forslag.docx" => agenda::proposal,
    post "/sekretariat/{hearing}/dagsorden/{id}/pakker" => agenda::package,
    get "/sekretariat/{hearing}/dagsorden/{id}/pakker/{package}" => agenda::download,
    post "/sekretariat/{hearing}/dagsorden/{id}/tillaeg" => agenda::addendum,
    get "/sekretariat/{hearing}/eksport" => exports::show,
    get "/sekretariat/{hearing}/eksport/svar.docx" => exports::texts,
    get "/sekretariat/{hearing}/eksport/annotationer.jsonld" => exports::annotations,
    get "/sekretariat/{hearing}/eksport/projekt.qdpx" => exports::project,
    get "/sekretariat/{hearing}/noter" => notes::index,
    post "/sekretariat/{hearing}/noter" => notes::create,
    get "/sekretariat/{hearing}/noter/ny" => notes::new,
    get "/sekretariat/{hearing}/noter/runder/ny" => notes::new_round,
    post "/sekretariat/{hearing}/noter/runder" => notes::create_round,
    get "/sekretariat/{hearing}/noter/runder/{id}" => notes::edit_round,
    post "/sekretariat/{hearing}/noter/runder/{id}" => notes::update_round,
    post "/sekretariat/{hearing}/noter/runder/{id}/slet" => notes::destroy_round,
    get "/sekretariat/{hearing}/noter/{id}" => notes::edit,
    post "/sekretariat/{hearing}/noter/{id}" => notes::update,
    post "/sekretariat/{hearing}/noter/{id}/slet" => notes::destroy,
    post "/sekretariat/{hearing}/noter/{id}/genskabelse" => notes::restore,
    post "/sekretariat/{hearing}/noter/{id}/temaer" => notes::tag,
    post "/sekretariat/{hearing}/noter/{id}/temaer/{theme}/slet" => notes::untag,
    get "/sekretariat/{hearing}/nyt" => live::show,
    get "/sekretariat/{hearing}/log" => log::index,
    get "/sekretariat/{hearing}/kvitteringer" => receipts::index,
    get "/sekretariat/{hearing}/kvitteringer/{id}/brev" => receipts::show,
    post "/sekretariat/{hearing}/kvitteringer/{id}/afsendelse" => receipts::resend,
    post "/sekretariat/{hearing}/kvitteringer/{id}/klaret" => receipts::told,
    get "/sekretariat/{hearing}/beslutning" => decision::index,
    post "/sekretariat/{hearing}/beslutning" => decision::create,
    get "/sekretariat/{hearing}/indsigelser" => objections::index,
    post "/sekretariat/{hearing}/indsigelser/{id}" => objections::settle,
    post "/sekretariat/{hearing}/indsigelser/{id}/genaabning" => objections::reopen,
    post "/sekretariat/{hearing}/indsigelser/{id}/svar" => objections::connect,
    post "/sekretariat/{hearing}/indsigelser/{id}/mails/{letter}" => objections::send_again,
}

/// Every page of this feature in every state that its samples show.
#[must_use]
pub fn samples() -> Vec<Sample> {
    [
        head::samples(),
        setup::samples(),
        themes::samples(),
        inbox::samples(),
        overview::samples(),
        response::samples(),
        split::samples(),
        files::samples(),
        preview::samples(),
        part_text::samples(),
        pictures::samples(),
        letter::samples(),
        notes::samples(),
        mails::samples(),
        memo::samples(),
        agenda::samples(),
        exports::samples(),
        enquiries::samples(),
        consultees::samples(),
        differences::samples(),
        log::samples(),
        receipts::samples(),
        objections::samples(),
        decision::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
