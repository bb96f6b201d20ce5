//! Makes what identifies articles identify them: no two articles of a feed with one guid, and no
//! address that several of them share.

use rustc_hash::{FxHashMap, FxHashSet};

use super::article::content_hash;
use super::feed::ParsedFeed;
use super::title::same;
use crate::model::{NewArticle, Timestamp};

/// Makes the identities of a feed's articles unique; what is done is noted.
pub(super) fn make_unique(feed: &mut ParsedFeed) {
    drop_shared_addresses(feed);
    one_article_a_guid(feed);
}

/// Takes addresses that lead several different articles to one page (a home page, a shop) out of
/// their identities: across feeds, an address stands for one article.
fn drop_shared_addresses(feed: &mut ParsedFeed) {
    let mut first: FxHashMap<&str, &NewArticle> = FxHashMap::default();
    let mut shared: FxHashSet<String> = FxHashSet::default();
    for article in &feed.articles {
        let Some(canonical) = article.canonical.as_deref() else {
            continue;
        };
        let other = *first.entry(canonical).or_insert(article);
        let own_guid = other.guid != article.guid || article.guid == canonical;
        if own_guid && !same(&other.title, &article.title) {
            shared.insert(canonical.to_owned());
        }
    }
    let mut count = 0;
    for article in &mut feed.articles {
        let Some(canonical) = article
            .canonical
            .take_if(|canonical| shared.contains(canonical))
        else {
            continue;
        };
        count += 1;
        if article.guid == canonical {
            article.guid = content_hash(article);
        }
    }
    if count > 0 {
        feed.notes.push(format!(
            "{count} items share their addresses, which do not tell them apart."
        ));
    }
}

/// The same for items without a guid that share their address with one that is known already and
/// so was not read: `skipped` are such items as the feed has them.
pub(super) fn drop_addresses_of(skipped: Vec<&str>, articles: &mut [NewArticle]) {
    for article in articles {
        let Some(url) = article.url.as_deref() else {
            continue;
        };
        if article.canonical.as_ref() != Some(&article.guid) {
            continue;
        }
        let link = format!("{}</link>", url.replace('&', "&amp;"));
        if skipped.iter().any(|item| item.contains(&link)) {
            article.canonical = None;
            article.guid = content_hash(article);
        }
    }
}

/// Of two items that are the same article the newer stays; items that only carry the same guid
/// get one of their own.
fn one_article_a_guid(feed: &mut ParsedFeed) {
    let mut first: FxHashMap<String, usize> = FxHashMap::default();
    let mut gone: FxHashSet<usize> = FxHashSet::default();
    let mut renamed = 0;
    for index in 0..feed.articles.len() {
        let guid = feed.articles[index].guid.clone();
        let Some(&other) = first.get(&guid) else {
            first.insert(guid, index);
            continue;
        };
        let (one, two) = (&feed.articles[other], &feed.articles[index]);
        if is_one(one, two) {
            let newer = time_of(two) >= time_of(one);
            gone.insert(if newer { other } else { index });
            first.insert(guid, if newer { index } else { other });
        } else {
            let own = two.canonical.clone().filter(|own| !first.contains_key(own));
            let own = own.unwrap_or_else(|| content_hash(two));
            feed.articles[index].guid.clone_from(&own);
            first.insert(own, index);
            renamed += 1;
        }
    }
    let mut index = 0;
    feed.articles.retain(|_| {
        index += 1;
        !gone.contains(&(index - 1))
    });
    if !gone.is_empty() {
        feed.notes.push(format!(
            "{} items repeat the guid of a newer one.",
            gone.len()
        ));
    }
    if renamed > 0 {
        feed.notes.push(format!(
            "{renamed} items carry the guid of another article and got one of their own."
        ));
    }
}

fn is_one(one: &NewArticle, two: &NewArticle) -> bool {
    one.canonical.is_some() && one.canonical == two.canonical || same(&one.title, &two.title)
}

fn time_of(article: &NewArticle) -> Option<Timestamp> {
    article.updated.max(article.published)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(guid: &str, title: &str, canonical: Option<&str>) -> NewArticle {
        NewArticle {
            guid: guid.to_owned(),
            title: title.to_owned(),
            canonical: canonical.map(str::to_owned),
            ..NewArticle::default()
        }
    }

    fn unique(articles: Vec<NewArticle>) -> Vec<(String, Option<String>)> {
        let mut feed = ParsedFeed {
            articles,
            ..ParsedFeed::default()
        };
        make_unique(&mut feed);
        feed.articles
            .into_iter()
            .map(|article| (article.guid, article.canonical))
            .collect()
    }

    #[test]
    fn an_address_that_several_articles_share_identifies_none() {
        let home = Some("https://a.example");
        let left = unique(vec![
            article("https://a.example", "one", home),
            article("https://a.example", "two", home),
        ]);
        assert_eq!(left.len(), 2);
        assert_ne!(left[0].0, left[1].0);
        assert!(left.iter().all(|(_, canonical)| canonical.is_none()));
    }

    #[test]
    fn the_same_article_twice_is_one() {
        let page = Some("https://a.example/1");
        assert_eq!(
            unique(vec![
                article("1", "one", page),
                article("1", "one, longer", page)
            ])
            .len(),
            1
        );
        assert_eq!(
            unique(vec![article("1", "one", None), article("1", "One", None)]).len(),
            1
        );
        assert_eq!(
            unique(vec![article("1", "one", None), article("1", "two", None)]).len(),
            2
        );
    }
}
