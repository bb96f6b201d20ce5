//! The comparison of a story: everything that is said of its articles side by side.

use std::sync::Arc;

use super::{
    BriefSentence, Citation, Known, Novelty, Row, Telling, account::Account, agencies::agency_of,
    based_on, brief, casing, citations, copied_from, facts, is_same_publisher, novelty, origins,
};
use crate::model::{ArticleId, Member};

/// An article of a story.
#[derive(Debug, Clone)]
pub struct Side {
    /// Which one.
    pub article: ArticleId,
    /// What it says.
    pub account: Arc<Account>,
    /// The reader has seen it to its end.
    pub seen: bool,
}

/// An article of a story, compared with the others.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedArticle {
    /// Which one.
    pub article: ArticleId,
    /// What it says.
    pub account: Arc<Account>,
    /// What is new in it to the reader; `None` where no other article was seen.
    pub novelty: Option<Novelty>,
    /// The article whose text it repeats most, and how much of it.
    pub copied: Option<(ArticleId, f32)>,
    /// On whose report it rests, as it writes the name; it may be its own.
    pub based_on: Option<String>,
    /// The agency whose text it carries.
    pub agency: Option<&'static str>,
}

/// The articles of a story side by side.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// The articles in the order they were given; rows and sentences name them by their place.
    pub articles: Vec<ComparedArticle>,
    /// Figures, names and quotes.
    pub facts: Vec<Row>,
    /// Whom they cite.
    pub cited: Vec<Citation>,
    /// The story in a few sentences.
    pub brief: Vec<BriefSentence>,
}

impl Comparison {
    /// Compares articles.
    pub fn new(sides: &[Side]) -> Self {
        let accounts: Vec<&Account> = sides.iter().map(|side| &*side.account).collect();
        let casing = casing(accounts.iter().copied());
        let mut known = Known::default();
        let numbers: Vec<Option<u16>> = sides
            .iter()
            .map(|side| side.seen.then(|| known.add(&side.account, &casing)))
            .collect();
        let seen = numbers.iter().flatten().count();
        let articles = sides.iter().enumerate().map(|(at, side)| {
            let seen = match (seen, numbers[at]) {
                (0, _) | (1, Some(_)) => None,
                (_, None) => Some(known.all()),
                // What was seen is compared with the rest of what was seen.
                (_, Some(number)) => Some(known.without(number)),
            };
            let novelty = seen.map(|seen| novelty(&side.account, seen, &casing));
            let copied = copied_from(&side.account, &accounts[..at]);
            ComparedArticle {
                article: side.article,
                account: side.account.clone(),
                based_on: based_on(&side.account).map(str::to_owned),
                agency: agency_of(&side.account),
                novelty,
                copied: copied.map(|(other, share)| (sides[other].article, share)),
            }
        });
        Self {
            articles: articles.collect(),
            facts: facts(&accounts, &casing),
            cited: citations(&accounts),
            brief: brief(&accounts, &casing),
        }
    }

    /// On whose report a member rests: nobody's rests on its own.
    pub fn based_on(&self, member: &Member) -> Option<&str> {
        let name = self.article(member.article)?.based_on.as_deref();
        name.filter(|name| !is_same_publisher(name, &member.source))
    }

    /// The agency whose text a member carries: its own is no news of an agency.
    pub fn agency(&self, member: &Member) -> Option<&'static str> {
        let agency = self.article(member.article)?.agency;
        agency.filter(|agency| !is_same_publisher(agency, &member.source))
    }

    /// How many independent reports some members are, which may be in another order here.
    pub fn origins(&self, members: &[Member]) -> usize {
        let place = |article: ArticleId| {
            let mut members = members.iter();
            members.position(|member| member.article == article)
        };
        let tellings = members.iter().map(|member| Telling {
            source: &member.source,
            copy_of: member.copy_of.and_then(place),
            based_on: self.based_on(member),
        });
        origins(&tellings.collect::<Vec<_>>())
    }

    /// What the articles say, in their order.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.articles.iter().map(|compared| &*compared.account)
    }

    /// An article by its id.
    pub fn article(&self, article: ArticleId) -> Option<&ComparedArticle> {
        self.articles
            .iter()
            .find(|compared| compared.article == article)
    }

    /// How many names, figures and quotes of an article are new; `None` where nothing was seen that
    /// it could be compared with.
    pub fn new_to_you(&self, article: ArticleId) -> Option<u32> {
        Some(self.article(article)?.novelty.as_ref()?.count)
    }
}
