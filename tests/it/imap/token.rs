//! XOAUTH2 with client credentials: tokens of a small endpoint, and a Dovecot that asks it about each.

use std::fs;

use chrono::TimeDelta;
use hoering::config::{Mailbox as Settings, Oauth2};
use hoering::intake::mailbox::{Fetcher, ImapError, check};
use tokio::sync::watch;

use super::{AT, app, fetch, letter, mailbox};
use crate::app::TestApp;
use crate::certificates::Certificates;
use crate::dovecot::Dovecot;
use crate::proxy::tunnel;
use crate::token_server::{CLIENT, SCOPE, SECRET, TokenServer};

async fn parts() -> (TokenServer, Dovecot, TestApp) {
    let tokens = TokenServer::start("a").await;
    let server = Dovecot::with_tokens(&["a"], &tokens.url("introspect")).await;
    (tokens, server, app().await)
}

fn with_tokens(server: &Dovecot, tokens: &TokenServer) -> Settings {
    Settings {
        password: String::new(),
        oauth2: Some(Oauth2 {
            token_url: tokens.url("token"),
            client_id: CLIENT.to_owned(),
            client_secret_file: String::new(),
            client_secret: SECRET.to_owned(),
            scope: SCOPE.to_owned(),
            ca_file: String::new(),
            proxy: String::new(),
        }),
        ..server.settings("a")
    }
}

fn fetcher(settings: &Settings) -> Fetcher {
    Fetcher::new(settings.clone(), watch::channel(false).1)
}

#[tokio::test]
async fn a_token_opens_the_mailbox_and_is_renewed_before_it_ends() {
    let (tokens, server, test) = parts().await;
    let mut fetcher = fetcher(&with_tokens(&server, &tokens));
    server.deliver("a", &letter(1, "En."), AT);
    assert_eq!(fetcher.round(&test.app).await.unwrap().kept, 1);
    // Each restart of the server wants a login.
    let mut again = async |minutes| {
        test.app
            .clock
            .set(test.app.clock.now() + TimeDelta::minutes(minutes));
        server.kill();
        server.run().await;
        fetcher.round(&test.app).await.unwrap();
        tokens.given()
    };
    assert_eq!(again(50).await, 1, "it still holds");
    assert_eq!(again(6).await, 2, "it would end within five minutes");
    assert_eq!(again(10).await, 2);
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_once() {
    let (tokens, server, test) = parts().await;
    let settings = with_tokens(&server, &tokens);
    let mut fetcher = fetcher(&settings);
    fetcher.round(&test.app).await.unwrap();
    tokens.withdraw_all();
    server.kill();
    server.run().await;
    fetcher.round(&test.app).await.unwrap();
    assert_eq!(tokens.given(), 2);

    let stranger = Settings {
        user: "b".into(),
        ..settings
    };
    let error = fetch(&test, &stranger).await.unwrap_err();
    assert_eq!(tokens.given(), 4, "tried twice and no more");
    let denied = error.downcast_ref::<ImapError>().unwrap();
    assert!(matches!(denied, ImapError::Denied(_)), "{denied}");
    assert!(denied.to_string().contains("the login as b"), "{denied}");
    assert!(!denied.to_string().contains("token-"), "{denied}");
}

#[tokio::test]
async fn what_is_wrong_with_the_credentials_is_said_in_plain_words() {
    let (tokens, server, test) = parts().await;
    let mut settings = with_tokens(&server, &tokens);
    let now = test.app.clock.now();
    settings.oauth2.as_mut().unwrap().client_secret = "forkert".into();
    let error = fetch(&test, &settings).await.unwrap_err();
    let text = format!("{error:#}");
    assert!(
        text.contains("client_id or client secret is wrong"),
        "{text}"
    );
    assert!(!text.contains("forkert"), "{text}");
    assert_eq!(mailbox(&test, &settings).await.last_error, Some(text));

    tokens.refuse(503, "<html>");
    let lost = check(&settings, now).await.unwrap_err();
    assert!(matches!(lost, ImapError::Lost(_)), "{lost}");
    tokens.refuse(200, r#"{"hello":"world"}"#);
    let error = check(&settings, now).await.unwrap_err().to_string();
    assert!(error.contains("no access_token"), "{error}");

    settings.oauth2.as_mut().unwrap().client_secret_file = "/nowhere/secret".into();
    let error = check(&settings, now).await.unwrap_err();
    assert!(matches!(&error, ImapError::Settings(why) if why.contains("/nowhere/secret")));
}

#[tokio::test]
async fn the_secret_comes_from_a_file_the_endpoint_has_its_own_ca_and_both_ways_go_through_a_proxy()
{
    let certificates = Certificates::new();
    let tokens = TokenServer::under_tls("a", &certificates).await;
    let (plain, test) = (TokenServer::start("a").await, app().await);
    let server = Dovecot::with_tokens(&["a"], &plain.url("introspect")).await;
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (proxy, asked) = tunnel().await;
    let mut settings = with_tokens(&server, &tokens);
    let oauth2 = settings.oauth2.as_mut().unwrap();
    oauth2.token_url = format!("https://localhost:{}/token", tokens.port);
    oauth2.client_secret.clear();
    oauth2.client_secret_file = file("secret", &format!("{SECRET}\n"));
    oauth2.proxy.clone_from(&proxy);
    settings.proxy.clone_from(&proxy);

    let unknown = fetch(&test, &settings).await.unwrap_err();
    assert!(
        format!("{unknown:#}").contains("certificate"),
        "{unknown:#}"
    );
    settings.oauth2.as_mut().unwrap().ca_file = file("ca.pem", &certificates.ca);
    // The mail server asks another endpoint than the one that gave the token, so it says no in the end.
    let denied = fetch(&test, &settings).await.unwrap_err();
    assert!(
        format!("{denied:#}").contains("refused the login as a"),
        "{denied:#}"
    );
    assert_eq!(tokens.given(), 2);
    let asked = asked.lock().unwrap().clone();
    assert!(asked.contains(&format!("localhost:{}", tokens.port)));
    assert!(asked.contains(&format!("127.0.0.1:{}", settings.port)));
}

#[tokio::test]
async fn a_proxy_that_says_no_is_named() {
    let (server, test) = (Dovecot::start(&["a"]).await, app().await);
    let (proxy, _) = tunnel().await;
    let mut settings = Settings {
        proxy,
        ..server.settings("a")
    };
    server.deliver("a", &letter(1, "En."), AT);
    assert_eq!(fetch(&test, &settings).await.unwrap().kept, 1);
    settings.port = crate::dovecot::free_port();
    let error = format!("{:#}", fetch(&test, &settings).await.unwrap_err());
    assert!(
        error.contains("the proxy") && error.contains("502"),
        "{error}"
    );
}
