//! The way to a server: directly, or through a proxy that knows CONNECT.

use std::fmt::Debug;

use bytes::Bytes;
use http_body_util::Empty;
use hyper::client::conn::http1;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use super::ImapError;

/// A stream in the clear, through a proxy, or under TLS.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Wire for T {}
pub(super) type Stream = Box<dyn Wire>;

/// The port of proxies that name none.
const PROXY_PORT: u16 = 3128;

/// Connects to a server, through the proxy when one is named.
pub(super) async fn dial(host: &str, port: u16, proxy: &str) -> Result<Stream, ImapError> {
    if proxy.is_empty() {
        return Ok(Box::new(direct(host, port).await?));
    }
    let at: Uri = proxy
        .parse()
        .map_err(|_| ImapError::Settings(format!("{proxy} is no address of a proxy")))?;
    let name = at.host().unwrap_or_default();
    let tcp = direct(name, at.port_u16().unwrap_or(PROXY_PORT)).await?;
    tunnel(tcp, &format!("{host}:{port}"), proxy).await
}

async fn direct(host: &str, port: u16) -> Result<TcpStream, ImapError> {
    let tcp = TcpStream::connect((host, port))
        .await
        .map_err(|error| ImapError::Lost(format!("cannot connect to {host}:{port}: {error}")))?;
    // Many small commands, each waited for.
    let _ = tcp.set_nodelay(true);
    Ok(tcp)
}

async fn tunnel(tcp: TcpStream, target: &str, proxy: &str) -> Result<Stream, ImapError> {
    let wrong = |why: String| ImapError::Lost(format!("the proxy {proxy}: {why}"));
    let (mut sender, connection) = http1::handshake(TokioIo::new(tcp))
        .await
        .map_err(|error| wrong(error.to_string()))?;
    tokio::spawn(connection.with_upgrades());
    let request = Request::connect(target)
        .header("host", target)
        .body(Empty::<Bytes>::new())
        .map_err(|_| ImapError::Settings(format!("{target} is no name of a server")))?;
    let answer = sender
        .send_request(request)
        .await
        .map_err(|error| wrong(error.to_string()))?;
    if !answer.status().is_success() {
        return Err(wrong(format!(
            "it answered {} when asked for {target}",
            answer.status()
        )));
    }
    let through = hyper::upgrade::on(answer)
        .await
        .map_err(|error| wrong(error.to_string()))?;
    Ok(Box::new(TokioIo::new(through)))
}
