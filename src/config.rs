//! Settings, each a flag and an environment variable; `--help` is the reference and README lists them.

use std::net::SocketAddr;
use std::path::PathBuf;

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

/// How pages are served.
#[derive(Clone, Debug, clap::Args)]
pub struct ServeConfig {
    /// Address to listen on.
    #[arg(long, env = "KRITER_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// The session cookie is only sent over https: set it behind a reverse proxy with TLS.
    #[arg(long, env = "KRITER_SECURE_COOKIES")]
    pub secure_cookies: bool,
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
