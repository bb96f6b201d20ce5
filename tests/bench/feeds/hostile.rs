//! Files that are out to break a reader: each is parsed by the program itself, and all of them are
//! served from the loopback address, fetched, and shown by every command that shows articles.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::Value as Json;

use crate::{
    program::{MOST_TIME, Program, Run},
    table,
};

/// The report on a folder.
pub fn tell(folder: &Path, path: Option<&Path>) -> Result<String, String> {
    let index = fs::read_to_string(folder.join("INDEX.tsv"))
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    let program = Program::new(path)?;
    let mut out = String::new();
    let mut faults = Vec::new();
    let mut slowest = (Duration::ZERO, String::new());
    let (mut read, mut refused) = (0, Vec::new());
    let files = table(&index, ["file"])?;
    for [file] in &files {
        let run = parse(&program, folder, file)?;
        faults.extend(faults_of(file, &run));
        if run.took > slowest.0 {
            slowest = (run.took, file.clone());
        }
        if run.code == Some(0) {
            read += 1;
        } else {
            let said = String::from_utf8_lossy(&run.stderr)
                .trim()
                .replace('\n', " / ");
            refused.push(format!("{file}: {said}"));
        }
    }
    // Writing to a text cannot fail.
    let _ = writeln!(
        out,
        "files: {}; read: {read}; refused: {}; slowest: {:?} ({})",
        files.len(),
        refused.len(),
        slowest.0,
        slowest.1
    );
    for line in &refused {
        let _ = writeln!(out, "  refused {line}");
    }
    let shown = show_all(&program, folder, files.iter().map(|[file]| file.as_str()))?;
    let _ = writeln!(out, "{}", shown.0);
    faults.extend(shown.1);
    let _ = writeln!(out, "faults: {}", faults.len());
    for fault in &faults {
        let _ = writeln!(out, "  FAULT {fault}");
    }
    Ok(out)
}

fn parse(program: &Program, folder: &Path, file: &str) -> Result<Run, String> {
    let path = folder.join(file).to_string_lossy().into_owned();
    if file.starts_with("encodings/") {
        let feed = wrapped(&fs::read(&path).map_err(|error| format!("{path}: {error}"))?);
        return program.run_bounded(&["parse", "-"], &feed);
    }
    if file.starts_with("strings/") {
        return program.run_bounded(&["parse", "-"], &titles(Path::new(&path))?);
    }
    if file.ends_with(".opml") {
        return program.run_bounded(&["import", &path], b"");
    }
    program.run_bounded(&["parse", &path], b"")
}

/// A document in some encoding as the headline of a feed in that encoding. The bytes of names and
/// signs of XML are written as wide as the document's.
fn wrapped(document: &[u8]) -> Vec<u8> {
    let wide = |text: &str| -> Vec<u8> {
        match document {
            [0xfe, 0xff, ..] | [0, ..] => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            [0xff, 0xfe, ..] | [_, 0, ..] => {
                text.encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            _ => text.as_bytes().to_vec(),
        }
    };
    let close = wide("?>");
    let end = document
        .windows(close.len())
        .position(|part| part == close)
        .map_or(0, |at| at + close.len());
    let mut feed = document[..end].to_vec();
    feed.extend(wide(
        "<rss version='2.0'><channel><item><title>t</title><description>",
    ));
    feed.extend(&document[end..]);
    feed.extend(wide("</description></item></channel></rss>"));
    feed
}

/// A JSON list of texts as the headlines of a feed.
fn titles(path: &Path) -> Result<Vec<u8>, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let texts: Vec<String> = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    let items: Vec<Json> = texts
        .iter()
        .enumerate()
        .map(|(id, title)| serde_json::json!({"id": id.to_string(), "title": title}))
        .collect();
    let feed = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "items": items});
    Ok(feed.to_string().into_bytes())
}

/// What is wrong with a run whatever the file is, and with what it says of this one.
fn faults_of(file: &str, run: &Run) -> Vec<String> {
    let mut faults = Vec::new();
    if !matches!(run.code, Some(0 | 1)) {
        faults.push(format!("{file}: ended with {:?}", run.code));
    }
    if run.took > MOST_TIME {
        faults.push(format!("{file}: took {:?}", run.took));
    }
    let said = String::from_utf8_lossy(&run.stderr);
    if run.code == Some(1) && (said.trim().is_empty() || said.trim().lines().count() > 2) {
        faults.push(format!("{file}: says {said:?}"));
    }
    for (stream, bytes) in [("output", &run.stdout), ("errors", &run.stderr)] {
        if let Some(found) = forbidden(bytes) {
            faults.push(format!("{file}: {found} in its {stream}"));
        }
    }
    for line in run.stdout.split(|byte| *byte == b'\n') {
        let Ok(item) = serde_json::from_slice::<Json>(line) else {
            continue;
        };
        faults.extend(item_fault(file, &item).map(|fault| format!("{file}: {fault}: {item:.300}")));
    }
    let readable = file.starts_with("encodings/") || file.starts_with("links/");
    if readable && run.stdout.is_empty() {
        faults.push(format!("{file}: nothing is read"));
    }
    faults
}

fn item_fault(file: &str, item: &Json) -> Option<String> {
    let text = |key: &str| item.get(key).and_then(Json::as_str).unwrap_or_default();
    if file.starts_with("encodings/") && text("text").contains('\u{fffd}') {
        return Some("not decoded".to_owned());
    }
    if text("title").trim().is_empty() && item.get("title").is_some() {
        return Some("an empty row".to_owned());
    }
    if item
        .get("title")
        .is_some_and(|_| text("title").len() > 16_384)
    {
        return Some("a headline without end".to_owned());
    }
    for key in ["title", "summary", "text", "author", "source", "url", "id"] {
        if let Some(found) = forbidden(text(key).as_bytes()) {
            return Some(format!("{found} in its {key}"));
        }
        if text(key).contains("root:x:0:") {
            return Some("what a file of this machine says".to_owned());
        }
    }
    let url = text("url");
    (!url.is_empty() && !url.starts_with("http://") && !url.starts_with("https://"))
        .then(|| format!("leads to {url:.60}"))
}

/// The first character of these bytes that may not reach a terminal.
fn forbidden(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let bad = |c: &char| {
        matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found = text.chars().find(bad)?;
    Some(format!("U+{:04X}", u32::from(found)))
}

/// Serves the files, lets the program fetch them all, and looks at what every command shows.
fn show_all<'a>(
    program: &Program,
    folder: &Path,
    files: impl Iterator<Item = &'a str>,
) -> Result<(String, Vec<String>), String> {
    let address = serve(folder.to_path_buf())?;
    let mut list = String::new();
    for file in files.filter(|file| !file.ends_with(".opml")) {
        let _ = write!(list, "[[feed]]\nurl = \"http://{address}/{file}\"\n");
    }
    fs::write(program.home().join("feeds.toml"), list).map_err(|error| error.to_string())?;
    let mut faults = Vec::new();
    let mut commands = 0;
    let mut outputs = Vec::new();
    let mut look = |arguments: &[&str], most: Option<Duration>| -> Result<Run, String> {
        let run = program.run(arguments)?;
        commands += 1;
        let name = arguments.join(" ");
        if !matches!(run.code, Some(0 | 1)) {
            faults.push(format!("{name}: ended with {:?}", run.code));
        }
        if most.is_some_and(|most| run.took > most) {
            faults.push(format!("{name}: took {:?}", run.took));
        }
        for bytes in [&run.stdout, &run.stderr] {
            if let Some(found) = forbidden(bytes) {
                faults.push(format!("{name}: {found}"));
            }
        }
        Ok(run)
    };
    let refresh = look(&["refresh", "--all", "--json"], None)?;
    outputs.push(
        String::from_utf8_lossy(&refresh.stdout)
            .chars()
            .take(200)
            .collect::<String>(),
    );
    for arguments in [
        &["stories"][..],
        &["feeds"],
        &["feeds", "--json"],
        &["search", "xss"],
        &["search", "xss", "--json"],
        &["export"],
        &["export", "--opml"],
        &["export", "--state"],
        &["doctor"],
        &["doctor", "--json"],
    ] {
        look(arguments, None)?;
    }
    let stories = look(&["stories", "--json"], None)?;
    let mut ids = Vec::new();
    for line in String::from_utf8_lossy(&stories.stdout).lines() {
        let story: Json = serde_json::from_str(line).map_err(|error| error.to_string())?;
        for member in story["members"].as_array().into_iter().flatten() {
            // What has no address is a headline alone, which the list shows whole.
            let article = member["article"].as_str();
            ids.extend(
                article
                    .filter(|_| member["url"].is_string())
                    .map(str::to_owned),
            );
        }
    }
    for (number, id) in ids.iter().enumerate() {
        // Each article as HTML, the form that could hold a script, and in one of the others.
        let forms = ["--text", "--json", "--markdown"];
        let html = look(&["show", id, "--html"], Some(MOST_TIME))?;
        let html = String::from_utf8_lossy(&html.stdout).to_lowercase();
        if ["<script", "javascript:", "onerror=", "onload="]
            .iter()
            .any(|script| tags(&html).any(|tag| tag.contains(script)))
        {
            outputs.push(format!("script in {id}"));
        }
        look(&["show", id, forms[number % 3]], Some(MOST_TIME))?;
    }
    let told = format!(
        "commands: {commands}; articles shown: {}; {}",
        ids.len(),
        outputs.join("; ")
    );
    Ok((told, faults))
}

/// What stands between `<` and `>`.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
}

/// Serves the files of a folder on the loopback address until the program ends.
fn serve(folder: PathBuf) -> Result<std::net::SocketAddr, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let folder = folder.clone();
            std::thread::spawn(move || answer(&folder, stream));
        }
    });
    Ok(address)
}

fn answer(folder: &Path, mut stream: TcpStream) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let request = lines.next()?.ok()?;
    while !lines.next()?.ok()?.is_empty() {}
    let path = request
        .split(' ')
        .nth(1)?
        .trim_start_matches('/')
        .to_owned();
    let body = if path.starts_with("encodings/") {
        wrapped(&fs::read(folder.join(&path)).ok()?)
    } else if path.starts_with("strings/") {
        titles(&folder.join(&path)).ok()?
    } else {
        fs::read(folder.join(&path)).ok()?
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(&body).ok()
}
