//! TLS to a server: the system's roots, or the authority's own CA file, and always with the name checked.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

use super::ImapError;
use super::wire::Stream;

/// Takes a connection under TLS.
pub(super) async fn connect(
    host: &str,
    ca_file: &str,
    stream: Stream,
) -> Result<Stream, ImapError> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| ImapError::Settings(format!("{host} is no name of a server")))?;
    let secured = TlsConnector::from(Arc::new(client(ca_file)?))
        .connect(name, stream)
        .await
        .map_err(|error| ImapError::Lost(format!("no TLS with {host}: {error}")))?;
    Ok(Box::new(secured))
}

fn client(ca_file: &str) -> Result<ClientConfig, ImapError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| ImapError::Settings(error.to_string()))?;
    Ok(builder
        .with_root_certificates(roots(ca_file)?)
        .with_no_client_auth())
}

/// The certificates of a CA file alone when one is named, else the system's.
fn roots(ca_file: &str) -> Result<RootCertStore, ImapError> {
    let mut roots = RootCertStore::empty();
    if ca_file.is_empty() {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            return Err(ImapError::Settings(
                "the system has no root certificates: install ca-certificates, or set ca_file"
                    .into(),
            ));
        }
        return Ok(roots);
    }
    let wrong = |error: &dyn std::fmt::Display| {
        ImapError::Settings(format!("cannot use the ca_file {ca_file}: {error}"))
    };
    for certificate in CertificateDer::pem_file_iter(ca_file).map_err(|error| wrong(&error))? {
        roots
            .add(certificate.map_err(|error| wrong(&error))?)
            .map_err(|error| wrong(&error))?;
    }
    if roots.is_empty() {
        return Err(wrong(&"it holds no certificate"));
    }
    Ok(roots)
}
