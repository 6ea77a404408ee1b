//! Another process that opens a cluster: this program again, told by its environment what to do.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use embedded_postgres::{Cluster, Options, Role};

use crate::support::{Home, am_root, eventually};

/// A running holder.
pub struct Holder {
    child: Child,
    /// The URL and the server's process, or the error.
    pub outcome: Result<(String, u32), String>,
}

impl Holder {
    /// Opens the cluster in `home` as its owner, as this user.
    pub fn owner(home: &Home) -> Holder {
        let program = std::env::current_exe().unwrap();
        Holder::run(Command::new(program), home)
    }

    /// The same as the ordinary user `nobody`, when this is root.
    pub fn ordinary(home: &Home) -> Holder {
        if !am_root() {
            return Holder::owner(home);
        }
        let program = home.parent.path().join("holder");
        fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
        Holder::run(command, home)
    }

    fn run(mut command: Command, home: &Home) -> Holder {
        let report = home.parent.path().join("report");
        let _ = fs::remove_file(&report);
        fs::write(&report, "").unwrap();
        fs::set_permissions(&report, fs::Permissions::from_mode(0o666)).unwrap();
        command.args(["holder::hold", "--exact", "--nocapture"]);
        command.env("EP_DIR", &home.dir).env("EP_REPORT", &report);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().unwrap();
        let mut text = String::new();
        eventually("the holder's report", || {
            text = fs::read_to_string(&report).unwrap();
            text.ends_with('\n')
        });
        let (word, rest) = text.trim().split_once(' ').unwrap();
        let outcome = match word {
            "ready" => {
                let (url, pid) = rest.split_once(' ').unwrap();
                Ok((url.to_owned(), pid.parse().unwrap()))
            }
            _ => Err(rest.to_owned()),
        };
        Holder { child, outcome }
    }

    pub fn url(&self) -> String {
        self.outcome.as_ref().unwrap().0.clone()
    }

    pub fn server(&self) -> u32 {
        self.outcome.as_ref().unwrap().1
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn kill_9(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets it end in good order.
    pub fn finish(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().unwrap().success());
    }
}

/// Not a case of its own: the other process's side. Without the environment it does nothing.
#[test]
fn hold() {
    let (Some(dir), Some(report)) = (std::env::var_os("EP_DIR"), std::env::var_os("EP_REPORT")) else {
        return;
    };
    let mut options = Options::new(dir, Role::Owner, "things");
    options.settings = vec![("fsync".to_owned(), "off".to_owned())];
    match Cluster::open(options) {
        Ok(access) => {
            let text = format!("ready {} {}\n", access.url(), access.pid());
            fs::write(Path::new(&report), text).unwrap();
            let _ = std::io::stdin().read(&mut [0]);
            access.stop(Duration::from_secs(20));
        }
        Err(error) => fs::write(Path::new(&report), format!("error {error}\n")).unwrap(),
    }
}
