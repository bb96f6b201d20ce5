//! Whole screens: keys in, what stands on the screen out.

use ratatui::{Terminal, backend::TestBackend, style::Modifier};

use crate::app::{Msg, Pane, testing::Screen};
use crate::config::Theme;

fn terminal(screen: &Screen, theme: &Theme) -> Terminal<TestBackend> {
    let (width, height) = screen.state.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test terminal");
    terminal
        .draw(|frame| super::draw(frame, &screen.state, theme))
        .expect("drawn");
    terminal
}

fn text(screen: &Screen) -> String {
    let terminal = terminal(screen, &Theme::default());
    let buffer = terminal.backend().buffer();
    let width = usize::from(buffer.area.width);
    let rows = buffer.content().chunks(width.max(1));
    let rows = rows.map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>());
    rows.map(|row| row.trim_end().to_owned() + "\n").collect()
}

#[test]
fn show() {
    let (w, h) = std::env::var("SIZE")
        .ok()
        .and_then(|s| {
            s.split_once('x')
                .map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap()))
        })
        .unwrap_or((120, 30));
    let mut screen = Screen::with_stories(60);
    screen.tell(Msg::Resize(w, h));
    if let Ok(keys) = std::env::var("KEYS") {
        if !keys.is_empty() {
            screen.press(&keys);
        }
    }
    let _ = (Pane::Reader, Modifier::BOLD);
    eprintln!("{}", text(&screen));
}
