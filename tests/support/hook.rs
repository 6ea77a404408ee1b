//! A web hook in the test process: it keeps what is posted to it, and answers as told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Something that was posted.
#[derive(Debug, Clone)]
pub struct Call {
    /// The path and query.
    pub path: String,
    /// Its headers, names in small letters.
    pub headers: BTreeMap<String, String>,
    /// The document.
    pub document: Value,
}

struct State {
    taken: Vec<Call>,
    answer: String,
}

/// The web hook; it ends with the runtime that started it.
#[derive(Clone)]
pub struct Hook {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Hook {
    /// Starts it on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state = State { taken: Vec::new(), answer: String::new() };
        let hook = Self { port, state: Arc::new(Mutex::new(state)) };
        hook.answer("204 No Content", "");
        let serving = hook.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let talking = serving.clone();
                // A client that goes away in the middle is part of the tests.
                tokio::spawn(async move { talking.talk(stream).await });
            }
        });
        hook
    }

    /// Its port on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its address, with a token as such services have one.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/services/hunter2?thread=7", self.port)
    }

    /// What it answers from now on: a status with its words, and further header lines.
    pub fn answer(&self, status: &str, headers: &str) {
        self.state().answer = format!("HTTP/1.1 {status}\r\n{headers}content-length: 0\r\nconnection: close\r\n\r\n");
    }

    /// What was posted, oldest first.
    pub fn taken(&self) -> Vec<Call> {
        self.state().taken.clone()
    }

    /// Kind and state of everything that was posted.
    pub fn told(&self) -> Vec<String> {
        let word = |call: &Call, name: &str| call.document[name].as_str().unwrap_or_default().to_owned();
        self.taken().iter().map(|call| format!("{} {}", word(call, "kind"), word(call, "state"))).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        let mut first = String::new();
        stream.read_line(&mut first).await.ok()?;
        let path = first.split(' ').nth(1)?.to_owned();
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await.ok()?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.insert(name.to_ascii_lowercase(), value.to_owned());
        }
        let length = headers.get("content-length")?.parse().ok()?;
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.ok()?;
        let document = serde_json::from_slice(&body).expect("JSON is posted");
        let answer = {
            let mut state = self.state();
            state.taken.push(Call { path, headers, document });
            state.answer.clone()
        };
        stream.write_all(answer.as_bytes()).await.ok()
    }
}
