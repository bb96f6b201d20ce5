//! Full texts: pages fetched by command, after a refresh and for the screen, as politely as feeds.

use serde_json::{Value, json};

use crate::{
    program::{Program, text},
    server::{Answer, Server},
};

const LEAD: &str = "The gates of lock nine jammed at noon on Thursday, and forty barges waited below the \
                    weir while the keeper sent for a diver, a crane and, as he put it, for patience.";
const REST: &str = "By four the diver had found the cause, a bicycle of the last century, which nobody \
                    on either bank could remember, although a good many people there tried to.";
const LAST: &str = "The keeper has hung it on the wall of the lock house, where visitors may look at it \
                    on Sundays between two and four, weather and barges permitting, for nothing.";

/// A page as sites make them: the text stands between menus, share rows and related links.
fn page(paragraphs: &[&str]) -> String {
    let text: String = paragraphs
        .iter()
        .map(|text| format!("<p>{text}</p>"))
        .collect();
    format!(
        "<!doctype html><html lang=\"en\"><head><title>Lock nine jams - Quay Weekly</title>\
         <meta property=\"og:site_name\" content=\"Quay Weekly\">\
         <meta property=\"og:title\" content=\"Lock nine jams\"></head><body>\
         <nav><a href=\"/\">Home</a> <a href=\"/sport\">Sport</a></nav>\
         <article><h1>Lock nine jams</h1>{text}\
         <ul class=\"share\"><li><a href=\"#\">Share</a></li><li><a href=\"#\">Tweet</a></li></ul>\
         </article><aside><h2>Related</h2><ul><li><a href=\"/2\">Weir painted</a></li></ul></aside>\
         <footer>All rights reserved</footer></body></html>"
    )
}

/// A feed at `/feed` that gives a line of each article; they are at `/1`, `/2`, … of the server.
fn feed(server: &Server, articles: u32) {
    let items: String = (1..=articles)
        .map(|number| {
            format!(
                "<item><guid isPermaLink=\"false\">{number}</guid>\
                 <title>Lock nine jams, part {number}</title><link>{}</link>\
                 <pubDate>Thu, 07 May 2026 08:00:00 GMT</pubDate>\
                 <description>The gates jammed at noon.</description></item>",
                server.url(&format!("/{number}"))
            )
        })
        .collect();
    server.feed(
        "/feed",
        format!(
            "<rss version=\"2.0\"><channel><title>Quay Weekly</title>\
             <link>{}</link>{items}</channel></rss>",
            server.url("/")
        ),
    );
}

/// A program whose one feed has these further lines in its list, refreshed.
fn program(server: &Server, more: &str) -> Program {
    let program = Program::new();
    let url = server.url("/feed");
    program.write("feeds.toml", &format!("[[feed]]\nurl = \"{url}\"\n{more}"));
    program
}

fn refresh(program: &Program) -> Value {
    program.json(&["refresh", "--all", "--json"])
}

fn show(program: &Program, more: &[&str]) -> Value {
    program.json(&[&["show", "article:1", "--json"], more].concat())
}

fn asked(server: &Server, path: &str) -> usize {
    let asked = server.asked();
    asked.iter().filter(|asked| asked.path == path).count()
}

/// The text that `show` gives of the first article.
fn text_of(program: &Program) -> String {
    let shown = show(program, &[]);
    shown["text"].as_str().expect("a text").to_owned()
}

#[test]
fn a_feed_can_bring_full_texts_with_it_and_its_own_stays() {
    let server = Server::start();
    feed(&server, 1);
    server.answer("/1", Answer::Page(page(&[LEAD, REST])));
    let program = program(&server, "full_text = true\n");
    let report = refresh(&program);
    assert_eq!(report["texts"], json!({"fetched": 1, "missing": 0}));
    let full = show(&program, &[]);
    assert_eq!(
        (&full["full"], &full["barrier"]),
        (&json!(true), &Value::Null)
    );
    let said = full["text"].as_str().expect("a text");
    assert!(
        said.contains("forty barges") && said.contains("a bicycle"),
        "{said}"
    );
    assert!(
        !said.contains("Tweet") && !said.contains("Weir painted"),
        "{said}"
    );
    let own = show(&program, &["--feed-text"]);
    assert_eq!(own["full"], false);
    assert_eq!(own["text"], "The gates jammed at noon.");
    let printed = program.ok(&["show", "article:1"]);
    assert!(
        printed.contains("full text") && printed.contains("forty barges"),
        "{printed}"
    );
    refresh(&program);
    assert_eq!(asked(&server, "/1"), 1, "nobody fetches it twice");
}

#[test]
fn without_a_wish_no_page_is_asked_for() {
    let server = Server::start();
    feed(&server, 2);
    let program = program(&server, "");
    let report = refresh(&program);
    assert_eq!(report["texts"], json!({"fetched": 0, "missing": 0}));
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn starred_articles_get_their_full_text_where_the_settings_say_so() {
    let server = Server::start();
    feed(&server, 3);
    for path in ["/1", "/2", "/3"] {
        server.answer(path, Answer::Page(page(&[LEAD, REST])));
    }
    let program = program(&server, "");
    refresh(&program);
    program.ok(&["mark", "star", "article:2"]);
    program.write("config.toml", "[reading]\nfull_text_ahead = \"starred\"\n");
    let report = refresh(&program);
    assert_eq!(report["texts"], json!({"fetched": 1, "missing": 0}));
    assert_eq!((asked(&server, "/2"), asked(&server, "/1")), (1, 0));
}

#[test]
fn one_refresh_fetches_fifty_at_the_most() {
    let server = Server::start();
    feed(&server, 60);
    let program = program(&server, "full_text = true\n");
    refresh(&program);
    // Of a new feed twenty are unread.
    program.ok(&[
        &["mark", "unread"][..],
        &(1..=60)
            .map(|number| format!("article:{number}"))
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>(),
    ]
    .concat());
    for number in 1..=60 {
        server.answer(&format!("/{number}"), Answer::Page(page(&[LEAD, REST])));
    }
    // Pages that were not there are not asked for again.
    let report = refresh(&program);
    assert_eq!(report["texts"]["fetched"], 40, "{report}");
    let pages = server.asked().len() - 2;
    assert_eq!(pages, 60);
}

#[test]
fn an_article_on_several_pages_is_one_text() {
    let server = Server::start();
    feed(&server, 1);
    let with_link = |paragraph: &str, number: u32| {
        page(&[paragraph]).replace(
            "</article>",
            &format!("<a rel=\"next\" href=\"/1?page={number}\">Next page</a></article>"),
        )
    };
    server.answer("/1", Answer::Page(with_link(LEAD, 2)));
    server.answer("/1?page=2", Answer::Page(with_link(REST, 3)));
    server.answer("/1?page=3", Answer::Page(page(&[LAST])));
    let program = program(&server, "full_text = true\n");
    refresh(&program);
    let said = text_of(&program);
    let at = |words: &str| {
        said.find(words)
            .unwrap_or_else(|| panic!("{words}: {said}"))
    };
    assert!(at("forty barges") < at("a bicycle") && at("a bicycle") < at("lock house"));
    assert!(!said.contains("Next page"), "{said}");
}

#[test]
fn an_article_without_end_has_five_parts() {
    let server = Server::start();
    feed(&server, 1);
    for number in 1..=9 {
        let path = match number {
            1 => "/1".to_owned(),
            number => format!("/1?page={number}"),
        };
        let own = LEAD.replace("nine", &format!("number {number}"));
        let next = format!(
            "<a href=\"/1?page={}\">{}</a></article>",
            number + 1,
            number + 1
        );
        server.answer(
            &path,
            Answer::Page(page(&[&own]).replace("</article>", &next)),
        );
    }
    let program = program(&server, "full_text = true\n");
    refresh(&program);
    let said = text_of(&program);
    assert!(
        said.contains("lock number 5") && !said.contains("lock number 6"),
        "{said}"
    );
    assert_eq!(server.asked().len(), 6, "the feed, and five parts");
}

#[test]
fn where_a_page_is_in_doubt_the_better_version_that_it_names_is_taken() {
    let amp = "<link rel=\"amphtml\" href=\"/1/amp\"></head>";
    let with_amp = |html: &str| html.replace("</head>", amp);
    let script = with_amp(&page(&["Please enable JavaScript to read this page."]));
    let print = page(&["Loading."]).replace("</h1>", "</h1><a href=\"/1/amp\">Print version</a>");
    let whole = page(&[LEAD, REST]);
    let wall = page(&["Subscribe to continue reading. Already a subscriber? Log in."]);
    let check = |first: String, other: &str, requests: usize, full: bool| {
        let server = Server::start();
        feed(&server, 1);
        server.answer("/1", Answer::Page(first.clone()));
        server.answer("/1/amp", Answer::Page(other.to_owned()));
        let program = program(&server, "full_text = true\n");
        refresh(&program);
        assert_eq!(asked(&server, "/1/amp"), requests, "{first}");
        let shown = show(&program, &[]);
        assert_eq!(shown["full"], full, "{first}: {shown}");
        shown
    };
    for first in [script.clone(), print, with_amp("<head></head>")] {
        let shown = check(first, &whole, 1, true);
        assert!(
            shown["text"]
                .as_str()
                .is_some_and(|text| text.contains("a bicycle"))
        );
    }
    // The other one is no better: what the page itself says is what is told.
    let shown = check(script.clone(), &wall, 1, false);
    assert_eq!(shown["barrier"], "script");
    check(script, &page(&["Nothing here."]), 1, false);
    // A page that has its text, and one behind a wall, are taken at their word.
    check(with_amp(&whole), &whole, 0, true);
    let shown = check(with_amp(&wall), &whole, 0, false);
    assert_eq!(shown["barrier"], "paywall");
}

#[test]
fn what_stands_before_an_article_is_said_and_never_shown_as_the_article() {
    let server = Server::start();
    feed(&server, 1);
    let wall = page(&[
        "The gates of lock nine jammed at noon on Thursday, and forty barges waited.",
        "Subscribe to continue reading. Already a subscriber? Log in.",
    ]);
    server.answer("/1", Answer::Page(wall.clone()));
    server.answer("/wall", Answer::Page(wall));
    let program = program(&server, "full_text = true\n");
    let report = refresh(&program);
    assert_eq!(report["texts"], json!({"fetched": 0, "missing": 1}));
    let shown = show(&program, &[]);
    assert_eq!(
        (&shown["full"], &shown["barrier"], &shown["text"]),
        (
            &json!(false),
            &json!("paywall"),
            &json!("The gates jammed at noon.")
        )
    );
    let said = program.fails(1, &["show", &server.url("/wall")]);
    assert!(
        said.contains("The page shows a paywall instead of the article."),
        "{said}"
    );
}

#[test]
fn a_page_that_no_feed_has_is_fetched_and_read() {
    let server = Server::start();
    server.answer("/lock", Answer::Redirect("/lock-nine".into()));
    let meta = "📅 3 May 2026 · 📁 Shipping · 👁 81 views · ⏱️ 11 min read";
    server.answer("/lock-nine", Answer::Page(page(&[meta, LEAD, REST])));
    let program = Program::new();
    let shown = program.json(&["show", &server.url("/lock"), "--json"]);
    let text = shown["text"].as_str().expect("a text");
    assert!(text.contains(LEAD) && !text.contains("views"), "{text}");
    assert_eq!(shown["title"], "Lock nine jams");
    assert_eq!(
        (&shown["id"], &shown["full"], &shown["url"]),
        (&Value::Null, &json!(true), &json!(server.url("/lock-nine")))
    );
    assert_eq!(shown["source"], "Quay Weekly");
    let printed = program.ok(&["show", &server.url("/lock"), "--markdown"]);
    assert!(
        printed.starts_with("## Lock nine jams\n\n*Quay Weekly*"),
        "{printed}"
    );
    let said = program.fails(1, &["--offline", "show", &server.url("/lock")]);
    assert!(said.contains("nothing is fetched: --offline"), "{said}");
}

#[test]
fn plain_text_is_a_page_too() {
    let server = Server::start();
    let lines = format!("{LEAD}\r\n\r\n{REST} 3 < 4.\n");
    let plain = Answer::With("Content-Type: text/plain; charset=utf-8\r\n", lines);
    server.answer("/lock.txt", plain);
    let printed = Program::new().ok(&["show", &server.url("/lock.txt"), "--markdown"]);
    let url = server.url("/lock.txt");
    assert!(printed.starts_with(&format!("## {url}\n")), "{printed}");
    assert!(printed.contains("for patience.\n\nBy four"), "{printed}");
    assert!(printed.contains("3 \\< 4."), "{printed}");
}

#[test]
fn what_cannot_be_read_as_a_page_is_named() {
    let server = Server::start();
    let check = |path: &str, answer: Answer, says: &str| {
        server.answer(path, answer);
        let said = Program::new().fails(1, &["show", &server.url(path)]);
        assert!(said.contains(says), "{path}: {said}");
    };
    server.answer("/", Answer::Page(page(&[LEAD, REST])));
    let home = Answer::Redirect("/".into());
    check(
        "/old",
        home,
        "leads to its front page instead of the article.",
    );
    let pdf = Answer::With("Content-Type: application/pdf\r\n", "%PDF-1.7".into());
    check(
        "/pdf",
        pdf,
        "The address leads to a PDF document, not to a page (the browser may show it).",
    );
    check(
        "/gone",
        Answer::Status(404, "Not Found"),
        "does not have this page any more.",
    );
    check("/no", Answer::Status(403, "Forbidden"), "refuses this page");
    check(
        "/empty",
        Answer::Page("<html></html>".into()),
        "The page has no text of its own.",
    );
    check(
        "/endless",
        Answer::Endless,
        "The answer is larger than 4 MB.",
    );
}

#[test]
fn pages_take_their_turn_at_a_host_and_leave_it_alone_when_it_asks() {
    let server = Server::start();
    feed(&server, 3);
    for path in ["/1", "/2", "/3"] {
        server.answer(path, Answer::Busy("900"));
    }
    let program = program(&server, "full_text = true\n");
    program.write(
        "config.toml",
        "[fetch]\npolite_to_loopback = true\nhost_gap = \"5ms\"\n",
    );
    let report = refresh(&program);
    assert_eq!(report["texts"], json!({"fetched": 0, "missing": 3}));
    assert_eq!(server.asked().len(), 2, "the feed, and one page");
    let said = program.fails(1, &["show", &server.url("/4")]);
    assert!(said.contains("asked for peace until 12:15"), "{said}");
    assert_eq!(server.asked().len(), 2);
    // What failed for a while is tried again once the while is over.
    for path in ["/1", "/2", "/3"] {
        server.answer(path, Answer::Page(page(&[LEAD, REST])));
    }
    let output = program
        .command_at("2026-05-07T12:20:00Z", &["refresh", "--all", "--json"])
        .output()
        .expect("started");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["texts"], json!({"fetched": 3, "missing": 0}));
}

#[test]
fn what_is_meant_for_the_feeds_server_goes_to_its_pages_and_to_no_other_server() {
    let (server, other) = (Server::start(), Server::start());
    feed(&server, 2);
    server.answer("/1", Answer::Page(page(&[LEAD, REST])));
    server.answer("/2", Answer::Redirect(other.url("/2")));
    other.answer("/2", Answer::Page(page(&[LEAD, REST])));
    let program = program(
        &server,
        "full_text = true\ncookie = \"reader=1\"\nuser_agent = \"quill/1\"\nheaders = [\"X-Key: 7\"]\n",
    );
    let report = refresh(&program);
    assert_eq!(report["texts"]["fetched"], 2, "{report}");
    let asked = server.asked().into_iter().find(|asked| asked.path == "/1");
    let headers = asked.expect("asked").headers;
    assert_eq!(headers.get("cookie").map(String::as_str), Some("reader=1"));
    assert_eq!(headers.get("x-key").map(String::as_str), Some("7"));
    assert_eq!(
        headers.get("user-agent").map(String::as_str),
        Some("quill/1")
    );
    assert!(headers["accept"].starts_with("text/html"), "{headers:?}");
    let led = other.asked().remove(0).headers;
    assert!(
        !led.contains_key("cookie") && !led.contains_key("x-key"),
        "{led:?}"
    );
    assert!(led["user-agent"].starts_with("newsfold/"), "{led:?}");
}

#[test]
fn a_detour_costs_no_cookie_and_what_a_strangers_page_names_gets_none() {
    let (server, other) = (Server::start(), Server::start());
    let item = |number: u32| {
        let url = other.url(&format!("/{number}"));
        format!("<item><guid>{number}</guid><title>Part {number}</title><link>{url}</link></item>")
    };
    let items = item(1) + &item(2);
    server.feed(
        "/feed",
        format!("<rss version=\"2.0\"><channel><title>Quay</title>{items}</channel></rss>"),
    );
    // The first goes by a counter of clicks; the second is a page that names a way to the server.
    other.answer("/1", Answer::Redirect(server.url("/lock-nine")));
    let next = "<a href=\"/2?page=2\">2</a></article>";
    let strange = page(&[LEAD, REST]).replace("</article>", next);
    other.answer("/2", Answer::Page(strange));
    other.answer("/2?page=2", Answer::Redirect(server.url("/out")));
    for path in ["/lock-nine", "/out"] {
        server.answer(path, Answer::Page(page(&[LEAD, REST])));
    }
    let script = "auth = { scheme = \"bearer\", command = [\"echo\", \"open-sesame\"] }";
    let program = program(
        &server,
        &format!("full_text = true\ncookie = \"reader=1\"\n{script}\n"),
    );
    let report = refresh(&program);
    assert_eq!(report["texts"]["fetched"], 2, "{report}");
    let sent = |server: &Server, path: &str| {
        let asked = server.asked().into_iter().find(|asked| asked.path == path);
        let headers = asked.unwrap_or_else(|| panic!("{path}")).headers;
        ["cookie", "authorization"].map(|name| headers.contains_key(name))
    };
    assert_eq!(sent(&server, "/lock-nine"), [true, true], "its own server");
    assert_eq!(sent(&other, "/1"), [false, false], "a stranger");
    assert_eq!(sent(&server, "/out"), [false, false], "for a stranger");
}

#[test]
fn a_feed_leads_to_no_page_in_a_private_place_that_is_not_its_own() {
    let server = Server::start();
    feed(&server, 1);
    server.answer(
        "/1",
        Answer::Redirect(server.url("/2").replace("127.0.0.1", "localhost")),
    );
    server.answer("/2", Answer::Page(page(&[LEAD, REST])));
    let neighbour = server.url("/other").replace("127.0.0.1", "localhost");
    // That another feed of the list is there makes no difference.
    let lists = ["", &format!("[[feed]]\nurl = \"{neighbour}\"\n")];
    for list in lists {
        let program = program(&server, &format!("full_text = true\n{list}"));
        let report = refresh(&program);
        assert_eq!(report["texts"], json!({"fetched": 0, "missing": 1}));
        assert_eq!(asked(&server, "/2"), 0);
    }
}

#[test]
fn the_full_text_of_an_aggregators_item_is_that_of_the_original() {
    let server = Server::start();
    let publisher = Server::start();
    let original = publisher.url("/lock-nine");
    server.feed(
        "/feed",
        format!(
            "<rss version=\"2.0\"><channel><title>Top stories - Google News</title>\
             <link>https://news.google.com/?hl=en</link>\
             <item><title>Lock nine jams - Quay Weekly</title><link>{}</link>\
             <guid isPermaLink=\"false\">CBMiCEFV</guid>\
             <pubDate>Thu, 07 May 2026 08:00:00 GMT</pubDate>\
             <source url=\"https://quay.example\">Quay Weekly</source></item></channel></rss>",
            server.url("/rss/articles/CBMiCEFV?oc=5")
        ),
    );
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
            ")]}}'\n\n[[\"wrb.fr\",\"Fbv4je\",\"[\\\"garturlres\\\",\\\"{original}\\\",1]\"]]"
        )),
    );
    publisher.answer("/lock-nine", Answer::Page(page(&[LEAD, REST])));
    let program = program(&server, "full_text = true\n");
    refresh(&program);
    let shown = show(&program, &[]);
    assert_eq!(
        (&shown["full"], &shown["url"]),
        (&json!(true), &json!(original))
    );
    assert_eq!(shown["via"], "Google News");
}

#[test]
fn a_setting_that_means_nothing_is_named() {
    let program = Program::new();
    program.write("config.toml", "[reading]\nfull_text_ahead = \"all\"\n");
    let output = program.run(&["stories"]);
    let said = text(&output.stderr);
    assert!(
        said.contains("line 2") && said.contains("starred"),
        "{said}"
    );
}
