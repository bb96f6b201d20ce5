//! What the prompt does beside reading: marks, the browser, feeds.

use super::*;

/// What changes something, or leaves the program.
impl Session<'_> {
    pub(super) fn star(&mut self) -> Result<(), CliError> {
        let Some(article) = self.article() else {
            return Ok(());
        };
        let is_this = |member: &&Member| member.article == article;
        let starred = self
            .members
            .iter()
            .find(is_this)
            .is_some_and(|member| member.starred);
        let articles = self
            .context
            .open_writer()?
            .mark_starred(&[article], !starred)?;
        self.changes.push(Change {
            what: if starred { "unstarred" } else { "starred" },
            marked: Marked::of(articles),
            kind: ChangeKind::Starred(!starred),
        });
        self.say(if starred {
            "The star is taken."
        } else {
            "Starred."
        });
        self.look_at_current()
    }

    pub(super) fn mark_story(&mut self, read: bool) -> Result<(), CliError> {
        if self.at.is_none() {
            self.article();
            return Ok(());
        }
        let members: Vec<_> = self.members.iter().map(|member| member.article).collect();
        let marked = self.context.open_writer()?.mark_read(&members, read)?;
        let what = if read { "read" } else { "unread" };
        self.say(&format!(
            "{} {what} now.",
            number_of(marked.all().len(), "article")
        ));
        if !marked.is_empty() {
            self.changes.push(Change {
                what,
                marked,
                kind: ChangeKind::Read(read),
            });
        }
        self.look_at_current()
    }

    pub(super) fn undo(&mut self) -> Result<(), CliError> {
        let Some(change) = self.changes.pop() else {
            self.say("There is nothing to undo.");
            return Ok(());
        };
        let mut writer = self.context.open_writer()?;
        match change.kind {
            ChangeKind::Read(read) => {
                writer.restore_read(&change.marked, !read)?;
            }
            ChangeKind::Starred(starred) => {
                writer.mark_starred(&change.marked.articles, !starred)?;
            }
        }
        drop(writer);
        let articles = number_of(change.marked.all().len(), "article");
        self.say(&format!("Undone: {articles} {}.", change.what));
        let rows: Vec<StoryId> = self.stories.iter().map(|row| row.id).collect();
        for fresh in self.reader.story_rows(&rows)? {
            if let Some(row) = self.stories.iter_mut().find(|row| row.id == fresh.id) {
                *row = fresh;
            }
        }
        self.look_at_current()
    }

    pub(super) fn open_original(&mut self) -> Result<(), CliError> {
        let Some(article) = self.article() else {
            return Ok(());
        };
        let loaded = ReadArticle::load(&self.reader, article)?;
        let url = loaded.text.url.clone().unwrap_or_default();
        open::open(self.context, loaded.text)?;
        self.say(&format!("Opened {url}"));
        self.look_at_current()
    }

    pub(super) fn open_link(&mut self, number: usize) -> Result<(), CliError> {
        let rows = self
            .reading
            .as_ref()
            .map(|reading| link_rows(&reading.leaf.document));
        let rows = rows.unwrap_or_default();
        let Some(row) = number.checked_sub(1).and_then(|at| rows.get(at)) else {
            self.say("There is no such link. links names them.");
            return Ok(());
        };
        open_in_browser(&row.url, &self.context.settings.browser.command).map_err(|error| {
            CliError::Failed(format!("No browser was started for {}: {error}.", row.url))
        })?;
        self.say(&format!("Opened {}", row.url));
        Ok(())
    }

    pub(super) fn refresh(&mut self) -> Result<(), CliError> {
        if self.context.offline {
            self.say("Nothing is fetched: --offline.");
            return Ok(());
        }
        let Some(report) = refresh::quietly(self.context, Which::Due)? else {
            self.say("Another newsfold is fetching.");
            return Ok(());
        };
        self.say(&format!(
            "{} asked, {} failed; {}.",
            number_of(report.feeds.total - report.feeds.skipped, "feed"),
            report.feeds.failed,
            number_of(report.articles.new, "new article"),
        ));
        for error in &report.errors {
            self.say(&format!("{}: {}", error.feed, error.message));
        }
        self.list_new()
    }

    pub(super) fn add(&mut self, address: String) -> Result<(), CliError> {
        add::add(
            self.context,
            &AddOptions {
                urls: vec![address],
                all: false,
                first: false,
                tags: Vec::new(),
                title: None,
            },
        )?;
        self.list_new()
    }

    pub(super) fn import(&mut self, file: String) -> Result<(), CliError> {
        let home = std::env::home_dir().unwrap_or_default();
        let file = match file.strip_prefix("~/") {
            Some(rest) => home.join(rest),
            None => file.into(),
        };
        lists::import(
            self.context,
            &ImportOptions {
                file,
                state: false,
                commands: false,
                dry_run: false,
                json: false,
            },
        )?;
        self.say("Type refresh to fetch what is new.");
        Ok(())
    }
}
