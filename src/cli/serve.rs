//! `kriter serve`

use std::net::SocketAddr;

use anyhow::Context;

use crate::app::App;
use crate::config::ServeConfig;
use crate::router::router;

/// Serves until it is told to stop, then finishes what it accepted.
pub(super) async fn serve(mut app: App, how: ServeConfig) -> anyhow::Result<()> {
    app.secure_cookies = how.secure_cookies;
    app.files.sweep_unfinished().await?;
    crate::uploads::store::sweep(&app).await?;
    super::standards::load_builtin(&app).await?;
    let db = app.db.clone();
    let listener = tokio::net::TcpListener::bind(how.listen).await.with_context(|| {
        format!("cannot listen on {}: is another program using the port?", how.listen)
    })?;
    tracing::info!("listening on http://{}", listener.local_addr()?);
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await?;
    tracing::info!("stopped");
    db.close().await
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
