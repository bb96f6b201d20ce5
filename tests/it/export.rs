//! `show story:ID` in every form, over two feeds that tell of one event.

use serde_json::{Value, json};

use crate::program::{NOW, Program};

/// What one outlet says of the fire; the headline of the second is no friend of anybody's page.
const LEDGER: (&str, &str, &str) = (
    "Harbor Ledger",
    "Fire at Calder harbour destroys the old cannery",
    "<p>The old cannery in Calder harbour burned down on Wednesday after a fire that 14 engines \
     of the Calder brigade fought all night.</p><p>Three firefighters were hurt, mayor Ada Quill \
     said.</p>",
);
const POST: (&str, &str, &str) = (
    "Calder Post",
    "Old cannery in Calder harbour burned down <script>alert(1)</script> | overnight",
    "<p>The old cannery in Calder harbour burned down after a fire that 31 engines of the Calder \
     brigade fought, the Quay Gazette reported.</p><p>“We heard the roof come down,” said Quill. \
     <a href=\"javascript:alert(2)\">More</a> <img src=\"https://pixel.example/1.gif\"></p>",
);

/// A home with the reports of so many outlets, and the id of their story.
fn fire(outlets: &[(&str, &str, &str)]) -> (Program, String) {
    let program = Program::new();
    let mut list = String::new();
    for (number, (outlet, title, html)) in outlets.iter().enumerate() {
        let item = json!({
            "id": format!("fire-{number}"),
            "url": format!("https://outlet{number}.example/fire"),
            "title": title,
            "content_html": html,
            "date_published": format!("2026-05-07T0{}:00:00Z", number + 6),
        });
        let feed = json!({"version": "https://jsonfeed.org/version/1.1", "title": outlet,
                          "items": [item]});
        let name = format!("feed{number}.json");
        program.write(&name, &feed.to_string());
        let url = format!("file://{}", program.path(&name).display());
        list.push_str(&format!(
            "[[feed]]\nurl = \"{url}\"\npublisher = \"{outlet}\"\n"
        ));
    }
    program.write("feeds.toml", &list);
    program.ok(&["refresh"]);
    let stories = program.lines(&["stories", "--json"]);
    assert_eq!(stories.len(), 1, "one event at {NOW}: {stories:?}");
    let id = stories[0]["id"].as_str().expect("an id").to_owned();
    (program, id)
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n--- is missing in ---\n{text}");
    }
}

#[test]
fn every_form_of_a_story_tells_what_its_sources_say_side_by_side() {
    let (program, story) = fire(&[LEDGER, POST]);
    let json = program.json(&["show", &story, "--json"]);
    for field in [
        "members", "reasons", "brief", "figures", "names", "quotes", "timeline", "cited",
    ] {
        let list = json[field].as_array();
        assert!(list.is_some_and(|list| !list.is_empty()), "{field}: {json}");
    }
    for form in ["--text", "--markdown", "--html"] {
        let printed = program.ok(&["show", &story, form]);
        has(
            &printed,
            &[
                "Sources",
                "https://outlet0.example/fire",
                "In brief",
                "14 engines",
                "Figures",
                "31",
                "Names",
                "Quotes",
                "We heard the roof come down,",
                "Timeline",
                "7 May 2026 06:00 UTC",
                "Cited",
                "Quay Gazette",
                "Why these articles are one story",
                "It opened the story.",
                "nearest member",
                "The articles",
                "Three firefighters were hurt",
            ],
        );
        let said = json["brief"][0]["text"].as_str().expect("a sentence");
        let line = said.split_once(" after ").map_or(said, |(line, _)| line);
        if form != "--text" {
            has(&printed, &[line]);
        }
        for hostile in ["javascript:", "<script>alert", "pixel.example", "<img"] {
            let stands = printed.contains(hostile);
            // In text a headline is only letters.
            let is_text = form == "--text" && hostile == "<script>alert";
            assert!(!stands || is_text, "{form}: {hostile}");
        }
    }
    let html = program.ok(&["show", &story, "--html"]);
    assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"));
    let text = program.ok(&["show", &story, "--width", "50"]);
    let beyond = |line: &&str| line.chars().count() > 50 && !line.contains("https://");
    assert_eq!(text.lines().find(beyond), None);
}

#[test]
fn a_story_of_one_source_is_told_too() {
    let (program, story) = fire(&[LEDGER]);
    for form in ["--text", "--markdown", "--html"] {
        let printed = program.ok(&["show", &story, form, "--width", "200"]);
        has(
            &printed,
            &[
                "Only Harbor Ledger tells of it so far: nothing to compare.",
                "No direct quote in 1 article.",
                "Three firefighters were hurt",
            ],
        );
    }
    let json = program.json(&["show", &story, "--json"]);
    assert_eq!(json["quotes"], Value::Array(Vec::new()));
}
