//! Placeholders of the sample day's files: instants relative to now, the server's address, and
//! passages that differ between the first fetch and the later ones.
//!
//! `{{base}}` is the server's address. `{{rfc2822 -3h20m}}` and `{{rfc3339 -1d2h}}` are dates for
//! feeds; `{{weekday -5h}}`, `{{date -5h}}`, `{{day -5h}}` and `{{clock -5h}}` are dates for
//! prose. `{{first}}A{{then}}B{{end}}` is A until the day has advanced, then B.

use std::time::Duration;

use crate::model::Timestamp;

/// How far the sample day has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// As the first fetch finds it.
    First,
    /// One item has been changed by its publisher.
    Changed,
}

/// What placeholders stand for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// The server's address without a slash at its end.
    pub base: &'a str,
    /// The instant that the dates are relative to.
    pub now: Timestamp,
    /// Which of two passages is shown.
    pub stage: Stage,
}

/// The text with every placeholder replaced; the error is a placeholder that means nothing.
pub(super) fn expand(text: &str, context: Context<'_>) -> Result<String, String> {
    let mut expanded = String::with_capacity(text.len());
    let mut shown = true;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (placeholder, following) = after.split_once("}}").ok_or_else(|| shorten(after))?;
        if shown {
            expanded.push_str(before);
        }
        match placeholder {
            "first" => shown = context.stage == Stage::First,
            "then" => shown = context.stage == Stage::Changed,
            "end" => shown = true,
            _ => {
                let value = value(placeholder, context).ok_or_else(|| shorten(placeholder))?;
                if shown {
                    expanded.push_str(&value);
                }
            }
        }
        rest = following;
    }
    expanded.push_str(rest);
    Ok(expanded)
}

fn value(placeholder: &str, context: Context<'_>) -> Option<String> {
    if placeholder == "base" {
        return Some(context.base.to_owned());
    }
    let (form, offset) = placeholder.split_once(' ')?;
    let time = context.now - ago(offset)?;
    let format = match form {
        "rfc3339" => return Some(time.to_string()),
        "rfc2822" => return Some(time.utc().to_rfc2822()),
        "weekday" => "%A",
        "date" => "%-d %B %Y",
        "day" => "%-d",
        "clock" => "%H:%M",
        _ => return None,
    };
    Some(time.utc().format(format).to_string())
}

/// Reads `-1d2h30m`: how long before now.
fn ago(offset: &str) -> Option<Duration> {
    let mut seconds = 0_u64;
    let mut number = None;
    for character in offset.strip_prefix('-')?.chars() {
        if let Some(digit) = character.to_digit(10) {
            let so_far: u64 = number.unwrap_or(0);
            number = Some(so_far.checked_mul(10)?.checked_add(u64::from(digit))?);
            continue;
        }
        let unit = match character {
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            _ => return None,
        };
        seconds = seconds.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    number.is_none().then(|| Duration::from_secs(seconds))
}

fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str, stage: Stage) -> Result<String, String> {
        let now = Timestamp::parse("2026-03-02T10:30:00Z").expect("valid");
        let base = "http://127.0.0.1:9";
        expand(text, Context { base, now, stage })
    }

    #[test]
    fn dates_are_relative_to_now() {
        let text =
            "{{rfc3339 -1d2h30m}} {{rfc2822 -30m}} {{weekday -1d}} {{date -2d}} {{clock -45m}}";
        assert_eq!(
            expanded(text, Stage::First).expect("known placeholders"),
            "2026-03-01T08:00:00Z Mon, 2 Mar 2026 10:00:00 +0000 Sunday 28 February 2026 09:45"
        );
    }

    #[test]
    fn a_passage_in_two_versions_shows_the_one_of_its_stage() {
        let text = "{{first}}four{{then}}six, {{base}}{{end}} hurt";
        assert_eq!(expanded(text, Stage::First), Ok("four hurt".to_owned()));
        assert_eq!(
            expanded(text, Stage::Changed),
            Ok("six, http://127.0.0.1:9 hurt".to_owned())
        );
    }

    #[test]
    fn an_unknown_placeholder_is_named() {
        assert_eq!(
            expanded("a {{wekday -1d}}", Stage::First),
            Err("wekday -1d".to_owned())
        );
        assert_eq!(
            expanded("{{rfc3339 -3x}}", Stage::First),
            Err("rfc3339 -3x".to_owned())
        );
        assert_eq!(
            expanded("{{rfc3339 -3}}", Stage::First),
            Err("rfc3339 -3".to_owned())
        );
        assert!(expanded("{{never closed", Stage::First).is_err());
    }
}
