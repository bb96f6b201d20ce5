//! newsboat's filter expressions → the query language: `unread = "yes" and tags # "tech"` is
//! `is:unread tag:tech`. What has no counterpart is said, not guessed.

/// Deeper nesting than anybody writes by hand.
const DEPTH: usize = 32;

/// Days that are beyond every article.
const LONGEST_DAYS: i64 = 36_500;

/// What an expression asks for, in our terms.
#[derive(Debug, Clone, PartialEq)]
enum Asked {
    All(Vec<Asked>),
    Any(Vec<Asked>),
    Not(Box<Asked>),
    Term(String),
}

/// The query that asks for what a filter expression of newsboat asks for.
///
/// # Errors
/// Why there is none, as half a sentence.
pub fn query_of_filter(expression: &str) -> Result<String, String> {
    let mut rest = expression.trim();
    if rest.is_empty() {
        return Err("the expression is empty".to_owned());
    }
    let asked = asked(&mut rest, 0)?;
    if rest.is_empty() {
        Ok(written(&asked, false))
    } else {
        Err(format!("\"{rest}\" is not understood"))
    }
}

/// Conditions with `and` and `or` between them. Both bind alike, to the right, as in newsboat.
fn asked(rest: &mut &str, depth: usize) -> Result<Asked, String> {
    if depth > DEPTH {
        return Err("it is nested too deep".to_owned());
    }
    let left = operand(rest, depth)?;
    if let Some(after) = word_ahead(rest, "and") {
        *rest = after;
        let right = asked(rest, depth + 1)?;
        return Ok(join(left, right, true));
    }
    if let Some(after) = word_ahead(rest, "or") {
        *rest = after;
        let right = asked(rest, depth + 1)?;
        return Ok(join(left, right, false));
    }
    Ok(left)
}

fn join(left: Asked, right: Asked, all: bool) -> Asked {
    let mut terms = vec![left];
    match right {
        Asked::All(more) if all => terms.extend(more),
        Asked::Any(more) if !all => terms.extend(more),
        other => terms.push(other),
    }
    if all {
        Asked::All(terms)
    } else {
        Asked::Any(terms)
    }
}

fn operand(rest: &mut &str, depth: usize) -> Result<Asked, String> {
    *rest = rest.trim_start();
    if let Some(inside) = rest.strip_prefix('(') {
        *rest = inside;
        let found = asked(rest, depth + 1)?;
        *rest = rest.trim_start();
        *rest = rest
            .strip_prefix(')')
            .ok_or_else(|| "a parenthesis is never closed".to_owned())?;
        *rest = rest.trim_start();
        return Ok(found);
    }
    let name = taken(rest, |c| c.is_ascii_alphanumeric() || c == '_');
    let operator = operator(rest)
        .ok_or_else(|| format!("\"{}\" is not understood", format!("{name} {rest}").trim()))?;
    let value = value(rest)?;
    *rest = rest.trim_start();
    condition(&name, operator, &value)
}

/// Takes the characters at the start that are wanted.
fn taken(rest: &mut &str, wanted: impl Fn(char) -> bool) -> String {
    let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    *rest = after.trim_start();
    word.to_owned()
}

fn word_ahead<'a>(rest: &'a str, word: &str) -> Option<&'a str> {
    let after = rest.trim_start().strip_prefix(word)?;
    after
        .starts_with(|c: char| c.is_whitespace() || c == '(')
        .then(|| after.trim_start())
}

const OPERATORS: &[&str] = &[
    "==", "!=", "=~", "!~", "!#", "<=", ">=", "=", "<", ">", "#", "between",
];

fn operator(rest: &mut &str) -> Option<&'static str> {
    let found = OPERATORS.iter().find(|sign| rest.starts_with(**sign))?;
    *rest = rest[found.len()..].trim_start();
    Some(found)
}

/// A text between quotation marks, a number, or two numbers with a colon between them.
fn value(rest: &mut &str) -> Result<String, String> {
    if let Some(inside) = rest.strip_prefix('"') {
        let mut text = String::new();
        let mut chars = inside.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    *rest = &inside[at + 1..];
                    return Ok(text);
                }
                '\\' => match chars.next() {
                    Some((_, c @ ('"' | '\\'))) => text.push(c),
                    Some((_, c)) => text.extend(['\\', c]),
                    None => {}
                },
                c => text.push(c),
            }
        }
        return Err("a quotation mark is never closed".to_owned());
    }
    let text = taken(rest, |c| c.is_ascii_digit() || c == '-' || c == ':');
    if text.is_empty() {
        return Err("a value is missing".to_owned());
    }
    Ok(text)
}

fn condition(name: &str, operator: &str, value: &str) -> Result<Asked, String> {
    match name {
        "unread" => yes_no(operator, value),
        "age" => age(operator, value),
        "tags" => tags(operator, value),
        "flags" => flags(operator, value),
        "title" => text_field("title", true, operator, value),
        "author" => text_field("author", false, operator, value),
        "link" => text_field("url", false, operator, value),
        "feedtitle" | "rssurl" | "feedlink" => text_field("feed", false, operator, value),
        "content" => content(operator, value),
        "" => Err("a condition is missing".to_owned()),
        _ => Err(format!("queries here do not know \"{name}\"")),
    }
}

fn yes_no(operator: &str, value: &str) -> Result<Asked, String> {
    let unread = match (operator, value) {
        ("=" | "==" | "=~", "yes") | ("!=" | "!~", "no") => "is:unread",
        ("=" | "==" | "=~", "no") | ("!=" | "!~", "yes") => "is:read",
        _ => return Err(format!("unread {operator} \"{value}\" is not understood")),
    };
    Ok(Asked::Term(unread.to_owned()))
}

/// An age is in whole days, so an age of 7 is anything before the eighth is over.
fn age(operator: &str, value: &str) -> Result<Asked, String> {
    let number = |text: &str| {
        let days: Option<i64> = text.parse().ok();
        let days = days.ok_or_else(|| format!("\"{text}\" is not a number of days"))?;
        Ok::<_, String>(days.clamp(0, LONGEST_DAYS))
    };
    let younger = |days: i64| Asked::Term(format!("since:{days}d"));
    let older = |days: i64| Asked::Not(Box::new(younger(days)));
    if operator == "between" {
        let (low, high) = value
            .split_once(':')
            .ok_or_else(|| format!("\"{value}\" is not a range of days"))?;
        let (low, high) = (number(low)?, number(high)?);
        let mut terms = vec![younger(high + 1)];
        if low > 0 {
            terms.push(older(low));
        }
        return Ok(one_or_all(terms));
    }
    let days = number(value)?;
    Ok(match operator {
        "<" => younger(days),
        "<=" => younger(days + 1),
        ">" => older(days + 1),
        ">=" => older(days),
        "=" | "==" if days == 0 => younger(1),
        "=" | "==" => Asked::All(vec![younger(days + 1), older(days)]),
        _ => return Err(format!("age {operator} is not understood")),
    })
}

fn one_or_all(mut terms: Vec<Asked>) -> Asked {
    match terms.len() {
        1 => terms.remove(0),
        _ => Asked::All(terms),
    }
}

fn tags(operator: &str, value: &str) -> Result<Asked, String> {
    let literal = literal(value);
    match (operator, literal) {
        ("#" | "=" | "==", _) => Ok(Asked::Term(field("tag", value)?)),
        ("!#" | "!=", _) => Ok(Asked::Not(Box::new(Asked::Term(field("tag", value)?)))),
        _ => Err("tags are compared whole here, not by a pattern".to_owned()),
    }
}

/// Flagged articles are starred here, and each letter is a tag.
fn flags(operator: &str, value: &str) -> Result<Asked, String> {
    let starred = || Asked::Term("is:starred".to_owned());
    let letters = || {
        let all_letters = !value.is_empty() && value.chars().all(|c| c.is_ascii_alphabetic());
        let tags = value.chars().map(|c| Asked::Term(format!("tag:flag-{c}")));
        all_letters.then(|| one_or_all(tags.collect()))
    };
    let not = |asked: Asked| Asked::Not(Box::new(asked));
    match (operator, value) {
        ("!=", "") | ("=~", "." | ".+") => Ok(starred()),
        ("=" | "==", "") | ("!~", "." | ".+") => Ok(not(starred())),
        ("#" | "=~", _) => letters().ok_or_else(|| flags_pattern(value)),
        ("!#" | "!~", _) => letters().map(not).ok_or_else(|| flags_pattern(value)),
        _ => Err("only single flags are asked for here".to_owned()),
    }
}

fn flags_pattern(value: &str) -> String {
    format!("\"{value}\" is not a letter that an article is flagged with")
}

/// A field that contains a text, or matches a pattern.
fn text_field(name: &str, patterns: bool, operator: &str, value: &str) -> Result<Asked, String> {
    let negated = operator.starts_with('!');
    let asked = match operator {
        "=" | "==" | "!=" if patterns => pattern(name, &format!("^{}$", escaped(value)))?,
        "=" | "==" | "!=" | "#" | "!#" => Asked::Term(field(name, value)?),
        "=~" | "!~" => match alternatives(value) {
            Some(texts) => {
                let terms = texts.iter().map(|text| Ok(Asked::Term(field(name, text)?)));
                let mut terms = terms.collect::<Result<Vec<_>, String>>()?;
                match terms.len() {
                    1 => terms.remove(0),
                    _ => Asked::Any(terms),
                }
            }
            None => pattern(name, value)?,
        },
        _ => return Err(format!("{name} {operator} is not understood")),
    };
    Ok(if negated {
        Asked::Not(Box::new(asked))
    } else {
        asked
    })
}

fn content(operator: &str, value: &str) -> Result<Asked, String> {
    let texts = match operator {
        "=~" | "!~" => alternatives(value),
        "#" | "!#" => Some(vec![value.to_owned()]),
        _ => return Err(format!("content {operator} is not understood")),
    };
    let asked = match texts {
        None => Asked::Term(between_slashes(value)?),
        Some(texts) => {
            let terms = texts.iter().map(|text| Ok(Asked::Term(quoted(text)?)));
            let mut terms = terms.collect::<Result<Vec<_>, String>>()?;
            match terms.len() {
                1 => terms.remove(0),
                _ => Asked::Any(terms),
            }
        }
    };
    Ok(match operator {
        "!~" | "!#" => Asked::Not(Box::new(asked)),
        _ => asked,
    })
}

/// The texts that a pattern of plain texts between `|` matches; `None` if it is more than that.
fn alternatives(value: &str) -> Option<Vec<String>> {
    let inside = value
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .unwrap_or(value);
    inside.split('|').map(literal).collect()
}

/// The text that a pattern stands for; `None` if a sign in it means something.
fn literal(pattern: &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.push(chars.next().filter(|c| !c.is_alphanumeric())?),
            '^' | '$' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' => {
                return None;
            }
            c => text.push(c),
        }
    }
    (!text.trim().is_empty()).then_some(text)
}

fn escaped(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        if !c.is_alphanumeric() && !c.is_whitespace() && c.is_ascii() {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

fn pattern(name: &str, pattern: &str) -> Result<Asked, String> {
    Ok(Asked::Term(format!("{name}:{}", between_slashes(pattern)?)))
}

fn between_slashes(pattern: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut is_escaped = false;
    for c in pattern.chars() {
        if c == '/' && !is_escaped {
            text.push('\\');
        }
        is_escaped = c == '\\' && !is_escaped;
        text.push(c);
    }
    if text.is_empty() {
        return Err("the pattern is empty".to_owned());
    }
    Ok(format!("/{text}/"))
}

fn field(name: &str, value: &str) -> Result<String, String> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !value.is_empty() && value.chars().all(plain) {
        return Ok(format!("{name}:{value}"));
    }
    Ok(format!("{name}:{}", quoted(value)?))
}

fn quoted(value: &str) -> Result<String, String> {
    if value.trim().is_empty() {
        return Err("an empty text is asked for".to_owned());
    }
    if value.contains('"') {
        return Err("a quotation mark cannot stand in a text that is asked for".to_owned());
    }
    Ok(format!("\"{value}\""))
}

fn written(asked: &Asked, inside: bool) -> String {
    let list = |terms: &[Asked], between: &str| {
        let texts: Vec<String> = terms.iter().map(|term| written(term, true)).collect();
        let text = texts.join(between);
        if inside { format!("({text})") } else { text }
    };
    match asked {
        Asked::All(terms) => list(terms, " "),
        Asked::Any(terms) => list(terms, " or "),
        Asked::Not(term) => match &**term {
            Asked::Not(twice) => written(twice, inside),
            other => format!("-{}", written(other, true)),
        },
        Asked::Term(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(expression: &str, query: &str) {
        assert_eq!(
            query_of_filter(expression),
            Ok(query.to_owned()),
            "{expression}"
        );
    }

    #[test]
    fn conditions_have_their_counterparts() {
        check("unread = \"yes\"", "is:unread");
        check("unread != \"yes\"", "is:read");
        check("tags # \"tech\"", "tag:tech");
        check("tags !# \"far away\"", "-tag:\"far away\"");
        check("flags # \"s\"", "tag:flag-s");
        check("flags != \"\"", "is:starred");
        check("author =~ \"Ada\"", "author:Ada");
        check(
            "rssurl = \"https://a.example/f\"",
            "feed:\"https://a.example/f\"",
        );
        check("content =~ \"fog horn\"", "\"fog horn\"");
        check("content =~ \"fog.?horn\"", "/fog.?horn/");
        check("link =~ \"/live/\"", "url:\"/live/\"");
    }

    #[test]
    fn ages_are_whole_days() {
        check("age < 7", "since:7d");
        check("age <= 7", "since:8d");
        check("age between 0:7", "since:8d");
        check("age between 2:7", "since:8d -since:2d");
        check("age > 3", "-since:4d");
        check("age = 0", "since:1d");
    }

    #[test]
    fn plain_patterns_are_texts_and_others_stay_patterns() {
        check("title =~ \"kernel\"", "title:kernel");
        check("title =~ \"(quiz|puzzle)\"", "title:quiz or title:puzzle");
        check("title !~ \"^Re: a/b\"", "-title:/^Re: a\\/b/");
        check("title = \"C++ today\"", "title:/^C\\+\\+ today$/");
    }

    #[test]
    fn and_and_or_bind_alike_to_the_right() {
        check(
            "unread = \"yes\" and tags # \"a\" or tags # \"b\"",
            "is:unread (tag:a or tag:b)",
        );
        check(
            "(unread = \"yes\" and tags # \"a\") or tags # \"b\"",
            "(is:unread tag:a) or tag:b",
        );
        check("(( unread=\"no\" ))", "is:read");
    }

    #[test]
    fn what_has_no_counterpart_is_named() {
        let fail = |text: &str| query_of_filter(text).expect_err("no counterpart");
        assert_eq!(
            fail("unread_count > 0"),
            "queries here do not know \"unread_count\""
        );
        assert_eq!(
            fail("tags =~ \"^te\""),
            "tags are compared whole here, not by a pattern"
        );
        assert_eq!(fail("title =~ \"a"), "a quotation mark is never closed");
        assert_eq!(fail("(unread = \"yes\""), "a parenthesis is never closed");
        assert!(fail("nonsense").contains("is not understood"));
        assert!(fail(&"(".repeat(100)).contains("nested too deep"));
    }

    proptest! {
        #[test]
        fn no_expression_breaks_it(text in "[a-z ()\"=~!#<>:0-9/|.-]{0,60}|(title|age|tags|flags) ?(=~|#|between|<) ?\"?\\PC{0,20}\"?") {
            let _ = query_of_filter(&text);
        }
    }
}
