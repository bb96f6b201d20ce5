//! What the terminal reports, as messages: keys, pasted text, another size.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::app::{Gesture, Msg, Spots};
use crate::config::{Code, Key};

/// The message of a terminal event on what was drawn last; `None` where it means nothing here.
pub fn message(event: Event, spots: &Spots) -> Option<Msg> {
    match event {
        Event::Key(event) => key(event).map(Msg::Key),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Mouse(event) => mouse(event, spots),
        Event::FocusGained => Some(Msg::Focus(true)),
        Event::FocusLost => Some(Msg::Focus(false)),
        Event::Resize(width, height) => Some(Msg::Resize(width, height)),
    }
}

fn mouse(event: MouseEvent, spots: &Spots) -> Option<Msg> {
    let gesture = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Gesture::Click,
        MouseEventKind::Down(MouseButton::Middle) => Gesture::MiddleClick,
        MouseEventKind::Down(MouseButton::Right) => Gesture::RightClick,
        MouseEventKind::Drag(MouseButton::Left) => Gesture::Drag,
        MouseEventKind::Up(_) => Gesture::Release,
        MouseEventKind::ScrollUp => Gesture::WheelUp,
        MouseEventKind::ScrollDown => Gesture::WheelDown,
        _ => return None,
    };
    Some(Msg::Mouse(spots.mouse(gesture, event.column, event.row)))
}

fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let code = code(event.code, event.modifiers.contains(KeyModifiers::SHIFT))?;
    let key = Key { code, ctrl, alt };
    // Terminals send these for keys of their own, whatever they are called.
    Some(match (code, ctrl) {
        (Code::Char('h'), true) => Key::plain(Code::Backspace),
        (Code::Char('j' | 'm'), true) => Key::plain(Code::Enter),
        (Code::Char('i'), true) => Key::plain(Code::Tab),
        _ => key,
    })
}

fn code(code: KeyCode, shift: bool) -> Option<Code> {
    Some(match code {
        KeyCode::Char(letter) => Code::Char(letter),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if shift => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: KeyCode, modifiers: KeyModifiers, written: &str) {
        let read = key(KeyEvent::new(code, modifiers)).map(|key| key.to_string());
        assert_eq!(read.as_deref(), Some(written));
    }

    #[test]
    fn keys_are_called_as_in_the_key_map() {
        check(KeyCode::Char('G'), KeyModifiers::SHIFT, "G");
        check(KeyCode::Char('d'), KeyModifiers::CONTROL, "C-d");
        check(KeyCode::Char('5'), KeyModifiers::ALT, "A-5");
        check(KeyCode::Tab, KeyModifiers::SHIFT, "S-Tab");
        check(KeyCode::Char(' '), KeyModifiers::NONE, "Space");
        check(KeyCode::Char('h'), KeyModifiers::CONTROL, "Backspace");
    }

    #[test]
    fn letting_a_key_go_is_no_key() {
        let press = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::NONE);
        assert_eq!(
            key(KeyEvent {
                kind: KeyEventKind::Release,
                ..press
            }),
            None
        );
    }
}
