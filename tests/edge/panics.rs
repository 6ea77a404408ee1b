//! A handler that panics: the visitor gets a page and keeps what was typed, the program goes on, and the log tells where and
//! nothing of what was said.
//!
//! The product has no such handler, and logging belongs to a whole process. So the program runs in a process of its own: this
//! test binary, with one test that serves the product's layers with two routes more.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use reqwest::Method;
use secrecy::SecretString;
use serde_json::Value;
use shingle::app::{App, Phase};
use shingle::clock::Clock;
use shingle::config::{Config, Source};
use shingle::db::{DatabaseUrl, Db};
use shingle::keys::SecretKey;
use shingle::mail::Mailer;
use shingle::media::Store;

use crate::support::{Client, Database, Place, Template};

/// Where the program below finds its database.
const DATABASE: &str = "TEST_DATABASE";
const SECRET: &str = "a secret key for tests: thirty-two characters and more";

/// Panics with what the visitor wrote in its words, as the standard library does where text is cut in the middle of a letter.
async fn faulty(request: HttpRequest, body: String) -> HttpResponse {
    panic!("cannot make sense of {body:?} at {}", request.path());
}

fn with_faulty_routes(app: &App, config: &mut web::ServiceConfig) {
    config.service(web::resource("/faulty/{word}").to(faulty));
    config.service(web::resource("/forms/faulty/{step}").to(faulty));
    shingle::routes::register(app, config);
}

#[test]
#[ignore = "it is the program of the next test"]
fn the_program_with_faulty_routes() {
    let Ok(url) = std::env::var(DATABASE) else { return };
    shingle::command::logs::start("info");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let config = Config::read(&Source::of_pairs([("SHINGLE_SECRET_KEY", SECRET)])).expect("settings");
        let url = DatabaseUrl::parse(&SecretString::from(url)).expect("an address");
        let db = Db::new(url, tokio::runtime::Handle::current()).expect("a pool");
        let keys = SecretKey::open(&config, Clock::System.moment()).expect("a key");
        let app = Arc::new(App::new(config, db, Mailer::Memory(Arc::default()), Store::in_memory(), Clock::System, keys));
        app.refresh_business().await.expect("the business is read");
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        app.set_bound(address);
        app.set_phase(Phase::Ready);
        // One worker: there is no other that could go on in its place.
        let server = shingle::server::listen_with(app, listener, 1, with_faulty_routes).expect("a server");
        println!("\nserves http://{address}");
        server.await.expect("it serves until it is killed");
    });
}

/// Ended with the test, however that ends.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_that_panics_harms_one_request_and_tells_nothing_that_was_typed() {
    let database = Database::like(Template::Demo).await;
    // A file: nobody reads a pipe meanwhile, and a full one would stop the program.
    let place = Place::get().quick("panics");
    let file = place.join("faulty.log");
    let mut program = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "edge::panics::the_program_with_faulty_routes", "--ignored", "--nocapture"])
        .env(DATABASE, &database.url)
        .current_dir(&place)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(File::create(&file).expect("a log"))
        .spawn()
        .expect("it runs");
    let output = program.stdout.take().expect("its output");
    let program = Ended(program);
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let base = lines.find_map(|line| line.strip_prefix("serves ").map(str::to_owned)).expect("it serves");
    let visitor = Client::new(&base);

    let mut failed = Vec::new();
    for _ in 0..3 {
        let page = visitor.request(Method::GET, "/faulty/quicksilver-path").body("quicksilver-body").send().await;
        assert_eq!(page.status(), 500);
        assert!(page.header("content-security-policy").is_some() && page.header("cache-control").is_some());
        let id = page.header("x-request-id").expect("an id").to_owned();
        assert!(page.words().contains("Something broke on our side") && page.text.contains(&id), "{}", page.words());
        assert!(!page.text.contains("quicksilver"), "{}", page.text);
        failed.push(id);
        assert_eq!(visitor.get("/").await.status(), 200, "the only worker goes on");
    }
    let typed = [("message", "quicksilver-answer"), ("email", "wilhelmina.quill@example.com")];
    let kept = visitor.post("/forms/faulty/message", &typed).await;
    assert_eq!(kept.status(), 500);
    for (name, value) in typed {
        assert_eq!(kept.input(name).as_deref(), Some(value), "what was typed is lost: {}", kept.words());
    }
    failed.push(kept.header("x-request-id").expect("an id").to_owned());
    assert_eq!(visitor.get("/about").await.status(), 200);
    let figures = visitor.get("/metrics").await.text;
    let counted: Vec<&str> = figures
        .lines()
        .filter(|line| line.starts_with("shingle_http_requests_total") && line.contains("status=\"500\""))
        .filter_map(|line| line.rsplit(' ').next())
        .collect();
    assert_eq!(counted.iter().filter_map(|count| count.parse::<u64>().ok()).sum::<u64>(), 4, "{counted:?}");

    drop(program);
    let log = std::fs::read_to_string(&file).expect("a log");
    let log: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("not JSON: {error}: {line}")))
        .collect();
    for id in &failed {
        let of = |message: &str| {
            let about = |line: &&Value| line["request_id"] == **id || line["span"]["request_id"] == **id;
            log.iter().filter(about).filter(|line| line["message"] == message).collect::<Vec<_>>()
        };
        let (place, words, end) = (of("a panic"), of("a request failed"), of("request"));
        assert_eq!((place.len(), words.len(), end.len()), (1, 1, 1), "{id}: {log:#?}");
        assert!(place[0]["place"].as_str().is_some_and(|place| place.contains("panics.rs:")), "{place:?}");
        assert_eq!((&place[0]["level"], &words[0]["level"]), (&Value::from("ERROR"), &Value::from("ERROR")));
        assert_eq!(end[0]["status"], 500);
    }
    let told =
        log.iter().map(Value::to_string).find(|line| line.contains("quicksilver") || line.contains("wilhelmina"));
    assert_eq!(told, None, "the log tells what was typed");
}
