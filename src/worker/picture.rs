//! A picture from the network, when the reader asks for it and not before.

use std::time::Duration;

use tokio::time::timeout;

use crate::worker::{Client, FetchError, client::Led};

/// Redirects that are followed.
const STEPS: usize = 5;
/// Time for all of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a picture is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPicture {
    /// It took too long.
    #[error("the server did not answer in time")]
    TooSlow,
    /// The address leads from one to the next.
    #[error("its address leads nowhere")]
    Nowhere,
    /// It could not be asked for.
    #[error("{0}")]
    Failed(#[from] FetchError),
}

/// Fetches a picture as it is. In a private network, only hosts that the client was told of are
/// asked.
pub async fn fetch_picture(client: &Client, address: &str) -> Result<Vec<u8>, NoPicture> {
    timeout(PATIENCE, follow(client, address))
        .await
        .unwrap_or(Err(NoPicture::TooSlow))
}

async fn follow(client: &Client, address: &str) -> Result<Vec<u8>, NoPicture> {
    let mut at = address.to_owned();
    let mut from_inside = true;
    for _ in 0..STEPS {
        let step = client.step(&at, None, from_inside).await?;
        from_inside = step.from_inside;
        match step.led {
            Led::Elsewhere(next) => at = next,
            Led::Page(bytes) => return Ok(bytes),
        }
    }
    Err(NoPicture::Nowhere)
}
