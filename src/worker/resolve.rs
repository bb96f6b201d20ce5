//! An aggregator's address that hides the original → the original, by following what the
//! aggregator's own pages say. Nothing is asked of the original's publisher.

use std::time::Duration;

use tokio::time::timeout;

use crate::{
    ingest::{PageSays, asking_address, asks_consent, leads_out, question, read_answer, read_page},
    worker::{
        Client, FetchError, ForFeed,
        client::{Led, Sort},
    },
};

/// Redirects within the aggregator that are followed.
const STEPS: usize = 5;

/// Why the original was not found. The aggregator's own page can be opened still.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unresolved {
    /// The aggregator shows nothing to who has not agreed to its terms.
    #[error("the aggregator asks for consent first")]
    Consent,
    /// Its page says nothing that is understood.
    #[error("the aggregator's page does not tell the original")]
    NotTold,
    /// It took too long.
    #[error("the aggregator did not answer in time")]
    TooSlow,
    /// It could not be asked.
    #[error("{0}")]
    Failed(#[from] FetchError),
}

/// Finds the original behind an address of a feed's article that hides it, within a time limit. In
/// a private network, only hosts that the client was told of are asked.
pub async fn resolve(
    client: &Client,
    address: &str,
    limit: Duration,
    asker: ForFeed<'_>,
) -> Result<String, Unresolved> {
    timeout(limit, follow(client, address, asker))
        .await
        .unwrap_or(Err(Unresolved::TooSlow))
}

async fn follow(client: &Client, address: &str, asker: ForFeed<'_>) -> Result<String, Unresolved> {
    let mut at = address.to_owned();
    let mut from_inside = true;
    for _ in 0..STEPS {
        let step = client
            .step(Sort::Page, &at, None, from_inside, asker)
            .await?;
        from_inside = step.from_inside;
        match step.led {
            Led::Elsewhere(next) if asks_consent(&next) => return Err(Unresolved::Consent),
            Led::Elsewhere(next) => match leads_out(&at, &next) {
                Some(original) => return Ok(original),
                None => at = next,
            },
            Led::Page(page) => return read(client, &at, &page, from_inside, asker).await,
        }
    }
    Err(Unresolved::NotTold)
}

async fn read(
    client: &Client,
    at: &str,
    page: &[u8],
    from_inside: bool,
    asker: ForFeed<'_>,
) -> Result<String, Unresolved> {
    let ticket = match read_page(&String::from_utf8_lossy(page), at) {
        PageSays::Original(original) => return Ok(original),
        PageSays::Consent => return Err(Unresolved::Consent),
        PageSays::Nothing => return Err(Unresolved::NotTold),
        PageSays::Ask(ticket) => ticket,
    };
    let server = asking_address(at).ok_or(Unresolved::NotTold)?;
    let form = Some(question(&ticket));
    let step = client
        .step(Sort::Page, &server, form, from_inside, asker)
        .await?;
    match step.led {
        Led::Page(answer) => {
            read_answer(&String::from_utf8_lossy(&answer), at).ok_or(Unresolved::NotTold)
        }
        Led::Elsewhere(next) if asks_consent(&next) => Err(Unresolved::Consent),
        Led::Elsewhere(_) => Err(Unresolved::NotTold),
    }
}
