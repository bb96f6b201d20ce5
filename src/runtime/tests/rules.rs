//! Rules made on the screen, before a real cache: what they touch, what is taken back, and what
//! happens when not all of it can be done.

use super::*;
use crate::{
    app::{ConfigChange, Mark, Refresh, Target},
    config::{ConfigEdit, Rule},
    model::ArticleId,
    query::parse,
    store::Reader,
};

const RULES: &str = "[[rule]]\nquery = \"title:weir\"\nmute = true\n\n\
                     [[rule]]\nquery = \"title:harbour\"\nstar = true\nboost = 2\n";

/// A desk whose cache has four articles, with two rules that were there when they came.
async fn real() -> Real {
    let mut real = Real::with(|fetcher| fetcher.offline = false);
    std::fs::write(real.directories.config_file(), RULES).expect("written");
    let items: String = [
        "Harbour crane sold in a lottery",
        "Harbour pilots ask for more pay",
        "Weir closed for the lottery of berths",
        "School bakes four hundred loaves",
    ]
    .iter()
    .enumerate()
    .map(|(at, title)| {
        format!("<item><guid>{at}</guid><title>{title}</title><link>https://a.example/{at}</link></item>")
    })
    .collect();
    let feed = real.directories.feeds_file().with_extension("xml");
    let text = format!("<rss version=\"2.0\"><channel><title>Quay</title>{items}</channel></rss>");
    std::fs::write(&feed, text).expect("written");
    let list = format!("[[feed]]\nurl = \"file://{}\"\n", feed.display());
    std::fs::write(real.directories.feeds_file(), list).expect("written");
    real.desk.run(Effect::Refresh(Refresh::All));
    while !matches!(real.next().await, Msg::Refreshed(_)) {}
    real
}

impl Real {
    /// The articles that answer a query.
    fn found(&self, query: &str) -> Vec<i64> {
        let reader = Reader::open(&self.directories.database()).expect("opened");
        let found = reader.articles_matching(&parse(query).expect("a query"), NOW);
        let mut found: Vec<i64> = found.expect("read").iter().map(|id| id.0).collect();
        found.sort_unstable();
        found
    }

    async fn mark(&mut self, article: i64, mark: Mark) {
        self.desk.run(Effect::Mark {
            change: 90,
            target: Target::Articles(vec![ArticleId(article)]),
            mark,
        });
        while !matches!(self.next().await, Msg::Marked { change: 90, .. }) {}
    }

    async fn edited(&mut self, effect: Effect) -> Result<ConfigChange, String> {
        self.desk.run(effect);
        loop {
            if let Msg::ConfigEdited { edited, .. } = self.next().await {
                return edited;
            }
        }
    }
}

fn mute(query: &str) -> Effect {
    Effect::EditConfig {
        change: 1,
        edit: ConfigEdit::AddRule(Rule::muting(query)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_rule_mutes_what_it_is_about_and_brings_nothing_else_back() {
    let mut real = real().await;
    let [crane, pilots] = real.found("title:harbour")[..] else {
        panic!("two of the harbour");
    };
    let [weir] = real.found("is:muted")[..] else {
        panic!("the weir is muted");
    };
    assert_eq!(real.found("is:starred"), [crane, pilots]);
    real.mark(pilots, Mark::Starred(false)).await;
    let made = real.edited(mute("lottery")).await.expect("made");
    assert_eq!(made.muted, [ArticleId(crane)], "the weir was muted before");
    assert_eq!(real.found("is:muted"), [crane, weir]);
    assert_eq!(real.found("is:starred"), [crane], "no rule ran again");
    let reader = Reader::open(&real.directories.database()).expect("opened");
    assert_eq!(reader.boosted_articles().expect("read").len(), 2);

    let back = Effect::RestoreConfig {
        change: 2,
        expected: made.after.clone(),
        text: made.before.clone(),
        unmute: made.muted.clone(),
        apply: false,
    };
    real.edited(back).await.expect("taken back");
    assert_eq!(real.found("is:muted"), [weir]);

    // What the reader unmutes stays so when something else is made again.
    real.mark(weir, Mark::Muted(false)).await;
    let again = Effect::RestoreConfig {
        change: 3,
        expected: made.before,
        text: made.after,
        unmute: Vec::new(),
        apply: true,
    };
    let again = real.edited(again).await.expect("made again");
    assert_eq!(again.muted.len(), 2, "the lottery of berths answers it too");
    assert_eq!(real.found("is:starred"), [crane]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_the_reader_muted_stays_muted_when_a_rule_is_taken_back() {
    let mut real = real().await;
    let [loaves] = real.found("title:loaves")[..] else {
        panic!("one of loaves");
    };
    real.mark(loaves, Mark::Muted(true)).await;
    let before = real.found("is:muted");
    let made = real.edited(mute("loaves or pilots")).await.expect("made");
    assert_eq!(made.muted.len(), 1);
    let back = Effect::RestoreConfig {
        change: 2,
        expected: made.after,
        text: made.before,
        unmute: vec![ArticleId(loaves), made.muted[0]],
        apply: false,
    };
    real.edited(back).await.expect("taken back");
    assert_eq!(real.found("is:muted"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_is_written_can_be_taken_back_even_if_nothing_could_be_muted() {
    let mut real = real().await;
    // Nothing can be read from the cache any more.
    let database = real.directories.database();
    std::fs::rename(&database, database.with_extension("away")).expect("moved");
    std::fs::create_dir(&database).expect("in its place");
    let made = real.edited(mute("lottery")).await.expect("it is written");
    assert!(made.after.contains("lottery") && made.muted.is_empty());
    let said = loop {
        if let Msg::Notice(notice) = real.next().await {
            break notice;
        }
    };
    assert!(said.text.starts_with("config.toml is changed"), "{said:?}");
}
