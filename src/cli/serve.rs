//! `kriter serve`

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, anyhow};

use crate::app::App;
use crate::config::ServeConfig;
use crate::router::router;
use crate::search::Worker;
use crate::{storage, uploads};

/// Serves until it is told to stop, then finishes what it accepted.
pub(super) async fn serve(mut app: App, how: ServeConfig) -> anyhow::Result<()> {
    app.secure_cookies = how.secure_cookies;
    // Also shows at once whether the storage can be reached at all.
    let reached = app.files.sweep_unfinished().await;
    reached.map_err(|it| anyhow!("cannot use the storage of files: {it}"))?;
    super::standards::load_builtin(&app).await?;
    look_at_scanner(&app).await;
    let db = app.db.clone();
    let listener = tokio::net::TcpListener::bind(how.listen).await.with_context(|| {
        format!("cannot listen on {}: is another program using the port?", how.listen)
    })?;
    let older_than = (how.sweep_after_days > 0).then(|| super::storage::days(how.sweep_after_days));
    tokio::spawn(tidy_daily(app.clone(), older_than));
    tokio::spawn(count_hourly(app.clone()));
    tracing::info!("listening on http://{}", listener.local_addr()?);
    let reading = tokio::spawn(Worker::new(app.clone()).run());
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await?;
    // A file that is being read now will be read again: its lease ends.
    reading.abort();
    let _ = reading.await;
    tracing::info!("stopped");
    db.close().await
}

/// Gives up uploads that nobody sends on, and deletes what no row names unless that is switched off; now, and once a day.
async fn tidy_daily(app: App, older_than: Option<Duration>) {
    let mut day = tokio::time::interval(Duration::from_hours(24));
    loop {
        day.tick().await;
        if let Err(error) = uploads::store::sweep(&app).await {
            tracing::warn!("files that nobody sends on were not given up: {error}");
        }
        let Some(older_than) = older_than else { continue };
        match storage::sweep(&app, older_than).await {
            Ok(swept) if swept.deleted > 0 => {
                tracing::info!("{} files that nothing names were deleted", swept.deleted);
            }
            Ok(_) => {}
            Err(error) => tracing::warn!("the storage was not swept: {error:#}"),
        }
    }
}

/// Keeps the plans of queries fit for what is stored by now.
async fn count_hourly(app: App) {
    let mut hour = tokio::time::interval(Duration::from_hours(1));
    // It has just been done.
    hour.tick().await;
    loop {
        hour.tick().await;
        if let Err(error) = app.db.count_rows().await {
            tracing::warn!("the rows of the database were not counted: {error}");
        }
    }
}

/// Says whether uploads will be let through. Pages are served without a scanner too.
async fn look_at_scanner(app: &App) {
    let Some(scanner) = app.files.scanner() else { return };
    match scanner.ping().await {
        Ok(()) => tracing::info!("the virus scanner at {} answers", scanner.address()),
        Err(refusal) => tracing::warn!("uploads are refused until this is mended: {refusal}"),
    }
}

/// Ends at Ctrl-C or SIGTERM.
async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    // Without a handler there is nothing to wait for but the kill.
    if interrupt.await.is_err() {
        std::future::pending::<()>().await;
    }
}
