//! A mail server in the test process: SMTP on loopback, in clear or over TLS, that takes mail, or misbehaves as told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::mail::Mail;
use super::tls;

/// A point of the talk at which the server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The connection was opened.
    Greeting,
    /// `EHLO` or `HELO`.
    Ehlo,
    /// `MAIL FROM` with the sender.
    Mail(String),
    /// `RCPT TO` with the recipient.
    Rcpt(String),
    /// `DATA`.
    Data,
    /// The message has been sent whole.
    End,
}

/// What the server does at a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// What a good server says.
    Good,
    /// This code and these words.
    Say(u16, &'static str),
    /// Closes the connection.
    Close,
    /// Takes the message and closes the connection before it says so; elsewhere like `Close`.
    TakeAndClose,
    /// Says nothing and keeps the line open.
    Hang,
}

/// How the server protects its talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Not at all.
    Clear,
    /// When asked with `STARTTLS`.
    StartTls,
    /// From the first byte.
    Implicit,
}

/// A message as the server took it.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// Its Message-ID without brackets.
    pub message_id: String,
    /// The bytes; empty where only counting was asked for.
    pub bytes: Vec<u8>,
}

/// A line to a client, in clear or not.
trait Line: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}
type Stream = BufReader<Box<dyn Line>>;

type Script = Box<dyn Fn(&Stage) -> Reply + Send>;

#[derive(Default)]
struct State {
    taken: Vec<Taken>,
    in_clear: Vec<String>,
    script: Option<Script>,
    connections: usize,
    only_counts: bool,
}

/// The mail server; it ends with the runtime that started it.
#[derive(Clone)]
pub struct Sink {
    port: u16,
    protection: Protection,
    state: Arc<Mutex<State>>,
}

impl Sink {
    /// Starts it on a free port, without TLS.
    pub async fn start() -> Self {
        Self::protected(Protection::Clear).await
    }

    /// Starts it on a free port, under the name `localhost` where it has TLS.
    pub async fn protected(protection: Protection) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let sink = Self { port, protection, state: Arc::default() };
        let serving = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let talking = serving.clone();
                talking.state().connections += 1;
                // A client that goes away in the middle is part of the tests.
                tokio::spawn(async move { talking.talk(stream).await.ok() });
            }
        });
        sink
    }

    /// Its port on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers by this script from now on.
    pub fn script(&self, script: impl Fn(&Stage) -> Reply + Send + 'static) {
        self.state().script = Some(Box::new(script));
    }

    /// Is a good server again.
    pub fn behave(&self) {
        self.state().script = None;
    }

    /// Keeps no bytes of what it takes from now on.
    pub fn only_count(&self) {
        self.state().only_counts = true;
    }

    /// How many connections were opened so far.
    pub fn connections(&self) -> usize {
        self.state().connections
    }

    /// Every command that anybody on the way could have read.
    pub fn in_clear(&self) -> Vec<String> {
        self.state().in_clear.clone()
    }

    /// What it took, oldest first.
    pub fn taken(&self) -> Vec<Taken> {
        self.state().taken.clone()
    }

    /// What it took, as their readers see it.
    pub fn mails(&self) -> Vec<Mail> {
        let read = |mail: &Taken| Mail::read(mail.to.first().map_or("", String::as_str), &mail.bytes);
        self.state().taken.iter().map(read).collect()
    }

    /// How often it took each message, by Message-ID.
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for mail in &self.state().taken {
            *counts.entry(mail.message_id.clone()).or_insert(0) += 1;
        }
        counts
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply(&self, stage: &Stage) -> Reply {
        self.state().script.as_ref().map_or(Reply::Good, |script| script(stage))
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut clear = self.protection != Protection::Implicit;
        let stream: Box<dyn Line> =
            if clear { Box::new(stream) } else { Box::new(tls::acceptor().accept(stream).await?) };
        let mut stream = BufReader::new(stream);
        if !self.answer(&mut stream, &Stage::Greeting, "220 sink.test ESMTP").await? {
            return Ok(());
        }
        let (mut from, mut to) = (String::new(), Vec::new());
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            if clear {
                self.state().in_clear.push(line.trim_end().to_owned());
            }
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            let goes_on = match verb.as_str() {
                "EHLO" | "HELO" => {
                    let tls = if clear && self.protection == Protection::StartTls { "250-STARTTLS\r\n" } else { "" };
                    let words = format!("250-sink.test\r\n250-8BITMIME\r\n{tls}250-AUTH PLAIN\r\n250 SMTPUTF8");
                    self.answer(&mut stream, &Stage::Ehlo, &words).await?
                }
                "STAR" if clear && self.protection == Protection::StartTls => {
                    stream.write_all(b"220 2.0.0 Go ahead\r\n").await?;
                    stream = BufReader::new(Box::new(tls::acceptor().accept(stream.into_inner()).await?));
                    clear = false;
                    true
                }
                "AUTH" => {
                    stream.write_all(b"235 2.7.0 Welcome\r\n").await?;
                    true
                }
                "MAIL" => {
                    (from, to) = (address(&line), Vec::new());
                    self.answer(&mut stream, &Stage::Mail(from.clone()), "250 2.1.0 Ok").await?
                }
                "RCPT" => {
                    to.push(address(&line));
                    self.answer(&mut stream, &Stage::Rcpt(address(&line)), "250 2.1.5 Ok").await?
                }
                "DATA" => {
                    let begins = self.reply(&Stage::Data) == Reply::Good;
                    let talks = self.answer(&mut stream, &Stage::Data, "354 End data with <CR><LF>.<CR><LF>").await?;
                    talks && (!begins || self.take(&mut stream, &from, &to).await?)
                }
                "QUIT" => {
                    stream.write_all(b"221 2.0.0 Bye\r\n").await?;
                    false
                }
                _ => {
                    stream.write_all(b"250 2.0.0 Ok\r\n").await?;
                    true
                }
            };
            if !goes_on {
                return Ok(());
            }
        }
    }

    /// Answers at a stage; whether the talk goes on.
    async fn answer(&self, stream: &mut Stream, stage: &Stage, good: &str) -> std::io::Result<bool> {
        match self.reply(stage) {
            Reply::Good => stream.write_all(format!("{good}\r\n").as_bytes()).await?,
            Reply::Say(code, words) => stream.write_all(format!("{code} {words}\r\n").as_bytes()).await?,
            Reply::Close | Reply::TakeAndClose => return Ok(false),
            Reply::Hang => std::future::pending().await,
        }
        Ok(true)
    }

    /// Reads a message to its end, and takes it unless told otherwise.
    async fn take(&self, stream: &mut Stream, from: &str, to: &[String]) -> std::io::Result<bool> {
        let mut bytes = Vec::new();
        loop {
            let mut line = Vec::new();
            if stream.read_until(b'\n', &mut line).await? == 0 {
                return Ok(false);
            }
            if line == b".\r\n" {
                break;
            }
            bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        if matches!(self.reply(&Stage::End), Reply::Good | Reply::TakeAndClose) {
            let message_id = message_id(&bytes);
            let mut state = self.state();
            if state.only_counts {
                bytes = Vec::new();
            }
            state.taken.push(Taken { from: from.to_owned(), to: to.to_vec(), message_id, bytes });
        }
        self.answer(stream, &Stage::End, "250 2.0.0 Ok: taken").await
    }
}

/// What stands between the angle brackets.
fn address(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(address, _)| address).to_owned()
}

fn message_id(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("message-id:"));
    line.map_or_else(String::new, address)
}
