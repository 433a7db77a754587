//! The virus scanner: clamd, which is given a file over its socket while the file streams in.

mod address;
mod line;
#[cfg(test)]
mod tests;

use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::try_unfold;
use futures_util::{Stream, StreamExt as _};

pub use address::Address;

use line::Line;

/// How long clamd may take to answer a call; it looks into nothing for that.
const PICK_UP: Duration = Duration::from_secs(5);
/// How long it may take over a piece of a file and over its verdict: longer than its own `MaxScanTime`, two minutes unless set.
const PATIENCE: Duration = Duration::from_secs(150);

/// Why a file is not let through.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// What the scanner calls it.
    #[error("the virus scanner found {0}")]
    Infected(String),
    #[error(
        "the file is larger than the virus scanner examines: raise StreamMaxLength (and MaxFileSize, MaxScanSize) of clamd, or lower the upload limit"
    )]
    TooLarge,
    /// What happened instead of an answer. A file that nobody looked at is not let through.
    #[error("the virus scanner does not answer: {0}")]
    Silent(String),
    #[error("the upload broke off")]
    BrokeOff,
}

/// A clamd that is asked about every file.
#[derive(Clone, Debug)]
pub struct Scanner {
    address: Address,
    patience: Duration,
}

impl Scanner {
    /// The clamd at an address; nothing is asked yet.
    pub fn new(address: Address) -> Self {
        Self { address, patience: PATIENCE }
    }

    /// The same with another time after which it is given up.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Where it listens.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Whether it answers.
    pub async fn ping(&self) -> Result<(), Refusal> {
        let mut line = Line::call(&self.address, PICK_UP.min(self.patience)).await?;
        line.say(b"zPING\0").await?;
        match line.answer().await?.as_str() {
            "PONG" => Ok(()),
            other => Err(Refusal::Silent(format!("to PING it says {other:?}"))),
        }
    }

    async fn open(&self) -> Result<Line, Refusal> {
        let mut line = Line::call(&self.address, PICK_UP.min(self.patience)).await?;
        line.patience = self.patience;
        line.say(b"zINSTREAM\0").await?;
        Ok(line)
    }
}

/// A body as it was, shown to the scanner on its way; it ends in an error and not in its end if it is not let through. Without
/// a scanner everything is.
pub fn screen<E>(
    scanner: Option<&Scanner>,
    body: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> impl Stream<Item = Result<Bytes, Refusal>> + Unpin {
    let start = (body, None::<Line>);
    Box::pin(try_unfold(start, move |(mut body, mut line)| async move {
        let Some(chunk) = body.next().await else {
            return match line {
                Some(line) => verdict(line).await.map(|()| None),
                None => Ok(None),
            };
        };
        let chunk = chunk.map_err(|_| Refusal::BrokeOff)?;
        if let Some(scanner) = scanner {
            let mut open = match line {
                Some(line) => line,
                None => scanner.open().await?,
            };
            show(&mut open, &chunk).await?;
            line = Some(open);
        }
        Ok(Some((chunk, (body, line))))
    }))
}

/// Most bytes sent with one length before them.
const PIECE: usize = 1024 * 1024;

/// Shows a piece of a file. clamd may answer before the end: it has seen enough, or it does not take so much.
async fn show(line: &mut Line, chunk: &[u8]) -> Result<(), Refusal> {
    // An empty piece would be the sign of the end; here it is none.
    for piece in chunk.chunks(PIECE) {
        if let Some(answer) = line.say_piece(piece).await? {
            understand(&answer)?;
            return Err(Refusal::Silent(format!("before the end it says {answer:?}")));
        }
    }
    Ok(())
}

async fn verdict(mut line: Line) -> Result<(), Refusal> {
    if let Some(answer) = line.say_piece(&[]).await? {
        return understand(&answer);
    }
    understand(&line.answer().await?)
}

/// What clamd means.
fn understand(answer: &str) -> Result<(), Refusal> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    if said == "OK" {
        return Ok(());
    }
    if let Some(found) = said.strip_suffix(" FOUND") {
        // With AlertExceedsMax it tells in this way that it did not look at everything.
        let limit = found.starts_with("Heuristics.Limits.Exceeded");
        return Err(if limit { Refusal::TooLarge } else { Refusal::Infected(found.to_owned()) });
    }
    if said.contains("size limit exceeded") {
        return Err(Refusal::TooLarge);
    }
    Err(Refusal::Silent(format!("it says {answer:?}")))
}
