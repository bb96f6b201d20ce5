//! What comes with articles, opened from the screen.

use super::{NOW, Server, with_home};

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
