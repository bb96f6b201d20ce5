//! Browser and clipboard.

use super::{
    Effects, clipboard, enclosures, marks, movement, pipe, range, reading, saving, selection, undo,
};
use crate::app::{
    Bookmark, Effect, Pane, Prompt, PromptKind, State, count,
    state::{Opening, Wanted},
};
use crate::compare::home_of;
use crate::model::{Action, ArticleId, CitedWork, Notice, hides_original, shown_address};

/// Addresses given to the browser that are remembered in case it fails.
const OPENINGS: usize = 16;

/// Address and words of an article.
struct Reference {
    article: ArticleId,
    title: String,
    source: String,
    via: Option<String>,
    url: Option<String>,
    comments: Option<String>,
}

/// Does what an action of the outside area says.
pub fn act(state: &mut State, action: Action, effects: &mut Effects) {
    if range::is_meant(state) {
        match action {
            Action::OpenOriginal | Action::OpenOriginalAndNext | Action::OpenAll => {
                return range::open(state, effects);
            }
            Action::CopyLink | Action::CopyCitation => return range::copy(state, effects),
            _ => {}
        }
    }
    // What is typed next is meant for the line, whether the article is there yet or not.
    if action == Action::Pipe {
        return pipe::ask(state, effects);
    }
    if selection::must_wait(state, action) {
        return;
    }
    match action {
        Action::Enclosures => return enclosures::show(state, effects),
        Action::Save => return saving::ask(state, effects),
        Action::SaveStory => return saving::ask_story(state, effects),
        Action::OpenAll => return pipe::open_all(state, effects),
        _ => {}
    }
    if state.focus == Pane::Sources && state.work_under_cursor().is_some() {
        return of_work(state, action, effects);
    }
    let Some(reference) = reference(state) else {
        return;
    };
    match action {
        Action::OpenOriginal => {
            open_original(state, &reference, effects);
        }
        Action::OpenOriginalAndNext => {
            if !open_original(state, &reference, effects) {
                return;
            }
            let from = state.selected_story();
            reading::next_unread(state, true, None, effects);
            let moved = from.zip(state.selected_story());
            if let Some(opening) = state.waits.openings.last_mut() {
                opening.moved = moved;
            }
        }
        Action::OpenVia => open_via(state, reference, effects),
        Action::Bookmark => bookmark(state, reference, effects),
        Action::CopyLink => copy(state, &reference, false, effects),
        Action::CopyCitation => copy(state, &reference, true, effects),
        _ => {}
    }
}

/// Does what an action says with the cited work under the cursor of the sources panel.
fn of_work(state: &mut State, action: Action, effects: &mut Effects) {
    match action {
        Action::OpenOriginal | Action::OpenOriginalAndNext => open_work(state, effects),
        Action::CopyLink => copy_work(state, false, effects),
        Action::CopyCitation => copy_work(state, true, effects),
        _ => state.say(
            Notice::info("A cited work is no article of your feeds"),
            effects,
        ),
    }
}

/// Shows the cited work under the cursor of the sources panel in the browser, or its publisher's
/// site where no more is known.
pub fn open_work(state: &mut State, effects: &mut Effects) {
    let Some(work) = state.work_under_cursor() else {
        return;
    };
    let site = work.domain.map(|domain| format!("https://{domain}/"));
    match work.url.or(site) {
        None => say_no_address(state, effects),
        url => {
            open(state, url, effects);
        }
    }
}

/// Asks where to look for a feed of a cited publisher: on its site, as far as that is known.
pub fn look_for_feed(state: &mut State, work: &CitedWork, effects: &mut Effects) {
    match site_of(work) {
        Some(site) => state.prompt = Some(Prompt::new(PromptKind::Add, &site)),
        None => {
            let notice = Notice::info(format!("The site of {} is not known", work.name));
            let hint = ":add and its address looks for a feed";
            state.say(notice.with_hint(hint), effects);
        }
    }
}

/// The site of a cited publisher.
fn site_of(work: &CitedWork) -> Option<String> {
    let url = work.url.as_deref().map(shown_address);
    let host = url.map(|url| url.split('/').next().unwrap_or_default().to_owned());
    let known = || home_of(&work.name).map(str::to_owned);
    work.domain.clone().or(host).or_else(known)
}

fn copy_work(state: &mut State, cited: bool, effects: &mut Effects) {
    let Some(work) = state.work_under_cursor() else {
        return;
    };
    let Some(url) = work.url.clone() else {
        return say_no_address(state, effects);
    };
    let before = if cited {
        format!("{} – ", work.name)
    } else {
        String::new()
    };
    copy_text(state, &before, &url, cited, effects);
}

fn say_no_address(state: &mut State, effects: &mut Effects) {
    let notice = Notice::warning("The article gives no address for this work");
    let key = state.keys.hint(Action::AddFeed);
    state.say(
        notice.with_hint(format!("{key} looks for its feed")),
        effects,
    );
}

/// The article under the cursor of the sources panel, else the one in the reader.
fn reference(state: &State) -> Option<Reference> {
    let article = match state.focus {
        Pane::Sources => reading::source_under_cursor(state),
        _ => state.reader.current(),
    }?;
    if let Some(member) = state.story.as_ref().and_then(|story| story.member(article)) {
        return Some(Reference {
            article,
            title: member.title.clone(),
            source: member.source.clone(),
            via: member.via.clone(),
            url: member.url.clone(),
            comments: member.comments.clone(),
        });
    }
    let text = &state
        .reader
        .shown
        .as_ref()
        .filter(|shown| shown.text.id == article)?
        .text;
    Some(Reference {
        article,
        title: text.title.clone(),
        source: text.source.clone(),
        via: text.via.clone(),
        url: text.url.clone(),
        comments: text.comments.clone(),
    })
}

/// Shows an original in the browser and marks its article read.
pub fn open_article(state: &mut State, article: ArticleId, url: String, effects: &mut Effects) {
    let reference = Reference {
        article,
        title: String::new(),
        source: String::new(),
        via: None,
        url: Some(url),
        comments: None,
    };
    open_original(state, &reference, effects);
}

fn bookmark(state: &mut State, reference: Reference, effects: &mut Effects) {
    let Some(url) = reference.url.filter(|url| is_web_address(url)) else {
        let text = "The feed gives no address for this article";
        return state.say(Notice::warning(text), effects);
    };
    let shown = state.reader.shown.as_ref();
    let shown = shown.filter(|shown| shown.text.id == reference.article);
    effects.push(Effect::Bookmark(Bookmark {
        url,
        title: reference.title,
        source: reference.source,
        tags: shown.map_or_else(Vec::new, |shown| shown.text.tags.clone()),
    }));
}

/// Gives whether a browser is asked; what follows is taken back if there is none.
fn open_original(state: &mut State, reference: &Reference, effects: &mut Effects) -> bool {
    if !open(state, reference.url.clone(), effects) {
        return false;
    }
    let change = marks::mark_opened(state, &[reference.article], effects);
    let urls = reference.url.iter().cloned().collect();
    remember(state, urls, reference.article, change);
    true
}

/// Shows originals in the browser, all with a web address; the change marked their articles read.
pub fn open_together(
    state: &mut State,
    originals: Vec<(ArticleId, String)>,
    change: Option<u64>,
    effects: &mut Effects,
) {
    let Some(article) = originals.first().map(|(article, _)| *article) else {
        return;
    };
    let urls: Vec<String> = originals.into_iter().map(|(_, url)| url).collect();
    for url in &urls {
        show(state, url.clone(), effects);
    }
    remember(state, urls, article, change);
}

/// Remembers what was opened, in case that fails.
fn remember(state: &mut State, urls: Vec<String>, article: ArticleId, change: Option<u64>) {
    let openings = &mut state.waits.openings;
    openings.push(Opening {
        urls,
        article,
        change,
        failed: false,
        moved: None,
    });
    if openings.len() > OPENINGS {
        openings.remove(0);
    }
}

fn open_via(state: &mut State, reference: Reference, effects: &mut Effects) {
    let carried = reference.via.is_some().then_some(reference.url).flatten();
    match reference.comments.or(carried) {
        Some(url) => {
            open(state, Some(url), effects);
        }
        None => state.say(
            Notice::info("No discussion or aggregator is known for this article"),
            effects,
        ),
    }
}

/// Shows an address in the browser; gives whether it is asked to.
pub fn open(state: &mut State, url: Option<String>, effects: &mut Effects) -> bool {
    let Some(url) = url else {
        state.say(
            Notice::warning("The feed gives no address for this article"),
            effects,
        );
        return false;
    };
    if !is_web_address(&url) {
        state.say(
            Notice::warning("Only http and https addresses are opened"),
            effects,
        );
        return false;
    }
    show(state, url, effects);
    true
}

/// Shows a web address in the browser, that of the original behind it where it hides one.
fn show(state: &mut State, url: String, effects: &mut Effects) {
    if hides_original(&url) {
        find_original(state, url, Wanted::Open, effects);
    } else {
        state.say(Notice::info(format!("Opening {url}")), effects);
        effects.push(Effect::OpenInBrowser { url });
    }
}

/// Asks for the original behind an aggregator's address; what it is wanted for is done then.
fn find_original(state: &mut State, url: String, wanted: Wanted, effects: &mut Effects) {
    state.say(
        Notice::info("Asking the aggregator where the original is"),
        effects,
    );
    let originals = &mut state.waits.originals;
    if originals.iter().all(|(asked, _)| *asked != url) {
        effects.push(Effect::FindOriginal { url: url.clone() });
    }
    let wanted = (url, wanted);
    if !originals.contains(&wanted) {
        originals.push(wanted);
    }
}

/// Does what an original was wanted for; where it was not found, the aggregator's address serves.
pub fn original_found(
    state: &mut State,
    url: String,
    found: Result<String, String>,
    effects: &mut Effects,
) {
    let originals = std::mem::take(&mut state.waits.originals);
    let (wanted, others): (Vec<_>, Vec<_>) =
        originals.into_iter().partition(|(asked, _)| *asked == url);
    state.waits.originals = others;
    let (target, why_not) = match found {
        Ok(original) if is_web_address(&original) => (original, None),
        Ok(_) => (url.clone(), Some("it is no web address".to_owned())),
        Err(why) => (url.clone(), Some(why)),
    };
    for (_, wanted) in wanted {
        let said = match wanted {
            Wanted::Open => {
                let openings = state.waits.openings.iter_mut();
                let asked = openings.flat_map(|opening| &mut opening.urls);
                asked
                    .filter(|asked| **asked == url)
                    .for_each(|asked| asked.clone_from(&target));
                let url = target.clone();
                effects.push(Effect::OpenInBrowser { url });
                "opening"
            }
            Wanted::Copy { before } => {
                let text = format!("{before}{target}");
                match why_not {
                    Some(_) => clipboard::copy_silently(state, text, effects),
                    None => clipboard::copy(state, "Link", text, effects),
                }
                "copying"
            }
        };
        let notice = match (&why_not, said) {
            (Some(why), _) => Notice::warning(format!(
                "The original was not found, {said} the aggregator's address"
            ))
            .with_hint(why),
            (None, "opening") => Notice::info(format!("Opening {target}")),
            (None, _) => continue,
        };
        state.say(notice, effects);
    }
}

pub(super) fn is_web_address(url: &str) -> bool {
    let scheme = url
        .split_once("://")
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| scheme == "http" || scheme == "https")
}

fn copy(state: &mut State, reference: &Reference, cited: bool, effects: &mut Effects) {
    let Some(url) = &reference.url else {
        return state.say(
            Notice::warning("The feed gives no address for this article"),
            effects,
        );
    };
    let before = if cited {
        format!("{} – {} – ", reference.title, reference.source)
    } else {
        String::new()
    };
    if hides_original(url) {
        return find_original(state, url.clone(), Wanted::Copy { before }, effects);
    }
    copy_text(state, &before, url, cited, effects);
}

fn copy_text(state: &mut State, before: &str, url: &str, cited: bool, effects: &mut Effects) {
    let text = format!("{before}{url}");
    let what = if cited { "Title and link" } else { "Link" };
    clipboard::copy(state, what, text, effects);
}

/// Where no browser can be started the link goes to the clipboard, and all is as before the key.
pub fn browser_failed(state: &mut State, url: String, reason: &str, effects: &mut Effects) {
    let openings = &mut state.waits.openings;
    let urls = match openings
        .iter()
        .rposition(|opening| opening.urls.contains(&url))
    {
        Some(at) if openings[at].failed => return,
        Some(at) => {
            let opening = openings.remove(at);
            take_back(state, &opening, effects);
            let urls = opening.urls.clone();
            if urls.len() > 1 {
                // The others fail as well, each with a message of its own.
                let failed = Opening {
                    failed: true,
                    ..opening
                };
                state.waits.openings.push(failed);
            }
            urls
        }
        None => vec![url],
    };
    let sent = match urls.len() {
        1 => "link".to_owned(),
        more => count(u32::try_from(more).unwrap_or(u32::MAX), "link"),
    };
    let text = format!("No browser here · {sent} sent to the clipboard");
    clipboard::copy_silently(state, urls.join("\n"), effects);
    state.say(Notice::warning(text).with_hint(reason), effects);
}

fn take_back(state: &mut State, opening: &Opening, effects: &mut Effects) {
    if let Some(change) = opening.change {
        undo::retract(state, change, effects);
    }
    let Some((from, to)) = opening.moved else {
        return;
    };
    // Who went on elsewhere meanwhile stays there.
    if from == to || state.selected_story() != Some(to) {
        return;
    }
    let row = match &state.search {
        Some(search) => search
            .hits
            .iter()
            .position(|hit| hit.article == opening.article),
        None => state.list.position(from),
    };
    if let Some(row) = row {
        movement::put_cursor(state, row);
        state.waits.restore = state.search.is_none().then_some(opening.article);
        selection::follow(state, false, effects);
    }
}
