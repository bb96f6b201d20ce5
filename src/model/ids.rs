//! Ids: what a row is called, for good. Never a position in a list, because a refresh moves rows.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not of the form {expected}:NUMBER")]
pub struct ParseIdError {
    text: String,
    expected: &'static str,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, ":{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.strip_prefix(concat!($prefix, ":"))
                    .and_then(|number| number.parse().ok())
                    .map(Self)
                    .ok_or_else(|| ParseIdError { text: text.to_owned(), expected: $prefix })
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

id!(
    /// A feed of the cache.
    FeedId, "feed"
);
id!(
    /// An article of the cache; printed as `article:12`.
    ArticleId, "article"
);
id!(
    /// A story of the cache; printed as `story:12`. It never changes as the story grows.
    StoryId, "story"
);
id!(
    /// A decision of the reader's about stories.
    DecisionId, "decision"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_prints_as_what_show_accepts() {
        assert_eq!(StoryId(12).to_string(), "story:12");
        assert_eq!("article:7".parse(), Ok(ArticleId(7)));
        assert!("story:7".parse::<ArticleId>().is_err());
        assert!("story:x".parse::<StoryId>().is_err());
    }
}
