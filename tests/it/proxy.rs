//! Something between client and mail server: it notes what the client says, changes what the server says, answers in its place, or hangs up.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// What becomes of a line that the client says.
pub(crate) enum Act {
    Pass,
    /// The server never sees it, and this is the answer; TAG is the command's own.
    Answer(&'static str),
    /// The server never sees it, and the line is dead.
    HangUp,
    /// The server does it, and its answer is lost.
    LoseAnswer,
}

type OnClient = dyn Fn(&str) -> Act + Send + Sync;
type OnServer = dyn Fn(Vec<u8>) -> Vec<u8> + Send + Sync;

pub(crate) struct Proxy {
    pub(crate) port: u16,
    said: Arc<Mutex<Vec<u8>>>,
}

impl Proxy {
    /// Only listens in.
    pub(crate) async fn start(server: u16) -> Self {
        Self::with(server, |_| Act::Pass, |said| said).await
    }

    /// Acts on each line of the client.
    pub(crate) async fn acting(
        server: u16,
        client: impl Fn(&str) -> Act + Send + Sync + 'static,
    ) -> Self {
        Self::with(server, client, |said| said).await
    }

    /// Changes words of the server.
    pub(crate) async fn changing(server: u16, from: &'static str, to: &'static str) -> Self {
        let change = move |said: Vec<u8>| match String::from_utf8(said) {
            Ok(text) => text.replace(from, to).into_bytes(),
            Err(bytes) => bytes.into_bytes(),
        };
        Self::with(server, |_| Act::Pass, change).await
    }

    /// Lets so many bytes of the server through on each line, then calls `cut` and hangs up.
    pub(crate) async fn cutting(
        server: u16,
        bytes: usize,
        cut: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let left = Mutex::new(bytes);
        let pass = move |mut said: Vec<u8>| {
            let mut left = left.lock().unwrap();
            if said.len() >= *left {
                said.truncate(*left);
                cut();
                said.push(HANG_UP);
            }
            *left = left.saturating_sub(said.len());
            said
        };
        Self::with(server, |_| Act::Pass, pass).await
    }

    pub(crate) async fn with(
        server: u16,
        client: impl Fn(&str) -> Act + Send + Sync + 'static,
        change: impl Fn(Vec<u8>) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let said: Arc<Mutex<Vec<u8>>> = Arc::default();
        let heard = said.clone();
        let (client, change): (Arc<OnClient>, Arc<OnServer>) = (Arc::new(client), Arc::new(change));
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else {
                    continue;
                };
                let line = Line {
                    client: caller,
                    server,
                    heard: heard.clone(),
                };
                tokio::spawn(line.pass(client.clone(), change.clone()));
            }
        });
        Self { port, said }
    }

    /// What clients have said.
    pub(crate) fn said(&self) -> String {
        String::from_utf8_lossy(&self.said.lock().unwrap()).into_owned()
    }
}

/// A byte that no server says: the line is dead after what stands before it.
const HANG_UP: u8 = 0xff;

struct Line {
    client: TcpStream,
    server: TcpStream,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Line {
    async fn pass(mut self, on_client: Arc<OnClient>, on_server: Arc<OnServer>) {
        let (mut up, mut down) = (vec![0; 1 << 16], vec![0; 1 << 16]);
        let mut line: Vec<u8> = Vec::new();
        let mut deaf = false;
        loop {
            tokio::select! {
                read = self.client.read(&mut up) => {
                    let Ok(length @ 1..) = read else { return };
                    self.heard.lock().unwrap().extend_from_slice(&up[..length]);
                    line.extend_from_slice(&up[..length]);
                    while let Some(end) = line.iter().position(|byte| *byte == b'\n') {
                        let one: Vec<u8> = line.drain(..=end).collect();
                        let text = String::from_utf8_lossy(&one).into_owned();
                        let act = on_client(&text);
                        let sent = match act {
                            Act::Pass => self.server.write_all(&one).await,
                            Act::LoseAnswer => {
                                deaf = true;
                                self.server.write_all(&one).await
                            }
                            Act::HangUp => return,
                            Act::Answer(answer) => {
                                let tag = text.split(' ').next().unwrap();
                                self.client.write_all(answer.replace("TAG", tag).as_bytes()).await
                            }
                        };
                        if sent.is_err() { return }
                    }
                }
                read = self.server.read(&mut down) => {
                    let Ok(length @ 1..) = read else { return };
                    if deaf { return }
                    let mut said = on_server(down[..length].to_vec());
                    let last = said.pop_if(|byte| *byte == HANG_UP).is_some();
                    if self.client.write_all(&said).await.is_err() || last { return }
                }
            }
        }
    }
}

/// A web proxy that knows CONNECT and nothing else. Answers with its address and what it was asked for.
pub(crate) async fn tunnel() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let noted = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let noted = noted.clone();
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(client.read_u8().await.unwrap());
                }
                let head = String::from_utf8(head).unwrap();
                let target = head.strip_prefix("CONNECT ").unwrap();
                let target = target.split(' ').next().unwrap().to_owned();
                noted.lock().unwrap().push(target.clone());
                let Ok(mut server) = TcpStream::connect(&target).await else {
                    let _ = client.write_all(b"HTTP/1.1 502 Bad Gateway\r\n\r\n").await;
                    return;
                };
                client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                let _ = copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    (address, asked)
}
