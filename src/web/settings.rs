//! What the kit must be told: where the service is and whose it is.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::web::Data;

use super::Error;
use crate::templates::SiteOrganisation;

/// Settings of the HTTP kit. The address is configured and never taken from a request.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Without a slash at the end.
    pub base_url: String,
    /// `base_url` is https: cookies are `__Host-`, and browsers are told to stay on https.
    pub secure: bool,
    /// Only these may say, by `X-Forwarded-For`, whom they speak for.
    pub trusted_proxies: Vec<IpAddr>,
    /// Shown where a page belongs to no hearing.
    pub organisation: SiteOrganisation,
    pub service_name: String,
    pub demo: bool,
}

impl Settings {
    /// Settings for an address; the rest is set by field.
    #[must_use]
    pub fn new(base_url: &str) -> Self {
        Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            secure: base_url.starts_with("https://"),
            trusted_proxies: Vec::new(),
            organisation: SiteOrganisation::default(),
            service_name: String::new(),
            demo: false,
        }
    }

    /// The settings of the server that a request came to.
    ///
    /// # Errors
    /// When the server was put together without [`super::configure`].
    pub(super) fn of(request: &HttpRequest) -> Result<Data<Self>, Error> {
        let settings = request.app_data::<Data<Self>>().cloned();
        settings.ok_or_else(|| Error::Internal(anyhow::anyhow!("the server has no web settings")))
    }

    /// Scheme, host and port, as browsers write them in `Origin`.
    pub(super) fn origin(&self) -> &str {
        let after_scheme = self.base_url.find("://").map_or(0, |at| at + 3);
        let end = self.base_url[after_scheme..]
            .find('/')
            .map_or(self.base_url.len(), |at| after_scheme + at);
        &self.base_url[..end]
    }
}

/// The address that a request comes from: the nearest one that is not a configured proxy.
#[must_use]
pub fn client_address(request: &HttpRequest, settings: &Settings) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    if !settings.trusted_proxies.contains(&peer) {
        return Some(peer);
    }
    let forwarded = request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok());
    let mut hops: Vec<IpAddr> = forwarded
        .flat_map(|value| value.split(','))
        .filter_map(|hop| hop.trim().parse().ok())
        .collect();
    while let Some(hop) = hops.pop() {
        if !settings.trusted_proxies.contains(&hop) {
            return Some(hop);
        }
    }
    Some(peer)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_origin_is_the_address_without_its_path() {
        assert_eq!(
            Settings::new("https://a.example/hoering/").origin(),
            "https://a.example"
        );
        assert_eq!(
            Settings::new("http://127.0.0.1:8080").origin(),
            "http://127.0.0.1:8080"
        );
    }

    #[test]
    fn forwarded_addresses_count_only_from_configured_proxies() {
        let request = TestRequest::default()
            .peer_addr("10.0.0.1:9".parse().unwrap())
            .insert_header(("x-forwarded-for", "6.6.6.6, 192.0.2.7"))
            .to_http_request();
        let mut settings = Settings::new("https://a.example");
        assert_eq!(
            client_address(&request, &settings),
            Some("10.0.0.1".parse().unwrap())
        );
        settings.trusted_proxies.push("10.0.0.1".parse().unwrap());
        assert_eq!(
            client_address(&request, &settings),
            Some("192.0.2.7".parse().unwrap())
        );
    }
}
