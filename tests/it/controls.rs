//! Nothing that a feed, a feed list or an argument says makes a terminal do anything: neither what
//! commands print nor what the screen draws holds a sequence of a stranger's.

use serde_json::json;

use crate::program::Program;

/// What terminals obey: a screen cleared, a title set, a clipboard written, a device asked, the same
/// in single characters, text turned round, and signs that write over others.
const SEQUENCES: [&str; 8] = [
    "\u{1b}[2J",
    "\u{1b}]0;owned\u{7}",
    "\u{1b}]52;c;b3duZWQ=\u{7}",
    "\u{1b}P$q\"p\u{1b}\\",
    "\u{9b}2J",
    "\u{9d}0;owned\u{9c}",
    "\u{202e}owned\u{2066}",
    "\u{8}\u{c}\r\u{7f}",
];

/// The first character of a text that a terminal obeys.
pub fn obeyed(text: &str) -> Option<char> {
    let is_obeyed = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().find(is_obeyed)
}

fn as_references(sequence: &str) -> String {
    let letters = sequence.chars().map(|c| format!("&#{};", u32::from(c)));
    letters.collect()
}

/// A home with such sequences in all that feeds say, as they are and as references, and in the
/// feed list.
pub fn program() -> Program {
    let program = Program::new();
    let items = SEQUENCES.iter().enumerate().map(|(number, sequence)| {
        json!({
            "id": format!("{number}{sequence}"),
            "url": format!("https://outlet.example/{number}?{sequence}"),
            "title": format!("Ferry {number} {sequence} sails"),
            "content_html": format!("<p>The ferry {sequence} <a href=\"https://x.example/{sequence}\">sails</a></p><pre>{sequence}</pre>"),
            "authors": [{"name": format!("Ann {sequence} Quill")}],
        })
    });
    let name = format!("Harbour {} Ledger", SEQUENCES.concat());
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": name,
        "items": items.collect::<Vec<_>>(),
    });
    program.write("feed.json", &feed.to_string());
    for (file, write) in [
        ("raw.xml", &ToOwned::to_owned as &dyn Fn(&str) -> String),
        ("references.xml", &as_references),
        ("escaped.xml", &|text| {
            as_references(text).replace('&', "&amp;")
        }),
    ] {
        let items = SEQUENCES.map(|sequence| {
            let sequence = write(sequence);
            format!(
                "<item><title>Bridge {sequence} opens</title><author>Ben {sequence} Reed</author>\
                 <description>On &lt;b&gt;Monday&lt;/b&gt; {sequence} at noon</description>\
                 <source url=\"https://wire.example/\">Wire {sequence}</source></item>"
            )
        });
        let name = write(SEQUENCES[0]);
        let items = items.concat();
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>Quay {name}</title>{items}</channel></rss>"
        );
        program.write(file, &feed);
    }
    let folder = program.path("");
    let folder = folder.display();
    let mut list = String::new();
    for file in ["feed.json", "raw.xml", "references.xml", "escaped.xml"] {
        list.push_str(&format!("[[feed]]\nurl = \"file://{folder}{file}\"\n"));
    }
    let own = |text: &str| {
        toml_text(
            &SEQUENCES
                .map(|sequence| format!("{text}{sequence}"))
                .concat(),
        )
    };
    list.push_str(&format!(
        "[[feed]]\nurl = {}\ntitle = {}\npublisher = {}\ntags = [{}]\n",
        own("file:///nowhere"),
        own("title"),
        own("publisher"),
        own("tag")
    ));
    program.write("feeds.toml", &list);
    program
}

/// A text as TOML writes it.
fn toml_text(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

#[test]
fn no_command_prints_what_a_terminal_obeys() {
    let program = program();
    let check = |arguments: &[&str]| {
        let output = program.run(arguments);
        for printed in [&output.stdout, &output.stderr] {
            let printed = std::str::from_utf8(printed).expect("UTF-8");
            assert_eq!(obeyed(printed), None, "{arguments:?}: {printed:?}");
        }
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let report = check(&["refresh", "--json"]);
    assert!(report.contains("\"updated\":4"), "{report}");
    check(&["refresh", "--all"]);
    let stories = check(&["stories"]);
    assert!(
        stories.contains("Ferry") && stories.contains("Bridge"),
        "{stories}"
    );
    let feeds = check(&["feeds"]);
    assert!(feeds.contains("failing since"), "{feeds}");
    for arguments in [
        &["feeds", "--json"][..],
        &["search", "ferry"],
        &["search", "bridge", "--json"],
        &["export"],
        &["export", "--state"],
        &["doctor"],
        &["doctor", "--json"],
    ] {
        check(arguments);
    }
    for story in program.lines(&["stories", "--json"]) {
        let id = story["id"].as_str().expect("an id");
        for form in ["--text", "--json", "--markdown", "--html"] {
            check(&["show", id, form]);
        }
    }
    check(&["stories", "--json"]);
    for file in ["feed.json", "raw.xml", "references.xml", "escaped.xml"] {
        let path = program.path(file).display().to_string();
        let items = check(&["parse", &path]);
        assert_eq!(items.lines().count(), SEQUENCES.len(), "{items}");
    }
    // What is typed is not obeyed either when it comes back in a sentence.
    let typed = "\u{1b}[2J\u{9b}2J\u{202e}";
    for command in ["show", "open", "add", "remove", "parse", "import"] {
        check(&[command, typed]);
    }
    check(&["--now", typed, "stories"]);
}
