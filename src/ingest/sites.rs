//! Sites whose feeds lie where their addresses say. The rules are what the sites themselves
//! document or what their pages declare; each names its site. Nothing is asked of anybody here.

use url::Url;

use super::address::web_address;
use super::discover::{FoundFeed, looks_like_feed};

/// What follows from the address of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownSite {
    /// Its feeds, likeliest first.
    pub feeds: Vec<FoundFeed>,
    /// The page itself need not be looked at to know them.
    pub certain: bool,
    /// What to do where they cannot be read, or where there are none: a sentence.
    pub advice: Option<String>,
}

/// The feeds of a page of a site that is known; `None` for all others, and for feeds themselves.
pub fn known_site(address: &str) -> Option<KnownSite> {
    let url = web_address(address, None)?;
    let host = url.host_str()?.trim_start_matches("www.");
    let all = url.path_segments()?.filter(|part| !part.is_empty());
    let parts: Vec<&str> = all.collect();
    let is_feed = matches!(parts.first(), Some(&("feed" | "feeds" | "rss")));
    if is_feed || looks_like_feed(url.path()) {
        return None;
    }
    let mut site = rule_for(&url, host, parts.as_slice())?;
    // What stands in an address need not make one elsewhere.
    site.feeds
        .retain_mut(|feed| match web_address(&feed.url, None) {
            Some(url) => {
                feed.url = url.into();
                true
            }
            None => false,
        });
    Some(site).filter(|site| !site.feeds.is_empty() || site.advice.is_some())
}

fn rule_for(url: &Url, host: &str, parts: &[&str]) -> Option<KnownSite> {
    match host {
        "youtube.com" | "m.youtube.com" | "music.youtube.com" => youtube(url, parts),
        "github.com" => github(parts),
        "gitlab.com" => gitlab_page(url, parts).or_else(|| gitlab_project(parts)),
        "reddit.com" | "old.reddit.com" | "new.reddit.com" | "sh.reddit.com" | "np.reddit.com" => {
            reddit(url, host, parts)
        }
        "bsky.app" => bluesky(parts),
        "news.ycombinator.com" => hacker_news(url, parts),
        "lobste.rs" => lobsters(parts),
        "medium.com" => medium(parts),
        "substack.com" | "open.substack.com" => substack(parts),
        "tumblr.com" => tumblr(parts),
        _ if is_stack_exchange(host) => stack_exchange(url, parts),
        _ => of_platform(url, host, parts)
            .or_else(|| gitlab_page(url, parts))
            .or_else(|| fediverse(url, parts)),
    }
}

fn certain(url: impl Into<String>) -> Option<KnownSite> {
    Some(KnownSite {
        feeds: vec![FoundFeed::at(url)],
        certain: true,
        advice: None,
    })
}

fn likely(feeds: impl IntoIterator<Item = String>) -> Option<KnownSite> {
    Some(KnownSite {
        feeds: feeds.into_iter().map(FoundFeed::at).collect(),
        ..KnownSite::default()
    })
}

fn advice(sentence: impl Into<String>) -> Option<KnownSite> {
    Some(KnownSite {
        advice: Some(sentence.into()),
        ..KnownSite::default()
    })
}

/// Scheme, host and port of an address.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    let found = url.query_pairs().find(|(key, _)| key == name)?;
    Some(found.1.into_owned()).filter(|value| !value.is_empty())
}

/// An address with parameters, escaped as they must be.
fn with_parameters(base: &str, parameters: &[(&str, &str)]) -> Option<String> {
    let url = Url::parse_with_params(base, parameters).ok()?;
    Some(url.into())
}

/// YouTube: `feeds/videos.xml` by the id of a channel or of a playlist. A channel's id is not in
/// its address where that has a name (`/@name`, `/c/`, `/user/`); its page declares the feed.
fn youtube(url: &Url, parts: &[&str]) -> Option<KnownSite> {
    let feed = |name: &str, id: &str| {
        with_parameters("https://www.youtube.com/feeds/videos.xml", &[(name, id)])
    };
    let list = parameter(url, "list");
    match (parts, list) {
        (["channel", id, ..], _) if id.starts_with("UC") => certain(feed("channel_id", id)?),
        (["playlist" | "watch"], Some(list)) => {
            // Mixes are made for the one who looks; the other lists are private.
            let own = list.starts_with("RD") || ["WL", "LL", "LM"].contains(&list.as_str());
            if own {
                return advice("This playlist is made for you alone and has no feed.");
            }
            certain(feed("playlist_id", &list)?)
        }
        ([name, ..], _) if name.starts_with('@') || ["c", "user", "watch"].contains(name) => {
            advice(
                "YouTube may have shown a consent page. The address of the channel with its id \
                 works, too: youtube.com/channel/UC…",
            )
        }
        _ => None,
    }
}

/// First parts of addresses on GitHub that are no accounts.
const GITHUB_OWN: &[&str] = &[
    "about",
    "apps",
    "codespaces",
    "collections",
    "contact",
    "customer-stories",
    "dashboard",
    "enterprise",
    "events",
    "explore",
    "features",
    "issues",
    "join",
    "login",
    "marketplace",
    "new",
    "notifications",
    "organizations",
    "orgs",
    "pricing",
    "pulls",
    "readme",
    "search",
    "security",
    "settings",
    "site",
    "sponsors",
    "stars",
    "team",
    "topics",
    "trending",
    "users",
];

/// GitHub: `.atom` behind releases, tags and commits of a repository, and behind an account.
fn github(parts: &[&str]) -> Option<KnownSite> {
    let at = |path: String| format!("https://github.com/{path}.atom");
    match parts {
        [owner, ..] if GITHUB_OWN.contains(owner) => None,
        [owner] => certain(at((*owner).to_owned())),
        [owner, name, page @ ..] => {
            let name = name.trim_end_matches(".git");
            let below = |part: &str| at(format!("{owner}/{name}/{part}"));
            match page {
                ["releases", ..] => certain(below("releases")),
                ["tags", ..] => certain(below("tags")),
                ["wiki", ..] => certain(below("wiki")),
                ["commits", rest @ ..] if !rest.is_empty() => {
                    certain(below(&format!("commits/{}", rest.join("/"))))
                }
                ["commits"] => certain(below("commits")),
                _ => Some(KnownSite {
                    feeds: [
                        ("releases", "Releases"),
                        ("tags", "Tags"),
                        ("commits", "Commits"),
                    ]
                    .map(|(part, title)| FoundFeed {
                        title: Some(format!("{title} of {owner}/{name}")),
                        ..FoundFeed::at(below(part))
                    })
                    .into(),
                    certain: true,
                    advice: None,
                }),
            }
        }
        [] => None,
    }
}

/// GitLab, on whatever host: pages of a project stand behind `/-/`. Releases have their feed at
/// `releases.atom`; tags and commits are Atom with `format=atom`.
fn gitlab_page(url: &Url, parts: &[&str]) -> Option<KnownSite> {
    let dash = parts.iter().position(|part| *part == "-")?;
    let (project, page) = (parts[..dash].join("/"), &parts[dash + 1..]);
    if dash < 2 {
        return None;
    }
    let below = |part: &str| format!("{}/{project}/-/{part}", origin(url));
    match page {
        ["releases", ..] => certain(below("releases.atom")),
        ["tags", ..] => certain(below("tags?format=atom")),
        ["commits", rest @ ..] if !rest.is_empty() => {
            certain(below(&format!("commits/{}?format=atom", rest.join("/"))))
        }
        _ => None,
    }
}

/// A project on gitlab.com; a group looks the same, and has only its activity.
fn gitlab_project(parts: &[&str]) -> Option<KnownSite> {
    let until = parts.iter().position(|part| *part == "-");
    let parts = &parts[..until.unwrap_or(parts.len())];
    if let Some(&("explore" | "users" | "help" | "search" | "dashboard")) = parts.first() {
        return None;
    }
    let path = parts.join("/");
    match parts.len() {
        0 => None,
        1 => likely([format!("https://gitlab.com/{path}.atom")]),
        _ => likely([
            format!("https://gitlab.com/{path}/-/releases.atom"),
            format!("https://gitlab.com/{path}/-/tags?format=atom"),
            format!("https://gitlab.com/{path}.atom"),
        ]),
    }
}

/// Reddit: `.rss` behind every list, and `search.rss` for searches. The address for reading
/// without scripts, old.reddit.com, has the same.
fn reddit(url: &Url, host: &str, parts: &[&str]) -> Option<KnownSite> {
    let base = match host {
        "old.reddit.com" => "https://old.reddit.com",
        _ => "https://www.reddit.com",
    };
    let mut parameters: Vec<(&str, String)> = Vec::new();
    let path = match parts {
        ["search"] | ["r", _, "search"] => {
            parameters.push(("q", parameter(url, "q")?));
            if parts.len() > 1 {
                parameters.push(("restrict_sr", "on".to_owned()));
            }
            let sort = parameter(url, "sort").unwrap_or_else(|| "new".to_owned());
            parameters.push(("sort", sort));
            format!("{}.rss", parts.join("/"))
        }
        ["r", name, "comments", id, ..] => format!("r/{name}/comments/{id}/.rss"),
        [] => ".rss".to_owned(),
        ["u", name, rest @ ..] => [&["user", *name], rest, &[".rss"]].concat().join("/"),
        ["r" | "user" | "domain", _, ..] => format!("{}/.rss", parts.join("/")),
        _ => return None,
    };
    parameters.extend(parameter(url, "t").map(|time| ("t", time)));
    let feed = format!("{base}/{path}");
    if parameters.is_empty() {
        return certain(feed);
    }
    let parameters: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    certain(with_parameters(&feed, &parameters)?)
}

/// Bluesky: `rss` below a profile; the server leads from the handle to the account's id.
fn bluesky(parts: &[&str]) -> Option<KnownSite> {
    match parts {
        ["profile", who] => certain(format!("https://bsky.app/profile/{who}/rss")),
        _ => None,
    }
}

/// Hacker News has feeds of its front page and of Show HN. For all others there is a service that
/// is not theirs; it is named and never asked unasked.
fn hacker_news(url: &Url, parts: &[&str]) -> Option<KnownSite> {
    let of_service = match parts {
        [] | ["news" | "front"] => return certain("https://news.ycombinator.com/rss"),
        ["show"] => return certain("https://news.ycombinator.com/showrss"),
        ["newest" | "ask" | "best" | "jobs"] => parts.join("/"),
        ["user" | "submitted"] => format!("submitted?id={}", parameter(url, "id")?),
        ["threads"] => format!("threads?id={}", parameter(url, "id")?),
        ["item"] => format!("item?id={}", parameter(url, "id")?),
        _ => return None,
    };
    advice(format!(
        "Hacker News has no feed of this page. A service of others has one: \
         https://hnrss.org/{of_service}"
    ))
}

/// Lobsters: `rss` for the front page, `.rss` behind newest and behind tags.
fn lobsters(parts: &[&str]) -> Option<KnownSite> {
    match parts {
        [] => certain("https://lobste.rs/rss"),
        ["newest"] => certain("https://lobste.rs/newest.rss"),
        ["t", tags] => certain(format!("https://lobste.rs/t/{tags}.rss")),
        _ => None,
    }
}

/// Medium: `feed` before the path of a writer, a publication or a tag.
fn medium(parts: &[&str]) -> Option<KnownSite> {
    match parts {
        []
        | [
            "m" | "me" | "about" | "search" | "plans" | "membership" | "new-story",
            ..,
        ] => None,
        ["tag", tag, ..] => certain(format!("https://medium.com/feed/tag/{tag}")),
        [publication, "tagged", tag, ..] => certain(format!(
            "https://medium.com/feed/{publication}/tagged/{tag}"
        )),
        [who, ..] => certain(format!("https://medium.com/feed/{who}")),
    }
}

/// Substack's own addresses of publications that live below a host of their own.
fn substack(parts: &[&str]) -> Option<KnownSite> {
    match parts {
        ["pub", name, ..] => certain(format!("https://{name}.substack.com/feed")),
        [writer, ..] if writer.starts_with('@') => {
            let name = writer.trim_start_matches('@');
            likely([format!("https://{name}.substack.com/feed")])
        }
        _ => None,
    }
}

/// Tumblr's addresses of blogs that live below a host of their own.
fn tumblr(parts: &[&str]) -> Option<KnownSite> {
    match parts {
        ["blog", "view", name, ..] | ["blog", name, ..] => {
            certain(format!("https://{name}.tumblr.com/rss"))
        }
        []
        | [
            "dashboard" | "explore" | "login" | "register" | "search" | "tagged",
            ..,
        ] => None,
        [name, ..] => {
            let name = name.trim_start_matches('@');
            certain(format!("https://{name}.tumblr.com/rss"))
        }
    }
}

fn is_stack_exchange(host: &str) -> bool {
    let own = [
        "stackoverflow.com",
        "superuser.com",
        "serverfault.com",
        "askubuntu.com",
        "mathoverflow.net",
        "stackapps.com",
    ];
    own.contains(&host)
        || host.ends_with(".stackexchange.com")
        || host.ends_with(".stackoverflow.com")
}

/// The Stack Exchange sites: `feeds` of all questions, of tags, of one question, of an account.
fn stack_exchange(url: &Url, parts: &[&str]) -> Option<KnownSite> {
    let below = |path: String| certain(format!("{}/feeds{path}", origin(url)));
    match parts {
        [] | ["questions"] => below(String::new()),
        ["questions", "tagged", tags, ..] => below(format!("/tag?tagnames={tags}&sort=newest")),
        ["questions", id, ..] if is_number(id) => below(format!("/question/{id}")),
        ["users", id, ..] if is_number(id) => below(format!("/user/{id}")),
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Blogs that have a host of their own below that of their platform.
fn of_platform(url: &Url, host: &str, parts: &[&str]) -> Option<KnownSite> {
    let at = |path: &str| certain(format!("{}{path}", origin(url)));
    let lists = ["category", "tag", "author"];
    if host.ends_with(".substack.com") || host.ends_with(".medium.com") {
        at("/feed")
    } else if host.ends_with(".wordpress.com") {
        match parts {
            [list, name, ..] if lists.contains(list) => at(&format!("/{list}/{name}/feed/")),
            _ => at("/feed/"),
        }
    } else if host.ends_with(".tumblr.com") {
        match parts {
            ["tagged", tag, ..] => at(&format!("/tagged/{tag}/rss")),
            _ => at("/rss"),
        }
    } else if host.contains(".blogspot.") {
        match parts {
            ["search", "label", label, ..] => at(&format!("/feeds/posts/default/-/{label}")),
            _ => at("/feeds/posts/default"),
        }
    } else {
        None
    }
}

/// Mastodon and its kin, on whatever host: `.rss` behind an account and behind a tag. An account
/// of another host has its feed there. Their pages declare it, too, so this is for those that
/// cannot be read.
fn fediverse(url: &Url, parts: &[&str]) -> Option<KnownSite> {
    match parts {
        [account, ..] if account.starts_with('@') && account.len() > 1 => {
            let feed = match account[1..].split_once('@') {
                Some((name, host)) => format!("https://{host}/@{name}.rss"),
                None => format!("{}/{account}.rss", origin(url)),
            };
            likely([feed])
        }
        ["users", name] => likely([format!("{}/users/{name}.rss", origin(url))]),
        ["tags", tag] => likely([format!("{}/tags/{tag}.rss", origin(url))]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(site: &str, feeds: &[&str]) {
        let known = known_site(site).unwrap_or_default();
        let urls: Vec<&str> = known.feeds.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(urls, feeds, "{site}");
    }

    #[test]
    fn youtube_channels_and_playlists_have_feeds_by_their_ids() {
        let feed = "https://www.youtube.com/feeds/videos.xml";
        let channel = format!("{feed}?channel_id=UC_quill-9");
        check(
            "https://www.youtube.com/channel/UC_quill-9/videos",
            &[&channel],
        );
        check("https://m.youtube.com/channel/UC_quill-9", &[&channel]);
        let list = format!("{feed}?playlist_id=PL12");
        check("https://www.youtube.com/playlist?list=PL12", &[&list]);
        check(
            "https://www.youtube.com/watch?v=x&list=PL12&index=3",
            &[&list],
        );
        check("https://www.youtube.com/playlist?list=WL", &[]);
        for named in ["@quill", "c/quill", "user/quill"] {
            let site = known_site(&format!("https://www.youtube.com/{named}/videos"));
            let site = site.expect("known");
            assert!(site.feeds.is_empty() && !site.certain, "the page tells");
        }
        assert_eq!(known_site(&channel), None, "it is a feed");
    }

    #[test]
    fn repositories_have_feeds_of_releases_tags_and_commits() {
        check(
            "https://github.com/ada/quill",
            &[
                "https://github.com/ada/quill/releases.atom",
                "https://github.com/ada/quill/tags.atom",
                "https://github.com/ada/quill/commits.atom",
            ],
        );
        let check_github = |page: &str, feed: &str| {
            check(
                &format!("https://github.com/{page}"),
                &[&format!("https://github.com/{feed}")],
            );
        };
        check_github("ada/quill/releases/tag/v2", "ada/quill/releases.atom");
        check_github("ada/quill/tags", "ada/quill/tags.atom");
        check_github("ada/quill/commits", "ada/quill/commits.atom");
        check_github("ada/quill/commits/main", "ada/quill/commits/main.atom");
        check_github("ada", "ada.atom");
        check("https://github.com/topics/ink", &[]);
        check("https://github.com/ada/quill/releases.atom", &[]);
        check(
            "https://gitlab.com/group/sub/quill",
            &[
                "https://gitlab.com/group/sub/quill/-/releases.atom",
                "https://gitlab.com/group/sub/quill/-/tags?format=atom",
                "https://gitlab.com/group/sub/quill.atom",
            ],
        );
        check(
            "https://git.example:8443/group/quill/-/releases/v1",
            &["https://git.example:8443/group/quill/-/releases.atom"],
        );
        check(
            "https://git.example/group/quill/-/commits/main",
            &["https://git.example/group/quill/-/commits/main?format=atom"],
        );
    }

    #[test]
    fn reddit_has_a_feed_behind_every_list() {
        let check_reddit = |page: &str, feed: &str| {
            check(
                &format!("https://www.reddit.com/{page}"),
                &[&format!("https://www.reddit.com/{feed}")],
            );
        };
        check_reddit("", ".rss");
        check_reddit("r/ink/", "r/ink/.rss");
        check_reddit("r/ink/top/?t=week", "r/ink/top/.rss?t=week");
        check_reddit("r/ink/comments/1ab/a_title/", "r/ink/comments/1ab/.rss");
        check_reddit("u/ada", "user/ada/.rss");
        check_reddit("user/ada/m/pens", "user/ada/m/pens/.rss");
        check_reddit("search/?q=blue%20ink", "search.rss?q=blue+ink&sort=new");
        check_reddit(
            "r/ink/search?q=blue&sort=top&t=year",
            "r/ink/search.rss?q=blue&restrict_sr=on&sort=top&t=year",
        );
        check(
            "https://old.reddit.com/r/ink",
            &["https://old.reddit.com/r/ink/.rss"],
        );
        check("https://www.reddit.com/settings", &[]);
    }

    #[test]
    fn writers_and_their_platforms_have_feeds() {
        check(
            "https://bsky.app/profile/ada.example",
            &["https://bsky.app/profile/ada.example/rss"],
        );
        check("https://medium.com/@ada", &["https://medium.com/feed/@ada"]);
        check(
            "https://medium.com/the-inkwell",
            &["https://medium.com/feed/the-inkwell"],
        );
        check(
            "https://medium.com/tag/ink/latest",
            &["https://medium.com/feed/tag/ink"],
        );
        check(
            "https://inkwell.medium.com/",
            &["https://inkwell.medium.com/feed"],
        );
        check(
            "https://inkwell.substack.com/p/one",
            &["https://inkwell.substack.com/feed"],
        );
        check(
            "https://open.substack.com/pub/inkwell/p/one",
            &["https://inkwell.substack.com/feed"],
        );
        check(
            "https://ink.wordpress.com/2026/05/07/x/",
            &["https://ink.wordpress.com/feed/"],
        );
        check(
            "https://ink.wordpress.com/category/pens/",
            &["https://ink.wordpress.com/category/pens/feed/"],
        );
        check(
            "https://ink.tumblr.com/post/12",
            &["https://ink.tumblr.com/rss"],
        );
        check(
            "https://www.tumblr.com/ink",
            &["https://ink.tumblr.com/rss"],
        );
        check(
            "https://ink.blogspot.com/",
            &["https://ink.blogspot.com/feeds/posts/default"],
        );
        check("https://ink.blogspot.com/feeds/posts/default", &[]);
    }

    #[test]
    fn talk_about_links_has_feeds() {
        check(
            "https://news.ycombinator.com/",
            &["https://news.ycombinator.com/rss"],
        );
        check(
            "https://news.ycombinator.com/show",
            &["https://news.ycombinator.com/showrss"],
        );
        check("https://lobste.rs", &["https://lobste.rs/rss"]);
        check(
            "https://lobste.rs/t/rust,nix",
            &["https://lobste.rs/t/rust,nix.rss"],
        );
        check(
            "https://stackoverflow.com/questions/tagged/rust+sqlite?tab=Newest",
            &["https://stackoverflow.com/feeds/tag?tagnames=rust+sqlite&sort=newest"],
        );
        check(
            "https://pens.stackexchange.com/questions/17/which-ink",
            &["https://pens.stackexchange.com/feeds/question/17"],
        );
        let user = known_site("https://news.ycombinator.com/user?id=ada").expect("known");
        assert!(user.feeds.is_empty(), "others are not asked");
        let advice = user.advice.expect("what to do");
        assert!(
            advice.ends_with("https://hnrss.org/submitted?id=ada"),
            "{advice}"
        );
    }

    #[test]
    fn accounts_of_the_fediverse_have_feeds_on_their_own_host() {
        check(
            "https://social.example/@ann",
            &["https://social.example/@ann.rss"],
        );
        check(
            "https://social.example/@ann/with_replies",
            &["https://social.example/@ann.rss"],
        );
        check(
            "https://social.example/@bo@other.example",
            &["https://other.example/@bo.rss"],
        );
        assert!(
            !known_site("https://social.example/@ann")
                .expect("known")
                .certain
        );
        check("https://plain.example/news", &[]);
        check("no address", &[]);
    }
}
