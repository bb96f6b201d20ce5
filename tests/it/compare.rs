//! `compare`: a filter over the articles of one story, its fields as the contract has them.

use serde_json::{Value, json};

use crate::program::Program;

/// A story of three reports, invented.
fn story() -> String {
    let lines = [
        json!({"id": "a", "title": "Bridge at Ostermoor closed", "source": "Seaport Daily", "published": "2026-05-03T10:00:00Z",
            "text": "The bridge at Ostermoor was closed on Sunday after engineers found 14 cracks in it.\n\nMayor Ada Quill said the repair would cost more than $4 million."}),
        json!({"id": "b", "title": "Ostermoor loses its bridge", "source": "Marsk Post", "published": "2026-05-03T12:00:00Z",
            "text": "The bridge at Ostermoor was closed after engineers found 31 cracks in it, the Harland Gazette reported.\n\nWHY IT HAPPENED\n\n“We should have looked at the pillars years ago,” said Quill. A ferry of the Harland Line with 240 seats replaces it."}),
        json!({"id": "c", "title": "Bridge closed", "source": "Wire", "published": "2026-05-03T13:00:00Z",
            "text": "The bridge at Ostermoor was closed on Sunday after engineers found 14 cracks in it.\n\nMayor Ada Quill said the repair would cost more than $4 million."}),
    ];
    lines.map(|line| line.to_string()).join("\n")
}

fn texts<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    let items = list.as_array().expect("a list").iter();
    items
        .map(|item| item[field].as_str().expect(field))
        .collect()
}

#[test]
fn a_story_is_compared_in_the_order_it_is_read() {
    let program = Program::new();
    program.write("story.jsonl", &story());
    let path = program.path("story.jsonl").display().to_string();
    let compared = program.json(&["compare", &path]);
    assert_eq!(compared, program.json(&["compare", "--json", &path]));

    let articles = compared["articles"].as_array().expect("articles");
    assert_eq!(
        articles[0]["new"],
        json!([]),
        "nothing was seen before the first"
    );
    let new: Vec<(&str, &str)> = articles[1]["new"]
        .as_array()
        .expect("sentences")
        .iter()
        .flat_map(|sentence| sentence["tokens"].as_array().expect("tokens"))
        .map(|token| {
            (
                token["text"].as_str().expect("text"),
                token["kind"].as_str().expect("kind"),
            )
        })
        .collect();
    assert_eq!(
        new,
        [
            ("31", "figure"),
            ("Harland Gazette", "name"),
            ("We should have looked at the pillars years ago,", "quote"),
            ("Harland Line", "name"),
            ("240", "figure"),
        ]
    );
    assert_eq!(articles[2]["new"], json!([]));
    assert_eq!(articles[1]["copied_from"], Value::Null);
    assert_eq!(articles[2]["copied_from"]["id"], "a");

    let cracks = compared["figures"]
        .as_array()
        .expect("figures")
        .iter()
        .find(|row| row["subject"] == "cracks")
        .expect("the cracks");
    assert_eq!(cracks["verdict"], "differs");
    assert_eq!(texts(&cracks["cells"], "text"), ["14", "31", "14"]);
    assert_eq!(texts(&cracks["cells"], "id"), ["a", "b", "c"]);
    assert_eq!(compared["quotes"][0]["speaker"], "Quill");
    assert_eq!(texts(&compared["cited"], "name"), ["Harland Gazette"]);
    assert_eq!(compared["timeline"][0]["at"], "2026-05-03T10:00:00Z");
    // Everything said is a sentence of an article.
    for sentence in compared["brief"].as_array().expect("sentences") {
        assert!(
            story().contains(sentence["text"].as_str().expect("text")),
            "{sentence}"
        );
    }
}

#[test]
fn what_is_no_article_is_told_and_no_story_is_no_error() {
    let program = Program::new();
    program.write("broken.jsonl", "{\"id\": 1}\nnonsense\n");
    let path = program.path("broken.jsonl").display().to_string();
    let said = program.fails(1, &["compare", &path]);
    assert!(said.contains("Line 2 is not an article"), "{said}");
    program.write("empty.jsonl", "");
    let path = program.path("empty.jsonl").display().to_string();
    assert_eq!(program.json(&["compare", &path])["articles"], json!([]));
}
