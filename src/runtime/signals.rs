//! Signals: those that end the program, and stopping and going on as the shell asks for.

use crate::runtime::RuntimeError;

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// End.
    Terminate,
    /// Stop until continued.
    Stop,
    /// The program was stopped by somebody else and goes on.
    Continued,
}

#[cfg(not(unix))]
pub use elsewhere::Signals;
#[cfg(unix)]
pub use unix::Signals;

#[cfg(unix)]
mod unix {
    use std::time::Duration;

    use rustix::process::{Signal as Raw, getpid, kill_current_process_group, kill_process};
    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    use super::{RuntimeError, Signal};

    /// How long to wait for the shell before a stop is taken to have failed.
    const PATIENCE: Duration = Duration::from_millis(300);

    /// The signals of this process.
    #[derive(Debug)]
    pub struct Signals {
        terminate: Stream,
        hang_up: Stream,
        interrupt: Stream,
        stop: Stream,
        continued: Stream,
    }

    impl Signals {
        /// Listens from now on.
        pub fn listen() -> Result<Self, RuntimeError> {
            let listen = |kind| signal(kind).map_err(RuntimeError::Signals);
            Ok(Self {
                terminate: listen(SignalKind::terminate())?,
                hang_up: listen(SignalKind::hangup())?,
                interrupt: listen(SignalKind::interrupt())?,
                stop: listen(SignalKind::from_raw(Raw::TSTP.as_raw()))?,
                continued: listen(SignalKind::from_raw(Raw::CONT.as_raw()))?,
            })
        }

        /// Waits for the next one.
        pub async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.terminate.recv() => Signal::Terminate,
                _ = self.hang_up.recv() => Signal::Terminate,
                _ = self.interrupt.recv() => Signal::Terminate,
                _ = self.stop.recv() => Signal::Stop,
                _ = self.continued.recv() => Signal::Continued,
            }
        }

        /// Stops the program, and with it what the shell runs beside it, until it is continued.
        /// The terminal was given back before.
        pub async fn stop(&mut self) {
            // Ourselves we stop with the signal that cannot be caught, since the other is.
            let _ = kill_current_process_group(Raw::TSTP);
            let _ = kill_process(getpid(), Raw::STOP);
            // An orphaned group is never stopped, nor told to go on.
            let _ = tokio::time::timeout(PATIENCE, self.continued.recv()).await;
            let _ = tokio::time::timeout(Duration::ZERO, self.stop.recv()).await;
        }
    }
}

#[cfg(not(unix))]
mod elsewhere {
    use super::{RuntimeError, Signal};

    /// The signals of this process.
    #[derive(Debug)]
    pub struct Signals;

    impl Signals {
        /// Listens from now on.
        pub fn listen() -> Result<Self, RuntimeError> {
            Ok(Self)
        }

        /// Waits for the next one.
        pub async fn next(&mut self) -> Signal {
            // Without a handler for it the wait is for good; keys end the program.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            Signal::Terminate
        }

        /// There is no shell to go back to.
        pub async fn stop(&mut self) {}
    }
}
