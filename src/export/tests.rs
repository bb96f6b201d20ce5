//! A story written in every form: what stands where, that hostile text stays text, and that a story
//! of one source says why it is short.

use std::sync::Arc;

use super::{ReadText, StoryForm, WholeStory, Why};
use crate::{
    app::testing::{loaded_article_of, member, story_row},
    compare::{Account, Comparison, Side},
    ingest::document,
    model::{ArticleId, Enclosure, Entry, MemberReason, StoryId},
};

/// An article of the story: number, source, headline, text.
type Told<'a> = (i64, &'a str, &'a str, &'a str);

const DAILY: Told<'_> = (
    1,
    "Seaport Daily",
    "Bridge at Ostermoor closed",
    "<p>The bridge at Ostermoor was closed on Sunday after engineers found 14 cracks in it.</p>\
     <p>Mayor Ada Quill said the repair would cost more than $4 million.</p>",
);
const POST: Told<'_> = (
    2,
    "Marsk Post",
    "Ostermoor loses its bridge",
    "<p>The bridge at Ostermoor was closed after engineers found 31 cracks in it, the Harland \
     Gazette first reported.</p><p>“We should have looked at the pillars years ago,” said Quill.</p>\
     <p><img src=\"https://tracker.example/1.gif\" alt=\"The pillars\"></p>",
);

fn whole_story(told: &[Told<'_>]) -> WholeStory {
    let mut members = Vec::new();
    let (mut sides, mut texts, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    for (number, source, title, html) in told {
        let mut member = member(*number, source);
        member.title = (*title).to_owned();
        let document = document(html, member.url.as_deref(), title);
        let account = Account::new(title, &document, Some("en"));
        sides.push(Side {
            article: member.article,
            account: Arc::new(account),
            seen: *number == 1,
        });
        member.seen = *number == 1;
        let mut article = loaded_article_of(*number, 60, 1).text;
        article.title.clone_from(&member.title);
        article.source.clone_from(&member.source);
        article.url.clone_from(&member.url);
        texts.push(ReadText {
            article,
            document,
            is_full: *number == 2,
        });
        let reason = MemberReason {
            article: member.article,
            source: member.source.clone(),
            title: member.title.clone(),
            how: Entry::Opened,
            copy: None,
            decisions: Vec::new(),
        };
        reasons.push((reason, None));
        members.push(member);
    }
    let mut row = story_row(5);
    row.id = StoryId(5);
    row.title = told[0].2.to_owned();
    row.lead_source = told[0].1.to_owned();
    let number = u32::try_from(told.len()).expect("a few");
    (row.articles, row.sources, row.origins) = (number, number, number);
    WholeStory {
        row,
        members,
        reasons,
        why: Vec::new(),
        earlier: None,
        comparison: Comparison::new(&sides),
        updates: Vec::new(),
        not_seen: None,
        texts,
    }
}

fn bridge() -> WholeStory {
    let mut story = whole_story(&[DAILY, POST]);
    story.why.push(Why {
        about: "Marsk Post: Ostermoor loses its bridge".to_owned(),
        lines: vec!["shared names: Ostermoor".to_owned()],
    });
    story
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n--- is missing in ---\n{text}");
    }
}

#[track_caller]
fn has_none(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "{part}\n--- stands in ---\n{text}");
    }
}

#[test]
fn as_markdown_a_story_is_a_page_of_lists_and_a_table() {
    let text = bridge().written(StoryForm::Markdown);
    has(
        &text,
        &[
            "# Bridge at Ostermoor closed\n\n2 sources · ",
            "\n1. **Seaport Daily**: [Bridge at Ostermoor closed](https://example.org/1)\\\n   15 May 2026 14:02 UTC · ",
            "\n2. **Marsk Post**: ",
            " new to you\n",
            "\n## In brief\n\n- The bridge at Ostermoor was closed after",
            "\n- The bridge at Ostermoor was closed on Sunday after engineers found 14 cracks in it. \
             \\[[1 Seaport Daily](https://example.org/1)\\]\n",
            "\n## Quotes\n\n- “We should have looked at the pillars years ago,” — Quill, in \\[[2 Marsk Post](",
            "\n## Timeline\n\n- First report: Harland Gazette, as told by \\[[2 Marsk Post](",
            "\n## Cited\n\n- Harland Gazette cited by \\[[2 Marsk Post](https://example.org/2)\\], said to have reported first\n",
            "\n## Why these articles are one story\n\n- Marsk Post: Ostermoor loses its bridge\\\n  shared names: Ostermoor\n",
            "\n### 2. Ostermoor loses its bridge\n",
            " · full text*\n\n<https://example.org/2>\n\nThe bridge at Ostermoor",
        ],
    );
    has_none(&text, &["tracker.example"]);
}

#[test]
fn the_columns_of_a_markdown_table_stand_one_below_the_other() {
    let text = bridge().written(StoryForm::Markdown);
    let table: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(
        table[0],
        "| What   | Sources | 1 Seaport Daily      | 2 Marsk Post |"
    );
    let cracks = table.iter().find(|row| row.starts_with("| cracks "));
    assert_eq!(
        cracks.copied(),
        Some("| cracks | differs | 14                   | 31           |")
    );
    let hostile = whole_story(&[DAILY, (2, "Pipe | Post", POST.2, POST.3)]);
    let text = hostile.written(StoryForm::Markdown);
    has(&text, &["| 2 Pipe \\| Post |"]);
}

#[test]
fn as_html_every_cell_leads_to_the_entry_of_its_source() {
    let text = bridge().written(StoryForm::Html);
    has(
        &text,
        &[
            "<!doctype html>\n<html lang=\"en\">",
            "default-src 'none'",
            "prefers-color-scheme: dark",
            "<title>Bridge at Ostermoor closed</title>",
            "<li id=\"source-2\" dir=\"auto\"><strong>Marsk Post</strong>: <a href=\"https://example.org/2\">",
            "<a href=\"#text-2\">its text</a>",
            "14 cracks in it. <a class=\"source\" href=\"#source-1\">[1 Seaport Daily]</a></li>",
            "<th scope=\"row\" dir=\"auto\">cracks</th><td class=\"differs\">differs</td>",
            "<td dir=\"auto\"><a href=\"#source-2\" title=\"The bridge at Ostermoor was closed after \
             engineers found 31 cracks in it, the Harland Gazette first reported.\">31</a></td>",
            "<details id=\"text-2\"",
            "<figcaption>The pillars</figcaption>",
        ],
    );
    has_none(
        &text,
        &["<script", "<img", "<link", "src=", "@import", "url("],
    );
    let targets = text.split("href=\"#").skip(1);
    for target in targets.filter_map(|rest| rest.split('"').next()) {
        has(&text, &[&format!("id=\"{target}\"")]);
    }
}

#[test]
fn as_text_it_fits_the_width() {
    let text = bridge().written(StoryForm::Text(60));
    assert!(
        text.lines().all(|line| line.chars().count() <= 60),
        "{text}"
    );
    has(
        &text,
        &[
            "Bridge at Ostermoor closed\n════",
            "\n 1 Seaport Daily: Bridge at Ostermoor closed\n   https://example.org/1\n",
            "\ncracks: differs\n  14 [1 Seaport Daily]\n  31 [2 Marsk Post]\n",
            "\n2. Ostermoor loses its bridge\n",
        ],
    );
}

#[test]
fn as_json_it_has_the_fields_that_programs_know() {
    let json = serde_json::to_value(bridge()).expect("JSON");
    assert_eq!(json["id"], "story:5");
    assert_eq!(json["members"][1]["source"], "Marsk Post");
    assert_eq!(json["reasons"][0]["how"], "opened");
    assert_eq!(json["quotes"][0]["speaker"], "Quill");
    assert_eq!(json["cited"][0]["ids"][0], "article:2");
    for field in ["figures", "names", "timeline", "brief"] {
        assert!(json[field].as_array().is_some_and(|all| !all.is_empty()));
    }
}

#[test]
fn hostile_text_is_nothing_but_text() {
    let title = "<script>alert(1)</script> \u{1b}[2J\u{202e}*bold* [x](javascript:y) `z` &lt;";
    let html = "<p>Mayor Ada Quill said “we &lt;img src=x onerror=alert(2)&gt; closed *it* | then” \
                on Monday in Ostermoor, \"onmouseover=alert(3) x=\" she told 14 people there.</p>\
                <p><a href=\"javascript:alert(4)\">More</a></p>";
    let mut story = whole_story(&[(1, "<b>Evil</b> | \"Post\"", title, html), POST]);
    story.members[0].url = Some("javascript:alert(5)".to_owned());
    story.members[0].comments = Some("data:text/html,x".to_owned());
    story.texts[0].article.url = Some("javascript:alert(5)".to_owned());
    story.texts[0].article.lang = Some("en\"><script>".to_owned());
    story.texts[0].article.enclosures = vec![Enclosure {
        url: "file:///etc/passwd".to_owned(),
        ..Enclosure::default()
    }];
    let page = story.written(StoryForm::Html);
    has_none(
        &page,
        &[
            "<script",
            "<img",
            "<b>",
            "href=\"javascript",
            "href=\"data:",
            "href=\"file:",
        ],
    );
    has(
        &page,
        &["&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt;"],
    );
    let quotes_of_attributes = page.split("title=\"").skip(1);
    for attribute in quotes_of_attributes {
        let rest = attribute.split_once('"').map(|(_, rest)| rest);
        assert!(
            rest.is_some_and(|rest| rest.starts_with('>')),
            "{attribute}"
        );
    }
    let markdown = story.written(StoryForm::Markdown);
    // Brackets that are escaped are letters.
    let marked = markdown.replace("\\]", "").replace("\\<", "");
    has_none(
        &marked,
        &["](javascript", "](data:", "](file:", "<script", "<img"],
    );
    has(&markdown, &["# \\<script\\>", "\\*bold\\*", "\\&lt;"]);
    for form in [StoryForm::Html, StoryForm::Markdown, StoryForm::Text(80)] {
        let text = story.written(form);
        let steers = |c: char| c != '\n' && crate::model::controls_text(c);
        assert!(!text.contains(steers), "{form:?}: {text:?}");
    }
}

#[test]
fn a_story_of_one_source_says_why_it_is_short() {
    let story = whole_story(&[DAILY]);
    for form in [StoryForm::Html, StoryForm::Markdown, StoryForm::Text(200)] {
        let text = story.written(form);
        has(
            &text,
            &[
                "Only Seaport Daily tells of it so far: these are sentences of its own.",
                "Only Seaport Daily tells of it so far: nothing to compare.",
                "No direct quote in 1 article.",
                "Bridge at Ostermoor closed",
                "14 cracks",
            ],
        );
        has_none(&text, &["agree", "<td", "| What", "cracks:"]);
    }
}

#[test]
fn a_copy_says_whose_it_is_and_many_sources_need_no_columns() {
    let sources: Vec<String> = (1..=8).map(|number| format!("Outlet {number}")).collect();
    let told: Vec<Told<'_>> = sources
        .iter()
        .zip(1..)
        .map(|(source, number)| (number, source.as_str(), DAILY.2, DAILY.3))
        .collect();
    let mut story = whole_story(&told);
    story.members[1].copy_of = Some(ArticleId(1));
    story.members[1].copied = 0.964;
    let text = story.written(StoryForm::Markdown);
    has(
        &text,
        &[
            "copy of 1 Outlet 1, 96 %",
            "| Who says what",
            "14 \\[1, 2, 3, 4, 5, 6, 7, 8\\]",
        ],
    );
}
