//! What the reader decided, from the command line: taken over, told, kept by regrouping, carried to
//! another cache; and what the doctor finds.

use serde_json::{Value, json};

use crate::{
    program::{Program, text},
    server::{Server, rss},
};

const FIRE: (&str, &str, &str) = (
    "fire",
    "Fire at Calder harbour destroys the old cannery",
    "The old cannery in Calder harbour burned down; three firefighters of the Calder brigade were hurt.",
);
const MORNING: (&str, &str, &str) = (
    "morning",
    "Old cannery in Calder harbour burned down overnight",
    "Three firefighters were hurt as the Calder brigade fought the fire at the old cannery.",
);
const COUNCIL: (&str, &str, &str) = (
    "council",
    "Wendle council votes for a tram along the Aune",
    "The council of Wendle wants a tram along the river Aune by 2031.",
);

/// Two reports of one fire by two publishers, and something else.
fn town() -> (Server, Program) {
    let server = Server::start();
    server.feed("/a", rss("Harbor Ledger", &[FIRE, COUNCIL]));
    server.feed("/b", rss("Calder Post", &[MORNING]));
    let program = Program::new();
    let feed = |path: &str, publisher: &str| {
        let url = server.url(path);
        format!("[[feed]]\nurl = \"{url}\"\npublisher = \"{publisher}\"\n")
    };
    let list = feed("/a", "Harbor Ledger") + &feed("/b", "Calder Post");
    program.write("feeds.toml", &list);
    program.ok(&["refresh"]);
    (server, program)
}

fn story_of(program: &Program, guid: &str) -> String {
    let url = format!("https://outlet.example/{guid}");
    let article = program.json(&["show", &url, "--json"]);
    article["story"].as_str().expect("a story").to_owned()
}

/// A state file that tells the two reports of the fire apart, and marks one of them.
fn state(server: &Server) -> String {
    let article = |item: (&str, &str, &str), feed: &str| {
        json!({"url": format!("https://outlet.example/{}", item.0), "title": item.1,
               "feed": server.url(feed)})
    };
    let decision = json!({"made": "2026-05-07T11:00:00+00:00", "together": false,
        "sides": [[article(FIRE, "/a")], [article(MORNING, "/b")]]});
    let gone = ("gone", "No such report", "");
    [
        json!({"newsfold_state": 1}),
        json!({"article": article(FIRE, "/a"), "read": true, "starred": true}),
        json!({"article": article(gone, "/a"), "read": true}),
        decision,
        json!({"made": "2026-05-07T11:30:00+00:00", "together": true,
               "sides": [[article(gone, "/a")], [article(FIRE, "/a")]]}),
    ]
    .iter()
    .map(|line| format!("{line}\n"))
    .collect()
}

#[test]
fn decisions_and_marks_go_to_another_cache_and_hold_there() {
    let (server, program) = town();
    let fire = story_of(&program, "fire");
    assert_eq!(story_of(&program, "morning"), fire, "one event");
    program.write("state.jsonl", &state(&server));
    let path = program.path("state.jsonl");
    let file = path.to_str().expect("a path");
    let told = text(&program.run(&["import", file]).stderr);
    assert!(
        told.contains("1 article marked; marks of 1 more wait"),
        "{told}"
    );
    assert!(told.contains("1 decision taken over; 0 here"), "{told}");
    assert!(
        told.contains("1 about articles that are not here"),
        "{told}"
    );
    assert_ne!(story_of(&program, "morning"), story_of(&program, "fire"));
    let again = text(&program.run(&["import", "--state", file]).stderr);
    assert!(again.contains("0 articles marked"), "{again}");
    assert!(again.contains("0 decisions taken over; 1 here"), "{again}");

    let exported = program.ok(&["export", "--state"]);
    let lines: Vec<Value> = exported
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 3, "{exported}");
    assert_eq!(lines[1]["starred"], true);
    assert_eq!(lines[2]["sides"].as_array().map(Vec::len), Some(2));

    let other = Program::new();
    let list = std::fs::read_to_string(program.path("feeds.toml")).expect("readable");
    other.write("feeds.toml", &list);
    other.ok(&["refresh"]);
    assert_eq!(story_of(&other, "morning"), story_of(&other, "fire"));
    other.write("state.jsonl", &exported);
    other.ok(&[
        "import",
        other.path("state.jsonl").to_str().expect("a path"),
    ]);
    assert_ne!(story_of(&other, "morning"), story_of(&other, "fire"));
    other.ok(&["doctor", "--regroup"]);
    assert_ne!(story_of(&other, "morning"), story_of(&other, "fire"));
    let article = other.json(&["show", "https://outlet.example/fire", "--json"]);
    assert_eq!(
        (&article["read"], &article["starred"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(article["decisions"][0]["together"], false);
    assert_eq!(article["decisions"][0]["others"][0], MORNING.1);
}

#[test]
fn what_is_followed_muted_and_tagged_goes_to_a_cache_that_has_nothing_yet() {
    let (_server, program) = town();
    let (fire, council) = (story_of(&program, "fire"), story_of(&program, "council"));
    let told = |arguments: &[&str]| text(&program.run(arguments).stderr);
    let morning = "https://outlet.example/morning";
    assert_eq!(
        told(&["mark", "follow", morning]),
        "2 articles changed.\n",
        "its whole story"
    );
    assert_eq!(told(&["mark", "mute", &council]), "1 article changed.\n");
    assert_eq!(
        told(&["tag", "harbour, later", morning]),
        "1 article changed.\n"
    );
    assert_eq!(told(&["tag", "Harbour", &fire]), "1 article changed.\n");
    assert_eq!(told(&["untag", "LATER", &fire]), "1 article changed.\n");
    let none = program.run(&["tag", " , ", &fire]);
    assert_eq!(none.status.code(), Some(2));
    assert!(text(&none.stderr).contains("No tag is named"));

    let exported = program.ok(&["export", "--state"]);
    let other = Program::new();
    let list = std::fs::read_to_string(program.path("feeds.toml")).expect("readable");
    other.write("feeds.toml", &list);
    other.write("state.jsonl", &exported);
    let path = other.path("state.jsonl");
    let waiting = other.run(&["import", path.to_str().expect("a path")]);
    let waiting = text(&waiting.stderr);
    assert!(
        waiting.contains("0 articles marked; marks of 3 more wait"),
        "{waiting}"
    );
    other.ok(&["refresh"]);
    let story = other.json(&["show", &story_of(&other, "fire"), "--json"]);
    assert_eq!(
        (&story["followed"], &story["muted"], &story["unread"]),
        (&json!(true), &json!(false), &json!(2))
    );
    let mut tags: Vec<&str> = story["tags"]
        .as_array()
        .expect("tags")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    tags.sort_unstable();
    tags.dedup_by_key(|tag| tag.to_lowercase());
    assert_eq!(tags.len(), 1, "{tags:?}");
    let article = other.json(&["show", morning, "--json"]);
    assert_eq!(article["own_tags"], json!(["harbour"]));
    assert_eq!(article["followed"], json!(true));
    let listed = other.ok(&["stories"]);
    assert!(listed.contains("followed  #"), "{listed}");
    let council = other.json(&["show", &story_of(&other, "council"), "--json"]);
    assert_eq!(council["muted"], json!(true));

    let again = other.run(&["import", path.to_str().expect("a path")]);
    assert!(text(&again.stderr).contains("0 articles marked; marks of 0 more"));
    assert_eq!(
        other.ok(&["export", "--state"]).lines().count(),
        exported.lines().count()
    );
    assert!(other.ok(&["doctor"]).contains("2 articles for good"));
    let council = story_of(&other, "council");
    other.ok(&["mark", "unmute", &council]);
    other.ok(&["mark", "unfollow", morning]);
    let left = other.ok(&["stories"]);
    assert!(
        !left.contains("muted") && !left.contains("followed"),
        "{left}"
    );
}

#[test]
fn a_story_tells_why_its_articles_are_one() {
    let (_server, program) = town();
    let story = story_of(&program, "fire");
    let shown = program.json(&["show", &story, "--json"]);
    assert_eq!(shown["earlier"], Value::Null);
    let reasons = shown["reasons"].as_array().expect("reasons");
    assert_eq!(reasons.len(), 2);
    let how = |number: usize| reasons[number]["how"].as_str().expect("a word");
    let mut all = [how(0), how(1)];
    all.sort_unstable();
    assert_eq!(all, ["joined", "opened"]);
    let joined = reasons
        .iter()
        .find(|reason| reason["how"] == "joined")
        .expect("one");
    assert!(joined["reason"]["score"].as_f64() > joined["reason"]["needed"].as_f64());
    let told = program.ok(&["show", &story]);
    assert!(told.contains("It opened the story."), "{told}");
    assert!(told.contains("nearest member"), "{told}");
    let listed = program.lines(&["stories", "--json"]);
    assert!(listed.iter().all(|story| story["earlier"].is_null()));
    assert!(
        listed[0].get("reasons").is_none(),
        "only where one story is shown"
    );
}

#[test]
fn regrouping_gives_the_same_stories_and_waits_for_no_refresh() {
    let (_server, program) = town();
    let before = program.ok(&["stories", "--json"]);
    let done = program.json(&["doctor", "--regroup", "--json"]);
    assert_eq!(
        done,
        json!({"articles": 3, "stories_before": 2, "stories_after": 2, "changed": 0})
    );
    assert_eq!(program.ok(&["stories", "--json"]), before);
    let output = program.run(&["doctor", "--regroup", "--days", "3"]);
    let progress = text(&output.stderr);
    assert!(progress.contains("3 of 3 articles, 100 %"), "{progress}");
    let lock = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(program.path("newsfold.lock"))
        .expect("a lock file");
    lock.lock().expect("free");
    let told = program.fails(1, &["doctor", "--regroup"]);
    assert!(told.contains("Regroup when that is over."), "{told}");
    program.fails(2, &["doctor", "--days", "3"]);
}

#[test]
fn the_doctor_tells_what_it_finds_and_what_to_do() {
    let (server, program) = town();
    let told = program.ok(&["doctor"]);
    assert!(
        told.contains("3 articles in 2 stories of 2 feeds"),
        "{told}"
    );
    server.answer("/b", crate::server::Answer::Status(410, "Gone"));
    program.ok(&["refresh", "--all"]);
    let found = program.json(&["doctor", "--json"]);
    let checks = found["checks"].as_array().expect("checks");
    let note = checks.iter().find(|check| check["name"] == "feed");
    let note = note.expect("the feed that is gone");
    assert_eq!(note["level"], "note");
    assert!(
        note["advice"]
            .as_str()
            .is_some_and(|text| text.contains("newsfold remove"))
    );
    program.write(
        "newsfold.db",
        "this is no cache at all, whatever its name may say",
    );
    let told = program.fails(1, &["doctor"]);
    assert!(told.contains("There is a fault."), "{told}");
    let faults = faults(&program);
    assert_eq!(faults.len(), 1);
    let save = faults[0]
        .find("newsfold export --state")
        .expect("save first");
    let move_away = faults[0].find("newsfold.db-wal").expect("then move all");
    assert!(save < move_away, "{}", faults[0]);
}

/// The advice of each fault of the cache; nothing good is said beside one.
fn faults(program: &Program) -> Vec<String> {
    let output = program.run(&["doctor", "--json"]);
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let checks = found["checks"].as_array().expect("checks");
    let of_cache = checks.iter().filter(|check| check["name"] == "cache");
    of_cache
        .map(|check| {
            assert_eq!(check["level"], "fault", "{check}");
            check["advice"].as_str().expect("advice").to_owned()
        })
        .collect()
}

#[test]
fn the_doctor_never_has_a_sound_cache_moved_away() {
    let (_server, program) = town();
    let database = rusqlite::Connection::open(program.path("newsfold.db")).expect("opened");
    let set = |shape: u32| {
        database
            .execute_batch(&format!("PRAGMA user_version = {shape}"))
            .expect("set");
    };
    set(999);
    let advice = faults(&program);
    assert_eq!(advice.len(), 1);
    assert!(advice[0].starts_with("Update newsfold"), "{}", advice[0]);
}

#[test]
fn an_export_takes_the_place_of_the_one_before_only_when_it_is_whole() {
    let (server, program) = town();
    program.write("state.jsonl", &state(&server));
    let path = program.path("state.jsonl");
    let file = path.to_str().expect("a path");
    program.ok(&["import", file]);
    let told = text(&program.run(&["export", "--state", file]).stderr);
    assert!(
        told.contains("Marks of 1 article and 1 decision written"),
        "{told}"
    );
    let exported = std::fs::read_to_string(&path).expect("readable");
    assert_eq!(exported, program.ok(&["export", "--state"]));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| {
            let metadata = std::fs::metadata(path).expect("there");
            metadata.permissions().mode() & 0o777
        };
        assert_eq!(mode(&path), 0o600, "its owner's alone");
        // Who still reads the old one reads it to its end.
        let mut old = std::fs::File::open(&path).expect("readable");
        program.ok(&["mark", "read", "https://outlet.example/council"]);
        program.ok(&["export", "--state", file]);
        let mut text = String::new();
        std::io::Read::read_to_string(&mut old, &mut text).expect("readable");
        assert_eq!(text, exported);
        let now = std::fs::read_to_string(&path).expect("readable");
        assert!(now.contains("council"), "{now}");
    }
}

#[test]
fn the_time_of_a_decision_is_local_time() {
    let (server, program) = town();
    program.write("state.jsonl", &state(&server));
    let path = program.path("state.jsonl");
    program.ok(&["import", path.to_str().expect("a path")]);
    let story = story_of(&program, "fire");
    for (zone, time) in [("UTC", "11:00"), ("JST-9", "20:00")] {
        let mut command = program.command(&["show", &story]);
        let output = command.env("TZ", zone).output().expect("started");
        let told = text(&output.stdout);
        let (_, decided) = told.split_once("You separated this").expect("decided");
        assert!(decided.contains(time), "{told}");
    }
}

#[test]
fn the_sample_day_in_a_home_that_has_it_doubles_nothing() {
    let program = Program::new();
    let articles = || {
        let told = program.ok(&["demo", "--headless", "--json"]);
        let stories = told.lines().map(|line| {
            let story: serde_json::Value = serde_json::from_str(line).expect("JSON");
            story["members"].as_array().expect("members").len()
        });
        stories.sum::<usize>()
    };
    let first = articles();
    assert!(first > 100);
    assert_eq!(articles(), first);
}
