//! Receipts through lettre to a server that speaks SMTP over TLS with login. It is a small one of the test's own: it takes what comes, or
//! says the no that the test wants.

use std::io::Write as _;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use diesel_async::RunQueryDsl as _;
use hoering::config::Security;
use hoering::intake::mailbox;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::app::TestApp;
use crate::certificates::Certificates;

#[derive(Default)]
struct Taken {
    mails: Vec<Taking>,
    logins: usize,
    /// Answers to the next RCPT commands, in the place of 250.
    refusals: Vec<&'static str>,
}

#[derive(Clone, Default)]
struct Taking {
    from: String,
    to: String,
    raw: String,
}

impl Taking {
    fn header(&self, name: &str) -> Option<&str> {
        let start = format!("{name}: ");
        self.raw.lines().find_map(|line| line.strip_prefix(&start))
    }
}

struct Sink {
    port: u16,
    ca_file: tempfile::NamedTempFile,
    taken: Arc<Mutex<Taken>>,
}

impl Sink {
    async fn start(refusals: Vec<&'static str>) -> Self {
        let certificates = Certificates::new();
        let mut ca_file = tempfile::NamedTempFile::new().unwrap();
        ca_file.write_all(certificates.ca.as_bytes()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from_pem_slice(certificates.leaf.as_bytes()).unwrap()],
                PrivateKeyDer::from_pem_slice(certificates.key.as_bytes()).unwrap(),
            )
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = Arc::new(Mutex::new(Taken {
            refusals,
            ..Taken::default()
        }));
        let shared = taken.clone();
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                let (acceptor, shared) = (acceptor.clone(), shared.clone());
                tokio::spawn(async move {
                    if let Ok(tls) = acceptor.accept(tcp).await {
                        let _ = talk(tls, &shared).await;
                    }
                });
            }
        });
        Self {
            port,
            ca_file,
            taken,
        }
    }

    async fn app(&self) -> TestApp {
        let test = TestApp::with(|config| {
            config.mail.from = "Region Midtjylland <svar@hoering.example>".into();
            config.smtp.host = "localhost".into();
            config.smtp.port = self.port;
            config.smtp.security = Security::Tls;
            config.smtp.user = "hoering".into();
            config.smtp.password = "hemmelig".into();
            config.smtp.ca_file = self.ca_file.path().to_str().unwrap().into();
        })
        .await;
        TestApp::load(&test, crate::app::HEARING, None).await;
        test
    }
}

async fn talk(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    taken: &Mutex<Taken>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink ESMTP\r\n").await?;
    stream.flush().await?;
    let mut mail = Taking::default();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let (verb, rest) = line
            .trim_end()
            .split_once(' ')
            .unwrap_or((line.trim_end(), ""));
        let answer = match verb {
            "EHLO" => "250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN".to_owned(),
            "AUTH" => {
                taken.lock().unwrap().logins += 1;
                "235 welcome".to_owned()
            }
            "MAIL" => {
                mail.from = rest.to_owned();
                "250 ok".to_owned()
            }
            "RCPT" => {
                mail.to = rest.to_owned();
                let mut taken = taken.lock().unwrap();
                let refusal = (!taken.refusals.is_empty()).then(|| taken.refusals.remove(0));
                refusal.unwrap_or("250 ok").to_owned()
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                stream.flush().await?;
                mail.raw.clear();
                loop {
                    let mut line = String::new();
                    stream.read_line(&mut line).await?;
                    if line == ".\r\n" {
                        break;
                    }
                    mail.raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                taken.lock().unwrap().mails.push(mail.clone());
                "250 taken".to_owned()
            }
            _ => "250 ok".to_owned(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        stream.flush().await?;
    }
}

/// A response by mail, whose receipt is due.
async fn respond(test: &TestApp) {
    let mut file = tempfile::Builder::new().suffix(".eml").tempfile().unwrap();
    file.write_all(
        "From: Ida <ida@example.dk>\r\nSubject: Høringssvar\r\nDate: Tue, 19 Sep 2023 12:00:00 +0200\r\n\
         Message-ID: <ida-1@example.dk>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Vi har følgende bemærkninger til planen: Der mangler boliger.\r\n"
            .as_bytes(),
    )
    .unwrap();
    let imported = mailbox::import(&test.app, &test.hearing().await, file.path())
        .await
        .unwrap();
    assert_eq!(imported.responses, 1);
}

#[derive(diesel::QueryableByName)]
struct Told {
    #[diesel(sql_type = diesel::sql_types::Text)]
    state: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    reason: String,
}

async fn receipt(test: &TestApp) -> Told {
    diesel::sql_query("select state, coalesce(state_reason || ' ' || coalesce(state_detail, ''), '') as reason from receipts")
        .get_result(&mut *test.conn().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_receipt_goes_out_by_smtp_under_tls_once() {
    let sink = Sink::start(vec![]).await;
    let test = sink.app().await;
    assert_eq!(test.app.mailer.check().await.unwrap(), Some(true));
    respond(&test).await;
    test.work().await;
    test.work().await;
    assert_eq!(receipt(&test).await.state, "sent");
    let taken = sink.taken.lock().unwrap();
    assert!(taken.logins > 0);
    let [mail] = &taken.mails[..] else {
        panic!("{} mails", taken.mails.len());
    };
    assert!(mail.from.starts_with("FROM:<kvittering+"), "{}", mail.from);
    assert!(mail.from.contains("@hoering.example>"), "{}", mail.from);
    assert_eq!(mail.to, "TO:<ida@example.dk>");
    assert_eq!(mail.header("Auto-Submitted"), Some("auto-replied"));
    assert_eq!(mail.header("In-Reply-To"), Some("<ida-1@example.dk>"));
    assert!(
        !mail.raw.contains("mangler boliger"),
        "no text of the response"
    );
}

#[tokio::test]
async fn a_passing_no_is_tried_again_with_the_same_message_id() {
    let sink = Sink::start(vec!["451 later, please"]).await;
    let test = sink.app().await;
    respond(&test).await;
    test.work().await;
    assert_eq!(receipt(&test).await.state, "waiting");
    test.app
        .clock
        .set(test.app.clock.now() + TimeDelta::hours(1));
    test.work().await;
    assert_eq!(receipt(&test).await.state, "sent");
    let taken = sink.taken.lock().unwrap();
    assert_eq!(taken.mails.len(), 1);
    assert!(
        taken.mails[0]
            .header("Message-ID")
            .unwrap()
            .ends_with("@hoering.example>")
    );
}

#[tokio::test]
async fn a_final_no_is_a_receipt_that_could_not_be_given() {
    let sink = Sink::start(vec!["550 no such user"]).await;
    let test = sink.app().await;
    respond(&test).await;
    test.work().await;
    let told = receipt(&test).await;
    assert_eq!(told.state, "not_possible");
    assert!(told.reason.contains("no such user"), "{}", told.reason);
    assert!(sink.taken.lock().unwrap().mails.is_empty());
}
