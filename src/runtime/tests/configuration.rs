//! The configuration changes while the screen is there.

use super::*;
use crate::{config::Settings, runtime::timers::Timers};

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_changes_holds_at_once_and_a_broken_one_leaves_the_old_in_force() {
    let mut real = Real::open();
    let file = real.directories.config_file();
    let configured = |msg: &Msg| match msg {
        Msg::Configured {
            settings, mistakes, ..
        } => Some((settings.reading.text_width, mistakes.len())),
        _ => None,
    };
    // What is written before the first look is no change, so it is written until it is seen.
    let until = async |real: &mut Real, text: &str, wanted: &dyn Fn(&Msg) -> bool| {
        for attempt in 0..10 {
            let text = text.to_owned() + &"\n".repeat(attempt);
            std::fs::write(&file, text).expect("written");
            let limit = Duration::from_secs(2);
            while let Ok(Some(msg)) = tokio::time::timeout(limit, real.answers.recv()).await {
                if wanted(&msg) {
                    return msg;
                }
            }
        }
        panic!("nothing was said of the configuration");
    };
    let text = "[reading]\ntext_width = 66\ncolumn = 3\n";
    let msg = until(&mut real, text, &|msg| configured(msg).is_some()).await;
    assert_eq!(configured(&msg), Some((66, 1)));
    let text = "[reading]\ntext_width = \"wide\"\n";
    let msg = until(&mut real, text, &|msg| matches!(msg, Msg::Notice(_))).await;
    let Msg::Notice(notice) = msg else {
        panic!("{msg:?}");
    };
    assert!(notice.text.contains("line 2"), "{}", notice.text);
    assert_eq!(
        notice.hint.as_deref(),
        Some("What was set before stays in force.")
    );
}

/// What the screen hears when the configuration is another one.
fn configured(text: &str) -> Msg {
    let settings: Settings = toml::from_str(text).expect("settings");
    Msg::Configured {
        applied: Box::default(),
        settings: Box::new(settings),
        mistakes: Vec::new(),
    }
}

#[tokio::test]
async fn what_was_chosen_for_this_session_outlives_a_change_of_something_else() {
    let (mut screen, _keys, frames, _) = idle();
    let mut timers = Timers::default();
    screen.look.theme = ThemeName::Paper;
    let change = configured("[reading]\ntext_width = 60\n");
    screen
        .handle(vec![change], &mut timers)
        .await
        .expect("taken");
    assert_eq!(screen.look.theme, ThemeName::Paper);
    assert!(
        frames.modes.borrow().is_empty(),
        "the terminal is left alone"
    );
    let change = configured("[display]\ntheme = \"night\"\n");
    screen
        .handle(vec![change], &mut timers)
        .await
        .expect("taken");
    assert_eq!(screen.look.theme, ThemeName::Night);
    assert!(frames.modes.borrow().is_empty(), "a theme is no mode");
}

#[tokio::test]
async fn a_changed_configuration_changes_the_terminal() {
    let (mut screen, keys, frames, nobody) = idle();
    screen.title = None;
    let text = "[display]\ntitle = true\ntheme = \"night\"\n[input]\nmouse = false\n";
    let msg = configured(text);
    nobody.answers.send(msg).expect("sent");
    let watched = frames.clone();
    let meanwhile = async move {
        while watched.copied.borrow().is_empty() {
            tokio::task::yield_now().await;
        }
        keys.send(press('Q')).expect("sent");
    };
    let (outcome, ()) = tokio::join!(screen.run(), meanwhile);
    assert_eq!(outcome.expect("runs"), Outcome::Quit);
    let modes = frames.modes.borrow();
    let last = modes.last().expect("modes");
    assert!(last.title && !last.mouse);
    let sent = frames.copied.borrow().concat();
    assert!(sent.contains("- newsfold"), "{sent:?}");
}
