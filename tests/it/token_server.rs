//! A token endpoint (client credentials) and the introspection that the mail server asks, on a loopback port, in the clear or under TLS.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::certificates::Certificates;

pub(crate) const CLIENT: &str = "hoering-program";
pub(crate) const SECRET: &str = "meget-hemmelig";
pub(crate) const SCOPE: &str = "https://outlook.example/.default";
/// Seconds that a token holds.
const LIFETIME: i64 = 3600;

#[derive(Default)]
struct State {
    given: usize,
    good: BTreeSet<String>,
    /// What it answers instead of a token.
    refusal: Option<(u16, String)>,
}

#[derive(Clone)]
pub(crate) struct TokenServer {
    pub(crate) port: u16,
    user: &'static str,
    state: Arc<Mutex<State>>,
}

impl TokenServer {
    /// Its tokens are for the mailbox of this user.
    pub(crate) async fn start(user: &'static str) -> Self {
        Self::listen(user, None).await
    }

    pub(crate) async fn under_tls(user: &'static str, certificates: &Certificates) -> Self {
        let leaf = CertificateDer::from_pem_slice(certificates.leaf.as_bytes()).unwrap();
        let key = PrivateKeyDer::from_pem_slice(certificates.key.as_bytes()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![leaf], key)
            .unwrap();
        Self::listen(user, Some(TlsAcceptor::from(Arc::new(config)))).await
    }

    async fn listen(user: &'static str, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            user,
            state: Arc::default(),
        };
        let shared = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (server, tls) = (shared.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => server.serve(stream).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                server.serve(stream).await;
                            }
                        }
                    }
                });
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    /// How many tokens it has given.
    pub(crate) fn given(&self) -> usize {
        self.state.lock().unwrap().given
    }

    /// Tokens that were given until now open nothing any more.
    pub(crate) fn withdraw_all(&self) {
        self.state.lock().unwrap().good.clear();
    }

    /// From now on it answers so.
    pub(crate) fn refuse(&self, status: u16, body: &str) {
        self.state.lock().unwrap().refusal = Some((status, body.to_owned()));
    }

    async fn serve(&self, mut stream: impl AsyncRead + AsyncWrite + Unpin) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let Ok(byte) = stream.read_u8().await else {
                return;
            };
            head.push(byte);
        }
        let head = String::from_utf8(head).unwrap();
        let length = head
            .lines()
            .find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.trim().parse().unwrap())
            })
            .unwrap_or(0);
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.unwrap();
        let body = String::from_utf8(body).unwrap();
        let form: Vec<(String, String)> = serde_urlencoded::from_str(&body).unwrap();
        let (status, answer) = if head.starts_with("POST /token ") {
            self.token(&form)
        } else {
            (200, self.introspect(&form))
        };
        let answer = format!(
            "HTTP/1.1 {status} Answer\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
            answer.len()
        );
        let _ = stream.write_all(answer.as_bytes()).await;
        let _ = stream.shutdown().await;
    }

    fn token(&self, form: &[(String, String)]) -> (u16, String) {
        let mut state = self.state.lock().unwrap();
        if let Some(refusal) = &state.refusal {
            return refusal.clone();
        }
        let wanted = [
            ("grant_type", "client_credentials"),
            ("client_id", CLIENT),
            ("client_secret", SECRET),
            ("scope", SCOPE),
        ];
        for (name, value) in wanted {
            if !form.contains(&(name.to_owned(), value.to_owned())) {
                let body =
                    format!(r#"{{"error":"invalid_client","error_description":"wrong {name}"}}"#);
                return (401, body);
            }
        }
        state.given += 1;
        let token = format!("token-{}", state.given);
        state.good.insert(token.clone());
        let body = format!(
            r#"{{"token_type":"Bearer","expires_in":{LIFETIME},"access_token":"{token}"}}"#
        );
        (200, body)
    }

    fn introspect(&self, form: &[(String, String)]) -> String {
        let token = form.iter().find(|(name, _)| name == "token");
        let good = token.is_some_and(|(_, token)| self.state.lock().unwrap().good.contains(token));
        format!(r#"{{"active":{good},"username":"{}"}}"#, self.user)
    }
}
