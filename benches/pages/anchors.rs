//! What the program is compared with: nginx and a bare actix handler with the same bytes, and the program without its memory.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{App as Site, HttpRequest, HttpResponse, HttpServer, web};
use shingle::app::{App, Phase};
use shingle::clock::Clock;
use shingle::config::{Config, Source};
use shingle::db::{DatabaseUrl, Db};
use shingle::keys::SecretKey;
use shingle::mail::Mailer;
use shingle::media::Store;
use shingle::web::cache::PageCache;

/// A process of ours that ends with the value.
pub struct Anchor {
    child: Child,
    pub port: u16,
    _dir: Option<tempfile::TempDir>,
}

pub type Bare = Anchor;
pub type Fresh = Anchor;

impl Drop for Anchor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Anchor {
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// This program in another role, on one core; it says its port.
    fn start_as(role: &str, arguments: &[String], dir: Option<tempfile::TempDir>) -> Self {
        let me = std::env::current_exe().expect("this program");
        let mut child = Command::new("taskset")
            .args(["-c", "0"])
            .arg(me)
            .arg(role)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("an anchor starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("it says something");
        Self { port: line.trim().parse().expect("a port"), child, _dir: dir }
    }
}

/// The bare handler.
impl Bare {
    pub fn start(whole: &[u8], packed: &[u8]) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
        let arguments = [path("whole"), path("packed")];
        std::fs::write(&arguments[0], whole).expect("a file");
        std::fs::write(&arguments[1], packed).expect("a file");
        Self::start_as("--as-bare", &arguments, Some(dir))
    }
}

/// Starts the program with room for no page in memory, on a database that is there.
pub fn fresh(url: &str) -> Fresh {
    Anchor::start_as("--as-fresh", &[url.to_owned()], None)
}

/// nginx with one worker, serving files.
pub struct Nginx {
    child: Child,
    pub port: u16,
    _dir: tempfile::TempDir,
}

impl Nginx {
    pub fn start(whole: &[u8], packed: &[u8]) -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let dir = tempfile::Builder::new().prefix("nginx").tempdir().ok()?;
        let root = dir.path().display();
        std::fs::write(dir.path().join("page.html"), whole).ok()?;
        std::fs::write(dir.path().join("page.html.gz"), packed).ok()?;
        let settings = format!(
            "worker_processes 1; daemon off; pid {root}/pid; error_log {root}/error.log;
             events {{ worker_connections 1024; }}
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; gzip_static on; etag on;
               types {{ text/html html; }}
               client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c; uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;
               server {{ listen 127.0.0.1:{port}; root {root}; }} }}"
        );
        std::fs::write(dir.path().join("nginx.conf"), settings).ok()?;
        // Its worker is another user where this is root: let it in.
        let _ = Command::new("chmod").arg("755").arg(dir.path()).status();
        let mut child = Command::new("taskset")
            .args(["-c", "0", "nginx", "-p"])
            .arg(dir.path())
            .arg("-c")
            .arg(dir.path().join("nginx.conf"))
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        for _ in 0..100 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(Self { child, port, _dir: dir });
            }
            if child.try_wait().ok()?.is_some() {
                return None;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = child.kill();
        None
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its worker ends with it when it is asked to end.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// What this program does as an anchor.
pub fn run(role: &str) {
    let argument = |number: usize| std::env::args().nth(number).expect("an argument");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    match role {
        "--as-bare" => {
            let read = |number: usize| Bytes::from(std::fs::read(argument(number)).expect("a file"));
            let bodies = (read(2), read(3));
            let serve = HttpServer::new(move || {
                Site::new().app_data(web::Data::new(bodies.clone())).default_service(web::to(
                    |request: HttpRequest, bodies: web::Data<(Bytes, Bytes)>| async move {
                        let mut answer = HttpResponse::Ok();
                        answer.content_type("text/html; charset=utf-8");
                        if request.headers().contains_key(header::ACCEPT_ENCODING) {
                            answer.insert_header((header::CONTENT_ENCODING, "gzip")).body(bodies.1.clone())
                        } else {
                            answer.body(bodies.0.clone())
                        }
                    },
                ))
            });
            let server = serve.workers(1).listen(listener).expect("a listener");
            println!("{port}");
            actix_web::rt::System::new().block_on(server.run()).expect("it serves");
        }
        _ => {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
            let url = argument(2);
            runtime.block_on(async move {
                let config = Config::read(&Source::of_pairs([
                    ("SHINGLE_LISTEN", "127.0.0.1:0"),
                    ("SHINGLE_SECRET_KEY", "a secret key for benches: thirty-two characters"),
                ]))
                .expect("settings");
                let url = DatabaseUrl::parse(&url.into()).expect("an address");
                let db = Db::new(url, tokio::runtime::Handle::current()).expect("a pool");
                let clock = Clock::System;
                let keys = SecretKey::open(&config, clock.moment()).expect("a key");
                let mut app = App::new(config, db, Mailer::Memory(Arc::default()), Store::in_memory(), clock, keys);
                app.cache = PageCache::new(0);
                let app = Arc::new(app);
                app.refresh_business().await.expect("the business is read");
                app.set_phase(Phase::Ready);
                println!("{port}");
                shingle::server::listen(app, listener, 1).expect("a server").await.expect("it serves");
            });
        }
    }
}
