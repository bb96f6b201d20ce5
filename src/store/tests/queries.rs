//! The cache and an article in memory answer queries alike.

use super::*;
use crate::{
    model::Kind,
    model::View,
    query::{Query, matches},
    store::Listing,
};

const C: &str = "https://c.example/feed";

const TITLES: [&str; 8] = [
    "Harbour fire = spreads",
    "Café quarter reopens after fire",
    "Ünited front on low\u{2011}latency links",
    "Ajansı: DİYARBAKIR ferry",
    "Οδός reopened",
    "港で火災",
    "Budget vote: 12.5% more",
    "ØRSTED 100% sold_out",
];
const TEXTS: [&str; 6] = [
    "Smoke over the café quarter, crews say.",
    "A low-latency link; the harbour tax passes.",
    "Rain all day. Nothing else happened in the bay.",
    "Colossus is the name of the new crane at the quay.",
    "Fire, FIRE, fíre!",
    "",
];
const ATOMS: [&str; 66] = [
    "fire",
    "cafe",
    "CAFÉ",
    "harb*",
    "\"harbour fire\"",
    "\"low latency\"",
    "low-lat*",
    "fíre",
    "ajansi",
    "diyarbakır",
    "οδός",
    "ορστεδ",
    "ørsted",
    "火災",
    "12.5%",
    "100%",
    "sold_out",
    "title:harbour",
    "title:CAFE",
    "title:\"fire s\"",
    "title:\"100%\"",
    "title:_",
    "title:\"=\"",
    "title:\"= s\"",
    "title:\"=s\"",
    "tag:=ai",
    "title:ΟΔΌΣ",
    "title:/fi.e/",
    "/colos+us/",
    "/^harbour/",
    "source:cafe",
    "source:/^the /",
    "feed:a.example",
    "feed:feed",
    "tag:ai",
    "tag:Économie",
    "tag:economie",
    "tag:ec",
    "tag:/^e/",
    "tag:mine",
    "author:lind",
    "author:/./",
    "url:/[13]$/",
    "url:example",
    "lang:en",
    "lang:pt",
    "lang:e",
    "is:unread",
    "is:read",
    "is:starred",
    "is:followed",
    "is:muted",
    "is:seen",
    "is:opened",
    "is:changed",
    "is:full",
    "kind:snippet",
    "words:>100",
    "len:<2m",
    "len:>=3",
    "sources:>1",
    "origins:=1",
    "since:2h",
    "before:2027-01-15T06:00",
    "new:>0",
    "story:2",
];

/// Numbers that are the same at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("few bits") % sides
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }

    fn query(&mut self, depth: usize) -> String {
        match if depth == 0 { 0 } else { self.roll(6) } {
            0 | 1 => self.pick(&ATOMS).to_owned(),
            2 => format!("{} {}", self.query(depth - 1), self.query(depth - 1)),
            3 => format!("({} or {})", self.query(depth - 1), self.query(depth - 1)),
            4 => format!("-({})", self.query(depth - 1)),
            _ => format!("({} -{})", self.query(depth - 1), self.pick(&ATOMS)),
        }
    }
}

/// Forty articles of all sorts, some in stories together; their plain texts.
fn filled(dice: &mut Dice) -> (Cache, Vec<ArticleId>, Vec<String>) {
    let mut cache = Cache::with_feeds(&[A, B, C]);
    let mut saved = Vec::new();
    let mut texts = Vec::new();
    for number in 0..40 {
        let text = dice.pick(&TEXTS);
        let address = format!("https://outlet.example/{number}");
        let title = format!("{} ({number})", dice.pick(&TITLES));
        let mut item = item(&number.to_string(), &address, &title, text);
        item.words = u32::try_from(dice.roll(700)).expect("small");
        item.article.published = Some(Timestamp(NOW.0 - i64::from(number) * 900));
        item.source_name = dice.pick(&["The Café", "Ledger", "The Post"]).to_owned();
        item.source_key = item.source_name.clone();
        item.article.author = [None, Some("Ada Lind".to_owned())][dice.roll(2)].clone();
        item.article.lang =
            [None, Some("en-GB"), Some("EN"), Some("pt_BR")][dice.roll(4)].map(str::to_owned);
        item.article.kind = [Kind::Article, Kind::Snippet, Kind::Brief][dice.roll(3)];
        item.article.summary = text.to_owned();
        item.article.tags = [&[][..], &["AI"], &["Économie", "AI"]][dice.roll(3)]
            .iter()
            .map(|tag| (*tag).to_owned())
            .collect();
        saved.extend(ids(&cache.fetch([A, B, C][dice.roll(3)], vec![item])));
        texts.push(text.to_owned());
    }
    let placements: Vec<_> = (saved.iter().zip(0_i64..))
        .map(|(article, number)| place(*article, 1 + number * 2 / 3))
        .collect();
    cache.place(&placements, &[]);
    while cache.index() > 0 {}
    mark(&cache, dice);
    (cache, saved, texts)
}

fn mark(cache: &Cache, dice: &mut Dice) {
    let connection = &cache.writer.connection;
    let run = |sql: String| connection.execute_batch(&sql).expect("marked");
    for number in 1..=40 {
        let mut mark = || dice.roll(3) / 2;
        run(format!(
            "UPDATE article SET read = {}, starred = {}, seen = {}, muted = {}, changed = {},
                 opened = nullif({}, 0), words = words + 1 WHERE id = {number}",
            mark(),
            mark(),
            mark(),
            mark(),
            mark(),
            mark(),
        ));
        if dice.roll(4) == 0 {
            run(format!(
                "UPDATE article SET own_tags = '[\"mine\"]' WHERE id = {number}"
            ));
        }
        if dice.roll(4) == 0 {
            run(format!(
                "INSERT INTO page (article, url, fetched, words, html)
                 VALUES ({number}, 'https://p.example/', 1, {}, {})",
                dice.roll(1000),
                ["NULL", "x'00'"][dice.roll(2)],
            ));
        }
    }
    run("UPDATE story SET followed = 1 WHERE id % 4 = 0;
         UPDATE story SET muted = 1 WHERE id % 5 = 0;
         UPDATE story SET sources = 1 + id % 3, origins = 1 + id % 2;
         UPDATE feed SET tags = '[\"Mine\"]' WHERE id = 2;
         UPDATE feed SET own_title = 'My Ledger' WHERE id = 3;"
        .to_owned());
}

#[test]
fn the_cache_and_an_article_in_memory_answer_alike() {
    let mut dice = Dice(7);
    let (cache, articles, texts) = filled(&mut dice);
    let reader = cache.reader();
    let facts: Vec<_> = articles
        .iter()
        .map(|article| reader.facts(*article).expect("read").expect("there"))
        .collect();
    let mut answered = 0;
    let mut check = |text: &str| {
        let query = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let in_memory = |query: &Query| -> Vec<ArticleId> {
            let there = facts.iter().zip(&texts);
            there
                .filter(|(facts, text)| matches(query, &facts.with_text(text, NOW)))
                .map(|(facts, _)| facts.article)
                .collect()
        };
        let expected = in_memory(&query.clone().without_muted());
        let hits = reader.search(&query, NOW, 1000).expect("searched");
        let mut found: Vec<_> = hits.iter().map(|hit| hit.article).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{text}");
        let mut stories: Vec<_> = in_memory(&query)
            .iter()
            .map(|article| reader.story_of(*article).expect("read").expect("grouped"))
            .collect();
        stories.dedup();
        let mut found = reader
            .stories_matching(&query, Sort::Top, NOW)
            .expect("listed");
        found.sort_unstable();
        assert_eq!(found, stories, "{text}");
        answered += usize::from(!expected.is_empty());
    };
    for atom in ATOMS {
        check(atom);
        check(&format!("-{atom}"));
    }
    for _ in 0..600 {
        check(&dice.query(3));
    }
    assert!(answered > 400, "too few queries find anything: {answered}");
}

#[test]
fn names_to_complete_are_those_of_the_cache() {
    let (cache, ..) = filled(&mut Dice(3));
    let names = cache.reader().query_names().expect("read");
    assert_eq!(names.feeds, ["A feed", "My Ledger"]);
    assert_eq!(names.tags[0], "Mine");
    assert!(names.tags.contains(&"Économie".to_owned()), "{names:?}");
    assert!(names.tags.contains(&"mine".to_owned()), "{names:?}");
    assert_eq!(names.sources.len(), 3);
    assert_eq!(names.authors, ["Ada Lind"]);
    assert!(names.languages.contains(&"pt_br".to_owned()), "{names:?}");
}

#[test]
fn what_joins_a_muted_story_is_muted_with_it() {
    let mut cache = Cache::with_feeds(&[A]);
    let items = ["1", "2", "3"].map(|number| {
        let address = format!("https://a.example/{number}");
        item(number, &address, &format!("Fire {number}"), number)
    });
    let saved = ids(&cache.fetch(A, items.into()));
    cache.place(&[place(saved[0], 1), place(saved[2], 2)], &[]);
    assert!(!cache.reader().has_muted_story().expect("read"));
    cache
        .writer
        .connection
        .execute("UPDATE article SET muted = 2 WHERE id = ?1", [saved[0].0])
        .expect("muted");
    cache.place(&[place(saved[1], 1)], &[]);
    assert!(cache.reader().has_muted_story().expect("read"));
    let applied = cache
        .writer
        .apply_rules(&saved, &[], &summarise)
        .expect("applied");
    assert_eq!(applied.muted, [saved[1]]);
    assert_eq!(applied.stories, [StoryId(1)]);
    let reader = cache.reader();
    assert_eq!(reader.muted_stories().expect("read"), [StoryId(1)]);
    let rows = reader.story_rows(&[StoryId(1), StoryId(2)]).expect("read");
    assert_eq!((rows[0].unread, rows[1].unread), (0, 1));
}

#[test]
fn rules_mark_what_they_say_and_nothing_twice() {
    let mut cache = Cache::with_feeds(&[A]);
    let saved = ids(&cache.fetch(A, vec![item("1", "https://a.example/1", "Fire", "hot")]));
    cache.each_alone(&saved);
    let verdict = Verdict {
        mute: true,
        star: true,
        read: true,
        boost: 2,
        tags: vec!["Hot".into(), "hot".into()],
    };
    let mut apply = |verdict: &Verdict| {
        let verdicts = [(saved[0], verdict.clone())];
        let applied = cache.writer.apply_rules(&[], &verdicts, &summarise);
        applied.expect("applied").changed.len()
    };
    assert_eq!(apply(&verdict), 1);
    assert_eq!(apply(&verdict), 0);
    assert_eq!(
        apply(&Verdict::default()),
        1,
        "the boost is that of the rules now"
    );
    let found = cache.reader().articles_matching(
        &parse("is:muted is:starred is:read tag:hot").expect("valid"),
        NOW,
    );
    assert_eq!(found.expect("found"), saved);
    assert!(cache.reader().boosted_articles().expect("read").is_empty());
}

#[test]
fn a_search_in_a_list_finds_what_the_list_holds() {
    let mut dice = Dice(11);
    let (cache, articles, _) = filled(&mut dice);
    let reader = cache.reader();
    let everything = parse("").expect("valid");
    let views = [
        View::All,
        View::Unread,
        View::Starred,
        View::Followed,
        View::Muted,
        View::History,
        View::Tag("ai".to_owned()),
    ];
    let mut found_some = 0;
    for view in &views {
        let filter = parse("is:unread or is:starred").expect("valid");
        for filter in [None, Some(&filter)] {
            let list = Listing {
                view,
                query: filter,
                flat: true,
                ..Listing::default()
            };
            let hits = reader.search_in(list, &everything, NOW, 1000);
            let mut hits: Vec<_> = hits
                .expect("searched")
                .iter()
                .map(|hit| hit.article)
                .collect();
            let mut listed = reader.list(list, NOW, 1000).expect("listed").articles;
            hits.sort_unstable();
            listed.sort_unstable();
            assert_eq!(hits, listed, "{view:?} {filter:?}");
            found_some += usize::from(!hits.is_empty() && hits.len() < articles.len());
        }
    }
    assert!(found_some > 5, "{found_some}");
}
