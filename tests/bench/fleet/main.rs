//! A thousand feeds on forty hosts of a loopback server, good ones and bad ones:
//! `cargo bench --bench fleet`. Tells how long a refresh takes next to the time that politeness and
//! the network cost at least, whether the good feeds suffer from the bad ones, and how much memory
//! it takes at the most. `FLEET_PROGRAM` names another program file to measure.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

mod server;

use std::{
    fs,
    path::Path,
    process::{Command, ExitCode, Stdio},
    thread,
    time::{Duration, Instant},
};

use server::{Manner, Server};

const HOSTS: usize = 40;
const FEEDS_PER_HOST: usize = 25;
const ITEMS: usize = 50;
/// The rules that the bound comes from; `config` below says the same to the program.
const GAP: Duration = Duration::from_secs(1);
const TIMEOUT: Duration = Duration::from_secs(5);
/// Wanted: the time measured is at the most so many times the bound.
const WANTED: f64 = 1.3;
const WANTED_MEGABYTES: u64 = 100;

fn main() -> ExitCode {
    // `cargo test --all-targets` runs this too, and should not wait for it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let home = tempfile::tempdir().expect("a scratch folder");
    let hosts: Vec<Vec<Manner>> = (0..HOSTS).map(manners).collect();
    let server = Server::start(&hosts, ITEMS);
    configure(home.path(), &server, &hosts);
    let run = refresh(home.path());
    report(&hosts, &server, &run)
}

/// How the feeds of a host behave: most hosts are good, six have a few bad feeds among good ones, one
/// never answers, one asks to be left alone.
fn manners(host: usize) -> Vec<Manner> {
    let bad = [
        Manner::Missing,
        Manner::Gone,
        Manner::Detours,
        Manner::Slow,
        Manner::Huge,
        Manner::Endless,
    ];
    (0..FEEDS_PER_HOST)
        .map(|feed| match host {
            39 => Manner::Busy,
            38 => Manner::Silent,
            32..38 if feed % 2 == 1 => {
                let odd = feed / 2;
                let silent = odd == 6 && host.is_multiple_of(2);
                match bad.get(odd) {
                    Some(manner) => *manner,
                    None if silent => Manner::Silent,
                    None => Manner::Good,
                }
            }
            _ => Manner::Good,
        })
        .collect()
}

fn configure(home: &Path, server: &Server, hosts: &[Vec<Manner>]) {
    let config = format!(
        "[fetch]\npolite_to_loopback = true\nper_host = 1\nhost_gap = \"{}ms\"\ntimeout = \"{}s\"\n",
        GAP.as_millis(),
        TIMEOUT.as_secs()
    );
    fs::write(home.join("config.toml"), config).expect("written");
    let list: String = (0..hosts.len() * FEEDS_PER_HOST)
        .map(|number| {
            let (feed, host) = (number / hosts.len(), number % hosts.len());
            format!("[[feed]]\nurl = \"{}\"\n", server.url(host, feed))
        })
        .collect();
    fs::write(home.join("feeds.toml"), list).expect("written");
}

/// What a refresh did.
struct Run {
    took: Duration,
    /// `None` where the system does not tell.
    peak_megabytes: Option<u64>,
    report: serde_json::Value,
}

fn refresh(home: &Path) -> Run {
    let program =
        std::env::var_os("FLEET_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_newsfold").into());
    let started = Instant::now();
    let mut child = Command::new(program)
        .arg("--home")
        .arg(home)
        .args(["refresh", "--all", "--json"])
        .env("NO_PROXY", "*")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let id = child.id();
    let mut peak_megabytes = None;
    while child.try_wait().expect("it can be waited for").is_none() {
        peak_megabytes = peak_of(id).or(peak_megabytes);
        thread::sleep(Duration::from_millis(20));
    }
    let took = started.elapsed();
    let output = child.wait_with_output().expect("it ended");
    Run {
        took,
        peak_megabytes,
        report: serde_json::from_slice(&output.stdout).expect("it prints a report"),
    }
}

fn peak_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

/// The time that a host's feeds take at least, one after the other with the pause between them.
fn bound(manners: &[Manner]) -> Duration {
    let (mut time, mut requests, mut late) = (Duration::ZERO, 0, 0);
    for manner in manners {
        time += manner.cost(TIMEOUT);
        requests += 1;
        late = if *manner == Manner::Silent {
            late + 1
        } else {
            0
        };
        // A host that asks for it, or answers late twice in a row, is left alone from then on.
        if *manner == Manner::Busy || late == 2 {
            break;
        }
    }
    time + GAP * (requests - 1)
}

fn report(hosts: &[Vec<Manner>], server: &Server, run: &Run) -> ExitCode {
    let bounds: Vec<Duration> = hosts.iter().map(|manners| bound(manners)).collect();
    let all = bounds.iter().max().copied().unwrap_or_default();
    let is_good = |manners: &[Manner]| manners.iter().all(|manner| *manner == Manner::Good);
    let (good_bound, good_took) = hosts
        .iter()
        .enumerate()
        .filter(|(_, manners)| is_good(manners))
        .map(|(host, _)| (bounds[host], server.last_answer(host)))
        .fold((Duration::ZERO, Duration::ZERO), |most, one| {
            (most.0.max(one.0), most.1.max(one.1))
        });
    let count = |wanted: fn(&Manner) -> bool| {
        hosts
            .iter()
            .flatten()
            .filter(|manner| wanted(manner))
            .count()
    };
    let readable = count(|manner| matches!(manner, Manner::Good | Manner::Slow | Manner::Detours));
    let huge = count(|manner| *manner == Manner::Huge);
    let feeds = &run.report["feeds"];
    let new = run.report["articles"]["new"].as_u64().unwrap_or(0);
    let least = u64::try_from(readable * ITEMS).unwrap_or(u64::MAX);
    let ratio = |took: Duration, bound: Duration| took.as_secs_f64() / bound.as_secs_f64();
    let (of_all, of_good) = (ratio(run.took, all), ratio(good_took, good_bound));
    println!("feeds                      {feeds}");
    println!("requests                   {}", server.requests());
    println!("articles                   {new} (of good feeds {least}, beside {huge} huge ones)");
    println!("bound of all hosts         {:8.2} s", all.as_secs_f64());
    println!(
        "measured                   {:8.2} s, ratio {of_all:.3}",
        run.took.as_secs_f64()
    );
    println!(
        "bound of good hosts        {:8.2} s",
        good_bound.as_secs_f64()
    );
    println!(
        "measured                   {:8.2} s, ratio {of_good:.3}",
        good_took.as_secs_f64()
    );
    if let Some(peak) = run.peak_megabytes {
        println!("peak memory                {peak:5} MB");
    }
    let fails = [
        ("the refresh takes too long", of_all > WANTED),
        ("good hosts wait for bad ones", of_good > WANTED),
        ("articles of good feeds are missing", new < least),
        (
            "too much memory",
            run.peak_megabytes
                .is_some_and(|peak| peak >= WANTED_MEGABYTES),
        ),
    ];
    let mut code = ExitCode::SUCCESS;
    for (what, _) in fails.iter().filter(|(_, fails)| *fails) {
        println!("NOT MET: {what}");
        code = ExitCode::FAILURE;
    }
    code
}
