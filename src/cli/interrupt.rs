//! Ctrl-C while a command waits for the network, or for commands of the reader's own.

use std::future::Future;

use tokio::runtime::Runtime;

use crate::cli::error::CliError;

/// Waits for some work; an interruption ends it where it is.
pub(super) fn wait_for<T>(runtime: Runtime, work: impl Future<Output = T>) -> Result<T, CliError> {
    let done = runtime.block_on(async {
        tokio::select! {
            done = work => Ok(done),
            () = interrupted() => Err(CliError::Interrupted),
        }
    });
    // A name that is looked up need not be waited for.
    runtime.shutdown_background();
    done
}

/// Waits until the program is asked to end. A closed terminal is no such wish: `nohup` asks to go on
/// then, and whoever listens for it cannot tell.
pub(super) async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listening = signal(SignalKind::interrupt()).and_then(|interrupt| {
            let terminate = signal(SignalKind::terminate())?;
            Ok((interrupt, terminate))
        });
        if let Ok((mut interrupt, mut terminate)) = listening {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_ok() {
        return;
    }
    // Without a handler the system ends the program itself.
    std::future::pending().await
}
