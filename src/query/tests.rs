//! What each way of asking means.

use super::*;
use crate::model::{ArticleId, Kind, StoryId};

fn word(words: &str) -> Query {
    Query::Text(Text {
        words: words.to_owned(),
        prefix: false,
    })
}

fn start(words: &str) -> Query {
    Query::Text(Text {
        words: words.to_owned(),
        prefix: true,
    })
}

fn field(field: Field, words: &str) -> Query {
    Query::Field(field, Wanted::Words(words.to_owned()))
}

fn pattern(expression: &str) -> Pattern {
    Pattern::new(expression).expect("valid")
}

fn not(query: Query) -> Query {
    Query::Not(Box::new(query))
}

fn check(text: &str, expected: Query) {
    assert_eq!(parse(text), Ok(expected), "{text}");
}

#[test]
fn words_stand_together() {
    check("", Query::All(vec![]));
    check("harbour", word("harbour"));
    check(
        "harbour fire",
        Query::All(vec![word("harbour"), word("fire")]),
    );
    check("\"harbour fire\"", word("harbour fire"));
    check("\"harbour fi", word("harbour fi"));
    check("harb*", start("harb"));
    check("\"harbour fi\"*", start("harbour fi"));
    check("changed", word("changed"));
}

#[test]
fn or_binds_weaker_than_side_by_side() {
    let expected = || Query::Any(vec![Query::All(vec![word("a"), word("b")]), word("c")]);
    for text in [
        "a b OR c",
        "a b | c",
        "a b|c",
        "a and b or c",
        "a AND b or c",
    ] {
        check(text, expected());
    }
    check(
        "a (b or c)",
        Query::All(vec![word("a"), Query::Any(vec![word("b"), word("c")])]),
    );
}

#[test]
fn what_is_not_wanted_stands_behind_a_sign_or_a_word() {
    check("-fire", not(word("fire")));
    check("not fire", not(word("fire")));
    check("NOT (a b)", not(Query::All(vec![word("a"), word("b")])));
    check("-\"a b\"", not(word("a b")));
    check("- fire", Query::All(vec![word("-"), word("fire")]));
    check("\"not\" fire", Query::All(vec![word("not"), word("fire")]));
}

#[test]
fn fields_narrow() {
    check("is:unread", Query::Is(State::Unread));
    check("IS:Unread", Query::Is(State::Unread));
    check("-is:read", not(Query::Is(State::Read)));
    check("changed:yes", Query::Is(State::Changed));
    check("changed:no", not(Query::Is(State::Changed)));
    check("source:\"The Post\"", field(Field::Source, "The Post"));
    check("tag:ai", field(Field::Tag, "ai"));
    check("url:example.org/a", field(Field::Url, "example.org/a"));
    check("lang:EN", Query::Lang("en".into()));
    check("kind:brief", Query::Kind(Kind::Brief));
    check("story:12", Query::Story(StoryId(12)));
    check("article:345", Query::Article(ArticleId(345)));
    check("https://a.example/x", word("https://a.example/x"));
    check("low-latency", word("low-latency"));
    check("12:30", word("12:30"));
}

#[test]
fn numbers_are_compared() {
    let check = |text: &str, measure, comparison, number| {
        check(text, Query::Number(measure, comparison, number));
    };
    check("sources:>3", Measure::Sources, Comparison::More, 3);
    check("origins:2", Measure::Origins, Comparison::Equal, 2);
    check("words:>=500", Measure::Words, Comparison::AtLeast, 500);
    check("len:<5m", Measure::Minutes, Comparison::Fewer, 5);
    check("len:<=5min", Measure::Minutes, Comparison::AtMost, 5);
    check("len:=5", Measure::Minutes, Comparison::Equal, 5);
    check("new:>0", Measure::New, Comparison::More, 0);
}

#[test]
fn times_are_spans_and_days() {
    check("since:2d", Query::Since(When::Ago(172_800)));
    check(
        "since:today",
        Query::Since(When::Day {
            back: 0,
            offset_seconds: 0,
        }),
    );
    assert!(matches!(
        parse("before:2026-11"),
        Ok(Query::Before(When::Date(_)))
    ));
    assert!(matches!(
        parse("before:2026-11-20T14:30"),
        Ok(Query::Before(When::Date(_)))
    ));
    assert!(matches!(
        parse("since:\"2026-11-20 14:30\""),
        Ok(Query::Since(When::Date(_)))
    ));
}

#[test]
fn expressions_stand_between_slashes() {
    check("/colos+us/", Query::Pattern(pattern("colos+us")));
    check("/a b/", Query::Pattern(pattern("a b")));
    check("/a\\/b\\d/", Query::Pattern(pattern("a/b\\d")));
    check(
        "title:/colos+us (two|three)/",
        Query::Field(
            Field::Title,
            Wanted::Pattern(pattern("colos+us (two|three)")),
        ),
    );
    check("and/or", word("and/or"));
}

#[test]
fn the_last_word_goes_on_while_typing() {
    assert_eq!(parse_typed("harb"), Ok(start("harb")));
    assert_eq!(
        parse_typed("harbour fir"),
        Ok(Query::All(vec![word("harbour"), start("fir")]))
    );
    assert_eq!(parse_typed("fi"), Ok(word("fi")));
    assert_eq!(parse_typed("harb "), Ok(word("harb")));
    assert_eq!(parse_typed("harb*"), Ok(start("harb")));
    assert_eq!(parse_typed("is:read"), Ok(Query::Is(State::Read)));
    assert_eq!(parse_typed(""), Ok(Query::All(vec![])));
}

#[test]
fn a_mistake_is_named_with_its_place_and_a_remedy() {
    let check = |text: &str, place: &str, said: &str| {
        let error = parse(text).expect_err(text);
        assert_eq!(&text[error.range.clone()], place, "{text}: {error}");
        assert!(error.message.contains(said), "{text}: {error}");
    };
    check(
        "fire is:green",
        "green",
        "after \"is:\" comes unread, read, starred",
    );
    check("is:unraed", "unraed", "\"unread\" may be meant");
    check("(a or b", "(", "this parenthesis is never closed");
    check("a )", ")", "this parenthesis closes nothing");
    check("a or", "or", "needs something on both sides");
    check("colour:red", "colour", "there is no field \"colour\"");
    check("souce:post", "souce", "\"source\" may be meant");
    check("sources:>many", ">many", "comes a number, like >3");
    check("since:soon", "soon", "a time like 90m, 2d, today");
    check("lang:/e/", "/e/", "a language like en");
    check("feed:", "feed:", "comes what it shall contain");
    check("title:\"\"", "title:\"\"", "comes what it shall contain");
    check("/(bay/", "/(bay/", "unclosed group");
    check("/bay", "/bay", "end it with /");
    check("not", "", "something is missing here");
    check("kind:poem", "poem", "snippet, commentary, brief or live");
    check("story:first", "first", "comes its number");
    check("fire \"\"", "\"\"", "nothing here to look for");
    check("fire or \"  \"*", "\"  \"*", "nothing here to look for");
    check("\u{301}", "\u{301}", "nothing here to look for");
    check("title:\u{301}", "title:\u{301}", "what it shall contain");
}

#[test]
fn what_everything_answers_is_known_however_it_is_written() {
    for text in [
        "",
        "()",
        "() ()",
        "(() (() and ()))",
        "-(-())",
        "not (fire -())",
    ] {
        let query = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(query.is_everything(), "{text}");
    }
    for text in ["fire", "-()", "() fire", "-fire", "(a or b) ()", "/./"] {
        let query = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(!query.is_everything(), "{text}");
    }
}

#[test]
fn a_query_in_parentheses_stays_what_it_is() {
    for text in [
        "fire",
        "harbour or port",
        "\"harbour fi",
        "\"harbour fire\"*",
        "feed:\"The Po",
        "a feed:\"The Post\" \"b",
        "fire -",
        "/\"+/",
        " title:/a b/ ",
    ] {
        let joined = format!("is:unread {}", grouped(text));
        let both = Query::All(vec![
            Query::Is(State::Unread),
            parse(text).expect("a query"),
        ]);
        assert_eq!(parse(&joined), Ok(both), "{joined}");
    }
}

#[test]
fn what_is_muted_is_left_out_unless_it_is_asked_for() {
    let all = |text: &str| parse(text).expect("valid").without_muted();
    assert_eq!(
        all("fire"),
        Query::All(vec![word("fire"), not(Query::Is(State::Muted))])
    );
    assert_eq!(
        parse("fire or -(is:muted)").ok(),
        Some(all("fire or -(is:muted)"))
    );
}

#[test]
fn days_are_those_of_the_readers_clock() {
    let zoned = |text: &str| parse(text).expect("valid").in_zone(7200);
    assert_eq!(
        zoned("a -since:today"),
        Query::All(vec![
            word("a"),
            not(Query::Since(When::Day {
                back: 0,
                offset_seconds: 7200,
            })),
        ])
    );
    let noon = crate::model::Timestamp::parse("2026-11-20T10:00:00Z").expect("a time");
    assert_eq!(
        zoned("before:2026-11-20T12:00"),
        Query::Before(When::Instant(noon))
    );
}

#[test]
fn too_much_is_refused() {
    let fail = |text: &str| parse(text).expect_err("refused").to_string();
    assert!(fail(&"(".repeat(100)).contains("too many parentheses"));
    assert!(fail(&("-".repeat(60) + "a")).contains("too many"));
    assert!(fail(&"a ".repeat(300)).contains("200 terms are the most"));
}

#[test]
fn an_error_is_said_with_its_character() {
    let error = parse("gréen is:blue").expect_err("a mistake");
    assert!(
        error
            .to_string()
            .starts_with("The query is not understood at character 10: after \"is:\""),
        "{error}"
    );
}

mod completion {
    use super::*;

    fn names() -> Names {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Names {
            feeds: owned(&["Harbour Ledger", "The Courier"]),
            tags: owned(&["ai", "local news"]),
            sources: owned(&["Post", "The Post"]),
            authors: owned(&["Ada Lind"]),
            languages: owned(&["en", "de"]),
            saved: vec![("Machine learning".into(), "tag:ai since:7d".into())],
        }
    }

    /// Completes at `^`; the query after the first candidate was taken, and all of them.
    fn check(typed: &str, expected: &str, shown: &[&str]) {
        let cursor = typed.find('^').expect("a cursor");
        let text = typed.replace('^', "");
        let found = complete(&text, cursor, &names());
        let all: Vec<_> = found.candidates.iter().map(|c| c.shown.as_str()).collect();
        assert_eq!(all, shown, "{typed}");
        let mut taken = text.clone();
        if let Some(first) = found.candidates.first() {
            taken.replace_range(found.range, &first.insert);
        }
        assert_eq!(taken, expected, "{typed}");
    }

    #[test]
    fn fields_and_saved_queries_begin_a_term() {
        check("fire se^", "fire se", &[]);
        check("fire so^", "fire source:", &["source:", "sources:"]);
        check("-ta^", "-tag:", &["tag:"]);
        check("(ta^)", "(tag:)", &["tag:"]);
        check("mach^", "(tag:ai since:7d)", &["Machine learning"]);
        let all = complete("fire ", 5, &names());
        assert!(all.candidates.len() > 15 && all.range == (5..5));
        assert!(all.candidates.iter().all(|c| !c.help.is_empty()));
    }

    #[test]
    fn values_stand_behind_their_field() {
        check("is:un^", "is:unread", &["unread"]);
        check(
            "feed:^",
            "feed:\"Harbour Ledger\"",
            &["Harbour Ledger", "The Courier"],
        );
        check(
            "feed:\"harb^",
            "feed:\"Harbour Ledger\"",
            &["Harbour Ledger"],
        );
        check("tag:loc^ fire", "tag:\"local news\" fire", &["local news"]);
        check("source:post^", "source:Post", &["Post", "The Post"]);
        check("author:lin^", "author:\"Ada Lind\"", &["Ada Lind"]);
        check("lang:d^", "lang:de", &["de"]);
        check("since:y^", "since:yesterday", &["yesterday", "today"]);
        check("title:/a^", "title:/a", &[]);
        check("nothing:x^", "nothing:x", &[]);
    }

    #[test]
    fn a_cursor_anywhere_is_no_harm() {
        for cursor in 0..40 {
            complete("feed:\"gréen (bay\" or /x", cursor, &names());
        }
    }
}
