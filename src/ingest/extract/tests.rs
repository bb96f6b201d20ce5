use super::*;
use crate::model::{Barrier, Block, Timestamp};

const ADDRESS: &str = "https://news.example.org/2027/01/bridge";

fn page(html: &str) -> Page {
    extract(html.as_bytes(), Some(ADDRESS), None).expect("there is text")
}

fn text(body: &str) -> String {
    page(&format!(
        "<html><head><title>Bridge opens</title></head><body>{body}</body></html>"
    ))
    .text()
}

/// Three paragraphs that are an article.
const STORY: &str = "<p>The bridge over the Odmar opened on Monday after nine years of work, and the first tram crossed it before noon.</p>
    <p>Mayor Ilse Varn cut the ribbon, while some two hundred people watched from the southern bank of the river.</p>
    <p>The old ferry stays in service until the summer, said the harbour office, because cyclists asked for it.</p>";
const LINES: [&str; 3] = [
    "The bridge over the Odmar opened on Monday after nine years of work, and the first tram crossed it before noon.",
    "Mayor Ilse Varn cut the ribbon, while some two hundred people watched from the southern bank of the river.",
    "The old ferry stays in service until the summer, said the harbour office, because cyclists asked for it.",
];

/// The body around the story comes to the story alone.
#[track_caller]
fn check(before: &str, after: &str) {
    let found = text(&format!(
        "<article><h1>Bridge opens</h1>{before}{STORY}{after}</article>"
    ));
    assert_eq!(found, LINES.join("\n\n"));
}

#[test]
fn breadcrumbs_kickers_dates_and_authors_before_the_text_are_no_text() {
    check(
        "<ul><li><a href='/'>Home</a></li><li><a href='/city'>City</a></li></ul><p>Transport</p>
         <p>By Petra Lunde</p><p>Published: 3 January 2027 | Updated: 4 January 2027</p>",
        "",
    );
}

#[test]
fn shares_newsletters_and_contacts_behind_the_text_are_no_text() {
    check(
        "",
        "<p>Share this article</p><p>Sign up for our newsletter and get the city in your inbox every morning.</p>
         <p>Reach Petra Lunde at p.lunde@news.example.org or follow her on Twitter.</p>
         <p>Petra Lunde is a reporter for the Example News.</p><p>© 2027 Example News. All rights reserved.</p>",
    );
}

#[test]
fn lists_of_other_articles_go_with_their_heading() {
    check(
        "",
        "<h3>More on this story</h3><ul><li><a href='/a'>Trams run late again</a></li>
         <li><a href='/b'>Ferry captain retires</a></li><li><a href='/c'>River level falls</a></li></ul>",
    );
    check(
        "",
        "<h4>Das könnte Sie auch interessieren</h4><p><a href='/a'>Straßenbahn wieder zu spät</a></p>",
    );
}

#[test]
fn a_promotion_between_paragraphs_goes_and_a_link_elsewhere_stays() {
    let with = |href: &str| {
        let [one, two, three] = LINES;
        text(&format!(
            "<article><p>{one}</p><p><a href='{href}'>What the bridge has cost so far</a></p><p>{two}</p><p>{three}</p></article>"
        ))
    };
    assert!(!with("/2026/12/cost").contains("has cost"));
    assert!(with("https://city.example.net/cost").contains("has cost"));
}

#[test]
fn a_list_at_the_end_is_text() {
    let dates: String = (1..=8)
        .map(|day| format!("<p>June {day} -- Odmar Hall, Penmore</p>"))
        .collect();
    let found = text(&format!("<article>{STORY}{dates}</article>"));
    assert!(found.ends_with("June 8 -- Odmar Hall, Penmore"), "{found}");
}

#[test]
fn what_somebody_said_elsewhere_and_is_shown_here_is_text() {
    let found = text(&format!(
        "<article>{STORY}<blockquote><p>I crossed it first, see pic.example.com/1x</p>— Kay (@kay) January 3, 2027</blockquote>
         <p>The tram company will count passengers for a year before it decides on a second line.</p></article>"
    ));
    assert!(found.contains("I crossed it first"), "{found}");
}

#[test]
fn captions_are_shown_with_their_pictures_and_are_no_text() {
    let page = page(&format!(
        "<html><body><article>{STORY}<figure><img src='/bridge.jpg'><figcaption>The bridge at dawn.</figcaption></figure>{STORY}</article></body></html>"
    ));
    assert!(!page.text().contains("at dawn"));
    let figure = page.document.blocks.iter().find_map(|block| match block {
        Block::Figure { url, .. } => url.as_deref(),
        _ => None,
    });
    assert_eq!(figure, Some("https://news.example.org/bridge.jpg"));
}

#[test]
fn a_page_tells_about_its_article() {
    let data = r#"{"@context": "https://schema.org", "@graph": [{"@type": "WebPage"},
        {"@type": ["NewsArticle"], "headline": "Bridge opens", "author": [{"name": "Petra Lunde"}, {"name": "Kay Holt"}],
         "datePublished": "2027-01-03T12:00:00Z", "dateModified": "2027-01-03T13:00:00Z",
         "publisher": {"name": "Example News"}, "inLanguage": "en"}]}"#;
    let page = page(&format!(
        "<html><head><title>Bridge opens | Example News</title><link rel=canonical href='/bridge'>
         <script type='application/ld+json'>{data}</script></head><body><article>{STORY}</article></body></html>"
    ));
    assert_eq!(page.byline.as_deref(), Some("Petra Lunde, Kay Holt"));
    assert_eq!(page.source.as_deref(), Some("Example News"));
    assert_eq!(page.published, Some(Timestamp(1_798_977_600)));
    assert_eq!(page.updated, Some(Timestamp(1_798_981_200)));
    assert_eq!(page.lang.as_deref(), Some("en"));
    assert_eq!(page.barrier, None);
}

#[test]
fn what_a_page_tells_machines_takes_the_place_of_what_it_does_not_show() {
    let data = format!(
        r#"{{"@type": "NewsArticle", "isAccessibleForFree": "False", "articleBody": "{}"}}"#,
        LINES.join("\\n")
    );
    let page = page(&format!(
        "<html><head><title>Bridge opens</title><script type='application/ld+json'>{data}</script></head>
         <body><article><p>{}</p></article></body></html>",
        LINES[0]
    ));
    assert_eq!(page.text(), LINES.join("\n\n"));
    assert_eq!(page.barrier, Some(Barrier::Paywall));
}

#[test]
fn a_text_for_browsers_without_scripts_alone_is_found() {
    let found = text(&format!(
        "<div><noscript><div>{STORY}</div></noscript></div>"
    ));
    assert_eq!(found, LINES.join("\n\n"));
}

#[test]
fn what_stands_in_the_way_is_told() {
    let barrier = |body: &str| {
        let html = format!("<html><body>{body}</body></html>");
        page(&html).barrier
    };
    assert_eq!(
        barrier("<p>Please enable JavaScript to view this page.</p>"),
        Some(Barrier::Script)
    );
    assert_eq!(
        barrier("<p>Verifying you are human. This may take a few seconds.</p>"),
        Some(Barrier::Script)
    );
    assert_eq!(
        barrier(
            "<h1>We value your privacy</h1><p>We and our partners store information on a device.</p>"
        ),
        Some(Barrier::Consent)
    );
    assert_eq!(
        barrier("<h1>Members only</h1><p>Please log in to see this page.</p>"),
        Some(Barrier::Login)
    );
    assert_eq!(
        barrier(&format!(
            "<article>{STORY}<p>Subscribe to continue reading this article.</p></article>"
        )),
        Some(Barrier::Paywall)
    );
    assert_eq!(
        barrier(&format!(
            "<article>{STORY}</article><div class='c-paywall'></div>"
        )),
        Some(Barrier::Paywall)
    );
    // Many sites have such a frame around articles that everybody may read.
    let whole: String = std::iter::repeat_n(STORY, 3).collect();
    assert_eq!(
        barrier(&format!(
            "<article>{whole}</article><div class='c-paywall'></div>"
        )),
        None
    );
}

#[test]
fn an_article_about_such_things_is_an_article() {
    let long: String = std::iter::repeat_n(STORY, 8).collect();
    let html = format!(
        "<html><body><article><p>To enable JavaScript, a reader had to subscribe to continue.</p>{long}</article></body></html>"
    );
    assert_eq!(page(&html).barrier, None);
}

#[test]
fn the_encoding_that_a_page_names_is_used() {
    let mut html =
        b"<html><head><meta charset=windows-1251><title>x</title></head><body><article>".to_vec();
    // "Мост открыт" in windows-1251.
    let words = [
        0xCC, 0xEE, 0xF1, 0xF2, 0x20, 0xEE, 0xF2, 0xEA, 0xF0, 0xFB, 0xF2,
    ];
    for _ in 0..9 {
        html.extend_from_slice(b"<p>");
        html.extend(
            std::iter::repeat_n(words, 12).flat_map(|words| [words.as_slice(), b", "].concat()),
        );
        html.extend_from_slice(b".</p>");
    }
    html.extend_from_slice(b"</article></body></html>");
    let page = extract(&html, Some(ADDRESS), None).expect("there is text");
    assert!(
        page.text().starts_with("Мост открыт, Мост"),
        "{}",
        page.text()
    );
}

#[test]
fn nothing_is_found_where_nothing_is() {
    for html in [
        "",
        "<html></html>",
        "<script>var a = 'words of a program';</script>",
    ] {
        assert_eq!(extract(html.as_bytes(), None, None), None, "{html}");
    }
}

#[test]
fn no_page_is_too_much() {
    let deep = |name: &str| {
        format!(
            "{}x{}",
            format!("<{name}>").repeat(100_000),
            format!("</{name}>").repeat(100_000)
        )
    };
    let table = format!("<table>{}</table>", "<tr><td>cell</td></tr>".repeat(40_000));
    let links = "<a href='/a'>link</a> ".repeat(40_000);
    let words = "word ".repeat(200_000);
    let evil = "\u{1b}]0;title\u{7}\u{202e}text\u{9b}31m".repeat(100);
    for html in [
        deep("div"),
        deep("span"),
        deep("table"),
        table,
        links,
        words,
        evil,
    ] {
        if let Some(page) = extract(html.as_bytes(), Some("no address"), None) {
            let forbidden = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
            assert!(!page.text().contains(forbidden));
        }
    }
}

#[test]
fn a_text_that_is_hardly_the_article_is_in_doubt() {
    let title = "Heron nests on the weir of lock nine";
    let page = |body: &str| {
        let about = "Three young herons grow up while the keeper keeps barges away until June";
        let html = format!(
            "<title>{title}</title><meta name='description' content='{about}'><article><h1>{title}</h1>{body}</article>"
        );
        extract(html.as_bytes(), None, None).expect("a page")
    };
    let about = "The heron that nests on the weir of lock nine has three young, and the keeper keeps \
                 the barges away from them until June, as he did in every year since the flood. ";
    assert!(!page(&format!("<p>{about}</p><p>{about}</p>")).unsure);
    assert!(page("<p>Loading the story.</p>").unsure, "too short");
    let terms = "By using these pages you accept that nobody is liable for anything that is said, \
                 shown, linked or left out here, nor for what comes of it, whatever that may be. ";
    assert!(
        page(&format!("<p>{terms}</p><p>{terms}</p>")).unsure,
        "about something else"
    );
}

#[test]
fn the_works_that_an_article_cites_stay_at_its_end_and_other_lists_go() {
    let works = "<li><a href='https://harbour.example/ferry'>Harbour office</a></li>
         <li><a href='https://odmar.example/'>City of Odmar</a> (odmar.example)</li>
         <li><a href='https://trams.example/9'>Trams</a></li>";
    let cited = "\n\nSources\n\nHarbour office\n\nCity of Odmar (odmar.example)\n\nTrams";
    let check = |after: &str, expected: &str| {
        let found = text(&format!("<article><h1>Bridge opens</h1>{STORY}{after}"));
        assert_eq!(found, LINES.join("\n\n") + expected, "{after}");
    };
    for list in [
        format!("<h2>Sources</h2><ul>{works}</ul></article>"),
        format!("<p><strong>Sources:</strong></p><ol>{works}</ol></article>"),
        format!("<div class='footnotes'><h3>Sources</h3> <div><ol>{works}</ol></div></div>"),
        format!("</article><section><h2>Sources</h2><ul>{works}</ul></section>"),
    ] {
        let colon = cited.replace("Sources", "Sources:");
        let has_colon = list.contains("Sources:");
        check(&list, if has_colon { &colon } else { cited });
    }
    // Not below such a heading, or of the same site, or beside the article, or no links.
    let own = "<li><a href='/a'>Trams run late again</a></li>
         <li><a href='/b'>Ferry captain retires</a></li><li><a href='/c'>River level falls</a></li>";
    for list in [
        format!("<h3>Related stories</h3><ul>{own}</ul></article>"),
        format!("<h2>Sources</h2><ul>{own}</ul></article>"),
        format!("</article><aside><h2>References</h2><ul>{works}</ul></aside>"),
        "<div class='footer'><h2>Sources</h2><ul><li>Our desk</li><li>Mail</li></ul></div>".into(),
    ] {
        check(&list, "");
    }
}

#[test]
fn a_wall_below_a_long_part_of_an_article_is_said_and_its_words_are_not_of_the_article() {
    let sentence =
        "The gates of lock nine jammed at noon on Thursday and forty barges waited below it. ";
    let text = format!("<p>{}</p>", sentence.repeat(6)).repeat(5);
    let page = |wall: &str| {
        format!(
            "<html><head><title>Lock nine jams</title></head><body><article><h1>Lock nine jams</h1>{text}{wall}</article></body></html>"
        )
    };
    let wall = "<div class=\"paywall\"><p>Subscribe to continue reading this article.</p><p>This \
                article is for subscribers only.</p></div>";
    let walled = extract(page(wall).as_bytes(), None, None).expect("a page");
    assert_eq!(
        (walled.barrier, walled.ends_at),
        (None, Some(Barrier::Paywall))
    );
    assert!(walled.text().contains("lock nine jammed"));
    assert!(
        !walled.text().contains("subscribers only"),
        "{}",
        walled.text()
    );
    let open = extract(page("").as_bytes(), None, None).expect("a page");
    assert_eq!((open.barrier, open.ends_at), (None, None));
}

#[test]
fn a_consent_form_is_known_whatever_the_number_of_partners() {
    for text in [
        "Before you continue. We and our 1,461 partners store and access information on your device.",
        "This site asks for consent to use your data. Personalised advertising and content.",
        "Wir und unsere 843 Partner verarbeiten Daten auf diesem Gerät.",
    ] {
        let html = format!(
            "<html><body><div><p>{text}</p><button>Accept all</button></div></body></html>"
        );
        let page = extract(html.as_bytes(), None, None).expect("a page");
        assert_eq!(page.barrier, Some(Barrier::Consent), "{text}");
    }
}

#[test]
fn a_page_with_hardly_a_word_and_a_password_is_a_login() {
    let html = "<html><body><h1>Sign in to your account</h1><p>Use the address you registered with.</p>\
                <form><input type=\"email\"><input type=\"PASSWORD\"></form></body></html>";
    let page = extract(html.as_bytes(), None, None).expect("a page");
    assert_eq!(page.barrier, Some(Barrier::Login));
}
