//! The pictures of an article, one at a time, over the panes.

use std::sync::Arc;

use crate::model::{Block, Document, FeedId, Picture};

/// The pictures of the article in the reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Pictures {
    /// Address and caption of each.
    pub rows: Vec<(String, String)>,
    /// The feed of the article.
    pub feed: FeedId,
    /// Index of the one that is shown.
    pub at: usize,
    /// How far it is.
    pub stage: PictureStage,
}

/// How far a picture is.
#[derive(Debug, Clone, PartialEq)]
pub enum PictureStage {
    /// It is being fetched.
    Loading,
    /// It is there.
    Ready(Arc<Picture>),
    /// It is not to be had, half a sentence.
    Failed(String),
}

impl Pictures {
    /// Those of a document of an article of a feed; `None` if there is none.
    pub fn of(document: &Document, feed: FeedId) -> Option<Self> {
        let figure = |block: &Block| match block {
            Block::Figure { url: Some(url), .. } => {
                Some((url.clone(), block.text().trim().to_owned()))
            }
            _ => None,
        };
        let mut rows: Vec<(String, String)> = Vec::new();
        for row in document.blocks.iter().filter_map(figure) {
            if !rows.iter().any(|(url, _)| *url == row.0) {
                rows.push(row);
            }
        }
        (!rows.is_empty()).then_some(Self {
            rows,
            feed,
            at: 0,
            stage: PictureStage::Loading,
        })
    }

    /// Address of the one that is shown.
    pub fn url(&self) -> Option<&str> {
        self.rows.get(self.at).map(|(url, _)| url.as_str())
    }
}
