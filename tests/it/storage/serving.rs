//! `Serving`: the real program as a process of its own, spoken to over the network, so that it can be killed.

use std::io;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kriter::entities::Role;
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::app::{PASSWORD, TestApp, encode};

const EDGE: &str = "edge-7d1f";

/// `kriter serve` on the data of a test.
pub struct Serving {
    child: Child,
    address: String,
    cookie: String,
}

/// What came back.
pub struct Came {
    pub status: u16,
    pub head: String,
}

/// A port that nobody uses right now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The program, told where a test keeps its data.
pub fn program(app: &TestApp) -> Command {
    let config = &app.app.config;
    let mut command = Command::new(env!("CARGO_BIN_EXE_kriter"));
    command.arg("--data").arg(&config.data);
    command.args(["--max-upload-mib", &config.max_upload_mib.to_string(), "--log", "error"]);
    if let Some(database) = &config.database {
        command.args(["--database", database]);
    }
    if let Some(storage) = &config.storage.storage {
        command.args(["--storage", storage]);
    }
    if let (Some(endpoint), Some(access), Some(secret)) =
        (&config.storage.s3_endpoint, &config.storage.s3_access_key, &config.storage.s3_secret_key)
    {
        command.args(["--s3-endpoint", endpoint, "--s3-allow-http"]);
        command.env("KRITER_S3_ACCESS_KEY", access.reveal());
        command.env("KRITER_S3_SECRET_KEY", secret.reveal());
    }
    command
}

impl Serving {
    /// Starts the program and signs an administrator in.
    pub async fn of(app: &TestApp) -> Self {
        app.user("administrator@example.org", Some(Role::Administrator)).await;
        let address = format!("127.0.0.1:{}", free_port());
        let child = program(app)
            .args(["serve", "--listen", &address])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut serving = Self { child, address, cookie: String::new() };
        let begun = Instant::now();
        while TcpStream::connect(&serving.address).await.is_err() {
            assert!(begun.elapsed() < Duration::from_mins(1), "it does not start");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let form = encode(&[("email", "administrator@example.org"), ("password", PASSWORD)]);
        let kind = "application/x-www-form-urlencoded";
        let answer = serving.post("/sign-in", kind, form.into_bytes()).await.unwrap();
        assert_eq!(answer.status, 303, "{}", answer.head);
        let cookies = answer.head.lines().filter_map(|it| {
            let (name, value) = it.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next()).flatten()
        });
        serving.cookie = cookies.collect::<Vec<_>>().join("; ");
        serving
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as a power cut does: without a word.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// What `/proc` says of its memory now, in KiB.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|it| it.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Opens a connection and sends the head of a request.
    pub async fn begin(&self, head: &str) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect(&self.address).await?;
        let head = format!(
            "{head} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nConnection: close\r\n",
            self.address, self.cookie
        );
        stream.write_all(head.as_bytes()).await?;
        Ok(stream)
    }

    pub async fn get(&self, path: &str) -> io::Result<Came> {
        let mut stream = self.begin(&format!("GET {path}")).await?;
        stream.write_all(b"\r\n").await?;
        answer(stream).await
    }

    async fn post(&self, path: &str, kind: &str, body: Vec<u8>) -> io::Result<Came> {
        let mut stream = self.begin(&format!("POST {path}")).await?;
        let head = format!("Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(&body).await?;
        answer(stream).await
    }

    /// Begins to upload a file of so many bytes as evidence; its bytes and then `END` are still to be sent.
    pub async fn begin_upload(&self, path: &str, name: &str, size: u64) -> io::Result<TcpStream> {
        let mut stream = self.begin(&format!("POST {path}")).await?;
        let part = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n"
        );
        let length = part.len() as u64 + size + end().len() as u64;
        let head = format!(
            "Content-Type: multipart/form-data; boundary={EDGE}\r\nContent-Length: {length}\r\n\r\n{part}"
        );
        stream.write_all(head.as_bytes()).await?;
        Ok(stream)
    }

    /// Uploads a file as evidence.
    pub async fn upload(&self, path: &str, name: &str, content: &[u8]) -> io::Result<Came> {
        let mut stream = self.begin_upload(path, name, content.len() as u64).await?;
        stream.write_all(content).await?;
        stream.write_all(end().as_bytes()).await?;
        answer(stream).await
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What follows the bytes of an uploaded file.
pub fn end() -> String {
    format!("\r\n--{EDGE}--\r\n")
}

/// What comes back on a connection.
pub async fn answer(mut stream: TcpStream) -> io::Result<Came> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    let at =
        bytes.windows(4).position(|it| it == b"\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or_default();
    Ok(Came { status, head })
}

/// The hash of a content, as anybody would count it.
pub fn sha256(content: &[u8]) -> String {
    kriter::files::hex(&Sha256::digest(content))
}

/// A content that is nowhere else.
pub fn unique(size: usize) -> Vec<u8> {
    let mut seed = rand::random::<u64>() | 1;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed.to_le_bytes()
    };
    let mut bytes: Vec<u8> =
        std::iter::repeat_with(&mut next).take(size / 8 + 1).flatten().collect();
    bytes.truncate(size);
    bytes
}
