//! Start of `kriter serve` on an existing database to the first answered request, and memory while nobody asks.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 11;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let filled = Command::new(env!("CARGO_BIN_EXE_kriter"))
        .args(["demo", "--no-serve", "--data"])
        .arg(&data)
        .stdout(Stdio::null())
        .status();
    assert!(filled.expect("the program").success());
    let mut starts = Vec::new();
    let mut idle = 0;
    for _ in 0..RUNS {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
        let begun = Instant::now();
        let mut serving = Command::new(env!("CARGO_BIN_EXE_kriter"))
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(&data)
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        while !answers(port) {
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not answer");
        }
        starts.push(begun.elapsed());
        std::thread::sleep(Duration::from_millis(300));
        idle = memory(&serving);
        serving.kill().and_then(|()| serving.wait()).expect("the program ends");
    }
    starts.sort();
    println!(
        "start to first answer: median {:?}, slowest {:?} (target: under 200 ms)",
        starts[RUNS / 2],
        starts[RUNS - 1]
    );
    println!("memory while idle: {:.1} MB (target: under 60 MB)", f64::from(idle) / 1024.0);
}

/// Whether the sign-in page comes back.
fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let asked =
        stream.write_all(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    asked.is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

/// Resident memory in KiB.
fn memory(of: &Child) -> u32 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", of.id())).unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    line.and_then(|it| it.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
