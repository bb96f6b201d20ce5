use super::*;

fn lookup(map: &KeyMap, typed: &str) -> Lookup {
    lookup_in(map, Context::Stories, typed)
}

fn lookup_in(map: &KeyMap, context: Context, typed: &str) -> Lookup {
    map.lookup(context, &Key::parse_sequence(typed).expect("keys"))
}

fn configured(text: &str) -> (KeyMap, Vec<String>) {
    KeyMap::of(&toml::from_str(text).expect("settings"))
}

fn overridden(text: &str) -> (KeyMap, Vec<String>) {
    configured(&format!("[keys]\n{text}"))
}

fn preset(name: &str) -> KeyMap {
    let (map, problems) = configured(&format!("[input]\npreset = \"{name}\""));
    assert_eq!(problems, Vec::<String>::new(), "{name}");
    map
}

const PRESETS: [&str; 3] = ["default", "newsboat", "arrows"];

/// Actions that have a name and no key in the default preset: rarely wanted, or done by mouse.
const BY_NAME_ONLY: &[Action] = &[
    Action::KeptBriefs,
    Action::ImportFeeds,
    Action::StarterSet,
    Action::Sample,
    Action::ResetPanes,
    Action::OpenAll,
];

/// What every preset has keys for.
const EVERYWHERE: &[Action] = &[
    Action::Down,
    Action::Up,
    Action::Top,
    Action::Bottom,
    Action::PageDown,
    Action::PageUp,
    Action::FocusLeft,
    Action::FocusRight,
    Action::FocusNext,
    Action::Zoom,
    Action::Open,
    Action::ReadOn,
    Action::ReadBack,
    Action::NextSource,
    Action::PreviousSource,
    Action::NextStory,
    Action::PreviousStory,
    Action::NextUnread,
    Action::PreviousUnread,
    Action::FullText,
    Action::LinkList,
    Action::ToggleRead,
    Action::MarkViewRead,
    Action::ToggleStar,
    Action::Undo,
    Action::Redo,
    Action::Tag,
    Action::ToggleFollow,
    Action::ToggleMute,
    Action::Range,
    Action::Separate,
    Action::Merge,
    Action::Why,
    Action::ViewAll,
    Action::ViewUnread,
    Action::ViewStarred,
    Action::ViewFollowed,
    Action::ViewMuted,
    Action::ViewHistory,
    Action::Lists,
    Action::Feeds,
    Action::Tags,
    Action::SavedViews,
    Action::ToggleFlat,
    Action::SortList,
    Action::Filter,
    Action::ToggleShowRead,
    Action::ShowNew,
    Action::Search,
    Action::CopyLink,
    Action::Save,
    Action::AddFeed,
    Action::FeedManager,
    Action::RemoveFeed,
    Action::OpenOriginal,
    Action::Enclosures,
    Action::Pipe,
    Action::RefreshFeed,
    Action::RefreshAll,
    Action::Ledger,
    Action::Palette,
    Action::Macros,
    Action::CommandLine,
    Action::Help,
    Action::Back,
    Action::Cancel,
    Action::Quit,
];

#[test]
fn no_key_of_a_preset_clashes_with_another_in_any_context() {
    for name in PRESETS {
        let map = preset(name);
        for bindings in map.contexts.iter().chain([&map.general]) {
            let keys: Vec<&Vec<Key>> = bindings.keys().collect();
            for (at, one) in keys.iter().enumerate() {
                for other in &keys[at + 1..] {
                    let alike = one.starts_with(other) || other.starts_with(one);
                    assert!(!alike, "{name}: {one:?} and {other:?}");
                }
            }
        }
    }
}

#[test]
fn every_action_has_a_key_or_is_listed_as_one_without() {
    let map = preset("default");
    for action in Action::all() {
        let bound = !map.keys_of(action).is_empty();
        let listed = BY_NAME_ONLY.contains(&action);
        assert!(bound != listed, "{}", action.name());
    }
}

#[test]
fn the_main_actions_have_keys_in_every_preset_and_context() {
    for name in PRESETS {
        let map = preset(name);
        for action in EVERYWHERE {
            for context in Context::ALL {
                let hint = map.hint_in(context, *action);
                let named = hint.len() > 1 && hint.starts_with(':');
                assert!(!named, "{name}, {}: {hint}", context.name());
            }
        }
    }
}

#[test]
fn arrows_needs_no_letter() {
    let map = preset("arrows");
    for action in EVERYWHERE {
        let without_letters = |keys: &&Vec<Key>| {
            let letter =
                |key: &Key| matches!(key.code, crate::config::Code::Char(c) if c.is_alphabetic());
            !keys.iter().any(letter)
        };
        let keys = sequences(&map.general, Bound::Action(*action));
        assert!(
            keys.iter().any(|keys| without_letters(&keys)),
            "{}",
            action.name()
        );
    }
}

#[test]
fn every_key_of_the_design_leads_somewhere() {
    let map = KeyMap::default();
    let keys = "j k gg G C-d C-u C-f C-b PgDn PgUp h l Tab S-Tab Enter J K Space b 1 9 0 ] [ } \
                { n N gn o O y Y m A s r R z / ! ? : q Q C-c Esc C-z C-l u C-r . ga gu gs ( ) \
                gx a F1 Up Down < > | D C-p ,";
    for sequence in keys.split_whitespace() {
        assert!(
            matches!(lookup(&map, sequence), Lookup::Action(_)),
            "{sequence}"
        );
    }
    assert_eq!(lookup(&map, "g"), Lookup::Prefix);
    assert_eq!(lookup(&map, "gj"), Lookup::Nothing);
}

#[test]
fn the_keys_of_newsboat_mean_what_they_mean_there() {
    let map = preset("newsboat");
    for (keys, action) in [
        ("n", Action::NextUnread),
        ("p", Action::PreviousUnread),
        ("N", Action::ToggleRead),
        ("A", Action::MarkViewRead),
        ("u", Action::LinkList),
        ("o", Action::OpenOriginal),
        ("r", Action::RefreshFeed),
        ("R", Action::RefreshAll),
        ("s", Action::Save),
        ("e", Action::Enclosures),
        ("/", Action::Search),
        ("|", Action::Pipe),
        ("C-b", Action::Bookmark),
        ("l", Action::ToggleShowRead),
        ("q", Action::Back),
        ("Q", Action::Quit),
    ] {
        assert_eq!(lookup(&map, keys), Lookup::Action(action), "{keys}");
    }
    assert_eq!(lookup(&map, "z"), Lookup::Action(Action::Zoom), "the rest");
}

#[test]
fn the_readers_keys_replace_those_of_the_action() {
    let (map, problems) = overridden("down = \"n\"\nnext-unread = [\"j\", \"gj\"]");
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(lookup(&map, "n"), Lookup::Action(Action::Down));
    assert_eq!(lookup(&map, "gj"), Lookup::Action(Action::NextUnread));
    assert_eq!(lookup(&map, "Down"), Lookup::Nothing);
}

#[test]
fn a_context_has_keys_of_its_own() {
    let (map, problems) = configured(
        "[keys]\nopen-original = \"o\"\n[keys.reader]\nopen-original = [\"b\"]\nstar = \"gz\"",
    );
    assert_eq!(problems, Vec::<String>::new());
    let original = Lookup::Action(Action::OpenOriginal);
    assert_eq!(lookup_in(&map, Context::Stories, "o"), original);
    assert_eq!(lookup_in(&map, Context::Reader, "b"), original);
    assert_eq!(lookup_in(&map, Context::Reader, "o"), Lookup::Nothing);
    assert_eq!(
        lookup_in(&map, Context::Sources, "b"),
        Lookup::Action(Action::ReadBack)
    );
    assert_eq!(map.hint_in(Context::Reader, Action::ToggleStar), "gz");
    assert_eq!(map.hint(Action::ToggleStar), "s");
}

#[test]
fn what_is_wrong_in_a_context_is_said_with_its_name() {
    let (_, problems) = configured("[keys.reader]\nstar = \"g\"\nstarr = \"x\"");
    assert_eq!(
        problems,
        [
            "keys.reader: \"starr\" is not an action. Did you mean \"star\"?",
            "keys.reader: g (star) and gO (outline) begin alike, so one of them could never be \
             typed.",
        ]
    );
}

#[test]
fn a_key_taken_from_another_action_leaves_it_its_other_keys() {
    let (map, problems) = overridden("quit = \"q\"");
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(lookup(&map, "q"), Lookup::Action(Action::Quit));
    assert!(map.keys_of(Action::Back).is_empty());
    assert_eq!(map.hint(Action::Back), ":back");
}

#[test]
fn an_unknown_action_is_named_with_the_nearest() {
    let (_, problems) = overridden("toggel-read = \"x\"");
    assert_eq!(
        problems,
        ["keys: \"toggel-read\" is not an action. Did you mean \"toggle-read\"?"]
    );
}

#[test]
fn conflicts_are_named_and_left_out() {
    let (map, problems) = overridden("down = \"x\"\nup = \"x\"\nstar = \"g\"");
    assert_eq!(
        problems,
        [
            "keys: x is given to both down and up.",
            "keys: g (star) and gO (outline) begin alike, so one of them could never be typed.",
        ]
    );
    assert_eq!(lookup(&map, "gg"), Lookup::Action(Action::Top));
}

#[test]
fn what_may_follow_a_prefix_is_listed() {
    let map = KeyMap::default();
    let after_g = map.continuations(Context::Stories, &[Key::char('g')]);
    assert!(after_g.contains(&Continuation {
        keys: "g".to_owned(),
        bound: Bound::Action(Action::Top),
        help: Action::Top.help().to_owned()
    }));
}

#[test]
fn macros_stand_behind_their_key_and_commands_have_keys_of_their_own() {
    let (map, problems) = configured(
        "[macros]\nb = [\"open-original\", \"star\"]\n[commands]\ngz = \":sort new\"\nx = \"star\"",
    );
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(lookup(&map, ","), Lookup::Prefix);
    assert_eq!(lookup(&map, ",b"), Lookup::Macro(2));
    assert_eq!(lookup(&map, "gz"), Lookup::Macro(0));
    assert_eq!(lookup(&map, "x"), Lookup::Macro(1), "taken from full-text");
    assert_eq!(map.hint(Action::Macros), ",");
    assert_eq!(map.keys_of_macro(2), ",b");
    let after = map.continuations(Context::Reader, &[Key::char(',')]);
    assert_eq!(after[0].help, "open-original, star");
    assert_eq!(
        lookup(&KeyMap::default(), ","),
        Lookup::Action(Action::Macros)
    );
}

#[test]
fn letters_of_another_script_mean_the_keys_they_are_on() {
    let (map, _) = configured("[input]\nlangmap = \"russian\"\n[keys]\nstar = \"ы\"");
    let meant = |letter| map.meant(Context::Stories, &[], Key::char(letter));
    assert_eq!(meant('о'), Key::char('j'));
    assert_eq!(meant('ы'), Key::char('ы'), "it has a meaning of its own");
    let (_, problems) = configured("[input]\nlangmap = \"klingon\"");
    assert_eq!(problems.len(), 1);
}
