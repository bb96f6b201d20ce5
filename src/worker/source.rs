//! Where the document of a feed comes from: a server, a command, a file; and through which
//! command it goes before it is read.

use crate::{
    config::FeedCommand,
    model::{FetchErrorKind, stable_hash},
    worker::{
        Client, FetchError,
        client::{Answer, Body, Journey, Request},
        command, local,
    },
};

const MARK: &str = "filter:";

/// The commands of a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedCommands {
    /// Its output is the feed.
    pub exec: Option<FeedCommand>,
    /// It gets what was fetched and gives the feed.
    pub filter: Option<FeedCommand>,
}

/// Gets the document of a feed from where it is. What is as it was before is not read again, be
/// it the answer of a server, a file or what a command says.
pub(super) async fn get(
    client: &Client,
    request: &Request<'_>,
    commands: &FeedCommands,
    journey: &mut Journey<'_>,
) -> Result<Answer, FetchError> {
    let filter = commands.filter.as_ref();
    let request = &before_filter(request, filter);
    let answer = if let Some(exec) = &commands.exec {
        of_command(client, request, exec).await?
    } else if let Some(path) = local::path_of(request.url) {
        of_file(client, request, path).await?
    } else if request.url.starts_with("filter:") {
        let message = "A filter stands beside the address: url = \"https://…\", filter = [\"…\"].";
        return Err(FetchError::new(FetchErrorKind::Command, message));
    } else {
        client.go(request, journey).await?
    };
    match (answer, filter) {
        (Answer::Document(body), Some(filter)) => filtered(client, *body, filter).await,
        (answer, _) => Ok(answer),
    }
}

/// What is asked for the sake of a filter: validators hold only while it is the one that what is
/// kept went through.
fn before_filter<'a>(request: &Request<'a>, filter: Option<&FeedCommand>) -> Request<'a> {
    let mark = filter.map(mark_of).unwrap_or_default();
    let kept = request.etag.unwrap_or_default();
    match kept.strip_prefix(&mark) {
        Some(etag) if !etag.starts_with(MARK) => Request {
            etag: Some(etag).filter(|etag| !etag.is_empty()),
            ..request.clone()
        },
        _ => Request {
            etag: None,
            last_modified: None,
            ..request.clone()
        },
    }
}

/// What stands before the validator of what went through a filter.
fn mark_of(filter: &FeedCommand) -> String {
    let hash = stable_hash(format!("{filter:?}").as_bytes());
    format!("{MARK}{hash:016x}:")
}

async fn of_command(
    client: &Client,
    request: &Request<'_>,
    exec: &FeedCommand,
) -> Result<Answer, FetchError> {
    let bytes = command::run(exec, None, client.limits()).await?;
    let state = format!("{:016x}", stable_hash(&bytes));
    if request.etag == Some(state.as_str()) {
        return Ok(Answer::NotModified { fresh: None });
    }
    Ok(document(client, request, bytes, state).await)
}

async fn of_file(
    client: &Client,
    request: &Request<'_>,
    path: std::path::PathBuf,
) -> Result<Answer, FetchError> {
    let limits = client.limits();
    let known = request.etag.map(str::to_owned);
    let read = local::read_in_time(path, known, limits).await;
    match read? {
        None => Ok(Answer::NotModified { fresh: None }),
        Some(file) => Ok(document(client, request, file.bytes, file.state).await),
    }
}

async fn document(client: &Client, request: &Request<'_>, bytes: Vec<u8>, state: String) -> Answer {
    let mut body = Body {
        url: request.url.to_owned(),
        etag: Some(state),
        bytes,
        ..Body::default()
    };
    client.memory().grow(&mut body.room, body.bytes.len()).await;
    Answer::Document(Box::new(body))
}

async fn filtered(client: &Client, body: Body, filter: &FeedCommand) -> Result<Answer, FetchError> {
    let bytes = command::run(filter, Some(&body.bytes), client.limits()).await?;
    let mut body = Body {
        bytes,
        // It says what the server sent, not what the command made of it.
        content_type: None,
        etag: Some(mark_of(filter) + body.etag.as_deref().unwrap_or_default()),
        ..body
    };
    client.memory().grow(&mut body.room, body.bytes.len()).await;
    Ok(Answer::Document(Box::new(body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validators_hold_only_for_the_filter_that_the_feed_went_through() {
        let one = FeedCommand::Shell("grep -v quill".to_owned());
        let other = FeedCommand::Program(vec!["cat".to_owned()]);
        let asked = |kept: &str, filter: Option<&FeedCommand>| {
            let request = Request {
                etag: Some(kept),
                last_modified: Some("then"),
                ..Request::default()
            };
            let request = before_filter(&request, filter);
            let etag = request.etag.map(str::to_owned);
            (etag, request.last_modified.is_some())
        };
        let nothing = (None, false);
        let filtered = mark_of(&one) + "\"a\"";
        assert_eq!(asked("\"a\"", None), (Some("\"a\"".to_owned()), true));
        assert_eq!(
            asked(&filtered, Some(&one)),
            (Some("\"a\"".to_owned()), true)
        );
        assert_eq!(asked(&mark_of(&one), Some(&one)), (None, true));
        assert_eq!(asked(&filtered, Some(&other)), nothing);
        assert_eq!(asked(&filtered, None), nothing, "it has none any more");
        assert_eq!(asked("\"a\"", Some(&one)), nothing, "it is new");
    }
}
