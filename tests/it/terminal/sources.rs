//! What comes with articles and who they come from, as it is seen and opened on the screen.

use super::{NOW, Server, Terminal, with_home};

fn item(number: usize, minutes_ago: i64, title: &str, more: &str) -> String {
    let now = chrono::DateTime::parse_from_rfc3339(NOW).expect("a time");
    let time = now - chrono::TimeDelta::minutes(minutes_ago);
    format!(
        "<item><guid isPermaLink=\"false\">{number}</guid><title>{title}</title>\
         <link>https://outlet.example/{number}</link><pubDate>{}</pubDate>{more}</item>",
        time.to_rfc2822()
    )
}

fn feed(title: &str, items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>{title}</title>{items}</channel></rss>")
}

#[test]
fn each_kind_of_file_that_comes_with_an_article_is_opened_by_the_program_set_for_it() {
    let server = Server::start();
    let files = [
        ("audio", "talk.mp3", "audio/mpeg"),
        ("video", "film.mp4", "video/mp4"),
        ("image", "map.png", "image/png"),
        ("pdf", "plan.pdf", "application/pdf"),
    ];
    let enclosures = files.map(|(_, name, kind)| {
        format!("<enclosure url=\"https://a.example/{name}\" type=\"{kind}\" length=\"9\"/>")
    });
    let article = item(1, 5, "Harbour plan shown", &enclosures.concat());
    server.feed("/a", feed("Ledger", &article));
    let home = tempfile::tempdir().expect("scratch folder");
    let commands = files.map(|(kind, ..)| {
        let log = home.path().join(kind);
        let note = format!("echo {kind} \\\"$@\\\" > '{}'", log.display());
        format!("{kind} = [\"sh\", \"-c\", \"{note}\", \"sh\"]\n")
    });
    let config = format!("[open]\n{}", commands.concat());
    std::fs::write(home.path().join("config.toml"), config).expect("written");
    let list = format!("[[feed]]\nurl = \"{}\"\n", server.url("/a"));
    std::fs::write(home.path().join("feeds.toml"), list).expect("written");
    let mut terminal = with_home(home, 120, 30);
    terminal.wait_for("Harbour plan shown");
    terminal.press("\r");
    for (row, (kind, name, _)) in files.into_iter().enumerate() {
        terminal.press("e");
        terminal.wait_for("https://a.example/plan.pdf");
        terminal.press(&"j".repeat(row));
        terminal.press("\r");
        let opened = terminal.file(kind);
        assert_eq!(opened, format!("{kind} https://a.example/{name}\n"));
    }
    terminal.press("Q");
    terminal.wait_for_end();
}

#[test]
fn a_source_that_speaks_rarely_stands_above_one_that_never_stops() {
    let server = Server::start();
    let syllables = [
        "bra", "cel", "dor", "fim", "gul", "hes", "jat", "kop", "lun",
    ];
    let word = |number: usize, last: &str| {
        let (one, other) = (number / syllables.len(), number % syllables.len());
        format!("{}{}{last}", syllables[one], syllables[other])
    };
    // Eighty headlines that have no word in common: five of these minutes, the others of the days
    // before.
    let agency: String = (0..80_u8)
        .map(|number| {
            let of = |last| word(usize::from(number), last);
            let title = format!("{} {} {}", of("ton"), of("mar"), of("vik"));
            let days_before = if number < 5 {
                0
            } else {
                1440 + 30 * i64::from(number)
            };
            item(
                usize::from(number),
                i64::from(number) + days_before,
                &title,
                "",
            )
        })
        .collect();
    server.feed("/agency", feed("Agency", &agency));
    let rare = item(900, 120, "Heron nests at the old mill", "");
    let rare = rare.replace("outlet.example", "river.example");
    server.feed("/page", feed("A Page by the River", &rare));
    let home = tempfile::tempdir().expect("scratch folder");
    let list =
        ["/agency", "/page"].map(|path| format!("[[feed]]\nurl = \"{}\"\n", server.url(path)));
    std::fs::write(home.path().join("feeds.toml"), list.concat()).expect("written");
    let program = format!(
        "'{}' --home '{}' --now {NOW}",
        env!("CARGO_BIN_EXE_newsfold"),
        home.path().display()
    );
    let shell = format!("NO_PROXY='*' {program} refresh && {program}");
    let mut terminal = Terminal::start(home, &shell, 120, 30);
    let newest = word(0, "ton");
    terminal.wait_for(&newest);
    terminal.wait_for("Heron nests");
    let text = terminal.text();
    let place = |title: &str| text.lines().position(|line| line.contains(title));
    assert!(
        place("Heron nests") < place(&newest),
        "two hours older, and above:\n{text}"
    );
    terminal.press("Q");
    terminal.wait_for_end();
}

#[test]
fn a_story_is_saved_from_the_list_and_nothing_is_written_over() {
    let mut terminal = Terminal::with_demo(140, 40);
    terminal.wait_for("Sorrelhorn");
    terminal.wait_for("src");
    let save = |terminal: &mut Terminal, path: &str| {
        terminal.press("w");
        terminal.wait_for("Save story as: ~/");
        terminal.press("\u{15}");
        terminal.press(path);
        terminal.press("\r");
    };
    for name in ["story.md", "story.html", "story.json"] {
        save(&mut terminal, name);
        terminal.wait_for(&format!("Saved {name}, "));
    }
    save(&mut terminal, "story.md");
    terminal.wait_for("story.md is there already");
    save(&mut terminal, "story.exe");
    terminal.wait_for("End it in .md, .html, .txt or .json");
    terminal.press("Q");
    terminal.wait_for_end();
    let markdown = terminal.file("story.md");
    let table = markdown.lines().find(|line| line.starts_with("| What "));
    assert!(
        table.is_some_and(|head| head.contains("| Sources ")),
        "{markdown}"
    );
    let html = terminal.file("story.html");
    assert!(html.contains("<section id=\"brief\">") && html.ends_with("</html>\n"));
    let json: serde_json::Value = serde_json::from_str(&terminal.file("story.json")).expect("JSON");
    assert!(json["members"].as_array().is_some_and(|all| all.len() > 1));
    let headline = json["headline"].as_str().expect("a headline");
    assert!(html.contains("<h1 dir=\"auto\">"), "{headline}");
}
