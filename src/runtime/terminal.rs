//! The terminal: taken when the screen opens, given back as it was found on exit, panic, signal
//! and suspension. Frames are collected and written in one piece, marked as one for terminals that
//! know synchronized output, so that none is ever seen half drawn.

use std::{
    cell::RefCell,
    io::{self, IsTerminal, Write},
    panic,
    rc::Rc,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use crossterm::{
    cursor::Show,
    event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange},
    execute,
    terminal::{
        Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
        enable_raw_mode,
    },
};

use crate::config::Settings;
use crate::layout::TextOrder;
use crate::runtime::{RuntimeError, clipboard::copy_sequence};

const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
const END_FRAME: &[u8] = b"\x1b[?2026l";

/// Asks terminals that put right-to-left text in order to show cells as they come: ECMA-48's
/// explicit mode, as the terminal working group's BiDi recommendation has it.
const EXPLICIT_ORDER: &[u8] = b"\x1b[8l";
const IMPLICIT_ORDER: &[u8] = b"\x1b[8h";

/// Buttons, drags and the wheel of the mouse, with places beyond column 223; not each of its moves.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Keeps the title of the window, and puts it back.
const KEEP_TITLE: &[u8] = b"\x1b[22;2t";
const TITLE_BACK: &[u8] = b"\x1b[23;2t";

/// What is asked of the terminal beside a screen of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modes {
    /// The mouse is used.
    pub mouse: bool,
    /// Right-to-left text comes in the order of the screen.
    pub ordered: bool,
    /// The window gets a title.
    pub title: bool,
}

impl Modes {
    /// The modes of the settings, for what the terminal does with right-to-left text.
    pub fn new(settings: &Settings, order: TextOrder) -> Self {
        Self {
            mouse: settings.input.mouse,
            ordered: order == TextOrder::Visual,
            title: settings.display.title,
        }
    }

    /// Each mode with what sets it and what takes it back.
    fn sequences(self) -> [(bool, &'static [u8], &'static [u8]); 3] {
        [
            (self.title, KEEP_TITLE, TITLE_BACK),
            (self.ordered, EXPLICIT_ORDER, IMPLICIT_ORDER),
            (self.mouse, MOUSE_ON, MOUSE_OFF),
        ]
    }

    /// What leads from modes to others.
    fn change(self, to: Self) -> Vec<u8> {
        let pairs = self.sequences().into_iter().zip(to.sequences());
        let sequences = pairs.filter_map(|((was, on, off), (is, ..))| match (was, is) {
            (false, true) => Some(on),
            (true, false) => Some(off),
            _ => None,
        });
        sequences.flatten().copied().collect()
    }
}

/// What was asked for; the panic hook needs it, too.
static MODES: Mutex<Modes> = Mutex::new(Modes {
    mouse: false,
    ordered: false,
    title: false,
});

fn modes() -> MutexGuard<'static, Modes> {
    MODES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the terminal is ours now; the panic hook asks, too.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Columns and rows of the terminal; `None` where there is none.
pub fn terminal_size() -> Option<(u16, u16)> {
    let is_terminal = io::stdout().is_terminal() || io::stderr().is_terminal();
    is_terminal
        .then(crossterm::terminal::size)
        .and_then(Result::ok)
}

/// Whether a screen can be drawn at all.
pub fn check_terminal() -> Result<(), RuntimeError> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(RuntimeError::NoTerminal);
    }
    match std::env::var_os("TERM") {
        Some(name) if name == "dumb" => Err(RuntimeError::DumbTerminal),
        _ => Ok(()),
    }
}

/// Whether the terminal that was ours hung up. The library that reads keys from it does not come back
/// then, so that nobody else would notice.
#[cfg(unix)]
pub fn has_hung_up() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    if !TAKEN.load(Ordering::SeqCst) {
        return false;
    }
    let stdin = io::stdin();
    let mut asked = [PollFd::new(&stdin, PollFlags::empty())];
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let answered = poll(&mut asked, Some(&at_once));
    answered.is_ok() && asked[0].revents().contains(PollFlags::HUP)
}

/// Elsewhere the reading of keys ends by itself.
#[cfg(not(unix))]
pub fn has_hung_up() -> bool {
    false
}

/// What the loop asks of the device behind its frames.
pub trait Device {
    /// Shows what was drawn since the last time.
    fn present(&mut self) -> io::Result<()>;
    /// Puts a text into the clipboard.
    fn copy(&mut self, text: &str) -> io::Result<()>;
    /// Sends a sequence that draws nothing: a bell, a notification, a question, a title.
    fn send(&mut self, sequence: &str) -> io::Result<()>;
    /// Asks for other modes.
    fn set(&mut self, modes: Modes) -> io::Result<()>;
    /// Gives the terminal back.
    fn leave(&mut self);
    /// Takes it again.
    fn enter(&mut self) -> io::Result<()>;
}

/// Collects the bytes of a frame.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    bytes: Rc<RefCell<Vec<u8>>>,
}

impl Write for Frames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Does nothing: a frame is written as a whole.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal of this process; given back when dropped.
#[derive(Debug)]
pub struct Tty {
    frames: Frames,
}

impl Tty {
    /// Takes the terminal. The writer for its frames comes with it.
    pub fn open(wanted: Modes) -> Result<(Self, Frames), RuntimeError> {
        restore_on_panic();
        *modes() = wanted;
        take().map_err(RuntimeError::Terminal)?;
        let frames = Frames::default();
        let tty = Self {
            frames: frames.clone(),
        };
        Ok((tty, frames))
    }
}

impl Device for Tty {
    fn present(&mut self) -> io::Result<()> {
        let mut bytes = self.frames.bytes.borrow_mut();
        if bytes.is_empty() {
            return Ok(());
        }
        let frame = [BEGIN_FRAME, &bytes, END_FRAME].concat();
        bytes.clear();
        let mut out = io::stdout().lock();
        out.write_all(&frame)?;
        out.flush()
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(copy_sequence(text).as_bytes())?;
        out.flush()
    }

    fn send(&mut self, sequence: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(sequence.as_bytes())?;
        out.flush()
    }

    fn set(&mut self, wanted: Modes) -> io::Result<()> {
        let before = std::mem::replace(&mut *modes(), wanted);
        let mut out = io::stdout().lock();
        out.write_all(&before.change(wanted))?;
        out.flush()
    }

    fn leave(&mut self) {
        give_back();
    }

    fn enter(&mut self) -> io::Result<()> {
        // The library remembers that it set the modes and would not set them again, although the
        // shell may have changed them while the program was stopped.
        disable_raw_mode()?;
        take()
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    enter_screen(&mut out)?;
    out.write_all(&Modes::default().change(*modes()))?;
    out.flush()
}

/// Some terminals show what was left on the other screen, so it is cleared before anything is
/// drawn there.
fn enter_screen(out: &mut impl Write) -> io::Result<()> {
    execute!(
        out,
        EnterAlternateScreen,
        Clear(ClearType::All),
        EnableBracketedPaste,
        EnableFocusChange
    )
}

fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // A terminal that is gone cannot be restored; there is nobody left to tell.
    let _ = io::stdout().write_all(&modes().change(Modes::default()));
    let _ = execute!(
        io::stdout(),
        DisableFocusChange,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}

/// A panic of this thread is the end of the program: the terminal is restored before it is told.
/// A panic elsewhere is caught there; told on the terminal it would tear the screen, so it is
/// logged.
fn restore_on_panic() {
    let screen_thread = thread::current().id();
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == screen_thread {
            give_back();
            usual(info);
        } else if TAKEN.load(Ordering::SeqCst) {
            tracing::error!("a thread panicked: {info}");
        } else {
            usual(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use std::io::Read;

    #[test]
    fn only_modes_that_change_are_asked_for() {
        let mouse = Modes {
            mouse: true,
            ..Modes::default()
        };
        let both = Modes {
            title: true,
            ..mouse
        };
        assert_eq!(mouse.change(both), KEEP_TITLE);
        assert_eq!(
            both.change(Modes::default()),
            [TITLE_BACK, MOUSE_OFF].concat()
        );
        assert!(both.change(both).is_empty());
    }

    /// Takes the terminal and panics on its thread; run by the test below, in a terminal of its own.
    #[test]
    #[ignore = "it panics, for another test to look at"]
    fn panics_with_the_terminal_taken() {
        let modes = Modes {
            mouse: true,
            ..Modes::default()
        };
        let _tty = Tty::open(modes).expect("a terminal");
        panic!("the pulley broke");
    }

    #[test]
    fn a_panic_is_told_on_a_terminal_that_was_given_back() {
        let pair = native_pty_system()
            .openpty(PtySize::default())
            .expect("a pseudo terminal");
        let mut command = CommandBuilder::new(std::env::current_exe().expect("this program"));
        let name = "runtime::terminal::tests::panics_with_the_terminal_taken";
        command.args([name, "--exact", "--ignored", "--nocapture"]);
        let mut child = pair.slave.spawn_command(command).expect("started");
        drop(pair.slave);
        let mut raw = Vec::new();
        // A terminal that is gone ends what can be read of it, on some systems with an error.
        let _ = pair
            .master
            .try_clone_reader()
            .expect("readable")
            .read_to_end(&mut raw);
        child.wait().expect("ended");
        let said = String::from_utf8_lossy(&raw);
        let at = |wanted: &str| said.rfind(wanted).expect(wanted);
        assert!(at("\x1b[?1049h") < at("\x1b[?1049l"), "{said:?}");
        assert!(at("\x1b[?1000h") < at("\x1b[?1000l"), "{said:?}");
        assert!(at("\x1b[?1049l") < at("the pulley broke"), "{said:?}");
    }

    #[test]
    fn the_screen_is_cleared_before_anything_is_drawn_on_it() {
        let mut out = Vec::new();
        enter_screen(&mut out).expect("a vector takes everything");
        let out = String::from_utf8(out).expect("text");
        assert!(out.starts_with("\x1b[?1049h\x1b[2J"), "{out:?}");
    }
}
