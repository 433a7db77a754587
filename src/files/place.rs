//! Where files are kept: a folder, or a bucket of a service that speaks S3.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path as Key;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, RetryConfig};

/// A password or key; it is never printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// Where files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Folder(PathBuf),
    S3(Bucket),
}

/// A bucket and how it is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    pub name: String,
    /// What the keys of all files begin with; may be empty.
    pub prefix: String,
    /// Amazon's own if nothing is said.
    pub endpoint: Option<String>,
    pub region: String,
    pub allow_http: bool,
    /// The bucket is part of the host's name and not of the path.
    pub virtual_hosted: bool,
    /// Without a key those of the machine are asked for (instance role, web identity).
    pub access_key: Option<Secret>,
    pub secret_key: Option<Secret>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::S3(bucket) => write!(f, "s3://{}/{}", bucket.name, bucket.prefix),
        }
    }
}

/// The bucket and prefix of `s3://BUCKET/PREFIX`; nothing if the text is no such address.
pub fn bucket_of(text: &str) -> Option<(String, String)> {
    let rest = text.strip_prefix("s3://")?;
    let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    (!name.is_empty()).then(|| (name.to_owned(), prefix.trim_matches('/').to_owned()))
}

impl Bucket {
    /// The store behind it; nothing is sent yet.
    pub(super) fn open(&self) -> anyhow::Result<Arc<dyn ObjectStore>> {
        // Whoever came first has installed it; there is no other one in this program.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A file may take longer to read than any limit for the whole, so each step has its own. A person waits at the
        // other end: better a clear refusal after half a minute than three minutes of silence.
        let client = ClientOptions::new()
            .with_allow_http(self.allow_http)
            .with_timeout_disabled()
            .with_read_timeout(Duration::from_secs(30));
        let retry = RetryConfig {
            max_retries: 4,
            retry_timeout: Duration::from_secs(30),
            ..RetryConfig::default()
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_region(&self.region)
            .with_virtual_hosted_style_request(self.virtual_hosted)
            .with_client_options(client)
            .with_retry(retry);
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint.trim_end_matches('/'));
        }
        if let (Some(access), Some(secret)) = (&self.access_key, &self.secret_key) {
            builder =
                builder.with_access_key_id(access.reveal()).with_secret_access_key(secret.reveal());
        }
        let store = builder.build().with_context(|| format!("the bucket {}", self.name))?;
        if self.prefix.is_empty() {
            return Ok(Arc::new(store));
        }
        let prefix = Key::parse(&self.prefix).context("the prefix of the bucket")?;
        Ok(Arc::new(PrefixStore::new(store, prefix)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_bucket_and_what_keys_begin_with() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(bucket_of("s3://evidence"), pair("evidence", ""));
        assert_eq!(bucket_of("s3://evidence/"), pair("evidence", ""));
        assert_eq!(bucket_of("s3://evidence/kriter/files/"), pair("evidence", "kriter/files"));
        assert_eq!(bucket_of("s3://"), None);
        assert_eq!(bucket_of("/var/lib/kriter"), None);
    }

    #[test]
    fn a_secret_is_not_printed() {
        let bucket = Bucket { secret_key: "hush".parse().ok(), ..Bucket::default() };
        assert!(!format!("{bucket:?}").contains("hush"));
    }
}
