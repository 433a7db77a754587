//! The protocol, against a clamd that follows a script.

use std::convert::Infallible;
use std::path::Path;

use futures_util::TryStreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinHandle;

use super::*;

const SHORT: Duration = Duration::from_millis(200);

fn scanner(folder: &Path) -> Scanner {
    Scanner::new(Address::Unix(folder.join("clamd"))).patience(SHORT)
}

/// Takes one call, reads as many bytes as it is told, says its line and hangs up; what it heard.
fn once(folder: &Path, bytes: usize, says: &'static [u8]) -> JoinHandle<Vec<u8>> {
    let listener = UnixListener::bind(folder.join("clamd")).unwrap();
    tokio::spawn(async move {
        let (mut wire, _) = listener.accept().await.unwrap();
        let heard = exactly(&mut wire, bytes).await;
        wire.write_all(says).await.unwrap();
        heard
    })
}

async fn exactly(wire: &mut UnixStream, bytes: usize) -> Vec<u8> {
    let mut heard = vec![0; bytes];
    wire.read_exact(&mut heard).await.unwrap();
    heard
}

async fn send(scanner: &Scanner, chunks: &[&[u8]]) -> Result<Vec<u8>, Refusal> {
    let chunks: Vec<_> =
        chunks.iter().map(|it| Ok::<_, Infallible>(Bytes::copy_from_slice(it))).collect();
    let body = screen(Some(scanner), futures_util::stream::iter(chunks));
    body.try_collect::<Vec<_>>().await.map(|it| it.concat())
}

#[tokio::test]
async fn a_file_goes_out_in_pieces_and_an_empty_piece_does_not_end_it() {
    let folder = tempfile::tempdir().unwrap();
    let expected = b"zINSTREAM\0\0\0\0\x03abc\0\0\0\x02de\0\0\0\0";
    let clamd = once(folder.path(), expected.len(), b"stream: OK\0");
    let passed = send(&scanner(folder.path()), &[b"abc", b"", b"de"]).await.unwrap();
    assert_eq!(passed, b"abcde");
    assert_eq!(clamd.await.unwrap(), expected);
}

#[tokio::test]
async fn a_file_of_nothing_asks_nobody_and_without_a_scanner_all_passes() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(send(&scanner(folder.path()), &[]).await.unwrap(), b"");
    let body = futures_util::stream::iter([Ok::<_, Infallible>(Bytes::from("abc"))]);
    let passed: Vec<_> = screen(None, body).try_collect().await.unwrap();
    assert_eq!(passed, ["abc"]);
}

#[tokio::test]
async fn what_is_said_before_the_end_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let clamd = once(folder.path(), 12, b"INSTREAM size limit exceeded. ERROR\0");
    let chunk = vec![7; 65_536];
    let large = vec![chunk.as_slice(); 200];
    let refusal = send(&scanner(folder.path()), &large).await.unwrap_err();
    assert!(matches!(refusal, Refusal::TooLarge), "{refusal:?}");
    clamd.await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let clamd = once(folder.path(), 12, b"stream: OK\0");
    let refusal = send(&scanner(folder.path()), &large).await.unwrap_err();
    assert!(matches!(refusal, Refusal::Silent(_)), "not all was seen, but: {refusal:?}");
    clamd.await.unwrap();
}

#[tokio::test]
async fn a_clamd_that_hangs_up_without_a_word_lets_nothing_through() {
    for says in [&b""[..], b"stream: O"] {
        let folder = tempfile::tempdir().unwrap();
        let clamd = once(folder.path(), 10, says);
        let refusal = send(&scanner(folder.path()), &[b"abc"]).await.unwrap_err();
        assert!(matches!(refusal, Refusal::Silent(_)), "{refusal:?}");
        clamd.await.unwrap();
    }
}

#[tokio::test]
async fn a_clamd_that_never_answers_or_takes_nothing_in_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let listener = UnixListener::bind(folder.path().join("clamd")).unwrap();
    let began = std::time::Instant::now();
    let small = send(&scanner(folder.path()), &[b"abc"]).await.unwrap_err();
    assert!(small.to_string().contains("no answer in time"), "{small}");
    let large = send(&scanner(folder.path()), &[&vec![7; 8_000_000]]).await.unwrap_err();
    assert!(large.to_string().contains("takes nothing in"), "{large}");
    let ping = scanner(folder.path()).ping().await.unwrap_err();
    assert!(ping.to_string().contains("no answer in time"), "{ping}");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    drop(listener);
    let gone = send(&scanner(folder.path()), &[b"abc"]).await.unwrap_err();
    assert!(gone.to_string().contains("unix:"), "{gone}");
}

#[tokio::test]
async fn an_answer_without_an_end_is_not_listened_to_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let clamd = once(folder.path(), 6, &[b'x'; 10_000]);
    let refusal = scanner(folder.path()).ping().await.unwrap_err();
    assert!(refusal.to_string().contains("has no end"), "{refusal}");
    clamd.abort();
}

#[tokio::test]
async fn an_upload_that_breaks_off_is_not_taken_for_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let clamd = once(folder.path(), 17, b"");
    let scanner = scanner(folder.path());
    let half = futures_util::stream::iter([Ok(Bytes::from("abc")), Err("gone")]);
    let passed: Result<Vec<_>, _> = screen(Some(&scanner), half).try_collect().await;
    assert!(matches!(passed, Err(Refusal::BrokeOff)), "{passed:?}");
    clamd.await.unwrap();
}

#[test]
fn clamd_is_understood() {
    let infected = |answer| match understand(answer) {
        Err(Refusal::Infected(found)) => found,
        other => panic!("{other:?}"),
    };
    assert!(understand("stream: OK").is_ok());
    assert_eq!(infected("stream: Eicar-Signature FOUND"), "Eicar-Signature");
    for limit in [
        "INSTREAM size limit exceeded. ERROR",
        "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND",
    ] {
        assert!(matches!(understand(limit), Err(Refusal::TooLarge)), "{limit}");
    }
    for other in ["", "OK OK", "stream: ok", "COMMAND READ TIMED OUT ERROR", "UNKNOWN COMMAND"] {
        assert!(matches!(understand(other), Err(Refusal::Silent(_))), "{other}");
    }
}

#[test]
fn an_address_is_whole_or_refused() {
    for text in
        ["unix:/run/clamav/clamd.ctl", "tcp:127.0.0.1:3310", "tcp:clamd:1", "tcp:[::1]:3310"]
    {
        assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
    }
    for text in [
        "",
        "unix:",
        "unix:clamd.ctl",
        "tcp:",
        "tcp:host",
        "tcp::1",
        "tcp:h:0",
        "tcp:h:99999",
        "/run/x",
    ] {
        assert!(text.parse::<Address>().is_err(), "{text:?}");
    }
}
