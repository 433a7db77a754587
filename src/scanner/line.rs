//! A connection to clamd: words and pieces of a file go out, one answer comes back, and nothing is waited for endlessly.

use std::fmt;
use std::io;
use std::time::Duration;

use bytes::Buf;
use tokio::io::{
    AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadHalf, WriteHalf,
};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::{Address, Refusal};

/// Most bytes of an answer.
const MOST_ANSWER: usize = 4096;

trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// A connection to clamd.
pub(super) struct Line {
    reader: ReadHalf<Box<dyn Wire>>,
    writer: WriteHalf<Box<dyn Wire>>,
    heard: Vec<u8>,
    /// How long one step may take.
    pub(super) patience: Duration,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").field("patience", &self.patience).finish_non_exhaustive()
    }
}

impl Line {
    /// Connects.
    pub(super) async fn call(address: &Address, patience: Duration) -> Result<Self, Refusal> {
        let trouble = |it: &dyn fmt::Display| Refusal::Silent(format!("{address}: {it}"));
        let wire = match timeout(patience, open(address)).await {
            Ok(Ok(wire)) => wire,
            Ok(Err(error)) => return Err(trouble(&error)),
            Err(_) => return Err(trouble(&"no connection in time")),
        };
        let (reader, writer) = tokio::io::split(wire);
        Ok(Self { reader, writer, heard: Vec::new(), patience })
    }

    /// Sends a command.
    pub(super) async fn say(&mut self, command: &[u8]) -> Result<(), Refusal> {
        match timeout(self.patience, self.writer.write_all(command)).await {
            Ok(sent) => sent.map_err(|it| Refusal::Silent(it.to_string())),
            Err(_) => Err(Refusal::Silent("it takes nothing in".into())),
        }
    }

    /// Sends a piece of a file with its length before it, an empty one for the end. The answer, if it comes meanwhile.
    pub(super) async fn say_piece(&mut self, piece: &[u8]) -> Result<Option<String>, Refusal> {
        let length = u32::try_from(piece.len()).map_err(|it| Refusal::Silent(it.to_string()))?;
        let length = length.to_be_bytes();
        let mut frame = Buf::chain(&length[..], piece);
        let said = timeout(self.patience, async {
            tokio::select! {
                biased;
                heard = hear(&mut self.reader, &mut self.heard) => heard.map(Some),
                sent = self.writer.write_all_buf(&mut frame) => sent.map(|()| None),
            }
        });
        match said.await {
            Ok(Ok(answer)) => Ok(answer),
            // It may have said why before it hung up.
            Ok(Err(broken)) => {
                let heard = self.answer().await;
                heard.map(Some).map_err(|_| Refusal::Silent(broken.to_string()))
            }
            Err(_) => Err(Refusal::Silent("it takes nothing in".into())),
        }
    }

    /// Waits for the answer.
    pub(super) async fn answer(&mut self) -> Result<String, Refusal> {
        match timeout(self.patience, hear(&mut self.reader, &mut self.heard)).await {
            Ok(heard) => heard.map_err(|it| Refusal::Silent(it.to_string())),
            Err(_) => Err(Refusal::Silent("no answer in time".into())),
        }
    }
}

async fn open(address: &Address) -> io::Result<Box<dyn Wire>> {
    match address {
        #[cfg(unix)]
        Address::Unix(path) => Ok(Box::new(tokio::net::UnixStream::connect(path).await?)),
        #[cfg(not(unix))]
        Address::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
        Address::Tcp(place) => {
            let wire = TcpStream::connect(place.as_str()).await?;
            wire.set_nodelay(true)?;
            Ok(Box::new(wire))
        }
    }
}

/// Reads up to the mark that ends an answer. What was heard stays if this is given up and begun again.
async fn hear(reader: &mut ReadHalf<Box<dyn Wire>>, heard: &mut Vec<u8>) -> io::Result<String> {
    loop {
        if let Some(end) = heard.iter().position(|it| *it == 0) {
            return Ok(String::from_utf8_lossy(&heard[..end]).trim().to_owned());
        }
        if heard.len() > MOST_ANSWER {
            return Err(io::Error::other("its answer has no end"));
        }
        if reader.read_buf(heard).await? == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it hung up"));
        }
    }
}
