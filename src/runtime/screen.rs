//! The loop: it waits for a message, a key, a signal or a wanted time, messages first, handles all
//! that wait, and draws once if something changed. Nothing ticks while nothing moves.
//!
//! `Screen` is also the seam for tests: it takes any terminal backend, any stream of keys, any
//! clock and anybody to run the errands, and runs.

use std::{
    error::Error,
    future::{Future, poll_fn},
    io,
    sync::Arc,
    task::Poll,
};

use crossterm::event::Event;
use futures_util::{Stream, StreamExt};
use ratatui::{Terminal, backend::Backend};
use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{Duration, Instant, sleep_until, timeout_at},
};

use crate::app::{Effect, Msg, Spots, State, update, window_title};
use crate::config::{Hyperlinks, Look, Settings, Theme, ThemeName};
use crate::layout::TextOrder;
use crate::model::Timestamp;
use crate::runtime::{
    RuntimeError,
    background::{Background, Heard, QUESTION},
    errands::Errands,
    input,
    signals::{Signal, Signals},
    terminal::{Device, Modes},
    timers::Timers,
};
use crate::ui;

/// Messages handled before a frame is drawn at the latest.
const BATCH: usize = 512;
/// A frame waits so long for rows that belong into it: their answer takes a millisecond or two, and
/// a frame with gaps would flicker.
const ROWS_DELAY: Duration = Duration::from_millis(12);
/// How long a frame waits for the article and the sources that belong to it: most are there by then,
/// and a frame is not late for a long one. The timers of the runtime go by milliseconds, which would
/// make two of it, so it is looked for in steps.
const PARTS_DELAY: Duration = Duration::from_micros(800);
/// A step of that.
const PARTS_STEP: Duration = Duration::from_micros(100);
/// An article that took so long is late: the frame of the next one does not wait.
const LATE: Duration = Duration::from_millis(4);
/// The first frame waits so long for the list, which is what it is for.
const LIST_DELAY: Duration = Duration::from_millis(150);

/// How the screen was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The program ends.
    Quit,
    /// What this screen was opened from comes back.
    Left,
    /// The sample day is to be opened.
    Sample,
}

/// A clock.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// State and terminal, and all that messages come from.
pub struct Screen<B: Backend, I, D, E> {
    /// Where frames are drawn.
    pub terminal: Terminal<B>,
    /// What is behind it.
    pub device: D,
    /// Terminal events.
    pub input: I,
    /// Signals; `None` in tests.
    pub signals: Option<Signals>,
    /// What time it is.
    pub clock: Clock,
    /// Who does what effects ask for.
    pub errands: E,
    /// Their answers.
    pub answers: UnboundedReceiver<Msg>,
    /// The state.
    pub state: State,
    /// How things look.
    pub look: Look,
    /// Whether frames wait for articles.
    pub pace: Pace,
    /// What stands where in the last frame.
    pub spots: Spots,
    /// What the terminal says of its background.
    pub background: Background,
    /// The title of the window, as it was set last; `None` where it is left alone.
    pub title: Option<String>,
    /// What the settings say of the terminal and of how things look.
    pub in_force: InForce,
}

/// What the settings say of the terminal and of how things look. Where the reader chose otherwise
/// for this session, that stays until the settings say something else than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    theme: ThemeName,
    ascii: bool,
    hyperlinks: Hyperlinks,
    modes: Modes,
}

impl InForce {
    /// By these settings, for what the terminal does with right-to-left text.
    pub fn new(settings: &Settings, order: TextOrder) -> Self {
        Self {
            theme: settings.display.theme,
            ascii: settings.display.ascii,
            hyperlinks: settings.display.hyperlinks,
            modes: Modes::new(settings, order),
        }
    }
}

/// Whether frames wait for the articles that belong to them: not while these take long, for then the
/// wait would end in vain.
#[derive(Debug, Default)]
pub struct Pace {
    asked: Option<Instant>,
    /// The last article took longer than a frame waits.
    late: bool,
}

impl Pace {
    /// Looks at the time before a frame: an article is on its way, or none is any more.
    fn look(&mut self, on_the_way: bool) {
        match (self.asked, on_the_way) {
            (None, true) => self.asked = Some(Instant::now()),
            (Some(asked), false) => {
                self.late = asked.elapsed() > LATE;
                self.asked = None;
            }
            _ => {}
        }
    }
}

/// What woke the loop.
enum Woken {
    Answer(Msg),
    Input(Option<io::Result<Event>>),
    Signal(Signal),
    Time,
}

impl<B, I, D, E> Screen<B, I, D, E>
where
    B: Backend<Error: Error + Send + Sync + 'static>,
    I: Stream<Item = io::Result<Event>> + Unpin,
    D: Device,
    E: Errands,
{
    /// Runs until the program is left.
    pub async fn run(mut self) -> Result<Outcome, RuntimeError> {
        let mut timers = Timers::default();
        let mut waiting = vec![Msg::Start];
        loop {
            if let Some(outcome) = self.handle(waiting, &mut timers).await? {
                return Ok(outcome);
            }
            if self.state.changed {
                if let Some(outcome) = self.wait_for_rows(&mut timers).await? {
                    return Ok(outcome);
                }
                self.draw().map_err(RuntimeError::Terminal)?;
            }
            self.ask_background(false).map_err(RuntimeError::Terminal)?;
            waiting = self.wait(&mut timers).await;
        }
    }

    /// Asks the terminal for its background where the theme depends on it: once there is a frame,
    /// and again when that is wanted.
    fn ask_background(&mut self, again: bool) -> io::Result<()> {
        let depends = self.look.theme == ThemeName::Auto && !self.look.no_colour;
        if !depends || !again && self.background.was_asked() {
            return Ok(());
        }
        self.background.asked();
        self.device.send(QUESTION)
    }

    /// The messages of a terminal event, and of what was kept back before it.
    fn hear(&mut self, event: Event, waiting: &mut Vec<Msg>) {
        // A terminal that goes with the time of the day may be another one now.
        if matches!(event, Event::FocusGained) {
            // One that is gone is noticed when it is read from.
            let _ = self.ask_background(true);
        }
        match self.background.hear(event, Instant::now()) {
            Heard::Light(light) => waiting.push(Msg::Background(light)),
            Heard::Events(events) => self.take_events(events, waiting),
        }
    }

    fn take_events(&self, events: Vec<Event>, waiting: &mut Vec<Msg>) {
        let messages = events.into_iter();
        waiting.extend(messages.filter_map(|event| input::message(event, &self.spots)));
    }

    /// Waits for something to happen; gives all that wait then.
    async fn wait(&mut self, timers: &mut Timers) -> Vec<Msg> {
        let wanted = timers
            .next()
            .into_iter()
            .chain(self.background.until())
            .min();
        let woken = tokio::select! {
            biased;
            Some(answer) = self.answers.recv() => Woken::Answer(answer),
            event = self.input.next() => Woken::Input(event),
            signal = next_signal(self.signals.as_mut()) => Woken::Signal(signal),
            () = sleep_until_wanted(wanted) => Woken::Time,
        };
        let mut waiting = Vec::new();
        match woken {
            Woken::Answer(answer) => waiting.push(answer),
            Woken::Input(Some(Ok(event))) => self.hear(event, &mut waiting),
            // A terminal that is gone sends nothing more.
            Woken::Input(_) => waiting.push(Msg::Terminate),
            Woken::Signal(Signal::Terminate) => waiting.push(Msg::Terminate),
            Woken::Signal(Signal::Stop) => waiting.push(Msg::Stopped),
            Woken::Signal(Signal::Continued) => {
                // Whoever stopped us may have changed the terminal; if it is gone, keys end too.
                let _ = self.device.enter();
                self.forget_title();
                waiting.push(Msg::Resumed);
            }
            Woken::Time => {}
        }
        self.take_all(&mut waiting, timers).await;
        waiting
    }

    /// Takes what else is there, without waiting.
    async fn take_all(&mut self, waiting: &mut Vec<Msg>, timers: &mut Timers) {
        while let Ok(answer) = self.answers.try_recv() {
            waiting.push(answer);
            if waiting.len() >= BATCH {
                return;
            }
        }
        while waiting.len() < BATCH {
            let Poll::Ready(event) = self.poll_input().await else {
                break;
            };
            match event {
                Some(Ok(event)) => self.hear(event, waiting),
                Some(Err(_)) | None => break,
            }
        }
        let late = self.background.late(Instant::now());
        self.take_events(late, waiting);
        waiting.extend(timers.due(Instant::now()).into_iter().map(Msg::Wake));
    }

    /// Looks whether an event is there. It is asked with the waker of this task: the terminal
    /// library keeps the first one it is given, so one that wakes nobody would end all input.
    fn poll_input(&mut self) -> impl Future<Output = Poll<Option<io::Result<Event>>>> {
        poll_fn(|context| Poll::Ready(self.input.poll_next_unpin(context)))
    }

    /// Changes the state and sees to the effects; gives how the screen is left, if it is.
    pub(super) async fn handle(
        &mut self,
        waiting: Vec<Msg>,
        timers: &mut Timers,
    ) -> Result<Option<Outcome>, RuntimeError> {
        if waiting.is_empty() {
            return Ok(None);
        }
        let clock = Msg::Clock((self.clock)());
        for msg in std::iter::once(clock).chain(waiting) {
            for effect in update(&mut self.state, msg) {
                match effect {
                    Effect::Quit => return Ok(Some(Outcome::Quit)),
                    Effect::Leave => return Ok(Some(Outcome::Left)),
                    Effect::OpenSample => return Ok(Some(Outcome::Sample)),
                    Effect::Wake { after, wake } => timers.want(after, wake),
                    Effect::Copy { text } => {
                        self.device.copy(&text).map_err(RuntimeError::Terminal)?;
                    }
                    Effect::Alert { sequence } => {
                        self.device
                            .send(&sequence)
                            .map_err(RuntimeError::Terminal)?;
                    }
                    Effect::Look(theme) => {
                        self.look.theme = theme;
                        self.state.changed = true;
                    }
                    Effect::Configure(settings) => {
                        self.configure(&settings)?;
                        self.errands.run(Effect::Configure(settings));
                    }
                    Effect::Redraw => self.clear()?,
                    Effect::Suspend => self.suspend().await?,
                    other => self.errands.run(other),
                }
            }
        }
        Ok(None)
    }

    /// Looks and behaves by other settings from now on, where they differ from those before.
    fn configure(&mut self, settings: &Settings) -> Result<(), RuntimeError> {
        let new = InForce::new(settings, self.state.text_order);
        let old = std::mem::replace(&mut self.in_force, new);
        self.state.changed = true;
        if new == old {
            return Ok(());
        }
        if new.theme != old.theme {
            self.look.theme = new.theme;
        }
        self.look.ascii = new.ascii;
        if new.modes.title != old.modes.title {
            self.title = new.modes.title.then(String::new);
        }
        if new.modes != old.modes {
            self.device.set(new.modes).map_err(RuntimeError::Terminal)?;
        }
        self.clear()
    }

    /// Forgets what is on the terminal, so that the next frame draws all of it. The library's own
    /// way asks the terminal where its cursor is and waits for an answer; resizing does not.
    fn clear(&mut self) -> Result<(), RuntimeError> {
        let failed = |error: B::Error| RuntimeError::Terminal(io::Error::other(error));
        let size = self.terminal.size().map_err(failed)?;
        self.state.size = (size.width, size.height);
        self.state.changed = true;
        self.terminal.resize(size.into()).map_err(failed)
    }

    /// The shell may have given the window a title of its own.
    fn forget_title(&mut self) {
        if let Some(title) = &mut self.title {
            title.clear();
        }
    }

    async fn suspend(&mut self) -> Result<(), RuntimeError> {
        self.device.leave();
        if let Some(signals) = &mut self.signals {
            signals.stop().await;
        }
        self.device.enter().map_err(RuntimeError::Terminal)?;
        self.forget_title();
        self.clear()
    }

    /// Waits a moment for what belongs into the next frame.
    async fn wait_for_rows(
        &mut self,
        timers: &mut Timers,
    ) -> Result<Option<Outcome>, RuntimeError> {
        let delay = if self.state.list.loaded {
            ROWS_DELAY
        } else {
            LIST_DELAY
        };
        self.pace.look(self.state.awaits_parts());
        let start = Instant::now();
        loop {
            let answer = match (self.state.awaits_rows(), self.state.awaits_parts()) {
                (true, _) => timeout_at(start + delay, self.answers.recv())
                    .await
                    .ok()
                    .flatten(),
                (false, true) if !self.pace.late => self.part_before(start + PARTS_DELAY).await,
                (false, _) => None,
            };
            let Some(answer) = answer else { break };
            if let Some(outcome) = self.handle(vec![answer], timers).await? {
                return Ok(Some(outcome));
            }
        }
        Ok(None)
    }

    /// The next answer that comes within less than a millisecond.
    async fn part_before(&mut self, until: Instant) -> Option<Msg> {
        loop {
            if let Ok(answer) = self.answers.try_recv() {
                return Some(answer);
            }
            if Instant::now() >= until {
                return None;
            }
            std::thread::sleep(PARTS_STEP);
            tokio::task::yield_now().await;
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        self.state.changed = false;
        self.pace.look(self.state.awaits_parts());
        if let Some(light) = self.state.light_background {
            self.look.is_light = light;
        }
        let (state, theme) = (&self.state, Theme::new(self.look));
        let mut spots = Spots::default();
        self.terminal
            .draw(|frame| spots = ui::draw(frame, state, &theme))
            .map_err(io::Error::other)?;
        self.spots = spots;
        self.device.present()?;
        self.set_title()
    }

    /// The window is called after what is read in it.
    fn set_title(&mut self) -> io::Result<()> {
        let Some(shown) = &mut self.title else {
            return Ok(());
        };
        let title = window_title(&self.state);
        if *shown == title {
            return Ok(());
        }
        shown.clone_from(&title);
        self.device.send(&format!("\x1b]2;{title}\x07"))
    }
}

async fn next_signal(signals: Option<&mut Signals>) -> Signal {
    match signals {
        Some(signals) => signals.next().await,
        None => std::future::pending().await,
    }
}

async fn sleep_until_wanted(wanted: Option<Instant>) {
    match wanted {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_wait_for_articles_until_one_takes_long() {
        let mut pace = Pace::default();
        pace.look(true);
        pace.look(false);
        assert!(!pace.late);
        pace.asked = Instant::now().checked_sub(Duration::from_millis(20));
        pace.look(true);
        pace.look(false);
        assert!(pace.late);
        pace.look(true);
        pace.look(false);
        assert!(!pace.late, "this one was quick");
    }
}
