//! What a test expects, in the language that many suites of feeds use: Python expressions over
//! the names of a feed, of which comparisons with a text or a time and `and` between them are
//! understood here.

use crate::judge::{Field, Subject, Value};

/// What an expression says of titles, links, dates and authors: each subject with its value.
/// `None` where it says something else, or something that is not understood.
pub fn comparisons(expression: &str) -> Option<Vec<(Subject, Value)>> {
    let tokens = tokens(expression)?;
    let mut found = Vec::new();
    for clause in tokens.split(|token| *token == Token::Name("and".to_owned())) {
        found.extend(comparison(clause)?);
    }
    (!found.is_empty()).then_some(found)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    Text(String),
    Number(i64),
    Equal,
    Sign(char),
}

/// The comparisons of one clause; none for what tells of the other reader's own state.
fn comparison(clause: &[Token]) -> Option<Vec<(Subject, Value)>> {
    let clause = without_brackets(clause);
    let own = |token: Option<&Token>| matches!(token, Some(Token::Name(name)) if ["bozo", "encoding", "version"].contains(&name.as_str()));
    let rest = clause.strip_prefix(&[Token::Name("not".to_owned())]);
    if own(clause.first()) || rest.is_some_and(|rest| own(rest.first())) {
        return Some(Vec::new());
    }
    let sides: Vec<&[Token]> = clause.split(|token| *token == Token::Equal).collect();
    let (value, subjects) = sides.split_last()?;
    if subjects.is_empty() {
        return None;
    }
    let value = value_of(value)?;
    subjects
        .iter()
        .map(|side| Some((subject(&path(side)?)?, value.clone())))
        .collect()
}

fn without_brackets(clause: &[Token]) -> &[Token] {
    match clause {
        [Token::Sign('('), inner @ .., Token::Sign(')')] => inner,
        other => other,
    }
}

/// `entries[0]['title']`, `feed.title` as the names on the way.
fn path(tokens: &[Token]) -> Option<Vec<String>> {
    tokens
        .iter()
        .filter_map(|token| match token {
            Token::Name(name) | Token::Text(name) => Some(Some(name.clone())),
            Token::Number(number) => Some(Some(number.to_string())),
            Token::Sign('[' | ']' | '.') => None,
            _ => Some(None),
        })
        .collect()
}

fn subject(path: &[String]) -> Option<Subject> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let (item, field) = match path.as_slice() {
        ["entries" | "items", number, field @ ..] => (Some(number.parse().ok()?), field),
        ["feed" | "channel", field @ ..] => (None, field),
        // Suites about single items do not name the list.
        field => (Some(0), field),
    };
    let field = match field {
        ["title"] | ["title_detail", "value"] => Field::Title,
        ["link"] => Field::Link,
        ["author"] | ["author_detail", "name"] | ["authors", "0", "name"] => Field::Author,
        [date] => {
            let name = date.strip_suffix("_parsed").unwrap_or(date);
            let dates = [
                "published",
                "updated",
                "created",
                "issued",
                "modified",
                "date",
            ];
            dates.contains(&name).then_some(Field::Date)?
        }
        _ => return None,
    };
    Some(Subject { item, field })
}

fn value_of(tokens: &[Token]) -> Option<Value> {
    match tokens {
        [Token::Name(name)] if name == "None" => Some(Value::Nothing),
        [Token::Sign('('), numbers @ .., Token::Sign(')')] => time(numbers).map(Value::Time),
        texts => texts
            .iter()
            .filter(|token| **token != Token::Sign('+'))
            .map(|token| match token {
                Token::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect::<Option<String>>()
            .map(Value::Text),
    }
}

/// Year, month, day, hour, minute, second; what follows tells the same again.
fn time(numbers: &[Token]) -> Option<i64> {
    let numbers: Vec<i64> = numbers
        .iter()
        .filter_map(|token| match token {
            Token::Number(number) => Some(*number),
            _ => None,
        })
        .collect();
    let [year, month, day, hour, minute, second, ..] = numbers.as_slice() else {
        return None;
    };
    let part = |number: &i64| u32::try_from(*number).ok();
    let date =
        chrono::NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, part(month)?, part(day)?)?;
    let time = date.and_hms_opt(part(hour)?, part(minute)?, part(second)?)?;
    Some(time.and_utc().timestamp())
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let quoted = rest.strip_prefix(['u', 'r']).unwrap_or(rest);
        if let Some(quote @ ('\'' | '"')) = quoted.chars().next() {
            let (value, after) = quoted_text(&quoted[1..], quote)?;
            found.push(Token::Text(value));
            rest = after;
        } else if first.is_ascii_digit() {
            let end = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            found.push(Token::Number(rest[..end].parse().ok()?));
            rest = &rest[end..];
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let end = end.unwrap_or(rest.len());
            found.push(Token::Name(rest[..end].to_owned()));
            rest = &rest[end..];
        } else if let Some(after) = rest.strip_prefix("==") {
            found.push(Token::Equal);
            rest = after;
        } else {
            found.push(Token::Sign(first));
            rest = &rest[first.len_utf8()..];
        }
        rest = rest.trim_start();
    }
    Some(found)
}

/// The value of a quoted text and what follows it.
fn quoted_text(text: &str, quote: char) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some((out, &text[at + c.len_utf8()..]));
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        let (_, escape) = chars.next()?;
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            'n' => {
                out.push('\n');
                continue;
            }
            't' => {
                out.push('\t');
                continue;
            }
            '\'' | '"' | '\\' => {
                out.push(escape);
                continue;
            }
            other => {
                out.push('\\');
                out.push(other);
                continue;
            }
        };
        let code: String = chars.by_ref().take(digits).map(|(_, c)| c).collect();
        out.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
    }
    None
}
