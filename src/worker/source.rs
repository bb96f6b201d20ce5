//! Where the document of a feed comes from: a server, a command, a file; and through which
//! command it goes before it is read.

use tokio::task::spawn_blocking;

use crate::{
    config::FeedCommand,
    model::{FetchErrorKind, stable_hash},
    worker::{
        Client, FetchError,
        client::{Answer, Body, Journey, Request},
        command, local,
    },
};

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
    journey: &mut Journey,
) -> Result<Answer, FetchError> {
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
    match (answer, &commands.filter) {
        (Answer::Document(body), Some(filter)) => filtered(client, *body, filter).await,
        (answer, _) => Ok(answer),
    }
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
    let (known, limits) = (request.etag.map(str::to_owned), client.limits());
    let reading = spawn_blocking(move || local::read(&path, known.as_deref(), limits));
    let lost = |_| FetchError::new(FetchErrorKind::File, "The file cannot be read.");
    match reading.await.map_err(lost)?? {
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
    client.make_room(body.bytes.len(), &mut body.room).await;
    Answer::Document(Box::new(body))
}

async fn filtered(client: &Client, body: Body, filter: &FeedCommand) -> Result<Answer, FetchError> {
    let bytes = command::run(filter, Some(&body.bytes), client.limits()).await?;
    let mut body = Body {
        bytes,
        // It says what the server sent, not what the command made of it.
        content_type: None,
        ..body
    };
    client.make_room(body.bytes.len(), &mut body.room).await;
    Ok(Answer::Document(Box::new(body)))
}
