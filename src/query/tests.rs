//! What each way of asking means.

use super::{Comparison, Query, Text, parse};

fn word(words: &str) -> Query {
    Query::Text(Text {
        words: words.to_owned(),
        prefix: false,
    })
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
    check(
        "harb*",
        Query::Text(Text {
            words: "harb".into(),
            prefix: true,
        }),
    );
}

#[test]
fn or_binds_weaker_than_side_by_side() {
    check(
        "a b OR c",
        Query::Any(vec![Query::All(vec![word("a"), word("b")]), word("c")]),
    );
    check(
        "a (b or c)",
        Query::All(vec![word("a"), Query::Any(vec![word("b"), word("c")])]),
    );
}

#[test]
fn fields_narrow() {
    check("is:unread", Query::Unread);
    check("-is:read", Query::Not(Box::new(Query::Read)));
    check("sources:>3", Query::Sources(Comparison::More, 3));
    check("since:2d", Query::Since(172_800));
    check("source:\"The Post\"", Query::Source("The Post".into()));
    check("https://a.example/x", word("https://a.example/x"));
    check("low-latency", word("low-latency"));
}

#[test]
fn a_mistake_is_named_with_its_place() {
    let fail = |text: &str| parse(text).expect_err("a mistake").to_string();
    assert_eq!(
        fail("fire is:green"),
        "The query is not understood at character 9: after \"is:\" comes unread, read or starred"
    );
    assert!(fail("(a or b").contains("character 1: this parenthesis is never closed"));
    assert!(fail("a )").contains("character 3: this parenthesis closes nothing"));
    assert!(fail("a or").contains("needs something on both sides"));
    assert!(fail("colour:red").contains("this field is not known"));
    assert!(fail("sources:>many").contains("a number is expected"));
    assert!(fail(&"(".repeat(100)).contains("too many parentheses"));
}
