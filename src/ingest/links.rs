//! Places that list other people's articles: which link of an item is the original, what the place
//! adds in words of its own, and where it is discussed there.

use url::Url;

use super::address::{canonical_url, web_address};
use super::body::linked_by;
use super::markup::{Token, Tokens};
use super::publisher::registrable_domain;

/// How a link to the original begins; all of them hold the last word of the first.
const ORIGINALS: [&str; 9] = [
    "read the original",
    "read original",
    "original article",
    "zum originalartikel",
    "originalartikel",
    "lire l'article original",
    "lire l’article original",
    "leer el artículo original",
    "leggi l'articolo originale",
];

/// Whether the place's headlines end in the publisher in brackets, and its link is its own page.
pub(super) fn signs_in_brackets(aggregator: Option<&str>) -> bool {
    matches!(aggregator, Some("Techmeme" | "Mediagazer" | "Memeorandum"))
}

/// The original that an item of an aggregator leads to, where its own link does not.
pub(super) fn original_link(
    aggregator: Option<&str>,
    html: &str,
    base: Option<&Url>,
) -> Option<Url> {
    let address = if aggregator == Some("Reddit") {
        linked_by(html, &["[link]"])
    } else if signs_in_brackets(aggregator) {
        return headline_link(html, base);
    } else {
        linked_by(html, &ORIGINALS).or_else(|| linked_by(html, &["原文", "阅读原文"]))
    };
    web_address(&address?, base)
}

/// The link of the headline, which is bold; the publisher's front page stands before it. Without a
/// bold one, the first that leads to a page of another site.
fn headline_link(html: &str, base: Option<&Url>) -> Option<Url> {
    let own = base.and_then(|base| registrable_domain(base.as_str()));
    let mut first = None;
    let mut bold = false;
    for token in Tokens::new(html) {
        match token {
            Token::Open(tag) if tag.is("b") || tag.is("strong") => bold = true,
            Token::Close(name) if name.eq_ignore_ascii_case("b") => bold = false,
            Token::Close(name) if name.eq_ignore_ascii_case("strong") => bold = false,
            Token::Open(tag) if tag.is("a") => {
                let url = tag
                    .attribute("href")
                    .and_then(|address| web_address(&address, base));
                let outside = url.filter(|url| {
                    registrable_domain(url.as_str()) != own
                        && (url.path().len() > 1 || url.query().is_some())
                });
                if bold && outside.is_some() {
                    return outside;
                }
                first = first.or(outside);
            }
            _ => {}
        }
    }
    first
}

/// "Headline (Author/Publisher)" → headline and publisher.
pub(super) fn bracketed_publisher(title: &str) -> Option<(&str, &str)> {
    let (headline, rest) = title.strip_suffix(')')?.rsplit_once(" (")?;
    let publisher = rest.rsplit('/').next().unwrap_or(rest).trim();
    let fits = !publisher.is_empty() && publisher.chars().count() <= 60 && !headline.is_empty();
    fits.then_some((headline.trim_end(), publisher))
}

/// The words of an item without those that the place puts around every item.
pub(super) fn own_words(aggregator: Option<&str>, text: String, title: &str) -> String {
    match aggregator {
        Some("Reddit") => without_submission(text),
        Some("Hacker News") if text.starts_with("Article URL:") => String::new(),
        _ if signs_in_brackets(aggregator) => match text.split_once(title) {
            // What stands before the headline names it author and publisher.
            Some((before, after)) if before.len() <= 200 => after
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '—' | '-' | '–'))
                .to_owned(),
            _ => text,
        },
        _ => text,
    }
}

/// Without the end that says `submitted by /u/somebody [link] [12 comments]`.
fn without_submission(mut text: String) -> String {
    if let Some(at) = text.rfind("submitted by ")
        && text.len() - at <= 200
    {
        text.truncate(text[..at].trim_end().len());
    }
    text
}

/// Whether an item leads to one site and is discussed on the feed's own: the feed lists what others
/// wrote.
pub(super) fn is_listed(url: Option<&str>, comments: Option<&str>, feed: Option<&Url>) -> bool {
    let domain = |address: Option<&str>| address.and_then(registrable_domain);
    let (original, discussed) = (domain(url), domain(comments));
    let own = feed.and_then(|feed| registrable_domain(feed.as_str()));
    original.is_some() && discussed.is_some() && original != discussed && discussed == own
}

/// The address of a discussion as the identity of what is said there.
pub(super) fn discussion(comments: Option<&str>) -> Option<String> {
    comments.and_then(canonical_url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{FeedContext, parse_feed};

    const TECHMEME: Option<&str> = Some("Techmeme");

    #[test]
    fn the_bold_link_is_the_original_and_the_front_page_before_it_is_not() {
        let base = Url::parse("https://www.techmeme.com/feed.xml").expect("valid");
        let check = |html: &str, expected: Option<&str>| {
            let found = original_link(TECHMEME, html, Some(&base)).map(String::from);
            assert_eq!(found.as_deref(), expected, "{html}");
        };
        let headline = "<P><A HREF='http://www.techmeme.com/260507/p1#a260507p1' TITLE='Techmeme permalink'><IMG></A> \
            Ann Reed / <A HREF='http://harbor.example/news'>Harbor Ledger</A>:<BR> \
            <B><A HREF='https://harbor.example/chips'>Chips are sold out</A></B> &mdash; Every one.</P>";
        check(headline, Some("https://harbor.example/chips"));
        check(
            "<a href='https://harbor.example/'>Ledger</a>: <a href='https://harbor.example/chips'>Chips</a>",
            Some("https://harbor.example/chips"),
        );
        check("<a href='/260507/p1'>Chips</a>", None);
    }

    #[test]
    fn the_publisher_in_brackets_is_the_last_name() {
        let check = |title, expected| assert_eq!(bracketed_publisher(title), expected, "{title}");
        check(
            "Chips are sold out (Ann Reed/Harbor Ledger)",
            Some(("Chips are sold out", "Harbor Ledger")),
        );
        check(
            "Chips (now 2 nm) sold (Ledger)",
            Some(("Chips (now 2 nm) sold", "Ledger")),
        );
        check("Chips are sold out", None);
        check("(Ledger)", None);
    }

    #[test]
    fn what_the_place_says_of_every_item_is_left_out() {
        let check = |place, text: &str, expected: &str| {
            assert_eq!(
                own_words(Some(place), text.to_owned(), "Chips are sold out"),
                expected
            );
        };
        check(
            "Reddit",
            "I asked. submitted by /u/ann [link] [275 comments]",
            "I asked.",
        );
        check(
            "Reddit",
            "submitted by ann to chips\n[link] [3 comments]",
            "",
        );
        check(
            "Hacker News",
            "Article URL: https://a.example\nPoints: 53",
            "",
        );
        check(
            "Hacker News",
            "Which chips do you use?",
            "Which chips do you use?",
        );
        check(
            "Techmeme",
            "Ann Reed / Harbor Ledger:\nChips are sold out — Every one of them.",
            "Every one of them.",
        );
    }

    #[test]
    fn a_feed_that_is_where_others_articles_are_discussed_lists_them() {
        let feed = Url::parse("https://talk.example/feeds/all.xml").expect("valid");
        let listed = |url, comments| is_listed(url, comments, Some(&feed));
        let post = Some("https://talk.example/post/1");
        assert!(listed(Some("https://harbor.example/chips"), post));
        assert!(!listed(post, post));
        assert!(!listed(Some("https://harbor.example/chips"), None));
        assert!(!listed(
            Some("https://harbor.example/chips"),
            Some("https://harbor.example/chips#comments")
        ));
    }

    /// The first article of a feed at an address.
    fn first(feed: &str, items: &str) -> crate::model::NewArticle {
        let document = format!(
            "<rss version=\"2.0\" xmlns:News=\"https://www.bing.com/news\"><channel>\
             <title>Links of the day</title>{items}</channel></rss>"
        );
        let context = FeedContext {
            url: feed,
            content_type: None,
        };
        let feed = parse_feed(document.as_bytes(), &context, &|_| false).expect("a feed");
        feed.articles.into_iter().next().expect("an item")
    }

    #[track_caller]
    fn check(feed: &str, items: &str, expected: [Option<&str>; 5]) {
        let article = first(feed, items);
        let found = [
            Some(article.title.as_str()),
            article.source.as_deref(),
            article.via.as_deref(),
            article.url.as_deref(),
            article.comments.as_deref(),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn every_place_tells_original_publisher_and_discussion_in_its_own_way() {
        let original = Some("https://harbor.example/chips");
        check(
            "https://www.techmeme.com/feed.xml",
            "<item><title>Chips are sold out (Ann Reed/Harbor Ledger)</title>
             <link>http://www.techmeme.com/260507/p1#a260507p1</link><description><![CDATA[<P>
             <A HREF='http://www.techmeme.com/260507/p1#a260507p1'><IMG></A> Ann Reed /
             <A HREF='http://harbor.example/'>Harbor Ledger</A>:<BR><B><A HREF='https://harbor.example/chips'>Chips
             are sold out</A></B> &mdash; Every one.</P>]]></description></item>",
            [
                Some("Chips are sold out"),
                Some("Harbor Ledger"),
                Some("Techmeme"),
                original,
                Some("http://www.techmeme.com/260507/p1#a260507p1"),
            ],
        );
        check(
            "https://www.bing.com/news/search?q=chips&format=rss",
            "<item><title>Chips are sold out</title><link>http://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;\
             tid=1&amp;url=https%3a%2f%2fharbor.example%2fchips&amp;c=1</link>\
             <News:Source>Harbor Ledger on MSN</News:Source></item>",
            [
                Some("Chips are sold out"),
                Some("Harbor Ledger"),
                Some("Bing News"),
                original,
                None,
            ],
        );
        check(
            "https://hnrss.org/frontpage",
            "<item><title>Chips are sold out</title><link>https://harbor.example/chips</link>\
             <comments>https://news.ycombinator.com/item?id=1</comments><description>&lt;p&gt;Article URL: \
             x&lt;/p&gt;&lt;p&gt;Points: 53&lt;/p&gt;</description></item>",
            [
                Some("Chips are sold out"),
                None,
                Some("Hacker News"),
                original,
                Some("https://news.ycombinator.com/item?id=1"),
            ],
        );
        check(
            "https://www.reddit.com/r/chips/.rss",
            "<item><title>Chips are sold out</title><link>https://www.reddit.com/r/chips/comments/1/</link>\
             <description>submitted by ann &lt;a href='https://harbor.example/chips'&gt;[link]&lt;/a&gt; \
             &lt;a href='https://www.reddit.com/r/chips/comments/1/'&gt;[9 comments]&lt;/a&gt;</description></item>",
            [
                Some("Chips are sold out"),
                None,
                Some("Reddit"),
                original,
                Some("https://www.reddit.com/r/chips/comments/1/"),
            ],
        );
        check(
            "https://talk.example/feeds/all.xml",
            "<item><title>Chips are sold out</title><link>https://harbor.example/chips</link>\
             <comments>https://talk.example/post/1</comments></item>",
            [
                Some("Chips are sold out"),
                None,
                Some("Links of the day"),
                original,
                Some("https://talk.example/post/1"),
            ],
        );
    }

    #[test]
    fn an_item_that_hides_its_original_is_the_aggregators_in_any_feed() {
        let link = "https://news.google.com/rss/articles/CBMiCEFVX3lx";
        check(
            "https://mixed.example/feed",
            &format!(
                "<item><title>Chips are sold out - Harbor Ledger</title><link>{link}</link></item>"
            ),
            [
                Some("Chips are sold out"),
                Some("Harbor Ledger"),
                Some("Google News"),
                Some(link),
                None,
            ],
        );
    }

    #[test]
    fn a_post_of_the_place_itself_is_its_own_original() {
        let post = "https://www.reddit.com/r/chips/comments/1/";
        check(
            "https://www.reddit.com/r/chips/.rss",
            &format!(
                "<item><title>Which chips?</title><link>{post}</link><description>I ask. submitted by ann \
                 &lt;a href='{post}'&gt;[link]&lt;/a&gt; &lt;a href='{post}'&gt;[comments]&lt;/a&gt;</description></item>"
            ),
            [Some("Which chips?"), None, Some("Reddit"), Some(post), None],
        );
    }

    #[test]
    fn an_aggregators_address_of_any_year_leads_to_the_original_if_it_holds_it() {
        let original = "https://harbor.example/chips";
        for link in [
            "http://news.google.com/news/url?sa=t&amp;fd=R&amp;ct2=us&amp;cid=1&amp;url=https://harbor.example/chips",
            "https://news.google.com/__i/rss/rd/articles/CBMiHGh0dHBzOi8vaGFyYm9yLmV4YW1wbGUvY2hpcHPSAQA?oc=5",
            "https://news.google.com/rss/articles/CBMiHGh0dHBzOi8vaGFyYm9yLmV4YW1wbGUvY2hpcHPSAQA?oc=5",
        ] {
            let article = first(
                "https://news.google.com/rss",
                &format!(
                    "<item><title>Chips are sold out - Harbor Ledger</title><link>{link}</link></item>"
                ),
            );
            assert_eq!(article.url.as_deref(), Some(original), "{link}");
            assert_eq!(article.title, "Chips are sold out");
            assert_eq!(article.source.as_deref(), Some("Harbor Ledger"));
        }
    }
}
