//! Compares the articles of a story, beside the screen's thread: each article is read once, and
//! again only when its text is another one.

use std::{cell::RefCell, sync::Arc};

use rustc_hash::FxHashMap;

use crate::{
    app::{CompareRequest, Effect, Msg},
    compare::{Account, Comparison, Side},
    model::{ArticleId, Timestamp},
    runtime::{
        articles::{Habits, read_article},
        changes::{Histories, changes_answer},
    },
    store::{Reader, StoreError},
};

/// Articles that are kept read.
const KEPT: usize = 400;

/// Which text of an article was read.
type Stamp = (Option<Timestamp>, u32, usize);

/// What was read of articles.
#[derive(Default)]
pub struct Accounts(RefCell<FxHashMap<ArticleId, (Stamp, Arc<Account>)>>);

impl Accounts {
    fn of(
        &self,
        reader: &Reader,
        habits: &Habits,
        article: ArticleId,
    ) -> Result<Option<Arc<Account>>, StoreError> {
        let Some((text, chosen)) = read_article(reader, habits, article, None)? else {
            return Ok(None);
        };
        let stamp = (text.updated, text.revisions, chosen.document.blocks.len());
        if let Some((known, account)) = self.0.borrow().get(&article)
            && *known == stamp
        {
            return Ok(Some(account.clone()));
        }
        let account = Account {
            author: text.author,
            ..Account::new(&text.title, &chosen.document, text.lang.as_deref())
        };
        let account = Arc::new(account);
        let mut kept = self.0.borrow_mut();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(article, (stamp, account.clone()));
        Ok(Some(account))
    }
}

/// Answers what asks for a comparison, or for the earlier texts of articles.
pub fn compare_answer(
    reader: &Reader,
    habits: &Habits,
    (accounts, histories): (&Accounts, &Histories),
    effect: Effect,
) -> Result<Option<Msg>, StoreError> {
    let (story, articles) = match effect {
        Effect::Compare(CompareRequest {
            story, articles, ..
        }) => (story, articles),
        Effect::LoadChanges(request) => {
            return changes_answer(reader, habits, histories, request);
        }
        _ => return Ok(None),
    };
    let comparison = compare_articles(reader, habits, accounts, &articles)?;
    Ok(Some(Msg::Compared {
        story,
        comparison: Arc::new(comparison),
    }))
}

/// Compares articles of a story, each with whether the reader knows what it says.
pub fn compare_articles(
    reader: &Reader,
    habits: &Habits,
    accounts: &Accounts,
    articles: &[(ArticleId, bool)],
) -> Result<Comparison, StoreError> {
    let mut sides = Vec::with_capacity(articles.len());
    for (article, seen) in articles {
        if let Some(account) = accounts.of(reader, habits, *article)? {
            sides.push(Side {
                article: *article,
                account,
                seen: *seen,
            });
        }
    }
    Ok(Comparison::new(&sides))
}
