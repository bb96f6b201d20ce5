//! What is read of bodies, row by row of what feeds show: each on two invented texts of two
//! shapes.

use super::*;

/// Running text, so that there is something to stand around.
const FIRST: &str =
    "The ferry to the northern islands left the harbour an hour late on Monday morning.";
const SECOND: &str =
    "Its captain had waited for the storm to pass, and nobody on board complained.";
const THIRD: &str =
    "The next one leaves on Tuesday, if the wind turns as the harbour office expects.";

const ABOUT: About<'_> = About {
    title: "Ferry leaves late",
    source: "Harbor Ledger",
    via: None,
    author: Some("Ann Lee"),
    summary: "",
};

fn read_with(html: &str, about: &About<'_>, repeated: &Repeated) -> String {
    let readable = readable(html, Some("https://ledger.example/ferry"), about, repeated);
    let lines: Vec<String> = readable.document.blocks.iter().map(line).collect();
    // The running text is known.
    lines
        .join("\n")
        .replace(FIRST, "FIRST")
        .replace(SECOND, "SECOND")
        .replace(THIRD, "THIRD")
}

fn read(html: &str) -> String {
    read_with(html, &ABOUT, &Repeated::default())
}

fn line(block: &Block) -> String {
    let text = |spans: &[Inline]| {
        let quiet = spans.iter().all(|span| span.style.quiet);
        let gist = spans.iter().all(|span| span.style.standfirst);
        let mark = if quiet {
            "quiet: "
        } else if gist {
            "standfirst: "
        } else {
            ""
        };
        format!("{mark}{}", plain(spans).replace('\n', "⏎"))
    };
    match block {
        Block::Heading { level, spans } => format!("h{level} {}", text(spans)),
        Block::Paragraph(spans) => text(spans),
        Block::ListItem { marker, spans, .. } => format!("{marker} {}", text(spans)),
        Block::Quote { spans, .. } => format!("> {}", text(spans)),
        Block::Figure { caption, .. } => format!("[{}]", text(caption)),
        Block::Code(lines) => lines.join("|"),
        Block::Table(rows) => format!("table of {}", rows.len()),
        Block::Rule => "---".to_owned(),
    }
}

/// Running text with a head and a tail.
fn around(head: &str, tail: &str) -> String {
    format!("{head}<p>{FIRST}</p><p>{SECOND}</p>{tail}")
}

#[track_caller]
fn check_head(head: &str, expected: &str) {
    let expected = format!("{expected}\nFIRST\nSECOND");
    assert_eq!(read(&around(head, "")), expected.trim_start(), "{head}");
}

#[track_caller]
fn check_tail(tail: &str, expected: &str) {
    let expected = format!("FIRST\nSECOND\n{expected}");
    assert_eq!(read(&around("", tail)), expected.trim_end(), "{tail}");
}

#[test]
fn s01_the_remark_that_a_text_is_cut_is_no_text() {
    let hint =
        "<p>Ferry leaves late Harbor Ledger [truncated: the aggregator gives only a part</p>";
    check_head(hint, "");
    assert_eq!(
        read("<p>The ferry left an hour late and… [+2113 chars]</p>"),
        "The ferry left an hour late and…"
    );
    assert_eq!(read(hint), "");
}

#[test]
fn s03_the_headline_is_not_said_again() {
    check_head("<p>Ferry leaves late  Harbor Ledger</p>", "");
    check_head("<h2>FERRY LEAVES LATE</h2><p>Ferry leaves late.</p>", "");
    assert_eq!(read("<p>Ferry leaves late - Harbor Ledger</p>"), "");
}

#[test]
fn s04_what_names_the_way_here_is_no_text() {
    let about = About {
        via: Some("Island News"),
        ..ABOUT
    };
    let read = |head: &str| read_with(&around(head, ""), &about, &Repeated::default());
    assert_eq!(
        read("<p>← Island News</p><p>Island News · May 7, 2026</p>"),
        "FIRST\nSECOND"
    );
    assert_eq!(
        read("« Back to Island News<br>7. Mai 2026 | Island News"),
        "FIRST\nSECOND"
    );
    assert_eq!(
        self::read(&around(
            "<p>← Reef Wire</p><p>Reef Wire · May 7, 2026</p>",
            ""
        )),
        "FIRST\nSECOND",
        "what the way back leads to needs no other name"
    );
}

#[test]
fn s06_a_label_that_a_feed_repeats_is_no_text() {
    let item = |label: &str, text: &str| {
        format!("<p>{label}</p><p>{text} {FIRST}</p><p>About {text}: {SECOND}</p>")
    };
    let check = |label: &str, other: &str| {
        let bodies = [
            item(label, "One."),
            item(label, "Two."),
            item(label, "Three."),
            item(other, "Four."),
        ];
        let repeated = Repeated::learn(bodies.iter().map(String::as_str));
        let read = |body: &str| read_with(body, &ABOUT, &repeated);
        assert_eq!(read(&bodies[0]), "One. FIRST\nAbout One.: SECOND");
        assert!(read(&bodies[3]).contains(other), "{other}");
        let text = readable_text(&plain_text(&bodies[0], 10_000), &ABOUT, &repeated);
        assert!(text.text.starts_with("One. The ferry"), "{text:?}");
    };
    check("Our Harbour View", "Wind and Weather");
    check(
        "This text is part of our series about the northern islands and their people.",
        "Vom Wind",
    );
}

#[test]
fn s06_headings_of_a_recipe_stay_although_all_recipes_have_them() {
    let item = |what: &str| {
        format!(
            "<h2>Ingredients</h2><ul><li>Salt</li><li>{what}</li></ul><h2>Method</h2><p>Boil the {what} in \
             the water of the harbour until it can be eaten.</p><p>Let the {what} rest for an hour, then serve \
             it with whatever there is.</p>"
        )
    };
    let bodies = [item("crab"), item("kelp"), item("perch"), item("eel")];
    let repeated = Repeated::learn(bodies.iter().map(String::as_str));
    let text = read_with(&bodies[0], &ABOUT, &repeated);
    for part in ["h2 Ingredients", "• Salt", "h2 Method"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn s08_a_call_to_read_the_original_is_no_text() {
    let glued = format!("<p>{FIRST}</p><p>{SECOND} Read original article →</p>");
    assert_eq!(read(&glued), "FIRST\nSECOND");
    check_tail(
        "<p><a href='https://other.example/x'>Weiterlesen »</a></p><p>Share this article</p>",
        "",
    );
    check_tail("<p>阅读全文</p>", "");
}

#[test]
fn s10_a_table_of_contents_is_no_text() {
    let sections =
        format!("<h2>Why it was late</h2><p>{SECOND}</p><h2>What comes next</h2><p>{THIRD}</p>");
    let expected = "FIRST\nh2 Why it was late\nSECOND\nh2 What comes next\nTHIRD";
    let check = |contents: &str, before: bool| {
        let html = if before {
            format!("{contents}<p>{FIRST}</p>{sections}")
        } else {
            format!("<p>{FIRST}</p>{contents}{sections}")
        };
        assert_eq!(read(&html), expected, "{contents}");
    };
    check("<p>📑 Table of Contents</p>", true);
    check(
        "<div>Inhaltsverzeichnis</div><ol><li><a href='#a'>Why it was late</a></li><li><a href='#b'>What comes next</a></li></ol>",
        false,
    );
    let three = format!("{sections}<h2>How to get there</h2><p>{FIRST}</p>");
    let list = "<ul><li>Why it was late</li><li>What comes next</li><li>How to get there</li></ul>";
    assert!(read(&format!("{list}{three}")).starts_with("h2 Why it was late\nSECOND"));
}

#[test]
fn s11_headings_are_found_without_their_markup() {
    let text =
        format!("{FIRST}\n\nWhy the Ferry Was Late\n\n{SECOND}\n\nWhat Comes Next\n\n{THIRD}");
    let html = crate::ingest::parse_file(
        format!("<rss><channel><item><title>Ferry</title><description>{text}</description></item></channel></rss>").as_bytes(),
        None,
    )
    .expect("a feed");
    let expected = "FIRST\nh2 Why the Ferry Was Late\nSECOND\nh2 What Comes Next\nTHIRD";
    assert_eq!(read(&html[0].html), expected);
    assert_eq!(
        read(&format!(
            "<p>{FIRST}</p><p><b>Was nun geschieht</b></p><p>{SECOND}</p><p>Warum es dauerte</p><p>{THIRD}</p>"
        )),
        "FIRST\nh2 Was nun geschieht\nSECOND\nh2 Warum es dauerte\nTHIRD"
    );
    // A single line that could be anything stays what it is.
    assert_eq!(
        read(&format!("<p>{FIRST}</p><p>so they said</p><p>{SECOND}</p>")),
        "FIRST\nso they said\nSECOND"
    );
}

#[test]
fn s12_a_line_about_the_article_is_no_text_and_names_its_section() {
    let check = |head: &str, section: Option<&str>| {
        check_head(head, "");
        let html = around(head, "");
        let shown = readable(&html, None, &ABOUT, &Repeated::default());
        assert_eq!(shown.section.as_deref(), section, "{head}");
        let text = readable_text(&plain_text(&html, 10_000), &ABOUT, &Repeated::default());
        assert_eq!(text.section.as_deref(), section, "{head}");
    };
    check(
        "<p>📅 · 📁 Shipping · 👁 8 views · ⏱️ 11 min read</p>",
        Some("Shipping"),
    );
    check(
        "<p>Hafen | 12. Mai 2026 | Lesezeit: 4 Minuten</p>",
        Some("Hafen"),
    );
    check("<p>7 May 2026</p>", None);
}

#[test]
fn s13_reading_time_is_told_by_the_words_that_are_shown() {
    let words = |html: &str| {
        readable(html, None, &ABOUT, &Repeated::default())
            .document
            .words
    };
    let bare = words(&around("", ""));
    assert_eq!(
        words(&around("<p>⏱️ 11 min read</p>", "<p>PostShare</p>")),
        bare
    );
    assert_eq!(
        words(&around(
            "<p>Temps de lecture : 9 min</p>",
            "<p>Continue reading</p>"
        )),
        bare
    );
    let text = readable_text(
        &plain_text(&around("<p>9 min read</p>", "<p>TweetShare</p>"), 10_000),
        &ABOUT,
        &Repeated::default(),
    );
    assert_eq!(text.text, format!("{FIRST}\n{SECOND}"));
}

#[test]
fn s14_a_line_that_sums_up_is_the_summary_and_stands_over_the_text() {
    let gist = "The ferry waited for the storm and left one hour late.";
    let check = |head: &str, expected: &str| {
        check_head(head, &format!("standfirst: {expected}"));
        let html = around(head, "");
        let text = readable_text(&plain_text(&html, 10_000), &ABOUT, &Repeated::default());
        let sent = excerpt(&plain_text(&html, 2048));
        let summary = readable_summary(&sent, &html, &text);
        assert_eq!(summary.as_deref(), Some(expected), "{head}");
        let given = readable_summary("What the feed says of it.", &html, &text);
        assert_eq!(given, None, "{head}");
    };
    check(&format!("<p>📅 · 📁 Shipping</p><p>💡 {gist}</p>"), gist);
    check(&format!("<p>TL;DR: {gist}</p>"), &format!("TL;DR: {gist}"));
}

#[test]
fn s14_a_summary_that_a_feed_gives_beside_the_text_stands_over_it() {
    let check = |summary: &str, body: &str, expected: &str| {
        let about = About { summary, ..ABOUT };
        let repeated = Repeated::default();
        assert_eq!(read_with(body, &about, &repeated), expected, "{summary}");
        let text = readable_text(&plain_text(body, 10_000), &about, &repeated);
        assert_eq!(text.standfirst.is_some(), expected.contains("standfirst"));
        let shown = readable(body, None, &about, &repeated).document;
        assert_eq!(shown.words, crate::text::count_words(&text.text));
    };
    let html = around("<p>Northern Islands</p>", "");
    let text = format!("{FIRST}<br><br>{SECOND}<br><br>{THIRD}");
    let english = "A storm keeps islanders waiting for one more hour.";
    check(
        english,
        &html,
        &format!("quiet: Northern Islands\nstandfirst: {english}\nFIRST\nSECOND"),
    );
    let german = "Ein Sturm hielt die Inseln auf.";
    check(
        german,
        &text,
        &format!("standfirst: {german}\nFIRST\nSECOND\nTHIRD"),
    );
    check(SECOND, &text, "FIRST\nSECOND\nTHIRD");
}

#[test]
fn s15_takeaways_are_a_heading_and_a_list() {
    let html = format!(
        "<p>{FIRST}</p><p>Key Takeaways</p><p>• One hour late<br>• Nobody complained</p><p>{SECOND}</p>"
    );
    assert_eq!(
        read(&html),
        "FIRST\nh2 Key Takeaways\n• One hour late\n• Nobody complained\nSECOND"
    );
    let html = format!(
        "<p>{FIRST}</p><h3>Das Wichtigste</h3><ul><li>Eine Stunde</li><li>Kein Streit</li></ul><p>{SECOND}</p>"
    );
    assert_eq!(
        read(&html),
        "FIRST\nh3 Das Wichtigste\n• Eine Stunde\n• Kein Streit\nSECOND"
    );
}

#[test]
fn s16_bullets_that_are_letters_make_a_list() {
    let html = format!("<p>{FIRST}</p><p>&nbsp; • Crab<br>&nbsp; • Kelp</p><p>{SECOND}</p>");
    assert_eq!(read(&html), "FIRST\n• Crab\n• Kelp\nSECOND");
    let html = format!("<p>{FIRST}</p><p>1. Crab</p><p>2. Kelp</p><p>{SECOND}</p>");
    assert_eq!(read(&html), "FIRST\n1. Crab\n2. Kelp\nSECOND");
    let html = format!("<p>{FIRST}</p><p>- Stop, said the mate.</p><p>{SECOND}</p>");
    assert!(
        read(&html).contains("- Stop, said the mate."),
        "one dash is speech"
    );
}

#[test]
fn s19_a_time_counted_back_from_the_fetch_is_told_apart_from_the_text() {
    let updated = |head: &str| {
        let readable = readable(&around(head, ""), None, &ABOUT, &Repeated::default());
        assert_eq!(readable.document.blocks.len(), 2, "{head}");
        readable.updated
    };
    assert_eq!(
        updated("<p>Updated 2 hours ago</p>"),
        Some(Duration::from_hours(2))
    );
    assert_eq!(
        updated("<div>Zuletzt aktualisiert: vor 20 Minuten</div>"),
        Some(Duration::from_mins(20))
    );
    assert_eq!(
        updated("<p>3 days ago</p>"),
        None,
        "that is its publication"
    );
}

#[test]
fn s21_a_headline_printed_twice_is_dropped_twice() {
    check_head(
        "<h1>Ferry leaves late</h1><p>Islands</p><h1>Ferry leaves late</h1>",
        "quiet: Islands",
    );
    check_head("Ferry leaves late<br><p><b>Ferry Leaves Late</b></p>", "");
}

#[test]
fn s22_a_kicker_stands_aside() {
    check_head("<p>Northern Islands</p>", "quiet: Northern Islands");
    check_head(
        "<h4>SEEFAHRT</h4><h1>Ferry leaves late</h1>",
        "quiet: SEEFAHRT",
    );
    check_head("<h2>What happened</h2>", "h2 What happened");
    check_head("<p>By Ann Lee</p>", "");
    check_head(
        "<p>Von Uwe Sand, Norderhafen</p>",
        "quiet: Von Uwe Sand, Norderhafen",
    );
}

#[test]
fn s24_a_list_of_works_is_clean_and_leads_there() {
    let html = around(
        "",
        "<p>Sources</p><ol><li>1.Quay Wire(wire.example)</li><li>2.Port office(port.example)</li></ol>",
    );
    assert_eq!(
        read(&html),
        "FIRST\nSECOND\nh2 Sources\n1. Quay Wire (wire.example)\n2. Port office (port.example)"
    );
    let links = readable(&html, None, &ABOUT, &Repeated::default())
        .document
        .links;
    assert_eq!(links[1].url, "https://port.example/");
    check_tail(
        "<h3>Quellen</h3><p>1. 1. <a href='https://wire.example/a'>Quay Wire</a></p>",
        "h3 Quellen\n1. Quay Wire",
    );
}

#[test]
fn s24_works_that_an_article_cites_are_known_by_name_site_and_address() {
    let check = |list: &str, expected: &[(&str, Option<&str>, Option<&str>)]| {
        let html = around("", list);
        let base = Some("https://ledger.example/ferry");
        let cited = readable(&html, base, &ABOUT, &Repeated::default())
            .document
            .cited;
        let cited: Vec<_> = cited
            .iter()
            .map(|work| (&*work.name, work.domain.as_deref(), work.url.as_deref()))
            .collect();
        assert_eq!(cited, expected, "{list}");
    };
    check(
        "<p>Sources</p><p>1. 1.Quay Wire(wire.example)</p><p>2. 2.Tide tables</p>",
        &[
            (
                "Quay Wire",
                Some("wire.example"),
                Some("https://wire.example/"),
            ),
            ("Tide tables", None, None),
        ],
    );
    check(
        "<h3>Quellen</h3><ul><li><a href='https://www.hafen.example/a?b=1'>Hafenamt: Plan</a></li>\
         <li>Ein Gespräch, das auf dem Kai geführt wurde, bevor die Fähre am Abend kam.</li>\
         <li>So war es. <a href='https://ledger.example/ferry#ref1'>↩</a></li></ul>",
        &[(
            "Hafenamt: Plan",
            Some("hafen.example"),
            Some("https://www.hafen.example/a?b=1"),
        )],
    );
    check("<p>Other news</p>", &[]);
}

#[test]
fn s25_a_mark_that_stands_for_a_name_has_the_name() {
    let sources = "<p>Sources</p><p>1. 1.Quay Wire(wire.example)</p>";
    let html = format!(
        "<p>{FIRST}</p><p>The mate, who spoke to 1 on the quay, did not say more about the storm.</p>{sources}"
    );
    assert!(
        read(&html).contains("who spoke to [1 Quay Wire] on the quay"),
        "{}",
        read(&html)
    );
    let html = format!(
        "<p>The storm was known of since Sunday<a href='https://wire.example/a'>[1]</a>, and 1 on board was ill.</p><p>{SECOND}</p>{sources}"
    );
    assert!(
        read(&html).contains("since Sunday[1 Quay Wire], and 1 on board"),
        "{}",
        read(&html)
    );
}

#[test]
fn s29_share_rows_are_no_text() {
    check_tail("<p>Share this article</p><p>PostShare</p>", "");
    check_tail(
        "<ul><li>Teilen</li><li>Drucken</li></ul><p>TweetPinEmail 12</p>",
        "",
    );
    check_head("<p>Partager sur Facebook</p>", "");
    // Words that buttons have, too.
    check_tail("<p>Share the road.</p>", "Share the road.");
}

#[test]
fn s30_a_list_of_other_articles_is_no_text_with_links_or_without() {
    check_tail("<h3>More on This Story</h3><h3>Related News</h3>", "");
    check_tail(
        "<p>Das könnte Sie auch interessieren</p><ul><li><a href='/a'>Ein anderes Schiff</a></li></ul>",
        "",
    );
    let html = format!(
        "<p>{FIRST}</p><p><b>Read also:</b> <a href='/b'>Another ship</a></p><p>{SECOND}</p>"
    );
    assert_eq!(read(&html), "FIRST\nSECOND");
}

#[test]
fn s31_paragraphs_do_not_depend_on_line_breaks() {
    let long = format!("{FIRST} {SECOND} {THIRD} ").repeat(8);
    let html = long.trim_end();
    let readable = readable(html, None, &ABOUT, &Repeated::default());
    assert!(
        readable.document.blocks.len() > 3,
        "a text without any break gets some"
    );
    let text: Vec<String> = readable.document.blocks.iter().map(line).collect();
    assert_eq!(text.join(" "), html, "and loses no word");
    assert_eq!(
        read(&format!("{FIRST}<br>{SECOND}<br>{THIRD}")),
        "FIRST\nSECOND\nTHIRD"
    );
    assert_eq!(
        read("Roses are red<br>Violets are blue<br>The ferry is late<br>And so are you"),
        "Roses are red⏎Violets are blue⏎The ferry is late⏎And so are you"
    );
}

#[test]
fn what_was_sent_is_kept_as_it_was_sent() {
    let html = around("<h1>Ferry leaves late</h1>", "<p>PostShare</p>");
    let readable = readable(&html, None, &ABOUT, &Repeated::default());
    let sent = readable.sent.expect("something was taken off");
    assert_eq!(sent.blocks.len(), 4);
    assert_eq!(
        super::readable(&around("", ""), None, &ABOUT, &Repeated::default()).sent,
        None
    );
}

#[test]
fn nothing_is_taken_off_that_would_leave_nothing() {
    for html in ["<p>Salt</p><p>Pepper</p>", "<h2>Contents</h2><p>Crab</p>"] {
        let words = readable(html, None, &ABOUT, &Repeated::default())
            .document
            .words;
        assert!(words > 0, "{html}");
    }
    let text = format!("<p>{FIRST}</p>");
    let bodies = [text.as_str(), text.as_str(), text.as_str(), text.as_str()];
    let repeated = Repeated::learn(bodies.into_iter());
    assert_eq!(read_with(&text, &ABOUT, &repeated), "FIRST");
    let labelled = |label: &str| format!("<p>{label} ago</p><p>{FIRST}</p>");
    let bodies = ["2 hours", "3 hours", "4 hours"].map(labelled);
    let repeated = Repeated::learn(bodies.iter().map(String::as_str));
    assert_eq!(read_with(&bodies[0], &ABOUT, &repeated), "FIRST");
}

#[test]
fn what_looks_like_furniture_and_is_text_stays() {
    for part in [
        "<p>Read more books, the captain said, and smiled.</p>",
        "<p>Related to this is the question of who pays for the late ferry.</p>",
        "<blockquote>Share this article</blockquote>",
        "<pre>PostShare</pre>",
        "<figure><img src='a.png'><figcaption>7 May 2026</figcaption></figure>",
    ] {
        let html = format!("<p>{FIRST}</p>{part}<p>{SECOND}</p>");
        let readable = readable(&html, None, &ABOUT, &Repeated::default());
        assert_eq!(readable.document.blocks.len(), 3, "{part}");
    }
}

#[test]
fn what_stands_over_something_that_stays_stays() {
    let item = |what: &str| {
        format!(
            "<p>{what} {FIRST}</p><p>Example 1:</p><pre>let {what} = 1;</pre><p>It says {what}. {SECOND}</p>\
             <p>Find us here:</p><ul><li><a href='/t'>Telegraph</a></li></ul>"
        )
    };
    let bodies = [item("Crab"), item("Kelp"), item("Perch")];
    let repeated = Repeated::learn(bodies.iter().map(String::as_str));
    assert_eq!(
        read_with(&bodies[0], &ABOUT, &repeated),
        "Crab FIRST\nExample 1:\nlet Crab = 1;\nIt says Crab. SECOND"
    );
    // Facts that many items of a shop have are facts.
    let offer = |what: &str| {
        format!("<p>{what} {FIRST}</p><p>{SECOND}</p><p>4 GB of memory</p><p>{what}</p>")
    };
    let other = |what: &str| format!("<p>{what} {FIRST}</p><p>{SECOND} {what}</p>");
    let bodies = [
        offer("One"),
        offer("Two"),
        offer("Three"),
        other("Four"),
        other("Five"),
        other("Six"),
        other("Seven"),
    ];
    let repeated = Repeated::learn(bodies.iter().map(String::as_str));
    assert!(read_with(&bodies[0], &ABOUT, &repeated).contains("4 GB of memory"));
}

#[test]
fn a_line_that_is_cut_asks_a_time_or_names_a_writer_is_no_heading() {
    for line in [
        "Because the wind,",
        "20:00 - What comes next",
        "By Ann Lee",
        "It rained. Then it",
        "風が強いので、",
    ] {
        let html = format!("<p>{FIRST}</p><p>{line}</p><p>{SECOND}</p><p>{line}</p><p>{THIRD}</p>");
        assert!(!read(&html).contains("h2"), "{line}");
    }
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_body_is_read(parts in prop::collection::vec(prop::sample::select(vec![
            "<p>", "</p>", "<br>", "<h2>", "<li>", "</li>", "<a href=x>", "</a>", "<b>", "</b>", "<img src=y alt=x>", "PostShare",
            "Sources", "1. ", "1.Wire(wire.example)", "told 1 that", "• ", "[truncated", "Related", "📑 Contents", "2 hours ago",
            "Read more", "The ferry left the harbour an hour late on Monday morning.", "\n", "İ", "ı", "Ferry leaves late",
            "Updated", "·", "12. Mai 2026", "→",
        ]), 0..24)) {
            let html = parts.concat();
            let repeated = Repeated::learn([html.as_str(), "x", html.as_str()].into_iter());
            let read = readable(&html, None, &ABOUT, &repeated);
            let again = readable(&html, None, &ABOUT, &repeated);
            prop_assert_eq!(&read, &again);
            let text = readable_text(&plain_text(&html, 1000), &ABOUT, &repeated);
            prop_assert!(text.text.len() <= 1000);
        }
    }
}

/// A body of lines of a word each is read as quickly as any other: as many of them again take no
/// square of the time.
#[test]
fn a_long_head_of_short_lines_is_read() {
    let body = format!(
        "{}The bridge over the Odmar opened on Monday after nine years of work.",
        "qz\n".repeat(100_000)
    );
    let about = About {
        title: "Bridge opens",
        source: "Harbor Ledger",
        via: None,
        author: None,
        summary: "",
    };
    let text = readable_text(&body, &about, &Repeated::default());
    assert!(text.text.contains("The bridge over the Odmar opened"));
}
