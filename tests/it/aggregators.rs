//! Addresses that an aggregator hides: found out when they are opened, kept, and recognised.

use std::fs;

use crate::{
    program::{Program, text},
    server::{Answer, Server, rss},
};

const ORIGINAL: &str = "https://outlet.example/ferry";

/// The aggregator's feed: one item that leads to its own server.
fn aggregator(server: &Server) -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>Top stories - Google News</title>\
         <link>https://news.google.com/?hl=en</link>\
         <item><title>Ferry sinks off Arvel, what we know - Outlet</title><link>{}</link>\
         <guid isPermaLink=\"false\">CBMiCEFV</guid>\
         <pubDate>Thu, 07 May 2026 08:00:00 GMT</pubDate>\
         <source url=\"https://outlet.example\">Outlet</source></item></channel></rss>",
        server.url("/rss/articles/CBMiCEFV?oc=5")
    )
}

/// A program that has fetched the aggregator's feed, and whose browser notes what it is to open.
fn program(server: &Server) -> Program {
    server.feed("/google", aggregator(server));
    let program = Program::with_feeds(&[server.url("/google")]);
    let note = program.path("opened");
    program.write(
        "config.toml",
        &format!(
            "[browser]\ncommand = [\"sh\", \"-c\", \"echo \\\"$0\\\" >> {}\"]\n",
            note.display()
        ),
    );
    program.json(&["refresh", "--json"]);
    program
}

fn opened(program: &Program) -> Vec<String> {
    let noted = fs::read_to_string(program.path("opened")).unwrap_or_default();
    noted.lines().map(str::to_owned).collect()
}

fn asked(server: &Server, path: &str) -> usize {
    let asked = server.asked();
    asked
        .iter()
        .filter(|request| request.path.starts_with(path))
        .count()
}

#[test]
fn a_hidden_address_is_found_out_once_and_the_publishers_own_item_is_known() {
    let server = Server::start();
    server.answer(
        "/rss/articles/CBMiCEFV?oc=5",
        Answer::Redirect("/articles/CBMiCEFV".into()),
    );
    server.answer(
        "/articles/CBMiCEFV",
        Answer::Page(
            "<c-wiz><div data-n-a-id=\"CBMiCEFV\" data-n-a-sg=\"Ab\" data-n-a-ts=\"1778140800\"></div></c-wiz>"
                .into(),
        ),
    );
    server.answer(
        "/_/DotsSplashUi/data/batchexecute",
        Answer::Page(format!(
            ")]}}'\n\n[[\"wrb.fr\",\"Fbv4je\",\"[\\\"garturlres\\\",\\\"{ORIGINAL}\\\",1]\"]]"
        )),
    );
    let program = program(&server);
    program.run(&["open", "article:1"]);
    program.run(&["open", "article:1"]);
    assert_eq!(opened(&program), [ORIGINAL, ORIGINAL]);
    assert_eq!(asked(&server, "/_/"), 1, "the second time nobody is asked");
    let shown = program.json(&["show", "article:1", "--json"]);
    assert_eq!(
        (&shown["url"], &shown["via"], &shown["source"]),
        (&ORIGINAL.into(), &"Google News".into(), &"Outlet".into())
    );
    // The publisher's own feed has it under another headline.
    server.feed(
        "/own",
        rss(
            "Outlet",
            &[("ferry", "Arvel ferry sinks", "Twelve are saved")],
        ),
    );
    program.run(&["add", &server.url("/own")]);
    let report = program.json(&["refresh", "--all", "--json"]);
    assert_eq!(report["articles"]["new"], 0, "{report}");
}

#[test]
fn where_the_original_is_not_told_the_aggregators_page_is_opened_and_it_is_said() {
    for (answer, why) in [
        (
            Answer::Redirect("https://consent.google.com/ml?continue=x".into()),
            "the aggregator asks for consent first",
        ),
        (
            Answer::Page("<p>Something else</p>".into()),
            "the aggregator's page does not tell the original",
        ),
        (
            Answer::Status(429, "Too Many Requests"),
            "The server answered 429 Too Many Requests",
        ),
    ] {
        let server = Server::start();
        server.answer("/rss/articles/CBMiCEFV?oc=5", answer);
        let program = program(&server);
        let output = program.run(&["open", "article:1"]);
        assert_eq!(
            text(&output.stderr).trim(),
            format!("The original was not found: {why}. The aggregator's address is opened.")
        );
        assert_eq!(
            opened(&program),
            [server.url("/rss/articles/CBMiCEFV?oc=5")]
        );
    }
}

#[test]
fn a_feed_sends_nobody_to_a_private_place_that_the_list_does_not_name() {
    let server = Server::start();
    let program = program(&server);
    let inside = server.url("/rss/").replace("127.0.0.1", "localhost");
    server.feed(
        "/google",
        aggregator(&server).replace(&server.url("/rss/"), &inside),
    );
    program.json(&["refresh", "--all", "--json"]);
    let before = server.asked().len();
    let output = program.run(&["open", "article:1"]);
    let said = text(&output.stderr);
    assert!(said.contains("private network"), "{said}");
    assert_eq!(server.asked().len(), before);
    assert_eq!(
        opened(&program),
        [format!("{inside}articles/CBMiCEFV?oc=5")]
    );
}
