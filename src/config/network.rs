//! How one feed is asked over the network, as `feeds.toml` says it. What is wrong with a value is
//! told without the value, because it may be a secret.

use std::{fmt, path::PathBuf};

use serde::{Deserialize, Deserializer, de::Error};
use toml::{Table, Value};

/// A text that nobody but the server is to see.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text from sight.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// How a feed's reader says who they are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Auth {
    /// In which form.
    pub scheme: AuthScheme,
    /// The name, for [`AuthScheme::Basic`]; without it the source gives "name:password".
    pub user: Option<String>,
    /// Where the password or token comes from.
    pub source: SecretSource,
}

/// A form of the `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuthScheme {
    /// Name and password.
    Basic,
    /// A token.
    Bearer,
}

/// Where a secret comes from; it never stands in the list itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SecretSource {
    /// The first line that a program prints; program and arguments, no shell.
    Command(Vec<String>),
    /// A variable of the environment.
    Environment(String),
}

/// How the encryption of a feed's host is checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TlsChoice {
    /// A file with certificates (PEM) to trust beside the system's.
    pub ca: Option<PathBuf>,
    /// Whether anything is checked at all.
    pub verify: bool,
}

impl Default for TlsChoice {
    fn default() -> Self {
        Self {
            ca: None,
            verify: true,
        }
    }
}

/// Keys of `auth`.
pub(super) const AUTH_KEYS: &[&str] = &["scheme", "user", "command", "env"];
/// Keys of `tls`.
pub(super) const TLS_KEYS: &[&str] = &["ca", "verify"];

/// Header lines, each of the form "Name: value".
pub(super) fn headers<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let wrong = || D::Error::custom("headers are a list of texts of the form \"Name: value\"");
    let Value::Array(lines) = Value::deserialize(from)? else {
        return Err(wrong());
    };
    lines
        .into_iter()
        .map(|line| match line {
            Value::String(line) if is_header(&line) => Ok(line),
            _ => Err(wrong()),
        })
        .collect()
}

fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| {
        let name = name.trim();
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        !name.is_empty() && name.bytes().all(is_token) && is_header_value(value)
    })
}

fn is_header_value(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

/// The value of a header.
pub(super) fn header_value<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(from)? {
        Value::String(text) if is_header_value(&text) => Ok(Some(text)),
        _ => Err(D::Error::custom("this is a text without line breaks")),
    }
}

/// The value of the `Cookie` header.
pub(super) fn cookie<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Secret>, D::Error> {
    match Value::deserialize(from)? {
        Value::String(text) if is_header_value(&text) => Ok(Some(Secret(text))),
        _ => Err(D::Error::custom(
            "a cookie is a text of the form \"name=value; other=value\"",
        )),
    }
}

/// The address of a proxy, or "none".
pub(super) fn proxy<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Secret>, D::Error> {
    let usable = |text: &str| {
        let url = url::Url::parse(text).ok();
        text == "none"
            || url.is_some_and(|url| {
                url.has_host()
                    && ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]
                        .contains(&url.scheme())
            })
    };
    match Value::deserialize(from)? {
        Value::String(text) if usable(&text) => Ok(Some(Secret(text))),
        _ => Err(D::Error::custom(
            "a proxy is an address like \"socks5://127.0.0.1:9050\", or \"none\"",
        )),
    }
}

/// Who the reader is.
pub(super) fn auth<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Auth>, D::Error> {
    let table = match Value::deserialize(from)? {
        Value::Table(table) => table,
        _ => Table::new(),
    };
    auth_of(&table).map(Some).ok_or_else(|| {
        D::Error::custom(
            "auth is like { scheme = \"basic\", user = \"me\", command = [\"pass\", \"news\"] } or \
             { scheme = \"bearer\", env = \"NEWS_TOKEN\" }",
        )
    })
}

fn auth_of(table: &Table) -> Option<Auth> {
    let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
    let scheme = match table.get("scheme").and_then(Value::as_str)? {
        "basic" => AuthScheme::Basic,
        "bearer" => AuthScheme::Bearer,
        _ => return None,
    };
    let source = match (table.get("command"), table.get("env")) {
        (Some(Value::Array(words)), None) if !words.is_empty() => {
            let words = words.iter().map(|word| word.as_str().map(str::to_owned));
            SecretSource::Command(words.collect::<Option<_>>()?)
        }
        (None, Some(Value::String(name))) if !name.is_empty() => {
            SecretSource::Environment(name.clone())
        }
        _ => return None,
    };
    let user = text("user");
    let fits = user.is_none() || scheme == AuthScheme::Basic;
    fits.then_some(Auth {
        scheme,
        user,
        source,
    })
}

/// What is trusted.
pub(super) fn tls<'de, D: Deserializer<'de>>(from: D) -> Result<TlsChoice, D::Error> {
    let read = |value: &Value| {
        let table = value.as_table()?;
        let ca = match table.get("ca") {
            Some(path) => Some(at_home(path.as_str()?)),
            None => None,
        };
        let verify = table.get("verify").map_or(Some(true), Value::as_bool)?;
        Some(TlsChoice { ca, verify })
    };
    read(&Value::deserialize(from)?).ok_or_else(|| {
        D::Error::custom("tls is like { ca = \"~/our-ca.pem\" } or { verify = false }")
    })
}

/// "~/x" is below the home directory.
fn at_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}
