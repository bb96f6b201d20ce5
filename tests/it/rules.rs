//! Rules, and the queries that they and lists share, as a user has them.

use serde_json::{Value, json};

use crate::{
    program::Program,
    server::{Server, rss},
};

const ITEMS: [(&str, &str, &str); 5] = [
    (
        "1",
        "Orchard prize for the oldest pear",
        "The jury tasted twelve kinds.",
    ),
    (
        "2",
        "Sponsored: cheap umbrellas",
        "Rain is coming, says the shop.",
    ),
    (
        "3",
        "Ferry strike enters its third week",
        "The union meets on Monday.",
    ),
    (
        "4",
        "Glacier hut closes for repairs",
        "Hikers are sent to the valley.",
    ),
    ("5", "Choir wins in Málaga", "A night of song, and rain."),
];

fn program(server: &Server, config: &str) -> Program {
    server.feed("/a", rss("Outlet", &ITEMS));
    let program = Program::with_feeds(&[server.url("/a")]);
    program.write("config.toml", config);
    program
}

fn headlines(program: &Program, arguments: &[&str]) -> Vec<String> {
    let title = |story: Value| story["headline"].as_str().expect("a headline").to_owned();
    program.lines(arguments).into_iter().map(title).collect()
}

fn found(program: &Program, query: &str) -> Vec<String> {
    let hits = program.lines(&["search", query, "--json"]);
    let title = |hit: &Value| hit["title"].as_str().expect("a title").to_owned();
    let mut titles: Vec<_> = hits.iter().map(title).collect();
    titles.sort_unstable();
    titles
}

#[test]
fn rules_do_their_work_as_articles_come_in() {
    let server = Server::start();
    let program = program(
        &server,
        "[[rule]]\nname = \"ads\"\nquery = \"title:/^sponsored/\"\nmute = true\n\
         [[rule]]\nquery = \"union or malaga\"\ntag = [\"hot\", \"far\"]\nstar = true\n\
         [[rule]]\nquery = \"title:pear\"\nboost = 2\n\
         [[rule]]\nquery = \"title:glacier sources:1\"\nread = true\nboost = -1\n",
    );
    program.ok(&["refresh"]);
    let all = program.lines(&["stories", "--json"]);
    assert_eq!(all.len(), 5, "what is muted is listed");
    let of = |start: &str| {
        let is_it = |story: &&Value| {
            story["headline"]
                .as_str()
                .is_some_and(|t| t.starts_with(start))
        };
        all.iter().find(is_it).expect(start)
    };
    assert_eq!(of("Sponsored")["muted"], true);
    assert_eq!(
        of("Sponsored")["unread"],
        0,
        "what is muted waits for nobody"
    );
    assert_eq!(of("Ferry")["muted"], false);
    assert_eq!(of("Glacier")["unread"], 0);
    assert!(
        all[0]["headline"]
            .as_str()
            .is_some_and(|t| t.starts_with("Orchard"))
    );
    assert!(
        all[4]["headline"]
            .as_str()
            .is_some_and(|t| t.starts_with("Glacier"))
    );
    assert_eq!(
        headlines(
            &program,
            &[
                "stories",
                "tag:HOT",
                "tag:far",
                "is:starred",
                "--sort",
                "new",
                "--json"
            ]
        )
        .len(),
        2
    );
    assert_eq!(
        headlines(&program, &["stories", "--unread", "--json"]).len(),
        3
    );
    assert_eq!(
        headlines(&program, &["stories", "is:muted", "--json"]),
        ["Sponsored: cheap umbrellas"]
    );
    assert_eq!(found(&program, "rain"), ["Choir wins in Málaga"]);
    assert_eq!(
        found(&program, "rain (is:muted or -is:muted)"),
        ["Choir wins in Málaga", "Sponsored: cheap umbrellas"]
    );
}

#[test]
fn rules_are_applied_to_what_is_here_when_asked() {
    let server = Server::start();
    let program = program(&server, "");
    program.ok(&["refresh"]);
    program.write(
        "config.toml",
        "[[rule]]\nname = \"wet\"\nquery = \"rain\"\nmute = true\n\
         [[rule]]\nquery = \"colour:red\"\nstar = true\n\
         [[rule]]\nquery = \"ferry or hut\"\ntag = \"go\"\n",
    );
    let rules = program.lines(&["rules", "--json"]);
    assert_eq!(
        rules,
        [
            json!({"name": "wet", "query": "rain", "mute": true, "articles": 2}),
            json!({"query": "colour:red", "star": true, "articles": null, "tag": []}),
            json!({"query": "ferry or hut", "tag": ["go"], "articles": 2}),
        ]
        .map(|mut rule| {
            let fields = rule.as_object_mut().expect("an object");
            if fields["query"] == "colour:red" {
                fields.remove("tag");
            }
            rule
        })
    );
    assert_eq!(found(&program, "rain").len(), 2);
    let output = program.run(&["rules", "--apply"]);
    let said = crate::program::text(&output.stderr);
    assert!(
        said.contains("line 6: rule 2 (\"colour:red\") is left out"),
        "{said}"
    );
    assert!(said.contains("4 articles changed."), "{said}");
    assert_eq!(found(&program, "rain"), Vec::<String>::new());
    assert_eq!(found(&program, "is:muted").len(), 2);
    assert_eq!(found(&program, "tag:go").len(), 2);
    let again = program.run(&["rules", "--apply"]);
    assert!(crate::program::text(&again.stderr).contains("0 articles changed."));
}

#[cfg(unix)]
#[test]
fn a_rule_tells_the_reader_by_a_command() {
    let server = Server::start();
    let program = program(&server, "");
    let told = program.path("told");
    program.write(
        "config.toml",
        &format!(
            "[notify]\ncommand = [\"sh\", \"-c\", 'printf \"%s|\" \"$@\" >> \"{}\"', \"sh\", \
             \"{{title}}\", \"{{source}}\", \"{{url}}\", \"{{query}}\", \"{{count}}\"]\nbell = true\n\
             [[rule]]\nname = \"rain\"\nquery = \"rain\"\nnotify = true\n\
             [[rule]]\nquery = \"umbrellas\"\nmute = true\n\
             [[rule]]\nquery = \"ferry\"\nnotify = true\n",
            told.display()
        ),
    );
    let output = program.run(&["refresh"]);
    assert!(
        !crate::program::text(&output.stderr).contains('\u{7}'),
        "no terminal, no bell"
    );
    let said = std::fs::read_to_string(&told).expect("told");
    assert!(
        said == "Ferry strike enters its third week (+1)|outlet.example|\
                 https://outlet.example/3|ferry|2|"
            || said.ends_with("(+1)|Outlet|https://outlet.example/3|ferry|2|"),
        "{said}"
    );
    program.ok(&["refresh", "--all"]);
    assert_eq!(std::fs::read_to_string(&told).expect("told"), said, "once");
}

#[test]
fn a_query_that_is_not_understood_is_shown_with_its_place() {
    let program = Program::new();
    for command in ["stories", "search"] {
        let said = program.fails(2, &[command, "fire", "is:unraed"]);
        assert!(
            said.contains("at character 9: \"unread\" may be meant;")
                && said.contains("fire is:unraed\n        ^~~~~~"),
            "{said}"
        );
    }
    let help = program.ok(&["search", "--help"]);
    assert!(
        help.contains("is:unread") && help.contains("/colos+us/"),
        "{help}"
    );
}
