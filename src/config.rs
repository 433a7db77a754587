//! Settings, each a flag and an environment variable; `--help` is the reference and README lists them.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::ensure;

use crate::files::{Bucket, Place, Secret, bucket_of};

use crate::scanner::Address;

/// Where an instance keeps what it knows.
#[derive(Clone, Debug, clap::Args)]
pub struct Config {
    /// Folder for the database and the uploaded files.
    #[arg(long, env = "KRITER_DATA", default_value = "./data", global = true)]
    pub data: PathBuf,

    /// Database: `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/NAME` [default: kriter.db in the data folder].
    #[arg(long, env = "KRITER_DATABASE", global = true, hide_env_values = true)]
    pub database: Option<String>,

    /// Largest upload, in mebibytes.
    #[arg(long, env = "KRITER_MAX_UPLOAD_MIB", default_value_t = 100, global = true)]
    pub max_upload_mib: u64,

    #[command(flatten)]
    pub storage: StorageConfig,
    /// The virus scanner that every uploaded file is shown to: clamd at `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`.
    #[arg(long, env = "KRITER_CLAMD", global = true)]
    pub clamd: Option<Address>,

    /// What is logged, for example `info` or `warn,kriter=debug`.
    #[arg(long, env = "KRITER_LOG", default_value = "warn,kriter=info", global = true)]
    pub log: String,

    /// Logs as JSON lines.
    #[arg(long, env = "KRITER_LOG_JSON", global = true)]
    pub log_json: bool,
}

/// Where uploaded files are kept.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct StorageConfig {
    /// Uploaded files: a folder or `s3://BUCKET/PREFIX` [default: files in the data folder].
    #[arg(long, env = "KRITER_STORAGE", global = true)]
    pub storage: Option<String>,

    /// Address of the service that speaks S3, for example `https://s3.example.org` [default: Amazon's].
    #[arg(long, env = "KRITER_S3_ENDPOINT", global = true)]
    pub s3_endpoint: Option<String>,

    /// Region of the bucket [default: us-east-1].
    #[arg(long, env = "KRITER_S3_REGION", global = true)]
    pub s3_region: Option<String>,

    /// Speak to the service without TLS too.
    #[arg(long, env = "KRITER_S3_ALLOW_HTTP", global = true)]
    pub s3_allow_http: bool,

    /// The bucket is part of the host's name and not of the path.
    #[arg(long, env = "KRITER_S3_VIRTUAL_HOSTED", global = true)]
    pub s3_virtual_hosted: bool,

    /// Id of the access key; without one the machine's own rights are used.
    #[arg(long, env = "KRITER_S3_ACCESS_KEY", global = true, hide_env_values = true)]
    pub s3_access_key: Option<Secret>,

    /// The secret that belongs to the access key; better said by its variable than on the command line.
    #[arg(long, env = "KRITER_S3_SECRET_KEY", global = true, hide_env_values = true)]
    pub s3_secret_key: Option<Secret>,
}

impl StorageConfig {
    /// Where files are; in the data folder if nothing is said.
    pub fn place(&self, data: &Path) -> anyhow::Result<Place> {
        let Some(said) = &self.storage else { return Ok(Place::Folder(data.join("files"))) };
        let Some((name, prefix)) = bucket_of(said) else {
            ensure!(
                !said.contains("://") && !said.is_empty(),
                "{said:?} is no storage: it is a folder or s3://BUCKET/PREFIX"
            );
            return Ok(Place::Folder(said.into()));
        };
        ensure!(
            self.s3_access_key.is_some() == self.s3_secret_key.is_some(),
            "an access key and its secret key belong together: one of them is missing"
        );
        Ok(Place::S3(Bucket {
            name,
            prefix,
            endpoint: self.s3_endpoint.clone(),
            region: self.s3_region.clone().unwrap_or_else(|| "us-east-1".to_owned()),
            allow_http: self.s3_allow_http,
            virtual_hosted: self.s3_virtual_hosted,
            access_key: self.s3_access_key.clone(),
            secret_key: self.s3_secret_key.clone(),
        }))
    }
}

/// How pages are served.
#[derive(Clone, Debug, clap::Args)]
pub struct ServeConfig {
    /// Address to listen on.
    #[arg(long, env = "KRITER_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// The session cookie is only sent over https: set it behind a reverse proxy with TLS.
    #[arg(long, env = "KRITER_SECURE_COOKIES")]
    pub secure_cookies: bool,

    /// Days after which files that nothing names any more are deleted, looked for at the start and then daily; 0 for never.
    #[arg(long, env = "KRITER_SWEEP_AFTER_DAYS", default_value_t = 7)]
    pub sweep_after_days: u16,
}

impl Config {
    /// Address of the database.
    pub fn database_url(&self) -> String {
        self.database
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}", self.data.join("kriter.db").display()))
    }

    /// Largest upload, in bytes.
    pub fn max_upload(&self) -> u64 {
        self.max_upload_mib.saturating_mul(1024 * 1024)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(storage: &str) -> anyhow::Result<Place> {
        let config = StorageConfig { storage: Some(storage.to_owned()), ..Default::default() };
        config.place(Path::new("data"))
    }

    #[test]
    fn storage_is_a_folder_or_a_bucket_and_nothing_else() {
        let inside = StorageConfig::default().place(Path::new("data")).unwrap();
        assert_eq!(inside, Place::Folder("data/files".into()));
        assert_eq!(place("/srv/files").unwrap(), Place::Folder("/srv/files".into()));
        assert!(
            matches!(place("s3://bucket/kriter").unwrap(), Place::S3(it) if it.prefix == "kriter")
        );
        for wrong in ["", "s3://", "gs://bucket", "https://bucket"] {
            assert!(place(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn half_a_key_is_refused() {
        let config = StorageConfig {
            storage: Some("s3://bucket".into()),
            s3_access_key: "id".parse().ok(),
            ..Default::default()
        };
        assert!(
            config.place(Path::new("data")).unwrap_err().to_string().contains("belong together")
        );
    }
}
