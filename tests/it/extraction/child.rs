//! The process that reads one file: however it ends, there is an outcome.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kriter::extraction::{Extractor, Failure, Hint, Limits, Outcome};

use super::hostile::bomb;
use super::made::{docx, drawing, pages, paragraph, pdf, stream, xlsx};
use super::{hints, kept, outcome};

#[tokio::test]
async fn a_process_of_its_own_reads_what_the_readers_read() {
    for (name, bytes, text) in [
        ("a.pdf", pages(&[&drawing("čć", "Çështje")]), "čć\nÇështje"),
        (
            "a.docx",
            docx(&paragraph("Извештај \"x\" \\")),
            "Извештај \"x\" \\\nA note\nIn the header",
        ),
        ("a.xlsx", xlsx("Đak"), "Lista\nĐak\n4.5"),
    ] {
        let outcome = outcome(name, &bytes, Limits::default()).await;
        assert_eq!((outcome.text(), outcome.hints()), (text, vec![]), "{name}");
        assert_eq!(outcome.code(), "read");
        let json = serde_json::to_string(&outcome).unwrap();
        assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), outcome);
    }
}

/// A page with a tag of so many attributes; each is compared with all before it.
fn slow_page(attributes: usize) -> Vec<u8> {
    let names: Vec<_> = (0..attributes).map(|it| format!("a{it}")).collect();
    format!("<html><p {}>text", names.join(" ")).into_bytes()
}

#[tokio::test]
async fn one_that_takes_too_long_is_killed() {
    let limits = Limits { time: Duration::from_millis(700), ..Limits::default() };
    let began = Instant::now();
    let outcome = outcome("a.html", &slow_page(300_000), limits).await;
    assert_eq!(outcome, Outcome::Failed(Failure::Time));
    assert_eq!(outcome.hints(), [Hint::TooLarge]);
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[cfg(unix)]
#[tokio::test]
async fn one_that_computes_too_long_ends_itself() {
    // A program in between gives the child less time than the parent waits. What it may have is counted in processor time, which a
    // machine under load hands out slowly; so the parent waits far longer than that, and nobody asks a clock how long it took.
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("impatient");
    let own = env!("CARGO_BIN_EXE_kriter");
    script(&program, &format!("exec {own} extract --time 900 --ending html -- \"${{@: -1}}\""));
    let file = kept(&slow_page(600_000));
    let limits = Limits { time: Duration::from_mins(5), ..Limits::default() };
    let outcome = Extractor { program: program.clone(), limits }.run(file.path(), "a.html").await;
    assert_eq!(outcome, Outcome::Failed(Failure::Time));
    // It was the child that ended: told so by the signal, while the parent would have waited on.
    // As the parent does, so that what the allocator sets aside is not more than the child may have.
    let mut command = std::process::Command::new(&program);
    command.arg(file.path()).env_clear().env("MIMALLOC_ARENA_RESERVE", "0");
    let status = command.output().unwrap().status;
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(24), "{status:?}");
}

#[tokio::test]
async fn one_that_wants_too_much_memory_ends() {
    // One tag of a hundred mebibytes has to be held as a whole.
    let limits = Limits { memory: 128 * 1024 * 1024, ..Limits::default() };
    let outcome = outcome("a.docx", &bomb(120), limits).await;
    assert_eq!(outcome, Outcome::Failed(Failure::Memory));
    assert_eq!(outcome.hints(), [Hint::TooLarge]);
}

#[tokio::test]
async fn a_bomb_within_a_document_hits_the_limit_of_what_is_unpacked() {
    let outcome = outcome("a.docx", &bomb(200), Limits::default()).await;
    assert_eq!(hints(&outcome), [Hint::TooLarge]);
}

#[tokio::test]
async fn a_stream_of_a_pdf_that_unpacks_to_a_gibibyte_ends() {
    let packed = {
        use std::io::Write as _;
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file("a", zip::write::SimpleFileOptions::default()).unwrap();
        let piece = vec![b' '; 1024 * 1024];
        (0..1024).for_each(|_| writer.write_all(&piece).unwrap());
        let bytes = writer.finish().unwrap().into_inner();
        // What is packed stands between the head of the part and the list at the end.
        let end = bytes.windows(4).rposition(|it| it == b"PK\x01\x02").unwrap();
        [&[0x78, 0x9c][..], &bytes[31..end]].concat()
    };
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 9 9] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>".to_vec(),
        stream("/Filter /FlateDecode", &packed),
        stream("/Type /ObjStm /N 9 /First 10 /Filter /FlateDecode", &packed),
    ];
    let outcome = outcome("a.pdf", &pdf(&objects), Limits::default()).await;
    assert_eq!(outcome.text(), "");
    assert_eq!(outcome.hints().len(), 1, "{outcome:?}");
}

#[tokio::test]
async fn brackets_without_end_do_not_reach_the_parent() {
    for bytes in [
        pages(&["[".repeat(3_000_000).as_bytes()]),
        pdf(&[["<< /A ".repeat(500_000).into_bytes(), b"1".to_vec()].concat()]),
        pages(&[b"q ".repeat(2_000_000).as_slice()]),
    ] {
        let limits = Limits { time: Duration::from_secs(5), ..Limits::default() };
        assert_eq!(outcome("a.pdf", &bytes, limits).await.text(), "");
    }
}

#[tokio::test]
async fn a_page_that_is_its_own_parent_does_not_reach_the_parent() {
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec(),
        b"<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>".to_vec(),
        stream("", b"q Q"),
    ];
    let outcome = outcome("a.pdf", &pdf(&objects), Limits::default()).await;
    assert_eq!(outcome, Outcome::Failed(Failure::Crashed));
    assert_eq!(outcome.hints(), [Hint::Damaged]);
}

/// A program of these shell commands.
#[cfg(unix)]
fn script(path: &Path, commands: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::write(path, format!("#!/bin/bash\n{commands}\n")).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn whatever_a_program_answers_there_is_an_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let file = kept(b"text");
    let answer = r#"{"text":"a\u0000b","pages":null,"hints":["damaged","damaged"],"truncated":false,"media_type":"x"}"#;
    for (at, (commands, expected)) in [
        ("exit 0", "crashed"),
        ("echo nonsense", "crashed"),
        ("echo '{\"text\":1}'", "crashed"),
        ("head -c 50000000 /dev/zero", "crashed"),
        ("exit 101", "crashed"),
        ("exit 3", "unavailable"),
        ("ulimit -c 0; kill -SEGV $$", "crashed"),
        ("ulimit -c 0; kill -ABRT $$", "crashed"),
        ("ulimit -c 0; kill -XCPU $$", "time"),
        ("kill -TERM $$", "interrupted"),
        ("kill -KILL $$", "interrupted"),
        ("echo memory allocation of 9 bytes failed >&2; exit 1", "memory"),
        ("exec sleep 60", "time"),
        ("exec >&- 2>&-; exec sleep 60", "time"),
        (&format!("echo '{answer}'"), "read"),
    ]
    .into_iter()
    .enumerate()
    {
        let program = folder.path().join(at.to_string());
        script(&program, commands);
        let limits = Limits { time: Duration::from_secs(3), ..Limits::default() };
        let outcome = Extractor { program, limits }.run(file.path(), "a.txt").await;
        assert_eq!(outcome.code(), expected, "{commands}");
        if expected == "read" {
            assert_eq!((outcome.text(), outcome.hints()), ("ab", vec![Hint::Damaged]));
        }
    }
}

#[tokio::test]
async fn a_file_or_program_that_is_not_there_is_worth_another_try() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_kriter"));
    let reader = Extractor { program, limits: Limits::default() };
    let missing = reader.run(Path::new("/nowhere/at/all"), "a.pdf").await;
    assert_eq!(missing, Outcome::Failed(Failure::Unavailable));
    let reader = Extractor { program: "/nowhere/at/all".into(), limits: Limits::default() };
    let missing = reader.run(kept(b"x").path(), "a.pdf").await;
    assert_eq!(missing, Outcome::Failed(Failure::Unavailable));
    assert!(Failure::Unavailable.is_passing() && !Failure::Time.is_passing());
}

#[tokio::test]
async fn every_sample_gives_an_outcome() {
    let Some(folder) = samples() else { return };
    let (mut read, mut queue) = (0, vec![folder]);
    while let Some(folder) = queue.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                queue.push(path);
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let program = PathBuf::from(env!("CARGO_BIN_EXE_kriter"));
            let outcome = Extractor { program, limits: Limits::default() }.run(&path, &name).await;
            assert_eq!(outcome.code(), "read", "{name}");
            read += 1;
            if name == "800-171-source.xlsx" {
                // Its line ends were changed inside the archive: two parts fail their checksums.
                assert_eq!(outcome.hints(), [Hint::Damaged]);
                continue;
            }
            assert_eq!(outcome.hints(), [], "{name}");
            assert!(!outcome.text().is_empty(), "{name}");
        }
    }
    assert!(read > 5, "{read}");
}

/// The folder of real files, where there is one.
#[expect(clippy::print_stderr, reason = "a skipped test says so loudly")]
fn samples() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let folder = std::env::var_os("KRITER_SAMPLES").map_or_else(beside, PathBuf::from);
    if !folder.is_dir() {
        eprintln!("SKIPPED: there are no samples");
        return None;
    }
    Some(folder)
}
