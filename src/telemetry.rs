//! Logs: set up once, structured, to standard error. Never a name, an address or a secret in them.

use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// Starts logging.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start, as in tests, keeps the first.
    let _ = if config.log_json { logs.json().try_init() } else { logs.try_init() };
}
