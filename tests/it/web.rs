//! The HTTP kit over real requests: guards, tokens, headers, errors, pages that browsers keep.

use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, COOKIE, ETAG, IF_NONE_MATCH, SET_COOKIE};
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::{Data, Payload, get, post};
use actix_web::{App, HttpRequest, HttpResponse};
use hoering::templates::{Audience, Page, Templates};
use hoering::web::{self, Error, Form, Limits, Multipart, Refusal, Settings, Token, View};
use serde::Deserialize;

#[derive(Deserialize)]
struct Fields {
    name: String,
}

async fn upload(request: HttpRequest, payload: Payload) -> web::Result {
    let limits = Limits {
        files: 2,
        file_bytes: 10,
        total_bytes: 15,
        field_bytes: 100,
    };
    let form = Multipart::read(&request, payload, limits).await?;
    let refused = form.refusals.iter().map(|refusal| match refusal {
        Refusal::TooManyFiles => "many".to_owned(),
        Refusal::FileTooLarge { file_name } => format!("large:{file_name}"),
        Refusal::AllTooLarge => "all".to_owned(),
    });
    let kept = form
        .files
        .iter()
        .map(|file| format!("{}:{}", file.file_name, file.size_bytes));
    let said: Vec<String> = kept.chain(refused).collect();
    Ok(HttpResponse::Ok().body(format!("{} {}", form.field("name"), said.join(" "))))
}

async fn ask(
    base_url: &str,
    request: TestRequest,
) -> ServiceResponse<impl actix_web::body::MessageBody> {
    let mut settings = Settings::new(base_url);
    settings.organisation.name = "Region Midtjylland".into();
    let app = App::new()
        .configure(web::configure(
            Data::new(settings),
            Data::from(Templates::shared().unwrap().clone()),
        ))
        .route(
            "/away",
            get().to(async || -> web::Result {
                Err(Error::Internal(
                    diesel::ConnectionError::BadConnection("secret host".into()).into(),
                ))
            }),
        )
        .route(
            "/greet",
            post().to(async |form: Form<Fields>| HttpResponse::Ok().body(form.0.name)),
        )
        .route("/upload", post().to(upload))
        .wrap(from_fn(web::same_origin))
        .wrap(from_fn(web::error_pages))
        .wrap(from_fn(web::headers))
        .wrap(from_fn(web::log_requests));
    call_service(&init_service(app).await, request.to_request()).await
}

const BASE: &str = "http://127.0.0.1:1";

fn with_token(request: TestRequest, token: &Token) -> TestRequest {
    let cookie = token.cookie(&Settings::new(BASE));
    request.insert_header((COOKIE, format!("{}={}", cookie.name(), cookie.value())))
}

async fn body(response: ServiceResponse<impl actix_web::body::MessageBody>) -> String {
    let bytes = actix_web::body::to_bytes(response.into_body())
        .await
        .ok()
        .unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[actix_web::test]
async fn an_unknown_page_is_a_helpful_danish_404_with_every_guard() {
    let response = ask("https://a.example", TestRequest::get().uri("/nowhere")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    let header = |name: &str| {
        response
            .headers()
            .get(name)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert!(header("content-security-policy").starts_with("default-src 'none';"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("cache-control"), "no-store");
    assert!(header("strict-transport-security").starts_with("max-age="));
    let html = body(response).await;
    assert!(
        html.contains("Siden findes ikke") && html.contains("Region Midtjylland"),
        "{html}"
    );
}

#[actix_web::test]
async fn a_database_that_is_away_is_503_and_shows_no_cause() {
    let response = ask(BASE, TestRequest::get().uri("/away")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(!response.headers().contains_key("strict-transport-security"));
    let html = body(response).await;
    assert!(html.contains("Vi kan ikke gemme noget lige nu") && !html.contains("secret host"));
}

#[actix_web::test]
async fn a_form_needs_the_token_of_its_browser() {
    let (token, other) = (Token::random(), Token::random());
    let form = |token: &Token| {
        TestRequest::post()
            .uri("/greet")
            .set_form([("csrf", token.masked()), ("name", "Æa".into())])
    };
    let response = ask(BASE, with_token(form(&token), &token)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(body(response).await, "Æa");
    assert_eq!(
        ask(BASE, form(&token)).await.status(),
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        ask(BASE, with_token(form(&other), &token)).await.status(),
        StatusCode::FORBIDDEN
    );
    let without = TestRequest::post().uri("/greet").set_form([("name", "x")]);
    assert_eq!(
        ask(BASE, with_token(without, &token)).await.status(),
        StatusCode::FORBIDDEN
    );
}

#[actix_web::test]
async fn a_form_from_another_site_is_refused_even_with_the_token() {
    let token = Token::random();
    let form = || {
        with_token(
            TestRequest::post()
                .uri("/greet")
                .set_form([("csrf", token.masked()), ("name", "x".into())]),
            &token,
        )
    };
    let foreign = form().insert_header(("origin", "https://b.example"));
    let response = ask(BASE, foreign).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    let html = body(response).await;
    assert!(html.contains("er ikke modtaget"), "{html}");
    assert_eq!(
        ask(BASE, form().insert_header(("origin", BASE)))
            .await
            .status(),
        StatusCode::OK
    );
}

#[actix_web::test]
async fn a_form_that_cannot_be_read_or_is_too_large_is_an_error_of_its_own() {
    let token = Token::random();
    let missing = TestRequest::post()
        .uri("/greet")
        .set_form([("csrf", token.masked())]);
    assert_eq!(
        ask(BASE, with_token(missing, &token)).await.status(),
        StatusCode::BAD_REQUEST
    );
    let large = TestRequest::post()
        .uri("/greet")
        .set_payload(vec![b'a'; 1_600_000]);
    assert_eq!(
        ask(BASE, with_token(large, &token)).await.status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[actix_web::test]
async fn a_form_with_files_keeps_what_is_within_the_limits_and_says_what_is_not() {
    let token = Token::random();
    let field = |name: &str, value: &str| {
        format!("--B\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = |name: &str, size: usize| {
        let content = "x".repeat(size);
        format!(
            "--B\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\ncontent-type: text/plain\r\n\r\n{content}\r\n"
        )
    };
    let send = |parts: String| {
        let request = TestRequest::post()
            .uri("/upload")
            .insert_header((CONTENT_TYPE, "multipart/form-data; boundary=B"));
        with_token(request.set_payload(parts), &token)
    };
    let start = field("csrf", &token.masked()) + &field("name", "Ø");
    let all = start.clone()
        + &file("", 0)
        + &file("a.txt", 3)
        + &file("stor.pdf", 11)
        + &file("b", 0)
        + &file("c", 1)
        + "--B--\r\n";
    assert_eq!(
        body(ask(BASE, send(all)).await).await,
        "Ø a.txt:3 b:0 large:stor.pdf many"
    );
    let cut = start.clone() + &file("a.txt", 3);
    assert_eq!(ask(BASE, send(cut)).await.status(), StatusCode::BAD_REQUEST);
    let flood = start + &file("a", 61) + "--B--\r\n";
    assert_eq!(
        ask(BASE, send(flood)).await.status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let file_first = file("a.txt", 3) + "--B--\r\n";
    assert_eq!(
        ask(BASE, send(file_first)).await.status(),
        StatusCode::FORBIDDEN
    );
}

/// The smallest page that everybody may see.
#[derive(serde::Serialize)]
struct Greeting {
    status: u16,
    kind: &'static str,
    sending: bool,
    login: Option<String>,
}

impl Page for Greeting {
    const TEMPLATE: &'static str = "error";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        Self {
            status: 404,
            kind: "not-found",
            sending: false,
            login: None,
        }
    }
}

#[actix_web::test]
async fn a_public_page_is_asked_for_again_and_has_no_cookie() {
    let app = App::new()
        .configure(web::configure(
            Data::new(Settings::new(BASE)),
            Data::from(Templates::shared().unwrap().clone()),
        ))
        .route(
            "/sample",
            get().to(async |view: View| view.page(&Greeting::sample())),
        );
    let app = init_service(app).await;
    let first = call_service(&app, TestRequest::get().uri("/sample").to_request()).await;
    assert_eq!(first.headers().get("cache-control").unwrap(), "no-cache");
    assert!(!first.headers().contains_key(SET_COOKIE));
    let tag = first.headers().get(ETAG).unwrap().clone();
    let again = TestRequest::get()
        .uri("/sample")
        .insert_header((IF_NONE_MATCH, tag))
        .to_request();
    let again = call_service(&app, again).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(read_body(again).await.is_empty());
}
