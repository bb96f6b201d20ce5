//! What comes of reading: what is new is counted for lists and queries; a followed story tells what
//! it got, and is closed when it is quiet, with its brief kept.

use serde_json::{Value, json};

use crate::{
    program::{Program, text},
    server::{Server, rss},
};

const FIRST: &str = "The old cannery in Calder harbour burned down in the night. Three firefighters of the \
    Calder brigade were hurt when a wall of the cannery fell, and the harbour stayed closed until the \
    morning. Nobody worked in the cannery any more, which had stood empty since 1998. The brigade fought \
    the fire from two boats, and the mayor Ada Quill thanked the crews of both boats for their work.";
const SECOND: &str = "The old cannery in Calder harbour burned down in the night, and three firefighters of \
    the Calder brigade were hurt. The insurer Falk and Lowe puts the damage at $14 million, and Ben Marsh, \
    who leads the inquiry, looks for a boat that left the harbour at midnight. The harbour stays closed \
    until Friday, the brigade said, and the cannery will be torn down within six weeks.";

type Item = (&'static str, &'static str, &'static str);

const A: Item = ("a", "Old cannery in Calder harbour burns down", FIRST);
const B: Item = (
    "b",
    "Calder cannery fire: harbour closed, inquiry begins",
    SECOND,
);
const C: Item = (
    "c",
    "Three hurt as old cannery in Calder harbour burns",
    FIRST,
);

/// A cache in which the first report of a fire was read to its end, and its story is followed; the
/// notification command writes a line for each word it is given.
fn reader() -> (Server, Program) {
    let server = Server::start();
    server.feed("/a", rss("Harbor Ledger", &[A]));
    server.feed("/b", rss("Calder Post", &[]));
    server.feed("/c", rss("Quay Weekly", &[]));
    let program = Program::new();
    let feeds = [
        ("/a", "Harbor Ledger"),
        ("/b", "Calder Post"),
        ("/c", "Quay Weekly"),
    ];
    let list = feeds.map(|(path, publisher)| {
        let url = server.url(path);
        format!("[[feed]]\nurl = \"{url}\"\npublisher = \"{publisher}\"\n")
    });
    program.write("feeds.toml", &list.concat());
    let told = program.path("told");
    program.write(
        "config.toml",
        &format!(
            "[notify]\ncommand = [\"sh\", \"-c\", 'printf \"%s\\n\" \"$@\" >> \"{}\"', \"sh\", \
             \"{{title}}\", \"{{query}}\"]\n",
            told.display()
        ),
    );
    program.ok(&["refresh"]);
    let article = json!({"url": "https://outlet.example/a", "title": "Old cannery in Calder harbour burns down",
        "feed": server.url("/a")});
    let state = [
        json!({"newsfold_state": 1}),
        json!({"article": article, "read": true, "seen": true, "followed": true}),
    ];
    program.write(
        "state.jsonl",
        &state.map(|line| line.to_string()).join("\n"),
    );
    let path = program.path("state.jsonl");
    program.ok(&["import", path.to_str().expect("a path")]);
    program.ok(&["refresh", "--all"]);
    (server, program)
}

fn found(program: &Program, query: &str) -> Vec<String> {
    let found = program.lines(&["search", query, "--json"]);
    let addresses = found
        .iter()
        .map(|hit| hit["url"].as_str().expect("an address").to_owned());
    addresses.collect()
}

#[cfg(unix)]
#[test]
fn a_followed_story_tells_of_new_facts_and_not_of_copies() {
    let (server, program) = reader();
    assert_eq!(found(&program, "new:>0"), Vec::<String>::new());
    server.feed("/c", rss("Quay Weekly", &[C]));
    program.ok(&["refresh", "--all"]);
    assert!(!program.path("told").exists(), "a copy is not worth a word");

    server.feed("/b", rss("Calder Post", &[B]));
    program.ok(&["refresh", "--all"]);
    let told = || std::fs::read_to_string(program.path("told")).expect("told");
    assert_eq!(
        told(),
        "Calder cannery fire: harbour closed, inquiry begins\nfollowed\n"
    );
    program.ok(&["refresh", "--all"]);
    assert_eq!(
        told(),
        "Calder cannery fire: harbour closed, inquiry begins\nfollowed\n",
        "once"
    );

    let story = program.lines(&["stories", "--json"]).remove(0);
    let new: Vec<(&Value, &Value)> = story["members"]
        .as_array()
        .expect("members")
        .iter()
        .map(|member| (&member["url"], &member["new_to_you"]))
        .collect();
    assert!(
        new.contains(&(&json!("https://outlet.example/c"), &json!(0))),
        "{new:?}"
    );
    assert_eq!(found(&program, "new:>0"), ["https://outlet.example/b"]);
    assert_eq!(found(&program, "new:0"), ["https://outlet.example/c"]);
    assert_eq!(found(&program, "new:>=3"), ["https://outlet.example/b"]);
    assert_eq!(found(&program, "new:>50"), Vec::<String>::new());
}

#[test]
fn a_quiet_story_is_closed_and_its_brief_kept() {
    let (_server, program) = reader();
    let refreshed = |now: &str| {
        let output = program.command_at(now, &["refresh", "--all"]).output();
        text(&output.expect("started").stderr)
    };
    let early = refreshed("2026-05-13T08:00:00Z");
    assert!(!early.contains("followed no longer"), "{early}");
    let story = program
        .lines(&["stories", "is:followed", "--json"])
        .remove(0);
    let id = story["id"].as_str().expect("an id");
    let late = refreshed("2026-05-16T08:00:00Z");
    assert!(
        late.contains("was quiet and is followed no longer"),
        "{late}"
    );
    assert!(
        program
            .lines(&["stories", "is:followed", "--json"])
            .is_empty()
    );
    assert!(
        !refreshed("2026-05-17T08:00:00Z").contains("followed no longer"),
        "once"
    );

    // The story goes with its feed; what was kept of it stays.
    let feeds = std::fs::read_to_string(program.path("feeds.toml")).expect("readable");
    let other = feeds.split("[[feed]]").nth(2).expect("a second feed");
    program.write("feeds.toml", &format!("[[feed]]{other}"));
    let gone = program.command_at("2027-05-17T08:00:00Z", &["refresh", "--all"]);
    let _ = { gone }.output().expect("started");
    let brief = program.ok(&["show", id]);
    assert!(
        brief.contains("Old cannery in Calder harbour") && brief.contains("[Harbor Ledger]"),
        "{brief}"
    );
}
