//! Marks that are taken back: exactly what a change did, and nothing else.

use super::*;

/// A read article whose text changed since, an unread one, and a copy of that.
fn cache() -> (Cache, [ArticleId; 3]) {
    let mut cache = Cache::with_feeds(&[A]);
    let text = |text: &str| item("1", "https://a.example/1", "One", text);
    let others = [
        item("2", "https://a.example/2", "Two", "second"),
        item("3", "https://a.example/3", "Three", "third"),
    ];
    let [two, three] = others;
    let saved = cache.fetch(A, vec![text("200 hurt"), two, three]);
    let [changed, unread, copy] = ids(&saved)[..] else {
        panic!("three articles")
    };
    let placed = [
        place(changed, 1),
        place(unread, 1),
        StoredPlacement {
            copy_of: Some(unread),
            ..place(copy, 1)
        },
    ];
    cache.place(&placed, &[]);
    cache.writer.mark_read(&[changed], true).expect("marked");
    cache.fetch(A, vec![text("220 hurt")]);
    (cache, [changed, unread, copy])
}

/// Whether each article is read, and whether its text is noted as changed.
fn marks(cache: &Cache, articles: &[ArticleId]) -> Vec<(bool, bool)> {
    let reader = cache.reader();
    let of = |article: &ArticleId| {
        let text = reader.article(*article).expect("read").expect("there");
        (text.read, text.changed)
    };
    articles.iter().map(of).collect()
}

#[test]
fn a_changed_article_is_read_and_noted_as_changed_again_when_its_mark_is_taken_back() {
    let (mut cache, articles) = cache();
    let before = marks(&cache, &articles);
    assert_eq!(before, [(true, true), (false, false), (false, false)]);
    let marked = cache.writer.mark_read(&articles, true).expect("marked");
    assert_eq!(marked.articles, articles[1..], "one was read before");
    assert_eq!(marked.changes, articles[..1]);
    assert_eq!(marks(&cache, &articles), [(true, false); 3]);

    let back = cache
        .writer
        .restore_read(&marked, false)
        .expect("taken back");
    assert_eq!(back, marked);
    assert_eq!(marks(&cache, &articles), before);
    let row = &cache.reader().story_rows(&[StoryId(1)]).expect("read")[0];
    assert_eq!((row.unread, row.changed), (2, 1));

    cache.writer.restore_read(&marked, true).expect("again");
    assert_eq!(marks(&cache, &articles), [(true, false); 3]);
}

#[test]
fn taking_back_that_an_article_is_unread_reads_no_copy() {
    let (mut cache, [_, original, copy]) = cache();
    cache.writer.mark_read(&[original], true).expect("marked");
    cache.writer.mark_read(&[copy], false).expect("marked");
    let unread = cache.writer.mark_read(&[original], false).expect("marked");
    assert_eq!(unread, Marked::of(vec![original]));
    cache
        .writer
        .restore_read(&unread, true)
        .expect("taken back");
    assert_eq!(
        marks(&cache, &[original, copy]),
        [(true, false), (false, false)]
    );
}

#[test]
fn an_article_that_is_gone_has_no_mark_to_change() {
    let (mut cache, _) = cache();
    let gone = ArticleId(99);
    let marked = cache.writer.mark_read(&[gone], true).expect("marked");
    assert!(marked.is_empty());
    let back = cache
        .writer
        .restore_read(&Marked::of(vec![gone]), true)
        .expect("nothing");
    assert!(back.is_empty());
}

#[test]
fn only_stories_without_a_star_have_a_lead_to_star() {
    let (mut cache, articles) = cache();
    let leads = |cache: &Cache| {
        cache
            .writer
            .leads_without_star(&[StoryId(1)])
            .expect("read")
    };
    assert_eq!(leads(&cache).len(), 1);
    cache
        .writer
        .mark_starred(&articles[2..], true)
        .expect("marked");
    assert_eq!(leads(&cache), []);
}
