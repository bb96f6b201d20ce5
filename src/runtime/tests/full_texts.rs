//! Full texts behind the screen: pages that come ahead, on a star and by key, from a server that
//! answers when it is told to.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Condvar, Mutex},
    thread,
};

use super::*;
use crate::{
    app::{FullTextOutcome, PageState, Version},
    config::FullTextAhead,
    model::{ArticleId, FeedId},
};

const TEXT: &str = "The gates of lock nine jammed at noon on Thursday, and forty barges waited below \
                    the weir while the keeper sent for a diver, a crane and, as he put it, patience.";

#[derive(Clone)]
struct Shared {
    address: SocketAddr,
    articles: u32,
    /// What its articles say in the feed.
    says: Arc<Mutex<&'static str>>,
    asked: Arc<Mutex<Vec<String>>>,
    open: Arc<(Mutex<bool>, Condvar)>,
    arrived: UnboundedSender<String>,
}

/// A feed at `/feed` whose articles are at `/1`, `/2`, …; pages come when the gate is open.
struct Site {
    shared: Shared,
    arrived: UnboundedReceiver<String>,
}

impl Site {
    fn start(articles: u32) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let (tell, arrived) = mpsc::unbounded_channel();
        let shared = Shared {
            address: listener.local_addr().expect("bound"),
            articles,
            says: Arc::new(Mutex::new("Gates jammed.")),
            asked: Arc::default(),
            open: Arc::default(),
            arrived: tell,
        };
        let served = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = served.clone();
                thread::spawn(move || shared.serve(&stream));
            }
        });
        Self { shared, arrived }
    }

    fn open_gate(&self) {
        let (open, changed) = &*self.shared.open;
        *open.lock().expect("unpoisoned") = true;
        changed.notify_all();
    }

    /// Waits until somebody asks for a page.
    async fn arrival(&mut self) -> String {
        let arrived = tokio::time::timeout(Duration::from_secs(10), self.arrived.recv());
        arrived.await.expect("in time").expect("somebody")
    }

    fn pages_asked_for(&self) -> Vec<String> {
        self.shared.asked.lock().expect("unpoisoned").clone()
    }
}

impl Shared {
    fn serve(&self, mut stream: &TcpStream) {
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        let first = lines.next().unwrap_or_default();
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        lines.take_while(|line| !line.is_empty()).for_each(drop);
        let body = if path == "/feed" {
            self.feed()
        } else {
            self.asked.lock().expect("unpoisoned").push(path.clone());
            let _ = self.arrived.send(path.clone());
            let (open, changed) = &*self.open;
            let guard = open.lock().expect("unpoisoned");
            drop(changed.wait_while(guard, |open| !*open));
            let title = format!("Lock nine jams, part {path}");
            format!("<title>{title}</title><article><h1>{title}</h1><p>{TEXT}</p></article>")
        };
        let length = body.len();
        let _ = write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
    }

    fn feed(&self) -> String {
        let address = self.address;
        let says = *self.says.lock().expect("unpoisoned");
        let items: String = (1..=self.articles)
            .map(|number| {
                format!(
                    "<item><guid>{number}</guid><title>Lock nine jams, part {number}</title>\
                     <link>http://{address}/{number}</link>\
                     <description>{says}</description></item>"
                )
            })
            .collect();
        format!("<rss version=\"2.0\"><channel><title>Quay Weekly</title>{items}</channel></rss>")
    }
}

/// A desk with the site's feed in its list, which has these further lines there.
fn real(site: &Site, ahead: FullTextAhead, more: &str) -> Real {
    let real = Real::with(|fetcher| {
        fetcher.offline = false;
        fetcher.ahead = ahead;
    });
    let list = format!(
        "[[feed]]\nurl = \"http://{}/feed\"\n{more}",
        site.shared.address
    );
    std::fs::write(real.directories.feeds_file(), list).expect("written");
    real
}

/// Waits for a message of one kind.
async fn until<T>(real: &mut Real, wanted: impl Fn(Msg) -> Option<T>) -> T {
    loop {
        if let Some(found) = wanted(real.next().await) {
            return found;
        }
    }
}

fn text_of(msg: Msg) -> Option<(i64, bool, FullTextOutcome)> {
    match msg {
        Msg::FullText {
            article,
            outcome,
            asked,
        } => Some((article.0, asked, outcome)),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_on_its_way_is_not_asked_for_again() {
    let mut site = Site::start(1);
    let mut real = real(&site, FullTextAhead::default(), "full_text = true\n");
    real.desk.run(Effect::Refresh(crate::app::Refresh::All));
    assert_eq!(site.arrival().await, "/1");
    real.desk.run(Effect::FetchFullText(ArticleId(1)));
    site.open_gate();
    let mut came = [
        until(&mut real, text_of).await,
        until(&mut real, text_of).await,
    ];
    came.sort_by_key(|(_, asked, _)| *asked);
    let found = FullTextOutcome::Found;
    assert_eq!(came, [(1, false, found.clone()), (1, true, found)]);
    assert_eq!(site.pages_asked_for(), ["/1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_do_not_fetch_ahead_at_once() {
    let site = Site::start(1);
    site.open_gate();
    let mut real = real(&site, FullTextAhead::default(), "full_text = true\n");
    let path = real.directories.full_texts_lock_file();
    let other = std::fs::File::create(&path).expect("a lock file");
    other.lock().expect("free");
    let over = |msg| matches!(msg, Msg::TextsAhead(0)).then_some(());
    real.desk.run(Effect::Refresh(crate::app::Refresh::All));
    until(&mut real, over).await;
    assert!(site.pages_asked_for().is_empty(), "the other one is at it");
    drop(other);
    real.desk.run(Effect::Refresh(crate::app::Refresh::All));
    until(&mut real, over).await;
    assert_eq!(site.pages_asked_for(), ["/1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_star_brings_the_full_text_where_that_is_set() {
    for (ahead, pages) in [
        (FullTextAhead::Starred, vec!["/2".to_owned()]),
        (FullTextAhead::Off, Vec::new()),
    ] {
        let site = Site::start(3);
        site.open_gate();
        let mut real = real(&site, ahead, "");
        let over = |msg| matches!(msg, Msg::TextsAhead(0)).then_some(());
        real.desk.run(Effect::Refresh(crate::app::Refresh::All));
        until(&mut real, over).await;
        assert!(site.pages_asked_for().is_empty(), "nobody has starred one");
        let star = |change, on| Effect::Mark {
            change,
            target: crate::app::Target::Articles(vec![ArticleId(2)]),
            mark: crate::app::Mark::Starred(on),
        };
        real.desk.run(star(1, true));
        if ahead == FullTextAhead::Starred {
            let came = until(&mut real, text_of).await;
            assert_eq!(came, (2, false, FullTextOutcome::Found));
            until(&mut real, over).await;
        }
        // A star that goes and comes again brings nothing that is there.
        real.desk.run(star(2, false));
        real.desk.run(star(3, true));
        let marked = |msg| matches!(msg, Msg::Marked { change: 3, .. }).then_some(());
        until(&mut real, marked).await;
        // Whatever the stars asked for comes before what this asks for.
        real.desk.run(Effect::Refresh(crate::app::Refresh::All));
        until(&mut real, over).await;
        assert_eq!(site.pages_asked_for(), pages);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_fetches_a_page_again_once_its_article_has_changed() {
    let site = Site::start(1);
    site.open_gate();
    let mut real = real(&site, FullTextAhead::default(), "");
    let over = |msg| matches!(msg, Msg::TextsAhead(0)).then_some(());
    let found = (1, true, FullTextOutcome::Found);
    real.desk.run(Effect::Refresh(crate::app::Refresh::All));
    until(&mut real, over).await;
    for _ in 0..2 {
        real.desk.run(Effect::FetchFullText(ArticleId(1)));
        assert_eq!(until(&mut real, text_of).await, found);
        assert_eq!(site.pages_asked_for(), ["/1"]);
    }
    *site.shared.says.lock().expect("unpoisoned") = "The gates were opened by a diver at four.";
    real.desk.run(Effect::Refresh(crate::app::Refresh::All));
    until(&mut real, over).await;
    assert_eq!(site.pages_asked_for(), ["/1"], "nobody wants it ahead");
    let state = async |real: &mut Real, version| {
        real.desk.run(Effect::LoadArticle {
            article: ArticleId(1),
            width: 60,
            version,
        });
        let shown = |msg| match msg {
            Msg::Article(article) => Some(article.page),
            _ => None,
        };
        until(real, shown).await
    };
    let (feed, full) = (Some(Version::Feed), Some(Version::Full));
    assert_eq!(state(&mut real, full).await, PageState::There);
    assert_eq!(
        state(&mut real, feed).await,
        PageState::Unknown,
        "a later one"
    );
    real.desk.run(Effect::FetchFullText(ArticleId(1)));
    assert_eq!(until(&mut real, text_of).await, found);
    assert_eq!(site.pages_asked_for(), ["/1", "/1"]);
    assert_eq!(state(&mut real, feed).await, PageState::There);
}

#[tokio::test(flavor = "multi_thread")]
async fn for_a_feed_that_left_the_list_nothing_is_fetched() {
    let site = Site::start(1);
    site.open_gate();
    let mut real = real(&site, FullTextAhead::Starred, "");
    let over = |msg| matches!(msg, Msg::TextsAhead(0)).then_some(());
    real.desk.run(Effect::Refresh(crate::app::Refresh::All));
    until(&mut real, over).await;
    std::fs::write(real.directories.feeds_file(), "").expect("written");
    real.desk.run(Effect::FetchFullText(ArticleId(1)));
    let (_, _, outcome) = until(&mut real, text_of).await;
    let FullTextOutcome::Missing { notice, .. } = outcome else {
        panic!("{outcome:?}");
    };
    assert!(notice.text.contains("no longer in the list"), "{notice:?}");
    real.desk.run(Effect::LoadPicture {
        url: format!("http://{}/lock.gif", site.shared.address),
        feed: FeedId(1),
        width: 20,
        height: 10,
    });
    let picture = |msg| match msg {
        Msg::Picture { picture, .. } => Some(picture),
        _ => None,
    };
    let why = until(&mut real, picture).await.expect_err("not fetched");
    assert!(why.contains("no longer in the list"), "{why}");
    assert!(site.pages_asked_for().is_empty());
}
