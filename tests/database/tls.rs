//! A database elsewhere: reached only under TLS, with a certificate of a trusted authority and for the name that was asked for.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::time::{Duration, Instant};

use diesel::sql_types::{Bool, Text};
use diesel_async::RunQueryDsl;
use embedded_postgres::{Access, Cluster, Options, Role};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::OnceCell;
use tokio_postgres::NoTls;

use super::parse;
use crate::support::{Place, tls};

const PASSWORD: &str = "hunter2hunter2";
/// What means TLS to a server elsewhere, which is everything but `disable`.
const MODES: [&str; 6] = ["", "allow", "prefer", "require", "verify-ca", "verify-full"];

/// The port of a PostgreSQL that takes only TLS and a password on loopback, as one elsewhere would.
async fn server() -> u16 {
    static SERVER: OnceCell<(Access, u16)> = OnceCell::const_new();
    let started = SERVER.get_or_init(|| async {
        let dir = Place::get().quick("tls-cluster");
        let open = |settings: &[(&str, &str)]| {
            let mut options = Options::new(&dir, Role::Owner, "elsewhere");
            let all = [("fsync", "off")].iter().chain(settings);
            options.settings = all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            tokio::task::spawn_blocking(|| Cluster::open(options).expect("a PostgreSQL"))
        };
        let access = open(&[]).await.expect("it starts");
        let (client, connection) = tokio_postgres::connect(&access.url(), NoTls).await.expect("a connection");
        tokio::spawn(connection);
        client.batch_execute(&format!("alter role postgres password '{PASSWORD}'")).await.expect("a password");
        drop(client);
        tokio::task::spawn_blocking(|| access.stop(Duration::from_secs(10))).await.expect("it stops");

        let pg = dir.join("pg");
        give(&pg, "server.crt", tls::CERTIFICATE);
        give(&pg, "server.key", tls::KEY);
        give(&pg, "pg_hba.conf", b"hostssl all all 127.0.0.1/32 scram-sha-256\n");
        let free = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let access = open(&[("listen_addresses", "127.0.0.1"), ("port", &port.to_string()), ("ssl", "on")]).await;
        (access.expect("it starts again"), port)
    });
    started.await.1
}

/// Writes a file that only the server's own account reads, which is what it asks for.
fn give(pg: &Path, name: &str, bytes: &[u8]) {
    let path = pg.join(name);
    std::fs::write(&path, bytes).expect("a file");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("its rights");
    let owner = std::fs::metadata(pg).expect("the cluster");
    chown(&path, Some(owner.uid()), Some(owner.gid())).expect("its owner");
}

/// The address of a database that is called so, and runs here.
fn address(host: &str, port: u16, mode: &str, root: Option<&str>) -> String {
    let mode = if mode.is_empty() { String::new() } else { format!("&sslmode={mode}") };
    let root = root.map(|name| format!("&sslrootcert={}", tls::file(name))).unwrap_or_default();
    format!("postgres://postgres:{PASSWORD}@{host}:{port}/elsewhere?hostaddr=127.0.0.1{mode}{root}")
}

/// What the server says of the connection, or why there is none.
async fn connect(url: &str) -> Result<(bool, String), String> {
    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = Bool)]
        ssl: bool,
        #[diesel(sql_type = Text)]
        version: String,
    }
    let mut connection = parse(url)?.open_long().await.map_err(|error| error.to_string())?;
    let line: Line = diesel::sql_query("select ssl, version from pg_stat_ssl where pid = pg_backend_pid()")
        .get_result(&mut connection)
        .await
        .map_err(|error| error.to_string())?;
    Ok((line.ssl, line.version))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_elsewhere_is_reached_under_tls_in_every_mode() {
    let port = server().await;
    for mode in MODES {
        let (ssl, version) = connect(&address("db.shingle.test", port, mode, Some("authority"))).await.expect(mode);
        assert!(ssl && version == "TLSv1.3", "{mode}: {version}");
    }
    let clear = connect(&address("db.shingle.test", port, "disable", None)).await.expect_err("this server wants TLS");
    assert!(clear.contains("no encryption"), "{clear}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_whose_certificate_nobody_vouches_for_is_refused_in_every_mode() {
    let port = server().await;
    // The public authorities where no file is named; and another authority's file.
    for (mode, root) in MODES.iter().flat_map(|mode| [(mode, None), (mode, Some("stranger"))]) {
        let words = connect(&address("db.shingle.test", port, mode, root)).await.expect_err("it is refused");
        assert!(words.contains("signed by an authority that is not trusted here"), "{mode} {root:?}: {words}");
        assert!(words.contains("sslrootcert= in DATABASE_URL") && !words.contains(PASSWORD), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_under_another_name_than_its_certificate_s_is_refused_in_every_mode() {
    let port = server().await;
    for mode in MODES {
        let url = address("other.shingle.test", port, mode, Some("authority"));
        let words = connect(&url).await.expect_err("it is refused");
        assert!(words.contains("certificate is for another name"), "{mode}: {words}");
        assert!(words.contains("other.shingle.test") && words.contains("DATABASE_URL must call"), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_works_on_a_database_elsewhere_and_doctor_says_what_a_certificate_lacks() {
    use crate::command::Program;
    let port = server().await;
    let with = |root| Program::new().with("DATABASE_URL", &address("db.shingle.test", port, "", root));
    let program = with(Some("authority"));
    program.serve(&["serve"]).stop();
    let healthy = program.run(&["doctor"]);
    assert!(healthy.out.contains("ok      database: PostgreSQL"), "{}", healthy.out);
    let ended = with(None).run(&["doctor"]).exits(1);
    assert!(ended.out.contains("BROKEN  database: ") && ended.out.contains("sslrootcert="), "{}", ended.out);
    assert!(!format!("{}{}", ended.out, ended.err).contains(PASSWORD), "{}", ended.out);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_without_tls_is_told_nothing() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let heard = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let mut request = [0; 8];
        stream.read_exact(&mut request).await.expect("a request for TLS");
        stream.write_all(b"N").await.expect("a no");
        let mut rest = Vec::new();
        // However the client hangs up.
        let _ = stream.read_to_end(&mut rest).await;
        rest
    });
    let words = connect(&address("db.shingle.test", port, "prefer", None)).await.expect_err("it is refused");
    assert!(words.contains("server does not support TLS"), "{words}");
    assert_eq!(heard.await.expect("what was said"), b"", "said in clear after the no");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_takes_the_line_and_says_nothing_is_not_waited_for_without_end() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let began = Instant::now();
    let url = format!("postgres://u@127.0.0.1:{port}/x");
    let answer = tokio::time::timeout(Duration::from_secs(30), connect(&url)).await.expect("it is given up");
    assert!(answer.expect_err("nobody is there").contains("said nothing for 10 s"));
    assert!(began.elapsed() >= Duration::from_secs(9), "{:?}: a slow server is given no time", began.elapsed());
}
